//! The scenario, the images, the AI results and the truth that the tests of the panels read.

use overread_base::{
    AiReport, AiResult, AiStatus, CaseId, CaseTruth, Category, Code, Finding, FindingId,
    Laterality, Lesion, LesionId, LocalText, Mark, Measure, Millis, OperatingPoint, ReportSection,
    SeriesUid, ServiceId, ServiceIdentity, StudyProbability, StudyUid, Vec3, VolumeGeometry,
};
use overread_image::{Rescale, Volume, Window};
use overread_viewer::{Calibration, SeriesFacts, SeriesSpace};

use crate::{DeskSeries, DeskStudy};

pub(super) const SCENARIO: &str = r#"
schema = 1
id = "test.desk"
mode = "sequential"
service = "overread.test"
soft_limit_s = 600

[title]
en = "A test session"
ru = "Проверочное занятие"

[briefing]
en = "Read two scans."
ru = "Прочитайте два исследования."

[hit]
rule = "centre-distance"
least_radius_mm = 7.5

[questions]
confidence_step = 5
positive_from = 50

[[questions.labels]]
id = "nodule"
text = { en = "Nodule", ru = "Очаг" }

[[questions.labels]]
id = "mass"
text = { en = "Mass", ru = "Образование" }

[[questions.sections]]
id = "findings"
title = { en = "Findings", ru = "Описание" }
required = false

[[questions.sections]]
id = "impression"
title = { en = "Impression", ru = "Вывод" }
required = true

[[cases]]
id = "first"
title = { en = "Chest scan one", ru = "КТ первая" }
history = { en = "Woman, 60. Cough.", ru = "Женщина, 60 лет. Кашель." }
debrief = { en = "One nodule in the left lung.", ru = "Один очаг слева." }
phantom = { kind = "chest-ct", seed = 1 }

[[cases]]
id = "second"
title = { en = "Chest scan two", ru = "КТ вторая" }
history = { en = "Man, 50.", ru = "Мужчина, 50 лет." }
phantom = { kind = "chest-ct", seed = 2 }
"#;

/// Where the bright ball of the test volume lies, LPS mm.
pub(super) const BALL: Vec3 = Vec3::new(30.0, -22.0, 12.5);
/// Its radius, mm.
const BALL_RADIUS_MM: f64 = 7.0;

pub(crate) fn case_id(text: &str) -> CaseId {
    CaseId::new(text).unwrap()
}

/// A volume of 96 x 96 x 24 voxels around the origin: dark, with a bright ball.
fn volume() -> Volume {
    let size = [96, 96, 24];
    let spacing = Vec3::new(2.0, 2.0, 5.0);
    let origin = Vec3::new(-95.0, -95.0, -57.5);
    let geometry = VolumeGeometry::axial(size, spacing, origin).unwrap();
    let mut samples = Vec::new();
    for z in 0..size[2] {
        for y in 0..size[1] {
            for x in 0..size[0] {
                let at = geometry.patient_from_voxel(Vec3::new(
                    f64::from(x),
                    f64::from(y),
                    f64::from(z),
                ));
                let is_ball = at.distance(BALL) <= BALL_RADIUS_MM;
                let ramp = i16::try_from(x + y).unwrap();
                samples.push(if is_ball { 1500 } else { ramp - 150 });
            }
        }
    }
    Volume::new(geometry, samples, Rescale::IDENTITY).unwrap()
}

pub(crate) fn study() -> DeskStudy {
    DeskStudy {
        case: case_id("first"),
        patient_lines: vec!["Case first".to_owned(), "060Y F".to_owned()],
        study_lines: vec!["2026-01-02".to_owned()],
        indication: Vec::new(),
        series: vec![DeskSeries {
            facts: facts(),
            volume: volume(),
            vois: vec![Window::linear(600.0, 2000.0).unwrap().into()],
            is_inverted: false,
            colour: Vec::new(),
            overlays: Vec::new(),
        }],
        warnings: Vec::new(),
    }
}

