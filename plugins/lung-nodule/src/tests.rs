//! The whole service on studies in memory, with models that are functions.

use overread_sdk::testing::{FakeModel, FakeStudy, FakeTensor};
use overread_sdk::{Dims, Geometry, Job, NotRunReason, Outcome, Report, Sample, Shape};

use super::*;

/// Water with two boxes of lung in air, 4 mm voxels and `spacing_mm` slices; a bright cube in the left lung.
fn study(spacing_mm: f64, has_nodule: bool) -> FakeStudy {
    let [nx, ny, nz] = [80u32, 80, 40];
    let mut values = Vec::new();
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let is_nodule =
                    (50..53).contains(&x) && (38..41).contains(&y) && (20..23).contains(&z);
                let is_body = (8..72).contains(&x) && (12..68).contains(&y);
                let is_lung =
                    (20..60).contains(&y) && ((14..34).contains(&x) || (46..66).contains(&x));
                values.push(match () {
                    () if is_nodule && has_nodule => 100.0,
                    () if is_lung => -850.0,
                    () if is_body => 40.0,
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
        spacing: vec3(4.0, 4.0, spacing_mm),
        origin: vec3(-160.0, -160.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    };
    FakeStudy::new()
        .with_series("CT", geometry, values)
        .with_model("proposal", brighter_than(0.5))
        .with_model(
            "score",
            answering([0.97, 0.0, 0.0, 0.0, 3.0, 1.0, 1.0, 0.0, 0.0]),
        )
}

/// Sees what is above 50 HU: (50 + 300) / 700 = 0.5.
fn brighter_than(level: f32) -> FakeModel {
    FakeModel::tiled(move |source| {
        source.map(Sample::Float32, move |v| if v > level { 0.9 } else { 0.0 })
    })
}

fn answering(answer: [f32; 9]) -> FakeModel {
    FakeModel::run_by(Vec::new(), Vec::new(), move |_| {
        vec![("answer".to_owned(), FakeTensor::of_floats(&[1, 9], &answer))]
    })
}

fn done(study: FakeStudy) -> Report {
    match LungNodule.analyze(&Job::on(study)) {
        Ok(Outcome::Done(report)) => report,
        other => panic!("a report expected, found {other:?}"),
    }
}

#[test]
fn a_nodule_is_reported_in_the_patient() {
    let report = done(study(4.0, true));
    let [finding] = &report.findings[..] else {
        panic!("one finding expected, found {}", report.findings.len());
    };
    assert_eq!(finding.laterality, Some(Laterality::Left));
    // 2^3 voxels of 1.25 mm.
    assert_eq!(finding.measures[0].value, 10.0);
    let volume = &finding.measures[1];
    assert!((volume.value - 523.6).abs() < 0.1, "{}", volume.value);
    assert_eq!(volume.ucum, "mm3");
    assert_eq!(finding.category.as_ref().unwrap().value, "4A");
    let Shape::Point(point) = &finding.marks[1].shape else {
        panic!("a point expected");
    };
    // Voxels 50..53, 38..41, 20..23: middle at 51, 39, 21.
    let expected = vec3(-160.0 + 51.0 * 4.0, -160.0 + 39.0 * 4.0, 84.0);
    let off = overread_sdk::space::distance_mm(point.at, expected);
    assert!(off < 2.0, "{off} mm off");
    assert!(report.warnings.is_empty());
    assert_eq!(report.draft.len(), 2);
    let findings = &report.draft[0].text;
    let expected = [
        "1. Solid nodule in the left lung, mean diameter 10.0 mm, volume about 524 mm³, category 4A.",
        "1. Солидный очаг в левом лёгком, средний диаметр 10,0 мм, объём около 524 мм³, категория 4A.",
    ];
    for (text, expected) in findings.iter().zip(expected) {
        let (first, looked) = text.value.split_once('\n').unwrap();
        assert_eq!(first, expected);
        assert!(looked.contains("growth since") || looked.contains("рост по сравнению"));
    }
}

#[test]
fn absence_is_stated() {
    let report = done(study(4.0, false));
    assert!(report.findings.is_empty());
    assert_eq!(report.assessed.len(), 1);
    assert_eq!(report.probability.as_ref().unwrap().value, 0.0);
    assert!(
        report.draft[0].text[0]
            .value
            .starts_with("No lung nodule found.\nLooked for: ")
    );
}

#[test]
fn what_is_below_the_threshold_is_not_reported_but_counts_in_the_probability() {
    let report = done(study(4.0, true).with_setting("threshold", "0.98"));
    assert!(report.findings.is_empty());
    assert!((report.probability.unwrap().value - 0.97).abs() < 1e-6);
}

#[test]
fn thick_slices_are_read_with_a_warning() {
    let report = done(study(8.0, true));
    assert_eq!(report.warnings.len(), 2, "one in each language");
    assert!(
        report.warnings[0]
            .value
            .starts_with("Slices are 8.0 mm apart")
    );
    assert!(
        report.warnings[1]
            .value
            .starts_with("Расстояние между срезами 8,0 мм, больше 5 мм")
    );
    assert_eq!(report.findings.len(), 1);
}

#[test]
fn other_studies_are_out_of_scope() {
    let empty = LungNodule.analyze(&Job::on(FakeStudy::new()));
    let Ok(Outcome::NotRun(not_run)) = empty else {
        panic!("not run expected, found {empty:?}");
    };
    assert_eq!(not_run.reason, NotRunReason::MissingSeries);
}

#[test]
fn every_finding_has_one_category_of_the_scale() {
    let large = answering([0.97, 0.0, 0.0, 0.0, 4.0, 1.0, 1.0, 0.0, 0.0]);
    let report = done(study(4.0, true).with_model("score", large));
    assert_eq!(report.priority, Some(Priority::Urgent));
    let category = report.findings[0].category.as_ref().unwrap();
    assert_eq!(
        (category.scale.as_str(), category.value.as_str()),
        (SCALE, "4B")
    );
}

#[test]
fn the_manifest_names_the_same_threshold() {
    let manifest = include_str!("../plugin.toml");
    let default = format!("default = {DEFAULT_THRESHOLD}\n");
    let claimed = format!("threshold = {DEFAULT_THRESHOLD}\n");
    assert!(manifest.contains(&default), "{default}");
    assert!(manifest.contains(&claimed), "{claimed}");
}
