//! Scores: the second network looks at each proposal and says whether it is a nodule, where, how large and of which kind.

use overread_sdk::space::{
    distance_mm, isotropic, patient_from_voxel, region_around, vec3, voxel_from_patient,
};
use overread_sdk::{
    Dims, Failure, FailureKind, Interpolation, Job, Region, Tensor, Vec3, Volume, failure,
};

use crate::category::NoduleKind;
use crate::detect::{HIGH_HU, LOW_HU, Proposal};
use crate::scope::Chest;

/// Voxels a side of the cube that the network sees.
const SIDE: u32 = 32;
/// Voxel size of the cube as a part of the voxel size of the proposal's grid.
const CUBE_SCALE: f64 = 0.625;
/// Numbers in the network's answer: probability, offset x, y, z (voxels of the cube), log2 of the diameter (voxels),
/// solid part of the diameter, and one number for each kind.
const ANSWER: usize = 9;
/// The smallest and largest diameter that the network may answer with, voxels of the cube.
const DIAMETER_VOXELS: (f64, f64) = (1.5, 32.0);

/// A candidate with the network's opinion of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Nodule {
    pub(crate) centre: Vec3,
    /// Mean diameter, mm.
    pub(crate) diameter_mm: f64,
    /// The solid part's diameter as a part of the whole, 0 to 1.
    pub(crate) solid_part: f64,
    pub(crate) kind: NoduleKind,
    /// 0 to 1.
    pub(crate) probability: f64,
}

impl Nodule {
    /// Diameter of the solid part, mm.
    pub(crate) fn solid_mm(&self) -> f64 {
        match self.kind {
            NoduleKind::Solid => self.diameter_mm,
            NoduleKind::PartSolid => self.diameter_mm * self.solid_part,
            NoduleKind::GroundGlass => 0.0,
        }
    }

    /// Volume of the ball of that diameter, mm3: the network measures no outline.
    pub(crate) fn volume_mm3(&self) -> f64 {
        std::f64::consts::PI / 6.0 * self.diameter_mm.powi(3)
    }
}

/// Scores every proposal; one nodule seen twice is given once. The most probable first.
pub(crate) fn nodules(
    job: &Job,
    chest: &Chest,
    proposals: &[Proposal],
) -> Result<Vec<Nodule>, Failure> {
    let model = job.open_model("score")?;
    let mut scored = Vec::with_capacity(proposals.len());
    for (idx, proposal) in proposals.iter().enumerate() {
        let spacing_mm = proposal.scale_mm * CUBE_SCALE;
        let (values, middle) = cube(&chest.volume, proposal.at, spacing_mm)?;
        let tensor = Tensor::of_floats(&[1, 1, SIDE, SIDE, SIDE], &values)?;
        let outputs = model.run(&[("cube", &tensor)])?;
        let answer = outputs
            .first()
            .ok_or_else(|| failure(FailureKind::Model, "the second network gave nothing"))?
            .1
            .floats()?;
        scored.push(nodule(&answer, middle, spacing_mm)?);
        if idx % 8 == 7 {
            job.progress(0.6 + 0.35 * share(idx, proposals.len()), "scores")?;
        }
    }
    Ok(distinct(scored))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a fraction for a progress bar"
)]
fn share(idx: usize, n: usize) -> f32 {
    (idx as f64 / n.max(1) as f64) as f32
}

/// What the answer on a cube means in the patient; `at` is the cube's middle.
fn nodule(answer: &[f32], at: Vec3, spacing_mm: f64) -> Result<Nodule, Failure> {
    let numbers: Vec<f64> = answer.iter().map(|&v| f64::from(v)).collect();
    let &[
        probability,
        x,
        y,
        z,
        log2_diameter,
        solid_part,
        solid,
        part_solid,
        ground_glass,
    ] = &numbers[..]
    else {
        return Err(failure(
            FailureKind::Model,
            format!(
                "the second network gave {} numbers, {ANSWER} expected",
                numbers.len()
            ),
        ));
    };
    if numbers.iter().any(|v| !v.is_finite()) {
        return Err(failure(
            FailureKind::Model,
            "the second network gave no number",
        ));
    }
    let (least, most) = DIAMETER_VOXELS;
    let kinds = [solid, part_solid, ground_glass];
    let kind = NoduleKind::ALL
        .into_iter()
        .zip(kinds)
        .fold(
            (NoduleKind::Solid, f64::NEG_INFINITY),
            |best, (kind, score)| {
                if score > best.1 { (kind, score) } else { best }
            },
        )
        .0;
    let shift = |v: f64| v.clamp(-8.0, 8.0) * spacing_mm;
    Ok(Nodule {
        centre: vec3(at.x + shift(x), at.y + shift(y), at.z + shift(z)),
        diameter_mm: log2_diameter.exp2().clamp(least, most) * spacing_mm,
        solid_part: solid_part.clamp(0.0, 1.0),
        kind,
        probability: probability.clamp(0.0, 1.0),
    })
}

