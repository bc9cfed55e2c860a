//! A periodic block of smooth random numbers with a power-law spectrum. No anatomy.

use overread_base::Seed;

use crate::num::{P3, floor_i32, lerp, to_f32};

/// Cells a side of the block; a power of two, so that wrapping is a mask.
const SIDE: usize = 64;

/// Keeps a cell number within the block.
const WRAP: i32 = 63;

/// Random numbers of mean 0 and variance 1 that repeat every 64 cells, smooth between cells.
#[derive(Debug, Clone)]
pub(crate) struct Texture {
    cells: Vec<f32>,
}

impl Texture {
    /// Octaves of value noise with periods of 32, 16, ... cells, each `gain` times the one before.
    pub(crate) fn new(seed: Seed, gain: f32) -> Self {
        let mut cells = vec![0.0f32; SIDE * SIDE * SIDE];
        let mut amplitude = 1.0f32;
        for octave in 0..5u64 {
            let nodes = 2usize << octave;
            let mut rng = seed.index(octave).rng();
            let lattice: Vec<f32> = (0..nodes * nodes * nodes)
                .map(|_| to_f32(rng.range(-1.0, 1.0)))
                .collect();
            add_octave(&mut cells, &lattice, nodes, amplitude);
            amplitude *= gain;
        }
        let n = cells.len() as f32;
        let mean = cells.iter().sum::<f32>() / n;
        let variance = cells.iter().map(|c| (c - mean) * (c - mean)).sum::<f32>() / n;
        let scale = 1.0 / variance.max(1e-12).sqrt();
        for cell in &mut cells {
            *cell = (*cell - mean) * scale;
        }
        Self { cells }
    }

    /// The value at a position in cells.
    pub(crate) fn at(&self, p: P3) -> f32 {
        let (ix, iy, iz) = (floor_i32(p.x), floor_i32(p.y), floor_i32(p.z));
        let (fx, fy, fz) = (p.x - ix as f32, p.y - iy as f32, p.z - iz as f32);
        let wrap = |i: i32| usize::try_from(i & WRAP).unwrap_or(0);
        let (x0, x1) = (wrap(ix), wrap(ix + 1));
        let (y0, y1) = (wrap(iy) * SIDE, wrap(iy + 1) * SIDE);
        let (z0, z1) = (wrap(iz) * SIDE * SIDE, wrap(iz + 1) * SIDE * SIDE);
        let row = |at: usize| lerp(self.cells[at + x0], self.cells[at + x1], fx);
        let plane = |z: usize| lerp(row(z + y0), row(z + y1), fy);
        lerp(plane(z0), plane(z1), fz)
    }
}

/// Adds a coarse periodic lattice, interpolated smoothly, to all cells.
fn add_octave(cells: &mut [f32], lattice: &[f32], nodes: usize, amplitude: f32) {
    let step = nodes as f32 / SIDE as f32;
    // Per axis the same: lower node, upper node, smooth weight.
    let axis: Vec<(usize, usize, f32)> = (0..SIDE)
        .map(|i| {
            let node = i * nodes / SIDE;
            let t = i as f32 * step - node as f32;
            (node, (node + 1) % nodes, t * t * (3.0 - 2.0 * t))
        })
        .collect();
    for (z, &(z0, z1, tz)) in axis.iter().enumerate() {
        for (y, &(y0, y1, ty)) in axis.iter().enumerate() {
            let out = &mut cells[(z * SIDE + y) * SIDE..][..SIDE];
            for (cell, &(x0, x1, tx)) in out.iter_mut().zip(&axis) {
                let at = |zz: usize, yy: usize| {
                    let row = (zz * nodes + yy) * nodes;
                    lerp(lattice[row + x0], lattice[row + x1], tx)
                };
                let value = lerp(
                    lerp(at(z0, y0), at(z0, y1), ty),
                    lerp(at(z1, y0), at(z1, y1), ty),
                    tz,
                );
                *cell += amplitude * value;
            }
        }
    }
}
