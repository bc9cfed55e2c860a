//! The part of a scan around the brain, on the grid that the networks see. Judges nothing.

use overread_sdk::space::{vec3, whole};
use overread_sdk::{Dims, Failure, Interpolation, Job, Region, Series, Volume};

use crate::scope::Refusal;
use crate::skull;

/// In-plane voxels of the networks, mm.
pub(crate) const PIXEL_MM: f64 = 1.2;
/// Their slices, mm.
pub(crate) const SLICE_MM: f64 = 5.0;
/// Rows and columns of the plane that the networks see.
pub(crate) const ROWS: usize = 192;
/// See [`ROWS`].
pub(crate) const COLUMNS: usize = 160;
/// The posterior fossa lies below the lowest closed ring.
const BELOW_MM: f64 = 45.0;
const ABOVE_MM: f64 = 10.0;
/// The range of HU that the networks see, as -1 to 1.
const LOW_HU: f32 = -20.0;
const HIGH_HU: f32 = 120.0;
const MIDDLE_HU: f32 = 50.0;
const HALF_HU: f32 = 70.0;
/// What lies beyond the scan.
pub(crate) const OUTSIDE: f32 = (LOW_HU - MIDDLE_HU) / HALF_HU;

/// A head.
#[derive(Debug)]
pub(crate) struct Head {
    /// The part around the brain, HU; x to the left, y to the back, z to the head.
    pub(crate) volume: Volume,
    /// Its values as the networks want them, each slice on a plane of [`ROWS`] and [`COLUMNS`].
    pub(crate) planes: Vec<Vec<f32>>,
    /// Its voxels along x, y and z.
    pub(crate) size: [usize; 3],
    /// Volume of one of them.
    pub(crate) voxel_ml: f64,
    /// The topmost closed ring.
    pub(crate) top: usize,
    /// Middle of the skull, pixels of the part.
    pub(crate) middle_x: f64,
    /// The series' id in the job.
    pub(crate) series: u32,
    /// Distance of the slices as they were made, mm.
    pub(crate) spacing_mm: f64,
    /// Whether a contrast agent is stated.
    pub(crate) is_enhanced: bool,
}

/// Looks for a skull in a series and cuts out what lies around it.
pub(crate) fn open(job: &Job, series: &Series) -> Result<Result<Head, Refusal>, Failure> {
    let fine = job
        .open_series(series.id)?
        .reorient("LPH")?
        .resample(vec3(PIXEL_MM, PIXEL_MM, SLICE_MM), Interpolation::Linear)?;
    let grid = fine.geometry();
    let (nx, n_slices) = (grid.size.x as usize, grid.size.z as usize);
    let mut rings = Vec::with_capacity(n_slices);
    for z in 0..grid.size.z {
        let mut slice = whole(&grid);
        (slice.origin.z, slice.size.z) = (z, 1);
        rings.push(skull::ring(&fine.read_values(slice)?, nx, grid.spacing.x));
    }
    let found = skull::skull(&rings, grid.spacing.x);
    let said = series.attribute("BodyPartExamined");
    let skull = match skull::check(found, n_slices, grid.spacing.z, said) {
        Ok(skull) => skull,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (x, size_x) = span(skull.x, COLUMNS, grid.size.x);
    let (y, size_y) = span(skull.y, ROWS, grid.size.y);
    let slices = |mm: f64| index(mm / SLICE_MM);
    let z = skull.first.saturating_sub(slices(BELOW_MM));
    let end = (skull.last + slices(ABOVE_MM) + 1).min(n_slices);
    let region = Region {
        origin: Dims { x, y, z: short(z) },
        size: Dims {
            x: size_x,
            y: size_y,
            z: short(end - z),
        },
    };
    let volume = fine.crop(region)?;
    let part = volume.geometry();
    let middle_x = skull.x - f64::from(x);
    let spacing = part.spacing;
    Ok(Ok(Head {
        planes: planes(&volume)?,
        size: [part.size.x, part.size.y, part.size.z].map(|n| n as usize),
        voxel_ml: spacing.x * spacing.y * spacing.z / 1000.0,
        top: skull.last - z,
        middle_x,
        series: series.id,
        spacing_mm: series.geometry.spacing.z,
        is_enhanced: series.attribute("ContrastBolusAgent").is_some(),
        volume,
    }))
}

/// Each slice as the networks want it; what lies beyond the part is as dark as air.
fn planes(volume: &Volume) -> Result<Vec<Vec<f32>>, Failure> {
    let grid = volume.geometry();
    let scaled = volume.rescale(LOW_HU, HIGH_HU, MIDDLE_HU, HALF_HU)?;
    let nx = (grid.size.x as usize).max(1);
    let mut planes = Vec::new();
    for z in 0..grid.size.z {
        let mut slice = whole(&grid);
        (slice.origin.z, slice.size.z) = (z, 1);
        let mut plane = vec![OUTSIDE; ROWS * COLUMNS];
        let values = scaled.read_values(slice)?;
        for (to, from) in plane.chunks_mut(COLUMNS).zip(values.chunks(nx)) {
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
        }
        planes.push(plane);
    }
    Ok(planes)
}

/// First voxel and number of voxels around a middle in an axis of `n`, moved so that they lie inside.
fn span(middle: f64, length: usize, n: u32) -> (u32, u32) {
    let length = short(length).min(n);
    let first = (middle - (f64::from(length) - 1.0) / 2.0 + 0.5).floor();
    (
        short(index(first.clamp(0.0, f64::from(n - length)))),
        length,
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass numbers from 0 to the size of a grid"
)]
fn index(v: f64) -> usize {
    v as usize
}

/// A number of voxels as the contract has it.
fn short(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