/// A radiograph of 40 x 50 pixels of 0.2 mm.
pub(crate) fn radiograph() -> DeskSeries {
    let geometry =
        VolumeGeometry::axial([40, 50, 1], Vec3::new(0.2, 0.2, 1.0), Vec3::default()).unwrap();
    DeskSeries {
        facts: SeriesFacts {
            modality: "DX".to_owned(),
            space: SeriesSpace::Detector,
            ..facts()
        },
        volume: Volume::new(geometry, vec![7; 2000], Rescale::IDENTITY).unwrap(),
        vois: Vec::new(),
        is_inverted: false,
        colour: Vec::new(),
        overlays: Vec::new(),
    }
}

pub(crate) fn facts() -> SeriesFacts {
    SeriesFacts {
        uid: series_uid(),
        study: StudyUid::new("1.2").unwrap(),
        study_date: Some("20260102".to_owned()),
        prior: 0,
        number: Some(1),
        modality: "CT".to_owned(),
        body_part: Some("CHEST".to_owned()),
        description: Some("Thin slices".to_owned()),
        laterality: None,
        view: None,
        patient_orientation: None,
        space: SeriesSpace::Patient,
        frame_of_reference: None,
        is_for_processing: false,
        calibration: Calibration::Patient,
        kernel: None,
        thickness_mm: Some(2.0),
        kvp: Some(120.0),
        exposure_mas: None,
    }
}

pub(crate) fn series_uid() -> SeriesUid {
    SeriesUid::new("1.2.3").unwrap()
}

pub(super) fn service() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new("overread.test").unwrap(),
        name: vec![local("en", "Nodule finder"), local("ru", "Поиск очагов")],
        version: "2.1".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: vec![
            local("en", "Nodules of 4 mm and more"),
            local("ru", "Очаги от 4 мм"),
        ],
        operating_point: Some(OperatingPoint {
            threshold: 0.5,
            sensitivity: Some(0.87),
            specificity: None,
            false_positives_per_study: Some(1.0),
            dataset: "phantoms".to_owned(),
        }),
    }
}

pub(super) fn local(locale: &str, value: &str) -> LocalText {
    LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    }
}

fn finding(id: &str, probability: f32, centre: Vec3) -> Finding {
    let half = Vec3::new(8.0, 8.0, 8.0);
    let shapes = [
        overread_base::Shape::Cuboid {
            low: centre - half,
            high: centre + half,
        },
        overread_base::Shape::Point(centre),
    ];
    Finding {
        id: FindingId::new(id).unwrap(),
        code: Code::nodule(),
        site: Some(Code::new("SCT", "39607008", "Lung")),
        laterality: Some(Laterality::Left),
        probability: Some(probability),
        certainty: None,
        category: Some(Category {
            scale: "lung-rads-v2022".to_owned(),
            value: "4A".to_owned(),
        }),
        marks: shapes
            .map(|shape| Mark {
                series: series_uid(),
                shape,
            })
            .to_vec(),
        measures: vec![Measure {
            name: Code::diameter(),
            value: 14.04,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    }
}

/// A result with one finding on the ball and a less probable one elsewhere.
pub(super) fn result_with_findings() -> AiResult {
    result(AiStatus::Done(AiReport {
        probability: Some(StudyProbability {
            value: 0.91,
            threshold: 0.5,
        }),
        // The less probable first: the desk sorts.
        findings: vec![
            finding("doubtful", 0.55, Vec3::new(-40.0, 30.0, -20.0)),
            finding("sure", 0.91, BALL),
        ],
        draft: vec![ReportSection {
            section: "impression".to_owned(),
            text: vec![
                local("en", "A nodule on the left."),
                local("ru", "Очаг слева."),
            ],
        }],
        warnings: vec![
            local("en", "Slices are thick."),
            local("ru", "Срезы толстые."),
        ],
        ..AiReport::default()
    }))
}

pub(super) fn result(status: AiStatus) -> AiResult {
    AiResult {
        service: service(),
        study: StudyUid::new("1.2").unwrap(),
        status,
        elapsed: Some(Millis(900)),
    }
}

pub(super) fn truth() -> CaseTruth {
    CaseTruth {
        facts: Vec::new(),
        lesions: vec![Lesion {
            id: LesionId::new("ball").unwrap(),
            code: Code::nodule(),
            centre: BALL,
            radius_mm: BALL_RADIUS_MM,
            nodule_type: None,
            laterality: Some(Laterality::Left),
            category: None,
            weight: 1.0,
            mask: None,
            views: Vec::new(),
        }],
    }
}
