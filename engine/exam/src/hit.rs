//! What an answer points at, and which lesion that hits. One space holds a volume, and there v1's rule holds to the bit;
//! a study of several projections has a space for each image, and a lesion is hit only in an image that shows it.

use std::collections::BTreeSet;

use overread_base::{
    AiResult, AiStatus, CaseTruth, Finding, Lesion, Mark, MaskRle, SeriesUid, Vec3, Verdict,
};
use overread_scenario::HitRule;

use crate::case_state::CaseState;
use crate::rubric_v1::{self as v1, call, count, is_ai_positive, rounded_percent};
use crate::{AiOutcome, AiScore, Call, FindingVerdict, ReadScore, ReaderMark, VerdictCounts};

/// A position in the images of one series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spot<'a> {
    pub(crate) series: &'a SeriesUid,
    pub(crate) at: Vec3,
}

/// One thing that an answer points at: a mark has one spot, a finding one for each of its marks.
pub(crate) type Pointer<'a> = Vec<Spot<'a>>;

/// The middle of a mark.
pub(crate) fn spot(mark: &Mark) -> Option<Spot<'_>> {
    let series = &mark.series;
    mark.shape.centre().map(|at| Spot { series, at })
}

/// Everything that a finding points at.
pub(crate) fn of_finding(finding: &Finding) -> Pointer<'_> {
    finding.marks.iter().filter_map(spot).collect()
}

/// What marks of a reader point at, each by itself.
pub(crate) fn of_marks(marks: &[ReaderMark]) -> Vec<Pointer<'_>> {
    let spots = marks.iter().filter_map(|mark| spot(&mark.answer.place));
    spots.map(|spot| vec![spot]).collect()
}

/// Whether the images of a case are projections, each with a space of its own.
fn has_views(truth: &CaseTruth) -> bool {
    truth.lesions.iter().any(|lesion| !lesion.views.is_empty())
}

/// The middle and the radius of a lesion in a series; `None` where that series does not show it.
pub(crate) fn extent_in(lesion: &Lesion, series: &SeriesUid) -> Option<(Vec3, f64)> {
    region_in(lesion, series).map(|region| (region.centre, region.radius_mm))
}

/// The region that a lesion takes in one space.
struct Region<'a> {
    centre: Vec3,
    radius_mm: f64,
    mask: Option<&'a MaskRle>,
}

fn region_in<'a>(lesion: &'a Lesion, series: &SeriesUid) -> Option<Region<'a>> {
    if lesion.views.is_empty() {
        return Some(Region {
            centre: lesion.centre,
            radius_mm: lesion.radius_mm,
            mask: lesion.mask.as_ref(),
        });
    }
    let view = lesion.views.iter().find(|view| view.series == *series)?;
    Some(Region {
        centre: view.centre,
        radius_mm: view.radius_mm,
        mask: view.mask.as_ref(),
    })
}

impl Region<'_> {
    fn accepts(&self, place: Vec3, rule: HitRule) -> bool {
        let distance_mm = self.centre.distance(place);
        match (rule, self.mask) {
            (HitRule::CentreDistance { least_radius_mm }, _) => {
                distance_mm <= self.radius_mm.max(least_radius_mm)
            }
            (HitRule::InsideMask { margin_mm }, None) => distance_mm <= self.radius_mm + margin_mm,
            (HitRule::InsideMask { margin_mm }, Some(mask)) => {
                mask_distance_mm(mask, place) <= margin_mm
            }
        }
    }
}

/// Distance from a position to the nearest voxel of a mask, to its faces; 0 inside, infinite for an empty mask.
///
/// The numbers are those of v1, found row by row: masks of diffuse disease hold millions of voxels.
pub(crate) fn mask_distance_mm(mask: &MaskRle, place: Vec3) -> f64 {
    let grid = &mask.geometry;
    let at = grid.voxel_from_patient(place);
    let [nx, ny, _] = grid.size.map(u64::from);
    if nx == 0 || ny == 0 {
        return f64::INFINITY;
    }
    let beyond = |coordinate: f64, index: u64, spacing: f64| {
        ((coordinate - index as f64).abs() - 0.5).max(0.0) * spacing
    };
    let mut least = f64::INFINITY;
    for [x, y, z] in nearest_of_rows(mask, at) {
        let away = Vec3::new(
            beyond(at.x, x, grid.spacing.x),
            beyond(at.y, y, grid.spacing.y),
            beyond(at.z, z, grid.spacing.z),
        );
        least = least.min(away.length());
    }
    least
}

