//! From probabilities of voxels to haemorrhages: connected parts, their kind, score and volume. Pure.
//!
//! The numbers are those of models/brain-haemorrhage/service.py and must stay equal to them.

use crate::kind::Kind;

/// Voxels at or above belong to a part.
const FLOOR: f32 = 0.3;
/// Those at or above are its mask and its volume.
const SOLID: f32 = 0.5;
/// Smaller parts are noise.
const LEAST_VOXELS: usize = 4;
/// A part of this volume counts half: specks are less believable than collections.
const SIZE_ML: f64 = 0.15;
/// How far a kind without any part is believed: this share of its highest voxel.
const SPECK: f64 = 0.1;
/// Extra-axial blood is one thing until its shape says which.
const GROUPS: [&[Kind]; 4] = [
    &[Kind::Epidural, Kind::Subdural],
    &[Kind::Subarachnoid],
    &[Kind::Intraparenchymal],
    &[Kind::Intraventricular],
];

/// One haemorrhage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bleed {
    pub(crate) kind: Kind,
    /// 0 to 1.
    pub(crate) score: f64,
    pub(crate) volume_ml: f64,
    /// Its voxels in ascending order, x fastest.
    pub(crate) voxels: Vec<usize>,
}

/// All parts, and the score of each kind whether it has parts or not.
pub(crate) fn bleeds(
    probabilities: &[f32],
    size: [usize; 3],
    voxel_ml: f64,
) -> (Vec<Bleed>, [f64; 5]) {
    let n: usize = size.iter().product();
    let of = |kind: Kind, voxel: usize| probabilities[kind.idx() * n + voxel];
    let (highest, kinds) = strongest(probabilities, n);
    let mut scores = Kind::ALL.map(|kind| {
        let most = (0..n).map(|voxel| of(kind, voxel)).fold(0.0, f32::max);
        SPECK * f64::from(most)
    });
    let mut found = Vec::new();
    for group in GROUPS {
        let mut is_open: Vec<bool> = (0..n)
            .map(|voxel| highest[voxel] >= FLOOR && group.contains(&kinds[voxel]))
            .collect();
        for seed in 0..n {
            if !is_open[seed] {
                continue;
            }
            let part = flood(seed, size, &mut is_open);
            if part.len() < LEAST_VOXELS {
                continue;
            }
            let volume = part.len() as f64 * voxel_ml;
            let mut chosen = (group[0], f64::NEG_INFINITY);
            for &kind in group {
                let sum: f64 = part.iter().map(|&voxel| f64::from(of(kind, voxel))).sum();
                let score = sum / part.len() as f64 * volume / (volume + SIZE_ML);
                scores[kind.idx()] = scores[kind.idx()].max(score);
                if score > chosen.1 {
                    chosen = (kind, score);
                }
            }
            let solid: Vec<usize> = part
                .iter()
                .copied()
                .filter(|&voxel| highest[voxel] >= SOLID)
                .collect();
            let voxels = if solid.is_empty() { part } else { solid };
            found.push(Bleed {
                kind: chosen.0,
                score: chosen.1,
                volume_ml: voxels.len() as f64 * voxel_ml,
                voxels,
            });
        }
    }
    (found, scores)
}

/// What is reported: parts at or above the threshold, blood in fluid as one haemorrhage a kind, the largest first.
pub(crate) fn reported(found: Vec<Bleed>, threshold: f64) -> Vec<Bleed> {
    let mut kept: Vec<Bleed> = Vec::new();
    for bleed in found {
        if bleed.score < threshold {
            continue;
        }
        let same = kept
            .iter_mut()
            .find(|other| bleed.kind.is_in_fluid() && other.kind == bleed.kind);
        match same {
            Some(other) => {
                other.score = other.score.max(bleed.score);
                other.volume_ml += bleed.volume_ml;
                other.voxels.extend(bleed.voxels);
            }
            None => kept.push(bleed),
        }
    }
    kept.sort_by(|a, b| b.volume_ml.total_cmp(&a.volume_ml));
    kept
}

/// The voxel of a haemorrhage that lies nearest to its middle: unlike the middle of a crescent it is inside.
pub(crate) fn inner_voxel(bleed: &Bleed, size: [usize; 3]) -> [usize; 3] {
    let places: Vec<[usize; 3]> = bleed.voxels.iter().map(|&v| place(v, size)).collect();
    let n = places.len().max(1) as f64;
    let middle: [f64; 3] =
        std::array::from_fn(|axis| places.iter().map(|p| p[axis] as f64).sum::<f64>() / n);
    // Slices are about four times as thick as pixels are wide.
    let away = |p: &[usize; 3]| {
        let off = |axis: usize, weight: f64| ((p[axis] as f64 - middle[axis]) * weight).powi(2);
        off(0, 1.0) + off(1, 1.0) + off(2, 4.0)
    };
    let nearest = places.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
    nearest.copied().unwrap_or_default()
}

/// The share of a haemorrhage on the left of a middle, pixels.
pub(crate) fn left_share(bleed: &Bleed, size: [usize; 3], middle_x: f64) -> f64 {
    let left = bleed
        .voxels
        .iter()
        .filter(|&&voxel| place(voxel, size)[0] as f64 > middle_x);
    left.count() as f64 / bleed.voxels.len().max(1) as f64
}

/// Column, row and slice of a voxel.
pub(crate) fn place(voxel: usize, [nx, ny, _]: [usize; 3]) -> [usize; 3] {
    let (nx, ny) = (nx.max(1), ny.max(1));
    [voxel % nx, voxel / nx % ny, voxel / nx / ny]
}

/// The highest probability of each voxel and whose it is; at a tie the first kind's.
fn strongest(probabilities: &[f32], n: usize) -> (Vec<f32>, Vec<Kind>) {
    let mut highest = probabilities[..n].to_vec();
    let mut kinds = vec![Kind::Epidural; n];
    for kind in Kind::ALL.into_iter().skip(1) {
        let own = &probabilities[kind.idx() * n..(kind.idx() + 1) * n];
        for (voxel, &p) in own.iter().enumerate() {
            if p > highest[voxel] {
                (highest[voxel], kinds[voxel]) = (p, kind);
            }
        }
    }
    (highest, kinds)
}

/// Takes the part of `seed` (faces, edges and corners touch) out of the open voxels; in ascending order.
fn flood(seed: usize, size: [usize; 3], is_open: &mut [bool]) -> Vec<usize> {
    let near = |v: usize, n: usize| v.saturating_sub(1)..=(v + 1).min(n - 1);
    is_open[seed] = false;
    let mut part = vec![seed];
    let mut next = 0;
    while let Some(&voxel) = part.get(next) {
        next += 1;
        let [x, y, z] = place(voxel, size);
        for z in near(z, size[2]) {
            for y in near(y, size[1]) {
                for x in near(x, size[0]) {
                    let neighbour = (z * size[1] + y) * size[0] + x;
                    if std::mem::take(&mut is_open[neighbour]) {
                        part.push(neighbour);
                    }
                }
            }
        }
    }
    part.sort_unstable();
    part
}

#[cfg(test)]
mod tests;
