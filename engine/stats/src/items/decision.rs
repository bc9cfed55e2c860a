//! How often a second form of the exam would decide alike: Livingston and Lewis. No cut of its own.

use super::responses::at_least;
use crate::special::beta_regularised;
use crate::{Counted, NotEstimable};

/// How sure the decisions of an exam are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecisionConsistency {
    /// Expected share of takers whom the exam puts on the side of the cut on which they truly are.
    pub accuracy: f64,
    /// Expected share of takers whom two equal exams would put on the same side.
    pub consistency: f64,
    /// The share that would agree by chance.
    pub chance: f64,
    /// Consistency beyond chance; `None` where everybody falls on one side.
    pub kappa: Option<f64>,
}

impl DecisionConsistency {
    pub(crate) fn of(accuracy: f64, consistency: f64, pass: f64) -> Self {
        let chance = pass * pass + (1.0 - pass) * (1.0 - pass);
        Self {
            accuracy,
            consistency,
            chance,
            kappa: (chance < 1.0).then(|| (consistency - chance) / (1.0 - chance)),
        }
    }
}

/// The most items that the test may count as; above it the reliability is so close to 1 that decisions are sure.
const MAX_LENGTH: f64 = 2_000.0;

/// Livingston's and Lewis's consistency and accuracy of a pass at `cut` from one exam's scores.
///
/// The exam is taken as one of `n = ((M - min)(max - M) - r s²) / (s² (1 - r))` right-or-wrong items, n rounded, s² with n;
/// true shares follow a beta distribution of the mean and of the true variance r s² (both parameters by moments, its ends
/// at 0 and 1: the form with two parameters, not four), observed ones a binomial on it; pass is a share at or above the
/// cut's. Sums and incomplete beta functions are exact, nothing is integrated numerically. With number-right scores and
/// KR-21 (s² with n) it is Huynh's method, n being the test's own length.
///
/// Found by simulation (400 runs, seed 77; 40 items, 300 takers, true shares Beta(7, 3), cut 26, KR-21): consistency 0.0004
/// above the true 0.8235, sd over runs 0.0085; accuracy 0.0003 above the true 0.8713, sd 0.0064.
///
/// Source: Livingston, Lewis, J Educ Meas 1995;32:179; Huynh, J Educ Meas 1976;13:253.
///
/// # Errors
/// [`NotEstimable::TooFew`] on fewer than two takers, [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`] for a
/// score or cut outside `range` or a reliability not between 0 and 1, [`NotEstimable::Constant`],
/// [`NotEstimable::Degenerate`] where no beta distribution has these moments.
pub fn livingston_lewis(
    scores: &[f64],
    range: (f64, f64),
    reliability: f64,
    cut: f64,
) -> Result<DecisionConsistency, NotEstimable> {
    check(scores, range, reliability, cut)?;
    let (min, max) = range;
    let share = |score: f64| (score - min) / (max - min);
    let n_takers = scores.len() as f64;
    let mean = scores.iter().map(|s| share(*s)).sum::<f64>() / n_takers;
    let squares = scores
        .iter()
        .map(|s| (share(*s) - mean) * (share(*s) - mean));
    let variance = squares.sum::<f64>() / n_takers;
    let true_variance = reliability * variance;
    let spread = mean * (1.0 - mean);
    let length = libm::round((spread - true_variance) / (variance * (1.0 - reliability)));
    // Within the range spread is never below the variance, so the length is at least 1.
    if !(1.0..=MAX_LENGTH).contains(&length) {
        return Err(NotEstimable::Degenerate {
            reason: "no test of 1 to 2,000 right-or-wrong items has this mean, variance and reliability",
        });
    }
    let weight = spread / true_variance - 1.0;
    let beta = (mean * weight, (1.0 - mean) * weight);
    Ok(beta_binomial(length, beta, share(cut)))
}

fn check(
    scores: &[f64],
    (min, max): (f64, f64),
    reliability: f64,
    cut: f64,
) -> Result<(), NotEstimable> {
    at_least(Counted::Takers, 2, scores.len())?;
    if !(min < max && min.is_finite() && max.is_finite()) {
        return Err(NotEstimable::Degenerate {
            reason: "the least score is not below the greatest",
        });
    }
    if let Some(index) = scores.iter().position(|s| !s.is_finite()) {
        let what = "the scores";
        return Err(NotEstimable::NotFinite { what, index });
    }
    let outside = |what, index, domain| NotEstimable::OutOfDomain {
        what,
        index,
        domain,
    };
    if let Some(index) = scores.iter().position(|s| *s < min || max < *s) {
        return Err(outside("the scores", index, "the exam's range"));
    }
    if !(min <= cut && cut <= max) {
        return Err(outside("the cut", 0, "the exam's range"));
    }
    if !(0.0 < reliability && reliability < 1.0) {
        return Err(outside("the reliability", 0, "the numbers between 0 and 1"));
    }
    if scores.iter().all(|s| s.total_cmp(&scores[0]).is_eq()) {
        let what = "the scores";
        return Err(NotEstimable::Constant { what });
    }
    Ok(())
}

/// Two binomial counts of `length` on one share from Beta(a, b), and the share itself.
fn beta_binomial(length: f64, (a, b): (f64, f64), cut: f64) -> DecisionConsistency {
    // Rounding of the cut's share must not move it past a count.
    let needed = libm::ceil(length * cut - 1e-9);
    let counts = || (0u32..).map(f64::from).take_while(|x| *x <= length);
    let ln_beta = |a: f64, b: f64| libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let ln_ways: Vec<f64> = counts()
        .map(|x| {
            libm::lgamma(length + 1.0) - libm::lgamma(x + 1.0) - libm::lgamma(length - x + 1.0)
        })
        .collect();
    let whole = ln_beta(a, b);
    let (mut pass, mut accuracy) = (0.0, 0.0);
    for (x, ways) in counts().zip(&ln_ways) {
        let p = libm::exp(ways + ln_beta(a + x, b + length - x) - whole);
        let truly_below = beta_regularised(a + x, b + length - x, cut);
        if needed <= x {
            pass += p;
            accuracy += p * (1.0 - truly_below);
        } else {
            accuracy += p * truly_below;
        }
    }
    // Of both failing only: both passing follows from the margins.
    let ln_sums: Vec<f64> = (0u32..)
        .map(f64::from)
        .take_while(|sum| *sum <= 2.0 * length)
        .map(|sum| ln_beta(a + sum, b + 2.0 * length - sum) - whole)
        .collect();
    let mut both_fail = 0.0;
    let n_fail = counts().take_while(|x| *x < needed).count();
    for x in 0..n_fail {
        for y in 0..n_fail {
            both_fail += libm::exp(ln_ways[x] + ln_ways[y] + ln_sums[x + y]);
        }
    }
    let fail = 1.0 - pass;
    let both_pass = 1.0 - 2.0 * fail + both_fail;
    DecisionConsistency::of(accuracy, both_fail + both_pass, pass)
}

#[cfg(test)]
mod tests;
