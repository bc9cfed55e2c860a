//! Connected components of a lazy volume, with the values of another on the same grid: slab by slab, in one pass.
//!
//! The same components as `overread_image::find_blobs`, which a test holds; but only the runs of two slices and what is
//! known of each component are held, however large the volume.

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Blob;

use crate::fault::HostFault;
use crate::lazy::{LazyVolume, Region};
use crate::watch::{Charge, OpContext};

/// Host memory is asked for in steps of so many bytes.
const CHARGE_STEP: u64 = 1 << 16;
/// What a run and, at worst, a component of its own need.
const RUN_BYTES: u64 = (size_of::<Run>() + size_of::<u32>() + size_of::<Part>()) as u64;

/// The components of the voxels above 0, the largest first, with mean and maximum of `values`, else of `labels`.
///
/// Touching means sharing a face, an edge or a corner. A voxel whose value is no number belongs to no component.
pub(crate) fn blobs(
    labels: &LazyVolume,
    values: Option<&LazyVolume>,
    min_voxels: u64,
    max_count: u32,
    context: &OpContext,
) -> Result<Vec<Blob>, HostFault> {
    if let Some(values) = values {
        labels.check_same_grid(values)?;
    }
    let grid = labels.geometry();
    let [nx, ny, _] = grid.size;
    let plane = nx as usize * ny as usize;
    let mut search = Search::new([nx, ny], min_voxels, max_count as usize, context);
    labels.for_each_slab(labels.whole(), context, |first, slab| {
        let n_slices = u32::try_from(slab.len() / plane).unwrap_or(0);
        let region = Region {
            first: [0, 0, first],
            size: [nx, ny, n_slices],
        };
        let own = values
            .map(|values| values.evaluate(region, context))
            .transpose()?;
        let values = own.as_ref().map_or(slab, |own| &own.values);
        let slices = slab.chunks_exact(plane).zip(values.chunks_exact(plane));
        for (z, (marks, values)) in (first..).zip(slices) {
            context.watch.check()?;
            search.slice(z, marks, values)?;
        }
        Ok(())
    })?;
    Ok(search.finish(grid))
}

/// Consecutive voxels of one row that are marked; `label` is a place in [`Search::parents`].
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    label: u32,
}

/// The runs of one slice, row by row.
#[derive(Debug, Default)]
struct Slice {
    runs: Vec<Run>,
    /// Where the runs of each row begin, and where the last ones end.
    rows: Vec<usize>,
}

impl Slice {
    fn row(&self, y: usize) -> std::ops::Range<usize> {
        self.rows[y]..self.rows.get(y + 1).copied().unwrap_or(self.runs.len())
    }
}

/// What is known of one component so far.
#[derive(Debug, Clone, Copy)]
struct Part {
    voxels: u64,
    /// Its first voxel in the order of the grid.
    first_idx: u64,
    position_sums: [f64; 3],
    first: [u32; 3],
    last: [u32; 3],
    value_sum: f64,
    max: f32,
}

struct Search<'c> {
    size: [u32; 2],
    min_voxels: u64,
    max_count: usize,
    /// Union-find over the labels of the last two slices: the root of each is itself.
    parents: Vec<u32>,
    /// What is known of each root.
    parts: Vec<Part>,
    before: Slice,
    now: Slice,
    /// Components that no later slice can touch.
    done: Vec<Part>,
    context: &'c OpContext,
    charges: Vec<Charge>,
    charged: u64,
}

impl<'c> Search<'c> {
    fn new(size: [u32; 2], min_voxels: u64, max_count: usize, context: &'c OpContext) -> Self {
        Self {
            size,
            min_voxels,
            max_count,
            parents: Vec::new(),
            parts: Vec::new(),
            before: Slice::default(),
            now: Slice::default(),
            done: Vec::new(),
            context,
            charges: Vec::new(),
            charged: 0,
        }
    }

    /// Takes the next slice; slices come in order.
    fn slice(&mut self, z: u32, marks: &[f32], values: &[f32]) -> Result<(), HostFault> {
        let width = self.size[0] as usize;
        let rows = marks.chunks_exact(width).zip(values.chunks_exact(width));
        for (y, (marks, values)) in (0u32..).zip(rows) {
            self.now.rows.push(self.now.runs.len());
            self.row([y, z], marks, values);
            self.join_row(y as usize);
            self.charge()?;
        }
        self.settle();
        Ok(())
    }

    /// Adds the runs of a row, each as a component of its own.
    fn row(&mut self, [y, z]: [u32; 2], marks: &[f32], values: &[f32]) {
        let is_marked = |x: usize| marks[x] > 0.0 && !values[x].is_nan();
        let mut x = 0;
        while x < marks.len() {
            if !is_marked(x) {
                x += 1;
                continue;
            }
            let start = x;
            while x < marks.len() && is_marked(x) {
                x += 1;
            }
            // Sides of a volume have at most 2^14 voxels, and a slice fewer runs than voxels.
            let [start_x, end_x, label] =
                [start, x, self.parents.len()].map(|n| u32::try_from(n).unwrap_or(u32::MAX));
            self.parents.push(label);
            let row_idx =
                (u64::from(z) * u64::from(self.size[1]) + u64::from(y)) * u64::from(self.size[0]);
            self.parts.push(Part::of_run(
                [start_x, end_x],
                [y, z],
                row_idx,
                &values[start..x],
            ));
            self.now.runs.push(Run {
                start: start_x,
                end: end_x,
                label,
            });
        }
    }

