//! Following a wrong service, set against the same reader's errors without it: what of an error is due to the advice.

use super::paired_difference::paired_difference_bonett_price95;
use crate::{Estimate, NotEstimable, proportion_wilson95};

/// A case decided twice by the same reader: without the service and with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchedDecision {
    /// What is the case.
    pub truth: bool,
    /// What the service said in the aided reading.
    pub ai: bool,
    /// What the reader said without it.
    pub unaided: bool,
    /// What the reader said with it.
    pub aided: bool,
}

/// An error rate with the service beside the one without it, on the same cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgainstUnaided {
    /// The rate with the service.
    pub with_ai: Estimate,
    /// The rate of the same reader on the same cases without it.
    pub without_ai: Estimate,
    /// With less without: what the advice added.
    pub added: Estimate,
}

/// False positives on false alarms of the service (a = 1, y = 0), with it and without it.
///
/// Rates have the interval of [`proportion_wilson95`], their difference that of [`paired_difference_bonett_price95`];
/// their coverage stands there. Other cases than those on which the service raised a false alarm do not count.
///
/// # Errors
/// [`NotEstimable::TooFew`] without a false alarm.
///
/// Source: commission against a control without automation: Parasuraman and Manzey, Hum Factors 2010;52:381.
pub fn commission_against_unaided(
    decisions: &[MatchedDecision],
) -> Result<AgainstUnaided, NotEstimable> {
    against(decisions, |d| d.ai && !d.truth, |said| said)
}

/// Misses on misses of the service (a = 0, y = 1), with it and without it; otherwise as [`commission_against_unaided`].
///
/// # Errors
/// [`NotEstimable::TooFew`] without a miss of the service.
///
/// Source: omission, as there.
pub fn omission_against_unaided(
    decisions: &[MatchedDecision],
) -> Result<AgainstUnaided, NotEstimable> {
    against(decisions, |d| !d.ai && d.truth, |said| !said)
}

fn against(
    decisions: &[MatchedDecision],
    is_wrong_ai: fn(&MatchedDecision) -> bool,
    is_error: fn(bool) -> bool,
) -> Result<AgainstUnaided, NotEstimable> {
    let all: Vec<[bool; 2]> = decisions
        .iter()
        .filter(|d| is_wrong_ai(d))
        .map(|d| [is_error(d.aided), is_error(d.unaided)])
        .collect();
    let count = |is: fn(&[bool; 2]) -> bool| all.iter().filter(|pair| is(pair)).count() as u64;
    let n = all.len() as u64;
    let (gained, lost) = (count(|e| e[0] && !e[1]), count(|e| !e[0] && e[1]));
    Ok(AgainstUnaided {
        with_ai: proportion_wilson95(count(|e| e[0]), n)?,
        without_ai: proportion_wilson95(count(|e| e[1]), n)?,
        added: paired_difference_bonett_price95(gained, lost, n)?,
    })
}

#[cfg(test)]
mod tests;
