//! The voxels of altered anatomy: the dilated part of a great vessel, and bodies of vertebrae.

use overread_base::{Seed, Vec3, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::bones::{self, VERTEBRA_Z};
use crate::chest_ct::lesion::grid::Voxels;
use crate::chest_ct::tubes::{Tube, TubeKind};
use crate::num::{P3, index_in, p3, round_cone, to_f32};

/// The vertebrae whose density the study's fact is the mean of: the tenth to twelfth thoracic.
pub(crate) const MEASURED: std::ops::RangeInclusive<usize> = 10..=12;

/// The vertebra that breaks: most often at the turn from chest to loin, then in the middle of the chest.
pub(crate) fn broken_vertebra(seed: Seed) -> usize {
    const BY_CHANCE: [usize; 8] = [7, 8, 8, 9, 11, 11, 12, 12];
    let pick = seed.child("level").rng().below(BY_CHANCE.len() as u64);
    BY_CHANCE[usize::try_from(pick).unwrap_or(0)]
}

/// One of the two vessels whose diameter is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vessel {
    Aorta,
    Trunk,
}

/// The wide part of a vessel: pieces of its middle line nearly as wide as its widest, patient mm.
pub(crate) fn wide_part(anatomy: &Anatomy, vessel: Vessel) -> Vec<Tube> {
    // The anatomy lists the great vessels as chains, the aorta first and the trunk second.
    let vessels = anatomy
        .central
        .iter()
        .filter(|tube| tube.kind == TubeKind::GreatVessel);
    let (mut chain, mut end) = (0u8, None);
    let mut pieces = Vec::new();
    for tube in vessels {
        if end.is_some_and(|end: P3| (tube.a - end).length() > 0.01) {
            chain += 1;
        }
        end = Some(tube.b);
        if chain == u8::from(vessel == Vessel::Trunk) {
            pieces.push(Tube {
                a: anatomy.patient(tube.a),
                b: anatomy.patient(tube.b),
                ..*tube
            });
        }
    }
    let widest = pieces.iter().map(|t| t.ra.max(t.rb)).fold(0.0, f32::max);
    let past = pieces
        .iter()
        .skip_while(|t| t.ra.max(t.rb) < 0.88 * widest)
        .take_while(|t| t.ra.max(t.rb) >= 0.88 * widest);
    past.copied().collect()
}

/// Whether a position lies in the pieces: their ends are cut straight across.
pub(crate) fn in_vessel(pieces: &[Tube], at: P3) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return false;
    };
    let is_before = (at - first.a).dot(first.b - first.a) < 0.0;
    let is_past = (at - last.b).dot(last.b - last.a) > 0.0;
    !is_before
        && !is_past
        && pieces
            .iter()
            .any(|tube| round_cone(at, tube.a, tube.b, tube.ra, tube.rb).0 < 0.0)
}

/// The box of pieces of a vessel.
fn vessel_box(pieces: &[Tube]) -> (P3, P3) {
    let (mut low, mut high) = (p3(1e6, 1e6, 1e6), p3(-1e6, -1e6, -1e6));
    for tube in pieces {
        let r = tube.ra.max(tube.rb);
        low = p3(
            low.x.min(tube.a.x.min(tube.b.x) - r),
            low.y.min(tube.a.y.min(tube.b.y) - r),
            low.z.min(tube.a.z.min(tube.b.z) - r),
        );
        high = p3(
            high.x.max(tube.a.x.max(tube.b.x) + r),
            high.y.max(tube.a.y.max(tube.b.y) + r),
            high.z.max(tube.a.z.max(tube.b.z) + r),
        );
    }
    (low, high)
}

/// The voxels of pieces of a vessel.
pub(crate) fn vessel_voxels(pieces: &[Tube], geometry: &VolumeGeometry) -> Voxels {
    let mut out = Voxels::new(geometry);
    let (low, high) = vessel_box(pieces);
    paint(geometry, low, high, &mut out, |at| in_vessel(pieces, at));
    out
}

/// The volume of pieces of a vessel and its middle: mL, patient mm.
pub(crate) fn vessel_size(pieces: &[Tube]) -> (f32, P3) {
    let (low, high) = vessel_box(pieces);
    let (n, sum) = sampled(low, high, |at| in_vessel(pieces, at));
    (n * PART_ML, sum * (1.0 / n.max(1.0)))
}

