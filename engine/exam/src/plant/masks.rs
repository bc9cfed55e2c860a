//! Masks moved, mirrored, grown and shrunk on their own grid. No grid is changed, and no mask becomes empty.

use overread_base::{MaskRle, Vec3, VolumeGeometry};

/// Larger masks are left alone: no lesion is so large, and a change would take too long.
const MAX_VOXELS: u64 = 1 << 21;
/// Growing by more steps is cut off here.
const MAX_STEPS: u32 = 64;

/// A voxel by its number in the grid, x fastest.
type Idx = u64;

/// The voxels that are set, ascending; `None` for an empty or very large mask, or one whose runs do not fit its grid.
fn voxels(mask: &MaskRle) -> Option<Vec<Idx>> {
    let sum: u64 = mask.runs.iter().map(|&run| u64::from(run)).sum();
    let count = mask.voxel_count();
    if sum != mask.geometry.voxel_count() || count == 0 || count > MAX_VOXELS {
        return None;
    }
    let mut at = 0u64;
    let mut set = Vec::new();
    for (nth, &run) in mask.runs.iter().enumerate() {
        let end = at + u64::from(run);
        if nth % 2 == 1 {
            set.extend(at..end);
        }
        at = end;
    }
    Some(set)
}

/// The mask of ascending voxels; `None` if there are none.
fn mask_of(geometry: &VolumeGeometry, set: &[Idx]) -> Option<MaskRle> {
    if set.is_empty() {
        return None;
    }
    let mut runs = Vec::new();
    let mut at = 0u64;
    for run in set.chunk_by(|a, b| a + 1 == *b) {
        let first = *run.first()?;
        push_run(&mut runs, first - at);
        push_run(&mut runs, run.len() as u64);
        at = first + run.len() as u64;
    }
    push_run(&mut runs, geometry.voxel_count() - at);
    Some(MaskRle {
        geometry: geometry.clone(),
        runs,
    })
}

/// A run may be longer than a number of 32 bits holds: it goes on after an empty run of the other value.
fn push_run(runs: &mut Vec<u32>, mut length: u64) {
    while length > u64::from(u32::MAX) {
        runs.extend([u32::MAX, 0]);
        length -= u64::from(u32::MAX);
    }
    runs.push(u32::try_from(length).unwrap_or(u32::MAX));
}

fn position(geometry: &VolumeGeometry, idx: Idx) -> [u64; 3] {
    let [nx, ny, _] = geometry.size.map(u64::from);
    [idx % nx, idx / nx % ny, idx / nx / ny]
}

fn patient(geometry: &VolumeGeometry, idx: Idx) -> Vec3 {
    let [x, y, z] = position(geometry, idx).map(|v| v as f64);
    geometry.patient_from_voxel(Vec3::new(x, y, z))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to lie in the grid"
)]
fn idx_of(geometry: &VolumeGeometry, place: Vec3) -> Option<Idx> {
    let voxel = geometry
        .voxel_from_patient(place)
        .to_array()
        .map(f64::round);
    let is_inside = voxel
        .iter()
        .zip(geometry.size)
        .all(|(&v, n)| 0.0 <= v && v < f64::from(n));
    let [nx, ny, _] = geometry.size.map(u64::from);
    let [x, y, z] = voxel.map(|v| v as u64);
    is_inside.then(|| x + nx * (y + ny * z))
}

/// Each voxel goes where `to` sends its centre; what leaves the grid is lost.
fn moved(mask: &MaskRle, to: impl Fn(Vec3) -> Vec3) -> Option<MaskRle> {
    let geometry = &mask.geometry;
    let mut set: Vec<Idx> = voxels(mask)?
        .into_iter()
        .filter_map(|idx| idx_of(geometry, to(patient(geometry, idx))))
        .collect();
    set.sort_unstable();
    set.dedup();
    mask_of(geometry, &set)
}

/// Moved by whole voxels; `None` if nothing of it stays in the grid.
pub(super) fn translated(mask: &MaskRle, by: Vec3) -> Option<MaskRle> {
    moved(mask, |place| place + by)
}

/// Mirrored across the plane of that x.
pub(super) fn mirrored(mask: &MaskRle, middle_x: f64) -> Option<MaskRle> {
    moved(mask, |place| {
        Vec3::new(2.0 * middle_x - place.x, place.y, place.z)
    })
}

