//! False negatives: findings of lesions are taken away, as if the service had never made them.

use overread_base::{AiReport, Finding, Lesion, SeriesUid, Vec3};
use overread_scenario::ErrorSeverity;

use super::wording::{self, both};
use super::{Change, Cx, draft, heat, pick, shapes, tell};
use crate::hit::place_inside;

/// Which lesions a service loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loses {
    /// The smallest.
    Subtle,
    /// The one nearest to an edge of the images.
    Edge,
    /// All but the largest, or the smallest alone.
    Further,
    /// The one of the rarest class.
    Rare,
    /// All: the patient is not one that the service was made for.
    All,
}

pub(super) fn plant(report: &mut AiReport, cx: &Cx<'_>, loses: Loses) -> Option<Change> {
    let found: Vec<Option<&Lesion>> = report
        .findings
        .iter()
        .map(|finding| pick::lesion_of(finding, cx))
        .collect();
    let is_found = |lesion: &&Lesion| found.contains(&Some(*lesion));
    let lesions: Vec<&Lesion> = cx.lesions().iter().filter(is_found).collect();
    let lost = lost(&lesions, cx, loses);
    if lost.is_empty() {
        return None;
    }
    let mut places: Vec<Vec3> = lost.iter().map(|lesion| place_inside(lesion)).collect();
    let n_before = report.findings.len();
    for nth in (0..n_before).rev() {
        let Some(lesion) = found[nth].filter(|lesion| lost.contains(lesion)) else {
            continue;
        };
        let reach = lesion
            .radius_mm
            .max(shapes::finding_reach(&report.findings[nth]));
        for (series, at) in places_of(lesion, &report.findings[nth], cx) {
            let maps = heat::of(&mut report.heat_maps, &series, cx.bounds);
            heat::erase(maps, at, reach * 1.5 + 2.0);
        }
        draft::remove(report, nth, cx);
    }
    places.dedup();
    pick::settle_after_loss(report, cx);
    let is_all = report.findings.is_empty();
    Some(Change {
        findings: Vec::new(),
        places,
        told: both(|language| {
            let names: Vec<String> = lost.iter().map(|lesion| name(lesion, language)).collect();
            let names = names.join("; ");
            let rest = match (is_all, language) {
                (true, wording::Language::English) => {
                    " The service was shown as having found nothing."
                }
                (true, wording::Language::Russian) => " Показано, что сервис ничего не нашёл.",
                (false, _) => "",
            };
            language.pick(
                format!("The service had found it, and it was taken away: {names}.{rest}"),
                format!("Сервис это нашёл, находка изъята: {names}.{rest}"),
            )
        }),
    })
}

/// Where a lesion and the finding of it show in a map, each with its series.
fn places_of(lesion: &Lesion, finding: &Finding, cx: &Cx<'_>) -> Vec<(SeriesUid, Vec3)> {
    let views = lesion.views.iter();
    let mut places: Vec<(SeriesUid, Vec3)> = views
        .map(|view| (view.series.clone(), view.centre))
        .collect();
    if places.is_empty() {
        places.push((cx.case.series.clone(), lesion.centre));
    }
    let of_finding = shapes::all_series(finding)
        .into_iter()
        .take(if cx.bounds.is_plane() { usize::MAX } else { 1 });
    places.extend(of_finding.filter_map(|series| {
        let (low, high) = shapes::bounds_in(finding, series)?;
        Some((series.clone(), (low + high) * 0.5))
    }));
    places
}

fn name(lesion: &Lesion, language: wording::Language) -> String {
    let word = wording::word(&lesion.code, language);
    let size = language.number(2.0 * lesion.radius_mm, 1);
    let place = tell::place(lesion.centre, language);
    language.pick(
        format!("{word} {size} mm at {place}"),
        format!("{word} {size} мм в точке {place}"),
    )
}

/// Of the lesions that were found those that are lost.
fn lost<'a>(lesions: &[&'a Lesion], cx: &Cx<'_>, loses: Loses) -> Vec<&'a Lesion> {
    let mut by_size = lesions.to_vec();
    by_size.sort_by(|a, b| a.radius_mm.total_cmp(&b.radius_mm));
    let is_grave = cx.severity == ErrorSeverity::Significant;
    let least = |key: &dyn Fn(&Lesion) -> f64| {
        let mut lesions = lesions.to_vec();
        lesions.sort_by(|a, b| key(a).total_cmp(&key(b)));
        lesions.into_iter().take(1).collect::<Vec<_>>()
    };
    match loses {
        Loses::Further => {
            let n_kept = 1;
            let n_lost = by_size.len().saturating_sub(n_kept);
            let n = cx.graded(n_lost.min(1), n_lost.min(1), n_lost);
            by_size.into_iter().take(n).collect()
        }
        Loses::All => by_size,
        Loses::Subtle | Loses::Edge | Loses::Rare if is_grave => by_size,
        Loses::Subtle => by_size.into_iter().take(1).collect(),
        Loses::Edge => least(&|lesion| edge_mm(lesion.centre, cx)),
        Loses::Rare => least(&|lesion| {
            let same = cx
                .lesions()
                .iter()
                .filter(|l| l.code.is_same_concept(&lesion.code));
            // Of equally rare classes the one that counts least.
            same.count() as f64 + lesion.weight.clamp(0.0, 1.0) * 0.5
        }),
    }
}

/// The distance to the nearest edge of the images, the plane's own thickness left out, mm.
fn edge_mm(at: Vec3, cx: &Cx<'_>) -> f64 {
    let (low, high) = (at - cx.bounds.low, cx.bounds.high - at);
    let sides = low.min(high).to_array();
    let n = if cx.bounds.is_plane() { 2 } else { 3 };
    sides.into_iter().take(n).fold(f64::INFINITY, f64::min)
}
