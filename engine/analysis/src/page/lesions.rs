//! Finding and marking lesions: FROC curves, weighted AFROC areas, and how they change with AI.

use super::comparing::{forest, sentence};
use super::pen::{MOST_SHOWN, Pen};
use super::plot::{Plot, Room, Shape};
use crate::analysis::comparison::FigureOfMerit;
use crate::analysis::localisation::{FreeResponseReading, ReaderFroc};
use crate::words::Form;
use overread_page::{escape, figure, paragraph, table};

pub(super) fn body(pen: &Pen<'_>) -> String {
    let reading = match &pen.analysis.localisation {
        Ok(reading) => reading,
        Err(reason) => return pen.nothing(reason),
    };
    let args = [
        ("cases", reading.n_cases.into()),
        ("lesions", reading.n_lesions.into()),
        ("readers", reading.readers.len().into()),
    ];
    let mut html = paragraph(&pen.words.with("lesions-lead", &args));
    let mut all = pen.analysis.comparisons.iter();
    let comparison = all.find(|of| of.figure == FigureOfMerit::Wafroc);
    html += "<div class=\"pair\">";
    html += &figure(
        &froc(pen, reading),
        &pen.legend(),
        &pen.text("caption-froc"),
    );
    if let Some(of) = comparison {
        html += &forest(pen, of);
    }
    html += "</div>";
    if let Some(of) = comparison {
        html += &sentence(pen, of);
    }
    html + &readers(pen, reading)
}

fn froc(pen: &Pen<'_>, reading: &FreeResponseReading) -> String {
    let ends = reading.conditions.iter().flat_map(|of| &of.readers);
    let ends = ends.filter_map(|of| of.false_marks.as_ref().ok().copied());
    let end = ends.fold(0.0_f64, f64::max).max(0.1) * 1.05;
    let x = pen.axis(&pen.text("axis-false-marks"), [0.0, end], 5);
    let y = pen.shares(&pen.text("axis-lesions"));
    let mut plot = Plot::new(Room::SQUARE, x, y);
    for of in &reading.conditions {
        let (class, _) = pen.look(of.condition);
        for curve in of
            .readers
            .iter()
            .filter_map(|of| of.curve.as_ref().ok())
            .take(MOST_SHOWN)
        {
            plot.line(&format!("thin {class}"), curve.iter().map(|p| [p.x, p.y]));
        }
    }
    for of in &reading.conditions {
        let (class, shape) = pen.look(of.condition);
        plot.line(&format!("curve {class}"), of.mean.iter().copied());
        if let Some(last) = of.mean.last() {
            plot.mark(shape, class, *last, &pen.condition(of.condition));
        }
        for end in of
            .readers
            .iter()
            .filter_map(|of| of.curve.as_ref().ok()?.last())
            .take(MOST_SHOWN)
        {
            plot.mark(Shape::Dot, &format!("faint {class}"), [end.x, end.y], "");
        }
    }
    plot.finish(&pen.text("caption-froc"))
}

fn readers(pen: &Pen<'_>, reading: &FreeResponseReading) -> String {
    let mut html = String::new();
    for of in &reading.conditions {
        let head = [
            "column-reader",
            "figure-wafroc",
            "column-found-lesions",
            "column-false-marks",
        ]
        .map(|id| pen.text(id));
        let mut rows: Vec<Vec<String>> = of
            .readers
            .iter()
            .take(MOST_SHOWN)
            .map(|reader| row(pen, reader))
            .collect();
        if of.readers.len() > 1 {
            rows.push(vec![
                format!("<b>{}</b>", escape(&pen.text("all-readers"))),
                pen.found(&of.wafroc, Form::Area),
                String::new(),
                String::new(),
            ]);
        }
        html += &table(&pen.condition(of.condition), &head, &rows);
        html += &pen.cut_note(of.readers.len());
    }
    html
}

fn row(pen: &Pen<'_>, of: &ReaderFroc) -> Vec<String> {
    let plain = |value: &Result<f64, overread_stats::NotEstimable>, form| match value {
        Ok(value) => escape(&pen.words.form(*value, form)),
        Err(reason) => pen.why(reason),
    };
    vec![
        pen.reader(of.reader),
        pen.found(&of.wafroc, Form::Area),
        plain(&of.found_lesions, Form::Percent),
        plain(&of.false_marks, Form::Plain),
    ]
}
