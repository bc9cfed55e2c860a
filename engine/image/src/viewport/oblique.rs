//! Pictures that lie askew in the grid: three-way interpolation in fixed point.

use std::ops::Range;

use super::fixed::{Tap, mix, mix_faces};
use super::lines::Course;

/// A coordinate is in 1/2^32 of a voxel: adding steps along a row is exact.
const VOXEL: i64 = 1 << 32;

/// One place: 1/256 of a voxel.
pub(super) const PLACE: i64 = 1 << 24;

/// Coordinates beyond 2^30 voxels are not followed: no grid is near.
const FAR_VOXELS: f64 = 1_073_741_824.0;

/// A picture in any direction.
pub(super) struct Oblique {
    size: [usize; 3],
    origin: [f64; 3],
    /// From pixel to pixel of a line, a row of the picture or a column: see [`Oblique::of`].
    along: [f64; 3],
    /// From line to line.
    across: [f64; 3],
    /// From plane to plane.
    step_z: [f64; 3],
    is_by_column: bool,
    width: usize,
}

/// One line of the picture: where it starts, and which of its pixels lie in the volume.
struct Line {
    start: [i64; 3],
    /// Within the outer faces.
    seen: Range<usize>,
    /// Within the outer voxel centres, so that all eight neighbours are there.
    inner: Range<usize>,
}

impl Line {
    /// No pixel lies in the volume.
    const EMPTY: Self = Self {
        start: [0; 3],
        seen: 0..0,
        inner: 0..0,
    };
}

impl Oblique {
    /// The picture is walked along rows or columns, whichever stays longer within a slice: the fewer steps from slice to
    /// slice, the fewer pages of memory are at work at a time.
    pub(super) fn of(course: &Course, size: [u32; 3], width: usize) -> Self {
        let [x, y] = [course.step_x, course.step_y].map(|s| s.map(f64::abs));
        let is_by_column = (y[2], y[1]) < (x[2], x[1]);
        let (along, across) = if is_by_column {
            (course.step_y, course.step_x)
        } else {
            (course.step_x, course.step_y)
        };
        Self {
            size: size.map(|n| n as usize),
            origin: course.origin,
            along,
            across,
            step_z: course.step_z,
            is_by_column,
            width,
        }
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
        let rows = first_row..first_row + out.len() / self.width.max(1);
        let (lines, pixels) = if self.is_by_column {
            (0..self.width, rows)
        } else {
            (rows, 0..self.width)
        };
        for (idx, line) in lines.enumerate() {
            let (first, stride) = if self.is_by_column {
                (idx, self.width)
            } else {
                (idx * self.width, 1)
            };
            let line = self.line(line, step, pixels.clone());
            self.draw_line(samples, &line, |pixel, value| {
                write(&mut out[first + (pixel - pixels.start) * stride], value);
            });
        }
    }

    /// The line `line` of the plane `step` steps in front of the picture's, as far as `pixels` go.
    fn line(&self, line: usize, step: i64, pixels: Range<usize>) -> Line {
        let coordinate: [f64; 3] = std::array::from_fn(|a| {
            self.origin[a] + self.across[a] * line as f64 + self.step_z[a] * step as f64
        });
        // Fixed point holds no more; NaN is not near either.
        if !coordinate.iter().all(|c| c.abs() < FAR_VOXELS) {
            return Line::EMPTY;
        }
        // Half a place more, so that cutting a coordinate to places rounds it.
        let start = coordinate.map(|c| to_fixed(c) + PLACE / 2);
        let mut seen = pixels.clone();
        let mut inner = pixels;
        for (axis, &size) in self.size.iter().enumerate() {
            let last = (size - 1) as i64 * VOXEL;
            let (start, step) = (start[axis], to_fixed(self.along[axis]));
            // Out to the outer faces of the border's voxels, the places on both included.
            let faces = -VOXEL / 2..last + VOXEL / 2 + PLACE;
            seen = both(seen.clone(), pixels_within(start, step, faces, seen.end));
            inner = both(
                inner.clone(),
                pixels_within(start, step, 0..last, inner.end),
            );
        }
        if inner.is_empty() || seen.is_empty() {
            inner = seen.start..seen.start;
        }
        Line { start, seen, inner }
    }

