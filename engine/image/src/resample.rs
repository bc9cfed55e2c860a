//! Cutting out and resampling volumes. Keeps stored samples and their rescale; computes no statistics.

use overread_base::{Vec3, VolumeGeometry};

use crate::{Volume, VolumeError};

/// How a value between voxel centres is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interpolation {
    /// The nearest voxel's value: for labels.
    Nearest,
    /// Trilinear; where the target is coarser, the mean over a target voxel, so that nothing small is lost by chance.
    Linear,
}

/// The part of `volume` that starts at voxel `first` and has `size` voxels; `None` if it is not inside the volume.
#[must_use]
pub fn crop(volume: &Volume, first: [u32; 3], size: [u32; 3]) -> Option<Volume> {
    let geometry = volume.geometry();
    let is_inside = (0..3).all(|a| {
        size[a] > 0
            && first[a]
                .checked_add(size[a])
                .is_some_and(|end| end <= geometry.size[a])
    });
    if !is_inside {
        return None;
    }
    let mut samples = Vec::with_capacity(size.iter().map(|&n| n as usize).product());
    for z in first[2]..first[2] + size[2] {
        let slice = volume.slice(z)?;
        for y in first[1]..first[1] + size[1] {
            let start = y as usize * geometry.size[0] as usize + first[0] as usize;
            samples.extend_from_slice(&slice[start..start + size[0] as usize]);
        }
    }
    let corner = Vec3::from_array(first.map(f64::from));
    let geometry = VolumeGeometry {
        size,
        origin: geometry.patient_from_voxel(corner),
        ..geometry.clone()
    };
    Volume::new(geometry, samples, volume.rescale()).ok()
}

/// `volume` on voxels of about `spacing_mm`, covering the same space: the number of voxels is rounded and the spacing
/// adapted, so that the outer faces stay where they are.
///
/// # Errors
/// [`VolumeError::TooLarge`] if the result would have more than 2^31 voxels; [`VolumeError::Spacing`] if the spacing
/// is not a positive finite number.
pub fn resample(
    volume: &Volume,
    spacing_mm: Vec3,
    how: Interpolation,
) -> Result<Volume, VolumeError> {
    let source = volume.geometry();
    let target = resampled_geometry(source, spacing_mm)?;
    let source_size = source.size.map(|n| n as usize);
    let taps: [Vec<Taps>; 3] =
        std::array::from_fn(|axis| Taps::along(source_size[axis], target.size[axis] as usize, how));
    // Separable: first along x, then y, then z, each time shrinking or growing one axis.
    let mut size = source_size;
    let mut values: Vec<f32> = volume.samples().iter().map(|&s| f32::from(s)).collect();
    for axis in 0..3 {
        if target.size[axis] != source.size[axis] {
            values = apply(&values, size, axis, &taps[axis]);
            size[axis] = target.size[axis] as usize;
        }
    }
    let samples = values.into_iter().map(to_sample).collect();
    Volume::new(target, samples, volume.rescale())
}

/// The stored value at a voxel coordinate by trilinear interpolation; `None` beyond the outer faces of the grid.
///
/// Padding counts as any other sample.
#[must_use]
pub fn sample_linear(volume: &Volume, voxel: Vec3) -> Option<f32> {
    let around = Around::of(volume, voxel)?;
    Some(around.blend())
}

/// As [`sample_linear`]; `None` also where one of the voxels that take part stands for no value.
pub(crate) fn sample_unpadded(volume: &Volume, voxel: Vec3) -> Option<f32> {
    let around = Around::of(volume, voxel)?;
    let is_whole = !around.samples.iter().any(|&s| volume.is_padding(s));
    is_whole.then(|| around.blend())
}

/// The eight voxels around a coordinate, x fastest. Where one would have no weight, its neighbour stands in its place.
struct Around {
    samples: [i16; 8],
    /// Of the second voxel along x, y, z.
    weight: [f32; 3],
}

impl Around {
    /// `None` beyond the outer faces of the grid.
    fn of(volume: &Volume, voxel: Vec3) -> Option<Self> {
        let size = volume.geometry().size;
        let mut base = 0;
        let mut step = [0_usize; 3];
        let mut weight = [0.0_f32; 3];
        let strides = [1, size[0] as usize, size[0] as usize * size[1] as usize];
        for (axis, &coordinate) in voxel.to_array().iter().enumerate() {
            let last = f64::from(size[axis]) - 1.0;
            if !(-0.5 <= coordinate && coordinate <= last + 0.5) {
                return None;
            }
            let inside = coordinate.clamp(0.0, last);
            base += to_index(inside.floor()) * strides[axis];
            weight[axis] = to_f32(inside - inside.floor());
            if weight[axis] > 0.0 {
                step[axis] = strides[axis];
            }
        }
        let samples = volume.samples();
        Some(Self {
            samples: std::array::from_fn(|n| {
                let along = [n & 1, n >> 1 & 1, n >> 2];
                samples[base + along[0] * step[0] + along[1] * step[1] + along[2] * step[2]]
            }),
            weight,
        })
    }

