//! From a series to a volume, from a frame to an image. No grouping, no display.

use overread_base::{GeometryError, Vec3, VolumeGeometry};
use overread_image::{NamedVoi, OverlayPlane, Rescale, RgbImage, Volume};

use crate::model::{Frame, PixelSpacing, Series, SeriesGeometry};
use crate::pages::zeroed;
use crate::pixels::{FrameExtras, OverlayUse, read_frame};
use crate::pool::{self, FrameReader};
use crate::{DicomError, budget, resample};

mod unify;

use unify::{Meaning, unify};

/// The most voxels of one volume: 4 GiB of samples.
const MAX_VOXELS: u64 = 1 << 31;
/// The most bytes of the samples and colours of a stack of images; what comes after is not loaded.
const MAX_STACK_BYTES: usize = 2 << 30;

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
    /// Windows and VOI LUTs of the file, in the order of the file.
    pub vois: Vec<NamedVoi>,
    /// Whether low values are bright (MONOCHROME1).
    pub is_inverted: bool,
    /// The slices in colour, as many as the volume has, where the file is in colour and they are not interpolated.
    pub colour: Vec<RgbImage>,
    /// Bitmaps over the image, if it is one slice.
    pub overlays: Vec<OverlayPlane>,
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
    /// Windows and VOI LUTs of the file, in the order of the file.
    pub vois: Vec<NamedVoi>,
    /// The image in colour, where the file is in colour; `image` then holds its luminance.
    pub colour: Option<RgbImage>,
    /// Bitmaps of the file over its image.
    pub overlays: Vec<OverlayPlane>,
    /// What was used otherwise than written, for people.
    pub warnings: Vec<String>,
}

/// Loads all slices of a series, rescaled alike, onto its grid.
///
/// # Errors
/// [`DicomError::NotAVolume`] if the frames make no grid, [`DicomError::Cancelled`] if `progress` says so, and the
/// error of the first frame that cannot be read at all.
pub fn load_volume(series: &Series, progress: &dyn Progress) -> Result<LoadedVolume, DicomError> {
    let place = || format!("series {}", series.uid);
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
            place: place(),
        });
    }
    budget::check(&series.frames, found * 2, &place())?;
    let mut samples = zeroed(n_slice * series.frames.len());
    let mut slices = read_slices(&series.frames, &mut samples, n_slice, progress)?;
    let meaning = unify(
        &mut samples,
        n_slice,
        &slices.meanings,
        &mut slices.warnings,
    );
    if let SeriesGeometry::Resampled { grid, .. } = &series.geometry {
        slices
            .warnings
            .push("slices are uneven or tilted: voxels between them are interpolated".to_owned());
        samples = resample::onto_grid(&samples, series.size, &positions(series), grid);
        slices.colour.clear();
    }
    slices.into_volume(grid.clone(), samples, meaning, &series.vois, place())
}

/// Loads images of a detector as one stack, the first at z = 0, 1 mm apart by convention: `frames` are some that
/// [`detector_stacks`](crate::detector_stacks) puts together. A stack that does not fit in 2 GiB is cut, with a warning.
///
/// # Errors
/// [`DicomError`] as [`load_volume`] has it; frames of different sizes are [`DicomError::NotAVolume`].
pub fn load_stack(
    series: &Series,
    frames: &[Frame],
    progress: &dyn Progress,
) -> Result<LoadedVolume, DicomError> {
    let place = || format!("series {}", series.uid);
    let size = frames.first().map_or([0, 0], |f| f.size);
    if size == [0, 0] || frames.iter().any(|f| f.size != size) {
        return Err(DicomError::NotAVolume {
            why: "frames are missing or of different sizes".to_owned(),
            series: series.uid.to_string(),
        });
    }
    let n_slice = size[0] as usize * size[1] as usize;
    let is_colour = frames[0].layout.is_colour();
    let n_most = MAX_STACK_BYTES / (n_slice * if is_colour { 5 } else { 2 });
    let n_kept = frames.len().min(n_most.max(1));
    let kept = &frames[..n_kept];
    budget::check(kept, (n_slice * n_kept) as u64 * 2, &place())?;
    let mut samples = zeroed(n_slice * n_kept);
    let mut slices = read_slices(kept, &mut samples, n_slice, progress)?;
    let meaning = unify(
        &mut samples,
        n_slice,
        &slices.meanings,
        &mut slices.warnings,
    );
    if n_kept < frames.len() {
        slices.warnings.push(format!(
            "only the first {n_kept} of {} frames fit in memory",
            frames.len()
        ));
    }
    let first = &frames[0];
    if first.spacing.is_none() {
        slices.warnings.push(NO_SPACING.to_owned());
    }
    let n = u32::try_from(n_kept).unwrap_or(u32::MAX);
    let grid = detector_grid(first, n).map_err(|source| DicomError::Geometry {
        source,
        place: place(),
    })?;
    let vois = if first.vois.is_empty() {
        &series.vois[..]
    } else {
        &first.vois[..]
    };
    slices.into_volume(grid, samples, meaning, vois, place())
}

