//! A periodic block of smooth random numbers with a power-law spectrum. No anatomy.

use overread_base::Seed;

use crate::num::{P3, floor_i32, lerp, to_f32};

/// Cells a side of the block; a power of two, so that wrapping is a mask.
const SIDE: usize = 64;

const PLANE: usize = SIDE * SIDE;
const CELLS: usize = SIDE * SIDE * SIDE;

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
        // Of a known size, so that a wrapped index needs no check.
        let Some(cells) = self.cells.first_chunk::<CELLS>() else {
            return 0.0;
        };
        let row = |at: usize| lerp(cells[at + x0], cells[at + x1], fx);
        let (a, b) = (row(z0 + y0), row(z0 + y1));
        let (c, d) = (row(z1 + y0), row(z1 + y1));
        lerp(lerp(a, b, fy), lerp(c, d, fy), fz)
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
    // Axis by axis: first along x, then y, then z into the cells.
    let mut rows = Vec::with_capacity(nodes * nodes * SIDE);
    for row in lattice.chunks_exact(nodes) {
        rows.extend(axis.iter().map(|&(x0, x1, t)| lerp(row[x0], row[x1], t)));
    }
    let mut planes = Vec::with_capacity(nodes * SIDE * SIDE);
    for plane in rows.chunks_exact(nodes * SIDE) {
        for &(y0, y1, t) in &axis {
            let (a, b) = (&plane[y0 * SIDE..][..SIDE], &plane[y1 * SIDE..][..SIDE]);
            planes.extend(a.iter().zip(b).map(|(&a, &b)| lerp(a, b, t)));
        }
    }
    for (out, &(z0, z1, t)) in cells.chunks_exact_mut(PLANE).zip(&axis) {
        let (a, b) = (
            &planes[z0 * PLANE..][..PLANE],
            &planes[z1 * PLANE..][..PLANE],
        );
        for ((cell, &a), &b) in out.iter_mut().zip(a).zip(b) {
            *cell += amplitude * lerp(a, b, t);
        }
    }
}
