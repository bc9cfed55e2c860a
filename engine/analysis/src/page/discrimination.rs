//! Telling abnormal from normal: ROC curves of all and of each reader, operating points, areas and their differences.

use overread_stats::RocCurve;

use super::comparing::{forest, sentence};
use super::pen::{MOST_SHOWN, Pen};
use super::plot::{Plot, Room, Shape};
use crate::analysis::comparison::FigureOfMerit;
use crate::analysis::roc::{ConditionRoc, ReaderRoc};
use crate::words::Form;
use overread_page::{escape, figure, note, table};

pub(super) fn body(pen: &Pen<'_>) -> String {
    let shown: Vec<&ConditionRoc> = pen
        .shown()
        .into_iter()
        .filter_map(|condition| pen.analysis.roc.get(condition))
        .collect();
    let has_curve = shown.iter().any(|roc| roc.mean.is_ok());
    if !has_curve {
        let reason = shown.first().and_then(|roc| roc.readers.first());
        let reason = reason.and_then(|of| of.curve.as_ref().err());
        return reason.map_or_else(|| note(&pen.text("no-reads")), |reason| pen.nothing(reason));
    }
    let mut html = String::from("<div class=\"pair\">");
    html += &figure(
        &curves(pen, &shown),
        &pen.legend(),
        &pen.text("caption-roc"),
    );
    let points = points(pen);
    if !points.is_empty() {
        html += &figure(&points, &pen.legend(), &pen.text("caption-points"));
    }
    html += "</div>";
    let area = pen
        .analysis
        .comparisons
        .iter()
        .find(|of| of.figure == FigureOfMerit::Area);
    if let Some(area) = area {
        html += &format!(
            "<div class=\"pair\"><div>{}</div>{}</div>",
            sentence(pen, area),
            forest(pen, area)
        );
    }
    html += &small_ones(pen, &shown);
    html + &areas(pen, &shown)
}

fn plane(pen: &Pen<'_>) -> Plot {
    let x = pen.shares(&pen.text("axis-false-positives"));
    let y = pen.shares(&pen.text("axis-sensitivity"));
    let mut plot = Plot::new(Room::SQUARE, x, y);
    plot.line("null", [[0.0, 0.0], [1.0, 1.0]]);
    plot
}

fn curves(pen: &Pen<'_>, shown: &[&ConditionRoc]) -> String {
    let mut plot = plane(pen);
    for roc in shown {
        let (class, _) = pen.look(roc.condition);
        for curve in roc
            .readers
            .iter()
            .filter_map(|of| of.curve.as_ref().ok())
            .take(MOST_SHOWN)
        {
            plot.line(&format!("thin {class}"), curve.rates());
        }
    }
    for roc in shown {
        let (class, shape) = pen.look(roc.condition);
        let Ok(mean) = &roc.mean else { continue };
        plot.line(&format!("curve {class}"), mean.iter().copied());
        let calls = pen.analysis.accuracy.get(roc.condition);
        let point = calls.and_then(|calls| {
            let sensitivity = calls.rates.sensitivity.as_ref().ok()?.value;
            let specificity = calls.rates.specificity.as_ref().ok()?.value;
            Some([1.0 - specificity, sensitivity])
        });
        if let Some(point) = point {
            plot.mark(shape, class, point, &pen.condition(roc.condition));
        }
    }
    let areas: Vec<String> = shown
        .iter()
        .filter_map(|roc| {
            let value = roc.area.value.as_ref().ok()?;
            Some(format!(
                "{}: {}",
                pen.condition(roc.condition),
                pen.words.form(*value, Form::Area)
            ))
        })
        .collect();
    let told = pen
        .words
        .with("told-roc", &[("areas", areas.join("; ").into())]);
    plot.finish(&told)
}

/// Each reader's operating point, an arrow from without to with AI; empty where nothing is compared.
fn points(pen: &Pen<'_>) -> String {
    let Ok([without, with]) = pen.analysis.compared else {
        return String::new();
    };
    let at = |condition: usize, reader: usize| {
        let calls = pen.analysis.accuracy.get(condition)?;
        let of = calls.readers.iter().find(|of| of.reader == reader)?;
        let sensitivity = of.rates.sensitivity.as_ref().ok()?.value;
        let specificity = of.rates.specificity.as_ref().ok()?.value;
        Some([1.0 - specificity, sensitivity])
    };
    let mut plot = plane(pen);
    let mut n = 0;
    for reader in (0..pen.study.readers().len()).take(MOST_SHOWN) {
        let (Some(from), Some(to)) = (at(without, reader), at(with, reader)) else {
            continue;
        };
        n += 1;
        let name = pen.reader_name(reader);
        plot.line("arrow", [from, to]);
        plot.mark(Shape::Ring, "without", from, &name);
        plot.mark(Shape::Square, "with", to, &name);
    }
    if n == 0 {
        return String::new();
    }
    plot.finish(&pen.text("caption-points"))
}

