//! Lines of a picture that lies in the grid: each is a blend of two lines of voxels. Exact in 1/65536.

use std::ops::Range;

use super::fixed::{PLACES, Tap, mix, to_index};
use super::lines::Course;

/// A picture whose rows and columns run along axes of the grid, on a plane of voxel centres: two-way interpolation.
pub(super) struct InPlane {
    /// Along the picture's rows, along its columns, and from plane to plane.
    axes: [Axis; 3],
    /// Index of the picture's plane, and by how much it changes from plane to plane of a slab.
    plane: i64,
    plane_step: i64,
    /// The columns that lie in the volume.
    seen: Range<usize>,
    /// Their taps, from the first voxel that is read.
    taps: Vec<Tap>,
    first: usize,
    /// Whether each column is a voxel of its own, in the order of the grid.
    is_one_to_one: bool,
    width: usize,
    /// One line of voxels, blended between two rows, in 1/256.
    blended: Vec<i32>,
}

/// One axis of the grid as the picture runs along it.
#[derive(Clone, Copy)]
struct Axis {
    start: f64,
    step: f64,
    size: usize,
    stride: usize,
}

impl InPlane {
    /// `None` for a picture of any other kind.
    pub(super) fn of(course: &Course, size: [u32; 3], width: usize) -> Option<Self> {
        let (along_x, along_y) = (only_axis(course.step_x)?, only_axis(course.step_y)?);
        if along_x == along_y {
            return None;
        }
        let across = 3 - along_x - along_y;
        let plane = course.origin[across].round();
        let is_on_plane = (course.origin[across] - plane).abs() < 1e-3;
        let is_inside = 0.0 <= plane && plane < f64::from(size[across]);
        if !(is_on_plane && is_inside && only_axis(course.step_z) == Some(across)) {
            return None;
        }
        let size = size.map(|n| n as usize);
        let strides = [1, size[0], size[0] * size[1]];
        let axis = |a: usize, step: f64| Axis {
            start: course.origin[a],
            step,
            size: size[a],
            stride: strides[a],
        };
        let axes = [
            axis(along_x, course.step_x[along_x]),
            axis(along_y, course.step_y[along_y]),
            axis(across, course.step_z[across]),
        ];
        let taps: Vec<Option<Tap>> = (0..width).map(|column| axes[0].tap(column)).collect();
        let start = taps.iter().take_while(|tap| tap.is_none()).count();
        let mut taps: Vec<Tap> = taps.into_iter().flatten().collect();
        let first = taps.iter().map(|tap| tap.low).min().unwrap_or(0);
        let end = taps.iter().map(|tap| tap.high + 1).max().unwrap_or(0);
        for tap in &mut taps {
            (tap.low, tap.high) = (tap.low - first, tap.high - first);
        }
        Some(Self {
            axes,
            plane: i64::try_from(to_index(plane)).ok()?,
            plane_step: if axes[2].step < 0.0 { -1 } else { 1 },
            seen: start..start + taps.len(),
            blended: vec![0; end.saturating_sub(first)],
            is_one_to_one: taps
                .iter()
                .enumerate()
                .all(|(n, tap)| tap.low == n && tap.weight == 0),
            width,
            taps,
            first,
        })
    }

    /// As [`super::lines::Lines::draw`].
    pub(super) fn draw<T>(
        &mut self,
        samples: &[i16],
        first_row: usize,
        step: i64,
        out: &mut [T],
        write: impl Fn(&mut T, i32),
    ) {
        let [along_x, along_y, across] = self.axes;
        let Ok(plane) = usize::try_from(self.plane + step * self.plane_step) else {
            return;
        };
        if plane >= across.size || self.taps.is_empty() {
            return;
        }
        let start = plane * across.stride + self.first * along_x.stride;
        for (row, line) in (first_row..).zip(out.chunks_exact_mut(self.width)) {
            let Some(y) = along_y.tap(row) else { continue };
            let line = &mut line[self.seen.clone()];
            let upper = &samples[start + y.low * along_y.stride..];
            if y.weight == 0 && self.is_one_to_one {
                copy(upper, along_x.stride, line, &write);
                continue;
            }
            let lower = &samples[start + y.high * along_y.stride..];
            blend(&mut self.blended, upper, lower, along_x.stride, y);
            for (out, x) in line.iter_mut().zip(&self.taps) {
                write(
                    out,
                    mix(self.blended[x.low], self.blended[x.high], x.weight),
                );
            }
        }
    }
}

impl Axis {
    fn tap(&self, pixel: usize) -> Option<Tap> {
        Tap::at(self.start + self.step * pixel as f64, self.size)
    }
}

/// Writes every `stride`th sample as it is.
fn copy<T>(samples: &[i16], stride: usize, line: &mut [T], write: &impl Fn(&mut T, i32)) {
    if stride == 1 {
        for (out, &sample) in line.iter_mut().zip(samples) {
            write(out, i32::from(sample) << 16);
        }
    } else {
        for (out, &sample) in line.iter_mut().zip(samples.iter().step_by(stride)) {
            write(out, i32::from(sample) << 16);
        }
    }
}

/// The one axis along which a step runs.
fn only_axis(step: [f64; 3]) -> Option<usize> {
    let size = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
    let mut large = (0..3).filter(|&a| step[a].abs() > size * 1e-9);
    let axis = large.next()?;
    large.next().is_none().then_some(axis)
}

/// Blends two rows of samples, `stride` apart each, into 1/256 of stored units.
fn blend(blended: &mut [i32], upper: &[i16], lower: &[i16], stride: usize, y: Tap) {
    if y.weight == 0 && stride == 1 {
        blended
            .iter_mut()
            .zip(upper)
            .for_each(|(out, &a)| *out = i32::from(a) * PLACES);
    } else if y.weight == 0 {
        blended
            .iter_mut()
            .zip(upper.iter().step_by(stride))
            .for_each(|(out, &a)| *out = i32::from(a) * PLACES);
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
