//! Proposals: where the first network sees something like a nodule, on a fine grid and a coarse one. Decides nothing.

use overread_sdk::space::{distance_mm, isotropic};
use overread_sdk::{Blob, Dims, Failure, Interpolation, Job, Model, Tiling, Vec3, Volume};

use crate::scope::Chest;

/// Air to bone, as the networks were trained: values run from -1 to 1.
pub(crate) const LOW_HU: f32 = -1000.0;
/// The upper end of the same range.
pub(crate) const HIGH_HU: f32 = 400.0;

/// The grids on which the first network looks: the second finds what is too large for the first.
pub(crate) const SCALES_MM: [f64; 2] = [2.0, 5.0];
/// Neighbouring slices that the network sees as channels.
const N_SLICES: u32 = 9;
/// Slices are seen in windows of this many voxels a side.
const WINDOW: u32 = 96;
/// Voxels at or above belong to a proposal. Low: the second network decides.
const THRESHOLD: f32 = 0.2;
/// Proposals of one grid, the strongest first.
const MAX_PROPOSALS: usize = 100;
/// Connected parts of one grid from which these are chosen.
const MAX_BLOBS: u32 = 1000;

/// A place to look at again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proposal {
    pub(crate) at: Vec3,
    /// Voxel size of the grid that it was seen on, mm.
    pub(crate) scale_mm: f64,
}

/// What the first network says.
#[derive(Debug)]
pub(crate) struct Proposals {
    pub(crate) places: Vec<Proposal>,
    /// The probability map of the fine grid as kept for display.
    pub(crate) map: Option<u32>,
}

/// Runs the first network on all grids.
pub(crate) fn proposals(job: &Job, chest: &Chest) -> Result<Proposals, Failure> {
    let model = job.open_model("proposal")?;
    let mut found = Proposals {
        places: Vec::new(),
        map: None,
    };
    for (idx, scale_mm) in SCALES_MM.into_iter().enumerate() {
        let probability = probability(&model, &chest.lungs, scale_mm)?;
        let blobs =
            probability
                .threshold(THRESHOLD, 2.0)?
                .blobs(Some(&probability), 2, MAX_BLOBS)?;
        found.places.extend(strongest(blobs, scale_mm));
        if idx == 0 {
            // The map is for display only: without it the report is still whole.
            found.map = job.keep_map(chest.series, &probability).ok();
        }
        job.progress(if idx == 0 { 0.45 } else { 0.55 }, "proposals")?;
    }
    job.info(&format!("{} proposals", found.places.len()));
    Ok(found)
}

fn probability(model: &Model, volume: &Volume, scale_mm: f64) -> Result<Volume, Failure> {
    let tiling = Tiling {
        patch: Dims {
            x: WINDOW,
            y: WINDOW,
            z: N_SLICES,
        },
        overlap: 0.25,
        batch: 2,
        channel: 0,
    };
    model.run_tiled(&scaled(volume, scale_mm)?, tiling)
}

/// The volume on a grid of a spacing, as the networks want its values.
pub(crate) fn scaled(volume: &Volume, spacing_mm: f64) -> Result<Volume, Failure> {
    let (middle, half) = ((LOW_HU + HIGH_HU) * 0.5, (HIGH_HU - LOW_HU) * 0.5);
    volume
        .resample(isotropic(spacing_mm), Interpolation::Linear)?
        .rescale(LOW_HU, HIGH_HU, middle, half)
}

fn strongest(mut blobs: Vec<Blob>, scale_mm: f64) -> Vec<Proposal> {
    blobs.sort_by(|a, b| b.max.total_cmp(&a.max));
    let mut places: Vec<Proposal> = Vec::new();
    for blob in blobs {
        let is_new = places
            .iter()
            .all(|place| distance_mm(place.at, blob.centroid) > scale_mm);
        if is_new && places.len() < MAX_PROPOSALS {
            places.push(Proposal {
                at: blob.centroid,
                scale_mm,
            });
        }
    }
    places
}
