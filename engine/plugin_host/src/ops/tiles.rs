//! Sliding-window inference: cuts a volume into overlapping windows, runs the model on batches of them, blends.
//!
//! Works slice by slice along z, so that only as many slices are held as a window is deep.

use std::collections::BTreeMap;

use overread_infer::{Elements, InferError, Tensor, TensorRef};

use crate::fault::HostFault;
use crate::lazy::{LazyVolume, Region};
use crate::model::LoadedModel;
use crate::watch::{OpContext, Samples};

/// Slices that are evaluated at a time.
const CHUNK_SLICES: u32 = 8;
/// The most voxels of a batch of windows.
const MAX_BATCH_VOXELS: u64 = 1 << 26;

/// How to walk a volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tiling {
    /// Window size, voxels.
    pub(crate) patch: [u32; 3],
    /// Part of a window that the next one shares, 0 to 0.9.
    pub(crate) overlap: f32,
    /// Windows a run.
    pub(crate) batch: u32,
    /// Which channel of the output is kept.
    pub(crate) channel: u32,
}

/// Why a tiling cannot be walked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum TileError {
    #[error("a window needs 1 to 1024 voxels a side, found {0:?}")]
    Patch([u32; 3]),
    #[error("overlap must be 0 to 0.9, found {0}")]
    Overlap(f32),
    #[error("a batch needs 1 or more windows and at most 2^26 voxels in all, found {0} windows")]
    Batch(u32),
    #[error("tiled inference needs a model with one input of four or five axes, found {0:?}")]
    Input(Vec<i64>),
    #[error("windows of a model with four axes need an odd number of slices, found {0}")]
    EvenSlices(u32),
    #[error("the model answered with {found}, expected float32 of shape {expected}")]
    Output { expected: String, found: String },
}

impl From<TileError> for HostFault {
    fn from(error: TileError) -> Self {
        match error {
            TileError::Output { .. } => Self::model(error.to_string()),
            TileError::Patch(_)
            | TileError::Overlap(_)
            | TileError::Batch(_)
            | TileError::Input(_)
            | TileError::EvenSlices(_) => Self::bad_input(error.to_string()),
        }
    }
}

/// Runs `model` over `source`; the result has the grid of `source`.
pub(crate) fn run_tiled(
    source: &LazyVolume,
    model: &dyn LoadedModel,
    tiling: Tiling,
    context: &OpContext,
) -> Result<Samples, HostFault> {
    let mut walk = Walk::new(source, model, tiling, context)?;
    let [nx, ny, nz] = source.geometry().size;
    let plane = nx as usize * ny as usize;
    let mut out = context.samples(plane * nz as usize)?;
    // Sums and weights of the slices that are not finished yet; the first of them is `base`.
    let depth = walk.depth_out as usize;
    let mut sums = context.samples(plane * depth)?;
    let mut weights = context.samples(plane * depth)?;
    let starts = walk.starts_z.clone();
    for (idx, &z) in starts.iter().enumerate() {
        walk.windows_at(z, &mut sums.values, &mut weights.values)?;
        // The next window starts `step` slices on: those before it are done.
        let last = nz.max(walk.depth_out);
        let next = starts.get(idx + 1).copied().unwrap_or(last);
        let done = ((next - z) as usize * plane).min(sums.values.len());
        let at = z as usize * plane;
        let room = out.values.len() - at;
        for ((out, sum), weight) in out.values[at..]
            .iter_mut()
            .zip(&sums.values[..done.min(room)])
            .zip(&weights.values)
        {
            *out = sum / weight;
        }
        for buffer in [&mut sums.values, &mut weights.values] {
            buffer.copy_within(done.., 0);
            let kept = buffer.len() - done;
            buffer[kept..].fill(0.0);
        }
    }
    Ok(out)
}

/// Starts of windows along one axis: evenly stepped, the last one ends with the axis.
fn starts(length: u32, patch: u32, overlap: f32) -> Vec<u32> {
    let step = step_of(patch, overlap);
    let last = length.saturating_sub(patch);
    let mut starts: Vec<u32> = (0..last).step_by(step).collect();
    starts.push(last);
    starts
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 1024 before the cast"
)]
fn step_of(patch: u32, overlap: f32) -> usize {
    ((f64::from(patch) * (1.0 - f64::from(overlap))).floor() as usize).max(1)
}

/// Weights across a window: 1 without overlap, else rising evenly from the edges to the middle.
fn ramp(patch: u32, overlap: f32) -> Vec<f32> {
    let half = (f64::from(patch) + 1.0) * 0.5;
    (1..=patch)
        .map(|idx| {
            let from_edge = f64::from(idx.min(patch + 1 - idx));
            if overlap > 0.0 {
                to_f32(from_edge / half)
            } else {
                1.0
            }
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight of 0 to 1 needs no more digits"
)]
fn to_f32(weight: f64) -> f32 {
    weight as f32
}

struct Walk<'w> {
    source: &'w LazyVolume,
    model: &'w dyn LoadedModel,
    context: &'w OpContext,
    tiling: Tiling,
    input: String,
    is_slices: bool,
    /// Windows a run: the wish, or what the model's shape fixes.
    batch: u32,
    is_batch_fixed: bool,
    depth_out: u32,
    starts_z: Vec<u32>,
    /// Lower corners of the windows of one z position.
    starts_xy: Vec<[u32; 2]>,
    weights: [Vec<f32>; 3],
    slices: BTreeMap<u32, Samples>,
}

