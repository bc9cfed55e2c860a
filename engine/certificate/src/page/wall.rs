//! The first page: what hangs on a wall.

use crate::certificate::Certificate;
use crate::check_code::CheckCode;
use crate::fonts::{Face, OpenFace, lines};
use crate::metric::{Metric, MetricGroup, Unit};
use crate::words::Words;

use super::canvas::{Align, Canvas, FAINT, GOLD, HEIGHT, INK, NAVY, QUIET, WIDTH, look};
use super::{Holder, PageError, emblem, numbers, table};

const MIDDLE: f32 = WIDTH / 2.0;
/// The widest line between the frames.
const INSIDE: f32 = WIDTH - 150.0;
/// Where the foot begins, and what the lines under the tables take.
const LOWEST: f32 = 138.0;
const NOTES: f32 = 36.0;

/// Draws it, and says whether all that is known of the reliance on AI stands on it.
pub(super) fn draw(
    canvas: &mut Canvas,
    certificate: &Certificate,
    holder: Holder<'_>,
    code: CheckCode,
) -> Result<bool, PageError> {
    let words = certificate.language.words();
    border(canvas);
    emblem::draw(canvas, (MIDDLE, 758.0), 33.0);
    let centre = look(Face::Semibold, 12.5, NAVY);
    let name = certificate.issuer.name.as_str();
    let centre = canvas.fitting("issuer's name", name, centre, INSIDE - 60.0, 7.0)?;
    canvas.spaced((MIDDLE, 704.0), Align::Centre, centre, 0.6, name)?;
    if let Some(place) = &certificate.issuer.place {
        let quiet = look(Face::Italic, 10.5, QUIET);
        let quiet = canvas.fitting("issuer's place", place, quiet, INSIDE, 6.0)?;
        canvas.text((MIDDLE, 690.0), Align::Centre, quiet, place)?;
    }
    let heading = look(Face::Regular, 43.0, NAVY);
    canvas.spaced(
        (MIDDLE, 638.0),
        Align::Centre,
        heading,
        2.5,
        words.certificate,
    )?;
    ornament(canvas, 621.0);
    let italic = look(Face::Italic, 13.0, INK);
    canvas.text((MIDDLE, 596.0), Align::Centre, italic, words.this_certifies)?;
    let person = look(Face::Semibold, 29.0, INK);
    let person = canvas.fitting("candidate's name", holder.name, person, INSIDE, 10.0)?;
    canvas.text((MIDDLE, 560.0), Align::Centre, person, holder.name)?;
    canvas.line((MIDDLE - 150.0, 550.0), (MIDDLE + 150.0, 550.0), 0.6, GOLD);
    let number = format!("{} {}", words.candidate_number, holder.number);
    let quiet = look(Face::Regular, 10.5, QUIET);
    canvas.text((MIDDLE, 536.0), Align::Centre, quiet, &number)?;
    canvas.text((MIDDLE, 511.0), Align::Centre, italic, words.has_passed)?;
    let below = title(canvas, &certificate.title, 484.0)?;
    let has_reliance = results(canvas, certificate, words, below - 18.0)?;
    foot(canvas, certificate, words, code)?;
    Ok(has_reliance)
}

fn border(canvas: &mut Canvas) {
    for (inset, width, colour) in [(26.0, 2.2, NAVY), (31.5, 0.7, GOLD), (34.5, 0.35, NAVY)] {
        canvas.frame([inset, inset, WIDTH - inset, HEIGHT - inset], width, colour);
    }
    // A small lozenge over each corner of the inner frame.
    for x in [34.5, WIDTH - 34.5] {
        for y in [34.5, HEIGHT - 34.5] {
            lozenge(canvas, (x, y), 5.5);
        }
    }
}

fn lozenge(canvas: &mut Canvas, (x, y): (f32, f32), radius: f32) {
    let points = [
        (x - radius, y),
        (x, y + radius),
        (x + radius, y),
        (x, y - radius),
    ];
    canvas.polygon(&points, GOLD);
}

fn ornament(canvas: &mut Canvas, y: f32) {
    canvas.line((MIDDLE - 90.0, y), (MIDDLE - 9.0, y), 0.7, GOLD);
    canvas.line((MIDDLE + 9.0, y), (MIDDLE + 90.0, y), 0.7, GOLD);
    lozenge(canvas, (MIDDLE, y), 3.6);
}

/// In up to three lines; gives the base line of the last.
fn title(canvas: &mut Canvas, title: &str, top: f32) -> Result<f32, PageError> {
    let mut size = 20.0;
    loop {
        let wanted = look(Face::Semibold, size, NAVY);
        let found = lines(canvas.face(Face::Semibold)?, title, size, INSIDE);
        let fits = found
            .iter()
            .all(|line| canvas.width(line, wanted) <= INSIDE);
        if fits && found.len() <= 2 {
            let found = balanced(canvas.face(Face::Semibold)?, title, size, found);
            let mut y = top;
            for (idx, line) in found.iter().enumerate() {
                if idx > 0 {
                    y -= size * 1.2;
                }
                canvas.text((MIDDLE, y), Align::Centre, wanted, line)?;
            }
            return Ok(y);
        }
        size -= 1.0;
        if size < 9.0 {
            return Err(PageError::TooLong {
                fact: "title".to_owned(),
            });
        }
    }
}

