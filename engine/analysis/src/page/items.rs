//! Cases and questions as items: how hard and how well they separate, and what is wrong with some.

use overread_stats::ItemFlag;

use super::pen::Pen;
use super::plot::{Axis, Plot, Room, Shape};
use crate::analysis::items::{ItemSet, ItemSubject, StudyItem};
use crate::words::Form;
use overread_page::{escape, figure, note, short, table};

/// Items of a set that the page names: the hardest.
const MOST_NAMED: usize = 12;

pub(super) fn body(pen: &Pen<'_>) -> String {
    let sets = &pen.analysis.items;
    if sets.is_empty() {
        return note(&pen.text("items-none"));
    }
    let head = [
        "column-items",
        "column-readers",
        "column-count",
        "column-alpha",
        "column-sem",
    ]
    .map(|id| pen.text(id));
    let rows: Vec<Vec<String>> = sets
        .iter()
        .map(|set| {
            vec![
                escape(&name(pen, set)),
                set.n_takers.to_string(),
                set.items.len().to_string(),
                pen.cell(&set.alpha, Form::Plain),
                match &set.measurement_error {
                    Ok(value) => escape(&pen.words.form(*value, Form::Plain)),
                    Err(reason) => pen.why(reason),
                },
            ]
        })
        .collect();
    let mut html = table(&pen.text("table-reliability"), &head, &rows);
    html += "<div class=\"pair\">";
    html += &sets.iter().map(|set| drawing(pen, set)).collect::<String>();
    html += "</div>";
    html += &sets.iter().map(|set| hardest(pen, set)).collect::<String>();
    html + &note(&pen.text("items-note"))
}

fn name(pen: &Pen<'_>, set: &ItemSet) -> String {
    let id = match set.subject {
        ItemSubject::Calls => "items-calls",
        ItemSubject::Questions => "items-questions",
    };
    let args = [("condition", pen.condition(set.condition).into())];
    pen.words.with(id, &args)
}

/// Difficulty against separation; where items have no figures of separation, against their order.
fn drawing(pen: &Pen<'_>, set: &ItemSet) -> String {
    let points: Vec<(f64, f64, bool, &StudyItem)> = set
        .items
        .iter()
        .filter_map(|item| {
            let statistics = item.statistics.as_ref()?;
            let is_flagged = !statistics.flags.is_empty();
            Some((
                statistics.difficulty,
                statistics.item_rest?,
                is_flagged,
                item,
            ))
        })
        .collect();
    if points.is_empty() {
        let reason = set.no_statistics.as_ref();
        return reason.map_or_else(String::new, |reason| {
            format!(
                "<div><h3>{}</h3>{}</div>",
                escape(&name(pen, set)),
                pen.nothing(reason)
            )
        });
    }
    let x = pen.shares(&pen.text("axis-difficulty"));
    let values = [-1.0, -0.5, 0.0, 0.5, 1.0];
    let y = Axis {
        title: pen.text("axis-item-rest"),
        range: [-1.0, 1.0],
        ticks: values.map(|v| (v, pen.words.number(v, 1))).into(),
        is_logarithmic: false,
    };
    let room = Room {
        size: [420.0, 330.0],
        ..Room::SQUARE
    };
    let mut plot = Plot::new(room, x, y);
    plot.line("null", [[0.0, 0.0], [1.0, 0.0]]);
    for (difficulty, rest, is_flagged, item) in points {
        let shape = if is_flagged { Shape::Cross } else { Shape::Dot };
        let class = if is_flagged { "flagged" } else { "one" };
        plot.mark(shape, class, [difficulty, rest], &item_name(pen, item));
    }
    let args = [("items", name(pen, set).into())];
    let caption = pen.words.with("caption-items", &args);
    figure(&plot.finish(&caption), "", &caption)
}

fn item_name(pen: &Pen<'_>, item: &StudyItem) -> String {
    let case = pen.study.cases().get(item.case);
    let case = case.map_or("", |case| case.id.as_str());
    match &item.question {
        Some(question) => format!("{case} · {question}"),
        None => case.to_owned(),
    }
}

fn hardest(pen: &Pen<'_>, set: &ItemSet) -> String {
    let mut items: Vec<&StudyItem> = set
        .items
        .iter()
        .filter(|item| item.difficulty.is_ok())
        .collect();
    let difficulty = |item: &StudyItem| item.difficulty.as_ref().map_or(1.0, |e| e.value);
    // Stable: equally hard items stay in the order of their cases.
    items.sort_by(|a, b| difficulty(a).total_cmp(&difficulty(b)));
    let head = [
        "column-item",
        "column-truth",
        "column-right",
        "column-item-rest",
        "column-upper-lower",
        "column-flags",
    ]
    .map(|id| pen.text(id));
    let rows: Vec<Vec<String>> = items
        .iter()
        .take(MOST_NAMED)
        .map(|item| row(pen, item))
        .collect();
    let args = [("items", name(pen, set).into())];
    table(&pen.words.with("table-hardest", &args), &head, &rows)
}

fn row(pen: &Pen<'_>, item: &StudyItem) -> Vec<String> {
    let truth = match pen.study.truth(item.case) {
        Some(true) => pen.text("truth-abnormal"),
        Some(false) => pen.text("truth-normal"),
        None => pen.text("truth-unknown"),
    };
    let statistics = item.statistics.as_ref();
    let number = |value: Option<f64>| {
        value.map_or_else(
            || "–".to_owned(),
            |value| escape(&pen.words.form(value, Form::Plain)),
        )
    };
    let flags: Vec<String> = statistics
        .map_or(&[][..], |of| &of.flags)
        .iter()
        .map(|flag| {
            pen.text(match flag {
                ItemFlag::TooHard => "flag-hard",
                ItemFlag::TooEasy => "flag-easy",
                ItemFlag::SeparatesPoorly => "flag-poor",
                ItemFlag::Constant => "flag-constant",
                _ => "flag-other",
            })
        })
        .collect();
    vec![
        format!("<bdi>{}</bdi>", short(&item_name(pen, item), 48)),
        escape(&truth),
        pen.cell(&item.difficulty, Form::Percent),
        number(statistics.and_then(|of| of.item_rest)),
        number(statistics.map(|of| of.upper_lower_27)),
        escape(&flags.join(", ")),
    ]
}
