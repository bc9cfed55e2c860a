//! The bundled plugins pass their own conformance check, whole.

use overread_bundle::Bundle;
use overread_conformance::{CheckOptions, Outcome, Report, Verdict, check};
use overread_testkit::bundle;
use overread_workstation::Services;

use crate::course::folders;

/// The report on a bundled plugin; nothing where it was not built.
fn report_on(test: &str, name: &str) -> Option<Report> {
    let path = bundle(test, name)?;
    let place = tempfile::tempdir().unwrap();
    let services = Services::open(&folders(place.path(), Vec::new())).unwrap();
    let bundle = Bundle::open(&path).unwrap();
    let options = CheckOptions::default();
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
    assert_eq!(report.verdict(), Verdict::Passed, "{report}");
    // It finds most of what was put in, on every grid that shows it.
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
