//! An exam with a fixed form: cases by a blueprint, drawn and ordered by the seed, and a pass mark. Adapts to nothing.

mod blueprint;
mod grading;
mod progress;

use overread_sdk::exam::{
    Action, Casebook, Entry, Event, ExamScenario, Grade, Item, Plan, Stamped, Turn, fact,
    planned_items,
};
use overread_sdk::{Failure, FailureKind, Param, Text, failure, text};

use progress::Progress;

/// The exam.
#[derive(Debug, Default)]
pub struct LinearForm;

overread_sdk::export_plugin!(LinearForm as ExamScenario);

impl ExamScenario for LinearForm {
    fn make_plan(&self, book: &Casebook, seed: u64) -> Result<Plan, Failure> {
        let n_items = usize::from(book.setting_count("items", 6));
        let blueprint = book.setting("blueprint").unwrap_or_default();
        let known: Vec<Entry> = book
            .cases()
            .into_iter()
            .filter(|case| book.truth(&case.id).is_some())
            .collect();
        let chosen = blueprint::choose(&known, n_items, &blueprint, seed)
            .map_err(|why| failure(FailureKind::BadInput, why))?;
        let minutes = book.setting_count("minutes", 0);
        let with_ai = book.setting("with-ai").as_deref() != Some("false");
        let item = |(number, case): (usize, &&Entry)| Item {
            id: format!("item-{number}"),
            case_id: case.id.clone(),
            service: fact(case, "service").filter(|_| with_ai).map(str::to_owned),
            time_limit_ms: (minutes > 0).then(|| u64::from(minutes) * 60_000),
            hints: Vec::new(),
        };
        Ok(Plan {
            title: vec![said(book, "title", &[])],
            items: (1..).zip(&chosen).map(item).collect(),
            // No better answer lowers the score; `overread plugin check` holds the exam to it.
            extra: vec![Param {
                name: "monotone".to_owned(),
                value: "score".to_owned(),
            }],
        })
    }

    fn step(&self, book: &Casebook, state: &[u8], event: &Stamped) -> Result<Turn, Failure> {
        let mut progress = Progress::read(state)
            .ok_or_else(|| failure(FailureKind::BadInput, "not a state of this exam"))?;
        let mut actions = Vec::new();
        match &event.event {
            Event::Other(_) => {
                if let Some(items) = planned_items(&event.event) {
                    progress = Progress::of(items.into_iter().map(|(item, _)| item).collect());
                }
            }
            Event::Started => {
                let n_items = progress.len();
                let needed = grading::needed(n_items, grading::pass_mark(book));
                let args = [("items", n_items), ("needed", needed)];
                actions.push(Action::Message(vec![said(book, "welcome", &args)]));
                actions.extend(progress.next().map(|item| Action::GoTo(item.to_owned())));
            }
            Event::Answered(answer) => actions = after(book, &mut progress, &answer.item),
            Event::TimedOut(item) => actions = after(book, &mut progress, item),
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

    fn grade(&self, book: &Casebook, plan: &Plan, events: &[Stamped]) -> Result<Grade, Failure> {
        Ok(grading::grade(book, plan, events))
    }
}

/// What follows on an item that is done.
fn after(book: &Casebook, progress: &mut Progress, item: &str) -> Vec<Action> {
    progress.done(item);
    match progress.next() {
        Some(next) => vec![Action::GoTo(next.to_owned())],
        None => vec![
            Action::Message(vec![said(book, "over", &[])]),
            Action::EndExam,
        ],
    }
}

/// A text of the bundle in the reader's language.
fn said(book: &Casebook, key: &str, args: &[(&str, usize)]) -> Text {
    let args: Vec<Param> = args
        .iter()
        .map(|(name, value)| Param {
            name: (*name).to_owned(),
            value: value.to_string(),
        })
        .collect();
    text(&book.locale(), book.translate(key, &args))
}

#[cfg(test)]
mod tests;
