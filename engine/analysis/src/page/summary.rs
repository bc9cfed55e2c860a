//! The opening: the figures that decide, large, and what they say in plain sentences.

use overread_stats::RelianceMeasure;

use super::pen::Pen;
use crate::analysis::comparison::{Comparison, FigureOfMerit};
use crate::words::{Arg, Form};
use overread_page::{escape, note, paragraph};

/// Opportunities below which a rate of reliance says little.
const FEW: u64 = 10;

pub(super) fn body(pen: &Pen<'_>) -> String {
    let mut html = tiles(pen);
    if pen.analysis.compared.is_err() {
        html += &paragraph(&pen.text("summary-not-compared"));
        return html + &alone(pen);
    }
    for sentence in [area(pen), rates(pen), reliance(pen), moves(pen), time(pen)]
        .into_iter()
        .flatten()
    {
        html += &paragraph(&sentence);
    }
    if pen.study.readers().len() == 1 {
        html += &note(&pen.text("summary-one-reader"));
    }
    html
}

fn comparison<'p>(pen: &Pen<'p>, figure: FigureOfMerit) -> Option<&'p Comparison> {
    pen.analysis.comparisons.iter().find(|c| c.figure == figure)
}

fn tiles(pen: &Pen<'_>) -> String {
    let compared = [
        (FigureOfMerit::Area, "tile-area"),
        (FigureOfMerit::Sensitivity, "tile-sensitivity"),
        (FigureOfMerit::Specificity, "tile-specificity"),
    ];
    let mut tiles: String = compared
        .into_iter()
        .filter_map(|(figure, id)| compared_tile(pen, comparison(pen, figure)?, id))
        .collect();
    if let Some(over) = reliance_share(pen, RelianceMeasure::OverReliance) {
        let args = [("count", over.n.into())];
        let small = format!(
            "{}; {}",
            pen.words.interval(&over, Form::Percent),
            pen.words.with("of-opportunities", &args)
        );
        let value = pen.words.form(over.value, Form::Percent);
        tiles += &tile(&pen.text("tile-over-reliance"), &value, &small);
    }
    if let Ok(ratio) = &pen.analysis.times.ratio {
        let value = format!("× {}", pen.words.form(ratio.estimate.value, Form::Plain));
        let small = pen.words.interval(&ratio.estimate, Form::Plain);
        tiles += &tile(&pen.text("tile-time"), &value, &small);
    }
    if tiles.is_empty() {
        return tiles;
    }
    format!(
        "<div class=\"tiles\">{tiles}</div><p class=\"note\">{}</p>",
        escape(&pen.text("tiles-note"))
    )
}

/// Without and with AI, large; the difference below.
fn compared_tile(pen: &Pen<'_>, found: &Comparison, id: &str) -> Option<String> {
    let [form, change] = super::comparing::forms(found.figure);
    let [Ok(without), Ok(with)] = found.means.each_ref().map(|mean| mean.value.clone()) else {
        return None;
    };
    let small = match &found.difference {
        Ok(tested) => {
            let unit = if change == Form::Points {
                format!(" {}", pen.text("percentage-points"))
            } else {
                String::new()
            };
            format!(
                "{}{unit} {}{}",
                pen.words.form(tested.estimate.value, change),
                pen.words.interval(&tested.estimate, change),
                tested
                    .p
                    .map_or_else(String::new, |p| format!(", {}", pen.words.p(p)))
            )
        }
        Err(reason) => pen.words.reason(reason),
    };
    Some(tile(
        &pen.text(id),
        &change_of(pen, [without, with], form),
        &small,
    ))
}

/// From one number to another; a percentage has its sign once.
fn change_of(pen: &Pen<'_>, [from, to]: [f64; 2], form: Form) -> String {
    let from = match form {
        Form::Percent => pen.words.number(from * 100.0, 1),
        Form::Area | Form::Points | Form::AreaChange | Form::Plain | Form::Coarse => {
            pen.words.form(from, form)
        }
    };
    format!("{from} → {}", pen.words.form(to, form))
}

fn tile(name: &str, value: &str, small: &str) -> String {
    format!(
        "<div class=\"tile\"><p class=\"tile-name\">{}</p><p class=\"tile-value\">{}</p><p class=\"tile-small\">{}</p></div>",
        escape(name),
        escape(value),
        escape(small)
    )
}

