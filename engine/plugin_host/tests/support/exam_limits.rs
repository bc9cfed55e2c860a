//! Each limit of an exam scenario alone: a guest that it stops, and that comes further once this one limit is raised.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use overread_base::{CaseId, FailureKind, ItemId, Millis, Seed};
use overread_bundle::Bundle;
use overread_exam::{
    BookCase, Casebook, ExamEvent, ExamFault, ExamItem, ExamPlan, StampedExamEvent,
};
use overread_plugin_host::{
    CallBudget, CancelFlag, ExamContext, ExamLimits, ExamPlugin, HostConfig, PluginHost,
};
use overread_testkit::guest_component;

use super::guests;

/// The limits of the platform; deadlines for a machine as busy as it may be.
fn default_limits() -> ExamLimits {
    let limits = ExamLimits::default();
    let patient = |budget: CallBudget| CallBudget {
        deadline: Duration::from_secs(600),
        ..budget
    };
    ExamLimits {
        make_plan: patient(limits.make_plan),
        step: patient(limits.step),
        grade: patient(limits.grade),
        ..limits
    }
}

/// A scenario of two items; `work` is done by all three calls, `step` hands on 100 bytes and says two things.
fn scenario(imports: &str, pages: u32, work: &str) -> Vec<u8> {
    let text = format!(
        "(module
           {imports}
           (memory (export \"memory\") {pages})
           (data (i32.const 1024) \"i1i2c1c2en\")
           (func (export \"cabi_realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 8192))
           (func $work (local $n i32) {work})
           (func (export \"overread:plugin/scenario@1.0.0#make-plan\") (param i64) (result i32)
             (call $work)
             ;; items: two at 512, 56 bytes each; id and case
             (i32.store (i32.const 12) (i32.const 512)) (i32.store (i32.const 16) (i32.const 2))
             (i32.store (i32.const 512) (i32.const 1024)) (i32.store (i32.const 516) (i32.const 2))
             (i32.store (i32.const 520) (i32.const 1028)) (i32.store (i32.const 524) (i32.const 2))
             (i32.store (i32.const 568) (i32.const 1026)) (i32.store (i32.const 572) (i32.const 2))
             (i32.store (i32.const 576) (i32.const 1030)) (i32.store (i32.const 580) (i32.const 2))
             (i32.const 0))
           (func (export \"overread:plugin/scenario@1.0.0#step\") (param i32) (result i32)
             (call $work)
             (i32.store (i32.const 4) (i32.const 4096)) (i32.store (i32.const 8) (i32.const 100))
             ;; actions: two at 512, 20 bytes each: messages of the one text at 600
             (i32.store (i32.const 12) (i32.const 512)) (i32.store (i32.const 16) (i32.const 2))
             (i32.store8 (i32.const 512) (i32.const 3)) (i32.store8 (i32.const 532) (i32.const 3))
             (i32.store (i32.const 516) (i32.const 600)) (i32.store (i32.const 520) (i32.const 1))
             (i32.store (i32.const 536) (i32.const 600)) (i32.store (i32.const 540) (i32.const 1))
             (i32.store (i32.const 600) (i32.const 1032)) (i32.store (i32.const 604) (i32.const 2))
             (i32.store (i32.const 608) (i32.const 1032)) (i32.store (i32.const 612) (i32.const 2))
             (i32.const 0))
           (func (export \"overread:plugin/scenario@1.0.0#grade-exam\")
             (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
             (call $work)
             (i32.const 0)))"
    );
    guest_component(&text, "exam-scenario").unwrap_or_else(|e| panic!("{e}"))
}

fn load(component: &[u8], limits: ExamLimits) -> ExamPlugin {
    let folder = tempfile::tempdir().unwrap();
    guests::bundle(folder.path(), component, "");
    let path = folder.path().join("plugin.toml");
    let manifest = fs::read_to_string(&path).unwrap();
    fs::write(&path, manifest.replace("ai-service", "exam-scenario")).unwrap();
    let bundle = Bundle::open(folder.path()).unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    host.load_exam_within(&bundle, limits).unwrap()
}

fn context() -> ExamContext {
    let case = |id| BookCase {
        id: CaseId::new(id).unwrap(),
        modality: "CT".to_owned(),
        tags: Vec::new(),
        facts: Vec::new(),
        truth: None,
        service_reports: Vec::new(),
    };
    ExamContext {
        book: Arc::new(Casebook {
            cases: vec![case("c1"), case("c2")],
        }),
        service: None,
        locale: "en".to_owned(),
        settings: BTreeMap::new(),
        seed: Seed(1),
        cancel: CancelFlag::default(),
    }
}

#[derive(Debug, Clone, Copy)]
enum Call {
    MakePlan,
    Step,
    Grade,
}

fn run(component: &[u8], limits: ExamLimits, call: Call) -> Result<(), ExamFault> {
    let plugin = load(component, limits);
    let (context, seed) = (context(), Seed(7));
    let item = |id, case| ExamItem {
        id: ItemId::new(id).unwrap(),
        case: CaseId::new(case).unwrap(),
        service: None,
        time_limit: None,
        hints: Vec::new(),
    };
    let plan = ExamPlan {
        title: Vec::new(),
        items: vec![item("i1", "c1"), item("i2", "c2")],
        extra: Vec::new(),
    };
    let event = StampedExamEvent {
        at: Millis(0),
        event: ExamEvent::Started,
    };
    match call {
        Call::MakePlan => plugin.make_plan(&context, seed).map(drop),
        Call::Step => plugin.step(&context, &plan, &[], &event).map(drop),
        Call::Grade => plugin.grade(&context, &plan, &[event]).map(drop),
    }
}

/// The call must fail so with `limits`, and come through with the one limit raised.
#[track_caller]
fn check(
    component: &[u8],
    call: Call,
    limits: ExamLimits,
    raise: impl FnOnce(&mut ExamLimits),
    kind: FailureKind,
) {
    let fault = run(component, limits, call).unwrap_err();
    assert_eq!(fault.kind, kind, "{call:?}: {fault:?}");
    let mut raised = limits;
    raise(&mut raised);
    if let Err(fault) = run(component, raised, call) {
        panic!("{call:?}: another limit stops it too: {fault:?}");
    }
}

/// About 40,000,000 instructions.
const WORK: &str = "(local.set $n (i32.const 10000000))
    (loop $again
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n)))";
const LITTLE_FUEL: u64 = 1_000_000;
const HASTE: Duration = Duration::from_millis(1);

#[test]
fn limit_exam_fuel_of_each_call() {
    let component = scenario("", 1, WORK);
    let mut tight = default_limits();
    tight.make_plan.fuel = LITTLE_FUEL;
    tight.step.fuel = LITTLE_FUEL;
    tight.grade.fuel = LITTLE_FUEL;
    let plenty = ExamLimits::default();
    let kind = FailureKind::Fuel;
    let raise = |limits: &mut ExamLimits| limits.make_plan.fuel = plenty.make_plan.fuel;
    check(&component, Call::MakePlan, tight, raise, kind);
    let raise = |limits: &mut ExamLimits| limits.step.fuel = plenty.step.fuel;
    check(&component, Call::Step, tight, raise, kind);
    let raise = |limits: &mut ExamLimits| limits.grade.fuel = plenty.grade.fuel;
    check(&component, Call::Grade, tight, raise, kind);
}

#[test]
fn limit_exam_deadline_of_each_call() {
    let component = scenario("", 1, &WORK.replace("10000000", "100000000"));
    let patient = default_limits();
    let mut hasty = patient;
    hasty.make_plan.deadline = HASTE;
    hasty.step.deadline = HASTE;
    hasty.grade.deadline = HASTE;
    let kind = FailureKind::Deadline;
    let raise = |limits: &mut ExamLimits| limits.make_plan = patient.make_plan;
    check(&component, Call::MakePlan, hasty, raise, kind);
    let raise = |limits: &mut ExamLimits| limits.step = patient.step;
    check(&component, Call::Step, hasty, raise, kind);
    let raise = |limits: &mut ExamLimits| limits.grade = patient.grade;
    check(&component, Call::Grade, hasty, raise, kind);
}

#[test]
fn limit_exam_memory_total_of_store() {
    let grows = "(if (i32.eq (memory.grow (i32.const 1100)) (i32.const -1)) (then unreachable))";
    let raise = |limits: &mut ExamLimits| limits.memory_bytes = 128 << 20;
    let component = scenario("", 1, grows);
    check(
        &component,
        Call::MakePlan,
        default_limits(),
        raise,
        FailureKind::Memory,
    );
}

#[test]
fn limit_exam_bytes_of_a_call() {
    let log = "(import \"overread:plugin/host@1.0.0\" \"log\" (func $log (param i32 i32 i32)))";
    let says = format!(
        "(call $log (i32.const 0) (i32.const 0) (i32.const {}))",
        5 << 20
    );
    let raise = |limits: &mut ExamLimits| limits.call_bytes = 16 << 20;
    let component = scenario(log, 100, &says);
    check(
        &component,
        Call::MakePlan,
        default_limits(),
        raise,
        FailureKind::HostBudget,
    );
}

#[test]
fn limit_exam_items_state_and_actions() {
    let component = scenario("", 1, "");
    let kind = FailureKind::OutputInvalid;
    let limits = |change: fn(&mut ExamLimits)| {
        let mut limits = default_limits();
        change(&mut limits);
        limits
    };
    let one = limits(|limits| limits.items = 1);
    check(
        &component,
        Call::MakePlan,
        one,
        |limits| limits.items = 2,
        kind,
    );
    let short = limits(|limits| limits.state_bytes = 99);
    check(
        &component,
        Call::Step,
        short,
        |limits| limits.state_bytes = 100,
        kind,
    );
    let one = limits(|limits| limits.actions = 1);
    check(
        &component,
        Call::Step,
        one,
        |limits| limits.actions = 2,
        kind,
    );
}
