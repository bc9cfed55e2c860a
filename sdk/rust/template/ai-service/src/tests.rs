//! The service on studies in memory: no host is needed, `cargo test` is enough.

use overread_sdk::space::vec3;
use overread_sdk::testing::FakeStudy;
use overread_sdk::{Dims, FailureKind, Geometry, Laterality, Report};

use super::*;

/// A body with two boxes of lung, 4 mm a voxel, and a cube of `nodule` voxels a side in the left lung.
fn chest(nodule: u32) -> FakeStudy {
    let size = Dims {
        x: 80,
        y: 70,
        z: 30,
    };
    let mut values = Vec::new();
    for z in 0..size.z {
        for y in 0..size.y {
            for x in 0..size.x {
                let is_nodule = [(x, 50), (y, 33), (z, 14)]
                    .into_iter()
                    .all(|(at, first)| (first..first + nodule).contains(&at));
                let is_lung =
                    (15..55).contains(&y) && ((14..34).contains(&x) || (46..66).contains(&x));
                let is_body = (8..72).contains(&x) && (10..60).contains(&y);
                values.push(match () {
                    () if is_nodule => 60.0,
                    () if is_lung => -850.0,
                    () if is_body => 40.0,
                    () => -1000.0,
                });
            }
        }
    }
    FakeStudy::new().with_series("CT", grid(size), values)
}

fn grid(size: Dims) -> Geometry {
    Geometry {
        size,
        spacing: vec3(4.0, 4.0, 4.0),
        origin: vec3(-160.0, -140.0, 0.0),
        row_dir: vec3(1.0, 0.0, 0.0),
        col_dir: vec3(0.0, 1.0, 0.0),
    }
}

fn analyze(study: FakeStudy) -> Result<Outcome, Failure> {
    Service.analyze(&Job::on(study))
}

#[track_caller]
fn report_on(study: FakeStudy) -> Report {
    match analyze(study) {
        Ok(Outcome::Done(report)) => report,
        other => panic!("expected a report, found {other:?}"),
    }
}

#[track_caller]
fn not_run_because(study: FakeStudy, expected: NotRunReason) {
    match analyze(study) {
        Ok(Outcome::NotRun(why)) => assert_eq!(why.reason, expected, "{}", why.message),
        other => panic!("expected not run, found {other:?}"),
    }
}

#[test]
fn a_spot_is_found_where_it_lies() {
    let report = report_on(chest(3));
    let [finding] = report.findings.as_slice() else {
        panic!("expected one finding, found {:?}", report.findings);
    };
    // The middle of voxels 50 to 52 at 4 mm from -160 mm is 44 mm, to the patient's left.
    let [_, point] = finding.marks.as_slice() else {
        panic!("expected a box and a point, found {:?}", finding.marks);
    };
    let overread_sdk::Shape::Point(point) = &point.shape else {
        panic!("expected a point, found {point:?}");
    };
    let off_mm = overread_sdk::space::distance_mm(point.at, vec3(44.0, -4.0, 60.0));
    assert!(off_mm < 2.0, "{off_mm} mm off");
    assert_eq!(finding.laterality, Some(Laterality::Left));
    assert!(
        finding
            .probability
            .is_some_and(|probability| probability > 0.5)
    );
}

#[test]
fn lungs_without_a_spot_are_said_to_have_none() {
    let report = report_on(chest(0));
    assert!(report.findings.is_empty());
    assert_eq!(report.assessed.len(), 1);
}

#[test]
fn a_spot_below_the_threshold_is_not_reported() {
    let report = report_on(chest(3).with_setting("threshold", "0.95"));
    assert!(report.findings.len() <= 1);
    let all = report_on(chest(1).with_setting("threshold", "0.95"));
    assert!(all.findings.is_empty());
}

#[test]
fn what_is_no_chest_is_not_read() {
    let size = Dims {
        x: 20,
        y: 20,
        z: 30,
    };
    let water = || vec![0.0; 20 * 20 * 30];
    not_run_because(FakeStudy::new(), NotRunReason::MissingSeries);
    not_run_because(
        FakeStudy::new().with_series("MR", grid(size), water()),
        NotRunReason::MissingSeries,
    );
    not_run_because(
        FakeStudy::new().with_series("CT", grid(size), water()),
        NotRunReason::OutOfScope,
    );
    let short = Dims { x: 20, y: 20, z: 5 };
    let study = FakeStudy::new().with_series("CT", grid(short), vec![0.0; 2000]);
    not_run_because(study, NotRunReason::OutOfScope);
}

#[test]
fn it_stops_when_it_is_asked_to() {
    let stopped = analyze(chest(3).stopping_after(1)).unwrap_err();
    assert_eq!(stopped.kind, FailureKind::Cancelled);
}