/// The most probable of those that overlap; the most probable first.
fn distinct(mut scored: Vec<Nodule>) -> Vec<Nodule> {
    scored.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let mut kept: Vec<Nodule> = Vec::new();
    for nodule in scored {
        let is_new = kept.iter().all(|other| {
            let reach_mm = (other.diameter_mm.max(nodule.diameter_mm) * 0.5).max(4.0);
            distance_mm(other.centre, nodule.centre) > reach_mm
        });
        if is_new {
            kept.push(nodule);
        }
    }
    kept
}

/// The cube around a position as the network wants its values, the edge repeated beyond the volume; and where its middle lies.
fn cube(volume: &Volume, at: Vec3, spacing_mm: f64) -> Result<(Vec<f32>, Vec3), Failure> {
    let grid = volume.geometry();
    // Two voxels more on each side, so that the cube lies inside after rounding.
    let reach_mm = (f64::from(SIDE) + 4.0) * spacing_mm;
    let around = Dims {
        x: voxels(reach_mm / grid.spacing.x) + 2,
        y: voxels(reach_mm / grid.spacing.y) + 2,
        z: voxels(reach_mm / grid.spacing.z) + 2,
    };
    let part = volume
        .crop(region_around(&grid, at, around))?
        .resample(isotropic(spacing_mm), Interpolation::Linear)?
        .rescale(
            LOW_HU,
            HIGH_HU,
            (LOW_HU + HIGH_HU) * 0.5,
            (HIGH_HU - LOW_HU) * 0.5,
        )?;
    let grid = part.geometry();
    let side = Dims {
        x: SIDE,
        y: SIDE,
        z: SIDE,
    };
    let region = region_around(&grid, at, side);
    let values = part.crop(region)?.read_values(Region {
        origin: Dims { x: 0, y: 0, z: 0 },
        size: region.size,
    })?;
    let place = voxel_from_patient(&grid, at);
    let half = (f64::from(SIDE) - 1.0) * 0.5;
    let first = [place.x, place.y, place.z].map(|v| whole_number(v - half));
    let [x, y, z] = first.map(|v| whole_voxel(v) + half);
    let middle = patient_from_voxel(&grid, vec3(x, y, z));
    Ok((placed(first, region, &values), middle))
}

/// The values of the region as a cube that starts at voxel `first`; beyond the region its edge is repeated.
fn placed(first: [i64; 3], region: Region, values: &[f32]) -> Vec<f32> {
    let origin = [region.origin.x, region.origin.y, region.origin.z].map(i64::from);
    let size = [region.size.x, region.size.y, region.size.z].map(i64::from);
    let at = |axis: usize, idx: i64| {
        (first[axis] + idx - origin[axis]).clamp(0, (size[axis] - 1).max(0))
    };
    let side = i64::from(SIDE);
    let mut cube = Vec::with_capacity((SIDE * SIDE * SIDE) as usize);
    for z in 0..side {
        for y in 0..side {
            for x in 0..side {
                let idx = (at(2, z) * size[1] + at(1, y)) * size[0] + at(0, x);
                let value = usize::try_from(idx).ok().and_then(|idx| values.get(idx));
                cube.push(value.copied().unwrap_or(-1.0));
            }
        }
    }
    cube
}

#[expect(clippy::cast_precision_loss, reason = "voxel coordinates of a grid")]
fn whole_voxel(v: i64) -> f64 {
    v as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "voxel coordinates of a grid"
)]
fn whole_number(v: f64) -> i64 {
    v.round() as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of voxels; larger ones saturate and are cut to the grid"
)]
fn voxels(n: f64) -> u32 {
    n.ceil().min(16_384.0) as u32
}

#[cfg(test)]
mod tests;
