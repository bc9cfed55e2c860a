//! Values on a regular lattice in the patient, interpolated between its nodes. No anatomy.

use std::ops::{Add, Mul};

use crate::num::{P3, index_in, p3};

/// The greatest number of nodes along an axis.
const MAX_SIDE: usize = 400;

/// Values at the nodes of a lattice, patient mm.
#[derive(Debug, Clone)]
pub(super) struct Lattice<T> {
    low: P3,
    step: f32,
    size: [usize; 3],
    values: Vec<T>,
}

impl<T: Copy + Add<Output = T> + Mul<f32, Output = T>> Lattice<T> {
    /// Evaluates `f` at every node of a lattice that holds the box.
    pub(super) fn bake(low: P3, high: P3, step: f32, mut f: impl FnMut(P3) -> T) -> Self {
        let size = size_of(low, high, step);
        let mut values = Vec::with_capacity(size[0] * size[1] * size[2]);
        for z in 0..size[2] {
            for y in 0..size[1] {
                for x in 0..size[0] {
                    values.push(f(node(low, step, [x, y, z])));
                }
            }
        }
        Self {
            low,
            step,
            size,
            values,
        }
    }

    /// As [`Lattice::bake`], but a block of 4 x 4 x 4 nodes takes the value of its middle where `is_dull` says that no
    /// node of it can matter, given the value and how far from the middle the nodes and their cells reach, mm.
    pub(super) fn bake_where(
        low: P3,
        high: P3,
        step: f32,
        mut f: impl FnMut(P3) -> T,
        is_dull: impl Fn(T, f32) -> bool,
    ) -> Self {
        const BLOCK: usize = 4;
        let size = size_of(low, high, step);
        let first = f(low);
        let mut values = vec![first; size[0] * size[1] * size[2]];
        // From the middle to the far corner of the block and one cell more.
        let reach = 1.75 * step * (0.5 * BLOCK as f32 + 0.5);
        let blocks = size.map(|n| n.div_ceil(BLOCK));
        for bz in 0..blocks[2] {
            for by in 0..blocks[1] {
                for bx in 0..blocks[0] {
                    let start = [bx * BLOCK, by * BLOCK, bz * BLOCK];
                    let half = 0.5 * (BLOCK - 1) as f32 * step;
                    let middle = f(node(low, step, start) + p3(half, half, half));
                    let dull = is_dull(middle, reach);
                    for z in start[2]..(start[2] + BLOCK).min(size[2]) {
                        for y in start[1]..(start[1] + BLOCK).min(size[1]) {
                            for x in start[0]..(start[0] + BLOCK).min(size[0]) {
                                values[(z * size[1] + y) * size[0] + x] = if dull {
                                    middle
                                } else {
                                    f(node(low, step, [x, y, z]))
                                };
                            }
                        }
                    }
                }
            }
        }
        Self {
            low,
            step,
            size,
            values,
        }
    }

    /// The value at a position; `None` outside the lattice.
    pub(super) fn at(&self, p: P3) -> Option<T> {
        let q = (p - self.low) * (1.0 / self.step);
        let [nx, ny, nz] = self.size;
        let inside = |v: f32, n: usize| 0.0 <= v && v <= (n - 1) as f32;
        if !(inside(q.x, nx) && inside(q.y, ny) && inside(q.z, nz)) {
            return None;
        }
        let (x, y, z) = (
            index_in(q.x, nx - 2),
            index_in(q.y, ny - 2),
            index_in(q.z, nz - 2),
        );
        let (tx, ty, tz) = (q.x - x as f32, q.y - y as f32, q.z - z as f32);
        let mix = |a: T, b: T, t: f32| a * (1.0 - t) + b * t;
        let row = |y: usize, z: usize| {
            let at = (z * ny + y) * nx + x;
            mix(self.values[at], self.values[at + 1], tx)
        };
        let plane = |z: usize| mix(row(y, z), row(y + 1, z), ty);
        Some(mix(plane(z), plane(z + 1), tz))
    }

    /// Whether a ball about `p` touches the lattice's box.
    pub(super) fn touches(&self, p: P3, radius: f32) -> bool {
        let (low, high) = self.bounds();
        let off = |v: f32, low: f32, high: f32| (low - v).max(v - high).max(0.0);
        let gap = p3(
            off(p.x, low.x, high.x),
            off(p.y, low.y, high.y),
            off(p.z, low.z, high.z),
        );
        gap.dot(gap) <= radius * radius
    }

    /// The box of the nodes.
    pub(super) fn bounds(&self) -> (P3, P3) {
        let [nx, ny, nz] = self.size.map(|n| (n - 1) as f32 * self.step);
        (self.low, self.low + p3(nx, ny, nz))
    }

    /// Distance between nodes, mm.
    pub(super) fn step(&self) -> f32 {
        self.step
    }

    /// Calls `each` with value and position at the middles of the eighths of every cell that `is_wanted` by the value at
    /// its lowest corner and by the reach of the cell.
    pub(super) fn each_eighth(
        &self,
        is_wanted: impl Fn(T, f32) -> bool,
        mut each: impl FnMut(T, P3),
    ) {
        let reach = 1.75 * self.step;
        let [nx, ny, nz] = self.size;
        for z in 0..nz - 1 {
            for y in 0..ny - 1 {
                for x in 0..nx - 1 {
                    if !is_wanted(self.values[(z * ny + y) * nx + x], reach) {
                        continue;
                    }
                    let corner = node(self.low, self.step, [x, y, z]);
                    for eighth in 0..8u8 {
                        let part = |bit: u8| if eighth & bit == 0 { 0.25 } else { 0.75 };
                        let p = corner + p3(part(1), part(2), part(4)) * self.step;
                        if let Some(value) = self.at(p) {
                            each(value, p);
                        }
                    }
                }
            }
        }
    }

    /// The lattice of what `f` makes of each value.
    pub(super) fn map<U>(self, f: impl Fn(T) -> U) -> Lattice<U> {
        Lattice {
            low: self.low,
            step: self.step,
            size: self.size,
            values: self.values.into_iter().map(f).collect(),
        }
    }

    /// Each node replaced by the mean of it and its neighbours along each axis, `rounds` times.
    pub(super) fn smoothed(mut self, rounds: usize) -> Self {
        let [nx, ny, nz] = self.size;
        for _ in 0..rounds {
            for (stride, n) in [(1, nx), (nx, ny), (nx * ny, nz)] {
                let before = self.values.clone();
                for (at, value) in self.values.iter_mut().enumerate() {
                    let i = at / stride % n;
                    let low = if i > 0 {
                        before[at - stride]
                    } else {
                        before[at]
                    };
                    let high = if i + 1 < n {
                        before[at + stride]
                    } else {
                        before[at]
                    };
                    *value = low * 0.25 + before[at] * 0.5 + high * 0.25;
                }
            }
        }
        self
    }
}

fn size_of(low: P3, high: P3, step: f32) -> [usize; 3] {
    let cells = |a: f32, b: f32| (index_in((b - a) / step, MAX_SIDE - 2) + 2).max(2);
    [
        cells(low.x, high.x),
        cells(low.y, high.y),
        cells(low.z, high.z),
    ]
}

fn node(low: P3, step: f32, [x, y, z]: [usize; 3]) -> P3 {
    low + p3(x as f32, y as f32, z as f32) * step
}

#[cfg(test)]
mod tests;
