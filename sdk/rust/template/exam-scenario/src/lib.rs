//! An exam of some cases in an order that the seed gives, with a pass mark. It adapts to nothing.
//!
//! The host makes each call in a fresh instance and repeats the whole exam from its record: equal arguments must give
//! equal answers, so there is no clock here, and no chance but the seed.

mod progress;

use overread_sdk::exam::{
    Action, Answer, Casebook, Dice, Event, ExamScenario, Grade, HitRule, Item, MarkRow, Marking,
    Plan, Stamped, Turn, planned_items,
};
use overread_sdk::{Failure, FailureKind, Param, Text, failure, text};

use progress::Progress;

/// The exam.
#[derive(Debug, Default)]
pub struct Exam;

overread_sdk::export_plugin!(Exam as ExamScenario);

impl ExamScenario for Exam {
    /// As many cases as are asked for, of those whose truth is known.
    fn make_plan(&self, book: &Casebook, seed: u64) -> Result<Plan, Failure> {
        let mut known = book.cases();
        known.retain(|case| book.truth(&case.id).is_some());
        let n_items = usize::from(book.setting_count("items", 5));
        if known.len() < n_items {
            let why = format!(
                "expected {n_items} cases with a known truth, found {}",
                known.len()
            );
            return Err(failure(FailureKind::BadInput, why));
        }
        Dice::new(seed).shuffle(&mut known);
        let item = |(number, case_id): (usize, String)| Item {
            id: format!("item-{number}"),
            case_id,
            service: None,
            time_limit_ms: None,
            hints: Vec::new(),
        };
        let cases = known.into_iter().take(n_items).map(|case| case.id);
        Ok(Plan {
            title: vec![said(book, "title", &[])],
            items: (1..).zip(cases).map(item).collect(),
            // No better answer lowers the score; `overread plugin check` holds the exam to it.
            extra: vec![Param {
                name: "monotone".to_owned(),
                value: "score".to_owned(),
            }],
        })
    }

    /// The host goes through the plan by itself: the exam greets, counts, and ends after the last case.
    fn step(&self, book: &Casebook, state: &[u8], event: &Stamped) -> Result<Turn, Failure> {
        let mut progress = Progress::read(state)
            .ok_or_else(|| failure(FailureKind::BadInput, "not a state of this exam"))?;
        let mut actions = Vec::new();
        match &event.event {
            Event::Other(_) => {
                if let Some(items) = planned_items(&event.event) {
                    progress = Progress::of(items.len());
                }
            }
            Event::Started => {
                let message = said(book, "welcome", &[("items", progress.n_items())]);
                actions.push(Action::Message(vec![message]));
            }
            Event::Answered(_) | Event::TimedOut(_) => {
                if progress.one_more_is_last() {
                    actions.push(Action::Message(vec![said(book, "over", &[])]));
                    actions.push(Action::EndExam);
                }
            }
            Event::Opened(_)
            | Event::AnsweredFirst(_)
            | Event::AiShown(_)
            | Event::AiHidden(_)
            | Event::Finished => {}
        }
        Ok(Turn {
            state: progress.write(),
            actions,
        })
    }

    /// A case is right if the call is, every lesion is marked, and no mark lies elsewhere.
    fn grade(&self, book: &Casebook, plan: &Plan, events: &[Stamped]) -> Result<Grade, Failure> {
        let is_right = |item: &&Item| {
            answer_to(&item.id, events).is_some_and(|answer| is_right(book, item, answer))
        };
        let row = |item: &Item| MarkRow {
            item: item.id.clone(),
            metric: "right".to_owned(),
            value: if is_right(&item) { 1.0 } else { 0.0 },
        };
        let n_items = plan.items.len();
        let n_right = plan.items.iter().filter(is_right).count();
        let score = share(n_right, n_items);
        let passed = n_items > 0 && score >= book.setting_number("pass-mark", 0.6);
        let verdict = if passed { "passed" } else { "failed" };
        Ok(Grade {
            passed,
            score,
            rows: plan.items.iter().map(row).collect(),
            feedback: vec![said(
                book,
                verdict,
                &[("right", n_right), ("items", n_items)],
            )],
        })
    }
}

/// The last answer to an item; an item whose time was over has none.
fn answer_to<'e>(item: &str, events: &'e [Stamped]) -> Option<&'e Answer> {
    events
        .iter()
        .rev()
        .find_map(|stamped| match &stamped.event {
            Event::Answered(answer) if answer.item == item => Some(answer),
            _ => None,
        })
}

/// When a mark is on a lesion is the scenario's rule, which the host states among the facts of the case.
fn is_right(book: &Casebook, item: &Item, answer: &Answer) -> bool {
    let (Some(case), Some(truth)) = (book.case(&item.case_id), book.truth(&item.case_id)) else {
        return false;
    };
    Marking::of(&truth, answer, HitRule::of(&case)).is_right(0)
}

/// 0 of no items.
#[expect(
    clippy::cast_precision_loss,
    reason = "an exam has at most 1,000 items"
)]
fn share(n: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { n as f64 / of as f64 }
}

/// A text of `locales/` in the reader's language.
fn said(book: &Casebook, key: &str, args: &[(&str, usize)]) -> Text {
    let param = |(name, value): &(&str, usize)| Param {
        name: (*name).to_owned(),
        value: value.to_string(),
    };
    let args: Vec<Param> = args.iter().map(param).collect();
    text(&book.locale(), book.translate(key, &args))
}

#[cfg(test)]
mod tests;
