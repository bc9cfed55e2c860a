//! An adaptive exam: the next case is the one that tells most about the reader, until the ability is known well enough.
//!
//! Model: two-parameter logistic, `logit P = a (theta - b)`; `b` is a case's fact `difficulty`, `a` its fact
//! `discrimination`, 1 (Rasch) where it has none. The formulas stand in `ability`, the settings in plugin.toml.

mod ability;
mod progress;
mod rules;

use overread_sdk::exam::{
    Action, Casebook, Dice, Entry, Event, ExamScenario, Grade, HitRule, Item, MarkRow, Marking,
    Plan, Stamped, Turn, fact, fact_number, planned_items,
};
use overread_sdk::{Failure, FailureKind, Param, Text, failure, text};

use ability::Ability;
use progress::Progress;
use rules::Rules;

/// The exam.
#[derive(Debug, Default)]
pub struct AdaptiveForm;

overread_sdk::export_plugin!(AdaptiveForm as ExamScenario);

impl ExamScenario for AdaptiveForm {
    fn make_plan(&self, book: &Casebook, seed: u64) -> Result<Plan, Failure> {
        let mut pool: Vec<Entry> = book
            .cases()
            .into_iter()
            .filter(|case| book.truth(&case.id).is_some() && parameters(case).is_some())
            .collect();
        if pool.is_empty() {
            let why = "no case has both a known truth and the fact `difficulty`";
            return Err(failure(FailureKind::BadInput, why));
        }
        // The order decides between cases that tell as much, and is that of the exam if it cannot adapt.
        Dice::new(seed).shuffle(&mut pool);
        let with_ai = book.setting("with-ai").as_deref() != Some("false");
        let item = |(number, case): (usize, &Entry)| Item {
            id: format!("item-{number}"),
            case_id: case.id.clone(),
            service: fact(case, "service").filter(|_| with_ai).map(str::to_owned),
            time_limit_ms: None,
            hints: Vec::new(),
        };
        Ok(Plan {
            title: vec![said(book, "title", &[])],
            items: (1..).zip(&pool).map(item).collect(),
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
        let rules = Rules::of(book);
        let mut actions = Vec::new();
        match &event.event {
            Event::Other(_) => {
                if let Some(items) = planned_items(&event.event) {
                    progress = Progress::of(items, |case| parameters(&book.case(case)?));
                }
            }
            Event::Started => {
                let most = rules.max_items.min(progress.len());
                let args = [("items", most.to_string())];
                actions.push(Action::Message(vec![said(book, "welcome", &args)]));
                actions.extend(next(book, &rules, &progress));
            }
            Event::Answered(answer) => {
                let is_right = is_right(book, &rules, &progress, answer);
                progress.note(&answer.item, is_right);
                actions.extend(next(book, &rules, &progress));
            }
            Event::TimedOut(item) => {
                progress.note(item, false);
                actions.extend(next(book, &rules, &progress));
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

    fn grade(&self, book: &Casebook, plan: &Plan, events: &[Stamped]) -> Result<Grade, Failure> {
        let rules = Rules::of(book);
        let items = plan.items.iter();
        let items = items.map(|item| (item.id.clone(), item.case_id.clone()));
        let mut progress = Progress::of(items.collect(), |case| parameters(&book.case(case)?));
        let mut is_finished = false;
        for stamped in events {
            match &stamped.event {
                Event::Answered(answer) => {
                    let is_right = is_right(book, &rules, &progress, answer);
                    progress.note(&answer.item, is_right);
                }
                Event::TimedOut(item) => progress.note(item, false),
                Event::Finished => is_finished = true,
                Event::Started
                | Event::Opened(_)
                | Event::AnsweredFirst(_)
                | Event::AiShown(_)
                | Event::AiHidden(_)
                | Event::Other(_) => {}
            }
        }
        Ok(graded(book, &rules, &progress, is_finished))
    }
}

/// Discrimination and difficulty of a case; `None` without a difficulty, or with a discrimination that is none.
fn parameters(case: &Entry) -> Option<(f64, f64)> {
    let difficulty = fact_number(case, "difficulty").filter(|b| b.abs() <= 10.0)?;
    let discrimination = fact_number(case, "discrimination").unwrap_or(1.0);
    (0.01..=10.0)
        .contains(&discrimination)
        .then_some((discrimination, difficulty))
}

fn is_right(
    book: &Casebook,
    rules: &Rules,
    progress: &Progress,
    answer: &overread_sdk::exam::Answer,
) -> bool {
    let marking = progress.case_of(&answer.item).and_then(|id| {
        let truth = book.truth(id)?;
        Some(Marking::of(&truth, answer, HitRule::of(&book.case(id)?)))
    });
    marking.is_some_and(|marking| marking.is_right(rules.false_marks_allowed))
}

/// The next item, or the end.
fn next(book: &Casebook, rules: &Rules, progress: &Progress) -> Vec<Action> {
    let responses = progress.responses();
    let ability = Ability::of(&responses, rules.prior_sd);
    let informative = progress.by_information(ability.theta);
    if informative.is_empty() || rules.is_enough(responses.len(), &ability) {
        let over = Action::Message(vec![said(book, "over", &[])]);
        return vec![over, Action::EndExam];
    }
    let n_first = rules.randomesque.min(informative.len());
    // Every call gets the same bytes: each item has eight of its own.
    let place = responses.len() * 8;
    let bytes = book.random(u32::try_from(place + 8).unwrap_or(u32::MAX));
    let drawn = Dice::of_bytes(bytes.get(place..).unwrap_or_default()).below(n_first);
    let item = informative
        .get(drawn)
        .map(|item| Action::GoTo(item.clone()));
    item.into_iter().collect()
}

fn graded(book: &Casebook, rules: &Rules, progress: &Progress, is_finished: bool) -> Grade {
    let responses = progress.responses();
    let ability = Ability::of(&responses, rules.prior_sd);
    let row = |item: &str, metric: &str, value: f64| MarkRow {
        item: item.to_owned(),
        metric: metric.to_owned(),
        value,
    };
    let mut rows = vec![
        row("", "ability", ability.theta),
        row("", "standard-error", ability.standard_error),
        row("", "items", responses.len() as f64),
    ];
    for (item, response) in progress.answered() {
        rows.push(row(item, "right", f64::from(u8::from(response.is_right))));
        rows.push(row(item, "difficulty", response.difficulty));
    }
    let passed = is_finished && ability.theta >= rules.cut;
    let key = match (is_finished, passed) {
        (false, _) => "unfinished",
        (true, true) => "passed",
        (true, false) => "failed",
    };
    let n_right = responses
        .iter()
        .filter(|response| response.is_right)
        .count();
    let is_russian = book.locale().starts_with("ru");
    let number = |value: f64| {
        let text = format!("{value:.2}");
        if is_russian {
            text.replace('.', ",")
        } else {
            text
        }
    };
    let args = [
        ("ability", number(ability.theta)),
        ("error", number(ability.standard_error)),
        ("right", n_right.to_string()),
        ("items", responses.len().to_string()),
        ("cut", number(rules.cut)),
    ];
    Grade {
        passed,
        score: ability.theta,
        rows,
        feedback: vec![said(book, key, &args)],
    }
}

/// A text of the bundle in the reader's language.
fn said(book: &Casebook, key: &str, args: &[(&str, String)]) -> Text {
    let args: Vec<Param> = args
        .iter()
        .map(|(name, value)| Param {
            name: (*name).to_owned(),
            value: value.clone(),
        })
        .collect();
    text(&book.locale(), book.translate(key, &args))
}

#[cfg(test)]
mod tests;
