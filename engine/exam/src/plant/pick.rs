//! Which finding an error is about, and what of a report follows from its findings.

use overread_base::{AiReport, Finding, FindingId, Lesion, Priority, SeriesUid, Vec3};

use super::Cx;
use super::shapes::{all_series, bounds_in, finding_series};
use crate::hit::extent_in;

/// A finding whose centre is this near to a lesion's edge is about that lesion, mm.
const NEAR_MM: f64 = 5.0;

/// The lesion that a finding is about: the nearest, if its centre lies in the lesion or near it, or the lesion's centre
/// in the box around the finding. In a study of several projections one image is enough.
pub(super) fn lesion_of<'a>(finding: &Finding, cx: &Cx<'a>) -> Option<&'a Lesion> {
    if cx.lesions().iter().all(|lesion| lesion.views.is_empty()) {
        return lesion_in(finding, finding_series(finding)?, cx);
    }
    let mut series = all_series(finding).into_iter();
    series.find_map(|series| lesion_in(finding, series, cx))
}

fn lesion_in<'a>(finding: &Finding, series: &SeriesUid, cx: &Cx<'a>) -> Option<&'a Lesion> {
    let (low, high) = bounds_in(finding, series)?;
    let middle = (low + high) * 0.5;
    let lesions = cx.lesions().iter();
    let mut seen: Vec<(&Lesion, Vec3, f64)> = lesions
        .filter_map(|lesion| {
            let (centre, radius_mm) = extent_in(lesion, series)?;
            Some((lesion, centre, radius_mm))
        })
        .collect();
    seen.sort_by(|a, b| a.1.distance(middle).total_cmp(&b.1.distance(middle)));
    let about = seen.into_iter().find(|&(_, centre, radius_mm)| {
        let is_inside = centre.max(low).min(high) == centre;
        centre.distance(middle) <= radius_mm + NEAR_MM || is_inside
    });
    about.map(|(lesion, _, _)| lesion)
}

/// A finding that `fits`, by chance; findings about lesions before others.
pub(super) fn finding(
    report: &AiReport,
    cx: &Cx<'_>,
    fits: impl Fn(&Finding) -> bool,
) -> Option<usize> {
    let all = report.findings.iter().enumerate();
    let fitting: Vec<usize> = all.filter(|(_, f)| fits(f)).map(|(nth, _)| nth).collect();
    let is_right = |nth: &&usize| lesion_of(&report.findings[**nth], cx).is_some();
    let right: Vec<usize> = fitting.iter().filter(is_right).copied().collect();
    let from = if right.is_empty() { fitting } else { right };
    let drawn = cx.rng("finding").below(from.len() as u64);
    from.get(usize::try_from(drawn).unwrap_or(0)).copied()
}

/// An id that no finding of the report has, made after another one: `nodule-3` after `nodule-1` and `nodule-2`.
pub(super) fn fresh_id(report: &AiReport, like: Option<&FindingId>) -> Option<FindingId> {
    let like = like.map_or("finding-1", FindingId::as_str);
    let stem = like.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = if stem.is_empty() || stem.len() == like.len() {
        format!("{like}-")
    } else {
        stem.to_owned()
    };
    let is_free = |id: &FindingId| report.findings.iter().all(|finding| finding.id != *id);
    (1..=report.findings.len() + 1)
        .filter_map(|number| FindingId::new(format!("{stem}{number}")).ok())
        .find(is_free)
        .or_else(|| {
            let numbers = 1..=report.findings.len() + 1;
            numbers
                .filter_map(|number| FindingId::new(format!("finding-{number}")).ok())
                .find(is_free)
        })
}

/// Brings the probability of the study and the hint for the worklist in line with the findings that are left.
///
/// With none left the study falls below its threshold and to the routine; else it follows the most probable finding,
/// but stays on the side of its threshold.
pub(super) fn settle_after_loss(report: &mut AiReport, cx: &Cx<'_>) {
    let share = cx.rng("study probability").range(0.2, 0.8);
    let most = report
        .findings
        .iter()
        .try_fold(0.0f32, |most, finding| Some(most.max(finding.probability?)));
    if let Some(probability) = &mut report.probability {
        if report.findings.is_empty() {
            let low = as_f32(f64::from(probability.threshold) * share);
            probability.value = probability.value.min(low);
        } else if let Some(most) = most
            && probability.is_positive()
        {
            probability.value = probability.value.min(most).max(probability.threshold);
        }
    }
    if report.findings.is_empty() {
        report.priority = report.priority.map(|_| Priority::Routine);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a probability, 0 to 1: only digits are lost"
)]
pub(super) fn as_f32(share: f64) -> f32 {
    share.clamp(0.0, 1.0) as f32
}

pub(super) fn ids(report: &AiReport) -> Vec<FindingId> {
    let findings = report.findings.iter();
    findings.map(|finding| finding.id.clone()).collect()
}
