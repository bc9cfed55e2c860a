//! From a series to a volume, from a frame to an image. No grouping, no display.

use overread_base::{GeometryError, Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};

use crate::model::{Frame, PixelSpacing, Series, SeriesGeometry, VoiWindow};
use crate::pages::zeroed;
use crate::pixels::read_frame;
use crate::pool::{self, FrameReader};
use crate::{DicomError, budget, resample};

/// The most voxels of one volume: 4 GiB of samples.
const MAX_VOXELS: u64 = 1 << 31;

/// Hears of the progress of loading, says what shall come first, and may stop it; called from several threads.
///
/// Frames are numbered from 0 in the order of [`Series::frames`].
pub trait Progress: Sync {
    /// Whether loading shall stop; asked before each frame.
    fn is_cancelled(&self) -> bool {
        false
    }

    /// So many frames of `n_frames` are loaded.
    fn loaded(&self, n_loaded: u32, n_frames: u32) {
        let _ = (n_loaded, n_frames);
    }

    /// The frame that someone looks at: what is nearest to it is loaded next. It may change at any time.
    fn wanted(&self) -> u32 {
        0
    }

    /// Whether someone waits to be shown the wanted frame.
    fn is_waiting(&self) -> bool {
        false
    }

    /// The wanted frame is there: one slice in its place, with its own rescale; the others may still be missing.
    fn show(&self, frame: u32, slice: Volume) {
        let _ = (frame, slice);
    }

    /// The most threads to load with; asked again and again. All that there are, unless someone else needs them.
    fn threads(&self) -> usize {
        usize::MAX
    }
}

/// Hears nothing and never stops.
impl Progress for () {}

/// A series as a volume.
#[derive(Debug, Clone)]
pub struct LoadedVolume {
    /// The samples on the grid of the series.
    pub volume: Volume,
    /// The windows of the file, in the order of the file.
    pub windows: Vec<VoiWindow>,
    /// What was used otherwise than written, for people.
    pub warnings: Vec<String>,
}

/// One frame as an image.
#[derive(Debug, Clone)]
pub struct LoadedFrame {
    /// One slice. Without a pixel spacing its grid has pixels of 1 mm: see `spacing`. A frame without a position lies
    /// in the detector plane: x to the right, y down, origin at the first pixel.
    pub image: Volume,
    /// The true pixel spacing and its source; `None` if lengths are unknown.
    pub spacing: Option<PixelSpacing>,
    /// Whether low values are bright (MONOCHROME1).
    pub is_inverted: bool,
    /// The windows of the file.
    pub windows: Vec<VoiWindow>,
    /// What was used otherwise than written, for people.
    pub warnings: Vec<String>,
}

/// Loads all slices of a series, rescaled alike, onto its grid.
///
/// # Errors
/// [`DicomError::NotAVolume`] if the frames make no grid, [`DicomError::Cancelled`] if `progress` says so, and the
/// error of the first frame that cannot be read at all.
pub fn load_volume(series: &Series, progress: &dyn Progress) -> Result<LoadedVolume, DicomError> {
    let not_a_volume = |why: &str| DicomError::NotAVolume {
        why: why.to_owned(),
        series: series.uid.to_string(),
    };
    let grid = match &series.geometry {
        SeriesGeometry::Regular(grid) | SeriesGeometry::Resampled { grid, .. } => grid,
        SeriesGeometry::Planar => return Err(not_a_volume("projections have no common grid")),
        SeriesGeometry::Unknown => return Err(not_a_volume("slice positions are unknown")),
    };
    let n_slice = series.size[0] as usize * series.size[1] as usize;
    let found = grid
        .voxel_count()
        .max(n_slice as u64 * series.frames.len() as u64);
    if found > MAX_VOXELS {
        return Err(DicomError::TooLarge {
            what: "voxels",
            limit: MAX_VOXELS,
            found,
            place: format!("series {}", series.uid),
        });
    }
    budget::check(&series.frames, found * 2, &format!("series {}", series.uid))?;
    let mut samples = zeroed(n_slice * series.frames.len());
    let mut warnings = read_slices(series, &mut samples, n_slice, progress)?;
    let rescales: Vec<Rescale> = series.frames.iter().map(stored_rescale).collect();
    let rescale = unify(&mut samples, n_slice, &rescales, &mut warnings);
    if let SeriesGeometry::Resampled { grid, .. } = &series.geometry {
        warnings
            .push("slices are uneven or tilted: voxels between them are interpolated".to_owned());
        samples = resample::onto_grid(&samples, series.size, &positions(series), grid);
    }
    let place = || format!("series {}", series.uid);
    let volume =
        Volume::new(grid.clone(), samples, rescale).map_err(|source| DicomError::Volume {
            source,
            place: place(),
        })?;
    Ok(LoadedVolume {
        volume,
        windows: series.windows.clone(),
        warnings,
    })
}

