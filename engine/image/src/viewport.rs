//! The CPU renderer: a plane of a volume to 8-bit grey, and the transforms between screen and patient. No overlays.

use overread_base::{Vec3, VolumeGeometry};

use crate::{VoiLut, Volume};

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
        let [width, height] = self.size_px.map(|n| n as usize);
        greys.clear();
        greys.resize(width * height, 0);
        let geometry = volume.geometry();
        let origin = geometry.voxel_from_patient(self.patient_from_screen(0.5, 0.5));
        let step_x = voxel_step(geometry, self.right * self.mm_per_px);
        let step_y = voxel_step(geometry, self.down * self.mm_per_px);
        match InPlane::of(geometry, origin, step_x, step_y) {
            Some(in_plane) => in_plane.render(volume, lut, [width, height], greys),
            None => render_oblique(volume, lut, origin, step_x, step_y, width, greys),
        }
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

/// A displacement in the patient as a displacement in voxels.
fn voxel_step(geometry: &VolumeGeometry, patient: Vec3) -> [f64; 3] {
    (geometry.voxel_from_patient(geometry.origin + patient)).to_array()
}

/// Weights are in 1/256: the rounding stays below half a grey and integers are equal on every machine.
const ONE: i32 = 256;

/// The same as a divisor of indices.
const STEPS: usize = 256;

/// A picture whose rows and columns run along axes of the grid, on a plane of voxel centres: two-way interpolation.
struct InPlane {
    axis_x: usize,
    axis_y: usize,
    /// Index along the third axis.
    fixed: usize,
    start: [f64; 2],
    step: [f64; 2],
}

impl InPlane {
    fn of(
        geometry: &VolumeGeometry,
        origin: Vec3,
        step_x: [f64; 3],
        step_y: [f64; 3],
    ) -> Option<Self> {
        let only_axis = |step: [f64; 3]| {
            let size = step.iter().fold(0.0_f64, |m, s| m.max(s.abs()));
            let mut large = (0..3).filter(|&a| step[a].abs() > size * 1e-9);
            let axis = large.next()?;
            large.next().is_none().then_some(axis)
        };
        let (axis_x, axis_y) = (only_axis(step_x)?, only_axis(step_y)?);
        if axis_x == axis_y {
            return None;
        }
        let third = 3 - axis_x - axis_y;
        let origin = origin.to_array();
        let plane = origin[third].round();
        let is_on_plane = (origin[third] - plane).abs() < 1e-3;
        let is_inside = 0.0 <= plane && plane < f64::from(geometry.size[third]);
        (is_on_plane && is_inside).then(|| Self {
            axis_x,
            axis_y,
            fixed: to_index(plane),
            start: [origin[axis_x], origin[axis_y]],
            step: [step_x[axis_x], step_y[axis_y]],
        })
    }

    fn render(&self, volume: &Volume, lut: &VoiLut, [width, height]: [usize; 2], greys: &mut [u8]) {
        let size = volume.geometry().size.map(|n| n as usize);
        let strides = [1, size[0], size[0] * size[1]];
        let columns: Vec<Option<Tap>> = (0..width)
            .map(|px| {
                Tap::at(
                    self.start[0] + self.step[0] * px as f64,
                    size[self.axis_x],
                    1,
                )
            })
            .collect();
        let seen = columns.iter().flatten();
        let (first, last) = seen.fold((usize::MAX, 0), |(l, h), tap| {
            (l.min(tap.low), h.max(tap.high))
        });
        if first > last {
            return;
        }
        let base = self.fixed * strides[3 - self.axis_x - self.axis_y];
        let stride = strides[self.axis_x];
        let samples = volume.samples();
        // One line of the grid, already blended between two rows, in 1/256.
        let mut blended = vec![0i32; size[self.axis_x]];
        for (row, line) in greys
            .chunks_exact_mut(width.max(1))
            .enumerate()
            .take(height)
        {
            let y = Tap::at(
                self.start[1] + self.step[1] * row as f64,
                size[self.axis_y],
                strides[self.axis_y],
            );
            let Some(y) = y else { continue };
            let upper = &samples[base + y.low + first * stride..];
            let lower = &samples[base + y.high + first * stride..];
            blend_rows(&mut blended[first..=last], upper, lower, stride, &y);
            for (grey, column) in line.iter_mut().zip(&columns) {
                let Some(x) = column else { continue };
                let sum = blended[x.low] * (ONE - x.weight) + blended[x.high] * x.weight;
                *grey = lut.grey(to_sample((sum + ONE * ONE / 2) >> 16));
            }
        }
    }
}

/// Blends two rows of samples, `stride` apart each, into 1/256 of stored units.
fn blend_rows(blended: &mut [i32], upper: &[i16], lower: &[i16], stride: usize, y: &Tap) {
    if y.weight == 0 && stride == 1 {
        blended
            .iter_mut()
            .zip(upper)
            .for_each(|(out, &a)| *out = i32::from(a) * ONE);
    } else if y.weight == 0 {
        blended
            .iter_mut()
            .zip(upper.iter().step_by(stride))
            .for_each(|(out, &a)| *out = i32::from(a) * ONE);
    } else if stride == 1 {
        blended
            .iter_mut()
            .zip(upper.iter().zip(lower))
            .for_each(|(out, (&a, &b))| *out = y.mix(a, b));
    } else {
        let pairs = upper
            .iter()
            .step_by(stride)
            .zip(lower.iter().step_by(stride));
        blended
            .iter_mut()
            .zip(pairs)
            .for_each(|(out, (&a, &b))| *out = y.mix(a, b));
    }
}

