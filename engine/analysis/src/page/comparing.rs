//! A comparison as a forest plot of the readers' differences, and as a line of words.

use super::forest::{Forest, Row};
use super::pen::{MOST_SHOWN, Pen};
use crate::analysis::comparison::{Comparison, ComparisonMethod, FigureOfMerit};
use crate::words::Form;
use overread_page::{escape, figure, paragraph};
use overread_stats::Population;

/// How a figure of merit and its change are written.
pub(super) fn forms(figure: FigureOfMerit) -> [Form; 2] {
    match figure {
        FigureOfMerit::Area | FigureOfMerit::Wafroc => [Form::Area, Form::AreaChange],
        FigureOfMerit::Sensitivity | FigureOfMerit::Specificity => [Form::Percent, Form::Points],
    }
}

fn name(figure: FigureOfMerit) -> &'static str {
    match figure {
        FigureOfMerit::Area => "figure-auc",
        FigureOfMerit::Wafroc => "figure-wafroc",
        FigureOfMerit::Sensitivity => "figure-sensitivity",
        FigureOfMerit::Specificity => "figure-specificity",
    }
}

/// The forest plot; empty where no reader has a difference.
pub(super) fn forest(pen: &Pen<'_>, of: &Comparison) -> String {
    let mut rows: Vec<Row> = of
        .readers
        .iter()
        .take(MOST_SHOWN)
        .map(|reader| Row {
            name: pen.reader_name(reader.reader),
            value: reader.value(),
            estimate: reader
                .difference
                .as_ref()
                .ok()
                .map(|tested| tested.estimate),
            is_pooled: false,
        })
        .collect();
    if of.readers.len() > 1 {
        let pooled = of.difference.as_ref().ok();
        let means = of.means.each_ref().map(|mean| mean.value.as_ref().ok());
        rows.push(Row {
            name: pen.text("all-readers"),
            value: means[0].zip(means[1]).map(|(without, with)| with - without),
            estimate: pooled.map(|tested| tested.estimate),
            is_pooled: true,
        });
    }
    let [_, form] = forms(of.figure);
    let figure_name = pen.text(name(of.figure));
    let unit = if form == Form::Points {
        "axis-change-points"
    } else {
        "axis-change"
    };
    let title = pen
        .words
        .with(unit, &[("figure", figure_name.clone().into())]);
    let told = pen
        .words
        .with("told-forest", &[("figure", figure_name.clone().into())]);
    let drawing = Forest {
        rows,
        title,
        null: Some(0.0),
        form,
        sides: Some([pen.text("worse-with"), pen.text("better-with")]),
        limits: [-1.0, 1.0],
        is_logarithmic: false,
        told: &told,
    }
    .draw(pen);
    if drawing.is_empty() {
        return drawing;
    }
    let caption = pen
        .words
        .with("caption-forest", &[("figure", figure_name.into())]);
    figure(&drawing, "", &caption)
}

/// The means, the difference, and how it was found.
pub(super) fn sentence(pen: &Pen<'_>, of: &Comparison) -> String {
    let [form, change] = forms(of.figure);
    let cells = [
        (pen.text("without-ai"), pen.found(&of.means[0], form)),
        (pen.text("with-ai"), pen.found(&of.means[1], form)),
        (pen.text("difference"), pen.tested(&of.difference, change)),
    ];
    let cells: String = cells
        .iter()
        .map(|(name, cell)| format!("<div><dt>{}</dt><dd>{cell}</dd></div>", escape(name)))
        .collect();
    let method = match of.method {
        ComparisonMethod::ObuchowskiRockette => "method-orh",
        ComparisonMethod::UStatistics => "method-u",
        ComparisonMethod::Clustered => "method-clustered",
        ComparisonMethod::OneReader => "method-one",
    };
    let mut html = format!(
        "<h3>{}</h3><dl class=\"facts\">{cells}</dl>{}",
        escape(&pen.text(name(of.figure))),
        paragraph(&pen.text(method))
    );
    if !of.populations.is_empty() {
        let rows: String = of
            .populations
            .iter()
            .map(|test| {
                let id = match test.population {
                    Population::ReadersAndCases => "population-both",
                    Population::Cases => "population-cases",
                    Population::Readers => "population-readers",
                };
                let cell = match &test.difference {
                    Ok(found) => {
                        let tested = crate::analysis::Tested {
                            estimate: found.estimate95(0),
                            p: Some(found.p(0.0)),
                        };
                        pen.tested(&Ok(tested), change)
                    }
                    Err(reason) => pen.why(reason),
                };
                format!("<li>{}: {cell}</li>", escape(&pen.text(id)))
            })
            .collect();
        html += &format!("<ul class=\"populations\">{rows}</ul>");
    }
    html
}
