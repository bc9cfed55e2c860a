//! What the AI result on screen was worth, and the answers split by it and by how hard the cases are.

use overread_scenario::{Difficulty, ErrorFamily};

use super::{Judged, first_accuracy, last_accuracy};
use crate::rubric_v1::median_time;
use crate::score::assessment::{AiState, DifficultyAccuracy, StateAccuracy};
use crate::{CaseScore, ScoreInput};

/// What it was worth; `None` where that depends on a truth that nobody knows.
pub(super) fn of(case: &Judged<'_>) -> Option<AiState> {
    if !case.is_ai_seen() {
        return Some(AiState::Without);
    }
    let planted = case.state.and_then(|state| state.planted.as_ref());
    let family = planted.filter(|record| !record.is_void);
    if let Some(family) = family.map(|record| record.kind.family()) {
        return Some(match family {
            ErrorFamily::FalsePositive => AiState::FalsePositive,
            ErrorFamily::FalseNegative => AiState::FalseNegative,
            ErrorFamily::Wrong | ErrorFamily::Report => AiState::OtherError,
            ErrorFamily::DefectA
            | ErrorFamily::DefectB
            | ErrorFamily::DefectC
            | ErrorFamily::DefectD
            | ErrorFamily::DefectE => AiState::Defect,
            ErrorFamily::Version => AiState::VersionChanged,
        });
    }
    let result = case.state.and_then(|state| state.revealed())?;
    if result.report().is_none() {
        return Some(AiState::Defect);
    }
    let is_abnormal = case.truth?.is_abnormal();
    let says = crate::rubric_v1::is_ai_positive(result);
    Some(match (says, is_abnormal) {
        (true, false) => AiState::FalsePositive,
        (false, true) => AiState::FalseNegative,
        (true, true) | (false, false) => AiState::Right,
    })
}

/// The answers by state, in a fixed order; states that no graded case has are left out.
pub(super) fn split(cases: &[Judged<'_>]) -> Vec<StateAccuracy> {
    AiState::ALL
        .into_iter()
        .filter_map(|state| {
            let of_state = || {
                let graded = cases.iter().filter(|case| case.reads().is_some());
                graded.filter(move |case| case.ai_state == Some(state))
            };
            let scores: Vec<CaseScore> = of_state().map(|case| case.score.clone()).collect();
            (!scores.is_empty()).then(|| StateAccuracy {
                state,
                first: first_accuracy(of_state()),
                last: last_accuracy(of_state()),
                median_case_time: median_time(&scores, |times| times.case),
            })
        })
        .collect()
}

/// The answers by difficulty, from the easiest.
pub(super) fn by_difficulty(input: &ScoreInput, cases: &[Judged<'_>]) -> Vec<DifficultyAccuracy> {
    [Difficulty::Easy, Difficulty::Medium, Difficulty::Hard]
        .into_iter()
        .filter_map(|difficulty| {
            let of_level = || {
                let graded = cases.iter().filter(|case| case.reads().is_some());
                graded.filter(move |case| input.difficulty.get(case.id) == Some(&difficulty))
            };
            of_level().next().map(|_| DifficultyAccuracy {
                difficulty,
                first: first_accuracy(of_level()),
                last: last_accuracy(of_level()),
            })
        })
        .collect()
}
