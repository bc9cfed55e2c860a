//! Stars of strands: where thin bright lines point to one place from all sides, as at a distortion or a spiculated mass.
//! After Karssemeijer and te Brake, IEEE Trans Med Imaging 1996;15:611. Decides nothing.

use std::f32::consts::PI;

use crate::plane::{Plane, widened};

/// Width of a strand as the standard deviation of a Gaussian, pixels of 0.2 mm.
const STRAND_SIGMA: f32 = 0.9;
/// Reach of the square that a strand's strength is taken against, pixels of 0.2 mm.
const STRAND_REACH: usize = 40;
/// Added to that mean, so that noise in an even grey is no strand.
const STRAND_LEAST: f32 = 1e-3;
/// No strand counts more than so many usual ones.
const STRAND_LIMIT: f32 = 4.0;
/// Strands begin so far below the skin, pixels of 0.4 mm.
const SKIN: usize = 5;
/// Directions of strands, over half a turn.
const N_DIRECTIONS: usize = 16;
/// Sectors around a place, over a whole turn.
const N_SECTORS: usize = 8;
/// Pixels of 0.2 mm to one in which strands are summed.
const STEP: usize = 4;
/// How far from a place strands that point to it lie, pixels of 0.8 mm.
const RING: (i32, i32) = (2, 12);
/// By how much a strand may point beside the place, radians.
const TOLERANCE: f32 = PI / 16.0;
/// The most that one sector counts, standard deviations.
const STAR_LIMIT: f32 = 5.0;

/// A place from which a strand of some direction points to the middle of the ring.
struct Offset {
    x: i32,
    y: i32,
    sector: usize,
}

/// How many more strands than usual point to a pixel of the coarse plane, evenly from all sides: the mean over eight
/// sectors of their excess in standard deviations, each 0 to 5. 0 near the skin and outside.
///
/// `contrast` is the local contrast on pixels of half the coarse size, `is_breast` the coarse silhouette of `width`.
pub(crate) fn stars(contrast: &Plane, is_breast: &[bool], width: usize) -> Plane {
    let outside: Vec<bool> = is_breast.iter().map(|is_in| !is_in).collect();
    let near = widened(&outside, width, SKIN);
    let is_inside = |x: usize, y: usize| !near[y / 2 * width + x / 2];
    let summed = summed(contrast, is_inside);
    let found = excess(&summed);
    let height = is_breast.len() / width.max(1);
    let mut plane = Plane::filled(width, height, 0.0);
    for y in 0..height.min(found.height * 2) {
        for x in 0..width.min(found.width * 2) {
            if !near[y * width + x] {
                plane.values[y * width + x] = found.at(x / 2, y / 2);
            }
        }
    }
    plane
}

/// Strands summed over blocks: by direction, all of them, and their squares.
struct Summed {
    by_direction: Vec<Plane>,
    all: Plane,
    squares: Plane,
}

fn summed(contrast: &Plane, is_inside: impl Fn(usize, usize) -> bool) -> Summed {
    let (strength, direction) = strands(contrast, is_inside);
    let (width, height) = (strength.width / STEP, strength.height / STEP);
    let empty = || Plane::filled(width, height, 0.0);
    let mut sums = Summed {
        by_direction: (0..N_DIRECTIONS).map(|_| empty()).collect(),
        all: empty(),
        squares: empty(),
    };
    for y in 0..height * STEP {
        for x in 0..width * STEP {
            let value = strength.at(x, y);
            if value > 0.0 {
                let at = y / STEP * width + x / STEP;
                let own = direction[y * strength.width + x];
                sums.by_direction[own].values[at] += value;
                sums.all.values[at] += value;
                sums.squares.values[at] += value * value;
            }
        }
    }
    sums
}

/// Strength and direction of thin bright lines, by the second derivatives of a Gaussian: bent across, straight along.
fn strands(contrast: &Plane, is_inside: impl Fn(usize, usize) -> bool) -> (Plane, Vec<usize>) {
    let [bell, slope, bend] = kernels();
    let xx = filtered(contrast, &bend, &bell);
    let yy = filtered(contrast, &bell, &bend);
    let xy = filtered(contrast, &slope, &slope);
    let mut strength = Plane::filled(contrast.width, contrast.height, 0.0);
    let mut direction = vec![0; strength.values.len()];
    for y in 0..contrast.height {
        for x in 0..contrast.width {
            if !is_inside(x, y) {
                continue;
            }
            let at = y * contrast.width + x;
            let (xx, yy, xy) = (xx.values[at], yy.values[at], xy.values[at]);
            let (mean, spread) = ((xx + yy) / 2.0, ((xx - yy) / 2.0).hypot(xy));
            strength.values[at] = (spread - mean - (mean + spread).abs()).max(0.0);
            let turn = (0.5 * (2.0 * xy).atan2(xx - yy)).rem_euclid(PI);
            let number = f64::from(turn / PI) * N_DIRECTIONS as f64;
            direction[at] = crate::num::index(number, N_DIRECTIONS);
        }
    }
    let usual = strength.local_mean(STRAND_REACH);
    for (value, usual) in strength.values.iter_mut().zip(&usual.values) {
        *value = (*value / (usual + STRAND_LEAST)).min(STRAND_LIMIT);
    }
    (strength, direction)
}

