//! Faults in how the image area of a result is displayed: defects d. Each shows in marks, maps or a remark of the result.

use overread_base::{AiReport, Mark, Shape, Vec3};

use super::place::Bounds;
use super::tell::{remark, told};
use super::wording::{Language, both};
use super::{Change, Cx, heat, pick, shapes, tell};

/// Names in [`AiReport::extra`] by which a host knows how the images of a result are.
const WINDOW: &str = "overread.window";
const NO_LABEL: &str = "overread.no-label";
const CROP: &str = "overread.crop";

fn has_marks(report: &AiReport) -> bool {
    report
        .findings
        .iter()
        .any(|finding| !finding.marks.is_empty())
}

/// The result covers one part of the images: what lies beyond is cut off.
pub(super) fn cropped(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let (bounds, size) = (cx.bounds, cx.bounds.size());
    if size.x <= 0.0 || size.y <= 0.0 {
        return None;
    }
    let nth = pick::finding(report, cx, |finding| {
        shapes::finding_centre(finding).is_some()
    });
    let centre = nth.and_then(|nth| shapes::finding_centre(&report.findings[nth]));
    let share = cx.graded(0.75, 0.6, 0.5);
    // Through a finding where there is one, so that its mark breaks off; at the head end or the lower edge otherwise.
    let mut kept = bounds;
    if bounds.is_plane() {
        let at = centre.map_or(bounds.low.y + size.y * share, |c| c.y);
        if at < bounds.middle().y {
            kept.low.y = at;
        } else {
            kept.high.y = at;
        }
    } else {
        let at = centre.map_or(bounds.low.z + size.z * share, |c| c.z);
        if at < bounds.middle().z {
            kept.low.z = at;
        } else {
            kept.high.z = at;
        }
    }
    if kept.low.max(kept.high) != kept.high {
        return None;
    }
    let mut findings = Vec::new();
    for finding in &mut report.findings {
        if shapes::change_marks(finding, |shape| shapes::cut(shape, kept)) {
            findings.push(finding.id.clone());
        }
    }
    heat::cut(&mut report.heat_maps, kept);
    let (low, high) = (kept.low, kept.high);
    let corners = format!(
        "{} {} {} {} {} {}",
        low.x, low.y, low.z, high.x, high.y, high.z
    );
    report.extra.push((CROP.to_owned(), corners));
    let (english, russian) = (
        covered(kept, Language::English),
        covered(kept, Language::Russian),
    );
    remark(
        report,
        &format!("The images of the result reach {english}."),
        &format!("Изображения результата занимают область {russian}."),
    );
    Some(Change {
        findings,
        places: Vec::new(),
        told: told(
            format!(
                "The image area of the result was cropped: it reaches {english} only; marks beyond are cut off."
            ),
            format!(
                "Область изображений результата обрезана: только {russian}; метки за её пределами отсечены."
            ),
        ),
    })
}

fn covered(kept: Bounds, language: Language) -> String {
    let (low, high) = (
        tell::place(kept.low, language),
        tell::place(kept.high, language),
    );
    language.pick(
        format!("from {low} to {high}"),
        format!("от {low} до {high}"),
    )
}

/// Marks and maps are mirrored, words are not.
pub(super) fn flipped(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let middle_x = cx.bounds.middle().x;
    let mut is_changed = false;
    for finding in &mut report.findings {
        // A mask that would leave its grid stays.
        is_changed |= shapes::change_marks(finding, |shape| {
            shapes::mirrored(shape, middle_x).or_else(|| Some(shape.clone()))
        });
    }
    heat::mirror(&mut report.heat_maps, middle_x);
    (is_changed || !report.heat_maps.is_empty()).then(|| Change {
        findings: pick::ids(report),
        told: told(
            format!("All marks and maps were mirrored across the midline (x = {middle_x:.0} mm); the words are right."),
            format!("Все метки и карты отражены относительно средней линии (x = {middle_x:.0} мм); слова верны."),
        ),
        ..Change::default()
    })
}

