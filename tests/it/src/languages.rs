//! The bundled services in Python and JavaScript: same contract, same limits, same check as any other.

use std::fs;
use std::sync::Arc;

use overread_base::{AiStatus, NotRunReason, ReaderId, Seed};
use overread_bundle::Bundle;
use overread_conformance::{CheckOptions, Outcome, Report, Verdict, check};
use overread_exam::Policy;
use overread_testkit::{Reading, TinyCase, bundle, scenario_text};
use overread_workstation::{ManualClock, Services, Sitting, sit_down};

use crate::course::{finish, folders, statuses};

/// What each of them must keep, by the check's own names: it loads within its limits, gives the same bytes twice and
/// whatever the order of the series, ends within a second of being cancelled, and says of other studies that it was not
/// run.
const KEPT: [&str; 7] = [
    "dynamic.load",
    "dynamic.headroom",
    "dynamic.reads",
    "dynamic.repeatable",
    "dynamic.order",
    "dynamic.cancel",
    "dynamic.declines",
];

#[track_caller]
fn check_service(test: &str, name: &str) {
    let Some(path) = bundle(test, name) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let services = Services::open(&folders(place.path(), Vec::new())).unwrap();
    let bundle = Bundle::open(&path).unwrap();
    let report: Report = check(
        &bundle,
        services.plugin_host(),
        &CheckOptions::default(),
        &mut |_| {},
    );
    assert_ne!(report.verdict(), Verdict::Failed, "{report}");
    for kept in KEPT {
        let found = report
            .check(kept)
            .unwrap_or_else(|| panic!("no check {kept}: {report}"));
        assert_eq!(found.outcome, Outcome::Passed, "{kept}: {report}");
    }
}

#[test]
fn the_bundled_service_in_python_passes_its_check() {
    check_service(
        "the_bundled_service_in_python_passes_its_check",
        "nodule-rules",
    );
}

#[test]
fn the_bundled_service_in_javascript_passes_its_check() {
    check_service(
        "the_bundled_service_in_javascript_passes_its_check",
        "solid-nodule",
    );
}

/// Reads a phantom with a large solid nodule, and one whose slices lie too far apart, with the service.
#[track_caller]
fn check_session(test: &str, name: &str, service: &str) {
    let Some(bundle) = bundle(test, name) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let cases = [
        TinyCase::phantom("dense", 31, "{ diameter_mm = 20, type = \"solid\" }"),
        TinyCase::phantom("sparse", 31, ""),
    ];
    let text = scenario_text(Reading::Sequential(service), &cases);
    let text = text.replacen("slices = 16", "slices = 48", 1);
    fs::write(place.path().join("scenario.toml"), text).unwrap();
    let clock = Arc::new(ManualClock::default());
    let folders = folders(place.path(), vec![bundle.parent().unwrap().to_owned()]);
    let sitting = Sitting::at_scenario(
        &place.path().join("scenario.toml"),
        &folders,
        ReaderId::new("scripted").unwrap(),
        Seed(1),
        "en",
        clock.clone(),
    );
    let session = finish(
        sit_down(sitting.unwrap(), &folders).unwrap(),
        Policy::FollowsAi,
        &clock,
    );
    let found = statuses(&session);
    let [AiStatus::Done(report), AiStatus::NotRun { reason, .. }] = found.as_slice() else {
        panic!("expected a report and not run, found {found:?}");
    };
    assert!(!report.assessed.is_empty(), "absence is stated: {report:?}");
    assert_eq!(*reason, NotRunReason::BadInput);
    let service = session.plan.service.as_ref().unwrap();
    assert_eq!(service.bundle_digest.as_ref().map(String::len), Some(64));
}

#[test]
fn a_session_is_read_with_the_service_in_python() {
    let test = "a_session_is_read_with_the_service_in_python";
    check_session(test, "nodule-rules", "overread.nodule-rules");
}

#[test]
fn a_session_is_read_with_the_service_in_javascript() {
    let test = "a_session_is_read_with_the_service_in_javascript";
    check_session(test, "solid-nodule", "overread.solid-nodule");
}
