//! A chest CT as one kind of synthetic case: from the common request to its own parameters, and back to a study.

use overread_base::{Difficulty, LesionKind, LesionRole, LesionWish, LocalText, NoduleType, Seed};

use crate::case::CaseRequest;
use crate::chest_ct::params::{ChestCtParams, Lobe, NoduleSpec, Place};
use crate::chest_ct::plan::{self, ChestCtPlan};
use crate::error::{Fault, PhantomError};
use crate::study::{Modality, SyntheticSeries, SyntheticStudy, series_uid, study_uid};

/// The whole plan.
pub(crate) fn plan(request: &CaseRequest) -> Result<ChestCtPlan, PhantomError> {
    plan::plan(request.seed, &params(request), &nodules(request)?)
}

/// The plan without what only rendering needs.
pub(crate) fn bare(request: &CaseRequest) -> Result<ChestCtPlan, PhantomError> {
    plan::bare(request.seed, &params(request), &nodules(request)?)
}

/// Fewer slices than usual are set wider apart and more narrower, so that the chest is always covered.
fn params(request: &CaseRequest) -> ChestCtParams {
    let usual = ChestCtParams::default();
    let asked = &request.acquisition;
    let covered_mm = f64::from(usual.slices) * usual.increment_mm;
    let slices = asked.slices.unwrap_or(usual.slices);
    let increment_mm = covered_mm / f64::from(slices.max(1));
    ChestCtParams {
        size: asked.size.unwrap_or(usual.size),
        slices,
        increment_mm,
        slice_thickness_mm: asked.thickness_mm.unwrap_or(increment_mm.min(5.0)),
        kernel: asked.kernel.unwrap_or(usual.kernel),
        enhancement_hu: if asked.is_enhanced == Some(true) {
            150.0
        } else {
            0.0
        },
        ..usual
    }
}

fn nodules(request: &CaseRequest) -> Result<Vec<NoduleSpec>, PhantomError> {
    let mut faults = Vec::new();
    let mut nodules = Vec::new();
    for (lesion, wish) in request.lesions.iter().enumerate() {
        match nodule_type(wish.kind) {
            Some(kind) => nodules.push(NoduleSpec {
                place: place(wish),
                ..NoduleSpec::anywhere(wish.amount.unwrap_or(10.0), kind)
            }),
            None => faults.push(Fault::Lesion {
                lesion,
                word: wish.kind.word,
                reason: "a chest CT cannot hold it".to_owned(),
            }),
        }
    }
    if faults.is_empty() {
        Ok(nodules)
    } else {
        Err(PhantomError { faults })
    }
}

fn nodule_type(kind: &LesionKind) -> Option<NoduleType> {
    match kind.word {
        "solid-nodule" => Some(NoduleType::Solid),
        "part-solid-nodule" => Some(NoduleType::PartSolid),
        "ground-glass-nodule" => Some(NoduleType::GroundGlass),
        _ => None,
    }
}

fn place(wish: &LesionWish) -> Place {
    let lobe = match wish.place {
        Some("right-upper") => Lobe::RightUpper,
        Some("right-middle") => Lobe::RightMiddle,
        Some("right-lower") => Lobe::RightLower,
        Some("left-upper") => Lobe::LeftUpper,
        Some("left-lower") => Lobe::LeftLower,
        _ => return Place::Anywhere,
    };
    Place::Lobe(lobe)
}

/// All of the study but its pixels.
pub(crate) fn study(seed: Seed, plan: &ChestCtPlan) -> Result<SyntheticStudy, PhantomError> {
    let no_uid = || PhantomError {
        faults: vec![Fault::NoSuchPhantom { kind: "chest-ct" }],
    };
    let params = plan.params();
    Ok(SyntheticStudy {
        uid: study_uid(seed).ok_or_else(no_uid)?,
        patient: plan.patient().clone(),
        indication: vec![
            LocalText::new("en", "Cough. Pulmonary nodule?"),
            LocalText::new("ru", "Кашель. Очаг в лёгком?"),
        ],
        description: "Synthetic chest CT".to_owned(),
        series: vec![SyntheticSeries {
            uid: series_uid(seed, 0).ok_or_else(no_uid)?,
            modality: Modality::Ct,
            body_part: "CHEST",
            description: "Synthetic chest CT".to_owned(),
            geometry: plan.geometry().clone(),
            thickness_mm: Some(params.slice_thickness_mm),
            view: None,
            orientation: None,
            laterality: None,
            is_inverted: false,
            bits_stored: 16,
            windows: vec![("LUNG", -600.0, 1500.0), ("MEDIASTINUM", 40.0, 400.0)],
            attributes: vec![
                ("KVP", "120".to_owned()),
                ("ConvolutionKernel", params.kernel.name().to_owned()),
            ],
        }],
        truth: plan.truth(),
    })
}

/// Nodules by the seed: most small, six in ten solid.
pub(crate) fn draw(
    seed: Seed,
    _difficulty: Difficulty,
    is_abnormal: bool,
    among: &[&'static LesionKind],
) -> Vec<LesionWish> {
    if !is_abnormal {
        return Vec::new();
    }
    let all: Vec<&'static LesionKind> = LesionKind::of(overread_base::PhantomKind::ChestCt)
        .filter(|kind| kind.role == LesionRole::Finding && nodule_type(kind).is_some())
        .collect();
    let among = if among.is_empty() { &all[..] } else { among };
    let mut rng = seed.child("lesions").rng();
    let pick = usize::try_from(rng.below(among.len() as u64)).unwrap_or(0);
    among
        .get(pick)
        .map(|kind| LesionWish::any(kind))
        .into_iter()
        .collect()
}