/// A small drawing for each reader.
fn small_ones(pen: &Pen<'_>, shown: &[&ConditionRoc]) -> String {
    let readers: Vec<usize> = (0..pen.study.readers().len()).take(MOST_SHOWN).collect();
    if readers.len() < 2 {
        return String::new();
    }
    let drawings: String = readers
        .iter()
        .map(|reader| {
            let of: Vec<(usize, &ReaderRoc)> = shown
                .iter()
                .filter_map(|roc| {
                    let found = roc.readers.iter().find(|of| of.reader == *reader)?;
                    Some((roc.condition, found))
                })
                .collect();
            small(pen, *reader, &of)
        })
        .collect();
    format!(
        "<h3>{}</h3>{}<div class=\"small-ones\">{drawings}</div>{}",
        escape(&pen.text("each-reader")),
        pen.legend(),
        pen.cut_note(pen.study.readers().len())
    )
}

fn small(pen: &Pen<'_>, reader: usize, of: &[(usize, &ReaderRoc)]) -> String {
    let path = |curve: &RocCurve| -> String {
        let points = curve.rates().enumerate().map(|(idx, [x, y])| {
            let letter = if idx == 0 { 'M' } else { 'L' };
            format!("{letter}{:.1} {:.1}", 2.0 + 96.0 * x, 98.0 - 96.0 * y)
        });
        points.collect()
    };
    let lines: String = of
        .iter()
        .filter_map(|(condition, roc)| {
            let (class, _) = pen.look(*condition);
            let curve = roc.curve.as_ref().ok()?;
            Some(format!(
                "<path class=\"curve {class}\" d=\"{}\"/>",
                path(curve)
            ))
        })
        .collect();
    let areas: Vec<String> = of
        .iter()
        .filter_map(|(_, roc)| {
            let value = roc.area.value.as_ref().ok()?;
            Some(pen.words.form(*value, Form::Area))
        })
        .collect();
    let name = pen.reader_name(reader);
    let areas = areas.join(" → ");
    format!(
        "<div class=\"small-one\"><p><bdi>{0}</bdi></p><svg viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"{0}: {1}\">\
         <path class=\"axis\" d=\"M2 2V98H98V2Z\"/><path class=\"null\" d=\"M2 98L98 2\"/>{lines}</svg><p>{1}</p></div>",
        escape(&name),
        escape(&areas)
    )
}

fn areas(pen: &Pen<'_>, shown: &[&ConditionRoc]) -> String {
    let mut head = vec![pen.text("column-reader")];
    head.extend(shown.iter().map(|roc| pen.condition(roc.condition)));
    let comparison = pen
        .analysis
        .comparisons
        .iter()
        .find(|of| of.figure == FigureOfMerit::Area);
    if comparison.is_some() {
        head.push(pen.text("difference"));
    }
    let mut rows = Vec::new();
    for reader in (0..pen.study.readers().len()).take(MOST_SHOWN) {
        let mut cells = vec![pen.reader(reader)];
        for roc in shown {
            let found = roc.readers.iter().find(|of| of.reader == reader);
            cells.push(found.map_or_else(|| "–".to_owned(), |of| pen.found(&of.area, Form::Area)));
        }
        if let Some(comparison) = comparison {
            let found = comparison.readers.iter().find(|of| of.reader == reader);
            cells.push(found.map_or_else(
                || "–".to_owned(),
                |of| pen.tested(&of.difference, Form::AreaChange),
            ));
        }
        rows.push(cells);
    }
    if pen.study.readers().len() > 1 {
        let mut cells = vec![format!("<b>{}</b>", escape(&pen.text("all-readers")))];
        cells.extend(shown.iter().map(|roc| pen.found(&roc.area, Form::Area)));
        cells.extend(comparison.map(|of| pen.tested(&of.difference, Form::AreaChange)));
        rows.push(cells);
    }
    table(&pen.text("table-areas"), &head, &rows)
}
