//! The dynamic rules for AI services, each with a guest that breaks it.

use overread_bundle::Bundle;
use overread_conformance::{Outcome, Verdict};
use overread_plugin_host::{HostConfig, PluginHost};
use overread_testkit::hostile_bundle;

use crate::guest::{Parts, Reads};
use crate::{expect, expect_check, only_options, report};

#[test]
fn a_component_that_does_not_load_skips_the_rest() {
    let report = report(&Parts::of("(component)"), &["dynamic"]);
    expect_check(report.check("dynamic.load").unwrap(), &Outcome::Failed, &[]);
    let skipped = Outcome::Skipped("the component does not load".to_owned());
    for check in report.checks.iter().skip(1) {
        assert_eq!(check.outcome, skipped, "{check:#?}");
    }
    assert_eq!(report.counts().skipped, 21);
}

#[test]
fn describe_against_the_manifest() {
    let parts = Parts::reading(Reads::Healthy)
        .with("version = \"1.0.0\"", "version = \"1.0.1\"")
        .with("modalities = [\"CT\"]", "modalities = [\"CT\", \"DX\"]")
        .with("en = \"Guest\"", "en = \"Other\"");
    expect(
        &parts,
        "dynamic.describe",
        &Outcome::Warning,
        &[
            "its version is \"1.0.0\" here and \"1.0.1\"",
            "its modalities are [\"CT\"] here",
            "it is named \"Guest\" here",
        ],
    );
}

#[test]
fn absence_must_be_stated() {
    expect(
        &Parts::reading(Reads::Silently),
        "dynamic.study.one-slice",
        &Outcome::Warning,
        &["absence is not stated"],
    );
}

#[test]
fn a_failure_that_the_service_reports_is_no_answer() {
    expect(
        &Parts::reading(Reads::Fails),
        "dynamic.study.one-slice",
        &Outcome::Failed,
        &["plugin-failure", "(one-slice)"],
    );
}

/// In one process, so that the chests are rendered once.
#[test]
fn rules_on_the_answers_to_many_studies_fail_for_services_that_break_them() {
    foreign_studies_must_be_declined();
    a_service_of_another_modality_reads_none_of_the_studies();
    the_order_of_the_series_must_not_matter();
    findings_in_healthy_lungs_are_a_warning();
    a_service_that_uses_more_than_half_its_memory_fails();
    a_service_that_tells_no_progress_is_stopped_all_the_same();
    crate::model::another_answer_to_the_same_study_fails();
    crate::model::without_a_runtime_nothing_is_known_and_the_report_says_so();
}

fn foreign_studies_must_be_declined() {
    expect(
        &Parts::reading(Reads::AnyModality),
        "dynamic.declines",
        &Outcome::Failed,
        &[
            "the manifest covers CT, the study is MR, and the service gave a report instead of `not-run` (foreign-modality)",
            "the study is DX",
        ],
    );
}

fn a_service_of_another_modality_reads_none_of_the_studies() {
    let parts = Parts::reading(Reads::Healthy).with("[\"CT\"]", "[\"MG\"]");
    let report = report(&parts, &["dynamic.reads", "dynamic.declines"]);
    // The guest reads CT all the same, which it must not.
    let declines = report.check("dynamic.declines").unwrap();
    assert_eq!(declines.outcome, Outcome::Failed, "{report}");
    let silent = Parts::of(&crate::guest::text(Reads::Healthy).replace("0x5443", "0x474d"));
    let silent = silent.with("[\"CT\"]", "[\"MG\"]");
    let report = crate::report(
        &silent,
        &["dynamic.reads", "dynamic.declines", "dynamic.lesions"],
    );
    let reads = report.check("dynamic.reads").unwrap();
    expect_check(
        reads,
        &Outcome::Warning,
        &["the manifest names MG", "0 of 12"],
    );
    let lesions = report.check("dynamic.lesions").unwrap();
    assert!(matches!(lesions.outcome, Outcome::Skipped(_)), "{report}");
}

fn the_order_of_the_series_must_not_matter() {
    expect(
        &Parts::reading(Reads::FirstSeries),
        "dynamic.order",
        &Outcome::Failed,
        &["assessed[0].series: 2.25.", "(several-series, series "],
    );
}

fn findings_in_healthy_lungs_are_a_warning() {
    let report = report(
        &Parts::reading(Reads::AlwaysOne),
        &["dynamic.clean", "dynamic.lesions"],
    );
    let clean = report.check("dynamic.clean").unwrap();
    let words = ["finds Nodule at (0, 0, 0) mm"];
    expect_check(clean, &Outcome::Warning, &words);
    let lesions = report.check("dynamic.lesions").unwrap();
    let words = ["sensitivity 0/15, 5 false marks in 5 studies"];
    expect_check(lesions, &Outcome::Passed, &words);
}

fn a_service_that_uses_more_than_half_its_memory_fails() {
    expect(
        &Parts::reading(Reads::Greedily),
        "dynamic.headroom",
        &Outcome::Failed,
        &["memory of the component: 41 MiB of 64 MiB"],
    );
}

fn a_service_that_tells_no_progress_is_stopped_all_the_same() {
    expect(
        &Parts::reading(Reads::WithoutProgress),
        "dynamic.cancel",
        &Outcome::Warning,
        &["never calls progress"],
    );
}

#[test]
fn after_a_deadline_the_other_studies_are_left_out() {
    let ids = ["dynamic.study.one-slice", "dynamic.study.oblique"];
    let report = report(&Parts::reading(Reads::Endlessly), &ids);
    let late = report.check(ids[0]).unwrap();
    expect_check(late, &Outcome::Failed, &["deadline: not done within 1.0 s"]);
    let next = report.check(ids[1]).unwrap();
    let reason = "the deadline passed on `one-slice`".to_owned();
    assert_eq!(next.outcome, Outcome::Skipped(reason));
    assert_eq!(report.verdict(), Verdict::Failed);
}

/// Every hostile guest is judged, fails by its fault class, and ends the check no more than any other.
#[track_caller]
fn check_hostile(guest: &str, more: &str, study: &str, words: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    hostile_bundle(folder.path(), guest, more).unwrap();
    let bundle = Bundle::open(folder.path()).unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let id = format!("dynamic.study.{study}");
    let options = only_options(&[&id]);
    let report = overread_conformance::check(&bundle, &host, &options, &mut |_| {});
    assert_eq!(report.verdict(), Verdict::Failed, "{report}");
    expect_check(report.check(&id).unwrap(), &Outcome::Failed, words);
}

#[test]
fn hostile_guests_fail_by_their_fault_class() {
    check_hostile("unreachable", "", "one-slice", &["trap: "]);
    let words = ["output-invalid: ", "probability"];
    check_hostile("nan_probability", "", "one-slice", &words);
    let limits = "[limits]\nmemory-mib = 16\nanalyze-seconds = 1\n";
    check_hostile("memory_bomb", limits, "empty", &["memory: "]);
    check_hostile("loop", limits, "empty", &["deadline: "]);
    // A report about a series that is not there.
    check_hostile("good_report", "", "empty", &["output-invalid: ", "series"]);
}
