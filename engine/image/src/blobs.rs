//! Connected components of the voxels within a range of values. Touching means sharing a face, an edge or a corner.

use overread_base::{Vec3, VolumeGeometry};

/// One connected component.
#[derive(Debug, Clone, PartialEq)]
pub struct Blob {
    /// Number of voxels.
    pub voxels: u64,
    /// Their volume, mm³.
    pub volume_mm3: f64,
    /// Mean position of the voxel centres, patient LPS mm.
    pub centroid: Vec3,
    /// Least voxel index along x, y, z.
    pub first_voxel: [u32; 3],
    /// Greatest voxel index along x, y, z.
    pub last_voxel: [u32; 3],
    /// Mean value.
    pub mean: f64,
    /// Greatest value.
    pub max: f32,
}

impl Blob {
    /// The corners, in patient LPS mm, of the box around the outer faces of the blob's voxels.
    #[must_use]
    pub fn bounds(&self, geometry: &VolumeGeometry) -> (Vec3, Vec3) {
        let low = Vec3::from_array(self.first_voxel.map(|v| f64::from(v) - 0.5));
        let high = Vec3::from_array(self.last_voxel.map(|v| f64::from(v) + 0.5));
        let corners = (0..8).map(|corner: u8| {
            let pick = |bit: u8, a: f64, b: f64| if corner >> bit & 1 == 0 { a } else { b };
            geometry.patient_from_voxel(Vec3::new(
                pick(0, low.x, high.x),
                pick(1, low.y, high.y),
                pick(2, low.z, high.z),
            ))
        });
        corners.fold(
            (
                Vec3::from_array([f64::INFINITY; 3]),
                Vec3::from_array([f64::NEG_INFINITY; 3]),
            ),
            |(l, h), p| (l.min(p), h.max(p)),
        )
    }
}

/// The components of the voxels with `low <= value <= high`, largest first (then in the order of their first voxel),
/// without those of fewer than `min_voxels`, at most `max_count`.
///
/// `values` is ordered x fastest, then y, then z, and must have as many entries as the grid has voxels; otherwise there
/// are no blobs. Values that are not numbers belong to none. Neighbourhood: 26 voxels.
#[must_use]
pub fn find_blobs(
    geometry: &VolumeGeometry,
    values: &[f32],
    low: f32,
    high: f32,
    min_voxels: u64,
    max_count: usize,
) -> Vec<Blob> {
    if values.len() as u64 != geometry.voxel_count() {
        return Vec::new();
    }
    let mut labels = Labels::default();
    let runs = labelled_runs(geometry, values, low, high, &mut labels);
    let mut parts: Vec<Option<Accumulator>> = vec![None; labels.parents.len()];
    for run in &runs {
        let root = labels.root(run.label);
        parts[root as usize]
            .get_or_insert_with(Accumulator::new)
            .add(run, values, geometry);
    }
    let mut blobs: Vec<(u64, Blob)> = parts
        .into_iter()
        .flatten()
        .filter(|part| part.voxels >= min_voxels)
        .map(|part| (part.first_idx, part.finish(geometry)))
        .collect();
    blobs.sort_by(|a, b| b.1.voxels.cmp(&a.1.voxels).then(a.0.cmp(&b.0)));
    blobs.truncate(max_count);
    blobs.into_iter().map(|(_, blob)| blob).collect()
}

/// Consecutive voxels of one row that are in range.
struct Run {
    start: u32,
    end: u32,
    y: u32,
    z: u32,
    label: u32,
}

/// Union-find over run labels, with path halving.
#[derive(Default)]
struct Labels {
    parents: Vec<u32>,
}

impl Labels {
    fn add(&mut self) -> u32 {
        // One label a run: a grid has at most 2^31 voxels, so runs fit.
        let label = u32::try_from(self.parents.len()).unwrap_or(u32::MAX);
        self.parents.push(label);
        label
    }

    fn root(&mut self, mut label: u32) -> u32 {
        while self.parents[label as usize] != label {
            let parent = self.parents[label as usize];
            self.parents[label as usize] = self.parents[parent as usize];
            label = parent;
        }
        label
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        // The smaller label wins, so that the result does not depend on the order of joining.
        self.parents[a.max(b) as usize] = a.min(b);
    }
}

