//! What a cut would do, and what judges made of knowing it: the second round. No cut of its own.

use super::{Angoff, angoff};
use crate::items::at_least;
use crate::{Counted, NotEstimable};

/// The share of candidates whose score lies below the cut: the impact that judges are shown between two rounds. A score on
/// the cut passes. Of these candidates it is exact; where they are a sample of others,
/// [`proportion_wilson95`](crate::proportion_wilson95) has its interval and that interval's coverage.
///
/// Source: Cizek, Bunch, Standard Setting, 2007 (chapter unverified).
///
/// # Errors
/// [`NotEstimable::TooFew`] without candidates, [`NotEstimable::NotFinite`].
pub fn share_failing(scores: &[f64], cut: f64) -> Result<f64, NotEstimable> {
    at_least(Counted::Takers, 1, scores.len())?;
    NotEstimable::if_not_finite("the scores", scores)?;
    NotEstimable::if_not_finite("the cut", &[cut])?;
    let below = scores.iter().filter(|score| **score < cut).count();
    Ok(below as f64 / scores.len() as f64)
}

/// Two rounds of one panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AngoffRounds {
    /// Before the judges saw the impact.
    pub first: Angoff,
    /// After it: the cut to take.
    pub second: Angoff,
    /// Standard deviation of the judges' sums in the first round; `None` with one judge.
    pub first_spread: Option<f64>,
    /// The same in the second: smaller where judges came together.
    pub second_spread: Option<f64>,
}

/// Angoff's cut of two rounds by the same judges on the same items, each judges by items. The coverage of a round's cut
/// stands with [`angoff`]; after talk judges are no longer independent, and the second round's error is then too small.
///
/// Source: as [`angoff`].
///
/// # Errors
/// [`NotEstimable::Unequal`] where rounds differ in judges or items; of either round those of [`angoff`], in which is not
/// told.
pub fn angoff_rounds(
    first: &[Vec<f64>],
    second: &[Vec<f64>],
) -> Result<AngoffRounds, NotEstimable> {
    let n_items = |round: &[Vec<f64>]| round.first().map_or(0, Vec::len);
    for (what, left, right) in [
        ("judges of two rounds", first.len(), second.len()),
        ("items of two rounds", n_items(first), n_items(second)),
    ] {
        if left != right {
            return Err(NotEstimable::Unequal { what, left, right });
        }
    }
    let (one, two) = (angoff(first)?, angoff(second)?);
    let root = (first.len() as f64).sqrt();
    let spread = |cut: Angoff| cut.standard_error.map(|error| error * root);
    Ok(AngoffRounds {
        first: one,
        second: two,
        first_spread: spread(one),
        second_spread: spread(two),
    })
}

#[cfg(test)]
mod tests;