/// Only what `is_kept` keeps.
pub(super) fn kept(mask: &MaskRle, is_kept: impl Fn(Vec3) -> bool) -> Option<MaskRle> {
    let geometry = &mask.geometry;
    let mut set = voxels(mask)?;
    set.retain(|idx| is_kept(patient(geometry, *idx)));
    mask_of(geometry, &set)
}

/// The radius of the sphere of equal volume, mm.
pub(super) fn radius_mm(mask: &MaskRle) -> f64 {
    let spacing = mask.geometry.spacing;
    let volume = mask.voxel_count() as f64 * spacing.x * spacing.y * spacing.z;
    libm::cbrt(volume * 0.75 / std::f64::consts::PI)
}

/// Grown by about so many mm to all sides.
pub(super) fn grown(mask: &MaskRle, by_mm: f64) -> Option<MaskRle> {
    let mut set = voxels(mask)?;
    for axes in steps(&mask.geometry, by_mm) {
        if set.len() as u64 > MAX_VOXELS {
            break;
        }
        let more: Vec<Idx> = set
            .iter()
            .flat_map(|&idx| neighbours(&mask.geometry, idx, axes).into_iter().flatten())
            .collect();
        set.extend(more);
        set.sort_unstable();
        set.dedup();
    }
    mask_of(&mask.geometry, &set)
}

/// Shrunk to about `factor` of its radius, but never to nothing.
pub(super) fn shrunk(mask: &MaskRle, factor: f64) -> Option<MaskRle> {
    let mut set = voxels(mask)?;
    let n_before = set.len();
    let by_mm = radius_mm(mask) * (1.0 - factor);
    for axes in steps(&mask.geometry, by_mm) {
        let is_inner = |idx: &Idx| {
            let mut around = neighbours(&mask.geometry, *idx, axes).into_iter();
            // Outside the grid there is no lesion either.
            around.all(|near| near.is_some_and(|near| set.binary_search(&near).is_ok()))
        };
        let inner: Vec<Idx> = set.iter().copied().filter(is_inner).collect();
        if inner.is_empty() {
            break;
        }
        set = inner;
    }
    if set.len() == n_before {
        set = innermost(&mask.geometry, set, factor);
    }
    mask_of(&mask.geometry, &set)
}

/// A mask too thin to lose a layer keeps its share of voxels around the middle, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
fn innermost(geometry: &VolumeGeometry, mut set: Vec<Idx>, factor: f64) -> Vec<Idx> {
    let n_kept = (set.len() as f64 * factor * factor * factor)
        .round()
        .max(1.0) as usize;
    let sum = set
        .iter()
        .fold(Vec3::default(), |sum, idx| sum + patient(geometry, *idx));
    let middle = sum * (1.0 / set.len() as f64);
    set.sort_by(|a, b| {
        let distance = |idx: Idx| patient(geometry, idx).distance(middle);
        distance(*a).total_cmp(&distance(*b)).then(a.cmp(b))
    });
    set.truncate(n_kept);
    set.sort_unstable();
    set
}

/// The axes along which each step of one smallest spacing goes, so that the steps sum to `by_mm` on every axis.
fn steps(geometry: &VolumeGeometry, by_mm: f64) -> Vec<[bool; 3]> {
    let spacing = geometry.spacing.to_array();
    let least = spacing.into_iter().fold(f64::INFINITY, f64::min);
    let n_steps = (1..=MAX_STEPS).take_while(|nth| f64::from(*nth) * least <= by_mm.max(least));
    n_steps
        .map(|nth| {
            let reached = |mm: f64, step: f64| (mm / step).floor();
            let (before, after) = (f64::from(nth - 1) * least, f64::from(nth) * least);
            spacing.map(|step| reached(after + 1e-9, step) > reached(before + 1e-9, step))
        })
        .collect()
}

/// The neighbours along some axes: `None` where the grid ends; along the other axes the voxel itself.
fn neighbours(geometry: &VolumeGeometry, idx: Idx, axes: [bool; 3]) -> [Option<Idx>; 6] {
    let [nx, ny, nz] = geometry.size.map(u64::from);
    let [x, y, z] = position(geometry, idx);
    let along = |is_on: bool, at: u64, n: u64, step: u64| {
        if !is_on {
            return [Some(idx); 2];
        }
        [
            (at > 0).then(|| idx - step),
            (at + 1 < n).then(|| idx + step),
        ]
    };
    let [a, b] = along(axes[0], x, nx, 1);
    let [c, d] = along(axes[1], y, ny, nx);
    let [e, f] = along(axes[2], z, nz, nx * ny);
    [a, b, c, d, e, f]
}

#[cfg(test)]
mod tests;
