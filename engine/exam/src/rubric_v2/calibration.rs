//! Ratings against the truth, and forecasts of the AI against whether it was right.

use overread_scenario::{AnswerValue, QuestionKind};
use overread_stats::Calibration;

use super::Judged;
use crate::score::assessment::{AiState, Calibrations};
use crate::{ReadScore, Session};

/// Bins of the calibration error.
const N_BINS: u32 = 10;

pub(super) fn of(session: &Session, cases: &[Judged<'_>]) -> Calibrations {
    let rated = |read: &ReadScore| read.rating.map(|rating| f64::from(rating) / 100.0);
    let first: Vec<(f64, bool)> = cases
        .iter()
        .filter(|case| case.is_first_own)
        .filter_map(Judged::reads)
        .filter_map(|reads| Some((rated(reads.first)?, reads.is_abnormal)))
        .collect();
    let last: Vec<(f64, bool)> = cases
        .iter()
        .filter_map(Judged::reads)
        .filter_map(|reads| Some((rated(reads.last)?, reads.is_abnormal)))
        .collect();
    let forecast: Vec<(f64, bool)> = cases
        .iter()
        .filter_map(|case| Some((forecast(session, case)?, is_ai_right(case)?)))
        .collect();
    Calibrations {
        first: Calibration::of(&first, N_BINS).ok(),
        last: Calibration::of(&last, N_BINS).ok(),
        forecast: Calibration::of(&forecast, N_BINS).ok(),
    }
}

/// Whether the AI result that came on screen was right; `None` where none came, or nobody knows.
pub(super) fn is_ai_right(case: &Judged<'_>) -> Option<bool> {
    match case.ai_state? {
        AiState::Without => None,
        AiState::Right => Some(true),
        AiState::FalsePositive
        | AiState::FalseNegative
        | AiState::OtherError
        | AiState::Defect
        | AiState::VersionChanged => Some(false),
    }
}

/// The forecast that the AI will be right, 0 to 1.
fn forecast(session: &Session, case: &Judged<'_>) -> Option<f64> {
    let answers = session.first_answers(case.id).into_iter();
    let mut forecasts = answers.filter(|(q, _)| matches!(q.kind, QuestionKind::AiForecast));
    match forecasts.next()?.1 {
        AnswerValue::Percent(percent) => Some(f64::from(*percent) / 100.0),
        AnswerValue::Code(_)
        | AnswerValue::Codes(_)
        | AnswerValue::Number(_)
        | AnswerValue::Text(_)
        | AnswerValue::Caliper { .. } => None,
    }
}