/// A Gaussian, and its first and second derivative; the last one sees nothing in an even grey.
fn kernels() -> [Vec<f32>; 3] {
    // Four standard deviations, rounded.
    const REACH: i16 = 4;
    let at: Vec<f32> = (-REACH..=REACH).map(f32::from).collect();
    let bell: Vec<f32> = at
        .iter()
        .map(|x| (-0.5 * (x / STRAND_SIGMA).powi(2)).exp())
        .collect();
    let sum: f32 = bell.iter().sum();
    let bell: Vec<f32> = bell.iter().map(|v| v / sum).collect();
    let square = STRAND_SIGMA * STRAND_SIGMA;
    let slope = at.iter().zip(&bell).map(|(x, b)| -x / square * b).collect();
    let bend: Vec<f32> = at
        .iter()
        .zip(&bell)
        .map(|(x, b)| (x * x / square - 1.0) / square * b)
        .collect();
    let mean = bend.iter().sum::<f32>() / bend.len() as f32;
    [bell, slope, bend.iter().map(|v| v - mean).collect()]
}

/// The plane weighted along its rows by `across` and along its columns by `down`; beyond an end its last value goes on.
fn filtered(plane: &Plane, across: &[f32], down: &[f32]) -> Plane {
    let (width, height) = (plane.width, plane.height);
    let reach = across.len() / 2;
    let clamped = |at: usize, k: usize, n: usize| (at + k).saturating_sub(reach).min(n - 1);
    let mut rows = Plane::filled(width, height, 0.0);
    for y in 0..height {
        for x in 0..width {
            let terms = across.iter().enumerate();
            rows.values[y * width + x] = terms
                .map(|(k, weight)| weight * plane.at(clamped(x, k, width), y))
                .sum();
        }
    }
    let mut all = Plane::filled(width, height, 0.0);
    for (k, weight) in down.iter().enumerate() {
        for y in 0..height {
            let from = clamped(y, k, height) * width;
            let row = &rows.values[from..from + width];
            for (sum, value) in all.values[y * width..(y + 1) * width].iter_mut().zip(row) {
                *sum += weight * value;
            }
        }
    }
    all
}

/// The mean over the sectors of the excess of strands that point to a place over those that would by chance.
fn excess(strands: &Summed) -> Plane {
    let (width, height) = (strands.all.width, strands.all.height);
    let (ring, by_direction) = offsets();
    let n_pointing: usize = by_direction.iter().map(Vec::len).sum();
    let share = n_pointing as f32 / (N_DIRECTIONS * ring.len()) as f32;
    let empty = || vec![Plane::filled(width, height, 0.0); N_SECTORS];
    let (mut pointing, mut all, mut squares) = (empty(), empty(), empty());
    let put = |sums: &mut [Plane], from: usize, offsets: &[Offset], value: f32| {
        let (x, y) = (from % width, from / width);
        for offset in offsets {
            let to = |at: usize, by: i32| at.checked_add_signed(by as isize);
            if let (Some(x), Some(y)) = (to(x, offset.x), to(y, offset.y))
                && x < width
                && y < height
            {
                sums[offset.sector].values[y * width + x] += value;
            }
        }
    };
    for from in 0..width * height {
        if strands.all.values[from] > 0.0 {
            put(&mut all, from, &ring, strands.all.values[from]);
            put(&mut squares, from, &ring, strands.squares.values[from]);
            for (direction, offsets) in by_direction.iter().enumerate() {
                let value = strands.by_direction[direction].values[from];
                if value > 0.0 {
                    put(&mut pointing, from, offsets, value);
                }
            }
        }
    }
    let mut found = Plane::filled(width, height, 0.0);
    for sector in 0..N_SECTORS {
        for (idx, sum) in found.values.iter_mut().enumerate() {
            let spread = (share * (1.0 - share) * squares[sector].values[idx].max(1.0)).sqrt();
            let more = pointing[sector].values[idx] - share * all[sector].values[idx];
            *sum += (more / spread).clamp(0.0, STAR_LIMIT) / N_SECTORS as f32;
        }
    }
    found
}

/// The places of the ring, and of these the ones from which a strand of each direction points to the middle.
fn offsets() -> (Vec<Offset>, Vec<Vec<Offset>>) {
    let mut ring = Vec::new();
    let mut by_direction: Vec<Vec<Offset>> = (0..N_DIRECTIONS).map(|_| Vec::new()).collect();
    for y in -RING.1..=RING.1 {
        for x in -RING.1..=RING.1 {
            let away = x * x + y * y;
            if away < RING.0 * RING.0 || away > RING.1 * RING.1 {
                continue;
            }
            let angle = f64::from(y)
                .atan2(f64::from(x))
                .rem_euclid(2.0 * f64::from(PI));
            let turn = angle / (2.0 * std::f64::consts::PI);
            let sector = crate::num::index(turn * N_SECTORS as f64, N_SECTORS);
            ring.push(Offset { x, y, sector });
            for (number, offsets) in by_direction.iter_mut().enumerate() {
                let own = (number as f64 + 0.5) * std::f64::consts::PI / N_DIRECTIONS as f64;
                let half = std::f64::consts::FRAC_PI_2;
                let apart = (angle - own + half).rem_euclid(std::f64::consts::PI) - half;
                // So much that rounding moves no place over the border.
                if apart.abs() <= f64::from(TOLERANCE) + 1e-6 {
                    offsets.push(Offset { x, y, sector });
                }
            }
        }
    }
    (ring, by_direction)
}

#[cfg(test)]
mod tests;
