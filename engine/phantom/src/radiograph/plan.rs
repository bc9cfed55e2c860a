//! A planned radiograph: person, exposures, content, and their rendering.

use overread_base::{Seed, StudyFact};

use crate::case::CaseRequest;
use crate::chest_ct::tubes::Tube;
use crate::error::{Fault, PhantomError};
use crate::radiograph::erect::{Erect, Posture};
use crate::radiograph::exposure::{Chest, Exposure, Machine, Mishaps};
use crate::radiograph::extra::{self, Extra};
use crate::radiograph::lesion::{self, Lesion3};
use crate::radiograph::measure;
use crate::radiograph::object::Object;
use crate::radiograph::present::{expose, present};
use crate::radiograph::request::{self, Wanted};
use crate::radiograph::skeleton::{self, Shoulders, Skeleton};
use crate::radiograph::study;
use crate::radiograph::view::Projection;
use crate::study::SyntheticStudy;

/// A planned case.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    study: SyntheticStudy,
    machine: Machine,
    erect: Erect,
    skeleton: Skeleton,
    /// The bones as a lateral exposure with raised arms has them.
    raised: Skeleton,
    vessels: Vec<Tube>,
    exposures: Vec<Exposure>,
    lesions: Vec<Lesion3>,
    extras: Vec<Extra>,
}

/// All shapes of a case, ready to be rendered.
pub(crate) fn plan(request: &CaseRequest) -> Result<Plan, PhantomError> {
    let mut plan = bare(request)?;
    let erect = &plan.erect;
    let mut vessels = crate::chest_ct::tree::grow(&erect.anatomy, request.seed.child("tree"));
    for tube in &mut vessels {
        tube.a = erect.of_soft(erect.anatomy.canonical(tube.a));
        tube.b = erect.of_soft(erect.anatomy.canonical(tube.b));
    }
    // Where the lung has fallen together there are no vessels.
    vessels.retain(|tube| {
        let middle = (tube.a + tube.b) * 0.5;
        !plan
            .lesions
            .iter()
            .any(|lesion| lesion.is_gas(erect, middle))
    });
    plan.vessels = vessels;
    Ok(plan)
}

/// The plan without what only rendering needs: study and truth are those of [`plan`].
pub(crate) fn bare(request: &CaseRequest) -> Result<Plan, PhantomError> {
    size_fault(request)?;
    let wanted = request::read(request)?;
    // An earlier study is of the same person, made on another day.
    let day = request.day();
    let posture = posture(request.seed, &wanted);
    let mut erect = Erect::new(request.seed, posture);
    let machine = Machine::draw(day, posture.is_supine);
    let exposures = exposures(request, day, &erect, machine, &wanted);
    let target = wanted
        .heart
        .unwrap_or_else(|| usual_heart(request.seed, posture));
    measure::set_heart(&mut erect, &exposures[0], target);
    let overlap_mm = wanted.scapulae_mm + if posture.is_supine { 14.0 } else { 0.0 };
    let shoulders = |are_arms_down| Shoulders {
        overlap_mm,
        are_arms_down,
    };
    let mut skeleton = skeleton::build(&erect, request.seed.child("bones"), shoulders(true));
    let mut raised = skeleton::build(&erect, request.seed.child("bones"), shoulders(false));
    let lesions = lesion::place(request, &wanted, &erect, &mut [&mut skeleton, &mut raised])?;
    let extras = extra::place(&wanted, &erect);
    let study = study::study(
        request,
        &study::Made {
            day,
            machine,
            erect: &erect,
            exposures: &exposures,
            lesions: &lesions,
            facts: vec![
                StudyFact::CardiothoracicRatio
                    .number(100.0 * measure::heart_share(&erect, &exposures[0])),
                StudyFact::QualityFaults.parts(wanted.faults.clone()),
            ],
        },
    )?;
    Ok(Plan {
        study,
        machine,
        erect,
        skeleton,
        raised,
        vessels: Vec::new(),
        exposures,
        lesions,
        extras,
    })
}

fn size_fault(request: &CaseRequest) -> Result<(), PhantomError> {
    match request.acquisition.size {
        Some(found) if !(32..=4096).contains(&found) => Err(PhantomError {
            faults: vec![Fault::Parameter {
                name: "size",
                low: 32.0,
                high: 4096.0,
                found: f64::from(found),
            }],
        }),
        _ => Ok(()),
    }
}

