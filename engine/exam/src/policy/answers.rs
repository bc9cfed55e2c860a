//! What scripted readers answer to questions: the right answer as often as they are right, else a wrong one of its kind.

use std::collections::BTreeMap;

use overread_base::{AiResult, Vec3};
use overread_scenario::{AnswerValue, AskedWhen, Choice, Question, QuestionId, QuestionKind};

use super::{Policy, PolicyCase, SEEN_SHARE};
use crate::rubric_v2::branch::{is_about_ai, is_asked};
use crate::rubric_v2::expert::key_of;
use crate::{Command, ReadPhase};

const URGENCIES: [&str; 3] = ["routine", "urgent", "stat"];
const VERDICTS: [&str; 5] = [
    "accepted",
    "modified",
    "rejected",
    "supplemented",
    "not-assessed",
];
const AGREEMENTS: [&str; 4] = ["full", "partial", "false-positive", "false-negative"];
const DEFECTS: [&str; 6] = ["none", "a", "b", "c", "d", "e"];

impl Policy {
    /// The commands that answer the questions of a phase, those that a branch rule leaves out left out.
    ///
    /// `result` is the AI result as far as it is on screen. Modes without a first answer have the final phase only.
    #[must_use]
    pub fn answers(
        self,
        case: &PolicyCase<'_>,
        phase: ReadPhase,
        result: Option<&AiResult>,
    ) -> Vec<Command> {
        let mut given: BTreeMap<&QuestionId, AnswerValue> = BTreeMap::new();
        let mut commands = Vec::new();
        for question in case.design.questions_of(case.case) {
            let is_forecast = matches!(question.kind, QuestionKind::AiForecast);
            let is_now = match question.asked {
                AskedWhen::Both if is_forecast => phase == ReadPhase::First,
                AskedWhen::Both => result.is_some() || !is_about_ai(&question.kind),
                AskedWhen::First => phase == ReadPhase::First,
                AskedWhen::Final => phase == ReadPhase::Final,
            };
            if is_now
                && is_asked(question, |id| given.get(id))
                && let Some(value) = self.answer_to(case, question, result)
            {
                given.insert(&question.id, value.clone());
                commands.push(Command::Answer {
                    question: question.id.clone(),
                    value,
                });
            }
        }
        commands
    }

