//! Exam scenarios of `tests/hostile/exams` in the sandbox: each call ends with its class of fault, and the next is well.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use overread_base::{CaseId, FailureKind, Millis, Seed};
use overread_bundle::Bundle;
use overread_exam::{
    BookCase, Casebook, ExamAction, ExamCall, ExamEvent, ExamFault, ExamPlan, StampedExamEvent,
};
use overread_plugin_host::{
    CallBudget, CancelFlag, ExamContext, ExamLimits, ExamPlugin, PluginError, PluginHost,
};
use overread_testkit::{guest_component, hostile_bundle};

fn bundle(folder: &Path, name: &str, kind: &str) -> Bundle {
    hostile_bundle(folder, "empty_report", "").unwrap();
    let manifest = folder.join("plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("ai-service", kind)).unwrap();
    let guest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/exams");
    let guest = fs::read_to_string(guest.join(name).with_extension("wat")).unwrap();
    let component =
        guest_component(&guest, "exam-scenario").unwrap_or_else(|e| panic!("{name}: {e}"));
    fs::write(folder.join("plugin.wasm"), component).unwrap();
    Bundle::open(folder).unwrap_or_else(|e| panic!("{e}"))
}

fn exam_within(name: &str, limits: ExamLimits) -> ExamPlugin {
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::with_runtime(None, None).unwrap();
    let bundle = bundle(folder.path(), name, "exam-scenario");
    host.load_exam_within(&bundle, limits).unwrap()
}

fn exam(name: &str) -> ExamPlugin {
    exam_within(name, ExamLimits::default())
}

fn context() -> ExamContext {
    let case = |id: &str| BookCase {
        id: CaseId::new(id).unwrap(),
        modality: "CT".to_owned(),
        tags: Vec::new(),
        facts: Vec::new(),
        truth: None,
        service_reports: Vec::new(),
    };
    ExamContext {
        book: Arc::new(Casebook {
            cases: vec![case("a"), case("b")],
        }),
        service: None,
        locale: "en".to_owned(),
        settings: [].into(),
        seed: Seed(1),
        cancel: CancelFlag::default(),
    }
}

fn started() -> StampedExamEvent {
    StampedExamEvent {
        at: Millis(0),
        event: ExamEvent::Started,
    }
}

/// The plan of the exam that behaves.
fn plan() -> ExamPlan {
    exam("behaves").make_plan(&context(), Seed(1)).unwrap()
}

/// How a call ends.
fn ended(exam: &ExamPlugin, call: ExamCall) -> Result<(), ExamFault> {
    match call {
        ExamCall::MakePlan => exam.make_plan(&context(), Seed(1)).map(|_| ()),
        ExamCall::Step => exam.step(&context(), &plan(), &[], &started()).map(|_| ()),
        ExamCall::GradeExam => exam.grade(&context(), &plan(), &[started()]).map(|_| ()),
    }
}

#[track_caller]
fn check(name: &str, call: ExamCall, kind: FailureKind, words: &str) {
    check_within(name, ExamLimits::default(), call, kind, words);
}

#[track_caller]
fn check_within(name: &str, limits: ExamLimits, call: ExamCall, kind: FailureKind, words: &str) {
    let exam = exam_within(name, limits);
    // Twice: a call that went wrong leaves nothing behind.
    for _ in 0..2 {
        let fault = ended(&exam, call).unwrap_err();
        assert_eq!((fault.call, fault.kind), (call, kind), "{name}: {fault}");
        assert!(fault.message.contains(words), "{name}: {fault}");
    }
    for other in [ExamCall::MakePlan, ExamCall::Step, ExamCall::GradeExam] {
        if other != call {
            assert_eq!(ended(&exam, other), Ok(()), "{name}, {}", other.word());
        }
    }
}

#[test]
fn an_exam_that_behaves_is_heard() {
    let exam = exam("behaves");
    let plan = exam.make_plan(&context(), Seed(1)).unwrap();
    let items: Vec<(&str, &str)> = plan
        .items
        .iter()
        .map(|item| (item.id.as_str(), item.case.as_str()))
        .collect();
    assert_eq!(items, [("one", "a"), ("two", "b")]);
    let turn = exam.step(&context(), &plan, b"state", &started()).unwrap();
    assert_eq!(
        (turn.state.len(), turn.actions.as_slice()),
        (0, &[] as &[ExamAction])
    );
    let grade = exam.grade(&context(), &plan, &[started()]).unwrap();
    assert_eq!((grade.is_passed, grade.score), (false, 0.0));
}

#[test]
fn an_exam_that_traps_is_named() {
    check(
        "step_trap",
        ExamCall::Step,
        FailureKind::Trap,
        "unreachable",
    );
}

#[test]
fn an_exam_that_fails_says_so_itself() {
    check(
        "step_failure",
        ExamCall::Step,
        FailureKind::PluginFailure,
        "one",
    );
}

#[test]
fn an_exam_that_eats_memory_is_stopped() {
    check(
        "step_memory",
        ExamCall::Step,
        FailureKind::Memory,
        "at most 64 MiB",
    );
}

/// So little fuel that it is used up long before the deadline.
fn little_fuel() -> ExamLimits {
    let budget = CallBudget {
        deadline: Duration::from_secs(60),
        fuel: 1_000_000,
    };
    ExamLimits {
        make_plan: budget,
        step: budget,
        grade: budget,
        ..ExamLimits::default()
    }
}

/// So short a deadline that it is over long before the fuel.
fn short_deadline() -> ExamLimits {
    let budget = CallBudget {
        deadline: Duration::from_millis(50),
        fuel: u64::MAX,
    };
    ExamLimits {
        make_plan: budget,
        step: budget,
        grade: budget,
        ..ExamLimits::default()
    }
}

#[test]
fn every_call_ends_with_its_fuel() {
    let loops = [
        ("plan_loop", ExamCall::MakePlan),
        ("step_loop", ExamCall::Step),
        ("grade_loop", ExamCall::GradeExam),
    ];
    for (name, call) in loops {
        check_within(name, little_fuel(), call, FailureKind::Fuel, "instructions");
    }
}

#[test]
fn every_call_ends_with_its_deadline() {
    let loops = [
        ("plan_loop", ExamCall::MakePlan),
        ("step_loop", ExamCall::Step),
        ("grade_loop", ExamCall::GradeExam),
    ];
    for (name, call) in loops {
        let exam = exam_within(name, short_deadline());
        let fault = ended(&exam, call).unwrap_err();
        assert_eq!(
            (fault.call, fault.kind),
            (call, FailureKind::Deadline),
            "{fault}"
        );
    }
}

#[test]
fn a_call_ends_from_outside() {
    // Neither the fuel nor the deadline is over before the flag is seen.
    let budget = CallBudget {
        deadline: Duration::from_secs(60),
        fuel: u64::MAX,
    };
    let limits = ExamLimits {
        step: budget,
        ..ExamLimits::default()
    };
    let exam = exam_within("step_loop", limits);
    let context = context();
    context.cancel.cancel();
    let fault = exam.step(&context, &plan(), &[], &started()).unwrap_err();
    assert_eq!(fault.kind, FailureKind::Cancelled);
}

#[test]
fn answers_that_break_the_contract_are_refused_with_their_place() {
    let invalid = FailureKind::OutputInvalid;
    let plans = [
        (
            "unknown_case",
            "the casebook has no case `nowhere` (items[0].case-id)",
        ),
        ("repeated_item", "two items are named `one` (items[1])"),
        ("repeated_item", "case `a` stands in two items (items[1])"),
        ("empty_plan", "a plan needs at least one item (items)"),
    ];
    for (name, words) in plans {
        check(name, ExamCall::MakePlan, invalid, words);
    }
    let turns = [
        (
            "unknown_item",
            "the plan has no item `nowhere` (actions[0])",
        ),
        (
            "large_state",
            "at most 1048576 bytes, found 1048577 (state)",
        ),
        ("many_actions", "at most 64 entries, found 65 (actions)"),
    ];
    for (name, words) in turns {
        check(name, ExamCall::Step, invalid, words);
    }
    let grades = [
        ("nan_score", "a number must be finite, found NaN (score)"),
        (
            "infinite_row",
            "a number must be finite, found inf (rows[0].value)",
        ),
    ];
    for (name, words) in grades {
        check(name, ExamCall::GradeExam, invalid, words);
    }
}

#[test]
fn kinds_of_plugins_are_not_mixed_up() {
    let folder = tempfile::tempdir().unwrap();
    let host = PluginHost::with_runtime(None, None).unwrap();
    let service = bundle(folder.path(), "behaves", "ai-service");
    assert_eq!(
        host.load_exam(&service).unwrap_err(),
        PluginError::NotAnExam
    );
    // An exam's component in the dress of a service, and a service's in that of an exam.
    assert!(matches!(
        host.load(&service).unwrap_err(),
        PluginError::Link(_)
    ));
    hostile_bundle(folder.path(), "empty_report", "").unwrap();
    let manifest = folder.path().join("plugin.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("ai-service", "exam-scenario")).unwrap();
    let exam = Bundle::open(folder.path()).unwrap();
    assert_eq!(host.load(&exam).unwrap_err(), PluginError::Kind);
    assert!(matches!(
        host.load_exam(&exam).unwrap_err(),
        PluginError::Link(_)
    ));
}
