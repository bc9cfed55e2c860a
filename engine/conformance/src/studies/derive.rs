//! Other studies out of the chest: other grids, other numbers. Lesions stay where they are in the patient.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Interpolation, Rescale, Volume, VolumeError, resample, sample_linear};

use super::{StudyError, with_samples};

/// HU outside the scan.
const AIR_HU: f32 = -1000.0;

/// 1.2 x 2 x 5 mm.
pub(super) fn odd_spacing(chest: &Volume) -> Result<Volume, VolumeError> {
    resample(chest, Vec3::new(1.2, 2.0, 5.0), Interpolation::Linear)
}

/// Slices of 8 mm.
pub(super) fn thick(chest: &Volume) -> Result<Volume, VolumeError> {
    let spacing = chest.geometry().spacing;
    resample(
        chest,
        Vec3::new(spacing.x * 2.0, spacing.y * 2.0, 8.0),
        Interpolation::Linear,
    )
}

/// 32 x 32 x 1,200.
pub(super) fn many_slices(chest: &Volume) -> Result<Volume, VolumeError> {
    let geometry = chest.geometry();
    let side = |axis: f64, from: u32, to: f64| axis * f64::from(from) / to;
    let [nx, ny, nz] = geometry.size;
    let spacing = Vec3::new(
        side(geometry.spacing.x, nx, 32.0),
        side(geometry.spacing.y, ny, 32.0),
        side(geometry.spacing.z, nz, 1200.0),
    );
    resample(chest, spacing, Interpolation::Linear)
}

/// The chest on a grid that is turned by 12 degrees about its long axis and tilted by 18 degrees.
pub(super) fn oblique(chest: &Volume) -> Result<Volume, StudyError> {
    let turn = 12.0_f64.to_radians();
    let tilt = 18.0_f64.to_radians();
    let (sin_turn, cos_turn) = (libm::sin(turn), libm::cos(turn));
    let (sin_tilt, cos_tilt) = (libm::sin(tilt), libm::cos(tilt));
    let row = Vec3::new(cos_turn, sin_turn, 0.0);
    let column = Vec3::new(-sin_turn * cos_tilt, cos_turn * cos_tilt, sin_tilt);
    let (size, spacing) = ([176_u32, 176, 80], Vec3::new(2.4, 2.4, 4.0));
    let middle = |n: u32, step: f64| (f64::from(n) - 1.0) * 0.5 * step;
    let corner = chest.geometry().centre()
        - row * middle(size[0], spacing.x)
        - column * middle(size[1], spacing.y)
        - row.cross(column) * middle(size[2], spacing.z);
    let geometry = VolumeGeometry::new(size, spacing, corner, row, column)?;
    let mut samples = Vec::with_capacity(size.iter().map(|&n| n as usize).product());
    for z in 0..size[2] {
        for y in 0..size[1] {
            for x in 0..size[0] {
                let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
                let at = geometry.patient_from_voxel(voxel);
                let value = sample_linear(chest, chest.geometry().voxel_from_patient(at));
                samples.push(to_stored(value.unwrap_or(AIR_HU)));
            }
        }
    }
    Ok(Volume::new(geometry, samples, chest.rescale())?)
}

/// HU + 1,024 without a rescale, as a bad export has it, with a block of metal at the very end of the range.
pub(super) fn uint16(chest: &Volume) -> Result<Volume, VolumeError> {
    /// Unsigned samples are kept 32,768 lower.
    const OFFSET: i32 = 32_768;
    let [nx, ny, nz] = chest.geometry().size;
    let is_metal = |idx: usize| {
        let (x, y) = (idx % nx as usize, idx / nx as usize % ny as usize);
        let z = idx / (nx as usize * ny as usize);
        let near = |at: usize, n: u32| at.abs_diff(n as usize / 2) < 4;
        near(x, nx) && near(y, ny) && near(z, nz)
    };
    let samples = chest.samples().iter().enumerate().map(|(idx, &hu)| {
        let value = if is_metal(idx) {
            65_535
        } else {
            (i32::from(hu) + 1024).max(0)
        };
        i16::try_from(value - OFFSET).unwrap_or(i16::MAX)
    });
    let rescale = Rescale {
        slope: 1.0,
        intercept: 32_768.0,
    };
    Volume::new(chest.geometry().clone(), samples.collect(), rescale)
}

/// Signal instead of attenuation: fat and water bright, air and bone dark.
pub(super) fn mr_like(chest: &Volume) -> Result<Volume, VolumeError> {
    let samples = chest.samples().iter().map(|&hu| match hu {
        ..=-500 => 8,
        -499..=-30 => 900,
        -29..=150 => 500 + hu,
        _ => 60,
    });
    with_samples(chest, samples.collect())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weighted mean of i16 samples, rounded, is an i16 again"
)]
fn to_stored(value: f32) -> i16 {
    value.round() as i16
}
