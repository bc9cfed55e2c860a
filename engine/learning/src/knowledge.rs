//! A knowledge test: who may sit it now, and what came of one. Asks nothing and draws nothing.

use overread_base::Seed;
use overread_scenario::{Course, ItemAnswer, StepKind, TestSpec};

use crate::event::{LearnerAct, LearnerEvent, StepId, TestRecord};

const DAY_S: u64 = 86_400;

/// Why a test cannot be sat now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestRefusal {
    /// As often as it may be sat it was begun.
    NoAttemptLeft {
        /// How often that is.
        most: u32,
    },
    /// Too early after the last attempt.
    TooEarly {
        /// From when on, seconds since 1970.
        from_unix_s: u64,
    },
}

/// The number of the next attempt at a test, from 1. An attempt counts from its beginning, so that nobody looks at the
/// questions and leaves.
///
/// # Errors
/// [`TestRefusal`].
pub fn test_seat(
    events: &[LearnerEvent],
    step: &StepId,
    spec: &TestSpec,
    now_unix_s: u64,
) -> Result<u32, TestRefusal> {
    let begun: Vec<u64> = events
        .iter()
        .filter(|event| {
            matches!(&event.act, LearnerAct::TestBegun { step: known, .. } if known == step)
        })
        .map(|event| event.at_unix_s)
        .collect();
    let n_begun = u32::try_from(begun.len()).unwrap_or(u32::MAX);
    if let Some(most) = spec.most_attempts.filter(|most| n_begun >= *most) {
        return Err(TestRefusal::NoAttemptLeft { most });
    }
    let wait_s = u64::from(spec.wait_days) * DAY_S;
    match begun.iter().max() {
        Some(last) if now_unix_s < last.saturating_add(wait_s) => Err(TestRefusal::TooEarly {
            from_unix_s: last.saturating_add(wait_s),
        }),
        Some(_) | None => Ok(n_begun + 1),
    }
}

/// What a test came to: its questions are drawn once more, and its answers are judged by the keys of the course.
///
/// `None` where the step is no test with a pass mark, or the answers are not those of its seed, in its order.
#[must_use]
pub fn test_record(
    course: &Course,
    step: &StepId,
    seed: u64,
    answers: Vec<(String, Option<ItemAnswer>)>,
    seconds: f64,
    is_time_up: bool,
) -> Option<TestRecord> {
    let module = course.module(&step.module)?;
    let StepKind::Items {
        set,
        pass_percent: Some(percent),
        test: Some(spec),
    } = &module.step(&step.step)?.kind
    else {
        return None;
    };
    let drawn = spec.drawn(module, *set, Seed(seed));
    let is_same = drawn.len() == answers.len()
        && drawn
            .iter()
            .zip(&answers)
            .all(|(item, (id, _))| item.id == *id);
    if !is_same || drawn.is_empty() || step.course != course.id {
        return None;
    }
    let points: f64 = drawn
        .iter()
        .zip(&answers)
        .filter_map(|(item, (_, answer))| Some(item.points(answer.as_ref()?)))
        .sum();
    Some(TestRecord {
        step: step.clone(),
        version: course.version.clone(),
        seed,
        share: points / drawn.len() as f64,
        cut: f64::from(*percent) / 100.0,
        answers,
        seconds,
        is_time_up,
    })
}

#[cfg(test)]
mod tests;
