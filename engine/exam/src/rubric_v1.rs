//! Rubric v1: marks against lesions by the scenario's hit rule, first read against final read, reliance by case.
//!
//! Frozen: a released rubric is never changed. One pure function of the session and the truth makes the one score.
//! A mark belongs to the nearest lesion that accepts it; several marks on one lesion count once. The final answer is
//! the reader's marks, the AI findings accepted, and the findings as modified; what lies in one place counts once.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{
    AiResult, AiStatus, CaseId, CaseTruth, Finding, Lesion, Millis, Vec3, Verdict,
};
use overread_scenario::HitRule;
use overread_stats::{Reliance, Trial, median, proportion_wilson95, rate_garwood95};

use crate::case_state::CaseState;
use crate::{
    Accuracy, AiOutcome, AiScore, Call, CaseGrade, CaseScore, CaseTimes, CertificateBar,
    FindingVerdict, LesionSwitches, Percent, ReadScore, ReaderMark, Rubric, Score, Session,
    TotalScore, Ungraded, VerdictCounts,
};

/// The score of a session by rubric v1. Cases without truth, and cases not signed, are not graded, which is not wrong.
#[must_use]
pub fn score(session: &Session, truths: &BTreeMap<CaseId, CaseTruth>) -> Score {
    let cases: Vec<CaseScore> = session
        .scored_cases()
        .map(|id| case_score(session, id, truths.get(id)))
        .collect();
    let mut trials = Vec::new();
    for (id, case) in session.scored_cases().zip(&cases) {
        trials.extend(truths.get(id).and_then(|truth| trial(&case.grade, truth)));
    }
    let total = total(&cases, truths, &trials, session.plan.service.is_some());
    Score {
        rubric: Rubric::V1,
        cases,
        total,
        bars: CertificateBar::of_plan(&session.plan),
        assessment: None,
    }
}

fn case_score(session: &Session, id: &CaseId, truth: Option<&CaseTruth>) -> CaseScore {
    let state = session.cases.get(id);
    let grade = match (state, truth) {
        (Some(state), Some(truth)) if state.signed_at.is_some() => graded(session, state, truth),
        (Some(state), None) if state.signed_at.is_some() => CaseGrade::Ungraded(Ungraded::NoTruth),
        (Some(_) | None, _) => CaseGrade::Ungraded(Ungraded::NotSigned),
    };
    CaseScore {
        case: id.clone(),
        grade,
        times: state.map_or_else(CaseTimes::default, |state| times(session, state)),
        slice_coverage: state.and_then(CaseState::slice_coverage),
        n_hints: state.map_or(0, |state| state.hints.n_given()),
    }
}

fn times(session: &Session, case: &CaseState) -> CaseTimes {
    let start = case.start();
    let whole = case
        .signed_at
        .map(|signed| case.time_between(start, signed));
    CaseTimes {
        case: whole,
        to_reveal: case
            .revealed_at
            .map(|revealed| case.time_between(start, revealed)),
        after_reveal: case
            .revealed_at
            .zip(case.signed_at)
            .map(|(from, to)| case.time_between(from, to)),
        overrun: whole
            .zip(session.plan.soft_limit)
            .filter(|(t, limit)| t > limit)
            .map(|(t, limit)| t.since(limit)),
    }
}

fn graded(session: &Session, case: &CaseState, truth: &CaseTruth) -> CaseGrade {
    let rule = session.plan.hit_rule;
    let positive_from = session.plan.questions.positive_from;
    let read = |places: &[Vec3], rating: Option<Percent>| {
        let is_positive = rating.is_some_and(|rating| rating.value() >= positive_from);
        read_score(
            places,
            rating.map(Percent::value),
            call(is_positive),
            truth,
            rule,
        )
    };
    let final_places = final_places(case, rule);
    let last = read(&final_places, case.rating);
    let first = match &case.first {
        Some(first) => read(&centres(&first.marks), first.rating),
        None => last.clone(),
    };
    let ai = ai_score(case, truth, rule);
    let verdicts = verdict_counts(case, truth, rule);
    let switches = switches(&first, &last);
    CaseGrade::Graded {
        first,
        last,
        ai,
        verdicts,
        switches,
    }
}

