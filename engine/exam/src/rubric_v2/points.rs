//! The points of a case, of a form, and of the cells of its blueprint.

use std::collections::BTreeMap;

use overread_base::{CaseId, Millis};
use overread_scenario::{PointRule, ReadingMode, TimeFactor};
use overread_stats::mean_share_t95;

use super::{Judged, case_time, is_over};
use crate::rubric_v1::count;
use crate::score::assessment::{
    CaseAssessment, CasePoints, CellScore, Closing, LEAST_CELL_ITEMS, PointTotal, QuestionScore,
    QuestionStatus,
};
use crate::{Call, Session, SessionDesign};

/// `None` for a case that counts no points: not read in a session that goes on or was given up, without images, decided
/// by the service, or with nothing that could be scored.
pub(super) fn of(
    session: &Session,
    case: &Judged<'_>,
    questions: &[QuestionScore],
) -> Option<CasePoints> {
    let is_answered = match case.closing {
        Closing::Signed | Closing::TimedOut => true,
        Closing::NotClosed => false,
        Closing::DecidedByAi | Closing::NoImages => return None,
    };
    if !is_answered && !is_over(session) {
        return None;
    }
    let (earned, possible) = match session.plan.design.points {
        PointRule::Rapids if case.truth.is_none() => return None,
        PointRule::Rapids => (rapids(case), 2.0),
        // What was never read earns nothing of what it could have earned.
        PointRule::Weighted if !is_answered => {
            let mut asked = session.plan.design.questions_of(case.id);
            if case.truth.is_none() && !asked.any(|question| question.scoring.is_some()) {
                return None;
            }
            (0.0, 1.0)
        }
        PointRule::Weighted => (weighted(case, questions)?, 1.0),
    };
    let factor = session.plan.design.time_factor;
    let time_factor = factor
        .zip(case_time(case))
        .map_or(1.0, |(factor, time)| time_share(factor, time));
    let awaited = |q: &&QuestionScore| matches!(q.status, QuestionStatus::Awaited(_));
    Some(CasePoints {
        earned: if is_answered {
            earned * time_factor
        } else {
            0.0
        },
        possible,
        time_factor,
        n_awaited: count(questions.iter().filter(awaited).count()),
    })
}

/// The weighted mean of the scored questions; a case without such counts its call.
fn weighted(case: &Judged<'_>, questions: &[QuestionScore]) -> Option<f64> {
    let scored = questions.iter().filter_map(|q| Some((q.weight, q.share?)));
    let weights: f64 = scored.clone().map(|(weight, _)| weight).sum();
    if weights > 0.0 {
        return Some(scored.map(|(weight, share)| weight * share).sum::<f64>() / weights);
    }
    let is_awaited = questions
        .iter()
        .any(|q| matches!(q.status, QuestionStatus::Awaited(_)));
    if is_awaited || case.mode == ReadingMode::AiExpert {
        return None;
    }
    case.truth?;
    let is_right = case.reads().is_some_and(|reads| reads.last.is_call_right);
    Some(if is_right { 1.0 } else { 0.0 })
}

/// 0 to 2: normal called normal 2; abnormal called abnormal 2 with every lesion hit and no mark beside them, 1 with some
/// lesion hit; else 0.
///
/// Source: the Royal College of Radiologists' scoring of the FRCR 2B rapid reporting session, its public page. Its
/// mapping of the sum of 30 films onto marks is not reproduced: of that only 54 of 60 as the pass is known here.
fn rapids(case: &Judged<'_>) -> f64 {
    let Some(reads) = case.reads() else {
        return 0.0;
    };
    let last = reads.last;
    match (reads.is_abnormal, last.call) {
        (false, Call::Negative) => 2.0,
        (true, Call::Positive) if last.missed.is_empty() && last.false_positives == 0 => 2.0,
        (true, Call::Positive) if !last.hit.is_empty() => 1.0,
        (false, Call::Positive) | (true, _) => 0.0,
    }
}

/// Whole up to the first time, none from the second on, a straight line between.
fn time_share(factor: TimeFactor, time: Millis) -> f64 {
    let (full, zero) = (factor.full_until.0, factor.zero_from.0);
    if time.0 <= full {
        1.0
    } else if time.0 >= zero {
        0.0
    } else {
        // Milliseconds of a case are far below 2^53.
        (zero - time.0) as f64 / (zero - full) as f64
    }
}

pub(super) fn total(cases: &[CaseAssessment]) -> PointTotal {
    let points: Vec<CasePoints> = cases.iter().filter_map(|case| case.points).collect();
    let awaited = |case: &CaseAssessment| {
        let of = case.questions.iter();
        count(
            of.filter(|q| matches!(q.status, QuestionStatus::Awaited(_)))
                .count(),
        )
    };
    PointTotal {
        earned: points.iter().map(|p| p.earned).sum(),
        possible: points.iter().map(|p| p.possible).sum(),
        share: mean_share_t95(&shares(points.iter())).ok(),
        n_cases: count(points.len()),
        n_awaited: cases.iter().map(awaited).sum(),
    }
}

fn shares<'a>(points: impl Iterator<Item = &'a CasePoints>) -> Vec<f64> {
    points.map(|p| p.earned / p.possible).collect()
}

/// The cells of the blueprint by name; on too few cases without a score.
pub(super) fn cells(design: &SessionDesign, cases: &[CaseAssessment]) -> Vec<CellScore> {
    let mut by_name: BTreeMap<&str, Vec<CasePoints>> = BTreeMap::new();
    let of_case: BTreeMap<&CaseId, CasePoints> = cases
        .iter()
        .filter_map(|case| Some((&case.case, case.points?)))
        .collect();
    for (case, cell) in &design.cells {
        let points = by_name.entry(cell).or_default();
        points.extend(of_case.get(case));
    }
    let cell = |(name, points): (&str, Vec<CasePoints>)| CellScore {
        name: name.to_owned(),
        n: count(points.len()),
        share: (points.len() >= LEAST_CELL_ITEMS)
            .then(|| mean_share_t95(&shares(points.iter())).ok())
            .flatten(),
    };
    by_name.into_iter().map(cell).collect()
}