fn posture(seed: Seed, wanted: &Wanted) -> Posture {
    let mut rng = seed.child("posture").rng();
    let is_supine = rng.unit() < 0.14;
    let usual = if is_supine {
        rng.range(8.3, 9.2)
    } else {
        rng.range(9.5, 10.4)
    };
    Posture {
        is_supine,
        ribs: wanted.ribs.unwrap_or_else(|| crate::num::to_f32(usual)),
    }
}

/// The heart's share of the chest in a person without disease; lying down and breathing out widen it.
fn usual_heart(seed: Seed, posture: Posture) -> f32 {
    let mut rng = seed.child("heart").rng();
    let share = crate::num::to_f32(rng.normal_within_2sd(0.452, 0.021));
    let shallow = (9.5 - posture.ribs).max(0.0);
    share + 0.012 * shallow + if posture.is_supine { 0.015 } else { 0.0 }
}

fn exposures(
    request: &CaseRequest,
    day: Seed,
    erect: &Erect,
    machine: Machine,
    wanted: &Wanted,
) -> Vec<Exposure> {
    let end = |z: f32| erect.of_soft(crate::num::p3(0.0, 0.0, z));
    let chest = Chest {
        middle: end(-50.0).x,
        bottom: end(erect.anatomy.dome_left - 62.0).z,
        top: end(104.0).z,
    };
    let one = |name: &str, projection, mishaps: &Mishaps| {
        Exposure::draw(
            day.child(name),
            projection,
            machine,
            request.acquisition.size,
            &chest,
            mishaps,
        )
    };
    if erect.is_supine {
        return vec![one("frontal", Projection::Ap, &wanted.mishaps)];
    }
    let mut out = vec![one("frontal", Projection::Pa, &wanted.mishaps)];
    if request.seed.child("lateral").rng().unit() < 0.5 {
        // What went wrong in front need not go wrong again, but a patient out of breath stays so.
        let again = Mishaps {
            motion_mm: wanted.mishaps.motion_mm,
            ..Mishaps::default()
        };
        out.push(one("lateral", Projection::Lateral, &again));
    }
    out
}

impl Plan {
    /// All of the study but its pixels.
    pub(crate) fn study(&self) -> &SyntheticStudy {
        &self.study
    }

    /// The stored samples of a slice, x fastest; empty where there is none.
    pub(crate) fn render(&self, series: usize, slice: u32) -> Vec<i16> {
        let Some(exposure) = self.exposures.get(series) else {
            return Vec::new();
        };
        if slice > 0 {
            return Vec::new();
        }
        let object = self.object(exposure);
        let signal = expose(&object, exposure);
        present(
            &signal,
            exposure,
            self.machine.bits,
            self.machine.is_inverted,
        )
    }

    fn object(&self, exposure: &Exposure) -> Object {
        let skeleton = if exposure.projection == Projection::Lateral {
            &self.raised
        } else {
            &self.skeleton
        };
        let mut object = Object::of(&self.erect, skeleton, &self.vessels, exposure);
        for lesion in &self.lesions {
            lesion.put(&mut object, &self.erect, exposure);
        }
        for extra in &self.extras {
            extra.put(&mut object, exposure);
        }
        extra::marker(&mut object, exposure);
        object
    }

    /// The mean shares of the open beam within 12 mm of canonical places' shadows in the first image.
    #[cfg(test)]
    pub(crate) fn transmitted(&self, places: &[crate::num::P3]) -> Vec<f32> {
        let exposure = &self.exposures[0];
        let primary = expose(&self.object(exposure), exposure).primary;
        let share = |&at: &crate::num::P3| {
            let (u, v, _) = exposure.view.project(self.erect.of_soft(at));
            let (mut sum, mut n) = (0.0f32, 0.0f32);
            for y in 0..primary.ny {
                for x in 0..primary.nx {
                    let (du, dv) = (primary.u(x) - u, primary.v(y) - v);
                    if du * du + dv * dv < 144.0 {
                        sum += primary.cells[y * primary.nx + x];
                        n += 1.0;
                    }
                }
            }
            sum / n.max(1.0)
        };
        places.iter().map(share).collect()
    }
}
