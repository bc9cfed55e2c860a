//! Lines of sight through a slab: how the planes of a slab become one picture. Reads no voxel.

use std::ops::{Range, RangeInclusive};

use overread_base::{Vec3, VolumeGeometry};

use super::Viewport;
use super::fixed::rounded;
use super::lines::Depth;
use crate::{Projection, VoiLut};

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

/// What the planes of a slab give, one line of the picture at a time.
pub(super) struct LineOfSight {
    projection: Projection,
    /// Planes that took part, by column.
    counts: Vec<u32>,
    /// The greatest, the least or the sum of their values in 1/65536, by column.
    values: Vec<i64>,
}

impl LineOfSight {
    pub(super) fn new(projection: Projection, width: usize) -> Self {
        Self {
            projection,
            counts: vec![0; width],
            values: vec![0; width],
        }
    }

    pub(super) fn clear(&mut self) {
        self.counts.fill(0);
        self.values.fill(match self.projection {
            Projection::Maximum => i64::MIN,
            Projection::Minimum => i64::MAX,
            Projection::Average => 0,
        });
    }

    /// Adds a plane's line, of which the columns `seen` lie in the volume.
    pub(super) fn add(&mut self, line: &[i32], seen: Range<usize>) {
        self.counts[seen.clone()].iter_mut().for_each(|n| *n += 1);
        let columns = self.values[seen.clone()].iter_mut().zip(&line[seen]);
        match self.projection {
            Projection::Maximum => columns.for_each(|(most, &v)| *most = (*most).max(v.into())),
            Projection::Minimum => columns.for_each(|(least, &v)| *least = (*least).min(v.into())),
            Projection::Average => columns.for_each(|(sum, &v)| *sum += i64::from(v)),
        }
    }

    /// The greys of the line; a column in which no plane took part keeps its own.
    pub(super) fn greys(&self, lut: &VoiLut, out: &mut [u8]) {
        let columns = self.values.iter().zip(&self.counts);
        for (grey, (&value, &count)) in out.iter_mut().zip(columns).filter(|(_, (_, n))| **n > 0) {
            let stored = match self.projection {
                Projection::Maximum | Projection::Minimum => rounded(to_value(value)),
                Projection::Average => mean(value, i64::from(count)),
            };
            *grey = lut.grey(stored);
        }
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
