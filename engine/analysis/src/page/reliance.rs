//! What readers did with the advice: the profile of all, where each reader stands, and errors on a wrong service.

use overread_stats::{AgainstUnaided, NotEstimable, RelianceMeasure};

use super::forest::{Forest, Row};
use super::pen::{MOST_SHOWN, Pen};
use super::plot::{Plot, Room, Shape};
use crate::words::Form;
use overread_page::{escape, figure, note, paragraph, table};

/// What is drawn of the profile, in the order of reading.
const PROFILE: [RelianceMeasure; 9] = [
    RelianceMeasure::RelativeAiReliance,
    RelianceMeasure::UnderReliance,
    RelianceMeasure::RelativeSelfReliance,
    RelianceMeasure::OverReliance,
    RelianceMeasure::AccuracyOnDisagreement,
    RelianceMeasure::SwitchFraction,
    RelianceMeasure::Agreement,
    RelianceMeasure::Commission,
    RelianceMeasure::Omission,
];

pub(super) fn body(pen: &Pen<'_>) -> String {
    let reliance = &pen.analysis.reliance;
    if reliance.n == 0 {
        return note(&pen.text("reliance-none"));
    }
    let args = [
        ("count", reliance.n.into()),
        ("right", reliance.n_ai_right.into()),
        ("wrong", (reliance.n - reliance.n_ai_right).into()),
    ];
    let mut html = paragraph(&pen.words.with("reliance-lead", &args));
    if !reliance.is_within_sitting {
        html += &note(&pen.text("reliance-two-sittings"));
    }
    html += "<div class=\"pair\">";
    html += &profile(pen);
    html += &map(pen);
    html += "</div>";
    html += &facts(pen);
    html + &readers(pen) + &definitions(pen)
}

fn name(pen: &Pen<'_>, measure: RelianceMeasure) -> String {
    pen.text(&format!("measure-{}", measure.word()))
}

fn profile(pen: &Pen<'_>) -> String {
    let share = |measure: RelianceMeasure| {
        let mut all = pen.analysis.reliance.all.iter();
        all.find(|(found, _)| *found == measure)
            .map(|(_, share)| share)
    };
    let rows = PROFILE.into_iter().map(|measure| {
        let estimate = share(measure).and_then(|share| share.as_ref().ok().copied());
        Row {
            name: pen.text(&format!("short-{}", measure.word())),
            value: None,
            estimate,
            is_pooled: false,
        }
    });
    let drawing = Forest {
        rows: rows.filter(|row| row.estimate.is_some()).collect(),
        title: pen.text("axis-share"),
        null: None,
        form: Form::Percent,
        sides: None,
        limits: [0.0, 1.0],
        is_logarithmic: false,
        told: &pen.text("caption-profile"),
    }
    .draw(pen);
    if drawing.is_empty() {
        return drawing;
    }
    figure(&drawing, "", &pen.text("caption-profile"))
}

/// Over-reliance against under-reliance, a reader a point: the corner at 0 is where advice is used as it should be.
fn map(pen: &Pen<'_>) -> String {
    let points: Vec<(usize, [f64; 2])> = pen
        .analysis
        .reliance
        .readers
        .iter()
        .filter_map(|of| {
            let under = of.reliance.under_reliance?.value;
            let over = of.reliance.over_reliance?.value;
            Some((of.reader, [under, over]))
        })
        .take(MOST_SHOWN)
        .collect();
    if points.is_empty() {
        return String::new();
    }
    let [mut x, mut y] = ["axis-under", "axis-over"].map(|id| pen.shares(&pen.text(id)));
    // Points at 0 and 1 are not cut by the edge.
    [x.range, y.range] = [[-0.03, 1.03]; 2];
    let mut plot = Plot::new(Room::SQUARE, x, y);
    let corners = [
        ([0.02, 0.025], "start", "corner-appropriate"),
        ([0.98, 0.025], "end", "corner-self"),
        ([0.02, 0.955], "start", "corner-blind"),
        ([0.98, 0.955], "end", "corner-inverse"),
    ];
    for ([x, y], anchor, id) in corners {
        let at = plot.at(x, y);
        plot.text(at, anchor, "side", &pen.text(id));
    }
    let mut drawn: Vec<[f64; 2]> = Vec::new();
    for (reader, point) in points {
        plot.mark(Shape::Dot, "one", point, &pen.reader_name(reader));
        let [x, y] = plot.at(point[0], point[1]);
        // Labels that would lie on another point's stand one line higher.
        let n_near = drawn
            .iter()
            .filter(|[left, top]| (left - x).abs() < 34.0 && (top - y).abs() < 12.0)
            .count();
        drawn.push([x, y]);
        let number = (reader + 1).to_string();
        plot.text(
            [x + 6.0, y + 4.0 - 11.0 * n_near as f64],
            "start",
            "tick",
            &number,
        );
    }
    figure(
        &plot.finish(&pen.text("caption-map")),
        "",
        &pen.text("caption-map"),
    )
}

