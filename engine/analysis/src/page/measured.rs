//! Measured values: plots after Bland and Altman, with bias and limits of agreement.

use super::pen::{MOST_SHOWN, Pen};
use super::plot::{Plot, Room, Shape};
use crate::analysis::measured::{MeasuredAgainst, Measurement};
use crate::words::Form;
use overread_page::{escape, figure, note};

/// Points of a plot; what is beyond stands in the tables.
const MOST_POINTS: usize = 3000;

pub(super) fn body(pen: &Pen<'_>) -> String {
    let all = &pen.analysis.measurements;
    if all.is_empty() {
        return note(&pen.text("measured-none"));
    }
    let drawn: String = all.iter().take(MOST_SHOWN).map(|of| one(pen, of)).collect();
    format!(
        "<div class=\"pair\">{drawn}</div>{}{}",
        pen.cut_note(all.len()),
        note(&pen.text("measured-note"))
    )
}

fn one(pen: &Pen<'_>, of: &Measurement) -> String {
    let against = match of.against {
        MeasuredAgainst::Truth { condition } => pen.words.with(
            "measured-against-truth",
            &[("condition", pen.condition(condition).into())],
        ),
        MeasuredAgainst::WithoutAi => pen.text("measured-against-alone"),
    };
    let args = [
        ("question", of.question.clone().into()),
        ("against", against.into()),
        ("count", of.pairs.len().into()),
    ];
    let caption = pen.words.with("caption-measured", &args);
    let named = |id: &str| pen.words.with(id, &[("unit", unit(pen, of).into())]);
    let limits = match &of.limits {
        Ok(limits) => {
            let bias = pen.with_interval(&limits.bias, Form::Coarse);
            let [lower, upper] =
                [&limits.lower, &limits.upper].map(|limit| pen.with_interval(limit, Form::Coarse));
            format!(
                "<dl class=\"facts\"><div><dt>{}</dt><dd>{bias}</dd></div><div><dt>{}</dt><dd>{lower}</dd></div>\
                 <div><dt>{}</dt><dd>{upper}</dd></div></dl>",
                escape(&named("bias")),
                escape(&named("limit-lower")),
                escape(&named("limit-upper"))
            )
        }
        Err(reason) => pen.nothing(reason),
    };
    figure(&(draw(pen, of, &caption) + &limits), "", &caption)
}

/// The unit behind a comma, in the page's words; empty for counts and where it is not known.
fn unit(pen: &Pen<'_>, of: &Measurement) -> String {
    let words = match of.unit.as_deref() {
        None | Some("1") => return String::new(),
        Some("mm") => pen.text("unit-mm"),
        Some("cm") => pen.text("unit-cm"),
        Some("mm2") => pen.text("unit-mm2"),
        Some("mL" | "ml") => pen.text("unit-ml"),
        Some("[hnsf'U]") => pen.text("unit-hu"),
        Some(other) => other.to_owned(),
    };
    format!(", {words}")
}

fn draw(pen: &Pen<'_>, of: &Measurement, told: &str) -> String {
    let points: Vec<[f64; 2]> = of
        .pairs
        .iter()
        .map(|pair| {
            [
                f64::midpoint(pair.measured, pair.reference),
                pair.measured - pair.reference,
            ]
        })
        .collect();
    let ends = |axis: usize| {
        let values = points.iter().map(|point| point[axis]);
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        [low, high]
    };
    let spread = |[low, high]: [f64; 2]| {
        let spare = ((high - low) * 0.08).max(1e-3 * (1.0 + high.abs()));
        [low - spare, high + spare]
    };
    let [mut low, mut high] = ends(1);
    if let Ok(limits) = &of.limits {
        low = low.min(limits.lower.lower);
        high = high.max(limits.upper.upper);
    }
    let named = |id: &str| pen.words.with(id, &[("unit", unit(pen, of).into())]);
    let x = pen.axis(&named("axis-mean"), spread(ends(0)), 5);
    let y = pen.axis(
        &named("axis-difference"),
        spread([low.min(0.0), high.max(0.0)]),
        6,
    );
    let [from, to] = x.range;
    let mut plot = Plot::new(
        Room {
            size: [440.0, 340.0],
            ..Room::SQUARE
        },
        x,
        y,
    );
    plot.line("null", [[from, 0.0], [to, 0.0]]);
    if let Ok(limits) = &of.limits {
        for (class, limit) in [
            ("bias", &limits.bias),
            ("limit", &limits.lower),
            ("limit", &limits.upper),
        ] {
            let [left, top] = plot.at(from, limit.upper);
            let [right, bottom] = plot.at(to, limit.lower);
            plot.raw(&format!(
                "<rect class=\"band\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                right - left,
                bottom - top
            ));
            plot.line(class, [[from, limit.value], [to, limit.value]]);
        }
    }
    for point in points.into_iter().take(MOST_POINTS) {
        plot.mark(Shape::Dot, "one", point, "");
    }
    plot.finish(told)
}
