//! An exam from its first event to its grade: taken live, replayed, and graded for readers who get better.

use overread_base::{ItemId, Millis};
use overread_exam::{
    ExamAction, ExamEvent, ExamFault, ExamGrade, ExamItem, ExamPlan, ExamTurn, StampedExamEvent,
};

use super::reader::{self, Skill};
use super::{Exam, fault_text};
use crate::report::Judged;

/// The entry of a plan's `extra` that names the figure which must not fall when an answer improves.
const DECLARATION: &str = "monotone";
/// The figure that is the grade's own score.
const SCORE: &str = "score";

/// What happened and what the exam made of it.
struct Taken {
    events: Vec<StampedExamEvent>,
    turns: Vec<ExamTurn>,
}

/// An exam under way: time goes on, every event is answered by a step.
struct Sitting<'s> {
    exam: &'s Exam<'s>,
    taken: Taken,
    now: Millis,
    next: Option<ItemId>,
    is_over: bool,
}

impl Sitting<'_> {
    fn hear(&mut self, event: ExamEvent) -> Result<(), ExamFault> {
        let state = self.taken.turns.last().map_or(&[][..], |turn| &turn.state);
        let event = StampedExamEvent {
            at: self.now,
            event,
        };
        let Exam {
            plugin,
            context,
            plan,
        } = self.exam;
        let turn = plugin.step(context, plan, state, &event)?;
        for action in &turn.actions {
            match action {
                ExamAction::GoTo(item) => self.next = Some(item.clone()),
                ExamAction::EndExam => self.is_over = true,
                ExamAction::ShowAi(_) | ExamAction::HideAi(_) | ExamAction::Message(_) => {}
            }
        }
        self.taken.events.push(event);
        self.taken.turns.push(turn);
        Ok(())
    }

    fn wait(&mut self, time: Millis) {
        self.now = Millis(self.now.0 + time.0);
    }
}

/// What an exam hears first: the items of its plan with their cases.
fn planned(plan: &ExamPlan) -> ExamEvent {
    let field = |item: &ExamItem| (item.id.to_string(), item.case.to_string());
    ExamEvent::Other {
        kind: "planned".to_owned(),
        fields: plan.items.iter().map(field).collect(),
    }
}

/// The events of an item that is read and signed.
fn item_events(
    exam: &Exam<'_>,
    item: &ExamItem,
    idx: usize,
    skill: Skill,
) -> [Option<ExamEvent>; 4] {
    let answer = reader::answer(&exam.context.book, item, idx, skill);
    let has_ai = item.service.is_some();
    [
        Some(ExamEvent::Opened(item.id.clone())),
        has_ai.then(|| ExamEvent::AnsweredFirst(answer.clone())),
        has_ai.then(|| ExamEvent::AiShown(item.id.clone())),
        Some(ExamEvent::Answered(answer)),
    ]
}

/// Takes the exam as a session does: where it says so to the item that it names, else to the next of the plan.
fn take(exam: &Exam<'_>) -> Result<Taken, ExamFault> {
    let mut sitting = Sitting {
        exam,
        taken: Taken {
            events: Vec::new(),
            turns: Vec::new(),
        },
        now: Millis(0),
        next: None,
        is_over: false,
    };
    sitting.hear(planned(&exam.plan))?;
    sitting.hear(ExamEvent::Started)?;
    let mut left: Vec<(usize, &ExamItem)> = exam.plan.items.iter().enumerate().collect();
    while !left.is_empty() && !sitting.is_over {
        let named = sitting.next.take();
        let at = named.and_then(|named| left.iter().position(|(_, item)| item.id == named));
        let (idx, item) = left.remove(at.unwrap_or(0));
        let skill = if idx % 3 == 0 {
            Skill::Wrong
        } else {
            Skill::Right
        };
        for event in item_events(exam, item, idx, skill).into_iter().flatten() {
            if matches!(event, ExamEvent::Answered(_)) {
                sitting.wait(reader::reading(idx));
            }
            sitting.hear(event)?;
        }
    }
    sitting.hear(ExamEvent::Finished)?;
    Ok(sitting.taken)
}

fn grade(exam: &Exam<'_>, events: &[StampedExamEvent]) -> Result<ExamGrade, ExamFault> {
    exam.plugin.grade(&exam.context, &exam.plan, events)
}

/// Whether the record of an exam gives the same turns and the same grade again.
pub(super) fn replay(exam: &Exam<'_>, judged: &mut Judged) {
    let live = take(exam).and_then(|taken| {
        let graded = grade(exam, &taken.events)?;
        Ok((taken, graded))
    });
    let (taken, graded) = match live {
        Ok(live) => live,
        Err(fault) => {
            judged.found.error("live", fault_text(&fault));
            return;
        }
    };
    let mut state: &[u8] = &[];
    for (number, (event, live)) in taken.events.iter().zip(&taken.turns).enumerate() {
        let turn = exam.plugin.step(&exam.context, &exam.plan, state, event);
        match turn {
            Ok(turn) if turn == *live => state = &live.state,
            Ok(_) => {
                let place = format!("event {number}");
                judged.found.error(place, "the replay took another turn");
                return;
            }
            Err(fault) => {
                let place = format!("event {number}");
                judged.found.error(place, fault_text(&fault));
                return;
            }
        }
    }
    match grade(exam, &taken.events) {
        Ok(again) if is_same(&again, &graded) => {}
        Ok(_) => judged
            .found
            .error("grade-exam", "the replay has another grade"),
        Err(fault) => judged.found.error("grade-exam", fault_text(&fault)),
    }
    judged.note(format!(
        "{} events, score {}, {}",
        taken.events.len(),
        graded.score,
        if graded.is_passed {
            "passed"
        } else {
            "not passed"
        }
    ));
}

