//! Writes a volume as a CT series of Part 10 files (CT Image Storage, explicit little endian). No other object.

use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use overread_base::{Seed, Vec3};
use overread_image::Volume;

use crate::DicomError;
use crate::model::{Patient, VoiWindow};
use crate::tag::{Tag, is_long_vr};

const CT_IMAGE_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.2";
pub(crate) const EXPLICIT_LE: &str = "1.2.840.10008.1.2.1";
/// A fixed UUID of this writer under 2.25 (PS3.5 B.2).
pub(crate) const IMPLEMENTATION_UID: &str = "2.25.216714362017653349164920175523107904271";

/// What a series says of itself besides its pixels and geometry. Nothing has a default: the caller answers for it.
#[derive(Debug, Clone, PartialEq)]
pub struct CtSeriesInfo {
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
    /// Series Number.
    pub series_number: i32,
    /// Body Part Examined, e.g. `CHEST`.
    pub body_part: String,
    /// Convolution Kernel.
    pub kernel: String,
    /// Tube voltage, kV.
    pub kvp: f64,
    /// Windows in HU, the first is the one to show.
    pub windows: Vec<VoiWindow>,
    /// Manufacturer.
    pub manufacturer: String,
    /// Whether the pixels are computed and not of a patient: stated in Image Comments and the model's name.
    pub is_synthetic: bool,
    /// All UIDs come from it: equal seeds give equal UIDs, so each study needs its own.
    pub seed: Seed,
}

/// What to do with a folder that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// Refuse.
    Never,
    /// Replace the slices of an earlier series (`ct-*.dcm`); other files stay.
    Slices,
}

