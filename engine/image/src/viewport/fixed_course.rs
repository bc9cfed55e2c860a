//! How a picture runs through a grid in the renderer's own integers, for renderers elsewhere that give the same greys.

use std::ops::RangeInclusive;

use super::Viewport;
use super::lines::Course;
use super::oblique::{PLACE, to_fixed};
use super::sight::slab_steps;
use crate::{Slab, Volume};

/// The way of a picture's pixels through the voxels, in 1/2^32 of a voxel along x, y, z.
///
/// Pixel (column, row) of plane `step` reads the volume at `start + step_x x column + step_y x row + step_z x step`,
/// wrapping, cut to 1/256 of a voxel (the bits from 24 on): half of that is in `start`, so that cutting rounds. A place
/// more than half a voxel beyond the outer voxel centres lies outside; nearer ones take the border's voxels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedCourse {
    /// The centre of pixel (0, 0), and half a place more.
    pub start: [i64; 3],
    /// From a pixel to the next in its row.
    pub step_x: [i64; 3],
    /// From a row to the next.
    pub step_y: [i64; 3],
    /// From a plane of the slab to the next.
    pub step_z: [i64; 3],
    /// The planes of the slab; 0 alone is the picture's own.
    pub steps: RangeInclusive<i64>,
}

impl FixedCourse {
    /// The course of a viewport through a volume, through its own plane or a slab around it.
    #[must_use]
    pub fn of(viewport: &Viewport, volume: &Volume, slab: Option<Slab>) -> Self {
        let geometry = volume.geometry();
        let course = Course::of(viewport, geometry);
        let steps = slab.map_or(0..=0, |slab| {
            slab_steps(viewport, geometry, slab.thickness_mm)
        });
        Self {
            start: course.origin.map(|c| to_fixed(c).saturating_add(PLACE / 2)),
            step_x: course.step_x.map(to_fixed),
            step_y: course.step_y.map(to_fixed),
            step_z: course.step_z.map(to_fixed),
            steps,
        }
    }
}
