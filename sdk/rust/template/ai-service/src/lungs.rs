//! The lungs: air inside the body.

use overread_sdk::space::{patient_from_voxel, vec3};
use overread_sdk::{Blob, Failure, Geometry, Laterality, Vec3, Volume};

/// Air and lung, HU.
const AIR_HU: (f32, f32) = (-1100.0, -500.0);
/// Smaller pockets of air are bowel: 100 ml on the grid of 2 mm.
const MIN_VOXELS: u64 = 12_500;
const MAX_POCKETS: u32 = 16;
/// Both lungs of an adult hold 3 to 7 litres; what a short scan shows of them still this.
const MIN_LITRES: f64 = 0.5;
/// Air that comes so close to a side of the picture lies around the body.
const EDGE_MM: f64 = 3.0;

/// The box around both lungs, patient mm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lungs {
    pub(crate) low: Vec3,
    pub(crate) high: Vec3,
}

impl Lungs {
    /// Looks for them; gives why there are none.
    pub(crate) fn find(volume: &Volume) -> Result<Result<Self, String>, Failure> {
        let air = volume
            .threshold(AIR_HU.0, AIR_HU.1)?
            .blobs(None, MIN_VOXELS, MAX_POCKETS)?;
        let grid = volume.geometry();
        let inside: Vec<&Blob> = air
            .iter()
            .filter(|blob| !touches_a_side(blob, &grid))
            .collect();
        let litres = inside.iter().fold(0.0, |sum, blob| sum + blob.volume_mm3) / 1e6;
        let box_of_all =
            inside
                .iter()
                .map(|blob| (blob.low, blob.high))
                .reduce(|(low, high), (a, b)| {
                    (
                        vec3(low.x.min(a.x), low.y.min(a.y), low.z.min(a.z)),
                        vec3(high.x.max(b.x), high.y.max(b.y), high.z.max(b.z)),
                    )
                });
        Ok(match box_of_all {
            Some((low, high)) if litres >= MIN_LITRES => Ok(Self { low, high }),
            _ => Err(format!(
                "no lungs: {litres:.2} l of air inside the body, at least {MIN_LITRES:.2} l expected"
            )),
        })
    }

    pub(crate) fn hold(&self, at: Vec3) -> bool {
        let between = |low: f64, value: f64, high: f64| low <= value && value <= high;
        between(self.low.x, at.x, self.high.x)
            && between(self.low.y, at.y, self.high.y)
            && between(self.low.z, at.z, self.high.z)
    }

    /// The patient's side of a position: x grows to the left.
    pub(crate) fn side(&self, at: Vec3) -> Laterality {
        if at.x > (self.low.x + self.high.x) * 0.5 {
            Laterality::Left
        } else {
            Laterality::Right
        }
    }
}

/// Lungs may leave the scan at the top and the bottom, never at the sides.
fn touches_a_side(blob: &Blob, grid: &Geometry) -> bool {
    let first = patient_from_voxel(grid, vec3(-0.5, -0.5, -0.5));
    let (nx, ny) = (f64::from(grid.size.x), f64::from(grid.size.y));
    let last = patient_from_voxel(grid, vec3(nx - 0.5, ny - 0.5, -0.5));
    blob.low.x < first.x + EDGE_MM
        || blob.low.y < first.y + EDGE_MM
        || blob.high.x > last.x - EDGE_MM
        || blob.high.y > last.y - EDGE_MM
}
