//! Brings uneven or tilted slices onto a regular grid by linear interpolation. No geometry is judged here.

use overread_base::{Vec3, VolumeGeometry};
use rayon::prelude::*;

use crate::load::nearest;
use crate::pages::zeroed;

/// Samples of slices of `size` at `positions` (ordered along the normal) on `grid`; outside them the least sample.
pub(crate) fn onto_grid(
    samples: &[i16],
    size: [u32; 2],
    positions: &[Vec3],
    grid: &VolumeGeometry,
) -> Vec<i16> {
    let [columns, rows] = size.map(|n| n as usize);
    let n_slice = columns * rows;
    let outside = samples.iter().copied().min().unwrap_or(0);
    let placed: Vec<Vec3> = positions
        .iter()
        .map(|&p| grid.voxel_from_patient(p))
        .collect();
    let [nx, ny, nz] = grid.size.map(|n| n as usize);
    let mut out = zeroed(nx * ny * nz);
    out.par_chunks_mut(nx * ny)
        .zip(0..grid.size[2])
        .for_each(|(slice, z)| {
            let z = f64::from(z);
            let above = placed
                .partition_point(|p| p.z < z - 1e-6)
                .min(placed.len() - 1);
            let below = if placed[above].z <= z + 1e-6 {
                above
            } else {
                above.saturating_sub(1)
            };
            let span = placed[above].z - placed[below].z;
            let weight = if span > 1e-9 {
                ((z - placed[below].z) / span).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let source = |idx: usize| Source {
                samples: &samples[idx * n_slice..][..n_slice],
                columns,
                rows,
                shift: placed[idx],
                outside,
            };
            let (low, high) = (source(below), source(above));
            for (line, y) in slice.chunks_mut(nx).zip(0_u32..) {
                for (to, x) in line.iter_mut().zip(0_u32..) {
                    let at = |from: &Source<'_>| from.at(f64::from(x), f64::from(y));
                    let value = if below == above {
                        at(&low)
                    } else {
                        at(&low) * (1.0 - weight) + at(&high) * weight
                    };
                    *to = nearest(narrow(value));
                }
            }
        });
    out
}

struct Source<'a> {
    samples: &'a [i16],
    columns: usize,
    rows: usize,
    shift: Vec3,
    outside: i16,
}

impl Source<'_> {
    /// The sample at a grid coordinate, bilinear between pixels.
    fn at(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x - self.shift.x, y - self.shift.y);
        let (x0, y0) = (floor(x + 1e-6), floor(y + 1e-6));
        // A shift of rounding size is none: pixels stay as they are.
        let (fx, fy) = ((x - as_f64(x0)).max(0.0), (y - as_f64(y0)).max(0.0));
        let lerp = |y: i64| {
            let left = self.pixel(x0, y);
            if fx < 1e-6 {
                left
            } else {
                left * (1.0 - fx) + self.pixel(x0 + 1, y) * fx
            }
        };
        let top = lerp(y0);
        if fy < 1e-6 {
            top
        } else {
            top * (1.0 - fy) + lerp(y0 + 1) * fy
        }
    }

    fn pixel(&self, x: i64, y: i64) -> f64 {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return f64::from(self.outside);
        };
        if x >= self.columns || y >= self.rows {
            return f64::from(self.outside);
        }
        f64::from(self.samples[y * self.columns + x])
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "grid coordinates lie within some 10,000"
)]
fn floor(value: f64) -> i64 {
    value.floor() as i64
}

fn as_f64(value: i64) -> f64 {
    i32::try_from(value).map_or(f64::NAN, f64::from)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "samples of 16 bits are exact in single precision"
)]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests;
