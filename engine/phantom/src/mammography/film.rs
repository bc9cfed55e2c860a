//! From thicknesses to the log signal of the detector: Beer and Lambert at three energies, scatter, grid, blur, noise.

use crate::mammography::view::View;
use crate::num::{index_in, lerp, to_f32};

/// W/Rh at 28 kVp behind a-Se: weight, and attenuation per mm of fat, gland, skin, muscle, calcium oxalate.
/// Source: three energies fitted to the spectrum with the compositions of VICTRE; worst log error 0.0014.
const BEAM: [(f32, [f32; 5]); 3] = [
    (0.172, [0.1027, 0.1703, 0.1833, 0.1904, 2.36]),
    (0.538, [0.0562, 0.0874, 0.0936, 0.0965, 1.112]),
    (0.290, [0.0405, 0.0595, 0.0634, 0.0647, 0.672]),
];

/// Scatter to primary behind a 5:1 grid at 50 mm: 0.55 without it, of which the grid passes 13 % (and 73 % of the
/// primary).
const SCATTER: f32 = 0.10;

/// Photons counted in a pixel of 0.1 mm behind the breast: 80 uGy at the detector (unverified), 6,200 photons/mm2/uGy.
const PHOTONS: f32 = 4960.0;

/// Millimetres that a ray meets.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Path {
    pub(super) fat: f32,
    pub(super) gland: f32,
    pub(super) skin: f32,
    pub(super) muscle: f32,
    pub(super) calcium: f32,
}

impl Path {
    /// The share of the open beam that reaches the detector unscattered.
    pub(super) fn transmission(&self) -> f32 {
        let [low, middle, high] = BEAM.map(|(weight, mu)| {
            let path = mu[0] * self.fat
                + mu[1] * self.gland
                + mu[2] * self.skin
                + mu[3] * self.muscle
                + mu[4] * self.calcium;
            weight * libm::expf(-path)
        });
        low + middle + high
    }
}

/// The share of the breast that lies between the plates behind `share` of gland.
pub(super) fn reference(view: &View, share: f32) -> f32 {
    let (outer, inner) = view.thickness(view.thickness_mm);
    let path = Path {
        fat: inner * (1.0 - share),
        gland: inner * share,
        skin: outer - inner,
        ..Path::default()
    };
    path.transmission()
}

/// The negative log of the detector's signal from the primary, which is used up.
pub(super) fn exposed(view: &View, mut signal: Vec<f32>) -> Vec<f32> {
    let (width, height) = (view.columns, view.rows);
    let scattered = smoothed(&signal, (width, height), 18.0 / view.pixel_mm);
    for (p, s) in signal.iter_mut().zip(&scattered) {
        *p += SCATTER * s;
    }
    soften(
        &mut signal,
        width,
        0.075 / (view.scanner.sharpness * view.pixel_mm),
    );
    let middle = reference(view, 0.3);
    let counted = PHOTONS * (view.pixel_mm * 100.0 * view.pixel_mm);
    let seed = view.seed.child("quanta");
    for (y, row) in signal.chunks_exact_mut(width).enumerate() {
        let mut rng = seed.index(y as u64).rng();
        for value in row.iter_mut() {
            // The sum of four numbers of 16 bits: variance 1/3 of their span squared.
            let bits = rng.next_u64();
            let sum: u64 = (0..4).map(|i| bits >> (16 * i) & 0xffff).sum();
            let normal = (sum as f32 * (1.0 / 65536.0) - 2.0) * 1.732;
            let sd = view.scanner.noise_factor * (*value / middle / counted).sqrt() * middle;
            *value = (*value + sd * normal).max(1e-4);
        }
    }
    for (y, row) in signal.chunks_exact_mut(width).enumerate() {
        // Flat-fielding leaves some of the structure of the detector.
        let line = 0.0012 * ripple(seed.child("rows"), y);
        for value in row.iter_mut() {
            *value = line - libm::logf(*value);
        }
    }
    debug_assert_eq!(signal.len(), width * height, "one value a pixel");
    signal
}

/// A slow pseudo-random wave along the rows.
fn ripple(seed: overread_base::Seed, y: usize) -> f32 {
    let node = |i: usize| to_f32(seed.index(i as u64).rng().range(-1.0, 1.0));
    let (i, t) = (y / 64, (y % 64) as f32 / 64.0);
    lerp(node(i), node(i + 1), t)
}

