//! Time a case: each reader without and with AI, and the ratio of both.

use super::forest::{Forest, Row};
use super::pen::{MOST_SHOWN, Pen};
use super::plot::{Axis, Plot, Room, Shape, log_ticks, ticks};
use crate::analysis::times::ReaderTimes;
use crate::words::Form;
use overread_page::{escape, figure, note, table};

pub(super) fn body(pen: &Pen<'_>) -> String {
    let times = &pen.analysis.times;
    if times.readers.is_empty() {
        return match &times.ratio {
            Err(reason) => pen.nothing(reason),
            Ok(_) => String::new(),
        };
    }
    let mut html = String::new();
    if times.is_cumulative {
        html += &note(&pen.text("time-cumulative"));
    }
    html += "<div class=\"pair\">";
    html += &figure(&each(pen), &pen.legend(), &pen.text("caption-times"));
    html += &ratios(pen);
    html += "</div>";
    html + &readers(pen)
}

/// Each reader's times without and with AI, joined by a line; the middle half of the cases as a bar.
fn each(pen: &Pen<'_>) -> String {
    let times = &pen.analysis.times;
    let rows: Vec<([Option<f64>; 2], &ReaderTimes)> = times
        .readers
        .iter()
        .take(MOST_SHOWN)
        .map(|of| (typical(times, of), of))
        .collect();
    let values = || {
        rows.iter()
            .flat_map(|(pair, _)| pair.iter().flatten().copied())
    };
    let low = values().fold(f64::INFINITY, f64::min) / 1.25;
    let high = values().fold(0.0_f64, f64::max) * 1.25;
    let range = [low, high];
    let marks = log_ticks(range);
    let marks = if marks.len() < 3 {
        ticks(range, 4)
    } else {
        marks
    };
    let digits = usize::from(low < 5.0);
    let x = Axis {
        title: pen.text("axis-seconds"),
        range,
        ticks: marks
            .into_iter()
            .map(|v| (v, pen.words.number(v, digits)))
            .collect(),
        is_logarithmic: true,
    };
    let n = rows.len() as f64;
    let y = Axis {
        title: String::new(),
        range: [n, 0.0],
        ticks: Vec::new(),
        is_logarithmic: false,
    };
    let room = Room {
        size: [420.0, 62.0 + 25.0 * n],
        left: 100.0,
        right: 16.0,
        top: 10.0,
        bottom: 52.0,
    };
    let mut plot = Plot::new(room, x, y);
    for (idx, (pair, of)) in rows.iter().enumerate() {
        let y = idx as f64 + 0.5;
        let [_, pixel] = plot.at(low, y);
        let name = pen.reader_name(of.reader);
        plot.text([92.0, pixel + 4.0], "end", "name", &name);
        let [Some(without), Some(with)] = *pair else {
            continue;
        };
        plot.line("arrow", [[without, y], [with, y]]);
        for (value, shape, class) in [
            (without, Shape::Ring, "without"),
            (with, Shape::Square, "with"),
        ] {
            let told = pen.words.number(value, 1);
            plot.mark(shape, class, [value, y], &told);
        }
    }
    plot.finish(&pen.text("caption-times"))
}

/// A reader's geometric means; where all times are equal, that time.
fn typical(times: &crate::analysis::times::StudyTimes, of: &ReaderTimes) -> [Option<f64>; 2] {
    let place = times.readers.iter().position(|r| r.reader == of.reader);
    let seconds = place.and_then(|place| times.seconds.get(place));
    [0, 1].map(|condition: usize| match &of.means[condition] {
        Ok(effect) => Some(effect.estimate.value),
        Err(_) => {
            let all = &seconds?[condition];
            let first = *all.first()?;
            all.iter()
                .all(|time| time.total_cmp(&first).is_eq())
                .then_some(first)
        }
    })
}

fn ratios(pen: &Pen<'_>) -> String {
    let times = &pen.analysis.times;
    let mut rows: Vec<Row> = times
        .readers
        .iter()
        .take(MOST_SHOWN)
        .map(|of| {
            let [without, with] = typical(times, of);
            Row {
                name: pen.reader_name(of.reader),
                value: with.zip(without).map(|(with, without)| with / without),
                estimate: of.ratio.as_ref().ok().map(|effect| effect.estimate),
                is_pooled: false,
            }
        })
        .collect();
    if times.readers.len() > 1 {
        rows.push(Row {
            name: pen.text("all-readers"),
            value: None,
            estimate: times.ratio.as_ref().ok().map(|effect| effect.estimate),
            is_pooled: true,
        });
    }
    let drawing = Forest {
        rows,
        title: pen.text("axis-ratio"),
        null: Some(1.0),
        form: Form::Plain,
        sides: Some([pen.text("faster-with"), pen.text("slower-with")]),
        limits: [1e-6, 1e6],
        is_logarithmic: true,
        told: &pen.text("caption-ratios"),
    }
    .draw(pen);
    if drawing.is_empty() {
        return drawing;
    }
    figure(&drawing, "", &pen.text("caption-ratios"))
}

fn readers(pen: &Pen<'_>) -> String {
    let times = &pen.analysis.times;
    let head = [
        "column-reader",
        "column-cases",
        "column-seconds-without",
        "column-seconds-with",
        "column-ratio",
    ]
    .map(|id| pen.text(id));
    let cell = |of: &Result<overread_stats::Effect, overread_stats::NotEstimable>, form| match of {
        Ok(effect) => pen.with_interval(&effect.estimate, form),
        Err(reason) => pen.why(reason),
    };
    let mut rows: Vec<Vec<String>> = times
        .readers
        .iter()
        .take(MOST_SHOWN)
        .map(|of| {
            vec![
                pen.reader(of.reader),
                of.n_cases.to_string(),
                cell(&of.means[0], Form::Coarse),
                cell(&of.means[1], Form::Coarse),
                cell(&of.ratio, Form::Plain),
            ]
        })
        .collect();
    if times.readers.len() > 1 {
        rows.push(vec![
            format!("<b>{}</b>", escape(&pen.text("all-readers"))),
            times
                .readers
                .iter()
                .map(|of| of.n_cases)
                .sum::<usize>()
                .to_string(),
            String::new(),
            String::new(),
            cell(&times.ratio, Form::Plain),
        ]);
    }
    table(&pen.text("table-times"), &head, &rows) + &pen.cut_note(times.readers.len())
}
