//! Who read what: the size of the study, its conditions, each reader's share of it, and what was left out.

use super::pen::{MOST_SHOWN, Pen};
use crate::study::LeftOut;
use overread_page::{escape, note, paragraph, table};

/// One sentence on the size of the study.
pub(super) fn lead(pen: &Pen<'_>) -> String {
    let cases = pen.study.cases();
    let of = |truth| cases.iter().filter(|case| case.truth == truth).count();
    let readers = pen.words.with(
        "count-readers",
        &[("count", pen.study.readers().len().into())],
    );
    let n_cases = pen
        .words
        .with("count-cases", &[("count", cases.len().into())]);
    let sessions = pen.words.with(
        "count-sessions",
        &[("count", pen.study.n_sessions().into())],
    );
    let mut text = pen.words.with(
        "lead",
        &[
            ("readers", readers.into()),
            ("cases", n_cases.into()),
            ("sessions", sessions.into()),
            ("abnormal", of(Some(true)).into()),
            ("normal", of(Some(false)).into()),
        ],
    );
    let unknown = of(None);
    if unknown > 0 {
        text.push(' ');
        text.push_str(&pen.words.with("lead-unknown", &[("count", unknown.into())]));
    }
    text
}

pub(super) fn body(pen: &Pen<'_>) -> String {
    let conditions = pen.study.conditions();
    let mut html = String::new();
    if conditions.is_empty() {
        return note(&pen.text("no-reads"));
    }
    match &pen.analysis.compared {
        Ok([without, with]) => {
            let args = [
                ("without", pen.condition(*without).into()),
                ("with", pen.condition(*with).into()),
            ];
            html += &paragraph(&pen.words.with("compared", &args));
        }
        Err(_) => html += &note(&pen.text("not-compared")),
    }
    let mut head = vec![pen.text("column-reader")];
    head.extend((0..conditions.len()).map(|condition| pen.condition(condition)));
    head.push(pen.text("column-with-result"));
    let rows: Vec<Vec<String>> = (0..pen.study.readers().len())
        .take(MOST_SHOWN)
        .map(|reader| row(pen, reader))
        .collect();
    html += &table(&pen.text("table-reads"), &head, &rows);
    html += &pen.cut_note(pen.study.readers().len());
    html + &left_out(pen)
}

fn row(pen: &Pen<'_>, reader: usize) -> Vec<String> {
    let n = pen.study.conditions().len();
    let mut cells = vec![pen.reader(reader)];
    let mut shown = 0;
    for condition in 0..n {
        let reads = pen.study.of_reader(condition, reader);
        let (mut count, mut advised) = (0, 0);
        for (_, read) in reads {
            count += 1;
            advised += usize::from(read.advice.is_some());
        }
        shown += advised;
        cells.push(count.to_string());
    }
    cells.push(shown.to_string());
    cells
}

fn left_out(pen: &Pen<'_>) -> String {
    let left_out = pen.study.left_out();
    if left_out.is_empty() {
        return note(&pen.text("left-out-nothing"));
    }
    let items: String = left_out
        .iter()
        .map(|(what, n)| {
            let id = match what {
                LeftOut::SecondRead => "left-out-second-read",
                LeftOut::TruthDiffers => "left-out-truth-differs",
                LeftOut::NoTruth => "left-out-no-truth",
                LeftOut::NotFinite => "left-out-not-finite",
                LeftOut::TooMany => "left-out-too-many",
            };
            let text = pen.words.with(id, &[("count", (*n).into())]);
            format!("<li>{}</li>", escape(&text))
        })
        .collect();
    format!(
        "<p class=\"note\">{}</p><ul class=\"note\">{items}</ul>",
        escape(&pen.text("left-out"))
    )
}
