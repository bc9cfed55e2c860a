//! Answers to questions against their keys: every scoring function gives 0 to 1.

use std::collections::BTreeMap;

use overread_base::AiResult;
use overread_scenario::{
    AnswerValue, AskedWhen, Branch, Question, QuestionId, QuestionKind, Scoring,
};

use super::branch::{is_about_ai, is_asked};
use super::calibration::is_ai_right;
use super::{Judged, expert};
use crate::grade::{Graded, graded};
use crate::policy::answers::length_mm;
use crate::rubric_v1::count;
use crate::score::assessment::{QuestionScore, QuestionStatus};
use crate::{ScoreInput, Session};

/// What two numbers may lie farther apart by rounding alone.
const ROUNDING: f64 = 1e-9;

/// The scored questions of a case; those that the right answers do not lead to are left out, so that a wrong turn costs
/// the questions behind it and takes none away.
pub(super) fn scores(
    session: &Session,
    input: &ScoreInput,
    case: &Judged<'_>,
) -> Vec<QuestionScore> {
    let is_open = super::is_over(session) && case.closing == crate::Closing::NotClosed;
    if !case.is_answered() && !is_open {
        return Vec::new();
    }
    let has_first = case.state.is_some_and(|state| state.first.is_some());
    let first: Answers<'_> = by_question(session.first_answers(case.id));
    let last: Answers<'_> = by_question(session.final_answers(case.id));
    let right_path = |id: &QuestionId| input.key(case.id, id).or_else(|| last.get(id).copied());
    let mut led_to: Vec<&QuestionId> = Vec::new();
    let mut scores = Vec::new();
    for question in session.plan.design.questions_of(case.id) {
        let is_led_to = |branch: &Branch| led_to.contains(&&branch.question);
        if !question.branch.as_ref().is_none_or(is_led_to) || !is_asked(question, right_path) {
            continue;
        }
        led_to.push(&question.id);
        let Some(scoring) = &question.scoring else {
            continue;
        };
        let about_ai = is_about_ai(&question.kind);
        let before_ai =
            question.asked == AskedWhen::First || matches!(question.kind, QuestionKind::AiForecast);
        // Such a question was never put: no result came on screen, or nothing was locked or kept before one did.
        if (about_ai && !case.is_ai_seen()) || (before_ai && !has_first) {
            continue;
        }
        let judge = |answers: &Answers<'_>| {
            let value = answers.get(&question.id).copied();
            judged(session, input, case, question, scoring, value)
        };
        let is_asked_first = has_first && question.asked != AskedWhen::Final && !about_ai;
        let (share, status) = judge(if before_ai { &first } else { &last });
        scores.push(QuestionScore {
            question: question.id.clone(),
            weight: question.weight,
            first: is_asked_first.then(|| judge(&first).0).flatten(),
            share,
            status,
        });
    }
    scores
}

/// Answers that count, by question.
type Answers<'a> = BTreeMap<&'a QuestionId, &'a AnswerValue>;

fn by_question<'a>(answers: Vec<(&'a Question, &'a AnswerValue)>) -> Answers<'a> {
    let by = |(question, value): (&'a Question, &'a AnswerValue)| (&question.id, value);
    answers.into_iter().map(by).collect()
}

fn judged(
    session: &Session,
    input: &ScoreInput,
    case: &Judged<'_>,
    question: &Question,
    scoring: &Scoring,
    value: Option<&AnswerValue>,
) -> (Option<f64>, QuestionStatus) {
    let scored = |share: f64| (Some(share), QuestionStatus::Scored);
    let no_key = (None, QuestionStatus::NoKey);
    match scoring {
        Scoring::Rubric {
            n_graders,
            most_apart,
        } => {
            let grades = input.grades_of(case.id, &question.id);
            match (value, graded(&grades, *n_graders, *most_apart)) {
                (None, _) => (Some(0.0), QuestionStatus::Unanswered),
                (Some(_), Graded::Share(share)) => scored(share),
                (Some(_), Graded::Awaited(n)) => (None, QuestionStatus::Awaited(n)),
            }
        }
        Scoring::Brier => match (came_true(case, question), value) {
            (None, _) => no_key,
            (Some(_), None) => (Some(0.0), QuestionStatus::Unanswered),
            (Some(came_true), Some(value)) => {
                percent(value).map_or(no_key, |p| scored(forecast_share(p, came_true)))
            }
        },
        Scoring::Exact
        | Scoring::PartialSet
        | Scoring::OrdinalDistance { .. }
        | Scoring::Tolerance { .. }
        | Scoring::Overlap { .. } => {
            let Some(key) = key_of(session, input, case, question) else {
                return no_key;
            };
            let Some(value) = value else {
                return (Some(0.0), QuestionStatus::Unanswered);
            };
            let levels = levels(session, question);
            share(scoring, &question.kind, value, &key, &levels).map_or(no_key, scored)
        }
    }
}

/// The author's key, else what truth and planted error give for questions about the AI result.
fn key_of(
    session: &Session,
    input: &ScoreInput,
    case: &Judged<'_>,
    question: &Question,
) -> Option<AnswerValue> {
    if let Some(key) = input.key(case.id, &question.id) {
        return Some(key.clone());
    }
    let result: &AiResult = case.state?.revealed()?;
    let planted = super::service::planted_kind(case);
    let rule = session.plan.hit_rule;
    let word = expert::key_of(&question.kind, result, case.truth, planted, rule)?;
    Some(AnswerValue::Code(word.to_owned()))
}