/// Of each row of a mask the voxel that lies nearest to a place in voxels; of a row with gaps one for each part.
fn nearest_of_rows(mask: &MaskRle, at: Vec3) -> impl Iterator<Item = [u64; 3]> {
    let [nx, ny, _] = mask.geometry.size.map(|n| u64::from(n).max(1));
    let mut start = 0u64;
    let spans = mask.runs.iter().enumerate().map(move |(idx, &run)| {
        let span = (start, start + u64::from(run));
        start = span.1;
        (idx % 2 == 1, span)
    });
    let set = spans.filter_map(|(is_set, span)| (is_set && span.0 < span.1).then_some(span));
    set.flat_map(move |(start, end)| {
        (start / nx..=(end - 1) / nx).map(move |row| {
            let (first, last) = (start.max(row * nx), (end - 1).min(row * nx + nx - 1));
            [nearest(at.x, first % nx, last % nx), row % ny, row / ny]
        })
    })
}

/// A place inside a lesion, in the first of the images that show it where those are projections: its centre, or where
/// that lies outside, as in a crescent, the voxel of it that is nearest to the centre.
pub(crate) fn place_inside(lesion: &Lesion) -> Vec3 {
    let view = lesion.views.first();
    match view {
        Some(view) => inside(view.centre, view.mask.as_ref()),
        None => inside(lesion.centre, lesion.mask.as_ref()),
    }
}

/// A centre, or the voxel of its mask that is nearest to it where it lies outside.
pub(crate) fn inside(centre: Vec3, mask: Option<&MaskRle>) -> Vec3 {
    let Some(mask) = mask.filter(|mask| mask_distance_mm(mask, centre) > 0.0) else {
        return centre;
    };
    let grid = &mask.geometry;
    let at = grid.voxel_from_patient(centre);
    let voxels = nearest_of_rows(mask, at).map(|[x, y, z]| {
        let voxel = Vec3::new(x as f64, y as f64, z as f64);
        let place = grid.patient_from_voxel(voxel);
        (place.distance(centre), place)
    });
    let nearest = voxels.min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or(centre, |(_, place)| place)
}

/// The index of a run that lies nearest to a coordinate.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and the result is put into the run"
)]
fn nearest(coordinate: f64, first: u64, last: u64) -> u64 {
    (coordinate.round() as u64).clamp(first, last)
}

/// The index of the lesion that is hit.
///
/// In one space it is v1's: the nearest lesion that accepts the first spot. Of several projections each spot is held
/// against what its own image shows, and the first that is on a lesion counts.
pub(crate) fn lesion_at(pointer: &[Spot<'_>], truth: &CaseTruth, rule: HitRule) -> Option<usize> {
    if has_views(truth) {
        return pointer.iter().find_map(|spot| in_view(*spot, truth, rule));
    }
    let first = pointer.first()?;
    nearest_of(truth, first.at, rule, |lesion| {
        region_in(lesion, first.series)
    })
}

fn in_view(spot: Spot<'_>, truth: &CaseTruth, rule: HitRule) -> Option<usize> {
    nearest_of(truth, spot.at, rule, |lesion| {
        region_in(lesion, spot.series)
    })
}

/// The lesion at a place whose series nobody noted: in whichever image it would be hit.
pub(crate) fn lesion_anywhere(place: Vec3, truth: &CaseTruth, rule: HitRule) -> Option<usize> {
    let mut series: Vec<&SeriesUid> = truth
        .lesions
        .iter()
        .flat_map(|lesion| lesion.views.iter().map(|view| &view.series))
        .collect();
    if series.is_empty() {
        return v1::lesion_at(place, truth, rule);
    }
    series.sort();
    series.dedup();
    let hits = series.into_iter().filter_map(|series| {
        let spot = Spot { series, at: place };
        let idx = in_view(spot, truth, rule)?;
        let (centre, _) = extent_in(truth.lesions.get(idx)?, series)?;
        Some((centre.distance(place), idx))
    });
    hits.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, idx)| idx)
}

/// The index of the nearest lesion that accepts a place, of those that have a region there.
fn nearest_of<'a>(
    truth: &'a CaseTruth,
    place: Vec3,
    rule: HitRule,
    region: impl Fn(&'a Lesion) -> Option<Region<'a>>,
) -> Option<usize> {
    let regions = truth.lesions.iter().enumerate();
    let accepted = regions
        .filter_map(|(idx, lesion)| Some((idx, region(lesion)?)))
        .filter(|(_, region)| region.accepts(place, rule));
    accepted
        .min_by(|a, b| {
            let distance = |region: &Region<'_>| region.centre.distance(place);
            distance(&a.1).total_cmp(&distance(&b.1))
        })
        .map(|(idx, _)| idx)
}

/// Whether a mark and a finding are in one place; in a study of several projections, in one image.
pub(crate) fn is_at_finding(
    spot: Spot<'_>,
    finding: &Finding,
    truth: Option<&CaseTruth>,
    rule: HitRule,
) -> bool {
    if !truth.is_some_and(has_views) {
        return v1::is_at_finding(spot.at, finding, rule);
    }
    let mut here = finding.clone();
    here.marks.retain(|mark| mark.series == *spot.series);
    v1::is_at_finding(spot.at, &here, rule)
}

