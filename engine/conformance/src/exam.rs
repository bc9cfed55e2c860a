//! The dynamic part for exam scenarios: an exam on made-up cases, taken by made-up readers.

mod book;
mod random_events;
mod reader;
mod rehearsal;

use overread_base::{FailureKind, Seed};
use overread_bundle::Bundle;
use overread_exam::{ExamFault, ExamPlan};
use overread_plugin_host::{CancelFlag, ExamContext, ExamPlugin, PluginHost};

use crate::CheckOptions;
use crate::checking::Checking;
use crate::report::Judged;
use crate::rules::{self, Rule};

/// The rules on an exam that has a plan.
const ON_A_PLAN: [Rule; 5] = [
    rules::EXAM_SEEDS,
    rules::EXAM_STEP,
    rules::EXAM_REPLAY,
    rules::EXAM_GRADE,
    rules::EXAM_TIME,
];
/// The seed of the exam that is taken.
const SEED: Seed = Seed(1);
/// Seeds that are compared with it.
const OTHER_SEEDS: std::ops::RangeInclusive<u64> = 2..=8;

/// An exam that is being checked.
struct Exam<'e> {
    plugin: &'e ExamPlugin,
    context: ExamContext,
    plan: ExamPlan,
}

/// How many steps the check will tell of.
pub(crate) fn steps(options: &CheckOptions) -> usize {
    let on_a_plan = ON_A_PLAN.iter().filter(|rule| options.wants(rule.id));
    2 + on_a_plan.count()
}

/// Judges all dynamic rules of an exam scenario.
pub(crate) fn check(checking: &mut Checking<'_>, bundle: &Bundle, host: &PluginHost) {
    checking.step("compiling");
    let loaded = host.load_exam(bundle);
    checking.judge(rules::LOAD, |judged| {
        if let Err(error) = &loaded {
            let place = &bundle.manifest().component;
            judged.found.error(place, error.to_string());
        }
    });
    checking.step("make-plan");
    let Ok(plugin) = loaded else {
        skip(checking, "the component does not load");
        return;
    };
    let context = context();
    let plan = plugin.make_plan(&context, SEED);
    checking.judge(rules::EXAM_PLAN, |judged| {
        plan_repeats(&plugin, &context, &plan, judged);
    });
    let Ok(plan) = plan else {
        for rule in ON_A_PLAN {
            checking.skip(rule, "the exam made no plan");
        }
        return;
    };
    let exam = Exam {
        plugin: &plugin,
        context,
        plan,
    };
    let scope = checking.options().scope;
    for rule in ON_A_PLAN {
        if !checking.wants(rule) {
            continue;
        }
        checking.step(rule.title);
        checking.judge(rule, |judged| match rule {
            rules::EXAM_SEEDS => other_seeds(&exam, judged),
            rules::EXAM_STEP => random_events::judge(&exam, scope, judged),
            rules::EXAM_REPLAY => rehearsal::replay(&exam, judged),
            rules::EXAM_GRADE => rehearsal::monotone(&exam, judged),
            _ => rehearsal::times(&exam, judged),
        });
    }
}

fn skip(checking: &mut Checking<'_>, reason: &str) {
    for rule in std::iter::once(rules::EXAM_PLAN).chain(ON_A_PLAN) {
        checking.skip(rule, reason);
    }
}

fn context() -> ExamContext {
    ExamContext {
        book: book::casebook().into(),
        service: book::service(),
        locale: "en".to_owned(),
        settings: std::collections::BTreeMap::new(),
        seed: SEED,
        cancel: CancelFlag::default(),
    }
}

/// A fault with its class, for a report.
fn fault_text(fault: &ExamFault) -> String {
    format!("{}: {fault}", fault.kind.name())
}

fn plan_repeats(
    plugin: &ExamPlugin,
    context: &ExamContext,
    plan: &Result<ExamPlan, ExamFault>,
    judged: &mut Judged,
) {
    match plan {
        Ok(plan) => {
            judged.note(format!("{} items", plan.items.len()));
            if plugin.make_plan(context, SEED).as_ref() != Ok(plan) {
                judged
                    .found
                    .error("make-plan", "the same seed gave another plan");
            }
        }
        // It may want facts that our cases do not have; then nothing is known of it, which is no fault of its own.
        Err(fault) if fault.kind == FailureKind::PluginFailure => judged.found.warn(
            "make-plan",
            format!("declines the cases of this check: {}", fault.message),
        ),
        Err(fault) => judged.found.error("make-plan", fault_text(fault)),
    }
}

fn other_seeds(exam: &Exam<'_>, judged: &mut Judged) {
    let mut n_other = 0usize;
    for seed in OTHER_SEEDS {
        match exam.plugin.make_plan(&exam.context, Seed(seed)) {
            Ok(plan) => n_other += usize::from(plan != exam.plan),
            Err(fault) => {
                let place = format!("make-plan, seed {seed}");
                judged.found.error(place, fault_text(&fault));
            }
        }
    }
    let n_seeds = OTHER_SEEDS.count();
    judged.note(format!(
        "{n_other} of {n_seeds} other seeds give other plans"
    ));
    if n_other == 0 {
        judged.found.warn(
            "make-plan",
            "every seed gives the same plan: who has sat the exam knows the next one",
        );
    }
}
