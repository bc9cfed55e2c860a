//! Measured values: against the right ones under each condition, and with AI against without.

use std::collections::BTreeSet;

use overread_stats::{LimitsOfAgreement, NotEstimable, limits_of_agreement95};

use super::paired::common;
use crate::study::{Read, Study};

/// What measured values are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MeasuredAgainst {
    /// The right value, under one condition.
    Truth {
        /// Under what the values were measured.
        condition: usize,
    },
    /// The same reader's value without AI.
    WithoutAi,
}

/// Two values of one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeasuredPair {
    /// Who measured.
    pub reader: usize,
    /// In which case.
    pub case: usize,
    /// What was measured; with AI where that is held against without.
    pub measured: f64,
    /// What it is held against.
    pub reference: f64,
}

/// All values of one question against one reference.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The question.
    pub question: String,
    /// What the values are held against.
    pub against: MeasuredAgainst,
    /// Their unit in UCUM, e.g. `mm`; `None` where it is not known.
    pub unit: Option<String>,
    /// The pairs, by reader and case.
    pub pairs: Vec<MeasuredPair>,
    /// Bias and limits of agreement of measured less reference.
    pub limits: Result<LimitsOfAgreement, NotEstimable>,
}

pub(super) fn all(study: &Study, compared: Option<[usize; 2]>) -> Vec<Measurement> {
    let mut found = Vec::new();
    for (question, unit) in questions(study) {
        for condition in 0..study.conditions().len() {
            let against = MeasuredAgainst::Truth { condition };
            push(&mut found, (&question, unit.as_deref()), against, {
                (0..study.readers().len())
                    .flat_map(|reader| {
                        study
                            .of_reader(condition, reader)
                            .filter_map(|(case, read)| {
                                let answer = answer(read, &question, unit.as_deref())?;
                                Some(MeasuredPair {
                                    reader,
                                    case,
                                    measured: answer.0,
                                    reference: answer.1?,
                                })
                            })
                            .collect::<Vec<_>>()
                    })
                    .collect()
            });
        }
        let Some(pair) = compared else { continue };
        let twice = (0..study.readers().len()).flat_map(|reader| {
            common(study, pair, reader)
                .filter_map(|(case, [without, with])| {
                    Some(MeasuredPair {
                        reader,
                        case,
                        measured: answer(with, &question, unit.as_deref())?.0,
                        reference: answer(without, &question, unit.as_deref())?.0,
                    })
                })
                .collect::<Vec<_>>()
        });
        push(
            &mut found,
            (&question, unit.as_deref()),
            MeasuredAgainst::WithoutAi,
            twice.collect(),
        );
    }
    found
}

fn push(
    found: &mut Vec<Measurement>,
    (question, unit): (&str, Option<&str>),
    against: MeasuredAgainst,
    pairs: Vec<MeasuredPair>,
) {
    if pairs.is_empty() {
        return;
    }
    let values: Vec<[f64; 2]> = pairs
        .iter()
        .map(|pair| [pair.measured, pair.reference])
        .collect();
    found.push(Measurement {
        question: question.to_owned(),
        against,
        unit: unit.map(str::to_owned),
        limits: limits_of_agreement95(&values),
        pairs,
    });
}

/// The questions that were answered by a number, and the unit of it.
fn questions(study: &Study) -> BTreeSet<(String, Option<String>)> {
    let mut questions = BTreeSet::new();
    for condition in 0..study.conditions().len() {
        for reader in 0..study.readers().len() {
            for (_, read) in study.of_reader(condition, reader) {
                let numbers = read.answers.iter().filter(|a| a.number.is_some());
                questions
                    .extend(numbers.map(|answer| (answer.question.clone(), answer.unit.clone())));
            }
        }
    }
    questions
}

/// The number that was answered in that unit, and the right one: two scenarios may ask the same in mm and in cm.
fn answer(read: &Read, question: &str, unit: Option<&str>) -> Option<(f64, Option<f64>)> {
    let mut answers = read.answers.iter();
    let answer =
        answers.find(|answer| answer.question == question && answer.unit.as_deref() == unit)?;
    Some((answer.number?, answer.key))
}