/// Where an answer points, against the truth.
pub(crate) fn read_score(
    places: &[Vec3],
    rating: Option<u8>,
    call: Call,
    truth: &CaseTruth,
    rule: HitRule,
) -> ReadScore {
    let on: Vec<Option<usize>> = places
        .iter()
        .map(|place| lesion_at(*place, truth, rule))
        .collect();
    let marked: BTreeSet<usize> = on.iter().flatten().copied().collect();
    let (mut hit, mut missed) = (Vec::new(), Vec::new());
    for (idx, lesion) in truth.lesions.iter().enumerate() {
        if marked.contains(&idx) {
            hit.push(lesion.id.clone())
        } else {
            missed.push(lesion.id.clone())
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

/// The index of the nearest lesion that accepts a mark at `place`.
pub(crate) fn lesion_at(place: Vec3, truth: &CaseTruth, rule: HitRule) -> Option<usize> {
    let accepted = truth
        .lesions
        .iter()
        .enumerate()
        .filter(|(_, lesion)| accepts(lesion, place, rule));
    let distance = |lesion: &Lesion| lesion.centre.distance(place);
    accepted
        .min_by(|a, b| distance(a.1).total_cmp(&distance(b.1)))
        .map(|(idx, _)| idx)
}

fn accepts(lesion: &Lesion, place: Vec3, rule: HitRule) -> bool {
    let distance_mm = lesion.centre.distance(place);
    match (rule, &lesion.mask) {
        (HitRule::CentreDistance { least_radius_mm }, _) => {
            distance_mm <= lesion.radius_mm.max(least_radius_mm)
        }
        (HitRule::InsideMask { margin_mm }, None) => distance_mm <= lesion.radius_mm + margin_mm,
        (HitRule::InsideMask { margin_mm }, Some(mask)) => {
            mask_distance_mm(mask, place) <= margin_mm
        }
    }
}

/// Distance from a position to the nearest voxel of a mask, to its faces; 0 inside, infinite for an empty mask.
pub(crate) fn mask_distance_mm(mask: &overread_base::MaskRle, place: Vec3) -> f64 {
    let grid = &mask.geometry;
    let at = grid.voxel_from_patient(place);
    let [nx, ny, _] = grid.size.map(u64::from);
    let mut start = 0u64;
    let mut least = f64::INFINITY;
    for (idx, &run) in mask.runs.iter().enumerate() {
        let end = start + u64::from(run);
        if idx % 2 == 1 {
            for voxel in start..end {
                let (x, y, z) = (voxel % nx, voxel / nx % ny, voxel / (nx * ny));
                let beyond = |coordinate: f64, index: u64, spacing: f64| {
                    ((coordinate - index as f64).abs() - 0.5).max(0.0) * spacing
                };
                let away = Vec3::new(
                    beyond(at.x, x, grid.spacing.x),
                    beyond(at.y, y, grid.spacing.y),
                    beyond(at.z, z, grid.spacing.z),
                );
                least = least.min(away.length());
            }
        }
        start = end;
    }
    least
}

pub(crate) fn call(is_positive: bool) -> Call {
    if is_positive {
        Call::Positive
    } else {
        Call::Negative
    }
}

pub(crate) fn centres(marks: &[ReaderMark]) -> Vec<Vec3> {
    marks
        .iter()
        .filter_map(|mark| mark.answer.place.shape.centre())
        .collect()
}

/// Where a finding lies: the centre of its first mark that has one.
pub(crate) fn finding_centre(finding: &Finding) -> Option<Vec3> {
    finding.marks.iter().find_map(|mark| mark.shape.centre())
}

/// Whether a mark and a finding are in one place: within the finding's extent, or the rule's least distance.
pub(crate) fn is_at_finding(place: Vec3, finding: &Finding, rule: HitRule) -> bool {
    let least_mm = match rule {
        HitRule::CentreDistance { least_radius_mm } => least_radius_mm,
        HitRule::InsideMask { margin_mm } => margin_mm,
    };
    finding
        .marks
        .iter()
        .filter_map(|mark| mark.shape.bounds())
        .any(|(low, high)| {
            let side_mm = (high - low).to_array().into_iter().fold(0.0_f64, f64::max);
            ((low + high) * 0.5).distance(place) <= (side_mm * 0.5).max(least_mm)
        })
}

/// The places of the final answer, each once.
pub(crate) fn final_places(case: &CaseState, rule: HitRule) -> Vec<Vec3> {
    let mut places = Vec::new();
    let mut kept: Vec<&Finding> = Vec::new();
    for finding in case.revealed().map_or(&[][..], AiResult::findings) {
        match case.verdicts.get(&finding.id).map(|given| &given.verdict) {
            Some(FindingVerdict::Accepted) => {
                places.extend(finding_centre(finding));
                kept.push(finding);
            }
            Some(FindingVerdict::Modified(answer)) => {
                places.extend(answer.place.shape.centre());
                kept.push(finding);
            }
            Some(FindingVerdict::Rejected) | None => {}
        }
    }
    let own = centres(&case.marks).into_iter();
    places.extend(own.filter(|place| {
        !kept
            .iter()
            .any(|finding| is_at_finding(*place, finding, rule))
    }));
    places
}

pub(crate) fn ai_score(case: &CaseState, truth: &CaseTruth, rule: HitRule) -> AiScore {
    let Some(result) = &case.ai else {
        return AiScore {
            outcome: AiOutcome::NotUsed,
            read: None,
        };
    };
    match &result.status {
        AiStatus::NotRun { .. } => AiScore {
            outcome: AiOutcome::NotRun,
            read: None,
        },
        AiStatus::Failed { .. } => AiScore {
            outcome: AiOutcome::Failed,
            read: None,
        },
        AiStatus::Done(report) => {
            let places: Vec<Vec3> = report.findings.iter().filter_map(finding_centre).collect();
            let rating = report.probability.map(|p| rounded_percent(p.value));
            let read = read_score(&places, rating, call(is_ai_positive(result)), truth, rule);
            AiScore {
                outcome: AiOutcome::Done,
                read: Some(read),
            }
        }
    }
}

/// What a service says about a case as a whole: by its probability and threshold, or else by its findings.
pub(crate) fn is_ai_positive(result: &AiResult) -> bool {
    let probability = result.report().and_then(|report| report.probability);
    probability.map_or_else(
        || !result.findings().is_empty(),
        |probability| probability.is_positive(),
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100"
)]
pub(crate) fn rounded_percent(probability: f32) -> u8 {
    (probability * 100.0).round().clamp(0.0, 100.0) as u8
}

pub(crate) fn verdict_counts(case: &CaseState, truth: &CaseTruth, rule: HitRule) -> VerdictCounts {
    let mut counts = VerdictCounts::default();
    let findings = case.revealed().map_or(&[][..], AiResult::findings);
    for finding in findings {
        let Some(given) = case.verdicts.get(&finding.id) else {
            continue;
        };
        let is_right =
            finding_centre(finding).is_some_and(|place| lesion_at(place, truth, rule).is_some());
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
        let own = centres(&case.marks);
        let is_own = |place: &&Vec3| {
            !findings
                .iter()
                .any(|finding| is_at_finding(**place, finding, rule))
        };
        counts.supplemented = count(own.iter().filter(is_own).count());
    }
    counts
}

pub(crate) fn switches(first: &ReadScore, last: &ReadScore) -> LesionSwitches {
    LesionSwitches {
        rescued: count(
            last.hit
                .iter()
                .filter(|lesion| first.missed.contains(lesion))
                .count(),
        ),
        lost: count(
            last.missed
                .iter()
                .filter(|lesion| first.hit.contains(lesion))
                .count(),
        ),
        false_positives_gained: last.false_positives.saturating_sub(first.false_positives),
        false_positives_dropped: first.false_positives.saturating_sub(last.false_positives),
    }
}

/// The case-level decision with advice, where there was advice.
fn trial(grade: &CaseGrade, truth: &CaseTruth) -> Option<Trial> {
    let CaseGrade::Graded {
        first,
        last,
        ai: AiScore { read: Some(ai), .. },
        ..
    } = grade
    else {
        return None;
    };
    let says = |read: &ReadScore| read.call == Call::Positive;
    Some(Trial {
        truth: truth.is_abnormal(),
        ai: says(ai),
        first: says(first),
        last: says(last),
    })
}

fn total(
    cases: &[CaseScore],
    truths: &BTreeMap<CaseId, CaseTruth>,
    trials: &[Trial],
    has_service: bool,
) -> TotalScore {
    let abnormal = |case: &CaseScore| truths.get(&case.case).is_some_and(CaseTruth::is_abnormal);
    let (mut first, mut last, mut ai) = (Vec::new(), Vec::new(), Vec::new());
    let (mut verdicts, mut switches) = (VerdictCounts::default(), LesionSwitches::default());
    for case in cases {
        let CaseGrade::Graded {
            first: f,
            last: l,
            ai: a,
            verdicts: v,
            switches: s,
        } = &case.grade
        else {
            continue;
        };
        first.push((f, abnormal(case)));
        last.push((l, abnormal(case)));
        ai.extend(a.read.as_ref().map(|read| (read, abnormal(case))));
        verdicts.right_kept += v.right_kept;
        verdicts.right_rejected += v.right_rejected;
        verdicts.wrong_kept += v.wrong_kept;
        verdicts.wrong_rejected += v.wrong_rejected;
        verdicts.modified += v.modified;
        verdicts.supplemented += v.supplemented;
        switches.rescued += s.rescued;
        switches.lost += s.lost;
        switches.false_positives_gained += s.false_positives_gained;
        switches.false_positives_dropped += s.false_positives_dropped;
    }
    let ungraded = |why| {
        count(
            cases
                .iter()
                .filter(|case| case.grade == CaseGrade::Ungraded(why))
                .count(),
        )
    };
    TotalScore {
        n_graded: count(first.len()),
        n_no_truth: ungraded(Ungraded::NoTruth),
        n_not_signed: ungraded(Ungraded::NotSigned),
        first: accuracy(&first),
        last: accuracy(&last),
        ai: (!ai.is_empty()).then(|| accuracy(&ai)),
        verdicts,
        switches,
        reliance: has_service.then(|| Reliance::of(trials)),
        median_case_time: median_time(cases, |times| times.case),
        median_to_reveal: median_time(cases, |times| times.to_reveal),
        median_after_reveal: median_time(cases, |times| times.after_reveal),
    }
}

/// How right a set of answers is; each comes with whether its case is abnormal.
pub(crate) fn accuracy(reads: &[(&ReadScore, bool)]) -> Accuracy {
    let sum = |of: &dyn Fn(&ReadScore) -> u64| reads.iter().map(|(read, _)| of(read)).sum::<u64>();
    let hits = sum(&|read| read.hit.len() as u64);
    let lesions = hits + sum(&|read| read.missed.len() as u64);
    let false_positives = sum(&|read| u64::from(read.false_positives));
    let right_of = |abnormal: bool| {
        let of = reads.iter().filter(|(_, is)| *is == abnormal);
        let right = of.clone().filter(|(read, _)| read.is_call_right).count() as u64;
        proportion_wilson95(right, of.count() as u64).ok()
    };
    Accuracy {
        n_cases: count(reads.len()),
        n_lesions: u32::try_from(lesions).unwrap_or(u32::MAX),
        sensitivity: proportion_wilson95(hits, lesions).ok(),
        false_positives_per_case: rate_garwood95(false_positives, reads.len() as u64).ok(),
        case_sensitivity: right_of(true),
        case_specificity: right_of(false),
    }
}

pub(crate) fn median_time(
    cases: &[CaseScore],
    of: impl Fn(&CaseTimes) -> Option<Millis>,
) -> Option<Millis> {
    // Milliseconds of a session are far below 2^53, so the middle of two is exact to half a millisecond.
    let times: Vec<f64> = cases
        .iter()
        .filter_map(|case| of(&case.times))
        .map(|time| time.0 as f64)
        .collect();
    median(&times).ok().map(to_millis)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a median of times that were u64"
)]
pub(crate) fn to_millis(ms: f64) -> Millis {
    Millis(ms.round() as u64)
}

pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