impl<'w> Walk<'w> {
    fn new(
        source: &'w LazyVolume,
        model: &'w dyn LoadedModel,
        tiling: Tiling,
        context: &'w OpContext,
    ) -> Result<Self, TileError> {
        let Tiling {
            patch,
            overlap,
            batch,
            ..
        } = tiling;
        if !patch.iter().all(|n| (1..=1024).contains(n)) {
            return Err(TileError::Patch(patch));
        }
        if !(0.0..=0.9).contains(&overlap) {
            return Err(TileError::Overlap(overlap));
        }
        let (input, shape) = match model.inputs() {
            [only] => (only.name.clone(), only.shape.clone()),
            other => {
                return Err(TileError::Input(vec![
                    i64::try_from(other.len()).unwrap_or(-1),
                ]));
            }
        };
        let is_slices = match shape.len() {
            4 => true,
            5 => false,
            _ => return Err(TileError::Input(shape)),
        };
        if is_slices && patch[2].is_multiple_of(2) {
            return Err(TileError::EvenSlices(patch[2]));
        }
        let fixed = shape
            .first()
            .filter(|&&n| n > 0)
            .map(|&n| u32::try_from(n).unwrap_or(u32::MAX));
        let batch = fixed.unwrap_or(batch);
        let voxels: u64 = patch.iter().map(|&n| u64::from(n)).product();
        if batch == 0 || voxels * u64::from(batch) > MAX_BATCH_VOXELS {
            return Err(TileError::Batch(batch));
        }
        let [nx, ny, nz] = source.geometry().size;
        let starts_z = if is_slices {
            (0..nz).collect()
        } else {
            starts(nz, patch[2], overlap)
        };
        let starts_x = starts(nx, patch[0], overlap);
        let starts_y = starts(ny, patch[1], overlap);
        let starts_xy = starts_y
            .iter()
            .flat_map(|&y| starts_x.iter().map(move |&x| [x, y]));
        let depth_out = if is_slices { 1 } else { patch[2] };
        Ok(Self {
            source,
            model,
            context,
            tiling,
            input,
            is_slices,
            batch,
            is_batch_fixed: fixed.is_some(),
            depth_out,
            starts_z,
            starts_xy: starts_xy.collect(),
            weights: [
                ramp(patch[0], overlap),
                ramp(patch[1], overlap),
                ramp(depth_out, if is_slices { 0.0 } else { overlap }),
            ],
            slices: BTreeMap::new(),
        })
    }

    /// Runs all windows that start at slice `z` and adds them to the sums.
    fn windows_at(
        &mut self,
        z: u32,
        sums: &mut [f32],
        weights: &mut [f32],
    ) -> Result<(), HostFault> {
        let wanted = self.load_slices(z)?;
        let corners = std::mem::take(&mut self.starts_xy);
        let batch = self.batch as usize;
        let window: usize = self.tiling.patch.iter().map(|&n| n as usize).product();
        let mut result = Ok(());
        for group in corners.chunks(batch) {
            let n_windows = if self.is_batch_fixed {
                batch
            } else {
                group.len()
            };
            let input = self.context.samples(window * n_windows).map(|mut input| {
                for (corner, out) in group.iter().zip(input.values.chunks_exact_mut(window)) {
                    self.cut(*corner, &wanted, out);
                }
                input
            });
            result = input
                .and_then(|input| self.run(input, n_windows))
                .map(|answer| {
                    for (corner, window) in group.iter().zip(answer.chunks_exact(self.window_out()))
                    {
                        self.add(*corner, window, sums, weights);
                    }
                });
            if result.is_err() {
                break;
            }
        }
        self.starts_xy = corners;
        result
    }

    fn window_out(&self) -> usize {
        let [x, y, _] = self.tiling.patch.map(|n| n as usize);
        x * y * self.depth_out as usize
    }

    /// Evaluates the slices of the windows at `z`, forgets earlier ones, and returns their numbers, edges repeated.
    fn load_slices(&mut self, z: u32) -> Result<Vec<u32>, HostFault> {
        let last = self.source.geometry().size[2] - 1;
        let patch = self.tiling.patch[2];
        let before = if self.is_slices { patch / 2 } else { 0 };
        let wanted: Vec<u32> = (0..patch)
            .map(|idx| (z + idx).saturating_sub(before).min(last))
            .collect();
        let lowest = wanted.first().copied().unwrap_or(0) / CHUNK_SLICES;
        self.slices.retain(|&chunk, _| chunk >= lowest);
        for &slice in &wanted {
            let chunk = slice / CHUNK_SLICES;
            if !self.slices.contains_key(&chunk) {
                let first = chunk * CHUNK_SLICES;
                let size = self.source.geometry().size;
                let region = Region {
                    first: [0, 0, first],
                    size: [size[0], size[1], CHUNK_SLICES.min(size[2] - first)],
                };
                let values = self.source.evaluate(region, self.context)?;
                self.slices.insert(chunk, values);
            }
        }
        Ok(wanted)
    }