/// All runs in raster order, labelled so that touching runs have one root.
fn labelled_runs(
    geometry: &VolumeGeometry,
    values: &[f32],
    low: f32,
    high: f32,
    labels: &mut Labels,
) -> Vec<Run> {
    let [nx, ny, nz] = geometry.size;
    let mut runs: Vec<Run> = Vec::new();
    // Where the runs of each row begin in `runs`.
    let mut row_starts: Vec<usize> = Vec::with_capacity(ny as usize * nz as usize + 1);
    for z in 0..nz {
        for y in 0..ny {
            let row = z as usize * ny as usize + y as usize;
            row_starts.push(runs.len());
            push_runs(
                &values[row * nx as usize..][..nx as usize],
                [y, z],
                (low, high),
                labels,
                &mut runs,
            );
            let above = [(y.checked_sub(1), Some(z))].into_iter();
            let before = [y.checked_sub(1), Some(y), (y + 1 < ny).then_some(y + 1)]
                .map(|y| (y, z.checked_sub(1)));
            for (near_y, near_z) in above.chain(before) {
                let (Some(near_y), Some(near_z)) = (near_y, near_z) else {
                    continue;
                };
                let near_row = near_z as usize * ny as usize + near_y as usize;
                let near = row_starts[near_row]
                    ..row_starts.get(near_row + 1).copied().unwrap_or(runs.len());
                join_touching(&runs, near, row_starts[row]..runs.len(), labels);
            }
        }
    }
    runs
}

fn push_runs(
    line: &[f32],
    [y, z]: [u32; 2],
    (low, high): (f32, f32),
    labels: &mut Labels,
    runs: &mut Vec<Run>,
) {
    let mut start = None;
    for (x, &value) in (0u32..).zip(line) {
        match (low <= value && value <= high, start) {
            (true, None) => start = Some(x),
            (false, Some(first)) => {
                runs.push(Run {
                    start: first,
                    end: x,
                    y,
                    z,
                    label: labels.add(),
                });
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    if let Some(first) = start {
        let end = u32::try_from(line.len()).unwrap_or(u32::MAX);
        runs.push(Run {
            start: first,
            end,
            y,
            z,
            label: labels.add(),
        });
    }
}

/// Joins the runs of two neighbouring rows that touch, also across a corner. Both ranges are sorted by x.
fn join_touching(
    runs: &[Run],
    near: std::ops::Range<usize>,
    row: std::ops::Range<usize>,
    labels: &mut Labels,
) {
    let (mut a, mut b) = (near.start, row.start);
    while a < near.end && b < row.end {
        let (first, second) = (&runs[a], &runs[b]);
        if first.start <= second.end && second.start <= first.end {
            labels.join(first.label, second.label);
        }
        if first.end < second.end {
            a += 1
        } else {
            b += 1
        }
    }
}

#[derive(Clone)]
struct Accumulator {
    voxels: u64,
    first_idx: u64,
    position_sums: [f64; 3],
    first: [u32; 3],
    last: [u32; 3],
    value_sum: f64,
    max: f32,
}

impl Accumulator {
    fn new() -> Self {
        Self {
            voxels: 0,
            first_idx: u64::MAX,
            position_sums: [0.0; 3],
            first: [u32::MAX; 3],
            last: [0; 3],
            value_sum: 0.0,
            max: f32::NEG_INFINITY,
        }
    }

    fn add(&mut self, run: &Run, values: &[f32], geometry: &VolumeGeometry) {
        let [nx, ny, _] = geometry.size.map(u64::from);
        let row = (u64::from(run.z) * ny + u64::from(run.y)) * nx;
        self.first_idx = self.first_idx.min(row + u64::from(run.start));
        let n = f64::from(run.end - run.start);
        self.voxels += u64::from(run.end - run.start);
        self.position_sums[0] += n * (f64::from(run.start) + f64::from(run.end) - 1.0) * 0.5;
        self.position_sums[1] += n * f64::from(run.y);
        self.position_sums[2] += n * f64::from(run.z);
        for (axis, (low, high)) in [(run.start, run.end - 1), (run.y, run.y), (run.z, run.z)]
            .into_iter()
            .enumerate()
        {
            self.first[axis] = self.first[axis].min(low);
            self.last[axis] = self.last[axis].max(high);
        }
        let line = usize::try_from(row).unwrap_or(usize::MAX);
        for &value in &values[line + run.start as usize..line + run.end as usize] {
            self.value_sum += f64::from(value);
            self.max = self.max.max(value);
        }
    }

    fn finish(self, geometry: &VolumeGeometry) -> Blob {
        let n = self.voxels as f64;
        let spacing = geometry.spacing;
        Blob {
            voxels: self.voxels,
            volume_mm3: n * spacing.x * spacing.y * spacing.z,
            centroid: geometry
                .patient_from_voxel(Vec3::from_array(self.position_sums.map(|sum| sum / n))),
            first_voxel: self.first,
            last_voxel: self.last,
            mean: self.value_sum / n,
            max: self.max,
        }
    }
}

#[cfg(test)]
mod tests;
