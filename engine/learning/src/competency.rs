//! The map of competencies: how often which task is done right with which AI, by area, without help.

use std::collections::BTreeMap;

use overread_base::PhantomKind;
use overread_exam::AiState;
use overread_stats::{Estimate, NotEstimable, median, proportion_wilson95};

use crate::case_record::CaseRecord;
use crate::event::{LearnerAct, LearnerEvent};

/// A cell below this share is weak (our own default, unverified).
pub const WEAK_BELOW: f64 = 0.75;
/// A cell is called weak from so many cases on (our own default, unverified).
pub const WEAK_FROM_CASES: u64 = 4;
/// A case that was not read for so long says something new when it is read again. Four weeks are the least that reader
/// studies leave between two readings of the same cases (our own default here, unverified).
const NEW_AGAIN_AFTER_S: u64 = 28 * 86_400;

/// What a cell is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// What is read; `None` for studies that are not synthetic.
    pub area: Option<PhantomKind>,
    /// The task.
    pub task: String,
    /// What the AI result was worth.
    pub ai: AiState,
}

/// How well a task is done without help.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Cases read without a hint, each once; read again after four weeks without it, once more.
    pub n: u64,
    /// Of `n` right.
    pub n_right: u64,
    /// Cases read with a hint, which say nothing of what is done without one and count nowhere else.
    pub n_hinted: u64,
    /// The share of `n` that is right, with its interval (Wilson, 95 %; cases taken as independent).
    pub right: Result<Estimate, NotEstimable>,
    /// The median time, seconds.
    pub median_seconds: Result<f64, NotEstimable>,
}

/// The cells of one learner, or of several together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Competencies {
    cells: BTreeMap<CellKey, Cell>,
}

impl Competencies {
    /// Sums up the cases of events; of a case that was read several times in one session the last counts.
    ///
    /// A case of a block that is read again is no new evidence: its reader remembers the answer, and an interval that
    /// shrinks on it promises what nobody has shown. So the first reading of a case counts, and a later one where
    /// nothing was seen of the case for 28 days before.
    ///
    /// A weak cell gets better by cases that are new to the learner: those of the task's other blocks, new forms of an
    /// examination, and the same block once it was let alone for 28 days. Practice sets draw new patients each time and
    /// always count, in cells of their own task. To read a block again at once trains, but moves no cell.
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a LearnerEvent>) -> Self {
        let mut groups: BTreeMap<CellKey, Vec<&CaseRecord>> = BTreeMap::new();
        for (_, record) in new_readings(events) {
            let key = CellKey {
                area: record.area,
                task: record.task.clone(),
                ai: record.ai,
            };
            groups.entry(key).or_default().push(record);
        }
        let cells = groups.into_iter();
        Self {
            cells: cells.map(|(key, records)| (key, cell(&records))).collect(),
        }
    }

    /// All cells with at least one case, in order.
    pub fn cells(&self) -> impl Iterator<Item = (&CellKey, &Cell)> {
        self.cells.iter()
    }

    /// A cell; `None` without any case.
    #[must_use]
    pub fn cell(&self, key: &CellKey) -> Option<&Cell> {
        self.cells.get(key)
    }

    /// The weak cells, the weakest first: [`WEAK_BELOW`] over at least [`WEAK_FROM_CASES`] cases.
    #[must_use]
    pub fn weak(&self) -> Vec<&CellKey> {
        let mut weak: Vec<(f64, &CellKey)> = self
            .cells
            .iter()
            .filter(|(_, cell)| cell.n >= WEAK_FROM_CASES)
            .filter_map(|(key, cell)| Some((cell.right.as_ref().ok()?.value, key)))
            .filter(|(share, _)| *share < WEAK_BELOW)
            .collect();
        weak.sort_by(|a, b| a.0.total_cmp(&b.0));
        weak.into_iter().map(|(_, key)| key).collect()
    }
}

/// The readings that say something new of their reader, in order, each with its time: of each case of a block the first,
/// and a later one where the case was not read for [`NEW_AGAIN_AFTER_S`] before.
pub(crate) fn new_readings<'a>(
    events: impl IntoIterator<Item = &'a LearnerEvent>,
) -> Vec<(u64, &'a CaseRecord)> {
    let mut readings = last_records(events);
    readings.sort_by_key(|(at_unix_s, _)| *at_unix_s);
    let mut read_before: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    readings.retain(|(at_unix_s, record)| {
        let Some(place) = record.place() else {
            return true;
        };
        // A reading that does not count keeps the memory fresh all the same.
        let before = read_before.insert(place, *at_unix_s);
        before.is_none_or(|before| at_unix_s - before >= NEW_AGAIN_AFTER_S)
    });
    readings
}

/// The last record of each case of each session, with its time.
fn last_records<'a>(
    events: impl IntoIterator<Item = &'a LearnerEvent>,
) -> Vec<(u64, &'a CaseRecord)> {
    let mut last: BTreeMap<(&str, &str), (u64, &CaseRecord)> = BTreeMap::new();
    for event in events {
        if let LearnerAct::CaseRead(record) = &event.act {
            let key = (record.session.as_str(), record.case.as_str());
            last.insert(key, (event.at_unix_s, record));
        }
    }
    last.into_values().collect()
}

pub(crate) fn cell(records: &[&CaseRecord]) -> Cell {
    let own: Vec<&&CaseRecord> = records
        .iter()
        .filter(|record| record.n_hints == 0)
        .collect();
    let n = own.len() as u64;
    let n_right = own.iter().filter(|record| record.is_right).count() as u64;
    let seconds: Vec<f64> = own.iter().filter_map(|record| record.seconds).collect();
    Cell {
        n,
        n_right,
        n_hinted: records.len() as u64 - n,
        right: proportion_wilson95(n_right, n),
        median_seconds: median(&seconds),
    }
}

#[cfg(test)]
mod tests;