    /// Copies one window out of the loaded slices; beyond the grid its edge is repeated.
    fn cut(&self, [x0, y0]: [u32; 2], slices: &[u32], out: &mut [f32]) {
        let [nx, ny, _] = self.source.geometry().size.map(|n| n as usize);
        let [width, height, _] = self.tiling.patch.map(|n| n as usize);
        let (x0, y0) = (x0 as usize, y0 as usize);
        let inside = width.min(nx - x0);
        for (slice, plane) in slices.iter().zip(out.chunks_exact_mut(width * height)) {
            let Some(chunk) = self.slices.get(&(slice / CHUNK_SLICES)) else {
                continue;
            };
            let base = (slice % CHUNK_SLICES) as usize * nx * ny;
            for (row, line) in plane.chunks_exact_mut(width).enumerate() {
                let y = (y0 + row).min(ny - 1);
                let from = &chunk.values[base + y * nx + x0..][..inside];
                line[..inside].copy_from_slice(from);
                let edge = from.last().copied().unwrap_or(0.0);
                line[inside..].fill(edge);
            }
        }
    }

    /// Runs one batch; the answer holds the kept channel of each window.
    fn run(&self, mut input: Samples, n_windows: usize) -> Result<Vec<f32>, HostFault> {
        self.context.watch.check()?;
        let [px, py, pz] = self.tiling.patch;
        let n = u32::try_from(n_windows).map_err(|e| HostFault::internal(e.to_string()))?;
        let shape = if self.is_slices {
            vec![n, pz, py, px]
        } else {
            vec![n, 1, pz, py, px]
        };
        let tensor = Tensor::new(shape, Elements::Float32(std::mem::take(&mut input.values)))
            .map_err(|error| HostFault::internal(error.to_string()))?;
        let answers = run_model(self.model, &[(&self.input, tensor.view())], self.context)?;
        let Some((_, answer)) = answers.into_iter().next() else {
            return Err(HostFault::model("the model answered with nothing"));
        };
        let found = format!(
            "{} of shape {:?}",
            answer.view().elements().element(),
            answer.shape()
        );
        let channels = answer.shape().get(1).copied().unwrap_or(0);
        let mut expected = vec![n, channels];
        if !self.is_slices {
            expected.push(pz);
        }
        expected.extend([py, px]);
        let is_expected = answer.shape() == expected && self.tiling.channel < channels;
        let window = self.window_out();
        let channel = self.tiling.channel as usize;
        if let (Elements::Float32(all), true) = (answer.into_parts().1, is_expected) {
            return Ok(all
                .chunks_exact(window * channels as usize)
                .flat_map(|channels| &channels[channel * window..][..window])
                .copied()
                .collect());
        }
        let expected = format!("{expected:?} with a channel {channel}");
        Err(TileError::Output { expected, found }.into())
    }

    /// Adds a window's answer, weighted, to the sums of the unfinished slices.
    fn add(&self, [x0, y0]: [u32; 2], window: &[f32], sums: &mut [f32], weights: &mut [f32]) {
        let [nx, ny, _] = self.source.geometry().size.map(|n| n as usize);
        let [width, height, _] = self.tiling.patch.map(|n| n as usize);
        let (x0, y0) = (x0 as usize, y0 as usize);
        let (columns, rows) = (width.min(nx - x0), height.min(ny - y0));
        let [weights_x, weights_y, weights_z] = &self.weights;
        for (z, plane) in window.chunks_exact(width * height).enumerate() {
            for (row, line) in plane.chunks_exact(width).take(rows).enumerate() {
                let at = (z * ny + y0 + row) * nx + x0;
                let weight_yz = weights_z[z] * weights_y[row];
                let targets = sums[at..at + columns]
                    .iter_mut()
                    .zip(&mut weights[at..at + columns]);
                for (((sum, total), &value), &weight_x) in targets.zip(line).zip(weights_x) {
                    let weight = weight_yz * weight_x;
                    *sum += value * weight;
                    *total += weight;
                }
            }
        }
    }
}

/// Runs a model under the job's watch.
pub(crate) fn run_model(
    model: &dyn LoadedModel,
    inputs: &[(&str, TensorRef<'_>)],
    context: &OpContext,
) -> Result<Vec<(String, Tensor)>, HostFault> {
    context.watch.check()?;
    let answer = model.run(inputs, context.watch.inference());
    // A stopped run may end as any error: the job's own state says why.
    context.watch.check()?;
    answer.map_err(|error| {
        if matches!(error, InferError::Cancelled) {
            HostFault::model("the run ended early")
        } else {
            HostFault::model(error.to_string())
        }
    })
}

#[cfg(test)]
mod tests;