/// Distance of the samples that volumes are measured with, patient mm, and what each stands for, mL.
const SAMPLE_MM: f32 = 1.5;
const PART_ML: f32 = SAMPLE_MM * SAMPLE_MM * SAMPLE_MM * 1e-3;

/// How many even samples of a box lie inside, and their sum.
fn sampled(low: P3, high: P3, is_inside: impl Fn(P3) -> bool) -> (f32, P3) {
    let count = |low: f32, high: f32| index_in((high - low) / SAMPLE_MM, 200);
    let (mut n, mut sum) = (0.0f32, P3::default());
    for z in 0..count(low.z, high.z) {
        for y in 0..count(low.y, high.y) {
            for x in 0..count(low.x, high.x) {
                let cell = p3(x as f32 + 0.5, y as f32 + 0.5, z as f32 + 0.5);
                let at = low + cell * SAMPLE_MM;
                if is_inside(at) {
                    n += 1.0;
                    sum = sum + at;
                }
            }
        }
    }
    (n, sum)
}

/// The voxels of the bodies of vertebrae.
pub(crate) fn vertebra_voxels(
    anatomy: &Anatomy,
    levels: std::ops::RangeInclusive<usize>,
    geometry: &VolumeGeometry,
) -> Voxels {
    let mut out = Voxels::new(geometry);
    for level in levels {
        let (low, high) = body_box(anatomy, level);
        paint(geometry, low, high, &mut out, |at| {
            in_body(anatomy, level, at)
        });
    }
    out
}

/// The volume of the bodies of vertebrae and their middle: mL, patient mm.
pub(crate) fn vertebra_size(
    anatomy: &Anatomy,
    levels: std::ops::RangeInclusive<usize>,
) -> (f32, P3) {
    let (mut n, mut sum) = (0.0f32, P3::default());
    for level in levels {
        let (low, high) = body_box(anatomy, level);
        let (own, middle) = sampled(low, high, |at| in_body(anatomy, level, at));
        n += own;
        sum = sum + middle;
    }
    (n * PART_ML, sum * (1.0 / n.max(1.0)))
}

fn body_box(anatomy: &Anatomy, level: usize) -> (P3, P3) {
    let z = VERTEBRA_Z[level.min(VERTEBRA_Z.len() - 1)];
    let y = Anatomy::spine_y(z);
    // Room for a patient who lies turned.
    let aside = p3(8.0, 8.0, 0.0);
    (
        anatomy.patient(p3(-26.0, y - 22.0, z - 17.0)) - aside,
        anatomy.patient(p3(26.0, y + 14.0, z + 17.0)) + aside,
    )
}

/// Whether a position lies in the body of a vertebra: its bone before the canal.
pub(crate) fn in_body(anatomy: &Anatomy, level: usize, at: P3) -> bool {
    let q = anatomy.canonical(at);
    let axial = bones::axial(anatomy, q);
    axial.level == level
        && axial.bone < 0.0
        && q.x.abs() < 21.0
        && q.y - Anatomy::spine_y(q.z) < 12.5
        && (q.z - VERTEBRA_Z[level.min(VERTEBRA_Z.len() - 1)]).abs() < 15.0
}

/// Adds the voxels of a box for which `is_inside` holds.
fn paint(
    geometry: &VolumeGeometry,
    low: P3,
    high: P3,
    out: &mut Voxels,
    is_inside: impl Fn(P3) -> bool,
) {
    let low = geometry.voxel_from_patient(low.to_vec3());
    let high = geometry.voxel_from_patient(high.to_vec3());
    let range = |low: f64, high: f64, n: u32| {
        let n = n as usize;
        index_in(to_f32(low.ceil()), n)..index_in(to_f32(high.floor()) + 1.0, n)
    };
    let [nx, ny, nz] = geometry.size;
    for z in range(low.z, high.z, nz) {
        for y in range(low.y, high.y, ny) {
            for x in range(low.x, high.x, nx) {
                let voxel = Vec3::new(x as f64, y as f64, z as f64);
                if is_inside(P3::from_vec3(geometry.patient_from_voxel(voxel))) {
                    out.set(x, y, z);
                }
            }
        }
    }
}
