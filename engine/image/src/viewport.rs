//! The CPU renderer: a plane of a volume to 8-bit grey, and the transforms between screen and patient. No overlays.

use overread_base::{Vec3, VolumeGeometry};

use crate::{Slab, VoiLut, Volume};

pub use fixed_course::FixedCourse;

use fixed::rounded;
use lines::Lines;
use sight::{Sight, slab_steps};

mod fixed;
mod fixed_course;
mod in_plane;
mod lines;
mod oblique;
mod sight;

/// Rows of a slab that are projected at a time: neighbouring planes read the same voxels, which are then at hand.
const BAND_ROWS: usize = 16;

/// A standard plane of the volume's own grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Plane {
    /// The plane of the slices as acquired.
    Acquired,
    /// Transverse: seen from the feet, patient's right on the left of the screen.
    Axial,
    /// Frontal: seen from the front, patient's right on the left of the screen.
    Coronal,
    /// Lateral: seen from the patient's left, front on the left of the screen.
    Sagittal,
}

/// A rectangle of the screen laid into the patient.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewport {
    /// The patient position (LPS mm) of the middle of the picture.
    pub centre: Vec3,
    /// Unit vector in the patient along which the screen's x grows (to the right).
    pub right: Vec3,
    /// Unit vector in the patient along which the screen's y grows (down).
    pub down: Vec3,
    /// Millimetres a screen pixel.
    pub mm_per_px: f64,
    /// Width and height of the picture in pixels.
    pub size_px: [u32; 2],
}

impl Viewport {
    /// A plane through `centre`, fitted so that the whole volume is seen.
    ///
    /// The centre is moved to the nearest slice of the grid where the plane is one of the grid's own, so that no value
    /// is mixed from two slices.
    #[must_use]
    pub fn fitted(
        geometry: &VolumeGeometry,
        plane: Plane,
        centre: Vec3,
        size_px: [u32; 2],
    ) -> Self {
        let (right, down) = plane_directions(geometry, plane);
        let extent_mm = |direction: Vec3| -> f64 {
            let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
            let spacing = geometry.spacing.to_array();
            (0..3)
                .map(|a| axes[a].dot(direction).abs() * spacing[a] * f64::from(geometry.size[a]))
                .sum()
        };
        let [width, height] = size_px.map(|n| f64::from(n.max(1)));
        let mm_per_px = (extent_mm(right) / width).max(extent_mm(down) / height);
        let middle = geometry.centre();
        let normal = right.cross(down);
        let offset = snapped_offset_mm(geometry, normal, (centre - middle).dot(normal));
        Self {
            centre: middle + normal * offset,
            right,
            down,
            mm_per_px,
            size_px,
        }
    }

    /// The patient position (LPS mm) of a screen position in pixels; pixel (0, 0) is centred at (0.5, 0.5).
    #[must_use]
    pub fn patient_from_screen(&self, x_px: f64, y_px: f64) -> Vec3 {
        let [width, height] = self.size_px.map(f64::from);
        self.centre
            + self.right * ((x_px - width * 0.5) * self.mm_per_px)
            + self.down * ((y_px - height * 0.5) * self.mm_per_px)
    }

    /// The screen position in pixels of a patient position, and its distance in mm in front of the plane
    /// (positive along `right x down`).
    #[must_use]
    pub fn screen_from_patient(&self, patient: Vec3) -> (f64, f64, f64) {
        let [width, height] = self.size_px.map(f64::from);
        let from_centre = patient - self.centre;
        (
            from_centre.dot(self.right) / self.mm_per_px + width * 0.5,
            from_centre.dot(self.down) / self.mm_per_px + height * 0.5,
            from_centre.dot(self.right.cross(self.down)),
        )
    }

    /// Renders the plane: row-major grey of `size_px`, linear interpolation of stored samples, 0 outside the volume.
    ///
    /// `greys` is resized to `width x height`. Takes time in proportion to the picture, not to the volume.
    pub fn render(&self, volume: &Volume, lut: &VoiLut, greys: &mut Vec<u8>) {
        self.clear(greys);
        self.render_rows(volume, lut, 0, greys);
    }

