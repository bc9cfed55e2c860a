//! The finding is there, and something about it is wrong: category, value, place, side, class.

use overread_base::{AiReport, Code, Finding, Laterality, SeriesUid, Vec3};

use super::place::{is_away, spheres};
use super::wording::{Language, both};
use super::{Change, Cx, draft, heat, levels, pick, shapes, tell, wording};

/// A finding nearer to the midline than this has no other side, mm.
const OFF_MIDLINE_MM: f64 = 5.0;

/// The category one or two levels off.
pub(super) fn category(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let steps = cx.graded(1, 1, 2);
    let up = if cx.rng("direction").unit() < 0.5 {
        1
    } else {
        -1
    };
    let tries = [up * steps, -up * steps, up, -up];
    let off = |finding: &Finding| {
        let category = finding.category.as_ref()?;
        tries
            .into_iter()
            .find_map(|steps| levels::stepped(category, steps))
    };
    let nth = pick::finding(report, cx, |finding| off(finding).is_some())?;
    let to = off(&report.findings[nth])?;
    let from = report.findings[nth].category.replace(to.clone())?;
    let highest_after = levels::highest(&report.findings).map(str::to_owned);
    report.findings[nth].category = Some(from.clone());
    let highest_before = levels::highest(&report.findings).map(str::to_owned);
    report.findings[nth].category = Some(to.clone());
    let highest = (highest_before.as_deref(), highest_after.as_deref());
    draft::exchange_category(report, nth, (&from.value, &to.value), highest);
    let scale = from.scale.clone();
    Some(changed(report, nth, |what, language| {
        language.pick(
            format!(
                "The category of the finding was changed from {} to {} ({scale}): {what}.",
                from.value, to.value
            ),
            format!(
                "Категория находки изменена с {} на {} ({scale}): {what}.",
                from.value, to.value
            ),
        )
    }))
}

/// The first measured value off by some per cent.
pub(super) fn measurement(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let is_measured = |finding: &Finding| {
        finding
            .measures
            .first()
            .is_some_and(|m| m.value.abs() > 1e-6)
    };
    let nth = pick::finding(report, cx, is_measured)?;
    let mut rng = cx.rng("measurement");
    let part = cx.graded(0.2, 0.35, 0.6) * rng.range(0.9, 1.1);
    let factor = if rng.unit() < 0.5 {
        1.0 + part
    } else {
        1.0 - part
    };
    let measure = report.findings[nth].measures.first_mut()?;
    let (from, unit) = (measure.value, measure.ucum.clone());
    let to = from * factor;
    measure.value = to;
    draft::exchange_value(report, nth, from, to);
    let percent = (factor - 1.0) * 100.0;
    Some(changed(report, nth, |what, language| {
        let (from, to) = (language.number(from, 1), language.number(to, 1));
        let unit = wording::unit(&unit, language);
        language.pick(
            format!("The measured value was changed from {from} to {to} {unit} ({percent:+.0} %): {what}."),
            format!("Измеренное значение изменено с {from} на {to} {unit} ({percent:+.0} %): {what}."),
        )
    }))
}

/// The mark elsewhere on the same side, away from every lesion.
pub(super) fn location(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let nth = pick::finding(report, cx, |finding| shift(finding, cx).is_some())?;
    let (moved, by) = shift(&report.findings[nth], cx)?;
    let from = shapes::finding_centre(&report.findings[nth])?;
    move_heat(report, &report.findings[nth].clone(), |at| at + by, cx);
    report.findings[nth] = moved;
    let distance = by.length();
    let mut change = changed(report, nth, |what, language| {
        let (from, mm) = (tell::place(from, language), language.number(distance, 0));
        language.pick(
            format!("The mark was moved by {mm} mm from {from}: {what}."),
            format!("Метка сдвинута на {mm} мм от точки {from}: {what}."),
        )
    });
    change.places = vec![from];
    Some(change)
}

/// The finding with its marks moved, and by how much; `None` where no direction keeps it inside the images, on its side
/// and off the lesions.
fn shift(finding: &Finding, cx: &Cx<'_>) -> Option<(Finding, Vec3)> {
    let centre = shapes::finding_centre(finding)?;
    let boxes: Vec<(Vec3, Vec3)> = shapes::all_series(finding)
        .into_iter()
        .filter_map(|series| shapes::bounds_in(finding, series))
        .collect();
    let mut rng = cx.rng("shift");
    let reach = shapes::finding_reach(finding);
    let distance = cx.graded(15.0, 25.0, 40.0) + reach;
    let first = rng.range(0.0, std::f64::consts::TAU);
    let lesions = spheres(cx.case.truth);
    let middle = cx.bounds.middle().x;
    (0..16).find_map(|nth| {
        let angle = first + f64::from(nth) * std::f64::consts::TAU / 16.0;
        let by = Vec3::new(libm::cos(angle), libm::sin(angle), 0.0) * distance;
        let is_same_side = (centre.x - middle) * (centre.x + by.x - middle) >= 0.0;
        let is_free = |&(low, high): &(Vec3, Vec3)| {
            let is_inside = cx.bounds.contains(low + by) && cx.bounds.contains(high + by);
            is_inside && is_away((low + high) * 0.5 + by, 0.0, &lesions)
        };
        if !is_same_side || !boxes.iter().all(is_free) {
            return None;
        }
        let mut moved = finding.clone();
        shapes::change_marks(&mut moved, |shape| shapes::translated(shape, by));
        (moved.marks.len() == finding.marks.len()).then_some((moved, by))
    })
}

