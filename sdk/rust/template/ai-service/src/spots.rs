//! Dense spots in the lungs, judged by size, shape and surroundings.

use std::f64::consts::PI;

use overread_sdk::space::region_around;
use overread_sdk::{Blob, Dims, Failure, Geometry, Vec3, Volume};

use crate::GRID_MM;
use crate::lungs::Lungs;

/// Soft tissue and denser, HU.
const DENSE_HU: (f32, f32) = (-400.0, 3000.0);
/// Smaller ones are noise and vessels.
const MIN_VOXELS: u64 = 4;
const MAX_BLOBS: u32 = 5000;
const DIAMETER_MM: (f64, f64) = (4.0, 30.0);
/// A vessel is longer than it is wide.
const MIN_ROUNDNESS: f64 = 0.4;
/// How much of its box a spot fills; a ball fills 0.52.
const MIN_FILL: f64 = 0.3;
/// How far around a spot one looks, voxels on both sides together.
const SURROUNDINGS: u32 = 6;
/// Air-rich: the mean of the spot with its surroundings lies below, HU.
const AIR_RICH_HU: f64 = -500.0;
/// Spots of this diameter and more are as probable as their shape says.
const SURE_MM: f64 = 10.0;

/// A dense spot.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub(crate) centre: Vec3,
    pub(crate) low: Vec3,
    pub(crate) high: Vec3,
    /// That of a ball of the same volume.
    pub(crate) diameter_mm: f64,
    /// Roundness, less for small spots.
    pub(crate) probability: f64,
}

/// All spots in the lungs, the most probable first.
pub(crate) fn find(volume: &Volume, lungs: &Lungs) -> Result<Vec<Spot>, Failure> {
    let dense = volume.threshold(DENSE_HU.0, DENSE_HU.1)?;
    let grid = volume.geometry();
    let mut spots = Vec::new();
    for blob in dense.blobs(Some(volume), MIN_VOXELS, MAX_BLOBS)? {
        if let Some(spot) = judge(&blob, lungs)
            && is_in_air(volume, &grid, &spot)?
        {
            spots.push(spot);
        }
    }
    spots.sort_by(|a, b| {
        let by_probability = b.probability.total_cmp(&a.probability);
        by_probability.then(b.diameter_mm.total_cmp(&a.diameter_mm))
    });
    Ok(spots)
}

/// The spot that a component is by its size and shape.
fn judge(blob: &Blob, lungs: &Lungs) -> Option<Spot> {
    let diameter_mm = (6.0 * blob.volume_mm3 / PI).cbrt();
    let sides = sides_mm(blob.low, blob.high);
    let longest = sides.into_iter().fold(0.0, f64::max);
    let shortest = sides.into_iter().fold(f64::INFINITY, f64::min);
    let roundness = shortest / longest;
    let fill = blob.volume_mm3 / sides.iter().product::<f64>();
    let is_spot = DIAMETER_MM.0 <= diameter_mm
        && diameter_mm <= DIAMETER_MM.1
        && roundness >= MIN_ROUNDNESS
        && fill >= MIN_FILL
        && lungs.hold(blob.centroid);
    is_spot.then(|| Spot {
        centre: blob.centroid,
        low: blob.low,
        high: blob.high,
        diameter_mm,
        probability: roundness * (diameter_mm / SURE_MM).min(1.0),
    })
}

/// Whether there is mostly air around: what hangs on a wall is not isolated.
fn is_in_air(volume: &Volume, grid: &Geometry, spot: &Spot) -> Result<bool, Failure> {
    let [x, y, z] = sides_mm(spot.low, spot.high).map(|side| voxels(side) + SURROUNDINGS);
    let around = region_around(grid, spot.centre, Dims { x, y, z });
    Ok(volume.stats(around)?.mean < AIR_RICH_HU)
}

fn sides_mm(low: Vec3, high: Vec3) -> [f64; 3] {
    [high.x - low.x, high.y - low.y, high.z - low.z]
}

/// How many voxels a side has; a spot's box is at most some hundred.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=10,000 first"
)]
fn voxels(side_mm: f64) -> u32 {
    (side_mm / GRID_MM).round().clamp(0.0, 10_000.0) as u32
}
