//! The bundled plugins pass their own conformance check: the quick one, and the whole one with OVERREAD_SLOW=1.

use overread_bundle::Bundle;
use overread_conformance::{CheckOptions, Outcome, Report, Scope, Verdict, check};
use overread_testkit::bundle;
use overread_workstation::Services;

use crate::course::folders;

/// A service with networks needs a minute for the twelve studies.
fn scope() -> Scope {
    if std::env::var_os("OVERREAD_SLOW").is_some() {
        Scope::Full
    } else {
        Scope::Quick
    }
}

/// The report on a bundled plugin; nothing where it was not built.
fn report_on(test: &str, name: &str) -> Option<Report> {
    let path = bundle(test, name)?;
    let place = tempfile::tempdir().unwrap();
    let services = Services::open(&folders(place.path(), Vec::new())).unwrap();
    let bundle = Bundle::open(&path).unwrap();
    let options = CheckOptions {
        scope: scope(),
        only: Vec::new(),
    };
    Some(check(
        &bundle,
        services.plugin_host(),
        &options,
        &mut |_| {},
    ))
}

#[test]
fn the_bundled_lung_nodule_service_passes_its_check() {
    let test = "the_bundled_lung_nodule_service_passes_its_check";
    let Some(report) = report_on(test, "lung-nodule") else {
        return;
    };
    assert_eq!(report.counts().failed, 0, "{report}");
    let reads = &report.check("dynamic.reads").unwrap().outcome;
    if let Outcome::Skipped(why) = reads {
        eprintln!("SKIPPED {test}: {why}");
        return;
    }
    // What a quick check leaves out is skipped.
    let expected = match scope() {
        Scope::Full => Verdict::Passed,
        Scope::Quick => Verdict::Incomplete,
    };
    assert_eq!(report.verdict(), expected, "{report}");
    assert_eq!(*reads, Outcome::Passed, "{report}");
    let lesions = report.check("dynamic.lesions").unwrap();
    assert_eq!(lesions.outcome, Outcome::Passed, "{report}");
}

#[track_caller]
fn check_exam(test: &str, name: &str) {
    let Some(report) = report_on(test, name) else {
        return;
    };
    assert_eq!(report.verdict(), Verdict::Passed, "{report}");
}

#[test]
fn the_bundled_linear_form_passes_its_check() {
    check_exam("the_bundled_linear_form_passes_its_check", "linear-form");
}

#[test]
fn the_bundled_adaptive_form_passes_its_check() {
    check_exam(
        "the_bundled_adaptive_form_passes_its_check",
        "adaptive-form",
    );
}
