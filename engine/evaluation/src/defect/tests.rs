//! Each defect is told from the result that has it, and from no sound one.

use overread_base::{Certainty, Code, FindingId, Mark, Shape, StudyProbability, Vec3};

use super::*;

fn series(n: u32) -> SeriesUid {
    SeriesUid::new(format!("2.25.{n}")).unwrap()
}

fn finding(x: f64) -> Finding {
    Finding {
        id: FindingId::new("f1").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: series(1),
            shape: Shape::Point(Vec3::new(x, 0.0, 0.0)),
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

fn report(probability: Option<f32>, findings: Vec<Finding>) -> AiReport {
    AiReport {
        probability: probability.map(|value| StudyProbability {
            value,
            threshold: 0.5,
        }),
        findings,
        ..AiReport::default()
    }
}

#[track_caller]
fn check(report: &AiReport, expected: &[Defect]) {
    assert_eq!(of_report(report, Some(&[series(1)])), expected);
}

#[test]
fn sound_reports_have_none() {
    check(&report(Some(0.9), vec![finding(1.0), finding(2.0)]), &[]);
    check(&report(Some(0.1), Vec::new()), &[]);
    check(&report(None, vec![finding(1.0)]), &[]);
    let mut scored = report(None, Vec::new());
    scored
        .extra
        .push(("score.SCT.1".to_owned(), "0.2".to_owned()));
    check(&scored, &[]);
    let mut absent = finding(1.0);
    absent.certainty = Some(Certainty::Absent);
    check(&report(Some(0.1), vec![absent]), &[]);
}

#[test]
fn each_defect_is_told() {
    check(&report(None, Vec::new()), &[Defect::EmptyReport]);
    check(
        &report(Some(0.9), Vec::new()),
        &[Defect::ProbabilityMismatch],
    );
    check(
        &report(Some(0.1), vec![finding(1.0)]),
        &[Defect::ProbabilityMismatch],
    );
    check(
        &report(Some(0.9), vec![finding(1.0), finding(1.0)]),
        &[Defect::Duplicate],
    );
    let mut stray = finding(1.0);
    stray.marks[0].series = series(2);
    check(
        &report(Some(0.9), vec![stray.clone()]),
        &[Defect::WrongSeries],
    );
    assert_eq!(of_report(&report(Some(0.9), vec![stray]), None), []);
}

#[test]
fn an_end_without_a_result_has_the_class_of_its_reason() {
    let failed = |kind| {
        of_status(&AiStatus::Failed {
            kind,
            message: String::new(),
        })
    };
    assert_eq!(failed(FailureKind::Deadline), [Defect::Timeout]);
    assert_eq!(failed(FailureKind::OutputInvalid), [Defect::Corrupt]);
    assert_eq!(failed(FailureKind::Trap), [Defect::NoResult]);
    assert_eq!(failed(FailureKind::Cancelled), []);
    let not_run = |reason| {
        of_status(&AiStatus::NotRun {
            reason,
            message: String::new(),
        })
    };
    assert_eq!(not_run(NotRunReason::ModelMissing), [Defect::NoResult]);
    assert_eq!(not_run(NotRunReason::OutOfScope), []);
}

#[test]
fn words_are_those_of_the_lines() {
    for defect in Defect::ALL {
        let line = serde_json::to_string(&defect).unwrap();
        assert_eq!(line, format!("\"{}\"", defect.word()));
    }
    for refusal in [
        Refusal::OutOfScope,
        Refusal::MissingSeries,
        Refusal::BadInput,
        Refusal::UnsupportedAge,
    ] {
        let line = serde_json::to_string(&refusal).unwrap();
        assert_eq!(line, format!("\"{}\"", refusal.word()));
    }
}
