//! A table of measured quantities: value, interval, opportunities, an error bar with its cut mark, and the verdict.

use crate::fonts::Face;
use crate::metric::{Metric, Unit, Verdict};
use crate::words::Words;

use super::PageError;
use super::canvas::{Align, Canvas, Colour, FAINT, INK, Look, NAVY, QUIET, RED, TEAL, WASH, look};
use super::numbers;

const NAME: f32 = 62.0;
const VALUE_RIGHT: f32 = 281.0;
const INTERVAL_RIGHT: f32 = 347.0;
const N_RIGHT: f32 = 371.0;
const BAR: [f32; 2] = [383.0, 451.0];
const VERDICT: f32 = 460.0;
pub(super) const LEFT: f32 = 56.0;
const RIGHT: f32 = 539.0;

/// Draws the head and one row a metric, from `top` down; gives where it ended.
pub(super) fn draw(
    canvas: &mut Canvas,
    top: f32,
    row_height: f32,
    metrics: &[&Metric],
    words: &Words,
) -> Result<f32, PageError> {
    let head = look(Face::Italic, 9.0, QUIET);
    let base = top - 9.0;
    canvas.text((NAME, base), Align::Left, head, words.quantity)?;
    canvas.text((VALUE_RIGHT, base), Align::Right, head, words.value)?;
    canvas.text((INTERVAL_RIGHT, base), Align::Right, head, words.interval)?;
    canvas.text((N_RIGHT, base), Align::Right, head, words.n)?;
    if metrics.iter().any(|metric| metric.verdict.is_some()) {
        let head = canvas.fitting("verdict", words.verdict, head, RIGHT - VERDICT, 6.0)?;
        canvas.text((VERDICT, base), Align::Left, head, words.verdict)?;
    }
    let mut y = top - 14.0;
    canvas.line((LEFT, y), (RIGHT, y), 0.8, NAVY);
    for (idx, metric) in metrics.iter().enumerate() {
        if idx % 2 == 1 {
            canvas.fill([LEFT, y - row_height, RIGHT, y], WASH);
        }
        row(canvas, y - row_height / 2.0, row_height, metric, words)?;
        y -= row_height;
        canvas.line((LEFT, y), (RIGHT, y), 0.4, FAINT);
    }
    Ok(y)
}

fn row(
    canvas: &mut Canvas,
    middle: f32,
    height: f32,
    metric: &Metric,
    words: &Words,
) -> Result<(), PageError> {
    let size = if height < 17.0 { 9.5 } else { 10.5 };
    let base = middle - size * 0.32;
    let plain = look(Face::Regular, size, INK);
    let strong = look(Face::Semibold, size, INK);
    let name = canvas.fitting(
        &metric.code,
        &metric.title,
        plain,
        VALUE_RIGHT - NAME - 48.0,
        6.0,
    )?;
    canvas.text((NAME, base), Align::Left, name, &metric.title)?;
    match metric.value {
        Some(value) => {
            let value = numbers::value(value, metric.unit, words);
            canvas.text((VALUE_RIGHT, base), Align::Right, strong, &value)?;
            let interval = metric.interval.map_or_else(
                || "–".to_owned(),
                |interval| numbers::bounds(interval, metric.unit, words),
            );
            canvas.text((INTERVAL_RIGHT, base), Align::Right, plain, &interval)?;
            bar(canvas, middle, metric);
        }
        None => {
            let quiet = look(Face::Italic, size, QUIET);
            canvas.text((VALUE_RIGHT, base), Align::Right, quiet, "–")?;
        }
    }
    canvas.text((N_RIGHT, base), Align::Right, plain, &metric.n.to_string())?;
    verdict(canvas, base, size, metric, words)
}

fn verdict(
    canvas: &mut Canvas,
    base: f32,
    size: f32,
    metric: &Metric,
    words: &Words,
) -> Result<(), PageError> {
    let (word, colour) = match metric.verdict {
        Some(Verdict::Met) => (words.met, TEAL),
        Some(Verdict::NotMet) => (words.not_met, RED),
        Some(Verdict::NoOpportunity) => (words.no_opportunity, QUIET),
        Some(Verdict::TooFew) => (words.too_few, QUIET),
        None => return Ok(()),
    };
    let text = match metric.cut {
        Some(cut) if metric.unit != Unit::Seconds => {
            format!("≥ {}: {word}", numbers::value(cut, metric.unit, words))
        }
        Some(cut) => format!("{}: {word}", numbers::value(cut, metric.unit, words)),
        None => word.to_owned(),
    };
    let wanted: Look = look(Face::Regular, size - 0.5, colour);
    let fitting = canvas.fitting(&metric.code, &text, wanted, RIGHT - VERDICT - 2.0, 6.0)?;
    canvas.text((VERDICT, base), Align::Left, fitting, &text)
}

/// The interval as whiskers, the value as a dot, the cut as a red mark.
fn bar(canvas: &mut Canvas, middle: f32, metric: &Metric) {
    let [left, right] = BAR;
    let (least, greatest) = range(metric);
    let at = |value: f32| left + (value - least) / (greatest - least) * (right - left);
    canvas.line((left, middle), (right, middle), 0.5, FAINT);
    for end in [left, right] {
        canvas.line((end, middle - 2.0), (end, middle + 2.0), 0.5, FAINT);
    }
    if metric.unit == Unit::Difference {
        canvas.line((at(0.0), middle - 3.5), (at(0.0), middle + 3.5), 0.5, QUIET);
    }
    if let Some(cut) = metric.cut {
        let x = at(cut.as_f32());
        canvas.line((x, middle - 5.5), (x, middle + 3.0), 1.1, RED);
        canvas.polygon(
            &[
                (x - 2.6, middle + 6.0),
                (x + 2.6, middle + 6.0),
                (x, middle + 2.4),
            ],
            RED,
        );
    }
    let ink: Colour = NAVY;
    if let Some((lower, upper)) = metric.interval {
        let (lower, upper) = (at(lower.as_f32()), at(upper.as_f32()));
        canvas.line((lower, middle), (upper, middle), 1.3, ink);
        for end in [lower, upper] {
            canvas.line((end, middle - 2.6), (end, middle + 2.6), 1.0, ink);
        }
    }
    if let Some(value) = metric.value {
        canvas.circle((at(value.as_f32()), middle), 2.5, None, ink);
    }
}

/// The ends of the bar: all that a share or difference can be; seconds from 0 to beyond what is shown.
fn range(metric: &Metric) -> (f32, f32) {
    match metric.unit {
        Unit::Share => (0.0, 1.0),
        Unit::Difference => (-1.0, 1.0),
        Unit::Seconds => {
            let shown = [
                metric.value,
                metric.cut,
                metric.interval.map(|(_, upper)| upper),
            ];
            let most = shown
                .into_iter()
                .flatten()
                .map(|it| it.as_f32())
                .fold(1.0, f32::max);
            (0.0, most * 1.1)
        }
    }
}
