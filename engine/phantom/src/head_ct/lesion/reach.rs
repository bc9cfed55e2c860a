//! Which parts of a head lesions touch at all, for renderers in a hurry. No shapes of its own.

use crate::num::{P3, floor_i32, p3};

/// Side of a cell, mm.
const CELL_MM: f32 = 5.0;

/// The cells of a box that something touches.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    low: P3,
    size: [usize; 3],
    cells: Vec<bool>,
}

impl Reach {
    /// Asks `is_near(middle, radius)` for the ball about every cell of a box.
    pub(super) fn new((low, high): (P3, P3), is_near: impl Fn(P3, f32) -> bool) -> Self {
        let count = |a: f32, b: f32| crate::num::index_in((b - a) / CELL_MM, 80) + 1;
        let size = [
            count(low.x, high.x),
            count(low.y, high.y),
            count(low.z, high.z),
        ];
        let radius = 0.87 * CELL_MM;
        let mut cells = Vec::with_capacity(size[0] * size[1] * size[2]);
        for z in 0..size[2] {
            for y in 0..size[1] {
                for x in 0..size[0] {
                    let middle = p3(x as f32 + 0.5, y as f32 + 0.5, z as f32 + 0.5) * CELL_MM;
                    cells.push(is_near(low + middle, radius));
                }
            }
        }
        Self { low, size, cells }
    }

    /// Whether anything may touch a position.
    pub(super) fn holds(&self, p: P3) -> bool {
        let q = (p - self.low) * (1.0 / CELL_MM);
        let cell = |v: f32, n: usize| usize::try_from(floor_i32(v)).ok().filter(|&cell| cell < n);
        let [nx, ny, nz] = self.size;
        let (Some(x), Some(y), Some(z)) = (cell(q.x, nx), cell(q.y, ny), cell(q.z, nz)) else {
            return false;
        };
        self.cells[(z * ny + y) * nx + x]
    }
}
