//! How a reader leans on AI advice, from answers before and after it. Needs a first answer that was fixed before.
//!
//! Notation: truth y, advice a, first answer h1, final answer h2.

use crate::{Estimate, proportion_wilson95};

/// One decision with advice: truth, advice, the answer before and the answer after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// What is the case.
    pub truth: bool,
    /// What the service said.
    pub ai: bool,
    /// What the reader said before the advice.
    pub first: bool,
    /// What the reader said after it.
    pub last: bool,
}

/// Reliance over a set of trials, with Wilson intervals. A rate without opportunities is `None`, never 0.
///
/// A rate on fewer than 10 opportunities ([`Estimate::n`]) says little and should be shown so.
///
/// Source: Schemmer et al. 2023 (arXiv 2302.02187) for RAIR and RSR; Zhang et al. 2020 for switch and agreement
/// fractions; Parasuraman and Manzey 2010 for commission and omission.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliance {
    /// Trials.
    pub n: u64,
    /// Relative AI reliance, RAIR: #(h1≠y, a=y, h2=a) / #(h1≠y, a=y).
    pub relative_ai_reliance: Option<Estimate>,
    /// Relative self-reliance, RSR: #(h1=y, a≠y, h2=h1) / #(h1=y, a≠y).
    pub relative_self_reliance: Option<Estimate>,
    /// 1 - RSR: followed the AI from right to wrong.
    pub over_reliance: Option<Estimate>,
    /// 1 - RAIR: kept the own wrong answer against a right AI.
    pub under_reliance: Option<Estimate>,
    /// #(h1≠a, h2=a) / #(h1≠a).
    pub switch_fraction: Option<Estimate>,
    /// #(h2=a) / n.
    pub agreement: Option<Estimate>,
    /// Accuracy with initial disagreement: #(h1≠a, h2=y) / #(h1≠a).
    pub accuracy_on_disagreement: Option<Estimate>,
    /// False AI alarms that the reader had right first and then followed: #(a=1, y=0, h1=0, h2=1) / #(a=1, y=0, h1=0).
    pub commission: Option<Estimate>,
    /// AI misses that the reader had right first and then dropped: #(a=0, y=1, h1=1, h2=0) / #(a=0, y=1, h1=1).
    pub omission: Option<Estimate>,
    /// False positives on false AI alarms, whatever the first answer: #(a=1, y=0, h2=1) / #(a=1, y=0).
    pub commission_unconditional: Option<Estimate>,
    /// Misses on AI misses, whatever the first answer: #(a=0, y=1, h2=0) / #(a=0, y=1).
    pub omission_unconditional: Option<Estimate>,
    /// First wrong, in the end right.
    pub rescued: u64,
    /// First right, in the end wrong.
    pub harmed: u64,
}

impl Reliance {
    /// The reliance that `trials` show. Their order does not matter.
    #[must_use]
    pub fn of(trials: &[Trial]) -> Self {
        let count = |is: &dyn Fn(&Trial) -> bool| trials.iter().filter(|t| is(t)).count() as u64;
        let share = |of: &dyn Fn(&Trial) -> bool, is: &dyn Fn(&Trial) -> bool| {
            proportion_wilson95(count(&|t| of(t) && is(t)), count(of)).ok()
        };
        let could_gain = |t: &Trial| t.first != t.truth && t.ai == t.truth;
        let could_lose = |t: &Trial| t.first == t.truth && t.ai != t.truth;
        let disagreed = |t: &Trial| t.first != t.ai;
        let false_alarm = |t: &Trial| t.ai && !t.truth;
        let ai_miss = |t: &Trial| !t.ai && t.truth;
        Self {
            n: trials.len() as u64,
            relative_ai_reliance: share(&could_gain, &|t| t.last == t.ai),
            relative_self_reliance: share(&could_lose, &|t| t.last == t.first),
            over_reliance: share(&could_lose, &|t| t.last != t.first),
            under_reliance: share(&could_gain, &|t| t.last != t.ai),
            switch_fraction: share(&disagreed, &|t| t.last == t.ai),
            agreement: share(&|_| true, &|t| t.last == t.ai),
            accuracy_on_disagreement: share(&disagreed, &|t| t.last == t.truth),
            commission: share(&|t| false_alarm(t) && !t.first, &|t| t.last),
            omission: share(&|t| ai_miss(t) && t.first, &|t| !t.last),
            commission_unconditional: share(&false_alarm, &|t| t.last),
            omission_unconditional: share(&ai_miss, &|t| !t.last),
            rescued: count(&|t| t.first != t.truth && t.last == t.truth),
            harmed: count(&|t| t.first == t.truth && t.last != t.truth),
        }
    }
}

#[cfg(test)]
mod tests;
