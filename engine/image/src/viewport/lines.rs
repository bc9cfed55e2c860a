//! Values of a picture before they are greys: which way of reading a plane is taken. The ways are in the files beside.

use overread_base::{Vec3, VolumeGeometry};

use super::Viewport;
use super::in_plane::InPlane;
use super::oblique::Oblique;

/// Reads a picture and the planes parallel to it.
pub(super) enum Lines {
    /// The picture's rows and columns run along axes of the grid, on a plane of voxel centres.
    InPlane(InPlane),
    /// Any other plane.
    Oblique(Oblique),
}

impl Lines {
    pub(super) fn of(viewport: &Viewport, geometry: &VolumeGeometry) -> Self {
        let course = Course::of(viewport, geometry);
        let width = viewport.width();
        match InPlane::of(&course, geometry.size, width) {
            Some(in_plane) => Self::InPlane(in_plane),
            None => Self::Oblique(Oblique::of(&course, geometry.size, width)),
        }
    }

    /// Draws the rows that `out` holds, from `first_row` on, of the plane `step` steps in front of the picture's.
    ///
    /// `write` gets each pixel that lies in the volume with its value in 1/65536 of stored units; others are left.
    pub(super) fn draw<T>(
        &mut self,
        samples: &[i16],
        first_row: usize,
        step: i64,
        out: &mut [T],
        write: impl Fn(&mut T, i32),
    ) {
        match self {
            Self::InPlane(in_plane) => in_plane.draw(samples, first_row, step, out, write),
            Self::Oblique(oblique) => oblique.draw(samples, first_row, step, out, write),
        }
    }
}

/// How a picture runs through the grid, in voxels along x, y, z.
pub(super) struct Course {
    /// The centre of pixel (0, 0).
    pub(super) origin: [f64; 3],
    /// From a pixel to the next in its row.
    pub(super) step_x: [f64; 3],
    /// From a row to the next.
    pub(super) step_y: [f64; 3],
    /// From a plane of a slab to the next.
    pub(super) step_z: [f64; 3],
}

impl Course {
    pub(super) fn of(viewport: &Viewport, geometry: &VolumeGeometry) -> Self {
        let origin = geometry.voxel_from_patient(viewport.patient_from_screen(0.5, 0.5));
        let depth = Depth::of(viewport, geometry);
        Self {
            origin: origin.to_array(),
            step_x: voxel_step(geometry, viewport.right * viewport.mm_per_px),
            step_y: voxel_step(geometry, viewport.down * viewport.mm_per_px),
            step_z: voxel_step(geometry, depth.normal * depth.step_mm),
        }
    }
}

/// The direction and the step of a slab.
pub(super) struct Depth {
    /// Unit vector in the patient, `right x down`.
    pub(super) normal: Vec3,
    /// The way along it that crosses one voxel of the axis that it crosses fastest.
    pub(super) step_mm: f64,
}

impl Depth {
    pub(super) fn of(viewport: &Viewport, geometry: &VolumeGeometry) -> Self {
        let normal = viewport.right.cross(viewport.down);
        let normal = normal.normalized().unwrap_or(geometry.slice_dir);
        let voxels_per_mm = voxel_step(geometry, normal)
            .into_iter()
            .fold(0.0_f64, |most, along| most.max(along.abs()));
        Self {
            normal,
            step_mm: 1.0 / voxels_per_mm,
        }
    }
}

/// A displacement in the patient as a displacement in voxels.
fn voxel_step(geometry: &VolumeGeometry, patient: Vec3) -> [f64; 3] {
    (geometry.voxel_from_patient(geometry.origin + patient)).to_array()
}
