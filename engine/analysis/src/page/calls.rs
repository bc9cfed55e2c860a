//! Calls against truth: sensitivity, specificity and predictive values, and how they change with AI.

use super::comparing::{forest, sentence};
use super::pen::{MOST_SHOWN, Pen};
use crate::analysis::accuracy::Rates;
use crate::analysis::comparison::FigureOfMerit;
use crate::words::Form;
use overread_page::{escape, note, table};

pub(super) fn body(pen: &Pen<'_>) -> String {
    let mut html = String::new();
    for figure in [FigureOfMerit::Sensitivity, FigureOfMerit::Specificity] {
        let mut all = pen.analysis.comparisons.iter();
        let Some(of) = all.find(|of| of.figure == figure) else {
            continue;
        };
        html += &format!(
            "<div class=\"pair\"><div>{}</div>{}</div>",
            sentence(pen, of),
            forest(pen, of)
        );
    }
    for calls in &pen.analysis.accuracy {
        let head = [
            "column-reader",
            "column-counts",
            "figure-sensitivity",
            "figure-specificity",
            "column-ppv",
            "column-npv",
        ]
        .map(|id| pen.text(id));
        let mut rows: Vec<Vec<String>> = calls
            .readers
            .iter()
            .take(MOST_SHOWN)
            .map(|of| row(pen, pen.reader(of.reader), &of.table, &of.rates))
            .collect();
        if calls.readers.len() > 1 {
            let name = format!("<b>{}</b>", escape(&pen.text("all-readers")));
            rows.push(row(pen, name, &calls.table, &calls.rates));
        }
        html += &table(&pen.condition(calls.condition), &head, &rows);
        html += &pen.cut_note(calls.readers.len());
    }
    html + &note(&pen.text("calls-note"))
}

fn row(
    pen: &Pen<'_>,
    name: String,
    table: &overread_stats::TwoByTwo,
    rates: &Rates,
) -> Vec<String> {
    let counts = [
        table.true_positives,
        table.false_negatives,
        table.false_positives,
        table.true_negatives,
    ];
    let counts = counts.map(|n| n.to_string()).join(" / ");
    let shares = [
        &rates.sensitivity,
        &rates.specificity,
        &rates.positive_predictive_value,
        &rates.negative_predictive_value,
    ];
    let mut cells = vec![name, counts];
    cells.extend(shares.map(|share| pen.cell(share, Form::Percent)));
    cells
}
