//! Where nodules go: to the wanted place, or to one with room that the seed draws. No drawing of pixels.

use overread_base::{NoduleType, Rng, Seed, Vec3, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::Pathology;
use crate::chest_ct::nodule::Nodule;
use crate::chest_ct::params::{Lobe, NoduleSpec, Place};
use crate::error::{Fault, PhantomError};
use crate::num::{P3, p3, to_f32};

/// The most nodules in one chest.
const MAX_NODULES: usize = 64;

/// Draws `count` nodules of 4 to 25 mm for a course or for training: most small, six in ten solid.
#[must_use]
pub fn random_nodules(seed: Seed, count: usize) -> Vec<NoduleSpec> {
    (0..count.min(MAX_NODULES))
        .map(|idx| {
            let mut rng = seed.child("nodules").index(idx as u64).rng();
            let small = rng.unit();
            let diameter_mm = 4.0 + 21.0 * small * small;
            let nodule_type = match rng.below(10) {
                0..6 => NoduleType::Solid,
                6..8 => NoduleType::PartSolid,
                _ => NoduleType::GroundGlass,
            };
            // A core in a haze of less than 8 mm is below what slices of 2.5 mm can show.
            let diameter_mm = if nodule_type == NoduleType::Solid {
                diameter_mm
            } else {
                diameter_mm.max(8.0)
            };
            NoduleSpec::anywhere(diameter_mm, nodule_type)
        })
        .collect()
}

/// The faults of the numbers of a request.
pub(super) fn number_faults(nodules: &[NoduleSpec], faults: &mut Vec<Fault>) {
    if nodules.len() > MAX_NODULES {
        faults.push(Fault::TooManyNodules {
            max: MAX_NODULES,
            found: nodules.len(),
        });
    }
    for (nodule, spec) in nodules.iter().enumerate() {
        let mut check = |name: &'static str, found: f64, low: f64, high: f64| {
            if !(low..=high).contains(&found) {
                faults.push(Fault::NoduleNumber {
                    nodule,
                    name,
                    low,
                    high,
                    found,
                });
            }
        };
        check("diameter_mm", spec.diameter_mm, 2.0, 60.0);
        let (low, high) = if spec.nodule_type == NoduleType::GroundGlass {
            (-780.0, -400.0)
        } else {
            (-100.0, 300.0)
        };
        check(
            "attenuation_hu",
            spec.attenuation_hu.unwrap_or(low),
            low,
            high,
        );
        check("irregularity", spec.irregularity.unwrap_or(0.0), 0.0, 1.0);
        if let Place::At(at) = spec.place {
            for (name, found) in [("place.x", at.x), ("place.y", at.y), ("place.z", at.z)] {
                check(name, found, -1000.0, 1000.0);
            }
        }
    }
}

/// Puts the nodules where they are asked to be, or where the seed finds room.
pub(super) fn place_all(
    seed: Seed,
    anatomy: &Anatomy,
    geometry: &VolumeGeometry,
    specs: &[NoduleSpec],
    pathology: &Pathology,
) -> Result<Vec<Nodule>, PhantomError> {
    let mut faults = Vec::new();
    let mut placed: Vec<Nodule> = Vec::new();
    for (idx, spec) in specs.iter().enumerate() {
        let own = seed.child("nodule").index(idx as u64);
        let result = match spec.place {
            Place::At(at) => given(idx, spec, at, anatomy, geometry, &placed),
            Place::Anywhere => search(
                idx,
                spec,
                None,
                &mut own.child("place").rng(),
                (anatomy, pathology),
                geometry,
                &placed,
            ),
            Place::Lobe(lobe) => search(
                idx,
                spec,
                Some(lobe),
                &mut own.child("place").rng(),
                (anatomy, pathology),
                geometry,
                &placed,
            ),
        };
        match result {
            Ok(centre) => placed.push(Nodule::new(
                spec,
                centre,
                own.child("shape"),
                &anatomy.texture,
            )),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(placed)
    } else {
        Err(PhantomError { faults })
    }
}

/// Checks a wanted centre.
fn given(
    idx: usize,
    spec: &NoduleSpec,
    at: Vec3,
    anatomy: &Anatomy,
    geometry: &VolumeGeometry,
    placed: &[Nodule],
) -> Result<P3, Fault> {
    if !geometry.contains(at) {
        return Err(Fault::OutsideScan {
            nodule: idx,
            at: at.to_array(),
        });
    }
    let distance = f64::from(anatomy.lung_patient(at));
    if distance > 0.0 {
        return Err(Fault::OutsideLung {
            nodule: idx,
            at: at.to_array(),
            outside_mm: distance,
        });
    }
    if -distance < 0.5 * spec.diameter_mm {
        return Err(Fault::TooLarge {
            nodule: idx,
            diameter_mm: spec.diameter_mm,
            room_mm: -distance,
            at: at.to_array(),
        });
    }
    match touched(spec, P3::from_vec3(at), placed) {
        Some(other) => Err(Fault::Touches { nodule: idx, other }),
        None => Ok(P3::from_vec3(at)),
    }
}

fn touched(spec: &NoduleSpec, at: P3, placed: &[Nodule]) -> Option<usize> {
    let radius = to_f32(spec.diameter_mm) * 0.5;
    placed
        .iter()
        .position(|n| (n.centre - at).length() < 1.3 * (n.radius + radius) + 2.0)
}

/// Draws a free place in the lungs or one lobe.
fn search(
    idx: usize,
    spec: &NoduleSpec,
    lobe: Option<Lobe>,
    rng: &mut Rng,
    (anatomy, pathology): (&Anatomy, &Pathology),
    geometry: &VolumeGeometry,
    placed: &[Nodule],
) -> Result<P3, Fault> {
    let room = 0.5 * spec.diameter_mm * 1.15 + 1.0;
    for _ in 0..6000 {
        let q = p3(
            to_f32(rng.range(-140.0, 140.0)),
            to_f32(rng.range(-100.0, 100.0)),
            to_f32(rng.range(-190.0, 105.0)),
        );
        let at = anatomy.patient(q);
        let in_lobe = lobe.is_none_or(|wanted| anatomy.lobe(q) == wanted);
        let (low, high) = (
            geometry.contains(at.to_vec3() + Vec3::new(0.0, 0.0, -room)),
            geometry.contains(at.to_vec3() + Vec3::new(0.0, 0.0, room)),
        );
        if in_lobe
            && low
            && high
            && f64::from(anatomy.lung_patient(at.to_vec3())) < -room
            && touched(spec, at, placed).is_none()
            && pathology.is_free(anatomy, at, to_f32(room))
        {
            return Ok(at);
        }
    }
    Err(Fault::NoPlace {
        nodule: idx,
        diameter_mm: spec.diameter_mm,
    })
}
