//! Separable resampling of one axis, for any part of the target: which source voxels a target voxel takes, and how much.
//!
//! The same rules as `overread_image::resample`, but on values and region by region; a test holds them together. Cubic
//! interpolation is here alone.

use std::ops::Range;

/// How values between voxel centres are made; where the target is coarser, linear and cubic take the mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interpolation {
    Nearest,
    Linear,
    /// Catmull-Rom: through the voxels, with the slope at each that its two neighbours give. Exact for parabolas.
    Cubic,
}

/// The taps of consecutive target voxels along one axis.
#[derive(Debug)]
pub(crate) struct Taps {
    /// The first source voxel that any of them takes.
    pub(crate) first: u32,
    /// The number of source voxels from `first` that they take.
    pub(crate) len: u32,
    /// Per target voxel: its first source voxel, counted from `first`, and the weights, which sum to 1.
    lines: Vec<(usize, Vec<f32>)>,
}

impl Taps {
    /// The taps for the target voxels `wanted` when `source` voxels become `target`.
    pub(crate) fn along(source: u32, target: u32, how: Interpolation, wanted: Range<u32>) -> Self {
        let ratio = f64::from(source) / f64::from(target);
        let mut lines: Vec<(usize, Vec<f32>)> = wanted
            .map(|idx| {
                let centre = (f64::from(idx) + 0.5) * ratio - 0.5;
                match how {
                    Interpolation::Nearest => nearest(centre, source),
                    Interpolation::Linear | Interpolation::Cubic if ratio > 1.0 => {
                        mean(centre, ratio, source)
                    }
                    Interpolation::Linear => linear(centre, source),
                    Interpolation::Cubic => cubic(centre, source),
                }
            })
            .collect();
        let first = lines.iter().map(|(start, _)| *start).min().unwrap_or(0);
        let end = lines
            .iter()
            .map(|(start, w)| start + w.len())
            .max()
            .unwrap_or(1);
        for (start, _) in &mut lines {
            *start -= first;
        }
        Self {
            first: to_u32(first),
            len: to_u32(end - first),
            lines,
        }
    }

    /// How many target voxels they make.
    pub(crate) fn targets(&self) -> usize {
        self.lines.len()
    }

    /// Adds the shares of the source slices `first..first + n` (counted as [`Taps::first`] is) to target slices; `plane`
    /// voxels make a slice.
    pub(crate) fn add_slices(&self, first: u32, values: &[f32], plane: usize, out: &mut [f32]) {
        let n = values.len() / plane;
        let before = first as usize;
        for ((start, weights), slice) in self.lines.iter().zip(out.chunks_exact_mut(plane)) {
            for (offset, &weight) in weights.iter().enumerate() {
                let Some(at) = (start + offset).checked_sub(before).filter(|&at| at < n) else {
                    continue;
                };
                for (out, &value) in slice.iter_mut().zip(&values[at * plane..][..plane]) {
                    *out += value * weight;
                }
            }
        }
    }

    /// Whether each target voxel is the source voxel of the same place.
    pub(crate) fn is_identity(&self) -> bool {
        self.lines.len() == self.len as usize
            && self
                .lines
                .iter()
                .enumerate()
                .all(|(idx, (start, weights))| *start == idx && weights.first() == Some(&1.0))
    }
}

/// Applies taps along `axis` to values ordered x fastest; `out` has the size of the source with that axis replaced.
pub(crate) fn apply_taps(
    values: &[f32],
    size: [u32; 3],
    axis: usize,
    taps: &Taps,
    out: &mut [f32],
) {
    let stride: usize = size[..axis].iter().map(|&n| n as usize).product();
    let length = size[axis] as usize;
    if stride == 1 {
        for (row, out_row) in values
            .chunks_exact(length)
            .zip(out.chunks_exact_mut(taps.lines.len()))
        {
            for ((start, weights), out) in taps.lines.iter().zip(out_row) {
                let taken = row[*start..].iter().zip(weights);
                *out = taken.fold(0.0, |sum, (&value, &weight)| sum + value * weight);
            }
        }
        return;
    }
    for (block, out_block) in values
        .chunks_exact(stride * length)
        .zip(out.chunks_exact_mut(stride * taps.lines.len()))
    {
        for ((start, weights), line) in taps.lines.iter().zip(out_block.chunks_exact_mut(stride)) {
            line.fill(0.0);
            for (offset, &weight) in weights.iter().enumerate() {
                let from = &block[(start + offset) * stride..][..stride];
                for (out, &value) in line.iter_mut().zip(from) {
                    *out += value * weight;
                }
            }
        }
    }
}

fn nearest(centre: f64, source: u32) -> (usize, Vec<f32>) {
    // Half goes down, so that equal sizes map voxel to voxel.
    let idx = (centre - 0.5).ceil().clamp(0.0, f64::from(source) - 1.0);
    (to_index(idx), vec![1.0])
}

fn linear(centre: f64, source: u32) -> (usize, Vec<f32>) {
    let inside = centre.clamp(0.0, f64::from(source) - 1.0);
    let first = to_index(inside.floor());
    let weight = to_f32(inside - inside.floor());
    if weight > 0.0 && first + 1 < source as usize {
        (first, vec![1.0 - weight, weight])
    } else {
        (first, vec![1.0])
    }
}

/// Catmull-Rom between the two voxels around the centre, with one more on each side; the edge is repeated.
fn cubic(centre: f64, source: u32) -> (usize, Vec<f32>) {
    let last = f64::from(source) - 1.0;
    let before = centre.floor();
    let t = centre - before;
    if t == 0.0 {
        return (to_index(before), vec![1.0]);
    }
    let shares = [
        0.5 * t * (t * (2.0 - t) - 1.0),
        0.5 * (t * t * (3.0 * t - 5.0) + 2.0),
        0.5 * t * (t * (4.0 - 3.0 * t) + 1.0),
        0.5 * t * t * (t - 1.0),
    ];
    let voxel = |tap: u8| to_index((before + f64::from(tap) - 1.0).clamp(0.0, last));
    let first = voxel(0);
    let mut weights = vec![0.0; voxel(3) - first + 1];
    for (tap, share) in (0u8..).zip(shares) {
        weights[voxel(tap) - first] += to_f32(share);
    }
    (first, weights)
}

/// The mean over the target voxel's length, with the share of the voxels at its ends.
fn mean(centre: f64, length: f64, source: u32) -> (usize, Vec<f32>) {
    let low = (centre - length * 0.5 + 0.5).max(0.0);
    let high = (centre + length * 0.5 + 0.5).min(f64::from(source));
    let first = to_index(low.floor());
    let end = to_index(high.ceil()).min(source as usize).max(first + 1);
    let share =
        |idx: usize| ((idx as f64 + 1.0).min(high) - (idx as f64).max(low)).max(0.0) / (high - low);
    (first, (first..end).map(|idx| to_f32(share(idx))).collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass floored numbers within the grid"
)]
fn to_index(coordinate: f64) -> usize {
    coordinate as usize
}

fn to_u32(voxels: usize) -> u32 {
    u32::try_from(voxels).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight of 0 to 1 needs no more digits"
)]
fn to_f32(weight: f64) -> f32 {
    weight as f32
}
