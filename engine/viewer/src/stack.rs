//! The slices of a volume along the normal of a plane: which is shown, how they are numbered, how one steps. No drawing.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::{Plane, Viewport};

/// The slices along the normal of a plane of the volume's own grid.
///
/// Indices count voxels of the grid from 0. Numbers count from 1 in the order in which a reader scrolls: from the head
/// to the feet, from the front to the back, from the patient's right to the left; acquired slices as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stack {
    /// The grid's axis along the normal: 0, 1 or 2.
    pub axis: usize,
    /// Slices along it, at least one.
    pub count: u32,
    /// Whether numbers grow while indices fall.
    is_reversed: bool,
}

impl Stack {
    /// The slices of `geometry` along the normal of `plane`.
    #[must_use]
    pub fn of(geometry: &VolumeGeometry, plane: Plane) -> Self {
        let viewport = Viewport::fitted(geometry, plane, geometry.centre(), [1, 1]);
        let normal = viewport.right.cross(viewport.down);
        let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
        let along = |axis: usize| axes[axis].dot(normal).abs();
        let axis = (1..3).fold(0, |best, axis| {
            if along(axis) > along(best) {
                axis
            } else {
                best
            }
        });
        let towards = match plane {
            Plane::Acquired => axes[axis],
            Plane::Axial => Vec3::new(0.0, 0.0, -1.0),
            Plane::Coronal => Vec3::new(0.0, 1.0, 0.0),
            Plane::Sagittal => Vec3::new(1.0, 0.0, 0.0),
        };
        Self {
            axis,
            count: geometry.size[axis].max(1),
            is_reversed: axes[axis].dot(towards) < 0.0,
        }
    }

    /// The slice at a place, the nearest if it lies outside.
    #[must_use]
    pub fn index_at(&self, geometry: &VolumeGeometry, place: Vec3) -> u32 {
        nearest_index(
            geometry.voxel_from_patient(place).to_array()[self.axis],
            self.count,
        )
    }

    /// The place moved along the normal to a slice.
    #[must_use]
    pub fn place_on(&self, geometry: &VolumeGeometry, place: Vec3, slice_idx: u32) -> Vec3 {
        let mut voxel = geometry.voxel_from_patient(place).to_array();
        voxel[self.axis] = f64::from(slice_idx.min(self.count - 1));
        geometry.patient_from_voxel(Vec3::from_array(voxel))
    }

    /// The slice `steps` further on in reading order; stops at the ends.
    #[must_use]
    pub fn stepped(&self, slice_idx: u32, steps: i32) -> u32 {
        let last = self.count - 1;
        let steps = if self.is_reversed {
            -i64::from(steps)
        } else {
            i64::from(steps)
        };
        let index = (i64::from(slice_idx) + steps).clamp(0, i64::from(last));
        u32::try_from(index).unwrap_or(last)
    }

    /// The number of a slice in reading order, from 1.
    #[must_use]
    pub fn number(&self, slice_idx: u32) -> u32 {
        if self.is_reversed {
            self.count - slice_idx.min(self.count - 1)
        } else {
            slice_idx + 1
        }
    }

    /// The slice of a number in reading order.
    #[must_use]
    pub fn index_of_number(&self, number: u32) -> u32 {
        let number = number.clamp(1, self.count);
        if self.is_reversed {
            self.count - number
        } else {
            number - 1
        }
    }

    /// Distance between slices, mm.
    #[must_use]
    pub fn spacing_mm(&self, geometry: &VolumeGeometry) -> f64 {
        geometry.spacing.to_array()[self.axis]
    }
}

/// The whole number in `0..count` nearest to a voxel coordinate.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..count, which is a u32, before the cast; NaN becomes 0"
)]
#[must_use]
pub fn nearest_index(coordinate: f64, count: u32) -> u32 {
    coordinate.round().clamp(0.0, f64::from(count.max(1)) - 1.0) as u32
}

/// The planes that a series offers: the one to read first, then the others at right angles to it.
///
/// A volume whose slices lie nearly transverse is read as transverse, so that the patient's right is on the left
/// whatever the file's order of rows; others are read as they were acquired. A single slice has no other planes.
#[must_use]
pub fn planes_of(geometry: &VolumeGeometry) -> Vec<Plane> {
    let is_transverse = geometry.slice_dir.z.abs() > 0.7;
    if geometry.size[2] < 2 {
        return vec![Plane::Acquired];
    }
    let first = if is_transverse {
        Plane::Axial
    } else {
        Plane::Acquired
    };
    let first_axis = Stack::of(geometry, first).axis;
    let mut planes = vec![first];
    let mut axes = vec![first_axis];
    for plane in [Plane::Axial, Plane::Coronal, Plane::Sagittal] {
        let axis = Stack::of(geometry, plane).axis;
        if !axes.contains(&axis) {
            axes.push(axis);
            planes.push(plane);
        }
    }
    planes
}

/// The slices of a volume as a reader first sees them, by whose numbers places are told.
#[must_use]
pub fn own_stack(geometry: &VolumeGeometry) -> Stack {
    let first = planes_of(geometry).into_iter().next();
    let first = Stack::of(geometry, first.unwrap_or(Plane::Acquired));
    if first.axis == 2 {
        return first;
    }
    Stack::of(geometry, Plane::Acquired)
}

#[cfg(test)]
mod tests;
