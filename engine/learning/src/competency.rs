//! The map of competencies: how often which task is done right with which AI, by area, without help.

use std::collections::BTreeMap;

use overread_base::PhantomKind;
use overread_exam::AiState;
use overread_stats::{Estimate, NotEstimable, median, proportion_wilson95};

use crate::event::{CaseRecord, LearnerAct, LearnerEvent};

/// A cell below this share is weak (our own default, unverified).
pub const WEAK_BELOW: f64 = 0.75;
/// A cell is called weak from so many cases on (our own default, unverified).
pub const WEAK_FROM_CASES: u64 = 4;

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
    /// Cases read without a hint.
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
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a LearnerEvent>) -> Self {
        let mut groups: BTreeMap<CellKey, Vec<&CaseRecord>> = BTreeMap::new();
        for (_, record) in last_records(events) {
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

/// The last record of each case of each session, with its time.
pub(crate) fn last_records<'a>(
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
