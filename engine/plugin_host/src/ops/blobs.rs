//! Connected components of a lazy volume, with the values of another on the same grid.

use overread_image::{Blob, find_blobs};

use crate::fault::HostFault;
use crate::lazy::LazyVolume;
use crate::watch::OpContext;

/// The largest grid: one search cannot be interrupted, and takes a second or two of this.
const MAX_VOXELS: u64 = 1 << 28;
/// What the search holds for each run of voxels, in bytes.
const RUN_BYTES: u64 = 160;

/// The components of the voxels above 0, the largest first, with mean and maximum of `values`, else of `labels`.
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
    if grid.voxel_count() > MAX_VOXELS {
        return Err(HostFault::limit(format!(
            "components are looked for in at most {MAX_VOXELS} voxels, found {}",
            grid.voxel_count()
        )));
    }
    let mut marked = labels.materialise(context)?;
    if let Some(values) = values {
        let values = values.materialise(context)?;
        for (mark, &value) in marked.values.iter_mut().zip(&values.values) {
            // What is no number belongs to no component.
            *mark = if *mark > 0.0 { value } else { f32::NAN };
        }
    } else {
        for mark in &mut marked.values {
            *mark = if *mark > 0.0 { *mark } else { f32::NAN };
        }
    }
    context.watch.check()?;
    let _held = context
        .memory
        .charge(runs(&marked.values, grid.size[0]) * RUN_BYTES)?;
    let (low, high) = (f32::NEG_INFINITY, f32::INFINITY);
    let found = find_blobs(
        grid,
        &marked.values,
        low,
        high,
        min_voxels,
        max_count as usize,
    );
    context.watch.check()?;
    Ok(found)
}

/// How many runs of voxels along x there are.
fn runs(values: &[f32], width: u32) -> u64 {
    let in_row = |row: &[f32]| {
        let starts = row
            .windows(2)
            .filter(|pair| pair[0].is_nan() && !pair[1].is_nan())
            .count();
        starts as u64 + u64::from(row.first().is_some_and(|v| !v.is_nan()))
    };
    values.chunks_exact(width as usize).map(in_row).sum()
}

#[cfg(test)]
mod tests;