fn move_heat(report: &mut AiReport, finding: &Finding, to: impl Fn(Vec3) -> Vec3, cx: &Cx<'_>) {
    let reach = shapes::finding_reach(finding) * 1.5 + 2.0;
    let probability = finding.probability.map_or(0.8, f64::from);
    let own = shapes::finding_series(finding);
    let several = shapes::all_series(finding);
    // Marks of a volume lie in one space, whatever series they name.
    let series: Vec<&SeriesUid> = if cx.bounds.is_plane() {
        several
    } else {
        own.into_iter().collect()
    };
    for series in series {
        let Some((low, high)) = shapes::bounds_in(finding, series) else {
            continue;
        };
        let from = (low + high) * 0.5;
        let maps = &mut report.heat_maps;
        heat::erase(heat::of(maps, series, cx.bounds), from, reach);
        heat::paint(
            heat::of(maps, series, cx.bounds),
            to(from),
            reach,
            probability,
        );
    }
}

/// The mark on the other side, and every word with it.
pub(super) fn side(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let middle_x = cx.bounds.middle().x;
    let lesions = spheres(cx.case.truth);
    let across = |at: Vec3| Vec3::new(2.0 * middle_x - at.x, at.y, at.z);
    let has_other_side = |finding: &Finding| {
        // Seen in several projections, a finding has no one place that could be mirrored.
        let is_in_one = !cx.bounds.is_plane() || shapes::all_series(finding).len() < 2;
        is_in_one
            && shapes::finding_centre(finding).is_some_and(|centre| {
                (centre.x - middle_x).abs() > OFF_MIDLINE_MM
                    && is_away(across(centre), 0.0, &lesions)
            })
    };
    let nth = pick::finding(report, cx, has_other_side)?;
    let from = shapes::finding_centre(&report.findings[nth])?;
    let before = report.findings[nth].clone();
    let finding = &mut report.findings[nth];
    shapes::change_marks(finding, |shape| shapes::mirrored(shape, middle_x));
    if finding.marks.len() != before.marks.len() {
        return None;
    }
    finding.laterality = finding.laterality.map(opposite);
    draft::exchange_sides(report, nth);
    move_heat(report, &before, across, cx);
    let mut change = changed(report, nth, |what, language| {
        let from = tell::place(from, language);
        language.pick(
            format!("The finding was mirrored to the patient's other side, mark and words; it really lies at {from}: {what}."),
            format!("Находка перенесена на другую сторону пациента, метка и слова; на самом деле она в точке {from}: {what}."),
        )
    });
    change.places = vec![from];
    Some(change)
}

pub(super) fn opposite(laterality: Laterality) -> Laterality {
    match laterality {
        Laterality::Right => Laterality::Left,
        Laterality::Left => Laterality::Right,
        Laterality::Bilateral => Laterality::Bilateral,
        Laterality::Midline => Laterality::Midline,
    }
}

/// The finding called something else: a nodule a calcification, anything else a nodule.
pub(super) fn class(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let nth = pick::finding(report, cx, |_| true)?;
    let from = report.findings[nth].code.clone();
    let to = if from.is_same_concept(&Code::nodule()) {
        wording::calcification()
    } else {
        Code::nodule()
    };
    report.findings[nth].code = to.clone();
    draft::exchange_word(report, nth, &from, &to);
    Some(changed(report, nth, |what, language| {
        let (from, to) = (wording::word(&from, language), wording::word(&to, language));
        language.pick(
            format!("The finding was called {to} in place of {from}: {what}."),
            format!("Находка названа «{to}» вместо «{from}»: {what}."),
        )
    }))
}

/// The record of a change to one finding; `tell` gets its name, size and place as they are shown.
pub(super) fn changed(
    report: &AiReport,
    nth: usize,
    tell: impl Fn(&str, Language) -> String,
) -> Change {
    let Some(finding) = report.findings.get(nth) else {
        return Change::default();
    };
    Change {
        findings: vec![finding.id.clone()],
        places: Vec::new(),
        told: both(|language| tell(&tell::finding(finding, language), language)),
    }
}
