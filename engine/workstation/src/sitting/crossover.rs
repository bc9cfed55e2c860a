//! The arm of a crossover that a reader sits next: a row of a Latin square, a set of cases not met before, the wash-out.
//!
//! Rows are those of Williams (Aust J Sci Res A 1949;2:149): every arm comes once in each period, and every arm follows
//! every other equally often; for an odd number of arms the rows are taken forwards and mirrored.

use std::collections::BTreeSet;

use overread_base::{CaseId, ReaderId, Seed};
use overread_exam::ArmSeat;
use overread_scenario::{Case, CaseSource, Crossover, ReadingMode, Scenario};

use super::history::{DAY_S, History};
use super::refused::SeatRefusal;

/// Whether a rule of time may be overridden, which the record then says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Guard {
    /// The rule holds.
    #[default]
    Held,
    /// Whoever runs the session lets the reader sit down all the same.
    Overridden,
}

/// Where a reader sits in a crossover.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arm {
    pub(crate) seat: ArmSeat,
    pub(crate) mode: ReadingMode,
    /// The cases of this session, in the order of the scenario.
    pub(crate) cases: BTreeSet<CaseId>,
}

/// The next arm of a reader at `now_unix_s`.
///
/// # Errors
/// [`SeatRefusal`]: all arms are done, one is not finished, the wash-out is not over, or no set of cases is left.
pub(crate) fn next_arm(
    crossover: &Crossover,
    scenario: &Scenario,
    history: &History,
    reader: &ReaderId,
    now_unix_s: u64,
    guard: Guard,
) -> Result<Arm, SeatRefusal> {
    let n_arms = crossover.arms.len();
    let earlier: Vec<_> = history.of_reader(reader).collect();
    if let Some(open) = earlier.iter().find(|earlier| !earlier.is_ended) {
        return Err(SeatRefusal::Unfinished {
            session: open.session.clone(),
        });
    }
    let n_periods = u32::try_from(n_arms).unwrap_or(u32::MAX);
    let period = earlier.len();
    let rows = williams(n_arms);
    let arrival = history.arrival_of(reader);
    let begun = earlier.iter().find_map(|earlier| earlier.arm.as_ref());
    let begun = begun.and_then(|seat| usize::try_from(seat.sequence).ok());
    let sequence = begun.unwrap_or(arrival) % rows.len().max(1);
    let arm = rows.get(sequence).and_then(|row| row.get(period));
    let mode = arm.and_then(|&arm| crossover.arms.get(arm)).copied();
    let Some(mode) = mode else {
        return Err(SeatRefusal::CrossoverDone { n_periods });
    };
    let days = earlier
        .last()
        .map(|last| now_unix_s.saturating_sub(last.last_unix_s) / DAY_S);
    let days = days.map(|days| u32::try_from(days).unwrap_or(u32::MAX));
    let short = days.filter(|days| *days < crossover.washout_days);
    if let (Some(days), Guard::Held) = (short, guard) {
        return Err(SeatRefusal::Washout {
            days,
            washout_days: crossover.washout_days,
        });
    }
    let met: BTreeSet<&CaseId> = earlier.iter().flat_map(|earlier| &earlier.cases).collect();
    // Sets go round from one block of readers to the next, so that no set belongs to a period for good.
    let first_set = period + arrival / rows.len().max(1);
    let cases = unmet_set(&split(scenario, n_arms)?, &met, first_set)?;
    Ok(Arm {
        seat: ArmSeat {
            sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
            period: u32::try_from(period).unwrap_or(u32::MAX),
            n_periods,
            short_washout_days: short,
        },
        mode,
        cases,
    })
}

/// The rows of a Williams design over arms `0..n`: `n` for an even, `2 n` for an odd number.
pub(crate) fn williams(n: usize) -> Vec<Vec<usize>> {
    // 0, 1, n-1, 2, n-2, ...
    let zigzag = |k: usize| match k % 2 {
        1 => k.div_ceil(2),
        _ => (n - k / 2) % n,
    };
    let row = |start: usize| -> Vec<usize> { (0..n).map(|k| (zigzag(k) + start) % n).collect() };
    let mut rows: Vec<Vec<usize>> = (0..n).map(row).collect();
    if !n.is_multiple_of(2) {
        let mirrored: Vec<Vec<usize>> = rows
            .iter()
            .map(|row| row.iter().rev().copied().collect())
            .collect();
        rows.extend(mirrored);
    }
    rows
}

/// The cases split into as many sets as there are arms: equal on every machine, alike in lesions and difficulty.
fn split(scenario: &Scenario, n_sets: usize) -> Result<Vec<BTreeSet<CaseId>>, SeatRefusal> {
    if scenario.cases.len() < n_sets {
        return Err(SeatRefusal::TooFewCases {
            n_cases: scenario.cases.len(),
            n_arms: n_sets,
        });
    }
    let seed = scenario.id.as_str();
    let mut cases: Vec<&Case> = scenario.cases.iter().collect();
    Seed(0)
        .child("crossover sets")
        .child(seed)
        .rng()
        .shuffle(&mut cases);
    cases.sort_by_key(|case| (has_lesions(case), case.difficulty));
    let mut sets = vec![BTreeSet::new(); n_sets];
    for (idx, case) in cases.into_iter().enumerate() {
        sets[idx % n_sets].insert(case.id.clone());
    }
    Ok(sets)
}

/// The first set from `first` on, going round, of which the reader has met no case.
fn unmet_set(
    sets: &[BTreeSet<CaseId>],
    met: &BTreeSet<&CaseId>,
    first: usize,
) -> Result<BTreeSet<CaseId>, SeatRefusal> {
    let order = (0..sets.len()).filter_map(|step| sets.get((first + step) % sets.len()));
    let mut unmet = order.filter(|set| !set.iter().any(|case| met.contains(case)));
    unmet.next().cloned().ok_or(SeatRefusal::CasesMet)
}

/// Whether a case holds lesions, as far as the scenario says so by itself.
fn has_lesions(case: &Case) -> Option<bool> {
    match &case.source {
        CaseSource::Phantom(spec) => spec.is_abnormal(),
        CaseSource::Dicom(source) => {
            let truth = source.truth.as_ref();
            truth.map(overread_base::CaseTruth::is_abnormal)
        }
    }
}

#[cfg(test)]
mod tests;
