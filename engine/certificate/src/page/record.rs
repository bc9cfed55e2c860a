//! The second page: what else was measured, how the examination was held, and how all of it is checked.

use crate::certificate::{Certificate, Disclosure};
use crate::check_code::CheckCode;
use crate::fonts::{Face, lines};
use crate::measure::Measure;
use crate::metric::{Metric, MetricGroup, Unit};
use crate::multibase::did_key;
use crate::words::Words;

use super::canvas::{Align, Canvas, FAINT, HEIGHT, INK, NAVY, QUIET, WIDTH, look};
use super::wall::is_other_reliance;
use super::{PageError, numbers, table};

const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
const LABELS: f32 = 62.0;
const VALUES: f32 = 215.0;

pub(super) fn draw(
    canvas: &mut Canvas,
    certificate: &Certificate,
    is_reliance_shown: bool,
    code: CheckCode,
) -> Result<(), PageError> {
    let words = certificate.language.words();
    canvas.frame([26.0, 26.0, WIDTH - 26.0, HEIGHT - 26.0], 0.6, FAINT);
    let head = look(Face::Semibold, 12.0, NAVY);
    let head = canvas.fitting("title", &certificate.title, head, 350.0, 6.0)?;
    canvas.text((LEFT, 790.0), Align::Left, head, &certificate.title)?;
    let quiet = look(Face::Regular, 9.0, QUIET);
    canvas.text((RIGHT, 790.0), Align::Right, quiet, &code.to_string())?;
    canvas.line((LEFT, 782.0), (RIGHT, 782.0), 0.8, NAVY);
    let mut y = measured(canvas, certificate, is_reliance_shown, words, 762.0)?;
    y = heading(canvas, words.conditions, y)?;
    y = facts(canvas, &conditions(certificate, words), y)?;
    y = heading(canvas, words.record, y)?;
    y = facts(canvas, &record(certificate, words), y)?;
    y = heading(canvas, words.verification, y)?;
    verification(canvas, certificate, words, y)?;
    let standing = look(Face::Italic, 9.5, QUIET);
    canvas.text((WIDTH / 2.0, 38.0), Align::Centre, standing, words.standing)
}

/// What did not decide, by group, and the methods of everything.
fn measured(
    canvas: &mut Canvas,
    certificate: &Certificate,
    is_reliance_shown: bool,
    words: &Words,
    top: f32,
) -> Result<f32, PageError> {
    let metrics = certificate.metrics.iter();
    let others: Vec<&Metric> = metrics
        .filter(|metric| metric.cut.is_none())
        .filter(|metric| !(is_reliance_shown && is_other_reliance(metric)))
        .collect();
    let row_height = if others.len() > 10 { 13.0 } else { 17.0 };
    let mut y = top;
    for (group, name) in [
        (MetricGroup::Performance, words.performance),
        (MetricGroup::Reliance, words.reliance),
        (MetricGroup::Time, words.time),
    ] {
        let metrics = others.iter().copied();
        let metrics: Vec<&Metric> = metrics.filter(|metric| metric.group == group).collect();
        if metrics.is_empty() {
            continue;
        }
        y = heading(canvas, name, y)?;
        y = table::draw(canvas, y + 6.0, row_height, &metrics, words)? - 8.0;
    }
    let mut methods: Vec<&str> = Vec::new();
    for metric in &certificate.metrics {
        if !methods.contains(&metric.method.as_str()) {
            methods.push(&metric.method);
        }
    }
    let text = format!("{}: {}", words.methods, methods.join("; "));
    paragraph(canvas, &text, 8.0, y - 4.0)
}

fn heading(canvas: &mut Canvas, text: &str, y: f32) -> Result<f32, PageError> {
    let strong = look(Face::Semibold, 11.5, NAVY);
    canvas.text((LEFT, y - 10.0), Align::Left, strong, text)?;
    Ok(y - 25.0)
}

/// Labels and values, one line each.
fn facts(
    canvas: &mut Canvas,
    facts: &[(&'static str, String)],
    top: f32,
) -> Result<f32, PageError> {
    let mut y = top;
    for (label, value) in facts {
        let quiet = look(Face::Regular, 9.0, QUIET);
        canvas.text((LABELS, y), Align::Left, quiet, label)?;
        let plain = look(Face::Regular, 9.0, INK);
        let plain = canvas.fitting(label, value, plain, RIGHT - VALUES, 4.5)?;
        canvas.text((VALUES, y), Align::Left, plain, value)?;
        y -= 12.5;
    }
    Ok(y - 4.0)
}

fn conditions(certificate: &Certificate, words: &Words) -> Vec<(&'static str, String)> {
    let held = &certificate.conditions;
    let yes = |is: bool| if is { words.yes } else { words.no }.to_owned();
    let share = |share: Measure| numbers::value(share, Unit::Share, words);
    let mut facts = vec![
        (words.fact("mode"), held.mode.clone()),
        (words.fact("cases"), held.n_cases.to_string()),
    ];
    if let Some(minutes) = held.minutes {
        facts.push((
            words.fact("minutes"),
            format!("{minutes} {}", words.minutes),
        ));
    }
    facts.push((words.fact("supervised"), yes(held.is_supervised)));
    facts.push((words.fact("locked-down"), yes(held.is_locked_down)));
    facts.push((words.fact("incidents"), held.n_incidents.to_string()));
    if let Some(wrong) = held.wrong_ai {
        facts.push((words.fact("wrong-ai"), share(wrong)));
        let disclosed = match held.disclosure {
            Disclosure::AfterTheEnd => words.after_the_end,
            Disclosure::Never => words.never,
        };
        facts.push((words.fact("disclosure"), disclosed.to_owned()));
    }
    if let Some(prevalence) = held.prevalence {
        let text = format!("{} ({})", share(prevalence), words.enriched);
        facts.push((words.fact("prevalence"), text));
    }
    facts
}

fn record(certificate: &Certificate, words: &Words) -> Vec<(&'static str, String)> {
    let session = &certificate.session;
    let mut facts = vec![
        (words.fact("session"), session.id.clone()),
        (words.fact("scenario"), session.scenario.clone()),
        (
            words.fact("scenario-sha256"),
            session.scenario_sha256.clone(),
        ),
        (words.fact("journal-root"), session.journal_root.clone()),
        (
            words.fact("manifest-sha256"),
            session.manifest_sha256.clone(),
        ),
    ];
    if let Some(services) = &session.services {
        facts.push((words.fact("services"), services.clone()));
    }
    facts.push((words.fact("software"), session.software.clone()));
    facts
}

fn verification(
    canvas: &mut Canvas,
    certificate: &Certificate,
    words: &Words,
    top: f32,
) -> Result<(), PageError> {
    let key = [(words.issuer_key, did_key(&certificate.issuer.key))];
    let y = facts(canvas, &key, top)?;
    let end = paragraph(canvas, words.how_to_verify, 9.0, y)?;
    if end < 42.0 {
        return Err(PageError::TooLong {
            fact: "the second page".to_owned(),
        });
    }
    Ok(())
}

/// Lines over the whole width; gives where the next thing may begin.
fn paragraph(canvas: &mut Canvas, text: &str, size: f32, top: f32) -> Result<f32, PageError> {
    let wanted = look(Face::Regular, size, QUIET);
    let found = lines(canvas.face(Face::Regular)?, text, size, RIGHT - LABELS);
    let mut y = top;
    for line in found {
        canvas.text((LABELS, y), Align::Left, wanted, &line)?;
        y -= size * 1.3;
    }
    Ok(y - 6.0)
}