/// A blur of a part of a pixel or a little more: three taps along rows and columns.
fn soften(image: &mut [f32], width: usize, sigma: f32) {
    // Three taps of weight s, 1 - 2 s, s have a variance of 2 s.
    let side = (0.5 * sigma * sigma).min(0.3);
    let middle = 1.0 - 2.0 * side;
    for row in image.chunks_exact_mut(width) {
        let mut before = row[0];
        for x in 0..width {
            let here = row[x];
            let after = row[(x + 1).min(width - 1)];
            row[x] = middle * here + side * (before + after);
            before = here;
        }
    }
    let mut before: Vec<f32> = image[..width].to_vec();
    let rows = image.len() / width;
    for y in 0..rows {
        let (head, tail) = image.split_at_mut((y + 1) * width);
        let row = &mut head[y * width..];
        for x in 0..width {
            let here = row[x];
            let after = tail.get(x).copied().unwrap_or(here);
            row[x] = middle * here + side * (before[x] + after);
            before[x] = here;
        }
    }
}

/// A Gaussian blur of SD `sigma` pixels by way of a smaller image.
pub(super) fn smoothed(image: &[f32], (width, height): (usize, usize), sigma: f32) -> Vec<f32> {
    let block = index_in(sigma / 2.5, 64).max(1);
    let (w, h) = (width.div_ceil(block), height.div_ceil(block));
    let mut small = vec![0.0f32; w * h];
    for (y, line) in small.chunks_exact_mut(w).enumerate() {
        let rows = y * block..((y + 1) * block).min(height);
        let n_rows = rows.len() as f32;
        for row in rows {
            let source = &image[row * width..(row + 1) * width];
            for (out, part) in line.iter_mut().zip(source.chunks(block)) {
                *out += part.iter().sum::<f32>() / (part.len() as f32 * n_rows);
            }
        }
    }
    blur(&mut small, w, sigma / block as f32);
    if block == 1 {
        return small;
    }
    enlarged(&small, (w, h), (width, height), block)
}

fn blur(image: &mut [f32], width: usize, sigma: f32) {
    let sigma = sigma.max(0.2);
    let reach = index_in(3.0 * sigma + 0.5, 24);
    let mut taps: Vec<f32> = (0..=reach)
        .map(|i| libm::expf(-0.5 * (i as f32 / sigma) * (i as f32 / sigma)))
        .collect();
    let total = taps[0] + 2.0 * taps[1..].iter().sum::<f32>();
    taps.iter_mut().for_each(|tap| *tap /= total);
    let rows = image.len() / width;
    let mut line = vec![0.0f32; width];
    for row in image.chunks_exact_mut(width) {
        line.copy_from_slice(row);
        for (x, out) in row.iter_mut().enumerate() {
            let mut sum = taps[0] * line[x];
            for (i, tap) in taps.iter().enumerate().skip(1) {
                sum += tap * (line[x.saturating_sub(i)] + line[(x + i).min(width - 1)]);
            }
            *out = sum;
        }
    }
    let source = image.to_vec();
    for (y, row) in image.chunks_exact_mut(width).enumerate() {
        let from = |y: usize| &source[y * width..(y + 1) * width];
        for (out, value) in row.iter_mut().zip(from(y)) {
            *out = taps[0] * value;
        }
        for (i, tap) in taps.iter().enumerate().skip(1) {
            let (up, down) = (from(y.saturating_sub(i)), from((y + i).min(rows - 1)));
            for ((out, a), b) in row.iter_mut().zip(up).zip(down) {
                *out += tap * (a + b);
            }
        }
    }
}

/// An image from one `block` times smaller, linear between the middles of its cells.
fn enlarged(
    small: &[f32],
    (w, h): (usize, usize),
    (width, height): (usize, usize),
    block: usize,
) -> Vec<f32> {
    let at = |i: usize, n: usize| {
        let t = ((i as f32 + 0.5) / block as f32 - 0.5).clamp(0.0, n as f32 - 1.0);
        let low = index_in(t, n - 1);
        (low, (low + 1).min(n - 1), t - low as f32)
    };
    let columns: Vec<(usize, usize, f32)> = (0..width).map(|x| at(x, w)).collect();
    let mut out = Vec::with_capacity(width * height);
    let mut line = vec![0.0f32; w];
    for y in 0..height {
        let (a, b, t) = at(y, h);
        for (x, value) in line.iter_mut().enumerate() {
            *value = lerp(small[a * w + x], small[b * w + x], t);
        }
        out.extend(columns.iter().map(|&(a, b, t)| lerp(line[a], line[b], t)));
    }
    out
}