    /// Renders the rows of the picture that `greys` holds, from `first_row` on: what [`Viewport::render`] writes there.
    ///
    /// So that a caller with threads may hand a band of rows to each. `greys` should hold whole rows of `size_px[0]`.
    pub fn render_rows(&self, volume: &Volume, lut: &VoiLut, first_row: usize, greys: &mut [u8]) {
        let mut lines = Lines::of(self, volume.geometry());
        lines.draw(volume.samples(), first_row, 0, greys, |grey, value| {
            *grey = lut.grey(rounded(value));
        });
    }

    /// Renders a thick slab around the plane: row-major grey of `size_px`, 0 where no part of it is in the volume.
    ///
    /// Half of the thickness lies on each side. The line of sight of each pixel is sampled from the plane outwards, in
    /// steps of one voxel of the grid axis along which the normal runs fastest; on a plane of the grid these are the
    /// slices. Within a step, values are interpolated as by [`Viewport::render`]; what lies outside the volume does not
    /// take part. A slab that reaches no further sample is the plane alone. `greys` is resized to `width x height`.
    pub fn render_slab(&self, volume: &Volume, slab: Slab, lut: &VoiLut, greys: &mut Vec<u8>) {
        self.clear(greys);
        self.render_slab_rows(volume, slab, lut, 0, greys);
    }

    /// Renders the rows of the slab that `greys` holds, from `first_row` on: what [`Viewport::render_slab`] writes there.
    pub fn render_slab_rows(
        &self,
        volume: &Volume,
        slab: Slab,
        lut: &VoiLut,
        first_row: usize,
        greys: &mut [u8],
    ) {
        let steps = slab_steps(self, volume.geometry(), slab.thickness_mm);
        let mut lines = Lines::of(self, volume.geometry());
        let mut sights = Vec::new();
        let band = self.width().max(1) * BAND_ROWS;
        for (idx, greys) in greys.chunks_mut(band).enumerate() {
            sights.clear();
            sights.resize(greys.len(), Sight::start(slab.projection));
            for step in steps.clone() {
                let row = first_row + idx * BAND_ROWS;
                lines.draw(volume.samples(), row, step, &mut sights, |sight, value| {
                    sight.add(slab.projection, value);
                });
            }
            for (grey, sight) in greys.iter_mut().zip(&sights) {
                if let Some(sample) = sight.sample(slab.projection) {
                    *grey = lut.grey(sample);
                }
            }
        }
    }

    fn width(&self) -> usize {
        self.size_px[0] as usize
    }

    fn clear(&self, greys: &mut Vec<u8>) {
        greys.clear();
        greys.resize(self.width() * self.size_px[1] as usize, 0);
    }
}

/// The screen's right and down in the patient for a plane of a grid.
///
/// For the three anatomical planes the grid's axes nearest to the anatomical ones are taken, so that a slightly
/// tilted series is still shown along its own slices.
fn plane_directions(geometry: &VolumeGeometry, plane: Plane) -> (Vec3, Vec3) {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let nearest = |anatomical: Vec3| {
        let signed = axes.into_iter().flat_map(|axis| [axis, -axis]);
        signed
            .max_by(|a, b| a.dot(anatomical).total_cmp(&b.dot(anatomical)))
            .unwrap_or(anatomical)
    };
    let (left, back, head) = (
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
        Vec3::new(0.0, 0.0, 1.0),
    );
    match plane {
        Plane::Acquired => (geometry.row_dir, geometry.col_dir),
        Plane::Axial => (nearest(left), nearest(back)),
        Plane::Coronal => (nearest(left), nearest(-head)),
        Plane::Sagittal => (nearest(back), nearest(-head)),
    }
}

/// Moves an offset from the middle of the grid along `normal` to the nearest plane of voxel centres, inside the grid.
fn snapped_offset_mm(geometry: &VolumeGeometry, normal: Vec3, offset_mm: f64) -> f64 {
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let Some(axis) = (0..3).find(|&a| axes[a].dot(normal).abs() > 1.0 - 1e-9) else {
        return offset_mm;
    };
    let spacing = geometry.spacing.to_array()[axis];
    let middle = (f64::from(geometry.size[axis]) - 1.0) * 0.5;
    let along = offset_mm * axes[axis].dot(normal).signum() / spacing;
    let slice = (middle + along)
        .round()
        .clamp(0.0, f64::from(geometry.size[axis]) - 1.0);
    (slice - middle) * spacing * axes[axis].dot(normal).signum()
}

#[cfg(test)]
mod slab_tests;
#[cfg(test)]
mod tests;