/// Where an answer points, against the truth.
pub(crate) fn read_score(
    pointers: &[Pointer<'_>],
    rating: Option<u8>,
    call: Call,
    truth: &CaseTruth,
    rule: HitRule,
) -> ReadScore {
    let on: Vec<Option<usize>> = pointers
        .iter()
        .map(|pointer| lesion_at(pointer, truth, rule))
        .collect();
    let marked: BTreeSet<usize> = on.iter().flatten().copied().collect();
    let (mut hit, mut missed) = (Vec::new(), Vec::new());
    for (idx, lesion) in truth.lesions.iter().enumerate() {
        if marked.contains(&idx) {
            hit.push(lesion.id.clone());
        } else {
            missed.push(lesion.id.clone());
        }
    }
    ReadScore {
        hit,
        missed,
        false_positives: count(on.iter().filter(|lesion| lesion.is_none()).count()),
        rating,
        is_call_right: (call == Call::Positive) == truth.is_abnormal(),
        call,
    }
}

/// What the final answer points at, each thing once.
pub(crate) fn of_final<'a>(
    case: &'a CaseState,
    truth: &CaseTruth,
    rule: HitRule,
) -> Vec<Pointer<'a>> {
    let mut pointers = Vec::new();
    let mut kept: Vec<&Finding> = Vec::new();
    for finding in case.revealed().map_or(&[][..], AiResult::findings) {
        let pointer = match case.verdicts.get(&finding.id).map(|given| &given.verdict) {
            Some(FindingVerdict::Accepted) => of_finding(finding),
            Some(FindingVerdict::Modified(answer)) => spot(&answer.place).into_iter().collect(),
            Some(FindingVerdict::Rejected) | None => continue,
        };
        kept.push(finding);
        pointers.extend((!pointer.is_empty()).then_some(pointer));
    }
    let is_kept = |spot: Spot<'_>| {
        let mut kept = kept.iter();
        kept.any(|finding| is_at_finding(spot, finding, Some(truth), rule))
    };
    let own = case
        .marks
        .iter()
        .filter_map(|mark| spot(&mark.answer.place));
    pointers.extend(own.filter(|spot| !is_kept(*spot)).map(|spot| vec![spot]));
    pointers
}

/// A result against the truth by the same rule as the reader's answers; `None` unless the job was done.
pub(crate) fn service_read(
    result: &AiResult,
    truth: &CaseTruth,
    rule: HitRule,
) -> Option<ReadScore> {
    let report = result.report()?;
    let all = report.findings.iter().map(of_finding);
    let pointers: Vec<Pointer<'_>> = all.filter(|pointer| !pointer.is_empty()).collect();
    let rating = report.probability.map(|p| rounded_percent(p.value));
    let says = call(is_ai_positive(result));
    Some(read_score(&pointers, rating, says, truth, rule))
}

/// What the service said, and whether it was right.
pub(crate) fn ai_score(case: &CaseState, truth: &CaseTruth, rule: HitRule) -> AiScore {
    let Some(result) = &case.ai else {
        return AiScore {
            outcome: AiOutcome::NotUsed,
            read: None,
        };
    };
    AiScore {
        outcome: match &result.status {
            AiStatus::NotRun { .. } => AiOutcome::NotRun,
            AiStatus::Failed { .. } => AiOutcome::Failed,
            AiStatus::Done(_) => AiOutcome::Done,
        },
        read: service_read(result, truth, rule),
    }
}

/// Verdicts on right and wrong findings, and what the reader added.
pub(crate) fn verdict_counts(case: &CaseState, truth: &CaseTruth, rule: HitRule) -> VerdictCounts {
    let mut counts = VerdictCounts::default();
    let findings = case.revealed().map_or(&[][..], AiResult::findings);
    for finding in findings {
        let Some(given) = case.verdicts.get(&finding.id) else {
            continue;
        };
        let is_right = lesion_at(&of_finding(finding), truth, rule).is_some();
        let verdict = given.verdict.verdict();
        let counter = match (is_right, verdict) {
            (true, Verdict::Accepted | Verdict::Modified) => &mut counts.right_kept,
            (true, Verdict::Rejected) => &mut counts.right_rejected,
            (false, Verdict::Accepted | Verdict::Modified) => &mut counts.wrong_kept,
            (false, Verdict::Rejected) => &mut counts.wrong_rejected,
        };
        *counter += 1;
        counts.modified += u32::from(verdict == Verdict::Modified);
    }
    if case.revealed_at.is_some() {
        let is_own = |spot: &Spot<'_>| {
            let mut findings = findings.iter();
            !findings.any(|finding| is_at_finding(*spot, finding, Some(truth), rule))
        };
        let own = case
            .marks
            .iter()
            .filter_map(|mark| spot(&mark.answer.place));
        counts.supplemented = count(own.filter(is_own).count());
    }
    counts
}

#[cfg(test)]
mod tests;
