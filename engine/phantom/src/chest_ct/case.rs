//! A chest CT as one kind of synthetic case: from the common request to its own parameters, and back to a study.

mod mixture;

use overread_base::{LesionKind, PhantomKind, Seed};

use crate::case::CaseRequest;
use crate::chest_ct::lesion::wanted::Wanted;
use crate::chest_ct::params::{ChestCtParams, NoduleSpec};
use crate::chest_ct::plan::{self, ChestCtPlan};
use crate::error::{Fault, PhantomError};
use crate::patient::{Scanner, indication};
use crate::study::{Modality, SyntheticSeries, SyntheticStudy, series_uid, study_uid};

pub(crate) use mixture::draw;

/// The whole plan.
pub(crate) fn plan(request: &CaseRequest) -> Result<ChestCtPlan, PhantomError> {
    planned(request, plan::plan_with)
}

/// The plan without what only rendering needs.
pub(crate) fn bare(request: &CaseRequest) -> Result<ChestCtPlan, PhantomError> {
    planned(request, plan::bare_with)
}

type Planner =
    fn(Seed, &ChestCtParams, &[NoduleSpec], &Wanted) -> Result<ChestCtPlan, PhantomError>;

fn planned(request: &CaseRequest, planner: Planner) -> Result<ChestCtPlan, PhantomError> {
    let wanted = Wanted::of(request).map_err(|faults| PhantomError { faults })?;
    let (places, nodules): (Vec<usize>, Vec<NoduleSpec>) = wanted.nodules().into_iter().unzip();
    planner(request.seed, &params(request), &nodules, &wanted).map_err(|error| PhantomError {
        faults: error
            .faults
            .into_iter()
            .map(|fault| of_lesion(fault, request, &places))
            .collect(),
    })
}

/// A fault of a nodule as one of the lesion that it was asked for as.
fn of_lesion(fault: Fault, request: &CaseRequest, places: &[usize]) -> Fault {
    let Fault::NoPlace {
        nodule,
        diameter_mm,
    } = fault
    else {
        return fault;
    };
    let lesion = places.get(nodule).copied().unwrap_or(0);
    Fault::Lesion {
        lesion,
        word: request.lesions.get(lesion).map_or("", |l| l.kind.word),
        reason: format!("no free place of {diameter_mm} mm found in the lung in the scan"),
    }
}

/// Fewer slices than usual are set wider apart and more narrower, so that the chest is always covered.
fn params(request: &CaseRequest) -> ChestCtParams {
    let usual = ChestCtParams::default();
    let asked = &request.acquisition;
    let covered_mm = f64::from(usual.slices) * usual.increment_mm;
    let slices = asked.slices.unwrap_or(usual.slices);
    let increment_mm = covered_mm / f64::from(slices.max(1));
    let noise = f64::from(Scanner::of(PhantomKind::ChestCt, request.seed).noise_factor);
    ChestCtParams {
        size: asked.size.unwrap_or(usual.size),
        slices,
        increment_mm,
        slice_thickness_mm: asked.thickness_mm.unwrap_or(increment_mm.min(5.0)),
        kernel: asked.kernel.unwrap_or(usual.kernel),
        // Noise falls with the square root of dose.
        dose_mas: usual.dose_mas / (noise * noise),
        enhancement_hu: if asked.is_enhanced == Some(true) {
            150.0
        } else {
            0.0
        },
        ..usual
    }
}

/// All of the study but its pixels.
pub(crate) fn study(seed: Seed, plan: &ChestCtPlan) -> Result<SyntheticStudy, PhantomError> {
    let no_uid = || PhantomError {
        faults: vec![Fault::NoSuchPhantom { kind: "chest-ct" }],
    };
    let params = plan.params();
    let enhanced = params.enhancement_hu > 0.0;
    let description = if enhanced {
        "Synthetic chest CT with contrast"
    } else {
        "Synthetic chest CT"
    };
    let mut attributes = vec![
        ("KVP", "120".to_owned()),
        ("ConvolutionKernel", params.kernel.name().to_owned()),
        ("PatientPosition", "HFS".to_owned()),
    ];
    if enhanced {
        attributes.push(("ContrastBolusAgent", "Iodine".to_owned()));
    }
    attributes.extend(Scanner::of(PhantomKind::ChestCt, seed).attributes());
    Ok(SyntheticStudy {
        uid: study_uid(seed).ok_or_else(no_uid)?,
        patient: plan.patient().clone(),
        indication: indication(PhantomKind::ChestCt, seed, plan.patient(), &findings(plan)),
        description: description.to_owned(),
        series: vec![SyntheticSeries {
            uid: series_uid(seed, 0).ok_or_else(no_uid)?,
            modality: Modality::Ct,
            body_part: "CHEST",
            description: description.to_owned(),
            geometry: plan.geometry().clone(),
            thickness_mm: Some(params.slice_thickness_mm),
            view: None,
            orientation: None,
            laterality: None,
            is_inverted: false,
            bits_stored: 16,
            windows: vec![
                ("LUNG", -600.0, 1500.0),
                ("MEDIASTINUM", 40.0, 400.0),
                ("BONE", 400.0, 1800.0),
            ],
            attributes,
        }],
        truth: plan.truth(),
    })
}

/// What the study holds, with sides.
fn findings(plan: &ChestCtPlan) -> Vec<(&'static LesionKind, Option<overread_base::Laterality>)> {
    let found = plan.pathology.findings();
    if !found.is_empty() || plan.nodules.is_empty() {
        return found;
    }
    LesionKind::named(PhantomKind::ChestCt, "solid-nodule")
        .map(|kind| (kind, None))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests;
