//! Overlap of masks as runs of voxels. Says nothing of what a hit is.

use overread_base::{Finding, Lesion, MaskRle, Shape};

/// First voxel and the one after the last of each run that is set.
pub(crate) fn set_runs(mask: &MaskRle) -> impl Iterator<Item = (u64, u64)> + '_ {
    let mut at = 0_u64;
    mask.runs.iter().enumerate().filter_map(move |(idx, &run)| {
        let start = at;
        at += u64::from(run);
        (idx % 2 == 1 && run > 0).then_some((start, at))
    })
}

/// Twice the common voxels over all voxels, of all masks on the grid of the first lesion's mask.
pub(crate) fn dice(findings: &[&Finding], lesions: &[&Lesion]) -> Option<f64> {
    let truth: Vec<&MaskRle> = lesions
        .iter()
        .filter_map(|lesion| lesion.mask.as_ref())
        .collect();
    let grid = &truth.first()?.geometry;
    let marks = findings.iter().flat_map(|finding| &finding.marks);
    let said: Vec<&MaskRle> = marks
        .filter_map(|mark| {
            let Shape::Mask(mask) = &mark.shape else {
                return None;
            };
            (mask.geometry.size == grid.size).then_some(mask)
        })
        .collect();
    if said.is_empty() {
        return None;
    }
    let truth = union(
        truth
            .into_iter()
            .filter(|mask| mask.geometry.size == grid.size),
    );
    let said = union(said.into_iter());
    let size = |runs: &[(u64, u64)]| runs.iter().map(|(start, end)| end - start).sum::<u64>();
    let both = size(&truth) + size(&said);
    (both > 0).then(|| 2.0 * common(&truth, &said) as f64 / both as f64)
}

/// The runs of several masks of one grid, in order and apart.
fn union<'a>(masks: impl Iterator<Item = &'a MaskRle>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = masks.flat_map(set_runs).collect();
    runs.sort_unstable();
    let mut apart: Vec<(u64, u64)> = Vec::new();
    for (start, end) in runs {
        match apart.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => apart.push((start, end)),
        }
    }
    apart
}

/// How many voxels two lists of runs share.
fn common(a: &[(u64, u64)], b: &[(u64, u64)]) -> u64 {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        n += x.1.min(y.1).saturating_sub(x.0.max(y.0));
        if x.1 < y.1 { i += 1 } else { j += 1 }
    }
    n
}
