//! Writes studies as Part 10 files (explicit little endian): volumes as CT series, projections as CR, DX or MG images.
//! No other object.

mod common;
mod ct;
mod elements;
mod projection;

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use overread_base::{Laterality, Seed, SeriesUid, StudyUid};
use overread_image::Volume;

use crate::DicomError;
use crate::model::{Patient, VoiWindow};

pub(crate) const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
/// A fixed UUID of this writer under 2.25 (PS3.5 B.2).
pub(crate) const IMPLEMENTATION_UID: &str = "2.25.216714362017653349164920175523107904271";

/// What a series says of itself besides its pixels and geometry. Nothing has a default: the caller answers for it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesInfo {
    /// The patient; absent parts are written empty.
    pub patient: Patient,
    /// `YYYYMMDD`.
    pub study_date: String,
    /// `HHMMSS`.
    pub study_time: String,
    /// Study Description.
    pub study_description: String,
    /// Series Description.
    pub series_description: String,
    /// Series Number; unique in its study.
    pub series_number: i32,
    /// Body Part Examined, e.g. `CHEST`.
    pub body_part: String,
    /// Windows in the units of the rescaled samples, the first is the one to show.
    pub windows: Vec<VoiWindow>,
    /// Manufacturer.
    pub manufacturer: String,
    /// Whether the pixels are computed and not of a patient: stated in Image Comments, Synthetic Data, a private flag
    /// and, where `attributes` do not name it, the model's name.
    pub is_synthetic: bool,
    /// Slice thickness of a CT, mm; the distance of the slices if not given.
    pub thickness_mm: Option<f64>,
    /// Further attributes by DICOM keyword, e.g. `KVP`; parts of a value are joined by backslashes.
    pub attributes: Vec<(String, String)>,
    /// Study and series, if they are known; else they come from `seed`.
    pub uids: Option<(StudyUid, SeriesUid)>,
    /// All other UIDs come from it: equal seeds give equal UIDs, so each study needs its own.
    pub seed: Seed,
}

/// What a projection says of itself besides its pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectionInfo {
    /// What every series says.
    pub series: SeriesInfo,
    /// What made it.
    pub modality: ProjectionModality,
    /// View Position: `PA`, `AP`, `LL`, `RL`, `CC`, `MLO`, `ML` or `LM`.
    pub view: String,
    /// Where rows and columns lead, e.g. `("L", "F")`.
    pub orientation: (String, String),
    /// The side of a paired part; `None` for the chest.
    pub laterality: Option<Laterality>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// Bits Stored, 8 to 15; no sample may need more.
    pub bits_stored: u8,
}

/// What makes projections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProjectionModality {
    /// Computed radiography: Computed Radiography Image Storage.
    Cr,
    /// Digital radiography: Digital X-Ray Image Storage - For Presentation.
    Dx,
    /// Mammography: Digital Mammography X-Ray Image Storage - For Presentation.
    Mg,
}

/// A series to be written.
#[derive(Debug, Clone, Copy)]
pub enum NewSeries<'a> {
    /// A CT series, a file a slice.
    Ct(&'a Volume, &'a SeriesInfo),
    /// One projection: a volume of one slice, one file.
    Projection(&'a Volume, &'a ProjectionInfo),
}

/// What to do with a folder that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Refuse.
    Never,
    /// Replace the images of earlier series (`ct-*.dcm` and so on); other files stay.
    Slices,
}

/// Writes one file a slice, `ct-0001.dcm` and so on from the first slice up, and returns their paths.
///
/// # Errors
/// As [`write_study`].
pub fn write_ct_series(
    folder: &Path,
    volume: &Volume,
    info: &SeriesInfo,
    overwrite: Overwrite,
) -> Result<Vec<PathBuf>, DicomError> {
    write_study(folder, &[NewSeries::Ct(volume, info)], overwrite)
}