fn area(pen: &Pen<'_>) -> Option<String> {
    let found = comparison(pen, FigureOfMerit::Area)?;
    let [Ok(without), Ok(with)] = found.means.each_ref().map(|mean| mean.value.clone()) else {
        let reason = found.difference.as_ref().err()?;
        let args = [("reason", pen.words.reason(reason).into())];
        return Some(pen.words.with("summary-area-none", &args));
    };
    let mut args: Vec<Arg<'_>> = vec![
        ("without", pen.words.form(without, Form::Area).into()),
        ("with", pen.words.form(with, Form::Area).into()),
    ];
    let tested = match &found.difference {
        Ok(tested) => tested,
        Err(reason) => {
            args.push(("reason", pen.words.reason(reason).into()));
            return Some(pen.words.with("summary-area-untested", &args));
        }
    };
    let estimate = &tested.estimate;
    args.push((
        "change",
        pen.words.form(estimate.value, Form::AreaChange).into(),
    ));
    args.push((
        "interval",
        pen.words.interval(estimate, Form::AreaChange).into(),
    ));
    args.push((
        "p",
        tested.p.map_or_else(String::new, |p| pen.words.p(p)).into(),
    ));
    let id = if estimate.lower > 0.0 {
        "summary-area-better"
    } else if estimate.upper < 0.0 {
        "summary-area-worse"
    } else {
        "summary-area-unclear"
    };
    Some(pen.words.with(id, &args))
}

fn rates(pen: &Pen<'_>) -> Option<String> {
    let value = |figure, condition: usize| {
        let found = comparison(pen, figure)?;
        let value = found.means[condition].value.as_ref().ok()?;
        Some(pen.words.form(*value, Form::Percent))
    };
    Some(pen.words.with(
        "summary-rates",
        &[
            (
                "sensitivity-without",
                value(FigureOfMerit::Sensitivity, 0)?.into(),
            ),
            (
                "sensitivity-with",
                value(FigureOfMerit::Sensitivity, 1)?.into(),
            ),
            (
                "specificity-without",
                value(FigureOfMerit::Specificity, 0)?.into(),
            ),
            (
                "specificity-with",
                value(FigureOfMerit::Specificity, 1)?.into(),
            ),
        ],
    ))
}

fn reliance_share(pen: &Pen<'_>, measure: RelianceMeasure) -> Option<overread_stats::Estimate> {
    let all = &pen.analysis.reliance.all;
    let (_, share) = all.iter().find(|(found, _)| *found == measure)?;
    share.as_ref().ok().copied()
}

fn reliance(pen: &Pen<'_>) -> Option<String> {
    let rair = reliance_share(pen, RelianceMeasure::RelativeAiReliance)?;
    let over = reliance_share(pen, RelianceMeasure::OverReliance)?;
    let mut text = pen.words.with(
        "summary-reliance",
        &[
            ("rair", pen.words.form(rair.value, Form::Percent).into()),
            ("gains", rair.n.into()),
            ("over", pen.words.form(over.value, Form::Percent).into()),
            ("losses", over.n.into()),
        ],
    );
    if rair.n < FEW || over.n < FEW {
        text.push(' ');
        text.push_str(&pen.text("summary-few"));
    }
    Some(text)
}

fn moves(pen: &Pen<'_>) -> Option<String> {
    let reliance = &pen.analysis.reliance;
    if reliance.n == 0 {
        return None;
    }
    let [rescued, harmed] = reliance.moves;
    Some(pen.words.with(
        "summary-moves",
        &[
            ("count", reliance.n.into()),
            ("rescued", rescued.into()),
            ("harmed", harmed.into()),
        ],
    ))
}

fn time(pen: &Pen<'_>) -> Option<String> {
    let times = &pen.analysis.times;
    let ratio = &times.ratio.as_ref().ok()?.estimate;
    let id = if times.is_cumulative {
        "summary-time-cumulative"
    } else {
        "summary-time"
    };
    Some(pen.words.with(
        id,
        &[
            ("ratio", pen.words.form(ratio.value, Form::Plain).into()),
            ("interval", pen.words.interval(ratio, Form::Plain).into()),
        ],
    ))
}

/// What can be said of each condition where there is nothing to compare.
fn alone(pen: &Pen<'_>) -> String {
    let all = pen.analysis.accuracy.iter().zip(&pen.analysis.roc);
    all.filter_map(|(calls, roc)| {
        let share = |of: &crate::analysis::Estimated| {
            let value = of.as_ref().ok()?.value;
            Some(pen.words.form(value, Form::Percent))
        };
        let area = roc.area.value.as_ref().ok()?;
        Some(paragraph(&pen.words.with(
            "summary-alone",
            &[
                ("condition", pen.condition(calls.condition).into()),
                ("area", pen.words.form(*area, Form::Area).into()),
                ("sensitivity", share(&calls.rates.sensitivity)?.into()),
                ("specificity", share(&calls.rates.specificity)?.into()),
            ],
        )))
    })
    .collect()
}