/// Two neighbouring samples along one axis and the weight of the second.
struct Tap {
    low: usize,
    high: usize,
    weight: i32,
}

impl Tap {
    /// The taps at a voxel coordinate; `None` beyond the outer faces of the grid.
    fn at(coordinate: f64, size: usize, stride: usize) -> Option<Self> {
        let last = size as f64 - 1.0;
        if !(-0.5 <= coordinate && coordinate <= last + 0.5) {
            return None;
        }
        // In steps of 1/256, so that a coordinate a rounding error off a voxel centre reads that voxel alone.
        let steps = to_index((coordinate.clamp(0.0, last) * f64::from(ONE)).round());
        let low = steps / STEPS;
        let weight = to_weight(steps % STEPS);
        let high = if weight == 0 { low } else { low + 1 };
        Some(Self {
            low: low * stride,
            high: high * stride,
            weight,
        })
    }

    fn mix(&self, low: i16, high: i16) -> i32 {
        i32::from(low) * (ONE - self.weight) + i32::from(high) * self.weight
    }
}

/// A coordinate in 1/2^32 of a voxel: adding steps along a row is exact.
const FIXED_BITS: u32 = 32;

fn render_oblique(
    volume: &Volume,
    lut: &VoiLut,
    origin: Vec3,
    step_x: [f64; 3],
    step_y: [f64; 3],
    width: usize,
    greys: &mut [u8],
) {
    let size = volume.geometry().size.map(|n| n as usize);
    let origin = origin.to_array();
    let step = step_x.map(to_fixed);
    for (row, line) in greys.chunks_exact_mut(width.max(1)).enumerate() {
        let start: [f64; 3] = std::array::from_fn(|a| origin[a] + step_y[a] * row as f64);
        let mut at = start.map(to_fixed);
        for (column, grey) in line.iter_mut().enumerate() {
            let sample = blend_inside(volume.samples(), size, at).or_else(|| {
                let coordinate = std::array::from_fn(|a| start[a] + step_x[a] * column as f64);
                blend_anywhere(volume.samples(), size, coordinate)
            });
            if let Some(sample) = sample {
                *grey = lut.grey(sample);
            }
            at = std::array::from_fn(|a| at[a].wrapping_add(step[a]));
        }
    }
}

/// The blend of the eight voxels around a position; `None` unless all eight are voxels of the grid.
fn blend_inside(samples: &[i16], size: [usize; 3], at: [i64; 3]) -> Option<i16> {
    let index = at.map(|c| usize::try_from(c >> FIXED_BITS).unwrap_or(usize::MAX));
    if (0..3).any(|a| index[a] >= size[a] - 1) {
        return None;
    }
    // Weights of 8 bits: three of them and a 16-bit sample fill a 64-bit sum with room to spare.
    let [wx, wy, wz] = at.map(|c| (c >> (FIXED_BITS - 8)) & 0xff);
    let one = i64::from(ONE);
    let first = (index[2] * size[1] + index[1]) * size[0] + index[0];
    let pair = |from: usize| {
        let pair = &samples[from..from + 2];
        i64::from(pair[0]) * (one - wx) + i64::from(pair[1]) * wx
    };
    let face = |from: usize| pair(from) * (one - wy) + pair(from + size[0]) * wy;
    let sum = face(first) * (one - wz) + face(first + size[0] * size[1]) * wz;
    Some(to_sample_wide((sum + (1 << 23)) >> 24))
}

/// The blend at a coordinate near or beyond the border; `None` beyond the outer faces of the grid.
fn blend_anywhere(samples: &[i16], size: [usize; 3], coordinate: [f64; 3]) -> Option<i16> {
    let x = Tap::at(coordinate[0], size[0], 1)?;
    let y = Tap::at(coordinate[1], size[1], size[0])?;
    let z = Tap::at(coordinate[2], size[2], size[0] * size[1])?;
    let pair = |base: usize| i64::from(x.mix(samples[base + x.low], samples[base + x.high]));
    let face = |base: usize| {
        pair(base + y.low) * i64::from(ONE - y.weight) + pair(base + y.high) * i64::from(y.weight)
    };
    let sum = face(z.low) * i64::from(ONE - z.weight) + face(z.high) * i64::from(z.weight);
    Some(to_sample_wide((sum + (1 << 23)) >> 24))
}

/// Coordinates beyond 2^31 voxels saturate: they are outside any grid either way.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, and the far outside stays outside"
)]
fn to_fixed(coordinate: f64) -> i64 {
    (coordinate * 4_294_967_296.0) as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=size - 1 by the callers"
)]
fn to_index(coordinate: f64) -> usize {
    coordinate as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a remainder below 256"
)]
fn to_weight(steps: usize) -> i32 {
    steps as i32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weighted mean of i16 samples is an i16 again"
)]
fn to_sample(mean: i32) -> i16 {
    mean as i16
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weighted mean of i16 samples is an i16 again"
)]
fn to_sample_wide(mean: i64) -> i16 {
    mean as i16
}

#[cfg(test)]
mod tests;
