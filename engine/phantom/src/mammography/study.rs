//! The study of a mammogram without its pixels: person, indication, series, facts.

use overread_base::{CaseTruth, Category, FactValue, Laterality, SeriesUid, StudyFact, TruthFact};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::mammography::lesion::{self, Placed};
use crate::mammography::person::Person;
use crate::mammography::show::WHITE;
use crate::mammography::view::{Projection, View};
use crate::patient::{SyntheticPatient, indication};
use crate::study::{Modality, SyntheticSeries, SyntheticStudy, series_uid, study_uid};

/// All of the study but its pixels; `share` of the breasts is gland.
pub(super) fn study(
    request: &CaseRequest,
    person: &Person,
    views: &[View],
    share: f32,
    placed: &[Placed],
) -> Result<SyntheticStudy, PhantomError> {
    let seed = if request.days_before == 0 {
        request.seed
    } else {
        request
            .seed
            .child("prior")
            .index(u64::from(request.days_before))
    };
    let no_uid = || PhantomError {
        faults: vec![Fault::NoSuchPhantom {
            kind: request.kind.word(),
        }],
    };
    let series: Option<Vec<SyntheticSeries>> = views
        .iter()
        .enumerate()
        .map(|(i, view)| {
            Some(SyntheticSeries {
                uid: series_uid(seed, i)?,
                ..of_view(view)?
            })
        })
        .collect();
    let series = series.ok_or_else(no_uid)?;
    let uids: Vec<SeriesUid> = series.iter().map(|one| one.uid.clone()).collect();
    let patient = SyntheticPatient::draw(request.seed, true, person.age_years);
    let present: Vec<_> = placed
        .iter()
        .map(|one| {
            let side = [Laterality::Right, Laterality::Left].get(one.breast);
            (one.kind, side.copied())
        })
        .collect();
    Ok(SyntheticStudy {
        uid: study_uid(seed).ok_or_else(no_uid)?,
        indication: indication(request.kind, seed, &patient, &present),
        patient,
        description: "Synthetic mammography".to_owned(),
        series,
        truth: CaseTruth {
            lesions: lesion::truth(placed, views, &uids),
            facts: facts(person, share),
        },
    })
}

fn facts(person: &Person, share: f32) -> Vec<TruthFact> {
    vec![
        TruthFact {
            code: StudyFact::BreastDensity.code(),
            value: FactValue::Category(Category {
                scale: "bi-rads-density-5".to_owned(),
                value: person.density.letter().to_owned(),
            }),
        },
        StudyFact::GlandularShare.number(f64::from(share) * 100.0),
    ]
}

/// A series but for its UID.
fn of_view(view: &View) -> Option<SyntheticSeries> {
    let is_right = view.side == Laterality::Right;
    let name = view.projection.name();
    let letter = if is_right { "R" } else { "L" };
    // The chest wall of a right breast lies at the right border of the image, the outer or upper part above.
    let orientation = match (is_right, view.projection) {
        (true, Projection::Craniocaudal) => ("P", "L"),
        (false, Projection::Craniocaudal) => ("A", "R"),
        (true, Projection::Oblique) => ("P", "FL"),
        (false, Projection::Oblique) => ("A", "FR"),
    };
    let force = 60.0 + f64::from(view.thickness_mm) * 0.6;
    Some(SyntheticSeries {
        uid: series_uid(overread_base::Seed(0), 0)?,
        modality: Modality::Mg,
        body_part: "BREAST",
        description: format!("{letter} {name}"),
        geometry: view.geometry.clone(),
        thickness_mm: None,
        view: Some(name),
        orientation: Some(orientation),
        laterality: Some(view.side),
        is_inverted: false,
        bits_stored: 12,
        windows: vec![
            ("NORMAL", WHITE / 2.0, WHITE),
            ("CONTRAST", WHITE * 0.56, WHITE * 0.6),
        ],
        attributes: [
            ("KVP", "28".to_owned()),
            ("AnodeTargetMaterial", "TUNGSTEN".to_owned()),
            ("FilterMaterial", "RHODIUM".to_owned()),
            ("DistanceSourceToDetector", "650".to_owned()),
            ("BodyPartThickness", format!("{:.0}", view.thickness_mm)),
            ("CompressionForce", format!("{force:.0}")),
            ("PresentationIntentType", "FOR PRESENTATION".to_owned()),
        ]
        .into_iter()
        .chain(view.scanner.attributes())
        .collect(),
    })
}
