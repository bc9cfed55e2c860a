//! The whole service on heads in memory, with models that are functions.

use overread_sdk::testing::{FakeModel, FakeStudy, FakeTensor};
use overread_sdk::{Dims, Geometry, NotRunReason, Report};

use super::*;
use crate::head::{COLUMNS, ROWS};

/// A skull of ellipsoidal shape on 1.2 mm pixels and 5 mm slices; a cube of blood in the left half, or none.
fn head(has_blood: bool) -> (Geometry, Vec<f32>) {
    let [nx, ny, nz] = [170_u32, 200, 28];
    let within = |x: f64, y: f64, z: f64, more: f64| {
        let (a, b, c) = (66.0 + more, 80.0 + more, 78.0 + more);
        (x / a).powi(2) + (y / b).powi(2) + (z / c).powi(2) <= 1.0
    };
    let mut values = Vec::new();
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let is_blood =
                    (110..120).contains(&x) && (90..100).contains(&y) && (12..14).contains(&z);
                let [x, y, z] = [
                    (f64::from(x) - 85.0) * 1.2,
                    (f64::from(y) - 100.0) * 1.2,
                    (f64::from(z) - 10.0) * 5.0,
                ];
                values.push(match () {
                    () if is_blood && has_blood => 65.0,
                    () if within(x, y, z, 0.0) => 32.0,
                    () if within(x, y, z, 7.0) => 900.0,
                    () => -1000.0,
                });
            }
        }
    }
    let geometry = Geometry {
        size: Dims {
            x: nx,
            y: ny,
            z: nz,
        },
        spacing: vec3(1.2, 1.2, 5.0),
        origin: vec3(-102.0, -120.0, -50.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    };
    (geometry, values)
}

fn study(has_blood: bool, shift_mm: f32) -> FakeStudy {
    let (geometry, values) = head(has_blood);
    models(
        FakeStudy::new().with_series("CT", geometry, values),
        shift_mm,
    )
}

/// The first model takes 50 to 85 HU of its middle channel for blood in the brain; the second answers what it is told.
fn models(study: FakeStudy, shift_mm: f32) -> FakeStudy {
    let blood = FakeModel::run_by(Vec::new(), Vec::new(), |inputs| {
        let values = inputs[0].1.floats();
        let n = values.len() / (3 * ROWS * COLUMNS);
        let mut answer = Vec::new();
        for slice in values.chunks(3 * ROWS * COLUMNS) {
            let middle = &slice[ROWS * COLUMNS..2 * ROWS * COLUMNS];
            for kind in Kind::ALL {
                answer.extend(middle.iter().map(|v| {
                    let is_blood = kind == Kind::Intraparenchymal && 0.0 < *v && *v < 0.5;
                    if is_blood { 0.95 } else { 0.01 }
                }));
            }
        }
        let shape = [n, 5, ROWS, COLUMNS].map(|n| u32::try_from(n).unwrap());
        vec![(
            "probability".to_owned(),
            FakeTensor::of_floats(&shape, &answer),
        )]
    });
    let shift = FakeModel::run_by(Vec::new(), Vec::new(), move |_| {
        vec![(
            "shift".to_owned(),
            FakeTensor::of_floats(&[2, 1], &[shift_mm + 1.0, 1.0 - shift_mm]),
        )]
    });
    study.with_model("blood", blood).with_model("shift", shift)
}

fn done(study: FakeStudy) -> Report {
    match BrainHaemorrhage.analyze(&Job::on(study)) {
        Ok(Outcome::Done(report)) => report,
        other => panic!("a report expected, found {other:?}"),
    }
}

fn extra(report: &Report, name: &str) -> f64 {
    let mut all = report.extra.iter();
    let found = all.find(|param| param.name == name);
    found.map_or(f64::NAN, |param| param.value.parse().unwrap())
}

#[test]
fn blood_is_reported_where_it_lies() {
    let report = done(study(true, -6.0));
    let [finding] = &report.findings[..] else {
        panic!("one finding expected, found {}", report.findings.len());
    };
    assert_eq!(finding.code.value, "274100004");
    assert_eq!(finding.laterality, Some(Laterality::Left));
    // 10 x 10 x 2 voxels of 7.2 mm3.
    assert!(
        (finding.measures[0].value - 1.44).abs() < 1e-6,
        "{}",
        finding.measures[0].value
    );
    assert!((extra(&report, "fact.haemorrhage-volume") - 1.44).abs() < 1e-6);
    assert_eq!(extra(&report, "fact.midline-shift"), 6.0);
    let expected = 0.95 * 1.44 / (1.44 + 0.15);
    assert!((extra(&report, "score.SCT.274100004") - expected).abs() < 1e-3);
    assert!((extra(&report, "score.99OVERREAD.subdural-haemorrhage") - 0.001).abs() < 1e-6);
    let Shape::Point(point) = &finding.marks[0].shape else {
        panic!("the first mark is a point, found {:?}", finding.marks[0]);
    };
    // Voxels 110..120, 90..100 and 12..14 of the series.
    let first = vec3(-102.0 + 110.0 * 1.2, -120.0 + 90.0 * 1.2, 10.0);
    let last = vec3(-102.0 + 119.0 * 1.2, -120.0 + 99.0 * 1.2, 15.0);
    let (at, e) = (point.at, 1e-6);
    assert!(first.x - e <= at.x && at.x <= last.x + e, "{at:?}");
    assert!(first.y - e <= at.y && at.y <= last.y + e, "{at:?}");
    assert!(first.z - e <= at.z && at.z <= last.z + e, "{at:?}");
    assert!(matches!(finding.marks[1].shape, Shape::Mask(_)));
    // More than 5 mm of shift.
    assert_eq!(report.priority, Some(Priority::Stat));
    assert_eq!(report.assessed.len(), 5);
    assert_eq!(report.heat_maps.len(), 1);
    assert!(report.warnings.is_empty());
}

