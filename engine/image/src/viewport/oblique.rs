//! Lines of a picture that lies askew in the grid: three-way interpolation in fixed point.

use std::ops::Range;

use super::fixed::{Tap, mix, mix_faces};
use super::lines::Course;

/// A coordinate is in 1/2^32 of a voxel: adding steps along a row is exact.
const VOXEL: i64 = 1 << 32;

/// One place: 1/256 of a voxel.
const PLACE: i64 = 1 << 24;

/// Coordinates beyond 2^30 voxels are not followed: no grid is near.
const FAR_VOXELS: f64 = 1_073_741_824.0;

/// A picture in any direction.
pub(super) struct Oblique {
    size: [usize; 3],
    origin: [f64; 3],
    step_x: [i64; 3],
    step_y: [f64; 3],
    step_z: [f64; 3],
}

impl Oblique {
    pub(super) fn of(course: &Course, size: [u32; 3]) -> Self {
        Self {
            size: size.map(|n| n as usize),
            origin: course.origin,
            step_x: course.step_x.map(to_fixed),
            step_y: course.step_y,
            step_z: course.step_z,
        }
    }

    /// As [`super::lines::Lines::read`].
    pub(super) fn read(
        &self,
        samples: &[i16],
        row: usize,
        step: i64,
        line: &mut [i32],
    ) -> Range<usize> {
        let coordinate: [f64; 3] = std::array::from_fn(|a| {
            self.origin[a] + self.step_y[a] * row as f64 + self.step_z[a] * step as f64
        });
        // NaN is not near either.
        if !coordinate.iter().all(|c| c.abs() < FAR_VOXELS) {
            return 0..0;
        }
        // Half a place more, so that cutting a coordinate to places rounds it.
        let start = coordinate.map(|c| to_fixed(c) + PLACE / 2);
        let mut seen = 0..line.len();
        let mut inner = 0..line.len();
        for (axis, &size) in self.size.iter().enumerate() {
            let last = (size - 1) as i64 * VOXEL;
            let (start, step) = (start[axis], self.step_x[axis]);
            // Out to the outer faces of the border's voxels, the places on both included.
            let faces = -VOXEL / 2..last + VOXEL / 2 + PLACE;
            seen = both(seen, columns_within(start, step, faces, line.len()));
            inner = both(inner, columns_within(start, step, 0..last, line.len()));
        }
        if inner.is_empty() {
            inner = seen.start..seen.start;
        }
        let at = |column: usize| -> [i64; 3] {
            std::array::from_fn(|a| {
                start[a].wrapping_add(self.step_x[a].wrapping_mul(column as i64))
            })
        };
        for column in (seen.start..inner.start).chain(inner.end..seen.end) {
            line[column] = blend_at_border(samples, self.size, at(column));
        }
        let first = at(inner.start);
        blend_inside(samples, self.size, first, self.step_x, &mut line[inner]);
        seen
    }
}

/// The columns whose coordinate `start + step x column` lies in `within`.
fn columns_within(start: i64, step: i64, within: Range<i64>, width: usize) -> Range<usize> {
    // Mirrored where the coordinate falls: low <= c < end becomes -end < -c <= -low.
    let (start, step, low, end) = match step {
        0 if within.contains(&start) => return 0..width,
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
        let columns = -((start - bound).div_euclid(step));
        usize::try_from(columns.max(0)).map_or(width, |column| column.min(width))
    };
    first_at_least(low)..first_at_least(end)
}

fn both(a: Range<usize>, b: Range<usize>) -> Range<usize> {
    let start = a.start.max(b.start);
    start..a.end.min(b.end).max(start)
}

/// Blends the eight voxels around each place of a line that is inside the outer voxel centres.
fn blend_inside(
    samples: &[i16],
    size: [usize; 3],
    mut at: [i64; 3],
    step: [i64; 3],
    line: &mut [i32],
) {
    let (next_row, next_slice) = (size[0], size[0] * size[1]);
    for out in line {
        let [x, y, z] = at.map(|c| index(c >> 32));
        let [wx, wy, wz] = at.map(weight);
        let first = z * next_slice + y * next_row + x;
        let rows = |from: usize| {
            let rows = &samples[from..from + next_row + 2];
            let upper = mix(i32::from(rows[0]), i32::from(rows[1]), wx);
            let lower = mix(i32::from(rows[next_row]), i32::from(rows[next_row + 1]), wx);
            mix(upper, lower, wy)
        };
        *out = mix_faces(rows(first), rows(first + next_slice), wz);
        at = std::array::from_fn(|a| at[a].wrapping_add(step[a]));
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
fn to_fixed(coordinate: f64) -> i64 {
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
