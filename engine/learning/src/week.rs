//! How the reading goes over the weeks: cases, the share that is right, the time, and how far the AI is relied upon.

use std::collections::BTreeMap;

use overread_exam::AiState;
use overread_stats::{Estimate, NotEstimable, proportion_wilson95};

use crate::case_record::CaseRecord;
use crate::competency::{Cell, cell, new_readings};
use crate::event::LearnerEvent;

const WEEK_S: u64 = 7 * 86_400;
/// The first Monday after the beginning of 1970, which was a Thursday.
const FIRST_MONDAY_S: u64 = 4 * 86_400;

/// A week of work, from Monday 0:00 UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// When it begins, seconds since 1970.
    pub starts_unix_s: u64,
    /// What was read in it.
    pub cell: Cell,
    /// How far the AI was relied upon.
    pub reliance: WeekReliance,
}

/// How far the AI was relied upon, over the cases that were answered alone first and read without a hint. Each is right
/// or wrong as a whole: its call, and every lesion with no false mark.
#[derive(Debug, Clone, PartialEq)]
pub struct WeekReliance {
    /// Cases that the reader had wrong alone and the AI right.
    pub n_to_gain: u64,
    /// Of them right in the end (relative AI reliance), with its interval (Wilson, 95 %).
    pub gained: Result<Estimate, NotEstimable>,
    /// Cases that the reader had right alone and the AI wrong.
    pub n_to_lose: u64,
    /// Of them wrong in the end (over-reliance), likewise.
    pub misled: Result<Estimate, NotEstimable>,
}

impl WeekReliance {
    fn of(records: &[&CaseRecord]) -> Self {
        let own = || {
            let own = records.iter().filter(|record| record.n_hints == 0);
            own.filter_map(|record| Some((record.was_right_alone?, record)))
        };
        let to_gain = || own().filter(|(alone, record)| !alone && record.ai == AiState::Right);
        let to_lose = || own().filter(|(alone, record)| *alone && is_wrong(record.ai));
        let n_gained = to_gain().filter(|(_, record)| record.is_right).count() as u64;
        let n_misled = to_lose().filter(|(_, record)| !record.is_right).count() as u64;
        let (n_to_gain, n_to_lose) = (to_gain().count() as u64, to_lose().count() as u64);
        Self {
            n_to_gain,
            gained: proportion_wilson95(n_gained, n_to_gain),
            n_to_lose,
            misled: proportion_wilson95(n_misled, n_to_lose),
        }
    }
}

/// Whether the AI gave wrong advice; a result that is not there, or one of another version, is none.
fn is_wrong(ai: AiState) -> bool {
    match ai {
        AiState::FalsePositive | AiState::FalseNegative | AiState::OtherError => true,
        AiState::Without | AiState::Right | AiState::Defect | AiState::VersionChanged => false,
    }
}

/// The weeks in which cases were read, in order; of a case that was read several times in one session the last counts, and
/// a case of a block that is read again counts as in [`crate::Competencies::of`].
#[must_use]
pub fn weeks<'a>(events: impl IntoIterator<Item = &'a LearnerEvent>) -> Vec<Week> {
    let mut by_week: BTreeMap<u64, Vec<&CaseRecord>> = BTreeMap::new();
    for (at_unix_s, record) in new_readings(events) {
        let number = at_unix_s.saturating_sub(FIRST_MONDAY_S) / WEEK_S;
        by_week.entry(number).or_default().push(record);
    }
    let week = |(number, records): (u64, Vec<&CaseRecord>)| Week {
        starts_unix_s: FIRST_MONDAY_S + number * WEEK_S,
        cell: cell(&records),
        reliance: WeekReliance::of(&records),
    };
    by_week.into_iter().map(week).collect()
}

#[cfg(test)]
mod tests;
