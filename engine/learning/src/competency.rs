//! The map of competencies: how often which task is done right with which AI, by area; and how that goes over the weeks.

use std::collections::BTreeMap;

use overread_base::PhantomKind;
use overread_exam::AiState;
use overread_stats::{Estimate, NotEstimable, median, proportion_wilson95};

use crate::event::{CaseRecord, LearnerAct, LearnerEvent};

/// A cell below this share is weak (our own default, unverified).
pub const WEAK_BELOW: f64 = 0.75;
/// A cell is called weak from so many cases on (our own default, unverified).
pub const WEAK_FROM_CASES: u64 = 4;

const WEEK_S: u64 = 7 * 86_400;
/// The first Monday after the beginning of 1970, which was a Thursday.
const FIRST_MONDAY_S: u64 = 4 * 86_400;

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

/// How well a task is done.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Cases read.
    pub n: u64,
    /// Of them right.
    pub n_right: u64,
    /// The share that is right, with its interval (Wilson, 95 %; cases taken as independent).
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
        let mut last: BTreeMap<(&str, &str), &CaseRecord> = BTreeMap::new();
        let mut groups: BTreeMap<CellKey, Vec<&CaseRecord>> = BTreeMap::new();
        for event in events {
            if let LearnerAct::CaseRead(record) = &event.act {
                last.insert((&record.session, record.case.as_str()), record);
            }
        }
        for record in last.into_values() {
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

fn cell(records: &[&CaseRecord]) -> Cell {
    let n = records.len() as u64;
    let n_right = records.iter().filter(|record| record.is_right).count() as u64;
    let seconds: Vec<f64> = records.iter().filter_map(|record| record.seconds).collect();
    Cell {
        n,
        n_right,
        right: proportion_wilson95(n_right, n),
        median_seconds: median(&seconds),
    }
}

/// A week of work, from Monday 0:00 UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// When it begins, seconds since 1970.
    pub starts_unix_s: u64,
    /// What was read in it.
    pub cell: Cell,
}

/// The weeks in which cases were read, in order.
#[must_use]
pub fn weeks(events: &[LearnerEvent]) -> Vec<Week> {
    let mut by_week: BTreeMap<u64, Vec<&CaseRecord>> = BTreeMap::new();
    for event in events {
        if let LearnerAct::CaseRead(record) = &event.act {
            let number = event.at_unix_s.saturating_sub(FIRST_MONDAY_S) / WEEK_S;
            by_week.entry(number).or_default().push(record);
        }
    }
    let week = |(number, records): (u64, Vec<&CaseRecord>)| Week {
        starts_unix_s: FIRST_MONDAY_S + number * WEEK_S,
        cell: cell(&records),
    };
    by_week.into_iter().map(week).collect()
}

#[cfg(test)]
mod tests;