    /// Joins the runs of row `y` with those that they touch: the row before, and three rows of the slice before.
    fn join_row(&mut self, y: usize) {
        let row = self.now.row(y);
        if y > 0 {
            let near = self.now.row(y - 1);
            for idx in touching(&self.now.runs[near], &self.now.runs[row.clone()]) {
                self.join(idx);
            }
        }
        if self.before.rows.is_empty() {
            return;
        }
        let last = self.before.rows.len() - 1;
        for near_y in y.saturating_sub(1)..=(y + 1).min(last) {
            let near = self.before.row(near_y);
            for idx in touching(&self.before.runs[near], &self.now.runs[row.clone()]) {
                self.join(idx);
            }
        }
    }

    fn root(&mut self, mut label: u32) -> u32 {
        while self.parents[label as usize] != label {
            let parent = self.parents[label as usize];
            self.parents[label as usize] = self.parents[parent as usize];
            label = parent;
        }
        label
    }

    fn join(&mut self, [a, b]: [u32; 2]) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (kept, gone) = (a.min(b), a.max(b));
            self.parents[gone as usize] = kept;
            let gone = self.parts[gone as usize];
            self.parts[kept as usize].add(&gone);
        }
    }

    /// After a slice: what it does not touch is done, and the labels are counted anew.
    fn settle(&mut self) {
        let mut renamed = vec![u32::MAX; self.parents.len()];
        let mut parts = Vec::new();
        let mut now = std::mem::take(&mut self.now);
        for run in &mut now.runs {
            let root = self.root(run.label) as usize;
            if renamed[root] == u32::MAX {
                renamed[root] = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                parts.push(self.parts[root]);
            }
            run.label = renamed[root];
        }
        let is_root = |&label: &usize| self.parents[label] as usize == label;
        for label in (0..self.parents.len()).filter(is_root) {
            if renamed[label] == u32::MAX {
                let part = self.parts[label];
                if part.voxels >= self.min_voxels {
                    self.done.push(part);
                }
            }
        }
        // Those that cannot be among the first any more need not be kept.
        if self.done.len() > self.max_count.saturating_mul(2).max(1024) {
            self.keep_largest();
        }
        self.parents = (0..).take(parts.len()).collect();
        self.parts = parts;
        self.before = now;
    }

    fn keep_largest(&mut self) {
        self.done
            .sort_by(|a, b| b.voxels.cmp(&a.voxels).then(a.first_idx.cmp(&b.first_idx)));
        self.done.truncate(self.max_count);
    }

    /// Counts what is held against the job.
    fn charge(&mut self) -> Result<(), HostFault> {
        let held = (self.parents.len() + self.before.runs.len() + self.done.len()) as u64;
        while held * RUN_BYTES > self.charged {
            self.charges.push(self.context.memory.charge(CHARGE_STEP)?);
            self.charged += CHARGE_STEP;
        }
        Ok(())
    }

    fn finish(mut self, grid: &VolumeGeometry) -> Vec<Blob> {
        // As if an empty slice followed.
        self.settle();
        self.keep_largest();
        self.done.iter().map(|part| part.blob(grid)).collect()
    }
}

/// The labels of the runs of two rows that touch, also across a corner. Both are sorted by x.
fn touching<'r>(near: &'r [Run], row: &'r [Run]) -> Vec<[u32; 2]> {
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while let (Some(first), Some(second)) = (near.get(a), row.get(b)) {
        if first.start <= second.end && second.start <= first.end {
            pairs.push([first.label, second.label]);
        }
        if first.end < second.end {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

impl Part {
    fn of_run([start, end]: [u32; 2], [y, z]: [u32; 2], row_idx: u64, values: &[f32]) -> Self {
        let n = f64::from(end - start);
        Self {
            voxels: u64::from(end - start),
            first_idx: row_idx + u64::from(start),
            position_sums: [
                n * (f64::from(start) + f64::from(end) - 1.0) * 0.5,
                n * f64::from(y),
                n * f64::from(z),
            ],
            first: [start, y, z],
            last: [end - 1, y, z],
            value_sum: values.iter().map(|&value| f64::from(value)).sum(),
            max: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
        }
    }

    fn add(&mut self, other: &Self) {
        self.voxels += other.voxels;
        self.first_idx = self.first_idx.min(other.first_idx);
        for a in 0..3 {
            self.position_sums[a] += other.position_sums[a];
            self.first[a] = self.first[a].min(other.first[a]);
            self.last[a] = self.last[a].max(other.last[a]);
        }
        self.value_sum += other.value_sum;
        self.max = self.max.max(other.max);
    }

    fn blob(&self, grid: &VolumeGeometry) -> Blob {
        let n = self.voxels as f64;
        let spacing = grid.spacing;
        let centre = Vec3::from_array(self.position_sums.map(|sum| sum / n));
        Blob {
            voxels: self.voxels,
            volume_mm3: n * spacing.x * spacing.y * spacing.z,
            centroid: grid.patient_from_voxel(centre),
            first_voxel: self.first,
            last_voxel: self.last,
            mean: self.value_sum / n,
            max: self.max,
        }
    }
}

#[cfg(test)]
mod tests;