/// Loads one frame by itself, whatever its series.
///
/// # Errors
/// [`DicomError`] if the pixels are of a kind that is not read, broken, or too many.
pub fn load_frame(frame: &Frame) -> Result<LoadedFrame, DicomError> {
    let place = frame.file.display().to_string();
    let [columns, rows] = frame.size;
    let found = frame.layout.shape.n_samples() as u64;
    if found > 1 << 28 {
        return Err(DicomError::TooLarge {
            what: "samples of a frame",
            limit: 1 << 28,
            found,
            place,
        });
    }
    budget::check(std::slice::from_ref(frame), found * 2, &place)?;
    let mut samples = zeroed(columns as usize * rows as usize);
    let mut warnings: Vec<String> =
        read_frame(&frame.file, &frame.layout, frame.frame_number, &mut samples)?
            .into_iter()
            .collect();
    if frame.layout.shape.samples_per_pixel == 3 {
        warnings.push("colour is shown as luminance".to_owned());
    }
    if frame.spacing.is_none() {
        warnings.push("pixel spacing is unknown: lengths cannot be measured".to_owned());
    }
    let grid = frame_grid(frame).map_err(|source| DicomError::Geometry {
        source,
        place: place.clone(),
    })?;
    let image = Volume::new(grid, samples, stored_rescale(frame))
        .map_err(|source| DicomError::Volume { source, place })?;
    Ok(LoadedFrame {
        image,
        spacing: frame.spacing,
        is_inverted: frame.layout.photometric == "MONOCHROME1",
        windows: frame.windows.clone(),
        warnings,
    })
}

/// Where a frame by itself lies: in the patient, or in the detector plane if it has no position.
fn frame_grid(frame: &Frame) -> Result<VolumeGeometry, GeometryError> {
    let spacing = frame.spacing.map_or(Vec3::new(1.0, 1.0, 1.0), |s| {
        Vec3::new(s.column_mm, s.row_mm, 1.0)
    });
    let (origin, (row, column)) = match (frame.position, frame.orientation) {
        (Some(position), Some(directions)) => (position, directions),
        _ => (
            Vec3::default(),
            (Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0)),
        ),
    };
    let [columns, rows] = frame.size;
    VolumeGeometry::new([columns, rows, 1], spacing, origin, row, column)
}

fn read_slices(
    series: &Series,
    samples: &mut [i16],
    n_slice: usize,
    progress: &dyn Progress,
) -> Result<Vec<String>, DicomError> {
    let results = pool::read_slices(samples, n_slice, &Frames(&series.frames), progress);
    let mut warnings = Vec::new();
    for (result, frame) in results.into_iter().zip(&series.frames) {
        let remark = result?;
        warnings.extend(remark.map(|remark| format!("{remark} ({})", frame.file.display())));
    }
    if series
        .frames
        .iter()
        .any(|f| f.layout.shape.samples_per_pixel == 3)
    {
        warnings.push("colour is shown as luminance".to_owned());
    }
    Ok(warnings)
}

/// Frames as the pool reads them.
struct Frames<'a>(&'a [Frame]);

impl FrameReader for Frames<'_> {
    type Frame = Option<String>;

    fn read(&self, idx: usize, samples: &mut [i16]) -> Result<Self::Frame, DicomError> {
        let frame = &self.0[idx];
        read_frame(&frame.file, &frame.layout, frame.frame_number, samples)
    }

    fn alone(&self, idx: usize, _: &Self::Frame, samples: &[i16]) -> Option<Volume> {
        let frame = &self.0[idx];
        let grid = frame_grid(frame).ok()?;
        Volume::new(grid, samples.to_vec(), stored_rescale(frame)).ok()
    }
}

/// The frame's rescale for samples as they are stored here: minus the offset that made them fit.
fn stored_rescale(frame: &Frame) -> Rescale {
    let offset = if frame.layout.stored_offset() == 0 {
        0.0
    } else {
        32_768.0
    };
    Rescale {
        slope: frame.rescale.slope,
        intercept: frame.rescale.slope * offset + frame.rescale.intercept,
    }
}

/// Brings slices of different rescale to one: the finest slope that holds all values in 16 bits.
fn unify(
    samples: &mut [i16],
    n_slice: usize,
    rescales: &[Rescale],
    warnings: &mut Vec<String>,
) -> Rescale {
    let Some(&first) = rescales.first() else {
        return Rescale::IDENTITY;
    };
    if rescales.iter().all(|r| *r == first) {
        return first;
    }
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for (slice, rescale) in samples.chunks(n_slice).zip(rescales) {
        let (least, most) = slice
            .iter()
            .fold((i16::MAX, i16::MIN), |(a, b), &s| (a.min(s), b.max(s)));
        for value in [rescale.value(least), rescale.value(most)] {
            low = low.min(value);
            high = high.max(value);
        }
    }
    let finest = rescales
        .iter()
        .map(|r| r.slope.abs())
        .fold(f32::INFINITY, f32::min);
    let slope = finest.max((high - low) / 65_000.0);
    let fits_plain =
        low >= first.intercept - 32_767.0 * slope && high <= first.intercept + 32_767.0 * slope;
    let intercept = if fits_plain {
        first.intercept
    } else {
        low + 32_500.0 * slope
    };
    let common = Rescale { slope, intercept };
    for (slice, rescale) in samples.chunks_mut(n_slice).zip(rescales) {
        for sample in slice {
            *sample = nearest((rescale.value(*sample) - intercept) / slope);
        }
    }
    warnings.push(format!(
        "slices have different rescale values: all are brought to slope {slope}, intercept {intercept}"
    ));
    common
}

/// The nearest sample; values outside 16 bits stop at its ends.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float to integer cast saturates, as wanted"
)]
pub(crate) fn nearest(value: f32) -> i16 {
    (value + 0.5).floor() as i16
}

fn positions(series: &Series) -> Vec<Vec3> {
    series.frames.iter().filter_map(|f| f.position).collect()
}

#[cfg(test)]
mod tests;
