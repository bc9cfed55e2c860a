//! The exam of a session on the command line: who conducted it, its plan and grade, and whether its calls repeat.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use overread_base::LocalText;
use overread_exam::ExamGrade;
use overread_scenario::Scenario;
use overread_store::Verified;
use overread_workstation::{ExamOutcome, ExamSource, Folders, exam_plugin_of, replay_exam};

/// The exam as lines for people; `None` for a session without one.
pub(super) fn text(outcome: Option<&ExamOutcome>) -> Option<String> {
    let outcome = outcome?;
    let plugin = &outcome.seat.plugin;
    let digest = plugin.bundle_digest.as_deref().unwrap_or("unknown");
    let mut text = format!("exam {} {}, bundle {digest}\n", plugin.id, plugin.version);
    let mut line = |parts: std::fmt::Arguments<'_>| {
        let written = writeln!(text, "{parts}");
        debug_assert!(written.is_ok(), "a string takes every line");
    };
    for item in &outcome.seat.plan.items {
        let service = item.service.as_ref();
        let service = service.map_or_else(|| "read alone".to_owned(), |id| format!("with {id}"));
        let limit = item
            .time_limit
            .map(|limit| format!(", {} s", limit.0 / 1000));
        let limit = limit.unwrap_or_default();
        line(format_args!(
            "  {}: {}, {service}{limit}",
            item.id, item.case
        ));
    }
    line(format_args!("{} turns", outcome.n_turns));
    for fault in &outcome.faults {
        line(format_args!("fault {}: {fault}", fault.kind.name()));
    }
    match &outcome.grade {
        Some(grade) => {
            line(format_args!("{}", verdict(grade)));
            for row in &grade.rows {
                let item = row.item.as_ref().map_or("exam", |item| item.as_str());
                line(format_args!("  {item}: {} {}", row.metric, row.value));
            }
            if let Some(feedback) = LocalText::pick(&grade.feedback, "en") {
                line(format_args!("{feedback}"));
            }
        }
        None => line(format_args!("no grade")),
    }
    Some(text)
}

fn verdict(grade: &ExamGrade) -> String {
    let passed = if grade.is_passed {
        "passed"
    } else {
        "not passed"
    };
    format!("grade: {passed}, score {}", grade.score)
}

/// Repeats every call of the exam and says what was compared; fails if a byte differs.
///
/// An exam whose plugin is not here is not repeated, which is said and is no failure.
pub(super) fn repeat(
    journal: &Verified,
    scenario: &Scenario,
    plugins: &[PathBuf],
) -> anyhow::Result<Option<String>> {
    let mut folders = Folders::of_user(None);
    folders.plugins.splice(0..0, plugins.iter().cloned());
    let plugin = match exam_plugin_of(&journal.plan, &folders) {
        Some(ExamSource::Ready(plugin)) => plugin,
        Some(ExamSource::Missing { message, .. }) => {
            return Ok(Some(format!("exam not repeated: {message}")));
        }
        None => return Ok(None),
    };
    let Some(found) = replay_exam(&plugin, &journal.plan, scenario, &journal.events)? else {
        return Ok(None);
    };
    if !found.differences.is_empty() {
        bail!(
            "the exam does not repeat:\n  {}",
            found.differences.join("\n  ")
        );
    }
    let grade = if found.is_graded {
        " and the grade"
    } else {
        ""
    };
    Ok(Some(format!(
        "exam repeated: the plan, {} turns{grade} have the same bytes",
        found.n_turns
    )))
}
