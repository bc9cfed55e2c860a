//! Repeats every call of a session's exam from its journal and compares the bytes of plan, turns and grade.

use std::sync::Arc;

use overread_exam::{
    Event, ExamCall, ExamFact, ExamFault, ExamGrade, ExamSeat, SessionPlan, StampedEvent,
};
use overread_plugin_host::ExamPlugin;
use overread_scenario::Scenario;
use overread_store::{exam_grade_json, exam_plan_json, exam_turn_json};

use crate::exam_book::{casebook_of, context_of, plan_seed};
use crate::exam_tape::{Tape, is_same_turn, record, recorded};
use crate::runner::RunError;

/// The exam of a session out of its record.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamOutcome {
    /// Who conducted it, and the plan.
    pub seat: ExamSeat,
    /// Events that the plugin answered.
    pub n_turns: usize,
    /// What went wrong, in order.
    pub faults: Vec<ExamFault>,
    /// The result; `None` if there is none (yet).
    pub grade: Option<ExamGrade>,
}

impl ExamOutcome {
    /// `None` for a session without an exam.
    #[must_use]
    pub fn of(plan: &SessionPlan, events: &[StampedEvent]) -> Option<Self> {
        let seat = plan.exam.clone()?;
        let (turns, faults) = recorded(events);
        let grade = events.iter().find_map(|stamped| match &stamped.event {
            Event::Exam(ExamFact::Graded(grade)) => Some(grade.clone()),
            Event::Exam(_)
            | Event::Case { .. }
            | Event::Paused
            | Event::Resumed
            | Event::Recovered { .. }
            | Event::Proctor(_)
            | Event::Ended(_) => None,
        });
        Some(Self {
            seat,
            n_turns: turns.len(),
            faults,
            grade,
        })
    }
}

/// What repeating an exam found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExamReplay {
    /// Turns that were computed again.
    pub n_turns: usize,
    /// Whether the grade was computed again.
    pub is_graded: bool,
    /// What differs from the record, in order; empty if all bytes are equal.
    pub differences: Vec<String>,
}

/// Repeats the exam of a session. Calls after a recorded fault of `step` were not made and are not repeated.
///
/// # Errors
/// [`RunError::Library`] if a synthetic case's truth cannot be made, [`RunError::Plan`] if the plan is not sound.
pub fn replay_exam(
    plugin: &ExamPlugin,
    plan: &SessionPlan,
    scenario: &Scenario,
    events: &[StampedEvent],
) -> Result<Option<ExamReplay>, RunError> {
    let Some(outcome) = ExamOutcome::of(plan, events) else {
        return Ok(None);
    };
    let mut found = ExamReplay::default();
    let seat = &outcome.seat;
    if plugin.identity() != &seat.plugin {
        let digest = |identity: &overread_base::ServiceIdentity| {
            let digest = identity
                .bundle_digest
                .as_deref()
                .unwrap_or("without a digest");
            format!("{} {} ({digest})", identity.id, identity.version)
        };
        found.differences.push(format!(
            "exam plugin: expected {}, found {}",
            digest(&seat.plugin),
            digest(plugin.identity())
        ));
    }
    let book = casebook_of(scenario)?;
    let service = plan.service.as_ref().map(|service| &service.id);
    let context = context_of(seat, plan.seed, service, Arc::new(book.clone()));
    match plugin.make_plan(&context, plan_seed(plan.seed)) {
        Ok(again) => compare(
            &mut found,
            "plan",
            exam_plan_json(&seat.plan),
            exam_plan_json(&again),
        ),
        Err(fault) => found.differences.push(format!("plan: {fault}")),
    }
    let tape = Tape::of(plan, seat, book, events)?;
    steps(plugin, &tape, events, &mut found);
    if let Some(grade) = &outcome.grade {
        match plugin.grade(&tape.last_context(), tape.plan(), &tape.events()) {
            Ok(again) => {
                found.is_graded = true;
                compare(
                    &mut found,
                    "grade",
                    exam_grade_json(grade),
                    exam_grade_json(&again),
                );
            }
            Err(fault) => found.differences.push(format!("grade: {fault}")),
        }
    } else if let Some(fault) = outcome
        .faults
        .iter()
        .find(|fault| fault.call == ExamCall::GradeExam)
    {
        tracing::info!("the session has no grade to compare: {fault}");
    }
    Ok(Some(found))
}

/// Repeats the turns of the journal; stops at the first that cannot be had, since what follows builds on it.
fn steps(plugin: &ExamPlugin, tape: &Tape, events: &[StampedEvent], found: &mut ExamReplay) {
    let mut state = Vec::new();
    for (number, (known, told)) in recorded(events).0.iter().zip(tape.told()).enumerate() {
        let context = tape.context(&told.book);
        match plugin.step(&context, tape.plan(), &state, &told.event) {
            Ok(turn) => {
                state.clone_from(&turn.state);
                let again = record(number, turn);
                found.n_turns += 1;
                if !is_same_turn(known, &again) {
                    let place = format!("turn {number}");
                    let known = overread_exam::TurnRecord {
                        refused: Vec::new(),
                        ..known.clone()
                    };
                    compare(
                        found,
                        &place,
                        exam_turn_json(&known),
                        exam_turn_json(&again),
                    );
                }
            }
            Err(fault) => {
                found.differences.push(format!("turn {number}: {fault}"));
                return;
            }
        }
    }
}

fn compare(
    found: &mut ExamReplay,
    what: &str,
    expected: serde_json::Result<String>,
    again: serde_json::Result<String>,
) {
    match (expected, again) {
        (Ok(expected), Ok(again)) if expected == again => {}
        (Ok(expected), Ok(again)) => found
            .differences
            .push(format!("{what}: expected {expected}, found {again}")),
        (Err(error), _) | (_, Err(error)) => found.differences.push(format!("{what}: {error}")),
    }
}