    fn draw_line(&self, samples: &[i16], line: &Line, mut write: impl FnMut(usize, i32)) {
        let step = self.along.map(to_fixed);
        let at = |pixel: usize| -> [i64; 3] {
            std::array::from_fn(|a| line.start[a].wrapping_add(step[a].wrapping_mul(pixel as i64)))
        };
        for pixel in (line.seen.start..line.inner.start).chain(line.inner.end..line.seen.end) {
            write(pixel, blend_at_border(samples, self.size, at(pixel)));
        }
        if !line.inner.is_empty() {
            let first = at(line.inner.start);
            blend_inside(samples, self.size, first, step, line.inner.clone(), write);
        }
    }
}

/// The pixels whose coordinate `start + step x pixel` lies in `within`.
fn pixels_within(start: i64, step: i64, within: Range<i64>, n: usize) -> Range<usize> {
    // Mirrored where the coordinate falls: low <= c < end becomes -end < -c <= -low.
    let (start, step, low, end) = match step {
        0 if within.contains(&start) => return 0..n,
        0 => return 0..0,
        1.. => (start, step, within.start, within.end),
        ..0 => (
            -start,
            step.saturating_neg(),
            1 - within.end,
            1 - within.start,
        ),
    };
    let first_at_least = |bound: i64| {
        let pixels = -((start - bound).div_euclid(step));
        usize::try_from(pixels.max(0)).map_or(n, |pixel| pixel.min(n))
    };
    first_at_least(low)..first_at_least(end)
}

fn both(a: Range<usize>, b: Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

/// Pixels whose voxels are fetched before any is blended.
const FETCHED: usize = 64;

/// Blends the eight voxels around each place of a part of a line that is inside the outer voxel centres.
///
/// Fetching and blending are apart, so that as many reads as the processor can have wait for memory at once.
fn blend_inside(
    samples: &[i16],
    size: [usize; 3],
    mut at: [i64; 3],
    step: [i64; 3],
    pixels: Range<usize>,
    mut write: impl FnMut(usize, i32),
) {
    let (next_row, next_slice) = (size[0], size[0] * size[1]);
    let corners = [0, next_row, next_slice, next_slice + next_row];
    let around = next_slice + next_row + 2;
    let mut fetched = [[0_i16; 8]; FETCHED];
    let mut weights = [[0_i32; 3]; FETCHED];
    let mut values = [0_i32; FETCHED];
    for first in pixels.clone().step_by(FETCHED) {
        let n = FETCHED.min(pixels.end - first);
        for (eight, weights) in fetched.iter_mut().zip(&mut weights).take(n) {
            let [x, y, z] = at.map(|c| index(c >> 32));
            let around = &samples[z * next_slice + y * next_row + x..][..around];
            for (pair, corner) in eight.chunks_exact_mut(2).zip(corners) {
                pair.copy_from_slice(&around[corner..corner + 2]);
            }
            *weights = at.map(weight);
            at = std::array::from_fn(|a| at[a].wrapping_add(step[a]));
        }
        let places = fetched.iter().zip(&weights);
        for (value, (eight, &[wx, wy, wz])) in values.iter_mut().zip(places) {
            let row = |n: usize| mix(i32::from(eight[n]), i32::from(eight[n + 1]), wx);
            *value = mix_faces(mix(row(0), row(2), wy), mix(row(4), row(6), wy), wz);
        }
        for (pixel, &value) in (first..first + n).zip(&values) {
            write(pixel, value);
        }
    }
}

/// The same blend at a place between the outer voxel centres and the outer faces, where the border's voxels count on.
fn blend_at_border(samples: &[i16], size: [usize; 3], at: [i64; 3]) -> i32 {
    let [x, y, z]: [Tap; 3] = std::array::from_fn(|a| {
        let last = (size[a] - 1) as i64 * 256;
        Tap::at_place(index((at[a] >> 24).clamp(0, last)))
    });
    let face = |z: usize| {
        let row = |y: usize| {
            let base = (z * size[1] + y) * size[0];
            x.mix(samples[base + x.low], samples[base + x.high])
        };
        mix(row(y.low), row(y.high), y.weight)
    };
    mix_faces(face(z.low), face(z.high), z.weight)
}

/// Coordinates beyond 2^31 voxels saturate: they are outside any grid either way.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, and the far outside stays outside"
)]
pub(super) fn to_fixed(coordinate: f64) -> i64 {
    (coordinate * 4_294_967_296.0) as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "inside the grid by the callers' choice of columns"
)]
fn index(voxel: i64) -> usize {
    voxel as usize
}

fn weight(coordinate: i64) -> i32 {
    ((coordinate >> 24) & 0xff) as i32
}