/// Equal, down to the bits of every number.
fn is_same(a: &ExamGrade, b: &ExamGrade) -> bool {
    let bits = |grade: &ExamGrade| -> Vec<u64> {
        let rows = grade.rows.iter().map(|row| row.value.to_bits());
        std::iter::once(grade.score.to_bits()).chain(rows).collect()
    };
    a == b && bits(a) == bits(b)
}

/// The log of an exam on which the first `n_right` items are answered rightly, `late` after the session began.
fn log(exam: &Exam<'_>, n_right: usize, late: Millis) -> Vec<StampedExamEvent> {
    let mut events = Vec::new();
    let mut at = late;
    let mut tell = |at: Millis, event: ExamEvent| events.push(StampedExamEvent { at, event });
    tell(at, planned(&exam.plan));
    tell(at, ExamEvent::Started);
    for (idx, item) in exam.plan.items.iter().enumerate() {
        let skill = if idx < n_right {
            Skill::Right
        } else {
            Skill::Wrong
        };
        for event in item_events(exam, item, idx, skill).into_iter().flatten() {
            if matches!(event, ExamEvent::Answered(_)) {
                at = Millis(at.0 + reader::reading(idx).0);
            }
            tell(at, event);
        }
    }
    tell(at, ExamEvent::Finished);
    events
}

/// Whether the declared figure never falls while one answer after the other becomes right.
pub(super) fn monotone(exam: &Exam<'_>, judged: &mut Judged) {
    let declared = exam.plan.extra.iter().find(|(name, _)| name == DECLARATION);
    let metric = declared.map(|(_, metric)| metric.as_str());
    if metric.is_none() {
        judged.found.warn(
            "make-plan",
            format!(
                "the plan's `extra` does not name the figure that must not fall when an answer improves \
                 (`{DECLARATION}`, such as `{SCORE}`); nothing was judged"
            ),
        );
    }
    let mut figures: Vec<f64> = Vec::new();
    for n_right in 0..=exam.plan.items.len() {
        match grade(exam, &log(exam, n_right, Millis(0))) {
            Ok(grade) => figures.push(figure(&grade, metric.unwrap_or(SCORE))),
            Err(fault) => {
                let place = format!("grade-exam, {n_right} right answers");
                judged.found.error(place, fault_text(&fault));
                return;
            }
        }
    }
    let (worst, best) = (figures.first(), figures.last());
    if let (Some(worst), Some(best)) = (worst, best) {
        let metric = metric.unwrap_or(SCORE);
        judged.note(format!(
            "{metric} {worst:.3} all wrong, {best:.3} all right"
        ));
    }
    let fall = figures.windows(2).position(|pair| pair[1] < pair[0]);
    if let (Some(metric), Some(fall)) = (metric, fall) {
        judged.found.error(
            "grade-exam",
            format!(
                "{metric} falls from {} to {} when item {} is answered rightly",
                figures[fall],
                figures[fall + 1],
                exam.plan.items[fall].id
            ),
        );
    }
}

/// The score, or the sum of the rows of a metric.
fn figure(grade: &ExamGrade, metric: &str) -> f64 {
    if metric == SCORE {
        return grade.score;
    }
    let rows = grade.rows.iter().filter(|row| row.metric == metric);
    rows.map(|row| row.value).sum()
}

/// Whether a pause before the exam changes nothing, and stated reading times are those of the answers.
pub(super) fn times(exam: &Exam<'_>, judged: &mut Judged) {
    let n_items = exam.plan.items.len();
    let graded = grade(exam, &log(exam, n_items, Millis(0)));
    let later = grade(exam, &log(exam, n_items, Millis(600_000)));
    let (graded, later) = match (graded, later) {
        (Ok(graded), Ok(later)) => (graded, later),
        (Err(fault), _) | (_, Err(fault)) => {
            judged.found.error("grade-exam", fault_text(&fault));
            return;
        }
    };
    if !is_same(&graded, &later) {
        judged.found.error(
            "grade-exam",
            "ten minutes before the first event change the grade",
        );
    }
    let mut n_stated = 0usize;
    for (idx, item) in exam.plan.items.iter().enumerate() {
        let read_ms = reader::reading(idx).0 as f64;
        for row in graded
            .rows
            .iter()
            .filter(|row| row.item.as_ref() == Some(&item.id))
        {
            let Some(stated_ms) = stated_ms(&row.metric, row.value) else {
                continue;
            };
            n_stated += 1;
            if (stated_ms - read_ms).abs() > 1.0 {
                judged.found.error(
                    item.id.as_str(),
                    format!(
                        "{} is {stated_ms} ms, the reader took {read_ms} ms",
                        row.metric
                    ),
                );
            }
        }
    }
    let all_ms: f64 = (0..n_items).map(|idx| reader::reading(idx).0 as f64).sum();
    let of_all = graded.rows.iter().filter(|row| row.item.is_none());
    for (metric, stated_ms) in
        of_all.filter_map(|row| Some((&row.metric, stated_ms(&row.metric, row.value)?)))
    {
        n_stated += 1;
        if (stated_ms - all_ms).abs() > n_items as f64 {
            judged.found.error(
                "grade-exam",
                format!("{metric} is {stated_ms} ms, all answers took {all_ms} ms"),
            );
        }
    }
    judged.note(format!("{n_stated} stated reading times add up"));
}

/// The value of a figure that states a reading time, in ms; `None` for other figures.
fn stated_ms(metric: &str, value: f64) -> Option<f64> {
    match metric {
        "reading-ms" => Some(value),
        "reading-s" => Some(value * 1000.0),
        _ => None,
    }
}
