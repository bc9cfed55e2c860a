//! A frontal radiograph of the chest: what is left of parallel rays from the front. No scatter, no noise of its own.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};

use super::StudyError;

/// Attenuation of water at diagnostic energies, 1/mm.
const WATER_PER_MM: f64 = 0.02;
/// Stored steps of a radiograph.
const WHITE: f64 = 4095.0;
/// Line integral at which the detector sees nothing any more.
const DARKEST: f64 = 8.0;

/// A frontal view as the viewer faces the patient: columns run to the patient's left, rows from the head to the feet.
///
/// Little dose, so much attenuation, is a low value: MONOCHROME1 shows it bright.
pub(super) fn frontal(chest: &Volume) -> Result<Volume, StudyError> {
    let geometry = chest.geometry();
    let [nx, ny, nz] = geometry.size.map(|n| n as usize);
    let pixel_mm = geometry.spacing.x;
    let length_mm = geometry.spacing.z * f64::from(geometry.size[2]);
    let rows = to_count(length_mm / pixel_mm);
    let mut integrals = vec![0.0; nx * nz];
    for (z, out) in integrals.chunks_exact_mut(nx).enumerate() {
        let slice = &chest.samples()[z * nx * ny..][..nx * ny];
        for row in slice.chunks_exact(nx) {
            for (sum, &hu) in out.iter_mut().zip(row) {
                let share = (f64::from(hu) + 1000.0) / 1000.0;
                *sum += share.max(0.0) * WATER_PER_MM * geometry.spacing.y;
            }
        }
    }
    let last = nz as f64 - 1.0;
    let mut samples = Vec::with_capacity(nx * rows as usize);
    for row in 0..rows {
        let down_mm = (f64::from(row) + 0.5) * pixel_mm;
        let z = (last - (down_mm / geometry.spacing.z - 0.5)).clamp(0.0, last);
        let (low, share) = (z.floor(), z - z.floor());
        let line = |z: f64| &integrals[to_index(z.min(last)) * nx..][..nx];
        for (a, b) in line(low).iter().zip(line(low + 1.0)) {
            let integral = a + (b - a) * share;
            let left = (1.0 - integral / DARKEST).clamp(0.0, 1.0);
            samples.push(to_stored(left * WHITE));
        }
    }
    let grid = VolumeGeometry::axial(
        [geometry.size[0], rows, 1],
        Vec3::new(pixel_mm, pixel_mm, 1.0),
        Vec3::default(),
    )?;
    Ok(Volume::new(grid, samples, Rescale::IDENTITY)?)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the rows of a chest, some hundred"
)]
fn to_count(rows: f64) -> u32 {
    rows.round().max(1.0) as u32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a floored slice number within the volume"
)]
fn to_index(slice: f64) -> usize {
    slice as usize
}

#[expect(clippy::cast_possible_truncation, reason = "0 to 4,095")]
fn to_stored(value: f64) -> i16 {
    value.round() as i16
}
