//! Double reading with arbitration, two people or a person and a service: how often they differ, and what comes of it.

use super::advised::share;
use crate::{Counted, Estimate, NotEstimable};

/// A case that two readers read; by custom the person first and the service second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoublyRead {
    /// Whether the first reader flagged it.
    pub first: bool,
    /// Whether the second did.
    pub second: bool,
    /// What an arbiter decided, if one was asked.
    pub arbiter: Option<bool>,
    /// Whether the case is abnormal, if that is known.
    pub truth: Option<bool>,
}

impl DoublyRead {
    /// Whether the case is recalled: the arbiter's word, else that on which both agree; `None` where neither is there.
    #[must_use]
    pub fn is_recalled(&self) -> Option<bool> {
        let agreed = (self.first == self.second).then_some(self.first);
        self.arbiter.or(agreed)
    }
}

/// What came of the cases that were flagged in one way. A share without opportunity is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FlaggedBy {
    /// Cases flagged so.
    pub n: u64,
    /// The share recalled of those that were decided.
    pub recalled: Option<Estimate>,
    /// The share abnormal of those recalled whose truth is known.
    pub positive_predictive_value: Option<Estimate>,
}

/// The rates of double reading, with the intervals of [`proportion_wilson95`](crate::proportion_wilson95), where their
/// coverage stands. A rate without opportunity is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoubleReading {
    /// Cases.
    pub n: u64,
    /// Readers differ.
    pub discordance: Option<Estimate>,
    /// An arbiter was asked.
    pub arbitration: Option<Estimate>,
    /// The arbiter did not recall, of the arbitrated cases that a reader had flagged.
    pub overturned: Option<Estimate>,
    /// Cases on which readers differ and no arbiter decided: in no rate below.
    pub n_undecided: u64,
    /// Recalled, of the decided cases.
    pub recall: Option<Estimate>,
    /// Recalled and abnormal, of the decided cases with known truth.
    pub detection: Option<Estimate>,
    /// Recalled, of the decided abnormal cases.
    pub sensitivity: Option<Estimate>,
    /// Not recalled, of the decided normal cases.
    pub specificity: Option<Estimate>,
    /// Flagged by the first reader alone.
    pub first_only: FlaggedBy,
    /// Flagged by the second reader alone.
    pub second_only: FlaggedBy,
    /// Flagged by both.
    pub both: FlaggedBy,
}

impl DoubleReading {
    /// The rates of `cases`. Their order does not matter.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without cases.
    ///
    /// Source: terms as in reports of screening with double reading (ScreenTrustCAD: Dembrower et al., Lancet Digit
    /// Health 2023;5:e703); plain shares.
    pub fn of(cases: &[DoublyRead]) -> Result<Self, NotEstimable> {
        NotEstimable::if_fewer(Counted::Cases, 1, cases.len())?;
        let count = |is: &dyn Fn(&DoublyRead) -> bool| cases.iter().filter(|c| is(c)).count();
        let rate = |of: &dyn Fn(&DoublyRead) -> bool, is: &dyn Fn(&DoublyRead) -> bool| {
            share(count(&|c| of(c) && is(c)), count(of))
        };
        let decided = |c: &DoublyRead| c.is_recalled().is_some();
        let recalled = |c: &DoublyRead| c.is_recalled() == Some(true);
        let flagged = |first: bool, second: bool| {
            let so = move |c: &DoublyRead| c.first == first && c.second == second;
            FlaggedBy {
                n: count(&so) as u64,
                recalled: rate(&|c| so(c) && decided(c), &recalled),
                positive_predictive_value: rate(
                    &|c| so(c) && recalled(c) && c.truth.is_some(),
                    &|c| c.truth == Some(true),
                ),
            }
        };
        Ok(Self {
            n: cases.len() as u64,
            discordance: rate(&|_| true, &|c| c.first != c.second),
            arbitration: rate(&|_| true, &|c| c.arbiter.is_some()),
            overturned: rate(&|c| c.arbiter.is_some() && (c.first || c.second), &|c| {
                c.arbiter == Some(false)
            }),
            n_undecided: count(&|c| !decided(c)) as u64,
            recall: rate(&decided, &recalled),
            detection: rate(&|c| decided(c) && c.truth.is_some(), &|c| {
                recalled(c) && c.truth == Some(true)
            }),
            sensitivity: rate(&|c| decided(c) && c.truth == Some(true), &recalled),
            specificity: rate(&|c| decided(c) && c.truth == Some(false), &|c| !recalled(c)),
            first_only: flagged(true, false),
            second_only: flagged(false, true),
            both: flagged(true, true),
        })
    }
}

#[cfg(test)]
mod tests;