#[test]
fn a_head_without_blood_is_a_stated_negative() {
    let report = done(study(false, 0.0));
    assert!(report.findings.is_empty());
    assert_eq!(report.assessed.len(), 5);
    assert_eq!(report.priority, Some(Priority::Routine));
    let probability = report.probability.as_ref().unwrap();
    assert!(probability.value < probability.threshold);
    assert_eq!(extra(&report, "fact.haemorrhage-volume"), 0.0);
}

#[test]
fn large_or_pushing_haemorrhages_are_read_at_once() {
    let bleed = |kind, volume_ml| Bleed {
        kind,
        score: 0.9,
        volume_ml,
        voxels: Vec::new(),
    };
    for (found, shift_mm, expected) in [
        (vec![], 9.0, Priority::Routine),
        (
            vec![bleed(Kind::Intraparenchymal, 29.0)],
            5.0,
            Priority::Urgent,
        ),
        (
            vec![bleed(Kind::Intraparenchymal, 30.0)],
            0.0,
            Priority::Stat,
        ),
        (vec![bleed(Kind::Subdural, 60.0)], 4.0, Priority::Urgent),
        (vec![bleed(Kind::Subdural, 10.0)], -5.1, Priority::Stat),
    ] {
        assert_eq!(
            priority(&found, shift_mm),
            expected,
            "{found:?}, {shift_mm} mm"
        );
    }
}

#[track_caller]
fn check_not_run(study: FakeStudy, reason: NotRunReason, words: &str) {
    match BrainHaemorrhage.analyze(&Job::on(study)) {
        Ok(Outcome::NotRun(not_run)) => {
            assert_eq!(not_run.reason, reason);
            assert!(not_run.message.contains(words), "{}", not_run.message);
        }
        other => panic!("not run expected, found {other:?}"),
    }
}

#[test]
fn other_studies_are_refused_with_the_reason() {
    let (geometry, values) = head(true);
    let chest: Vec<f32> = values
        .iter()
        .map(|&v| if v > 0.0 && v < 100.0 { -850.0 } else { v })
        .collect();
    let tagged =
        FakeStudy::new().with_attributes("CT", geometry, chest, &[("BodyPartExamined", "HEAD")]);
    check_not_run(
        models(tagged, 0.0),
        NotRunReason::OutOfScope,
        "no closed skull",
    );

    // The lower half of a head only.
    let lower = Geometry {
        size: Dims {
            z: 14,
            ..geometry.size
        },
        ..geometry
    };
    let n = 170 * 200 * 14;
    let cut = FakeStudy::new().with_series("CT", lower, values[..n].to_vec());
    check_not_run(models(cut, 0.0), NotRunReason::BadInput, "cut off");

    // Without pixel spacing a head looks like a melon of 0.26 m, or more.
    let unknown = Geometry {
        spacing: vec3(2.4, 2.4, 5.0),
        ..geometry
    };
    let huge = FakeStudy::new().with_series("CT", unknown, values);
    check_not_run(models(huge, 0.0), NotRunReason::OutOfScope, "expected");

    check_not_run(
        FakeStudy::new(),
        NotRunReason::MissingSeries,
        "without series",
    );
}

#[test]
fn a_missing_model_is_handed_on() {
    let (geometry, values) = head(false);
    let study = FakeStudy::new().with_series("CT", geometry, values);
    let failure = BrainHaemorrhage.analyze(&Job::on(study)).unwrap_err();
    assert_eq!(failure.kind, overread_sdk::FailureKind::ModelMissing);
}

#[test]
fn a_contrast_agent_is_a_warning() {
    let (geometry, values) = head(false);
    let study = FakeStudy::new().with_attributes(
        "CT",
        geometry,
        values,
        &[("ContrastBolusAgent", "Iodine")],
    );
    assert_eq!(done(models(study, 0.0)).warnings.len(), 2);
}

#[test]
fn the_service_stops_when_it_is_asked_to() {
    let failure = BrainHaemorrhage
        .analyze(&Job::on(study(false, 0.0).stopping_after(3)))
        .unwrap_err();
    assert_eq!(failure.kind, overread_sdk::FailureKind::Cancelled);
}
