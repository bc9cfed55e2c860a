//! Events in any order, as no session would have them: an exam must take them all without breaking.

use overread_base::{Finding, Millis, Rng, Seed};
use overread_exam::{ExamEvent, ExamItem, StampedExamEvent};

use super::reader;
use super::{Exam, fault_text};
use crate::Scope;
use crate::report::Judged;

/// Where all sequences come from.
const SEED: Seed = Seed(12);
/// The most events of a sequence.
const MAX_EVENTS: u64 = 24;

/// Steps through random sequences, and grades each of them.
pub(super) fn judge(exam: &Exam<'_>, scope: Scope, judged: &mut Judged) {
    let n_sequences: u64 = match scope {
        Scope::Full => 48,
        Scope::Quick => 8,
    };
    let mut n_events = 0usize;
    for sequence in 0..n_sequences {
        let events = drawn(exam, &mut SEED.child("events").index(sequence).rng());
        n_events += events.len();
        let mut state = Vec::new();
        for (number, event) in events.iter().enumerate() {
            match exam.plugin.step(&exam.context, &exam.plan, &state, event) {
                Ok(turn) => state = turn.state,
                Err(fault) => {
                    let place = format!(
                        "sequence {sequence}, event {number}, {}",
                        word(&event.event)
                    );
                    judged.found.error(place, fault_text(&fault));
                    break;
                }
            }
        }
        if let Err(fault) = exam.plugin.grade(&exam.context, &exam.plan, &events) {
            let place = format!("sequence {sequence}, {} events", events.len());
            judged.found.error(place, fault_text(&fault));
        }
        // One broken sequence says it; forty-eight would say no more.
        if judged.found.has_errors() {
            return;
        }
    }
    judged.note(format!("{n_sequences} sequences, {n_events} events"));
}

fn drawn(exam: &Exam<'_>, rng: &mut Rng) -> Vec<StampedExamEvent> {
    let n_events = rng.below(MAX_EVENTS + 1);
    let mut at = Millis(0);
    (0..n_events)
        .filter_map(|_| {
            at = Millis(at.0 + rng.below(100_000));
            let event = event(exam, rng)?;
            Some(StampedExamEvent { at, event })
        })
        .collect()
}

fn event(exam: &Exam<'_>, rng: &mut Rng) -> Option<ExamEvent> {
    let n_items = exam.plan.items.len();
    let idx = usize::try_from(rng.below(n_items as u64)).ok()?;
    let item = exam.plan.items.get(idx)?;
    Some(match rng.below(10) {
        0 => ExamEvent::Started,
        1 => ExamEvent::Opened(item.id.clone()),
        2 => ExamEvent::AnsweredFirst(answer(exam, item, idx, rng)?),
        3 => ExamEvent::AiShown(item.id.clone()),
        4 => ExamEvent::AiHidden(item.id.clone()),
        5 | 6 => ExamEvent::Answered(answer(exam, item, idx, rng)?),
        7 => ExamEvent::TimedOut(item.id.clone()),
        8 => ExamEvent::Finished,
        _ => ExamEvent::Other {
            kind: ["planned", "abandoned", "of-a-later-version"]
                [usize::try_from(rng.below(3)).ok()?]
            .to_owned(),
            fields: Vec::new(),
        },
    })
}

/// Some of the truth of any case, in any item.
fn answer(
    exam: &Exam<'_>,
    item: &ExamItem,
    idx: usize,
    rng: &mut Rng,
) -> Option<overread_exam::ExamAnswer> {
    let cases = &exam.context.book.cases;
    let case = cases.get(usize::try_from(rng.below(cases.len() as u64)).ok()?)?;
    let truth = case.truth.as_ref().map_or(&[][..], |truth| &truth.findings);
    let findings: Vec<Finding> = truth
        .iter()
        .filter(|_| rng.below(2) == 0)
        .cloned()
        .collect();
    let mut answer = reader::answer_of(item, idx, findings, rng.below(2) == 0);
    if rng.below(4) == 0 {
        answer.confidence = None;
    }
    Some(answer)
}

fn word(event: &ExamEvent) -> &'static str {
    match event {
        ExamEvent::Started => "started",
        ExamEvent::Opened(_) => "opened",
        ExamEvent::AnsweredFirst(_) => "answered-first",
        ExamEvent::AiShown(_) => "ai-shown",
        ExamEvent::AiHidden(_) => "ai-hidden",
        ExamEvent::Answered(_) => "answered",
        ExamEvent::TimedOut(_) => "timed-out",
        ExamEvent::Finished => "finished",
        ExamEvent::Other { .. } => "other",
    }
}
