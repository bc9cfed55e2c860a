//! A radiograph as a study: person, reason, series, attributes, truth.

use overread_base::{
    CaseTruth, GeometryError, Laterality, LesionKind, Seed, SeriesUid, TruthFact, Vec3,
    VolumeGeometry,
};

use crate::case::CaseRequest;
use crate::error::{Fault, PhantomError};
use crate::patient::indication;
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::{Exposure, Machine};
use crate::radiograph::lesion::{Lesion3, truth};
use crate::radiograph::view::Projection;
use crate::study::{SyntheticSeries, SyntheticStudy, series_uid, study_uid};

/// What a study is put together from.
pub(crate) struct Made<'a> {
    /// The seed of all that belongs to the day of the study.
    pub(crate) day: Seed,
    pub(crate) machine: Machine,
    pub(crate) erect: &'a Erect,
    pub(crate) exposures: &'a [Exposure],
    pub(crate) lesions: &'a [Lesion3],
    pub(crate) facts: Vec<TruthFact>,
}

pub(crate) fn study(
    request: &CaseRequest,
    made: &Made<'_>,
) -> Result<SyntheticStudy, PhantomError> {
    let no_uid = || PhantomError {
        faults: vec![Fault::NoSuchPhantom {
            kind: request.kind.word(),
        }],
    };
    let mut places: Vec<(SeriesUid, VolumeGeometry)> = Vec::new();
    for (number, exposure) in made.exposures.iter().enumerate() {
        let uid = series_uid(request.seed, number).ok_or_else(no_uid)?;
        let grid = geometry(exposure).map_err(|fault| PhantomError {
            faults: vec![fault.into()],
        })?;
        places.push((uid, grid));
    }
    let lesions = truth(made.lesions, made.erect, made.exposures, &places);
    let patient = made.erect.anatomy.patient.clone();
    let present: Vec<(&LesionKind, Option<Laterality>)> = made
        .lesions
        .iter()
        .map(|lesion| (lesion.item.kind, Some(lesion.side())))
        .collect();
    let views = made.exposures.iter().zip(&places);
    Ok(SyntheticStudy {
        uid: study_uid(request.seed).ok_or_else(no_uid)?,
        indication: indication(request.kind, made.day, &patient, &present),
        patient,
        description: match made.exposures.len() {
            1 => "Synthetic chest radiograph".to_owned(),
            _ => "Synthetic chest radiographs, two views".to_owned(),
        },
        series: views
            .map(|(exposure, (uid, grid))| series(made, exposure, uid, grid))
            .collect(),
        truth: CaseTruth {
            lesions,
            facts: made.facts.clone(),
        },
    })
}

/// The detector's plane: the first pixel's centre is the origin, x to the right, y down.
fn geometry(exposure: &Exposure) -> Result<VolumeGeometry, GeometryError> {
    // The same number as its text in the file's attribute.
    let pixel = (f64::from(exposure.pixel_mm) * 1e6).round() * 1e-6;
    VolumeGeometry::axial(
        [exposure.nx, exposure.ny, 1],
        Vec3::new(pixel, pixel, 1.0),
        Vec3::default(),
    )
}

fn series(
    made: &Made<'_>,
    exposure: &Exposure,
    uid: &SeriesUid,
    grid: &VolumeGeometry,
) -> SyntheticSeries {
    let (view, name, orientation) = match exposure.projection {
        Projection::Pa => ("PA", "Synthetic chest PA", ("L", "F")),
        Projection::Ap => ("AP", "Synthetic chest AP, bedside", ("L", "F")),
        Projection::Lateral => ("LL", "Synthetic chest lateral", ("P", "F")),
    };
    let top = f32::from(i16::try_from((1u32 << made.machine.bits) - 1).unwrap_or(i16::MAX));
    // Exposure index by IEC 62494-1: a hundred times the dose at the detector in uGy.
    let index = 100.0 * exposure.dose;
    let target = 100.0 * exposure.dose / exposure.dose_share.max(1e-3);
    let deviation = 10.0 * libm::log10f(exposure.dose_share.max(1e-3));
    let mut attributes = vec![
        ("KVP", "120".to_owned()),
        (
            "DistanceSourceToDetector",
            format!("{:.0}", exposure.view.source_mm),
        ),
        (
            "DistanceSourceToPatient",
            format!("{:.0}", exposure.view.source_mm - exposure.view.axis_mm),
        ),
        ("ExposureIndex", format!("{index:.0}")),
        ("TargetExposureIndex", format!("{target:.0}")),
        ("DeviationIndex", format!("{deviation:.1}")),
    ];
    attributes.extend(made.machine.scanner.attributes());
    SyntheticSeries {
        uid: uid.clone(),
        modality: made.machine.modality,
        body_part: "CHEST",
        description: name.to_owned(),
        geometry: grid.clone(),
        thickness_mm: None,
        view: Some(view),
        orientation: Some(orientation),
        laterality: None,
        is_inverted: made.machine.is_inverted,
        bits_stored: made.machine.bits,
        windows: vec![
            ("NORMAL", 0.5 * top, top),
            ("HARD", 0.5 * top, 0.72 * top),
            ("SOFT", 0.5 * top, 1.25 * top),
        ],
        attributes,
    }
}
