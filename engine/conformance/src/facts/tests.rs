//! Equal answers have equal facts, and each difference has a name.

use overread_base::{FindingId, SeriesUid, ServiceId, ServiceIdentity, StudyProbability, StudyUid};

use super::*;

fn result(status: AiStatus) -> AiResult {
    AiResult {
        service: ServiceIdentity {
            id: ServiceId::new("test.guest").unwrap(),
            name: Vec::new(),
            version: "1".to_owned(),
            bundle_digest: None,
            model_digests: Vec::new(),
            intended_use: Vec::new(),
            operating_point: None,
        },
        study: StudyUid::new("1.2").unwrap(),
        status,
        elapsed: None,
    }
}

fn report() -> AiReport {
    AiReport {
        probability: Some(StudyProbability {
            value: 0.75,
            threshold: 0.5,
        }),
        findings: vec![Finding {
            id: FindingId::new("n-1").unwrap(),
            code: Code::nodule(),
            site: None,
            laterality: None,
            probability: Some(0.75),
            certainty: None,
            category: None,
            marks: vec![Mark {
                series: SeriesUid::new("1.2.3").unwrap(),
                shape: Shape::Point(Vec3::new(1.0, -0.0, 3.0)),
            }],
            measures: Vec::new(),
            notes: Vec::new(),
        }],
        ..AiReport::default()
    }
}

fn facts(change: impl FnOnce(&mut AiReport)) -> Facts {
    let mut report = report();
    change(&mut report);
    Facts::of(&result(AiStatus::Done(report)))
}

#[track_caller]
fn check(change: impl FnOnce(&mut AiReport), expected: Option<&str>) {
    let (first, then) = (facts(|_| {}), facts(change));
    assert_eq!(first.difference(&then).as_deref(), expected);
    assert_eq!(first.digest() == then.digest(), expected.is_none());
}

#[test]
fn a_difference_is_named() {
    check(|_| {}, None);
    check(
        |report| report.findings[0].probability = Some(0.5),
        Some("findings[0].probability: 0.75, then 0.5"),
    );
    check(
        |report| report.findings.clear(),
        Some("findings[0].id = n-1: the second time it is missing"),
    );
    check(
        |report| report.extra.push(("a".to_owned(), "b".to_owned())),
        Some("extra.a = b: the first time it was missing"),
    );
}

#[test]
fn the_sign_of_zero_is_a_difference_of_bytes() {
    check(
        |report| report.findings[0].marks[0].shape = Shape::Point(Vec3::new(1.0, 0.0, 3.0)),
        Some("findings[0].marks[0].point: (1 -0 3), then (1 0 3)"),
    );
}

#[test]
fn times_do_not_count() {
    let mut timed = result(AiStatus::Done(report()));
    timed.elapsed = Some(overread_base::Millis(5));
    assert_eq!(facts(|_| {}).difference(&Facts::of(&timed)), None);
}
