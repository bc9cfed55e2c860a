//! The rules for exam scenarios, each with a guest that breaks it.

use overread_bundle::Bundle;
use overread_conformance::{Outcome, Verdict, check};
use overread_plugin_host::{HostConfig, PluginHost};
use overread_testkit::guest_component;

use crate::guest::{Parts, Reads};
use crate::{expect_check, only_options};

/// What an exam does otherwise than it should.
#[derive(Debug, Clone, Copy, Default)]
struct Exam {
    /// Makes something of `$seed`; the address of the items is `$items`.
    plan: &'static str,
    /// Done at each step, whose event is at `$event`.
    step: &'static str,
    /// Made of the count of right answers in `$right`; the address of the events is `$events`.
    score: &'static str,
    /// Length of the plan's extra.
    n_extra: &'static str,
}

/// Two items in an order by the seed, a state of one byte, and as the score the number of answers with a mark.
const GOOD: Exam = Exam {
    plan: "(if (i32.wrap_i64 (i64.and (local.get $seed) (i64.const 1)))
      (then (local.set $items (i32.const 2304))))",
    step: "",
    score: "(f64.convert_i32_s (local.get $right))",
    n_extra: "1",
};

impl Exam {
    /// An item has 56 bytes and stands for case 1 or case 3, both abnormal; a stamped event has 200.
    fn text(self) -> String {
        let Self {
            plan,
            step,
            score,
            n_extra,
        } = self;
        format!(
            r#"(module
  (memory (export "memory") 4)
  (global $next (mut i32) (i32.const 65536))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (data (i32.const 1024) "case-1")
  (data (i32.const 1040) "case-3")
  (data (i32.const 1056) "monotone")
  (data (i32.const 1072) "score")
  ;; extra: one entry
  (data (i32.const 1088) "\20\04\00\00\08\00\00\00\30\04\00\00\05\00\00\00")
  ;; items, whose ids are those of their cases: at 2048 case 1 and case 3, at 2304 the other way round
  (data (i32.const 2048) "\00\04\00\00\06\00\00\00\00\04\00\00\06\00\00\00")
  (data (i32.const 2104) "\10\04\00\00\06\00\00\00\10\04\00\00\06\00\00\00")
  (data (i32.const 2304) "\10\04\00\00\06\00\00\00\10\04\00\00\06\00\00\00")
  (data (i32.const 2360) "\00\04\00\00\06\00\00\00\00\04\00\00\06\00\00\00")
  ;; make-plan: result at 0, title 4, items 12, extra 20
  (func (export "overread:plugin/scenario@1.0.0#make-plan") (param $seed i64) (result i32)
    (local $items i32)
    (local.set $items (i32.const 2048))
    {plan}
    (i32.store (i32.const 12) (local.get $items))
    (i32.store (i32.const 16) (i32.const 2))
    (i32.store (i32.const 20) (i32.const 1088))
    (i32.store (i32.const 24) (i32.const {n_extra}))
    (i32.const 0))
  ;; step: result at 0, state 4, actions 12
  (func (export "overread:plugin/scenario@1.0.0#step")
    (param $all i32) (result i32)
    (local $event i32)
    ;; the state is address and length, then the event from 8 on
    (local.set $event (i32.add (local.get $all) (i32.const 8)))
    {step}
    (i32.store (i32.const 4) (i32.const 512))
    (i32.store (i32.const 8) (i32.const 1))
    (i32.const 0))
  ;; grade-exam: result at 0; passed 8, score 16
  (func (export "overread:plugin/scenario@1.0.0#grade-exam")
    (param i32 i32 i32 i32 i32 i32) (param $events i32) (param $left i32) (result i32)
    (local $right i32) (local $at i32)
    (local.set $at (local.get $events))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $left)))
        ;; an answered event with a mark in it
        (if (i32.and
              (i32.eq (i32.load8_u offset=8 (local.get $at)) (i32.const 5))
              (i32.gt_u (i32.load offset=124 (local.get $at)) (i32.const 0)))
          (then (local.set $right (i32.add (local.get $right) (i32.const 1)))))
        (local.set $at (i32.add (local.get $at) (i32.const 200)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $each)))
    (f64.store (i32.const 16) {score})
    (i32.const 0))
)"#
        )
    }
}

