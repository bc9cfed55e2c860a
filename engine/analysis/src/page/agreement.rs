//! How readers agree with each other: kappa of each pair as a table of fields, and the correlation of ratings.

use super::pen::Pen;
use crate::analysis::agreement::{Agreement, PairAgreement};
use crate::words::Form;
use overread_page::{escape, figure, table};

/// Readers whose pairs are drawn; of more only the median is told.
const MOST_DRAWN: usize = 14;

pub(super) fn body(pen: &Pen<'_>) -> String {
    let shown: Vec<&Agreement> = pen
        .shown()
        .into_iter()
        .filter_map(|condition| pen.analysis.agreement.get(condition))
        .collect();
    let head = ["column-condition", "column-kappa", "column-icc"].map(|id| pen.text(id));
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|of| {
            let median = match &of.median {
                Ok(value) => escape(&pen.words.form(*value, Form::Plain)),
                Err(reason) => pen.why(reason),
            };
            vec![
                escape(&pen.condition(of.condition)),
                median,
                pen.cell(&of.ratings, Form::Plain),
            ]
        })
        .collect();
    let mut html = table(&pen.text("table-agreement"), &head, &rows);
    html += "<div class=\"pair\">";
    for of in shown {
        if let Ok(pairs) = &of.pairs {
            html += &matrix(pen, of, pairs);
        }
    }
    html + "</div>"
}

fn matrix(pen: &Pen<'_>, of: &Agreement, pairs: &[PairAgreement]) -> String {
    let mut readers: Vec<usize> = pairs.iter().flat_map(|pair| pair.readers).collect();
    readers.sort_unstable();
    readers.dedup();
    if readers.len() > MOST_DRAWN {
        return String::new();
    }
    let field = 300.0 / readers.len() as f64;
    let field = field.min(52.0);
    let [left, top] = [98.0, 24.0];
    let size = field * readers.len() as f64;
    let place = |reader: usize| readers.iter().position(|known| *known == reader);
    let mut svg = String::new();
    for (idx, reader) in readers.iter().enumerate() {
        let middle = top + field * (idx as f64 + 0.5);
        let name = escape(&pen.reader_name(*reader));
        svg += &format!(
            "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{} {name}</text>",
            left - 6.0,
            middle + 4.0,
            reader + 1
        );
        svg += &format!(
            "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            left + field * (idx as f64 + 0.5),
            top - 7.0,
            reader + 1
        );
    }
    for pair in pairs {
        let [Some(a), Some(b)] = pair.readers.map(place) else {
            continue;
        };
        let text = match &pair.kappa.value {
            Ok(value) => pen.words.form(*value, Form::Plain),
            Err(_) => "–".to_owned(),
        };
        let strength = pair.kappa.value.as_ref().map_or(0.0, |k| k.clamp(0.0, 1.0));
        for (row, column) in [(a, b), (b, a)] {
            let x = left + field * column as f64;
            let y = top + field * row as f64;
            svg += &format!(
                "<rect class=\"field\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{field:.1}\" height=\"{field:.1}\" fill-opacity=\"{:.2}\"/>",
                0.06 + 0.5 * strength
            );
            svg += &format!(
                "<text class=\"field-value\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                x + field / 2.0,
                y + field / 2.0 + 4.0,
                escape(&text)
            );
        }
    }
    let args = [("condition", pen.condition(of.condition).into())];
    let caption = pen.words.with("caption-agreement", &args);
    let drawing = format!(
        "<svg viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"{}\">{svg}</svg>",
        left + size + 8.0,
        top + size + 6.0,
        escape(&caption)
    );
    figure(&drawing, "", &caption)
}
