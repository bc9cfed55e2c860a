//! A periodic block of four random fields shaped by their spectra: the stuff that tissue patterns are cut from.

use overread_base::Seed;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlannerScalar};

use crate::num::{P3, floor_i32, index_in, to_f32};

/// Cells a side; a power of two, so that wrapping is a mask.
const SIDE: usize = 64;

const WRAP: i32 = 63;

/// Four fields of mean 0 and variance 1 that repeat every 64 cells: two with a power law, two of one wavelength.
#[derive(Debug, Clone)]
pub(super) struct Tile {
    cells: Vec<[f32; 4]>,
}

impl Tile {
    /// Takes a few hundredths of a second.
    pub(super) fn new(seed: Seed) -> Self {
        let planner = &mut FftPlannerScalar::<f32>::new();
        let fft = planner.plan_fft_inverse(SIDE);
        // A two-tissue field wants an exponent of 3.4 to 3.6 in space, so that its projection falls with about 3.
        let law = block(seed.child("law"), fft.as_ref(), |k| {
            if k < 0.5 { 0.0 } else { libm::powf(k, -1.75) }
        });
        // Eight to fourteen cells from crest to crest.
        let band = block(seed.child("band"), fft.as_ref(), |k| {
            let octaves = (k - 6.0) * 0.5;
            libm::expf(-0.5 * octaves * octaves)
        });
        let cells = law
            .iter()
            .zip(&band)
            .map(|(a, b)| [a.re, a.im, b.re, b.im])
            .collect();
        Self { cells }
    }

    /// The four fields at a position in cells.
    pub(super) fn at(&self, p: P3) -> [f32; 4] {
        let (ix, iy, iz) = (floor_i32(p.x), floor_i32(p.y), floor_i32(p.z));
        let (fx, fy, fz) = (p.x - ix as f32, p.y - iy as f32, p.z - iz as f32);
        let wrap = |i: i32| usize::try_from(i & WRAP).unwrap_or(0);
        let (x0, x1) = (wrap(ix), wrap(ix + 1));
        let (y0, y1) = (wrap(iy) * SIDE, wrap(iy + 1) * SIDE);
        let (z0, z1) = (wrap(iz) * SIDE * SIDE, wrap(iz + 1) * SIDE * SIDE);
        let row = |at: usize| mix(&self.cells[at + x0], &self.cells[at + x1], fx);
        let plane = |z: usize| mix(&row(z + y0), &row(z + y1), fy);
        mix(&plane(z0), &plane(z1), fz)
    }
}

fn mix(a: &[f32; 4], b: &[f32; 4], t: f32) -> [f32; 4] {
    [
        a[0] + (b[0] - a[0]) * t,
        a[1] + (b[1] - a[1]) * t,
        a[2] + (b[2] - a[2]) * t,
        a[3] + (b[3] - a[3]) * t,
    ]
}

/// Noise with the wanted amplitude at each wave number; real and imaginary part are two independent fields.
fn block(seed: Seed, fft: &dyn Fft<f32>, amplitude: impl Fn(f32) -> f32) -> Vec<Complex<f32>> {
    let half = SIDE / 2;
    let wave = |i: usize| i.min(SIDE - i);
    let table: Vec<f32> = (0..=3 * half * half)
        .map(|square| amplitude((square as f32).sqrt()))
        .collect();
    let mut cells = Vec::with_capacity(SIDE * SIDE * SIDE);
    let mut rng = seed.rng();
    for z in 0..SIDE {
        for y in 0..SIDE {
            let square = wave(z) * wave(z) + wave(y) * wave(y);
            for x in 0..SIDE {
                let scale = table[square + wave(x) * wave(x)];
                if scale < 1e-4 {
                    cells.push(Complex::default());
                    continue;
                }
                let mut draw = || to_f32(rng.unit() + rng.unit() - 1.0);
                cells.push(Complex::new(scale * draw(), scale * draw()));
            }
        }
    }
    let mut scratch = vec![Complex::default(); fft.get_inplace_scratch_len()];
    for _ in 0..3 {
        fft.process_with_scratch(&mut cells, &mut scratch);
        cells = turned(&cells);
    }
    normalised(cells)
}

/// The block with its axes moved on by one: x, y, z become z, x, y.
fn turned(cells: &[Complex<f32>]) -> Vec<Complex<f32>> {
    let mut out = vec![Complex::default(); cells.len()];
    for (at, row) in cells.chunks_exact(SIDE).enumerate() {
        for (x, cell) in row.iter().enumerate() {
            out[x * SIDE * SIDE + at] = *cell;
        }
    }
    out
}

fn normalised(mut cells: Vec<Complex<f32>>) -> Vec<Complex<f32>> {
    let n = cells.len() as f64;
    let power = |part: &dyn Fn(&Complex<f32>) -> f32| {
        let sum: f64 = cells
            .iter()
            .map(|c| f64::from(part(c)) * f64::from(part(c)))
            .sum();
        to_f32(1.0 / (sum / n).max(1e-30).sqrt())
    };
    let (re, im) = (power(&|c| c.re), power(&|c| c.im));
    for cell in &mut cells {
        *cell = Complex::new(cell.re * re, cell.im * im);
    }
    cells
}

/// Smooth random numbers of about ±1 along a line, from a few waves.
#[derive(Debug, Clone)]
pub(super) struct Waves {
    waves: Vec<(f32, f32, f32)>,
}

impl Waves {
    /// Waves of `longest` mm and shorter.
    pub(super) fn new(seed: Seed, longest: f32) -> Self {
        let mut rng = seed.rng();
        let waves = (1..=5u8)
            .map(|i| {
                let share = to_f32(rng.range(0.8, 1.2)) * f32::from(i);
                let phase = to_f32(rng.range(0.0, std::f64::consts::TAU));
                (std::f32::consts::TAU * share / longest, phase, 0.8 / share)
            })
            .collect();
        Self { waves }
    }

    pub(super) fn at(&self, x: f32) -> f32 {
        self.waves
            .iter()
            .map(|&(k, phase, amount)| amount * libm::sinf(k * x + phase))
            .sum()
    }
}

/// A turn about a fixed skew axis and a shift, so that two samplings of one block never line up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    rows: [P3; 3],
    shift: P3,
}

impl Frame {
    /// Cells of `cell_mm`, turned and shifted by the seed.
    pub(super) fn new(seed: Seed, cell_mm: f32) -> Self {
        let mut rng = seed.rng();
        let mut any = |low: f64, high: f64| to_f32(rng.range(low, high));
        let fallback = crate::num::p3(1.0, 0.0, 0.0);
        let x = crate::num::p3(any(0.4, 1.0), any(0.3, 0.9), any(-0.8, -0.3)).unit_or(fallback);
        let help = crate::num::p3(any(-0.6, -0.2), any(0.5, 1.0), any(0.2, 0.7));
        let z = x.cross(help).unit_or(crate::num::p3(0.0, 0.0, 1.0));
        let y = z.cross(x);
        let shift = crate::num::p3(any(0.0, 64.0), any(0.0, 64.0), any(0.0, 64.0));
        Self {
            rows: [x, y, z].map(|row| row * (1.0 / cell_mm)),
            shift,
        }
    }

    /// The cell at a position in mm.
    pub(super) fn cell(&self, p: P3) -> P3 {
        let [x, y, z] = self.rows;
        crate::num::p3(x.dot(p), y.dot(p), z.dot(p)) + self.shift
    }
}

/// One of `n`, by a number in 0..1.
pub(super) fn pick(unit: f64, n: usize) -> usize {
    index_in(to_f32(unit) * n as f32, n.saturating_sub(1))
}
