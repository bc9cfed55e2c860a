//! Plugins that loop, trap, eat memory or answer nonsense, in whole sessions: the session goes on and says so.

use std::sync::Arc;

use overread_base::{AiStatus, FailureKind, NotRunReason};
use overread_exam::Policy;
use overread_testkit::{Reading, hostile_bundle};
use overread_workstation::{ManualClock, sit_down};

use crate::course::{Course, Finished, finish, folders, statuses};

/// One second for a job, and 16 MiB.
const LIMITS: &str = "[limits]\nanalyze-seconds = 1\nmemory-mib = 16\n";

/// A whole session of the perfect reader with a guest of `tests/hostile`.
fn read_with(guest: &str, more: &str) -> Finished {
    let course = Course::new();
    let plugins = course.folder.path().join("plugins");
    let service = hostile_bundle(&plugins.join(guest), guest, more).unwrap();
    let clock = Arc::new(ManualClock::default());
    let sitting = course.sitting(course.text(Reading::Sequential(service)), 1, &clock);
    let runner = sit_down(sitting, &folders(course.folder.path(), vec![plugins])).unwrap();
    finish(runner, Policy::Perfect, &clock)
}

/// Every job fails so, until the host leaves the service alone; the reader's own answers are graded all the same.
#[track_caller]
fn check_goes_on(guest: &str, expected: FailureKind) {
    let session = read_with(guest, LIMITS);
    let statuses = statuses(&session);
    assert_eq!(statuses.len(), 6);
    for (idx, status) in statuses.iter().enumerate() {
        let is_expected = match status {
            AiStatus::Failed { kind, .. } => *kind == expected,
            AiStatus::NotRun { reason, .. } => idx >= 3 && *reason == NotRunReason::Quarantined,
            AiStatus::Done(_) => false,
        };
        assert!(is_expected, "{guest}, case {idx}: {status:?}");
    }
    let total = &session.score.total;
    assert_eq!((total.n_graded, &total.ai), (5, &None));
    assert_eq!(total.last.sensitivity.unwrap().value, 1.0);
}

#[test]
fn a_plugin_that_loops_for_ever_is_stopped_and_the_session_goes_on() {
    check_goes_on("loop", FailureKind::Deadline);
}

#[test]
fn a_plugin_that_traps_is_named_and_the_session_goes_on() {
    check_goes_on("unreachable", FailureKind::Trap);
}

#[test]
fn a_plugin_that_eats_memory_is_stopped_and_the_session_goes_on() {
    check_goes_on("memory_bomb", FailureKind::Memory);
}

#[test]
fn a_plugin_that_marks_places_outside_the_images_is_not_believed() {
    check_goes_on("mark_far_away", FailureKind::OutputInvalid);
}

#[test]
fn a_plugin_that_behaves_is_used() {
    let session = read_with("good_report", "");
    for status in statuses(&session) {
        let AiStatus::Done(report) = status else {
            panic!("{status:?}");
        };
        assert_eq!(report.findings.len(), 1);
    }
    // Its one point lies in the corner of each case, where no lesion is: the perfect reader rejects it.
    let total = &session.score.total;
    assert_eq!(
        (total.verdicts.wrong_rejected, total.verdicts.wrong_kept),
        (5, 0)
    );
    assert_eq!(total.ai.as_ref().unwrap().sensitivity.unwrap().value, 0.0);
}

#[test]
fn a_component_that_is_none_fails_its_jobs_and_is_named() {
    let course = Course::new();
    let plugins = course.folder.path().join("plugins");
    let service = hostile_bundle(&plugins.join("odd"), "loop", "").unwrap();
    std::fs::write(plugins.join("odd/plugin.wasm"), "not WebAssembly").unwrap();
    let clock = Arc::new(ManualClock::default());
    let sitting = course.sitting(course.text(Reading::Sequential(service)), 1, &clock);
    let runner = sit_down(sitting, &folders(course.folder.path(), vec![plugins])).unwrap();
    let session = finish(runner, Policy::Perfect, &clock);
    for status in statuses(&session) {
        let AiStatus::Failed { kind, message } = status else {
            panic!("{status:?}");
        };
        assert_eq!(*kind, FailureKind::CompileFailed);
        assert!(message.contains("does not compile"), "{message}");
    }
}

#[test]
fn a_missing_model_is_not_run_and_says_which() {
    let model = format!(
        "[[models]]\nname = \"nodule\"\nfile = \"models/nodule.onnx\"\nsha256 = \"{}\"\nruntime = \"onnx\"\n",
        "0".repeat(64)
    );
    let session = read_with("missing_model", &model);
    let statuses = statuses(&session);
    assert_eq!(statuses.len(), 6);
    for status in statuses {
        let AiStatus::NotRun { reason, message } = status else {
            panic!("{status:?}");
        };
        // Where there is no runtime either, that is what is said.
        let is_model = *reason == NotRunReason::ModelMissing && message.contains("nodule.onnx");
        let is_runtime =
            *reason == NotRunReason::RuntimeMissing && message.contains("no inference runtime");
        assert!(is_model || is_runtime, "{reason:?}: {message}");
    }
    assert_eq!(session.score.total.n_graded, 5);
}
