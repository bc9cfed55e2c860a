//! Grades a form: an item is right if the call, every lesion and no more than the allowed false marks are right.

use overread_sdk::exam::{
    Answer, Casebook, Event, Grade, HitRule, Item, MarkRow, Marking, Plan, Stamped,
};

use crate::said;

/// Where the setting is missing; as in the manifest.
const PASS_MARK: f64 = 0.7;

pub(crate) fn pass_mark(book: &Casebook) -> f64 {
    book.setting_number("pass-mark", PASS_MARK)
}

/// The least number of right items that is not below the pass mark.
pub(crate) fn needed(n_items: usize, pass_mark: f64) -> usize {
    let is_enough = |right: &usize| share(*right, n_items) >= pass_mark;
    (0..=n_items).find(is_enough).unwrap_or(n_items)
}

fn share(right: usize, n_items: usize) -> f64 {
    if n_items == 0 {
        return 0.0;
    }
    right as f64 / n_items as f64
}

pub(crate) fn grade(book: &Casebook, plan: &Plan, events: &[Stamped]) -> Grade {
    let allowed = u32::from(book.setting_count("false-marks-allowed", 0));
    let counts_first = book.setting("answer").as_deref() == Some("first");
    let mut rows = Vec::new();
    let mut right = 0;
    for item in &plan.items {
        let mut row = |metric: &str, value: f64| {
            rows.push(MarkRow {
                item: item.id.clone(),
                metric: metric.to_owned(),
                value,
            });
        };
        let is_timed_out = |stamped: &Stamped| matches!(&stamped.event, Event::TimedOut(found) if *found == item.id);
        if events.iter().any(is_timed_out) {
            row("timed-out", 1.0);
        }
        let marking = answer_to(item, events, counts_first).and_then(|answer| {
            let case = book.case(&item.case_id)?;
            let truth = book.truth(&item.case_id)?;
            row("reading-s", answer.reading_ms as f64 / 1000.0);
            Some(Marking::of(&truth, answer, HitRule::of(&case)))
        });
        let is_right = marking.is_some_and(|marking| marking.is_right(allowed));
        row("right", f64::from(u8::from(is_right)));
        if let Some(marking) = marking {
            row("lesions", f64::from(marking.lesions));
            row("lesions-hit", f64::from(marking.hit));
            row("false-marks", f64::from(marking.false_marks));
        }
        right += usize::from(is_right);
    }
    let n_items = plan.items.len();
    let needed = needed(n_items, pass_mark(book));
    let is_finished = events
        .iter()
        .any(|stamped| matches!(stamped.event, Event::Finished));
    let passed = is_finished && right >= needed;
    let key = match (is_finished, passed) {
        (false, _) => "unfinished",
        (true, true) => "passed",
        (true, false) => "failed",
    };
    let args = [("right", right), ("items", n_items), ("needed", needed)];
    Grade {
        passed,
        score: share(right, n_items),
        rows,
        feedback: vec![said(book, key, &args)],
    }
}

/// The answer to an item that counts: of its first or its signed answers the last.
fn answer_to<'e>(item: &Item, events: &'e [Stamped], first: bool) -> Option<&'e Answer> {
    events
        .iter()
        .rev()
        .find_map(|stamped| match &stamped.event {
            Event::AnsweredFirst(answer) if first && answer.item == item.id => Some(answer),
            // An item that is read alone has one answer only.
            Event::Answered(answer)
                if answer.item == item.id && (!first || item.service.is_none()) =>
            {
                Some(answer)
            }
            Event::AnsweredFirst(_)
            | Event::Answered(_)
            | Event::Started
            | Event::Opened(_)
            | Event::AiShown(_)
            | Event::AiHidden(_)
            | Event::TimedOut(_)
            | Event::Finished
            | Event::Other(_) => None,
        })
}
