//! Cases and questions as items of a test that readers took: how hard each is, how well it separates, how reliable all are.

use std::collections::BTreeMap;

use overread_stats::{
    Counted, ItemStatistics, NotEstimable, Responses, alpha_feldt95, item_statistics,
    measurement_error, proportion_wilson95,
};

use super::{Estimated, TOO_LARGE, too_few};
use crate::study::Study;

/// What the items of a set are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemSubject {
    /// The calls of cases of known truth: right or wrong.
    Calls,
    /// The scored questions of cases: full marks or not; reliability from the marks themselves.
    Questions,
}

/// One item.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyItem {
    /// The case.
    pub case: usize,
    /// The question, where it is one.
    pub question: Option<String>,
    /// The share of right answers.
    pub difficulty: Estimated,
    /// How well it separates readers, where everybody answered everything.
    pub statistics: Option<ItemStatistics>,
}

/// The items of one kind under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemSet {
    /// What they are.
    pub subject: ItemSubject,
    /// Under what they were answered.
    pub condition: usize,
    /// Readers that answered any.
    pub n_takers: usize,
    /// The items, in the order of cases.
    pub items: Vec<StudyItem>,
    /// Why items have no figures of how they separate; `None` where they have.
    pub no_statistics: Option<NotEstimable>,
    /// Cronbach's alpha; KR-20 of right and wrong answers.
    pub alpha: Estimated,
    /// The standard error of measurement of a reader's sum, in items.
    pub measurement_error: Result<f64, NotEstimable>,
}

/// Readers times items, beyond which reliability is not computed.
const MOST_CELLS: usize = 4_000_000;

pub(super) fn all(study: &Study, compared: Option<[usize; 2]>) -> Vec<ItemSet> {
    let conditions: Vec<usize> = match compared {
        Some(pair) => pair.into(),
        None => (0..study.conditions().len()).collect(),
    };
    let subjects = [ItemSubject::Calls, ItemSubject::Questions];
    subjects
        .into_iter()
        .flat_map(|subject| conditions.iter().map(move |c| (subject, *c)))
        .filter_map(|(subject, condition)| of(study, subject, condition))
        .collect()
}

/// Answers to one item: reader and what it was worth.
type Answers = Vec<(usize, f64)>;

fn of(study: &Study, subject: ItemSubject, condition: usize) -> Option<ItemSet> {
    let mut items: BTreeMap<(usize, Option<String>), Answers> = BTreeMap::new();
    for reader in 0..study.readers().len() {
        for (case, read) in study.of_reader(condition, reader) {
            match subject {
                ItemSubject::Calls => {
                    let right = study
                        .truth(case)
                        .zip(read.call)
                        .map(|(is, call)| is == call);
                    if let Some(right) = right {
                        let answers = items.entry((case, None)).or_default();
                        answers.push((reader, f64::from(right)));
                    }
                }
                ItemSubject::Questions => {
                    for answer in &read.answers {
                        if let Some(share) = answer.share {
                            let key = (case, Some(answer.question.clone()));
                            let answers = items.entry(key).or_default();
                            // A table may hold an answer twice: the first counts.
                            if answers.last().is_none_or(|(last, _)| *last != reader) {
                                answers.push((reader, share));
                            }
                        }
                    }
                }
            }
        }
    }
    if items.is_empty() {
        return None;
    }
    Some(set(subject, condition, items))
}

fn set(
    subject: ItemSubject,
    condition: usize,
    items: BTreeMap<(usize, Option<String>), Answers>,
) -> ItemSet {
    let mut takers: Vec<usize> = items
        .values()
        .flatten()
        .map(|(reader, _)| *reader)
        .collect();
    takers.sort_unstable();
    takers.dedup();
    let scores = scores(&items, &takers);
    let statistics = scores.as_ref().map_err(Clone::clone).and_then(|scores| {
        let rows: Vec<Vec<Option<bool>>> = scores
            .iter()
            .map(|row| row.iter().map(|score| Some(*score >= 1.0)).collect())
            .collect();
        item_statistics(&Responses::new(&rows)?)
    });
    let no_statistics = statistics.as_ref().err().cloned();
    let mut of_items = statistics.unwrap_or_default().into_iter();
    ItemSet {
        subject,
        condition,
        n_takers: takers.len(),
        items: items
            .into_iter()
            .map(|((case, question), answers)| {
                let n_right = answers.iter().filter(|(_, score)| *score >= 1.0).count();
                StudyItem {
                    case,
                    question,
                    difficulty: proportion_wilson95(n_right as u64, answers.len() as u64),
                    statistics: of_items.next(),
                }
            })
            .collect(),
        no_statistics,
        alpha: scores
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|scores| alpha_feldt95(scores)),
        measurement_error: scores.and_then(|scores| measurement_error(&scores)),
    }
}

/// The full table, taker by taker.
///
/// # Errors
/// [`NotEstimable::MissingCell`] where a taker did not answer an item, [`TOO_LARGE`].
fn scores(
    items: &BTreeMap<(usize, Option<String>), Answers>,
    takers: &[usize],
) -> Result<Vec<Vec<f64>>, NotEstimable> {
    if takers.len().saturating_mul(items.len()) > MOST_CELLS {
        return Err(TOO_LARGE);
    }
    if takers.len() < 2 {
        return Err(too_few(Counted::Takers, 2, takers.len()));
    }
    let mut rows = vec![Vec::with_capacity(items.len()); takers.len()];
    for ((case, _), answers) in items {
        for (row, taker) in rows.iter_mut().zip(takers) {
            let found = answers.binary_search_by_key(taker, |(reader, _)| *reader);
            match found.ok().and_then(|place| answers.get(place)) {
                Some((_, score)) => row.push(*score),
                None => {
                    let cell = format!("reader {}, case {}", taker + 1, case + 1);
                    return Err(NotEstimable::MissingCell { cell });
                }
            }
        }
    }
    Ok(rows)
}