fn facts(pen: &Pen<'_>) -> String {
    let reliance = &pen.analysis.reliance;
    let [rescued, harmed] = reliance.moves;
    let mut items = vec![
        (pen.text("fact-rescued"), rescued.to_string()),
        (pen.text("fact-harmed"), harmed.to_string()),
        (pen.text("fact-net"), pen.cell(&reliance.net, Form::Percent)),
        (
            pen.text("fact-dominance"),
            pen.cell(&reliance.dominance, Form::Plain),
        ),
    ];
    if let Ok(kinds) = &reliance.susceptibility {
        let shares = [kinds.always, kinds.sometimes, kinds.never];
        let shares = shares.map(|share| pen.words.form(share.value, Form::Percent));
        items.push((pen.text("fact-kinds"), escape(&shares.join(" / "))));
    }
    let against = &reliance.against_alone;
    items.push((pen.text("fact-commission"), added(pen, &against.commission)));
    items.push((pen.text("fact-omission"), added(pen, &against.omission)));
    let items: String = items
        .iter()
        .map(|(name, cell)| format!("<div><dt>{}</dt><dd>{cell}</dd></div>", escape(name)))
        .collect();
    format!("<dl class=\"facts wide\">{items}</dl>")
}

fn added(pen: &Pen<'_>, of: &Result<AgainstUnaided, NotEstimable>) -> String {
    match of {
        Ok(of) => format!(
            "{} → {} <small>{}</small>",
            escape(&pen.words.form(of.without_ai.value, Form::Percent)),
            escape(&pen.words.form(of.with_ai.value, Form::Percent)),
            escape(
                &pen.words
                    .with("of-opportunities", &[("count", of.with_ai.n.into())])
            )
        ),
        Err(reason) => pen.why(reason),
    }
}

fn readers(pen: &Pen<'_>) -> String {
    let shown = [
        RelianceMeasure::RelativeAiReliance,
        RelianceMeasure::RelativeSelfReliance,
        RelianceMeasure::AccuracyOnDisagreement,
        RelianceMeasure::SwitchFraction,
    ];
    let mut head = vec![pen.text("column-number"), pen.text("column-reader")];
    head.extend(shown.map(|measure| pen.text(&format!("short-{}", measure.word()))));
    head.push(pen.text("column-moves"));
    let of = &pen.analysis.reliance.readers;
    let rows: Vec<Vec<String>> = of
        .iter()
        .take(MOST_SHOWN)
        .map(|of| {
            let mut cells = vec![(of.reader + 1).to_string(), pen.reader(of.reader)];
            for measure in shown {
                cells.push(match of.reliance.share(measure) {
                    Ok(share) => format!(
                        "{} <small>{}</small>",
                        pen.with_interval(&share, Form::Percent),
                        escape(&pen.words.with("n-is", &[("count", share.n.into())]))
                    ),
                    Err(_) => format!(
                        "<small class=\"why\">{}</small>",
                        escape(&pen.text("no-opportunity"))
                    ),
                });
            }
            cells.push(format!("{} / {}", of.reliance.rescued, of.reliance.harmed));
            cells
        })
        .collect();
    table(&pen.text("table-reliance"), &head, &rows) + &pen.cut_note(of.len())
}

fn definitions(pen: &Pen<'_>) -> String {
    let items: String = PROFILE
        .iter()
        .map(|measure| {
            format!(
                "<div><dt>{}</dt><dd>{}</dd></div>",
                escape(&pen.text(&format!("short-{}", measure.word()))),
                escape(&name(pen, *measure))
            )
        })
        .collect();
    format!("<dl class=\"definitions\">{items}</dl>")
}
