//! Every rule passes for a guest that keeps it, and fails for one that does not, through the public interface.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

mod exams;
mod guest;
mod model;
mod reports;
mod services;
mod statics;

use std::path::Path;

use overread_bundle::Bundle;
use overread_conformance::{Check, CheckOptions, Outcome, Report, Scope, Step, check};
use overread_plugin_host::{HostConfig, PluginHost};

use guest::Parts;

/// The report on a bundle, of the rules named.
fn report(parts: &Parts, only: &[&str]) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let bundle = Bundle::open(&parts.write(folder.path())).unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    check(&bundle, &host, &only_options(only), &mut |_| {})
}

fn only_options(only: &[&str]) -> CheckOptions {
    CheckOptions {
        scope: Scope::Full,
        only: only.iter().map(|&id| id.to_owned()).collect(),
    }
}

/// Judges one rule and looks for words in the whole of what was said of it.
#[track_caller]
fn expect(parts: &Parts, id: &str, outcome: &Outcome, words: &[&str]) {
    let report = report(parts, &[id]);
    assert_eq!(report.checks.len(), 1, "{report}");
    expect_check(report.check(id).unwrap(), outcome, words);
}

#[track_caller]
fn expect_check(check: &Check, outcome: &Outcome, words: &[&str]) {
    assert_eq!(check.outcome, *outcome, "{check:#?}");
    let mut said: Vec<String> = check.found.iter().map(ToString::to_string).collect();
    said.extend(check.notes.iter().cloned());
    for word in words {
        assert!(
            said.iter().any(|line| line.contains(word)),
            "{word:?} is not in {said:#?}"
        );
    }
    let has_fault = matches!(outcome, Outcome::Failed | Outcome::Warning);
    assert_eq!(check.advice.is_some(), has_fault);
    assert_eq!(check.reason().is_none(), *outcome == Outcome::Passed);
}

#[test]
fn a_service_that_keeps_every_rule_passes_without_a_word() {
    let mut steps = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let parts = Parts::reading(guest::Reads::Healthy);
    let bundle = Bundle::open(&parts.write(folder.path())).unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    let mut note = |step: Step<'_>| steps.push((step.done, step.of, step.name.to_owned()));
    let report = check(&bundle, &host, &CheckOptions::default(), &mut note);
    for check in &report.checks {
        assert_eq!(check.outcome, Outcome::Passed, "{check:#?}");
    }
    // Every rule was judged, and the steps that were told count up to their number.
    let mut judged: Vec<&str> = report
        .checks
        .iter()
        .map(|check| check.id.as_str())
        .collect();
    judged.sort_unstable();
    let mut rules = overread_conformance::rule_ids();
    rules.retain(|id| !id.starts_with("exam."));
    rules.sort_unstable();
    assert_eq!(judged, rules);
    let quick = a_quick_check(&bundle, &host);
    let n_studies = quick
        .checks
        .iter()
        .filter(|check| check.id.starts_with("dynamic.study."));
    assert_eq!(n_studies.count(), 4);
    assert_eq!(quick.counts().failed, 0, "{quick}");
    assert_eq!(quick.counts().skipped, 2, "{quick}");
    for (idx, (done, of, name)) in steps.iter().enumerate() {
        assert_eq!((*done, *of), (idx, steps.len()), "{name}");
    }
    let opened = report.bundle.opened.as_ref().unwrap();
    assert_eq!(opened.digest, bundle.digest());
}

/// Few studies, and what it left out is said.
fn a_quick_check(bundle: &Bundle, host: &PluginHost) -> Report {
    let options = CheckOptions {
        scope: Scope::Quick,
        only: Vec::new(),
    };
    check(bundle, host, &options, &mut |_| {})
}

#[test]
fn what_is_no_rule_is_named() {
    let options = only_options(&[
        "static",
        "dynamic.study.oblique",
        "dynamic.stud",
        "nonsense",
    ]);
    assert_eq!(options.unknown(), ["dynamic.stud", "nonsense"]);
}

#[test]
fn what_does_not_open_is_a_report_with_all_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plugin.toml"), "schema = 2\nodd = 1\n").unwrap();
    let error = Bundle::open(folder.path()).unwrap_err();
    let report = overread_conformance::refused(Path::new("here"), &error, &CheckOptions::default());
    assert_eq!(report.verdict(), overread_conformance::Verdict::Failed);
    let check = report.check("static.manifest").unwrap();
    assert!(check.found.len() >= 2, "{check:#?}");
}