const NO_SPACING: &str = "pixel spacing is unknown: lengths cannot be measured";

/// Where a frame by itself lies: in the patient, or in the detector plane if it has no position.
fn frame_grid(frame: &Frame) -> Result<VolumeGeometry, GeometryError> {
    let grid = detector_grid(frame, 1)?;
    match (frame.position, frame.orientation) {
        (Some(position), Some((row, column))) => {
            VolumeGeometry::new(grid.size, grid.spacing, position, row, column)
        }
        _ => Ok(grid),
    }
}

fn detector_grid(frame: &Frame, n_slices: u32) -> Result<VolumeGeometry, GeometryError> {
    let spacing = frame.spacing.map_or(Vec3::new(1.0, 1.0, 1.0), |s| {
        Vec3::new(s.column_mm, s.row_mm, 1.0)
    });
    let [columns, rows] = frame.size;
    VolumeGeometry::new(
        [columns, rows, n_slices],
        spacing,
        Vec3::default(),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
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
    let extras = read_frame(
        &frame.file,
        &frame.layout,
        frame.frame_number,
        OverlayUse::Shown,
        &mut samples,
    )?;
    let meaning = meaning(frame, &extras);
    let mut warnings = extras.remarks;
    if frame.spacing.is_none() {
        warnings.push(NO_SPACING.to_owned());
    }
    let geometry = |source| DicomError::Geometry {
        source,
        place: place.clone(),
    };
    let grid = frame_grid(frame).map_err(geometry)?;
    let image = Volume::new(grid, samples, meaning.rescale)
        .map_err(|source| DicomError::Volume { source, place })?
        .with_padding(meaning.padding.map(|(low, high)| low..=high));
    Ok(LoadedFrame {
        image,
        spacing: frame.spacing,
        is_inverted: frame.layout.photometric == "MONOCHROME1",
        vois: frame.vois.to_vec(),
        colour: extras.colour,
        overlays: extras.overlays,
        warnings,
    })
}

/// What slices hold besides their samples.
struct Slices {
    meanings: Vec<Meaning>,
    is_inverted: bool,
    colour: Vec<RgbImage>,
    overlays: Vec<OverlayPlane>,
    warnings: Vec<String>,
}

impl Slices {
    fn into_volume(
        self,
        grid: VolumeGeometry,
        samples: Vec<i16>,
        meaning: Meaning,
        vois: &[NamedVoi],
        place: String,
    ) -> Result<LoadedVolume, DicomError> {
        let volume = Volume::new(grid, samples, meaning.rescale)
            .map_err(|source| DicomError::Volume { source, place })?
            .with_padding(meaning.padding.map(|(low, high)| low..=high));
        Ok(LoadedVolume {
            volume,
            vois: vois.to_vec(),
            is_inverted: self.is_inverted,
            colour: self.colour,
            overlays: self.overlays,
            warnings: self.warnings,
        })
    }
}

/// Reads frames of one size, each into its slice. A slice that cannot be read is filled and named, as long as most can.
fn read_slices(
    frames: &[Frame],
    samples: &mut [i16],
    n_slice: usize,
    progress: &dyn Progress,
) -> Result<Slices, DicomError> {
    let results = pool::read_slices(samples, n_slice, &Frames(frames), progress);
    if progress.is_cancelled() {
        return Err(DicomError::Cancelled);
    }
    let n_broken = results.iter().filter(|r| r.is_err()).count();
    let mut slices = Slices {
        meanings: Vec::with_capacity(frames.len()),
        is_inverted: frames
            .first()
            .is_some_and(|f| f.layout.photometric == "MONOCHROME1"),
        colour: Vec::new(),
        overlays: Vec::new(),
        warnings: Vec::new(),
    };
    let mut broken = Vec::new();
    let mut n_overlays = 0;
    for (idx, (result, frame)) in results.into_iter().zip(frames).enumerate() {
        let extras = match result {
            Ok(extras) => extras,
            Err(error) if matches!(error, DicomError::Cancelled) || n_broken * 2 > frames.len() => {
                return Err(error);
            }
            Err(error) => {
                broken.push(idx);
                slices
                    .warnings
                    .push(format!("a slice cannot be read and is left empty: {error}"));
                FrameExtras::default()
            }
        };
        slices.meanings.push(meaning(frame, &extras));
        let name = |remark| format!("{remark} ({})", frame.file.display());
        slices.warnings.extend(extras.remarks.into_iter().map(name));
        slices.colour.extend(extras.colour);
        n_overlays += extras.n_overlays;
        if frames.len() == 1 {
            slices.overlays = extras.overlays;
        }
    }
    if n_overlays > 0 && frames.len() > 1 {
        slices.warnings.push(format!(
            "{n_overlays} overlays on {} slices are not shown",
            frames.len()
        ));
    }
    if slices.colour.len() != frames.len() {
        slices.colour.clear();
    }
    fill_broken(samples, n_slice, &broken, &mut slices.meanings);
    Ok(slices)
}

/// Frames as the pool reads them.
struct Frames<'a>(&'a [Frame]);