/// Writes series into one folder and returns the paths of all files, series by series, slices from the first one up.
///
/// The first CT series has files `ct-0001.dcm` and so on, a further one as the n-th series of the study
/// `ct-N-0001.dcm`; a projection as the n-th series is one file, e.g. `mg-N.dcm`.
/// The files are written beside the folder first and moved when all are complete.
///
/// # Errors
/// [`DicomError::FolderNotEmpty`] if there are files and `overwrite` is [`Overwrite::Never`]; [`DicomError::Damaged`]
/// if an image or an attribute has no DICOM form; [`DicomError::Io`] if the disk refuses.
pub fn write_study(
    folder: &Path,
    series: &[NewSeries<'_>],
    overwrite: Overwrite,
) -> Result<Vec<PathBuf>, DicomError> {
    let existing = match fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(DicomError::io("reading", folder)(error)),
    };
    if overwrite == Overwrite::Never && !existing.is_empty() {
        return Err(DicomError::FolderNotEmpty {
            path: folder.to_owned(),
        });
    }
    fs::create_dir_all(folder).map_err(DicomError::io("making", folder))?;
    let partial = folder.join(format!(".writing-{}", std::process::id()));
    fs::create_dir_all(&partial).map_err(DicomError::io("making", &partial))?;
    let result = write_all(&partial, series).and_then(|names| {
        for old in existing.iter().filter(|path| is_image_name(path)) {
            fs::remove_file(old).map_err(DicomError::io("removing", old))?;
        }
        let place = |name: String| {
            let to = folder.join(&name);
            fs::rename(partial.join(name), &to).map_err(DicomError::io("moving to", &to))?;
            Ok(to)
        };
        names.into_iter().map(place).collect()
    });
    let removed = fs::remove_dir_all(&partial).map_err(DicomError::io("removing", &partial));
    let paths = result?;
    removed?;
    Ok(paths)
}

/// Whether a file is named as [`write_study`] names them.
fn is_image_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some((modality, rest)) = name
        .strip_suffix(".dcm")
        .and_then(|name| name.split_once('-'))
    else {
        return false;
    };
    match modality {
        "ct" => {
            let (series, slice) = rest.split_once('-').unwrap_or(("1", rest));
            is_number(series) && slice.len() >= 4 && is_number(slice)
        }
        "cr" | "dx" | "mg" => is_number(rest),
        _ => false,
    }
}

fn write_all(folder: &Path, all: &[NewSeries<'_>]) -> Result<Vec<String>, DicomError> {
    let mut names = Vec::new();
    for (idx, series) in all.iter().enumerate() {
        match series {
            NewSeries::Ct(volume, info) => {
                for z in 0..volume.geometry().size[2] {
                    let name = if idx == 0 {
                        format!("ct-{:04}.dcm", z + 1)
                    } else {
                        format!("ct-{}-{:04}.dcm", idx + 1, z + 1)
                    };
                    save(folder, &name, ct::slice_file(volume, info, z))?;
                    names.push(name);
                }
            }
            NewSeries::Projection(image, info) => {
                let modality = info.modality.code().to_ascii_lowercase();
                let name = format!("{modality}-{}.dcm", idx + 1);
                save(folder, &name, projection::file_of(image, info))?;
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// Writes a file through to the disk; a fault is one of what it should hold.
fn save(folder: &Path, name: &str, bytes: Result<Vec<u8>, String>) -> Result<(), DicomError> {
    let path = folder.join(name);
    let bytes = bytes.map_err(|fault| DicomError::damaged(fault, &path))?;
    let file = fs::File::create(&path).map_err(DicomError::io("making", &path))?;
    let mut writer = BufWriter::new(file);
    writer
        .write_all(&bytes)
        .map_err(DicomError::io("writing", &path))?;
    writer
        .into_inner()
        .map_err(|error| DicomError::io("writing", &path)(error.into_error()))?
        .sync_data()
        .map_err(DicomError::io("writing", &path))
}

/// A UID under 2.25 from the seed: a UUID of version 4 by form (PS3.5 B.2), not by chance.
pub(crate) fn uid(seed: Seed, name: &str) -> String {
    let mut rng = seed.child(name).rng();
    let wide = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
    let version = wide & !(0xF << 76) | 0x4 << 76;
    let variant = version & !(0x3 << 62) | 0x2 << 62;
    format!("2.25.{variant}")
}

/// A number in the 16 characters of a decimal string, as exact as they allow.
pub(crate) fn decimal(number: f64) -> String {
    let plain = number.to_string();
    if plain.len() <= 16 {
        return plain;
    }
    (0..=14)
        .rev()
        .map(|digits| format!("{number:.digits$}"))
        .find(|text| text.len() <= 16)
        .unwrap_or_else(|| format!("{number:.8e}"))
}

#[cfg(test)]
mod tests;