/// The images of the result come with a window in which nothing is seen.
pub(super) fn window(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let (centre, width) = cx.graded((1_500, 200), (3_000, 50), (-3_000, 1));
    report.extra.retain(|(name, _)| name != WINDOW);
    report
        .extra
        .push((WINDOW.to_owned(), format!("{centre} {width}")));
    remark(
        report,
        &format!("Window of the result's images: centre {centre}, width {width}."),
        &format!("Окно изображений результата: центр {centre}, ширина {width}."),
    );
    Some(Change {
        told: told(
            format!(
                "The images of the result came with an unusable window: centre {centre}, width {width}."
            ),
            format!(
                "Изображения результата переданы с непригодным окном: центр {centre}, ширина {width}."
            ),
        ),
        ..Change::default()
    })
}

/// All marks and maps are shifted alike, as far as they all stay in the images.
pub(super) fn shifted(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    if !has_marks(report) && report.heat_maps.is_empty() {
        return None;
    }
    let mut rng = cx.rng("shift");
    let distance = cx.graded(12.0, 20.0, 35.0);
    let first = rng.range(0.0, std::f64::consts::TAU);
    let all = report.findings.iter().filter_map(shapes::finding_bounds);
    let all = all.reduce(|(low, high), (l, h)| (low.min(l), high.max(h)));
    let turns = (0..16).map(|nth| {
        let angle = first + f64::from(nth) * std::f64::consts::TAU / 16.0;
        Vec3::new(libm::cos(angle), libm::sin(angle), 0.0) * distance
    });
    let stays = |by: &Vec3| {
        all.is_none_or(|(low, high)| {
            cx.bounds.contains(low + *by) && cx.bounds.contains(high + *by)
        })
    };
    let by = turns.clone().find(stays).or_else(|| turns.clone().next())?;
    for finding in &mut report.findings {
        shapes::change_marks(finding, |shape| {
            shapes::translated(shape, by).or_else(|| Some(shape.clone()))
        });
    }
    heat::translate(&mut report.heat_maps, by);
    Some(Change {
        findings: pick::ids(report),
        told: both(|language| {
            let by = tell::place(by, language);
            language.pick(
                format!("All marks and maps were shifted by {by}, {distance:.0} mm."),
                format!("Все метки и карты сдвинуты на {by}, {distance:.0} мм."),
            )
        }),
        ..Change::default()
    })
}

/// The mark of a finding covers most of the images.
pub(super) fn hides(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let nth = pick::finding(report, cx, |finding| !finding.marks.is_empty())?;
    let share = cx.graded(0.5, 0.7, 0.9);
    let half = cx.bounds.size() * (share * 0.5);
    let middle = cx.bounds.middle();
    let finding = &mut report.findings[nth];
    let series = finding.marks.first()?.series.clone();
    finding.marks.push(Mark {
        series,
        shape: Shape::Cuboid {
            low: middle - half,
            high: middle + half,
        },
    });
    let percent = share * 100.0;
    let mut change = super::wrong::changed(report, nth, |_, language| {
        language.pick(
            format!("A mark was laid over {percent:.0} % of each side of the images."),
            format!("Метка накрыла {percent:.0} % каждой стороны изображений."),
        )
    });
    change.places = vec![middle];
    Some(change)
}

/// The images of the result lack the words that they are not for diagnosis.
pub(super) fn no_label(report: &mut AiReport) -> Option<Change> {
    report.extra.retain(|(name, _)| name != NO_LABEL);
    report.extra.push((NO_LABEL.to_owned(), String::new()));
    remark(
        report,
        "Words on the result's images: none.",
        "Надписи на изображениях результата: нет.",
    );
    Some(Change {
        told: told(
            "The words “not for diagnosis” were missing from the images of the result.",
            "На изображениях результата отсутствовали слова «не для диагностики».",
        ),
        ..Change::default()
    })
}