    fn blend(&self) -> f32 {
        let mix = |a: f32, b: f32, w: f32| a + (b - a) * w;
        let row = |n: usize| {
            let [low, high] = [n, n + 1].map(|n| f32::from(self.samples[n]));
            mix(low, high, self.weight[0])
        };
        let face = |n: usize| mix(row(n), row(n + 2), self.weight[1]);
        mix(face(0), face(4), self.weight[2])
    }
}

/// The grid of a volume resampled to about `spacing_mm`.
fn resampled_geometry(
    source: &VolumeGeometry,
    spacing_mm: Vec3,
) -> Result<VolumeGeometry, VolumeError> {
    let wanted = spacing_mm.to_array();
    if wanted.iter().any(|&s| !(s > 0.0 && s.is_finite())) {
        return Err(VolumeError::Spacing { found: wanted });
    }
    let extent: [f64; 3] =
        std::array::from_fn(|a| source.spacing.to_array()[a] * f64::from(source.size[a]));
    let counts: [f64; 3] = std::array::from_fn(|a| (extent[a] / wanted[a]).round().max(1.0));
    let total: f64 = counts.iter().product();
    if total > 2_147_483_648.0 || counts.iter().any(|&n| n > 16_384.0) {
        return Err(VolumeError::TooLarge { found: counts });
    }
    let size = counts.map(to_count);
    let spacing: [f64; 3] = std::array::from_fn(|a| extent[a] / f64::from(size[a]));
    // The outer face stays: the first voxel centre moves by half the change of spacing.
    let shift: [f64; 3] =
        std::array::from_fn(|a| (spacing[a] / source.spacing.to_array()[a] - 1.0) * 0.5);
    let origin = source.patient_from_voxel(Vec3::from_array(shift));
    Ok(VolumeGeometry {
        size,
        spacing: Vec3::from_array(spacing),
        origin,
        ..source.clone()
    })
}

/// What one target voxel takes from the source along one axis: consecutive voxels with weights that sum to 1.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

impl Taps {
    fn along(source: usize, target: usize, how: Interpolation) -> Vec<Self> {
        let ratio = source as f64 / target as f64;
        (0..target)
            .map(|idx| {
                let centre = (idx as f64 + 0.5) * ratio - 0.5;
                match how {
                    Interpolation::Nearest => Self::nearest(centre, source),
                    Interpolation::Linear if ratio > 1.0 => Self::mean(centre, ratio, source),
                    Interpolation::Linear => Self::linear(centre, source),
                }
            })
            .collect()
    }

    fn nearest(centre: f64, source: usize) -> Self {
        // Half goes down, so that equal sizes map voxel to voxel.
        let first = to_index((centre - 0.5).ceil().clamp(0.0, source as f64 - 1.0));
        Self {
            first,
            weights: vec![1.0],
        }
    }

    fn linear(centre: f64, source: usize) -> Self {
        let inside = centre.clamp(0.0, source as f64 - 1.0);
        let first = to_index(inside.floor());
        let weight = to_f32(inside - inside.floor());
        let weights = if first + 1 < source {
            vec![1.0 - weight, weight]
        } else {
            vec![1.0]
        };
        Self { first, weights }
    }

    /// The mean over the target voxel's length, with the share of the voxels at its ends.
    fn mean(centre: f64, length: f64, source: usize) -> Self {
        let low = (centre - length * 0.5 + 0.5).max(0.0);
        let high = (centre + length * 0.5 + 0.5).min(source as f64);
        let first = to_index(low.floor());
        let end = to_index(high.ceil()).min(source);
        let share = |idx: usize| {
            ((idx as f64 + 1.0).min(high) - (idx as f64).max(low)).max(0.0) / (high - low)
        };
        Self {
            first,
            weights: (first..end).map(|idx| to_f32(share(idx))).collect(),
        }
    }
}

/// Resamples one axis of values ordered x fastest.
fn apply(values: &[f32], size: [usize; 3], axis: usize, taps: &[Taps]) -> Vec<f32> {
    let stride: usize = size[..axis].iter().product();
    let outer: usize = size[axis + 1..].iter().product();
    let mut result = vec![0.0; stride * taps.len() * outer];
    for (block, out_block) in values
        .chunks_exact(stride * size[axis])
        .zip(result.chunks_exact_mut(stride * taps.len()))
    {
        for (tap, line) in taps.iter().zip(out_block.chunks_exact_mut(stride)) {
            for (offset, &weight) in tap.weights.iter().enumerate() {
                let from = &block[(tap.first + offset) * stride..][..stride];
                for (out, &value) in line.iter_mut().zip(from) {
                    *out += value * weight;
                }
            }
        }
    }
    result
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "callers pass floored numbers within the grid"
)]
fn to_index(coordinate: f64) -> usize {
    coordinate as usize
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be 1..=16384"
)]
fn to_count(count: f64) -> u32 {
    count as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight of 0 to 1 needs no more digits"
)]
fn to_f32(weight: f64) -> f32 {
    weight as f32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weighted mean of i16 samples, rounded, is an i16 again"
)]
fn to_sample(value: f32) -> i16 {
    value.round() as i16
}

#[cfg(test)]
mod tests;
