//! Lines of sight through a slab: how the planes of a slab become one picture. Reads no voxel.

use std::ops::RangeInclusive;

use overread_base::{Vec3, VolumeGeometry};

use super::Viewport;
use super::fixed::rounded;
use super::lines::Depth;
use crate::Projection;

/// The planes of a slab, counted from the viewport's own (0): those within half the thickness that may meet the volume.
pub(super) fn slab_steps(
    viewport: &Viewport,
    geometry: &VolumeGeometry,
    thickness_mm: f64,
) -> RangeInclusive<i64> {
    let depth = Depth::of(viewport, geometry);
    // A thickness of so many whole steps reaches them in spite of rounding; NaN and negative reach nothing.
    let reach = (thickness_mm * 0.5 / depth.step_mm + 1e-6).floor().max(0.0);
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for corner in 0..8_u32 {
        let outer: [f64; 3] = std::array::from_fn(|a| {
            if corner >> a & 1 == 0 {
                -0.5
            } else {
                f64::from(geometry.size[a]) - 0.5
            }
        });
        let corner = geometry.patient_from_voxel(Vec3::from_array(outer));
        let steps = (corner - viewport.centre).dot(depth.normal) / depth.step_mm;
        (low, high) = (low.min(steps), high.max(steps));
    }
    to_step((low - 1.0).floor().max(-reach))..=to_step((high + 1.0).ceil().min(reach))
}

/// What the planes of a slab give at one pixel.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    /// Planes that took part.
    count: u32,
    /// The greatest, the least or the sum of their values in 1/65536.
    value: i64,
}

impl Sight {
    /// Before the first plane.
    pub(super) fn start(projection: Projection) -> Self {
        Self {
            count: 0,
            value: match projection {
                Projection::Maximum => i64::MIN,
                Projection::Minimum => i64::MAX,
                Projection::Average => 0,
            },
        }
    }

    /// Takes in the value of a plane.
    pub(super) fn add(&mut self, projection: Projection, value: i32) {
        self.count += 1;
        let value = i64::from(value);
        self.value = match projection {
            Projection::Maximum => self.value.max(value),
            Projection::Minimum => self.value.min(value),
            Projection::Average => self.value + value,
        };
    }

    /// The projected sample; `None` where no plane took part.
    pub(super) fn sample(self, projection: Projection) -> Option<i16> {
        (self.count > 0).then(|| match projection {
            Projection::Maximum | Projection::Minimum => rounded(to_value(self.value)),
            Projection::Average => mean(self.value, i64::from(self.count)),
        })
    }
}

/// The sample nearest to the mean of `count` values in 1/65536, halves up.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the mean of i16 samples is an i16 again"
)]
fn mean(sum: i64, count: i64) -> i16 {
    (sum + (count << 15)).div_euclid(count << 16) as i16
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "one of the i32 values that were added"
)]
fn to_value(extreme: i64) -> i32 {
    extreme as i32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates; a range whose start is above its end is empty"
)]
fn to_step(steps: f64) -> i64 {
    steps as i64
}
