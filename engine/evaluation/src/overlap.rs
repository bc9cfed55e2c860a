//! Overlap of masks as runs of voxels. Says nothing of what a hit is.

use overread_base::{Finding, Lesion, MaskRle, SeriesUid, Shape, Vec3, VolumeGeometry};

/// First voxel and the one after the last of each run that is set.
pub(crate) fn set_runs(mask: &MaskRle) -> impl Iterator<Item = (u64, u64)> + '_ {
    let mut at = 0_u64;
    mask.runs.iter().enumerate().filter_map(move |(idx, &run)| {
        let start = at;
        at += u64::from(run);
        (idx % 2 == 1 && run > 0).then_some((start, at))
    })
}

/// Positions, spacings and directions of one grid written by two programs differ by no more, mm and parts of 1.
const ROUNDING: f64 = 0.01;

/// A grid with a mask of the truth: of an image where the lesion is of projections, else of the volume.
#[derive(Debug, Clone, Copy)]
struct Plane<'a> {
    series: Option<&'a SeriesUid>,
    grid: &'a VolumeGeometry,
}

impl Plane<'_> {
    fn is_same(&self, other: &Plane<'_>) -> bool {
        self.series == other.series && is_same_grid(self.grid, other.grid)
    }

    fn holds(&self, series: &SeriesUid, mask: &MaskRle) -> bool {
        self.series.is_none_or(|own| own == series) && is_same_grid(self.grid, &mask.geometry)
    }
}

/// Twice the common voxels over all voxels, image by image where the lesions are of projections. What is marked on an
/// image without a lesion counts as claimed; masks on another grid than the truth's cannot be compared and do not count.
pub(crate) fn dice(findings: &[&Finding], lesions: &[&Lesion]) -> Option<f64> {
    let truth: Vec<(Plane<'_>, &MaskRle)> = lesions.iter().flat_map(|one| planes(one)).collect();
    let mut apart: Vec<Plane<'_>> = Vec::new();
    for (plane, _) in &truth {
        if !apart.iter().any(|known| known.is_same(plane)) {
            apart.push(*plane);
        }
    }
    let said: Vec<(&SeriesUid, &MaskRle)> = findings
        .iter()
        .flat_map(|finding| &finding.marks)
        .filter_map(|mark| {
            let Shape::Mask(mask) = &mark.shape else {
                return None;
            };
            Some((&mark.series, mask))
        })
        .collect();
    let (mut both, mut shared, mut is_comparable) = (0, 0, false);
    for plane in &apart {
        let own = truth.iter().filter(|(other, _)| other.is_same(plane));
        let own = union(own.map(|(_, mask)| *mask));
        let here = said
            .iter()
            .filter(|(series, mask)| plane.holds(series, mask));
        let here: Vec<&MaskRle> = here.map(|(_, mask)| *mask).collect();
        is_comparable |= !here.is_empty();
        let here = union(here.into_iter());
        both += size(&own) + size(&here);
        shared += common(&own, &here);
    }
    // In a volume what is not on the grid of the truth is on none that is known.
    if apart.iter().all(|plane| plane.series.is_some()) {
        let is_elsewhere =
            |series: &SeriesUid| !apart.iter().any(|plane| plane.series == Some(series));
        let elsewhere = said.iter().filter(|(series, _)| is_elsewhere(series));
        both += elsewhere
            .map(|(_, mask)| size(&union(std::iter::once(*mask))))
            .sum::<u64>();
    }
    (is_comparable && both > 0).then(|| 2.0 * shared as f64 / both as f64)
}

/// The masks of a lesion, each with its grid.
fn planes(lesion: &Lesion) -> Vec<(Plane<'_>, &MaskRle)> {
    let of = |series, mask| {
        let mask: &MaskRle = mask;
        let grid = &mask.geometry;
        (Plane { series, grid }, mask)
    };
    if lesion.views.is_empty() {
        return lesion.mask.iter().map(|mask| of(None, mask)).collect();
    }
    let views = lesion.views.iter();
    views
        .filter_map(|view| Some(of(Some(&view.series), view.mask.as_ref()?)))
        .collect()
}

fn is_same_grid(a: &VolumeGeometry, b: &VolumeGeometry) -> bool {
    let near = |a: Vec3, b: Vec3| a.distance(b) <= ROUNDING;
    a.size == b.size
        && near(a.origin, b.origin)
        && near(a.spacing, b.spacing)
        && near(a.row_dir, b.row_dir)
        && near(a.col_dir, b.col_dir)
}

fn size(runs: &[(u64, u64)]) -> u64 {
    runs.iter().map(|(start, end)| end - start).sum()
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