impl FrameReader for Frames<'_> {
    type Frame = FrameExtras;

    fn read(&self, idx: usize, samples: &mut [i16]) -> Result<Self::Frame, DicomError> {
        let frame = &self.0[idx];
        let overlays = if self.0.len() == 1 {
            OverlayUse::Shown
        } else {
            OverlayUse::Counted
        };
        read_frame(
            &frame.file,
            &frame.layout,
            frame.frame_number,
            overlays,
            samples,
        )
    }

    fn alone(&self, idx: usize, extras: &Self::Frame, samples: &[i16]) -> Option<Volume> {
        let frame = &self.0[idx];
        let grid = frame_grid(frame).ok()?;
        let meaning = meaning(frame, extras);
        let volume = Volume::new(grid, samples.to_vec(), meaning.rescale).ok()?;
        Some(volume.with_padding(meaning.padding.map(|(low, high)| low..=high)))
    }
}

/// Gives slices that could not be read the least sample and the meaning of one that could.
fn fill_broken(samples: &mut [i16], n_slice: usize, broken: &[usize], meanings: &mut [Meaning]) {
    let Some(sound) = (0..meanings.len()).find(|idx| !broken.contains(idx)) else {
        return;
    };
    if broken.is_empty() {
        return;
    }
    let least = samples[sound * n_slice..][..n_slice].iter().copied().min();
    for &idx in broken {
        samples[idx * n_slice..][..n_slice].fill(least.unwrap_or(0));
        meanings[idx] = meanings[sound];
    }
}

/// What the samples of a frame mean: the file's rescale after that which made them fit in 16 bits.
fn meaning(frame: &Frame, extras: &FrameExtras) -> Meaning {
    let offset = if frame.layout.stored_offset() == 0 {
        0.0
    } else {
        32_768.0
    };
    let stored = extras.stored.unwrap_or(Rescale {
        slope: 1.0,
        intercept: offset,
    });
    Meaning {
        rescale: Rescale {
            slope: frame.rescale.slope * stored.slope,
            intercept: frame.rescale.slope * stored.intercept + frame.rescale.intercept,
        },
        padding: extras.padding,
    }
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
