//! Answers to questions in words, and the options that a question offers. No widgets.

use std::collections::BTreeMap;

use overread_scenario::{AiErrorKind, AnswerValue, Question, QuestionKind, Scale};

use crate::ai_error_text::{CLASSES, kind_word};
use crate::finding_text::plain;
use crate::words::{Word, Words};

/// One option as it stands on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) code: String,
    pub(crate) text: String,
}

impl Offered {
    fn of(words: &Words, (code, word): (&str, Word)) -> Self {
        Self {
            code: code.to_owned(),
            text: words.text(word),
        }
    }

    /// The code with its words, e.g. `4A  raised suspicion`; once where they are the same, or begin with it.
    #[must_use]
    pub(crate) fn with_code(&self) -> String {
        let begins = self.text.strip_prefix(&self.code);
        if begins.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
            self.text.clone()
        } else {
            format!("{}  {}", self.code, self.text)
        }
    }
}

const URGENCIES: [(&str, Word); 3] = [
    ("routine", Word::UrgencyRoutine),
    ("urgent", Word::UrgencyUrgent),
    ("stat", Word::UrgencyStat),
];

const VERDICTS: [(&str, Word); 5] = [
    ("accepted", Word::VerdictAccepted),
    ("modified", Word::VerdictModified),
    ("rejected", Word::VerdictRejected),
    ("supplemented", Word::VerdictSupplemented),
    ("not-assessed", Word::VerdictNotAssessed),
];

const AXIS: [(&str, Word); 4] = [
    ("full", Word::AxisFull),
    ("partial", Word::AxisPartial),
    ("false-positive", Word::AxisFalsePositive),
    ("false-negative", Word::AxisFalseNegative),
];

/// The code for "no technical defect".
pub(crate) const NO_DEFECT: &str = "none";

/// What a question offers to choose from; empty for questions with other answers, and for a scale that is not known.
#[must_use]
pub(crate) fn offered(
    words: &Words,
    scales: &BTreeMap<String, Scale>,
    kind: &QuestionKind,
) -> Vec<Offered> {
    let own = |choices: &[overread_scenario::Choice]| -> Vec<Offered> {
        let one = |choice: &overread_scenario::Choice| {
            let text = plain(words.pick(&choice.text));
            Offered {
                text: if text.is_empty() {
                    choice.code.clone()
                } else {
                    text
                },
                code: choice.code.clone(),
            }
        };
        choices.iter().map(one).collect()
    };
    let built_in = |of: &[(&str, Word)]| -> Vec<Offered> {
        of.iter().map(|&one| Offered::of(words, one)).collect()
    };
    match kind {
        QuestionKind::Choice(choices)
        | QuestionKind::MultiChoice(choices)
        | QuestionKind::RegionGrid(choices) => own(choices),
        QuestionKind::Scale(id) => scales
            .get(id)
            .map_or_else(Vec::new, |scale| own(&scale.levels)),
        QuestionKind::Urgency => built_in(&URGENCIES),
        QuestionKind::AiVerdict => built_in(&VERDICTS),
        QuestionKind::Interpretation | QuestionKind::Localisation => built_in(&AXIS),
        QuestionKind::Defect => {
            let classes = CLASSES
                .iter()
                .map(|&(letter, _, word)| Offered::of(words, (letter, word)));
            let none = Offered::of(words, (NO_DEFECT, Word::DefectNone));
            let kinds = AiErrorKind::ALL
                .iter()
                .filter(|kind| kind.family().is_defect());
            let kinds = kinds.map(|&kind| Offered::of(words, (kind.word(), kind_word(kind))));
            std::iter::once(none).chain(classes).chain(kinds).collect()
        }
        QuestionKind::Likert { steps, .. } => {
            let step = |step: u8| Offered {
                code: step.to_string(),
                text: step.to_string(),
            };
            (1..=*steps).map(step).collect()
        }
        QuestionKind::Number { .. }
        | QuestionKind::Caliper
        | QuestionKind::Text { .. }
        | QuestionKind::AiForecast
        | QuestionKind::Confidence => Vec::new(),
    }
}

/// A unit for people.
#[must_use]
pub(crate) fn unit(words: &Words, ucum: &str) -> String {
    match ucum {
        "mm" => words.text(Word::UnitMm),
        "mm2" => words.text(Word::UnitMm2),
        "mm3" => words.text(Word::UnitMm3),
        "mL" | "ml" => words.text(Word::UnitMl),
        "[hnsf'U]" => "HU".to_owned(),
        "1" => String::new(),
        score if is_annotation(score) => String::new(),
        other => plain(other),
    }
}

/// Whether a unit is nothing but an annotation, as of a score: `{score}`.
#[must_use]
pub(crate) fn is_annotation(ucum: &str) -> bool {
    ucum.starts_with('{') && ucum.ends_with('}')
}

/// A number as a reader would write it: no more decimals than it has, the language's decimal sign.
#[must_use]
pub(crate) fn number(words: &Words, value: f64) -> String {
    const MOST_DECIMALS: usize = 4;
    let text = words.number(value, MOST_DECIMALS);
    if text.contains(['.', ',']) {
        text.trim_end_matches('0')
            .trim_end_matches(['.', ','])
            .to_owned()
    } else {
        text
    }
}

/// The length of a measurement, mm.
#[must_use]
pub(crate) fn length_mm(ends: &[overread_base::Vec3; 2]) -> f64 {
    ends[0].distance(ends[1])
}

/// An answer in words.
#[must_use]
pub(crate) fn answer(
    words: &Words,
    scales: &BTreeMap<String, Scale>,
    question: &Question,
    value: &AnswerValue,
) -> String {
    let options = offered(words, scales, &question.kind);
    let named = |code: &String| {
        let found = options.iter().find(|option| option.code == *code);
        match (&question.kind, found) {
            (QuestionKind::Scale(_), Some(option)) => option.with_code(),
            (_, Some(option)) => option.text.clone(),
            (_, None) => plain(code),
        }
    };
    match value {
        AnswerValue::Code(code) => named(code),
        AnswerValue::Codes(codes) if codes.is_empty() => words.text(Word::QuestionNone),
        AnswerValue::Codes(codes) => codes.iter().map(named).collect::<Vec<_>>().join(", "),
        AnswerValue::Number(value) => {
            let unit = if let QuestionKind::Number { ucum, .. } = &question.kind {
                unit(words, ucum)
            } else {
                String::new()
            };
            format!("{} {unit}", number(words, *value))
                .trim_end()
                .to_owned()
        }
        AnswerValue::Percent(percent) => format!("{percent} %"),
        AnswerValue::Text(text) => plain(text),
        AnswerValue::Caliper { ends, .. } => words.with(
            Word::QuestionMeasured,
            &[("length", words.number(length_mm(ends), 1).into())],
        ),
    }
}

#[cfg(test)]
mod tests;