/// What a forecast is held against: of the AI whether it was right, of the reader whether the own call was.
fn came_true(case: &Judged<'_>, question: &Question) -> Option<bool> {
    if matches!(question.kind, QuestionKind::AiForecast) {
        return is_ai_right(case);
    }
    let reads = case.reads()?;
    Some(match question.asked {
        AskedWhen::First => reads.first.is_call_right,
        AskedWhen::Both | AskedWhen::Final => reads.last.is_call_right,
    })
}

/// The order of a question's answers, from the lowest.
fn levels(session: &Session, question: &Question) -> Vec<String> {
    match &question.kind {
        QuestionKind::Urgency => ["routine", "urgent", "stat"].map(str::to_owned).to_vec(),
        QuestionKind::Likert { steps, .. } => (1..=*steps).map(|step| step.to_string()).collect(),
        QuestionKind::Choice(_)
        | QuestionKind::MultiChoice(_)
        | QuestionKind::Scale(_)
        | QuestionKind::RegionGrid(_)
        | QuestionKind::Number { .. }
        | QuestionKind::Caliper
        | QuestionKind::Text { .. }
        | QuestionKind::AiVerdict
        | QuestionKind::Defect
        | QuestionKind::AiForecast
        | QuestionKind::Confidence
        | QuestionKind::Interpretation
        | QuestionKind::Localisation => {
            let choices = session.plan.design.choices_of(question);
            choices.iter().map(|choice| choice.code.clone()).collect()
        }
    }
}

/// How far an answer meets its key, 0 to 1; `None` where the two are of different kinds, or the scoring is not for them.
pub(crate) fn share(
    scoring: &Scoring,
    kind: &QuestionKind,
    value: &AnswerValue,
    key: &AnswerValue,
    levels: &[String],
) -> Option<f64> {
    let whole = |is_right: bool| if is_right { 1.0 } else { 0.0 };
    match scoring {
        Scoring::Exact => match (value, key) {
            (AnswerValue::Code(value), AnswerValue::Code(key)) => {
                Some(if matches!(kind, QuestionKind::Defect) {
                    expert::defect_score(value, key)
                } else {
                    whole(value == key)
                })
            }
            (AnswerValue::Codes(value), AnswerValue::Codes(key)) => Some(whole(value == key)),
            (AnswerValue::Percent(value), AnswerValue::Percent(key)) => Some(whole(value == key)),
            (AnswerValue::Text(value), AnswerValue::Text(key)) => {
                let plain = |text: &str| text.trim().to_lowercase();
                Some(whole(plain(value) == plain(key)))
            }
            (value, key) => within(value, key, 0.0),
        },
        Scoring::Tolerance { absolute, percent } => {
            let of_key = |p: f64| Some(length_mm(key)?.abs() * p / 100.0);
            let relative = percent.and_then(of_key).unwrap_or(0.0);
            within(value, key, absolute.unwrap_or(0.0).max(relative))
        }
        Scoring::OrdinalDistance { zero_at } => {
            let rank = |value: &AnswerValue| match value {
                AnswerValue::Code(code) => levels.iter().position(|level| level == code),
                AnswerValue::Codes(_)
                | AnswerValue::Number(_)
                | AnswerValue::Percent(_)
                | AnswerValue::Text(_)
                | AnswerValue::Caliper { .. } => None,
            };
            let distance = f64::from(count(rank(value)?.abs_diff(rank(key)?)));
            Some((1.0 - distance / f64::from((*zero_at).max(1))).max(0.0))
        }
        Scoring::PartialSet => {
            let (shared, only_value, n_key) = sets(value, key)?;
            Some(match (n_key, only_value) {
                (0, 0) => 1.0,
                (0, _) => 0.0,
                (_, _) => ((shared - f64::from(only_value)) / f64::from(n_key)).max(0.0),
            })
        }
        Scoring::Overlap { is_dice, least } => {
            let (shared, only_value, n_key) = sets(value, key)?;
            let (only_value, n_key) = (f64::from(only_value), f64::from(n_key));
            let overlap = match (only_value + n_key == 0.0, *is_dice) {
                (true, _) => 1.0,
                (false, true) => 2.0 * shared / (shared + only_value + n_key),
                (false, false) => shared / (only_value + n_key),
            };
            Some(if overlap >= *least { overlap } else { 0.0 })
        }
        Scoring::Brier | Scoring::Rubric { .. } => None,
    }
}

/// 1 - (p - y)².
fn forecast_share(p: f64, came_true: bool) -> f64 {
    let y = if came_true { 1.0 } else { 0.0 };
    1.0 - (p - y) * (p - y)
}

fn percent(value: &AnswerValue) -> Option<f64> {
    match value {
        AnswerValue::Percent(percent) => Some(f64::from(*percent) / 100.0),
        AnswerValue::Code(_)
        | AnswerValue::Codes(_)
        | AnswerValue::Number(_)
        | AnswerValue::Text(_)
        | AnswerValue::Caliper { .. } => None,
    }
}

/// 1 where two numbers or lengths lie no farther apart than `tolerance`, else 0.
fn within(value: &AnswerValue, key: &AnswerValue, tolerance: f64) -> Option<f64> {
    let apart = (length_mm(value)? - length_mm(key)?).abs();
    // 8.4 lies 0.3 from 8.1, which computes to a little more.
    Some(if apart <= tolerance + ROUNDING {
        1.0
    } else {
        0.0
    })
}

/// (codes in both, codes of the answer alone, codes of the key).
fn sets(value: &AnswerValue, key: &AnswerValue) -> Option<(f64, u32, u32)> {
    match (value, key) {
        (AnswerValue::Codes(value), AnswerValue::Codes(key)) => {
            let shared = value.iter().filter(|code| key.contains(code)).count();
            let only_value = value.len() - shared;
            Some((
                f64::from(count(shared)),
                count(only_value),
                count(key.len()),
            ))
        }
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests;