/// The same number of lines, as equally long as words allow.
fn balanced(face: &OpenFace, title: &str, size: f32, mut found: Vec<String>) -> Vec<String> {
    let n_lines = found.len();
    let mut width = INSIDE;
    while width > INSIDE / 3.0 {
        width -= 8.0;
        let narrower = lines(face, title, size, width);
        if narrower.len() > n_lines || narrower.iter().any(|line| face.width(line, size) > width) {
            break;
        }
        found = narrower;
    }
    found
}

/// How tall rows are, and whether the table of reliance has its place beside the one that decided.
fn row_height(n_deciding: usize, n_reliance: usize, space: f32) -> (f32, bool) {
    let of = |n_rows: usize, heads: f32| {
        let n_rows = u16::try_from(n_rows.max(1)).unwrap_or(u16::MAX);
        f32::min(22.0, (space - heads - NOTES) / f32::from(n_rows))
    };
    let both = of(n_deciding + n_reliance, 14.0 + 38.0);
    if n_reliance > 0 && both >= 15.0 {
        (both, true)
    } else {
        (of(n_deciding, 14.0), false)
    }
}

/// What decided, then what else is known of the reliance on AI where it fits, then the conditions in one line.
fn results(
    canvas: &mut Canvas,
    certificate: &Certificate,
    words: &Words,
    top: f32,
) -> Result<bool, PageError> {
    let metrics = certificate.metrics.iter();
    let deciding: Vec<&Metric> = metrics.filter(|metric| metric.cut.is_some()).collect();
    let metrics = certificate.metrics.iter();
    let reliance: Vec<&Metric> = metrics.filter(|metric| is_other_reliance(metric)).collect();
    let (height, has_reliance) = row_height(deciding.len(), reliance.len(), top - LOWEST);
    let mut bottom = table::draw(canvas, top, height, &deciding, words)?;
    if has_reliance {
        let strong = look(Face::Semibold, 11.0, NAVY);
        canvas.text(
            (table::LEFT, bottom - 19.0),
            Align::Left,
            strong,
            words.reliance,
        )?;
        bottom = table::draw(canvas, bottom - 24.0, height, &reliance, words)?;
    }
    let quiet = look(Face::Italic, 8.0, QUIET);
    canvas.text((MIDDLE, bottom - 12.0), Align::Centre, quiet, words.legend)?;
    let plain = look(Face::Regular, 9.5, INK);
    let held = conditions(certificate, words);
    let plain = canvas.fitting("conditions", &held, plain, INSIDE + 20.0, 6.0)?;
    canvas.text((MIDDLE, bottom - 30.0), Align::Centre, plain, &held)?;
    Ok(has_reliance)
}

/// What did not decide and yet says how advice was used.
pub(super) fn is_other_reliance(metric: &Metric) -> bool {
    metric.cut.is_none() && metric.group == MetricGroup::Reliance
}

fn conditions(certificate: &Certificate, words: &Words) -> String {
    let held = &certificate.conditions;
    let fact = |genre: &str, value: &str| format!("{}: {value}", words.fact(genre));
    let mut parts = vec![fact("cases", &held.n_cases.to_string())];
    if let Some(wrong) = held.wrong_ai {
        parts.push(fact("wrong-ai", &numbers::value(wrong, Unit::Share, words)));
    }
    for (genre, is) in [
        ("supervised", held.is_supervised),
        ("locked-down", held.is_locked_down),
    ] {
        parts.push(fact(genre, if is { words.yes } else { words.no }));
    }
    parts.join(" · ")
}

fn foot(
    canvas: &mut Canvas,
    certificate: &Certificate,
    words: &Words,
    code: CheckCode,
) -> Result<(), PageError> {
    let small = look(Face::Italic, 9.0, QUIET);
    let plain = look(Face::Regular, 11.5, INK);
    canvas.line((70.0, 118.0), (230.0, 118.0), 0.7, INK);
    canvas.text((70.0, 106.0), Align::Left, small, words.signature)?;
    let issued = numbers::date(certificate.issued, certificate.language);
    let until = certificate.valid_until.map_or_else(
        || words.without_end.to_owned(),
        |until| numbers::date(until, certificate.language),
    );
    canvas.text((70.0, 84.0), Align::Left, small, words.issued)?;
    canvas.text((70.0, 70.0), Align::Left, plain, &issued)?;
    canvas.text((200.0, 84.0), Align::Left, small, words.valid_until)?;
    canvas.text((200.0, 70.0), Align::Left, plain, &until)?;
    let right = WIDTH - 70.0;
    canvas.frame([right - 190.0, 76.0, right, 124.0], 0.6, FAINT);
    canvas.text(
        (right - 95.0, 109.0),
        Align::Centre,
        small,
        words.check_code,
    )?;
    let strong = look(Face::Semibold, 13.0, NAVY);
    canvas.text(
        (right - 95.0, 89.0),
        Align::Centre,
        strong,
        &code.to_string(),
    )?;
    let standing = look(Face::Italic, 9.5, QUIET);
    canvas.text((MIDDLE, 46.0), Align::Centre, standing, words.standing)
}