    /// The answer to one question; `None` where there is nothing to choose from.
    #[must_use]
    pub fn answer_to(
        self,
        case: &PolicyCase<'_>,
        question: &Question,
        result: Option<&AiResult>,
    ) -> Option<AnswerValue> {
        let known = case.key.iter().find(|(id, _)| *id == question.id);
        let computed = || {
            let result = result?;
            let of = |kind| key_of(kind, result, case.truth, case.planted, case.hit_rule);
            of(&question.kind).map(|word| AnswerValue::Code(word.to_owned()))
        };
        let key = known.map(|(_, key)| key.clone()).or_else(computed);
        let dice = case.seed.child("answer").child(question.id.as_str());
        let is_right = match self {
            Self::Model(model) if matches!(question.kind, QuestionKind::Defect) => {
                case.planted.is_none() || model.sees_defect(case)
            }
            Self::Perfect => true,
            Self::IgnoresAi => dice.rng().unit() < SEEN_SHARE,
            Self::FollowsAi | Self::Coin => dice.rng().unit() < 0.5,
            Self::Model(model) => dice.rng().unit() < model.accuracy(case),
        };
        match key {
            Some(key) if is_right => right(case, question, key),
            Some(key) => wrong(case, question, &key),
            None => Some(match (self, &question.kind) {
                (Self::Model(model), QuestionKind::AiForecast) => percent(model.follows_ai),
                _ => any(case, question)?,
            }),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100"
)]
fn percent(share: f64) -> AnswerValue {
    AnswerValue::Percent((share * 100.0).round().clamp(0.0, 100.0) as u8)
}

/// The key as an answer: a length is measured in the images.
fn right(case: &PolicyCase<'_>, question: &Question, key: AnswerValue) -> Option<AnswerValue> {
    match (&question.kind, &key) {
        (QuestionKind::Caliper, AnswerValue::Number(mm)) => Some(caliper(case, *mm)),
        _ => Some(key),
    }
}

/// A measured length along x in the middle of the images.
fn caliper(case: &PolicyCase<'_>, mm: f64) -> AnswerValue {
    let middle = (case.bounds.0 + case.bounds.1) * 0.5;
    let half = Vec3::new(mm * 0.5, 0.0, 0.0);
    AnswerValue::Caliper {
        series: case.series.clone(),
        ends: [middle - half, middle + half],
    }
}

/// An answer of the question's kind that is not the key; the first that differs, so that it is equal on every run.
fn wrong(case: &PolicyCase<'_>, question: &Question, key: &AnswerValue) -> Option<AnswerValue> {
    let other = |words: &[&str]| {
        let differs = |word: &&&str| *key != AnswerValue::Code((**word).to_owned());
        words
            .iter()
            .find(differs)
            .map(|word| AnswerValue::Code((*word).to_owned()))
    };
    let choices: &[Choice] = case.design.choices_of(question);
    match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
            let codes: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
            other(&codes)
        }
        QuestionKind::MultiChoice(_) | QuestionKind::RegionGrid(_) => {
            let chosen = if let AnswerValue::Codes(codes) = key {
                codes.as_slice()
            } else {
                &[]
            };
            let mut codes: Vec<String> = choices.iter().map(|c| c.code.clone()).collect();
            codes.retain(|code| !chosen.contains(code));
            codes.sort();
            Some(AnswerValue::Codes(codes))
        }
        QuestionKind::Number {
            least, greatest, ..
        } => {
            let key = length_mm(key).unwrap_or(*least);
            let is_low = key - least < greatest - key;
            Some(AnswerValue::Number(if is_low { *greatest } else { *least }))
        }
        QuestionKind::Caliper => Some(caliper(case, length_mm(key).unwrap_or(0.0) * 2.0 + 10.0)),
        QuestionKind::Text { .. } => any(case, question),
        QuestionKind::Urgency => other(&URGENCIES),
        QuestionKind::AiVerdict => other(&VERDICTS),
        QuestionKind::Defect => other(&DEFECTS),
        QuestionKind::Interpretation | QuestionKind::Localisation => other(&AGREEMENTS),
        QuestionKind::AiForecast | QuestionKind::Confidence => {
            let is_low = matches!(key, AnswerValue::Percent(right) if *right < 50);
            Some(AnswerValue::Percent(if is_low { 100 } else { 0 }))
        }
        QuestionKind::Likert { steps, .. } => {
            let steps: Vec<String> = (1..=*steps).map(|step| step.to_string()).collect();
            let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
            other(&steps)
        }
    }
}

/// An answer that the question takes, where nothing says which is right.
fn any(case: &PolicyCase<'_>, question: &Question) -> Option<AnswerValue> {
    let code = |word: &str| AnswerValue::Code(word.to_owned());
    match &question.kind {
        QuestionKind::Choice(_) | QuestionKind::Scale(_) => {
            let first = case.design.choices_of(question).first()?;
            Some(code(&first.code))
        }
        QuestionKind::MultiChoice(_) | QuestionKind::RegionGrid(_) => {
            Some(AnswerValue::Codes(Vec::new()))
        }
        QuestionKind::Number { least, .. } => Some(AnswerValue::Number(*least)),
        QuestionKind::Caliper => Some(caliper(case, 10.0)),
        QuestionKind::Text { most_chars } => {
            let most = usize::try_from(*most_chars).unwrap_or(usize::MAX);
            let text = "Scripted reader.".chars().take(most).collect();
            Some(AnswerValue::Text(text))
        }
        QuestionKind::Urgency => Some(code("routine")),
        QuestionKind::AiVerdict => Some(code("not-assessed")),
        QuestionKind::Defect => Some(code("none")),
        QuestionKind::Interpretation | QuestionKind::Localisation => Some(code("full")),
        QuestionKind::AiForecast | QuestionKind::Confidence => Some(AnswerValue::Percent(50)),
        QuestionKind::Likert { steps, .. } => Some(code(&(steps / 2 + 1).to_string())),
    }
}

/// The length of a caliper or a number, mm.
pub(crate) fn length_mm(value: &AnswerValue) -> Option<f64> {
    match value {
        AnswerValue::Number(mm) => Some(*mm),
        AnswerValue::Caliper { ends, .. } => Some(ends[0].distance(ends[1])),
        AnswerValue::Code(_)
        | AnswerValue::Codes(_)
        | AnswerValue::Percent(_)
        | AnswerValue::Text(_) => None,
    }
}
