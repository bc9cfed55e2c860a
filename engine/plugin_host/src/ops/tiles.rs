//! Sliding-window inference: cuts a volume into overlapping windows, runs the model on batches of them, blends.
//!
//! Works along z, so that of the source only as many slices are held as the windows of a batch are deep.

use std::collections::BTreeMap;
use std::ops::Range;

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
    // Sums of weighted answers. The windows stand in rows and columns, so what the weights of a voxel sum up to is the
    // product of three sums, one an axis.
    let mut out = context.samples(source.whole().voxels())?;
    let count = walk.count();
    let mut first = 0;
    while first < count {
        let group = first..(first + u64::from(walk.batch)).min(count);
        first = group.end;
        walk.windows(group, &mut out.values)?;
    }
    walk.divide(&mut out.values)?;
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
    /// Where windows start along x, y, z; for a model of slices, the middle slices of windows along z.
    starts: [Vec<u32>; 3],
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
            starts: [
                starts(nx, patch[0], overlap),
                starts(ny, patch[1], overlap),
                starts_z,
            ],
            weights: [
                ramp(patch[0], overlap),
                ramp(patch[1], overlap),
                ramp(depth_out, if is_slices { 0.0 } else { overlap }),
            ],
            slices: BTreeMap::new(),
        })
    }

    /// How many windows there are.
    fn count(&self) -> u64 {
        self.starts
            .iter()
            .map(|starts| starts.len() as u64)
            .product()
    }

    /// Where a window starts; they are counted x fastest, then y, then z.
    fn corner(&self, window: u64) -> [u32; 3] {
        let [x, y, z] = &self.starts;
        let (nx, ny) = (x.len() as u64, y.len() as u64);
        let at = |starts: &[u32], idx: u64| starts[usize::try_from(idx).unwrap_or(usize::MAX)];
        [
            at(x, window % nx),
            at(y, window / nx % ny),
            at(z, window / nx / ny),
        ]
    }

    /// Runs a batch of windows and adds them to the sums.
    fn windows(&mut self, group: Range<u64>, sums: &mut [f32]) -> Result<(), HostFault> {
        let corners: Vec<[u32; 3]> = group.map(|window| self.corner(window)).collect();
        let lowest = corners.first().map_or(0, |corner| corner[2]);
        self.forget_below(lowest);
        let window: usize = self.tiling.patch.iter().map(|&n| n as usize).product();
        // A model that fixes its batch gets it full: what is over are windows of zeros, whose answers are left.
        let n_windows = if self.is_batch_fixed {
            self.batch as usize
        } else {
            corners.len()
        };
        let mut input = self.context.samples(window * n_windows)?;
        for (corner, out) in corners.iter().zip(input.values.chunks_exact_mut(window)) {
            let wanted = self.load_slices(corner[2])?;
            self.cut([corner[0], corner[1]], &wanted, out);
        }
        let answer = self.run(input, n_windows)?;
        for (corner, window) in corners.iter().zip(answer.chunks_exact(self.window_out())) {
            self.add(*corner, window, sums);
        }
        Ok(())
    }

    /// Turns sums of weighted answers into their mean.
    fn divide(&self, sums: &mut [f32]) -> Result<(), HostFault> {
        let size = self.source.geometry().size;
        let depths = [self.tiling.patch[0], self.tiling.patch[1], self.depth_out];
        let [totals_x, totals_y, totals_z]: [Vec<f32>; 3] = std::array::from_fn(|a| {
            let mut totals = vec![0.0; size[a] as usize];
            for &start in &self.starts[a] {
                let end = (start + depths[a]).min(size[a]);
                let reached = &mut totals[start as usize..end as usize];
                for (total, weight) in reached.iter_mut().zip(&self.weights[a]) {
                    *total += weight;
                }
            }
            totals
        });
        let [width, height, _] = size.map(|n| n as usize);
        for (slice, total_z) in sums.chunks_exact_mut(width * height).zip(&totals_z) {
            self.context.watch.check()?;
            for (line, total_y) in slice.chunks_exact_mut(width).zip(&totals_y) {
                let total_yz = total_y * total_z;
                for (sum, total_x) in line.iter_mut().zip(&totals_x) {
                    *sum /= total_x * total_yz;
                }
            }
        }
        Ok(())
    }

    fn window_out(&self) -> usize {
        let [x, y, _] = self.tiling.patch.map(|n| n as usize);
        x * y * self.depth_out as usize
    }

    /// Slices before the middle one that a window of a model of slices has.
    fn before(&self) -> u32 {
        if self.is_slices {
            self.tiling.patch[2] / 2
        } else {
            0
        }
    }

    /// Lets go of the slices that no window from `z` on needs.
    fn forget_below(&mut self, z: u32) {
        let lowest = z.saturating_sub(self.before()) / CHUNK_SLICES;
        self.slices.retain(|&chunk, _| chunk >= lowest);
    }

    /// Evaluates the slices of the windows at `z` and returns their numbers, edges repeated.
    fn load_slices(&mut self, z: u32) -> Result<Vec<u32>, HostFault> {
        let last = self.source.geometry().size[2] - 1;
        let before = self.before();
        let wanted: Vec<u32> = (0..self.tiling.patch[2])
            .map(|idx| (z + idx).saturating_sub(before).min(last))
            .collect();
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
            if channels == 1 {
                return Ok(all);
            }
            let mut kept = Vec::with_capacity(window * n_windows);
            for channels in all.chunks_exact(window * channels as usize) {
                kept.extend_from_slice(&channels[channel * window..][..window]);
            }
            return Ok(kept);
        }
        let expected = format!("{expected:?} with a channel {channel}");
        Err(TileError::Output { expected, found }.into())
    }

    /// Adds a window's answer, weighted, to the sums.
    fn add(&self, [x0, y0, z0]: [u32; 3], window: &[f32], sums: &mut [f32]) {
        let [nx, ny, nz] = self.source.geometry().size.map(|n| n as usize);
        let [width, height, _] = self.tiling.patch.map(|n| n as usize);
        let [x0, y0, z0] = [x0, y0, z0].map(|n| n as usize);
        let (columns, rows, slices) = (width.min(nx - x0), height.min(ny - y0), nz - z0);
        let [weights_x, weights_y, weights_z] = &self.weights;
        let planes = window.chunks_exact(width * height).take(slices);
        for (z, (plane, weight_z)) in planes.zip(weights_z).enumerate() {
            let lines = plane.chunks_exact(width).take(rows).zip(weights_y);
            for (row, (line, weight_y)) in lines.enumerate() {
                let at = ((z0 + z) * ny + y0 + row) * nx + x0;
                let weight_yz = weight_z * weight_y;
                let sums = &mut sums[at..at + columns];
                for ((sum, &value), weight_x) in sums.iter_mut().zip(line).zip(weights_x) {
                    *sum += value * (weight_yz * weight_x);
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
