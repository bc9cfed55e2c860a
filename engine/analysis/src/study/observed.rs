//! Observations of sessions become reads of a study.

use overread_exam::{Call, Observation, ReadPhase};
use overread_scenario::{AnswerValue, QuestionId};

use super::{Advice, Answer, Condition, Read, ReadMark};

/// Where an observation comes from.
#[derive(Debug, Clone, Copy)]
pub struct Sitting<'a> {
    /// The session.
    pub session: &'a str,
    /// The scenario.
    pub scenario: &'a str,
    /// When it began, seconds since 1970.
    pub started_unix_s: u64,
    /// Who read.
    pub reader: &'a str,
}

/// One observation as a read.
///
/// `keys` gives the right answer to a question of the case, `shares` what the first and the final answer are worth, 0 to 1,
/// `units` the unit of a question's number in UCUM.
#[must_use]
pub fn read_of<'k>(
    sitting: Sitting<'_>,
    row: &Observation,
    keys: impl Fn(&QuestionId) -> Option<&'k AnswerValue>,
    shares: impl Fn(&QuestionId) -> Option<[Option<f64>; 2]>,
    units: impl Fn(&QuestionId) -> Option<&'k str>,
) -> Read {
    let share = |question: &QuestionId| {
        let [first, last] = shares(question)?;
        match row.phase {
            ReadPhase::First => first,
            ReadPhase::Final => last,
        }
    };
    let answers = row.answers.iter().map(|(question, value)| Answer {
        question: question.to_string(),
        number: number(value),
        unit: units(question).map(str::to_owned),
        key: keys(question).and_then(number),
        share: share(question),
    });
    let marks = row.marks.iter().map(|mark| ReadMark {
        rating: f64::from(mark.rating),
        lesion: mark.lesion.as_ref().map(ToString::to_string),
    });
    Read {
        session: sitting.session.to_owned(),
        scenario: sitting.scenario.to_owned(),
        started_unix_s: sitting.started_unix_s,
        reader: sitting.reader.to_owned(),
        case: row.case.to_string(),
        condition: Condition {
            mode: row.mode,
            phase: row.phase,
        },
        truth: row.truth,
        rating: row.rating.map(f64::from),
        call: row.call.map(is_positive),
        marks: marks.collect(),
        n_missed: row.missed.len(),
        time_ms: row.time.map(|time| time.0 as f64),
        advice: row.ai.as_ref().map(|ai| Advice {
            call: ai.call.map(is_positive),
        }),
        answers: answers.collect(),
    }
}

fn is_positive(call: Call) -> bool {
    match call {
        Call::Positive => true,
        Call::Negative => false,
    }
}

/// An answer as a number: a measured length in mm, or a number in the question's unit.
#[must_use]
pub fn number(value: &AnswerValue) -> Option<f64> {
    match value {
        AnswerValue::Number(number) => Some(*number),
        AnswerValue::Caliper { ends: [a, b], .. } => Some(a.distance(*b)),
        AnswerValue::Code(_)
        | AnswerValue::Codes(_)
        | AnswerValue::Percent(_)
        | AnswerValue::Text(_) => None,
    }
}