/// Writes one file a slice, `ct-0001.dcm` and so on from the first slice up, and returns their paths.
///
/// The files are written beside the folder first and moved when all are complete.
///
/// # Errors
/// [`DicomError::FolderNotEmpty`] if there are files and `overwrite` is [`Overwrite::Never`]; [`DicomError::Damaged`]
/// if the volume has more rows or columns than DICOM can state; [`DicomError::Io`] if the disk refuses.
pub fn write_ct_series(
    folder: &Path,
    volume: &Volume,
    info: &CtSeriesInfo,
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
    let result = write_all(&partial, volume, info).and_then(|names| {
        for old in existing.iter().filter(|path| is_slice_name(path)) {
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

fn is_slice_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix("ct-")
        .and_then(|rest| rest.strip_suffix(".dcm"))
        .is_some_and(|number| number.len() >= 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

fn write_all(
    folder: &Path,
    volume: &Volume,
    info: &CtSeriesInfo,
) -> Result<Vec<String>, DicomError> {
    let mut names = Vec::new();
    for z in 0..volume.geometry().size[2] {
        let name = format!("ct-{:04}.dcm", z + 1);
        let path = folder.join(&name);
        let bytes = slice_file(volume, info, z).ok_or_else(|| {
            DicomError::damaged(
                "a volume of more than 65535 rows or columns has no DICOM form",
                &path,
            )
        })?;
        let file = fs::File::create(&path).map_err(DicomError::io("making", &path))?;
        let mut writer = BufWriter::new(file);
        writer
            .write_all(&bytes)
            .map_err(DicomError::io("writing", &path))?;
        writer
            .into_inner()
            .map_err(|error| DicomError::io("writing", &path)(error.into_error()))?
            .sync_data()
            .map_err(DicomError::io("writing", &path))?;
        names.push(name);
    }
    Ok(names)
}

/// A UID under 2.25 from the seed: a UUID of version 4 by form (PS3.5 B.2), not by chance.
pub(crate) fn uid(seed: Seed, name: &str) -> String {
    let mut rng = seed.child(name).rng();
    let wide = u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
    let version = wide & !(0xF << 76) | 0x4 << 76;
    let variant = version & !(0x3 << 62) | 0x2 << 62;
    format!("2.25.{variant}")
}

/// One slice as a whole file; `None` if a size does not fit its attribute.
fn slice_file(volume: &Volume, info: &CtSeriesInfo, z: u32) -> Option<Vec<u8>> {
    let geometry = volume.geometry();
    let [columns, rows, _] = geometry.size;
    let (columns, rows) = (u16::try_from(columns).ok()?, u16::try_from(rows).ok()?);
    let samples = volume.slice(z)?;
    let sop = uid(info.seed.child("slice").index(u64::from(z)), "sop");
    let mut set = Elements::default();
    identity(&mut set, info, &sop);
    acquisition(&mut set, info, geometry.spacing.z);
    set.text(Tag::STUDY_UID, b"UI", &uid(info.seed, "study"));
    set.text(
        Tag::SERIES_UID,
        b"UI",
        &uid(
            info.seed
                .index(u64::from(info.series_number.unsigned_abs())),
            "series",
        ),
    );
    set.text(Tag(0x0020, 0x0010), b"SH", "1");
    set.text(Tag::SERIES_NUMBER, b"IS", &info.series_number.to_string());
    set.text(Tag(0x0020, 0x0012), b"IS", "1");
    set.text(Tag::INSTANCE_NUMBER, b"IS", &(z + 1).to_string());
    let position = geometry.patient_from_voxel(Vec3::new(0.0, 0.0, f64::from(z)));
    set.decimals(Tag::IMAGE_POSITION, &position.to_array());
    let (row, column) = (geometry.row_dir, geometry.col_dir);
    set.decimals(
        Tag::IMAGE_ORIENTATION,
        &[row.x, row.y, row.z, column.x, column.y, column.z],
    );
    set.text(
        Tag(0x0020, 0x0052),
        b"UI",
        &uid(info.seed, "frame of reference"),
    );
    set.text(Tag(0x0020, 0x1040), b"LO", "");
    set.decimals(Tag(0x0020, 0x1041), &[position.dot(geometry.slice_dir)]);
    if info.is_synthetic {
        set.text(
            Tag(0x0020, 0x4000),
            b"LT",
            "SYNTHETIC IMAGE, NOT OF A PATIENT. FOR TRAINING, NOT FOR DIAGNOSIS.",
        );
    }
    set.short(Tag::SAMPLES_PER_PIXEL, 1);
    set.text(Tag::PHOTOMETRIC, b"CS", "MONOCHROME2");
    set.short(Tag::ROWS, rows);
    set.short(Tag::COLUMNS, columns);
    set.decimals(
        Tag::PIXEL_SPACING,
        &[geometry.spacing.y, geometry.spacing.x],
    );
    set.short(Tag::BITS_ALLOCATED, 16);
    set.short(Tag::BITS_STORED, 16);
    set.short(Tag::HIGH_BIT, 15);
    set.short(Tag::PIXEL_REPRESENTATION, 1);
    set.text(Tag(0x0028, 0x0301), b"CS", "NO");
    windows(&mut set, &info.windows);
    let rescale = volume.rescale();
    set.decimals(Tag::RESCALE_INTERCEPT, &[f64::from(rescale.intercept)]);
    set.decimals(Tag::RESCALE_SLOPE, &[f64::from(rescale.slope)]);
    set.text(Tag(0x0028, 0x1054), b"LO", "HU");
    let pixels: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    set.bytes(Tag::PIXEL_DATA, b"OW", &pixels);
    let (head, body) = (file_meta(&sop), set.into_bytes());
    Some([head, body].concat())
}

fn file_meta(sop: &str) -> Vec<u8> {
    let mut meta = Elements::default();
    meta.bytes(Tag(0x0002, 0x0001), b"OB", &[0, 1]);
    meta.text(Tag(0x0002, 0x0002), b"UI", CT_IMAGE_STORAGE);
    meta.text(Tag(0x0002, 0x0003), b"UI", sop);
    meta.text(Tag::TRANSFER_SYNTAX, b"UI", EXPLICIT_LE);
    meta.text(Tag(0x0002, 0x0012), b"UI", IMPLEMENTATION_UID);
    meta.text(Tag(0x0002, 0x0013), b"SH", "OVERREAD");
    let meta = meta.into_bytes();
    let mut head = vec![0; 128];
    head.extend_from_slice(b"DICM\x02\x00\x00\x00UL\x04\x00");
    head.extend(u32::try_from(meta.len()).unwrap_or(0).to_le_bytes());
    head.extend(meta);
    head
}

fn identity(set: &mut Elements, info: &CtSeriesInfo, sop: &str) {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    set.text(Tag::CHARACTER_SET, b"CS", "ISO_IR 192");
    set.text(Tag(0x0008, 0x0008), b"CS", "ORIGINAL\\PRIMARY\\AXIAL");
    set.text(Tag::SOP_CLASS, b"UI", CT_IMAGE_STORAGE);
    set.text(Tag::SOP_INSTANCE, b"UI", sop);
    for tag in [
        Tag::STUDY_DATE,
        Tag(0x0008, 0x0021),
        Tag(0x0008, 0x0022),
        Tag(0x0008, 0x0023),
    ] {
        set.text(tag, b"DA", &info.study_date);
    }
    for tag in [
        Tag::STUDY_TIME,
        Tag(0x0008, 0x0031),
        Tag(0x0008, 0x0032),
        Tag(0x0008, 0x0033),
    ] {
        set.text(tag, b"TM", &info.study_time);
    }
    set.text(Tag::ACCESSION, b"SH", "");
    set.text(Tag::MODALITY, b"CS", "CT");
    set.text(Tag::MANUFACTURER, b"LO", &info.manufacturer);
    set.text(Tag(0x0008, 0x0090), b"PN", "");
    set.text(Tag::STUDY_DESCRIPTION, b"LO", &info.study_description);
    set.text(Tag::SERIES_DESCRIPTION, b"LO", &info.series_description);
    let model = if info.is_synthetic {
        "synthetic phantom"
    } else {
        ""
    };
    set.text(Tag(0x0008, 0x1090), b"LO", model);
    set.text(Tag::PATIENT_NAME, b"PN", &or_empty(&info.patient.name));
    set.text(Tag::PATIENT_ID, b"LO", &or_empty(&info.patient.id));
    set.text(
        Tag::PATIENT_BIRTH_DATE,
        b"DA",
        &or_empty(&info.patient.birth_date),
    );
    set.text(Tag::PATIENT_SEX, b"CS", &or_empty(&info.patient.sex));
    if let Some(age) = &info.patient.age {
        set.text(Tag::PATIENT_AGE, b"AS", age);
    }
}

fn acquisition(set: &mut Elements, info: &CtSeriesInfo, thickness_mm: f64) {
    set.text(Tag::BODY_PART, b"CS", &info.body_part);
    set.decimals(Tag::SLICE_THICKNESS, &[thickness_mm]);
    set.decimals(Tag::KVP, &[info.kvp]);
    set.text(Tag::KERNEL, b"SH", &info.kernel);
    set.text(Tag(0x0018, 0x5100), b"CS", "HFS");
}

fn windows(set: &mut Elements, windows: &[VoiWindow]) {
    if windows.is_empty() {
        return;
    }
    let of = |read: fn(&VoiWindow) -> f32| {
        windows
            .iter()
            .map(|w| f64::from(read(w)))
            .collect::<Vec<_>>()
    };
    set.decimals(Tag::WINDOW_CENTRE, &of(|w| w.window.centre()));
    set.decimals(Tag::WINDOW_WIDTH, &of(|w| w.window.width()));
    let explanations: Vec<&str> = windows.iter().map(|w| w.explanation.as_str()).collect();
    set.text(Tag::WINDOW_EXPLANATION, b"LO", &explanations.join("\\"));
}

/// Explicit little-endian elements; put in order of their tags when they are written out.
#[derive(Default)]
struct Elements {
    elements: Vec<(Tag, [u8; 2], Vec<u8>)>,
}

impl Elements {
    fn text(&mut self, tag: Tag, vr: &[u8; 2], text: &str) {
        let mut value = text.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(if vr == b"UI" { 0 } else { b' ' });
        }
        self.elements.push((tag, *vr, value));
    }

    fn decimals(&mut self, tag: Tag, numbers: &[f64]) {
        let texts: Vec<String> = numbers.iter().map(|&n| decimal(n)).collect();
        self.text(tag, b"DS", &texts.join("\\"));
    }

    fn short(&mut self, tag: Tag, value: u16) {
        self.elements
            .push((tag, *b"US", value.to_le_bytes().to_vec()));
    }

    fn bytes(&mut self, tag: Tag, vr: &[u8; 2], value: &[u8]) {
        self.elements.push((tag, *vr, value.to_vec()));
    }

    fn into_bytes(mut self) -> Vec<u8> {
        self.elements.sort_by_key(|e| e.0);
        let mut out = Vec::new();
        for (tag, vr, value) in self.elements {
            out.extend(tag.0.to_le_bytes());
            out.extend(tag.1.to_le_bytes());
            out.extend(vr);
            if is_long_vr(vr) {
                out.extend([0, 0]);
                out.extend(u32::try_from(value.len()).unwrap_or(0).to_le_bytes());
            } else {
                // Longer values are cut, on an even byte: no attribute written here may be as long.
                let len = u16::try_from(value.len()).unwrap_or(u16::MAX - 1);
                out.extend(len.to_le_bytes());
                out.extend(&value[..usize::from(len)]);
                continue;
            }
            out.extend(value);
        }
        out
    }
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