fn report(exam: Exam, only: &[&str]) -> overread_conformance::Report {
    let mut parts =
        Parts::reading(Reads::Healthy).with("kind = \"ai-service\"", "kind = \"exam-scenario\"");
    parts.component = guest_component(&exam.text(), "exam-scenario").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let bundle = Bundle::open(&parts.write(folder.path())).unwrap();
    let host = PluginHost::new(HostConfig::default()).unwrap();
    check(&bundle, &host, &only_options(only), &mut |_| {})
}

#[track_caller]
fn expect(exam: Exam, id: &str, outcome: &Outcome, words: &[&str]) {
    let report = report(exam, &[id]);
    assert_eq!(report.checks.len(), 1, "{report}");
    expect_check(&report.checks[0], outcome, words);
}

#[test]
fn an_exam_that_keeps_every_rule_passes() {
    let report = report(GOOD, &[]);
    assert_eq!(report.verdict(), Verdict::Passed, "{report}");
    assert_eq!(report.counts().warnings, 0, "{report}");
    let grade = report.check("exam.grade").unwrap();
    let words = ["score 0.000 all wrong, 2.000 all right"];
    expect_check(grade, &Outcome::Passed, &words);
    assert!(report.check("dynamic.order").is_none());
}

#[test]
fn a_plan_that_no_seed_changes_is_a_warning() {
    let exam = Exam { plan: "", ..GOOD };
    let words = ["every seed gives the same plan", "0 of 7"];
    expect(exam, "exam.seeds", &Outcome::Warning, &words);
}

#[test]
fn a_plan_of_unknown_cases_fails_and_skips_the_rest() {
    let exam = Exam {
        plan: "(local.set $items (i32.const 4096))",
        ..GOOD
    };
    let report = report(exam, &["exam"]);
    let plan = report.check("exam.plan").unwrap();
    expect_check(plan, &Outcome::Failed, &["output-invalid: make-plan"]);
    assert_eq!(report.counts().skipped, 5, "{report}");
}

#[test]
fn an_exam_that_declines_the_cases_is_a_warning() {
    let exam = Exam {
        plan: "(i32.store8 (i32.const 0) (i32.const 1)) (i32.store8 (i32.const 4) (i32.const 2)) (return (i32.const 0))",
        ..GOOD
    };
    let report = report(exam, &["exam"]);
    let plan = report.check("exam.plan").unwrap();
    expect_check(plan, &Outcome::Warning, &["declines the cases"]);
    assert_eq!(report.verdict(), Verdict::Incomplete);
}

#[test]
fn a_step_that_breaks_on_a_late_event_fails() {
    let exam = Exam {
        step: "(if (i32.eq (i32.load8_u offset=8 (local.get $event)) (i32.const 6)) (then unreachable))",
        ..GOOD
    };
    let words = ["trap: step", "timed-out)"];
    expect(exam, "exam.step", &Outcome::Failed, &words);
}

#[test]
fn a_step_that_breaks_at_once_fails_live() {
    let exam = Exam {
        step: "unreachable",
        ..GOOD
    };
    expect(
        exam,
        "exam.replay",
        &Outcome::Failed,
        &["trap: step", "(live)"],
    );
}

#[test]
fn a_grade_that_falls_with_better_answers_fails() {
    let exam = Exam {
        score: "(f64.convert_i32_s (i32.sub (i32.const 0) (local.get $right)))",
        ..GOOD
    };
    let words = ["score falls from 0 to -1 when item case-"];
    expect(exam, "exam.grade", &Outcome::Failed, &words);
}

#[test]
fn without_a_declared_figure_the_grade_is_not_judged() {
    let exam = Exam {
        score: "(f64.convert_i32_s (i32.sub (i32.const 0) (local.get $right)))",
        n_extra: "0",
        ..GOOD
    };
    expect(
        exam,
        "exam.grade",
        &Outcome::Warning,
        &["nothing was judged"],
    );
}

#[test]
fn a_grade_that_is_no_number_fails() {
    let exam = Exam {
        score: "(f64.const nan)",
        ..GOOD
    };
    expect(exam, "exam.step", &Outcome::Failed, &["output-invalid"]);
}

#[test]
fn a_pause_before_the_exam_must_not_count() {
    let exam = Exam {
        score: "(f64.convert_i64_u (i64.load (local.get $events)))",
        ..GOOD
    };
    let words = ["ten minutes before the first event change the grade"];
    expect(exam, "exam.time", &Outcome::Failed, &words);
}
