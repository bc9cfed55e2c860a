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
    if let Some(index) = scores.iter().position(|score| !score.is_finite()) {
        let what = "the scores";
        return Err(NotEstimable::NotFinite { what, index });
    }
    if !cut.is_finite() {
        let (what, index) = ("the cut", 0);
        return Err(NotEstimable::NotFinite { what, index });
    }
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
/// [`NotEstimable::Unequal`] where rounds differ in judges or items, [`NotEstimable::TooFew`] without judges or items,
/// [`NotEstimable::OutOfDomain`] for a probability outside 0 to 1 (in which round is not told) or rows of different length.
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
    at_least(Counted::Readers, 1, first.len())?;
    at_least(Counted::Items, 1, n_items(first))?;
    let of = |round: &[Vec<f64>]| {
        let is_faulty = |row: &Vec<f64>| {
            row.len() != n_items(first) || row.iter().any(|p| !(0.0..=1.0).contains(p))
        };
        angoff(round).ok_or_else(|| NotEstimable::OutOfDomain {
            what: "the judges' rows",
            index: round.iter().position(is_faulty).unwrap_or(0),
            domain: "probabilities of 0 to 1, one for each item",
        })
    };
    let (one, two) = (of(first)?, of(second)?);
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
