//! Proportions: a count of a total with its interval. No rates over time, no comparisons.

use crate::special::{beta_regularised, solve_rising};
use crate::{Counted, Estimate, Method, NotEstimable};

/// The 97.5 % point of the standard normal distribution.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// `hits` of `n` with Wilson's score interval, 95 %, without continuity correction.
///
/// Centre (p + z²/2n) / (1 + z²/n), half width z sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
/// At 0 hits the lower end is 0, at `n` hits the upper end is 1, exactly.
///
/// Simulated coverage, 10,000 sets, seed 8114: 95.7 % at 0.9 of 20, 97.2 % at 0.9 of 50, 93.6 % at 0.5 of 50, 95.8 % at 0.8
/// of 200: it swings about 95 %.
///
/// # Errors
/// [`NotEstimable::TooFew`] if `n` is 0, [`NotEstimable::OutOfDomain`] if `hits > n`.
///
/// Source: Wilson, J Am Stat Assoc 1927;22:209; method 3 of Newcombe, Stat Med 1998;17:857.
pub fn proportion_wilson95(hits: u64, n: u64) -> Result<Estimate, NotEstimable> {
    check_counts(hits, n)?;
    let (total, value) = (n as f64, hits as f64 / n as f64);
    let z2_n = Z_95 * Z_95 / total;
    let centre = (value + z2_n / 2.0) / (1.0 + z2_n);
    let half = Z_95 * (value * (1.0 - value) / total + z2_n / (4.0 * total)).sqrt() / (1.0 + z2_n);
    let lower = if hits == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let upper = if hits == n {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Ok(Estimate {
        value,
        lower,
        upper,
        n,
        method: Method::Wilson95,
    })
}

/// `hits` of `n` with the exact interval, 95 %: at least 95 % coverage at every true proportion, so it is wide.
///
/// The ends are quantiles of beta distributions: lower B(0.025; k, n-k+1), upper B(0.975; k+1, n-k).
///
/// Simulated coverage, 10,000 sets, seed 8114: 98.8 % at 0.9 of 20, 97.2 % at 0.9 of 50, 96.7 % at 0.5 of 50, 95.8 % at 0.8
/// of 200.
///
/// # Errors
/// [`NotEstimable::TooFew`] if `n` is 0, [`NotEstimable::OutOfDomain`] if `hits > n`.
///
/// Source: Clopper and Pearson, Biometrika 1934;26:404.
pub fn proportion_clopper_pearson95(hits: u64, n: u64) -> Result<Estimate, NotEstimable> {
    check_counts(hits, n)?;
    let (k, total) = (hits as f64, n as f64);
    let quantile =
        |p: f64, a: f64, b: f64| solve_rising(0.0, 1.0, p, |x| beta_regularised(a, b, x));
    let lower = if hits == 0 {
        0.0
    } else {
        quantile(0.025, k, total - k + 1.0)
    };
    let upper = if hits == n {
        1.0
    } else {
        quantile(0.975, k + 1.0, total - k)
    };
    Ok(Estimate {
        value: k / total,
        lower,
        upper,
        n,
        method: Method::ClopperPearson95,
    })
}

/// Refuses an empty total and more hits than there are observations.
pub(crate) fn check_counts(hits: u64, n: u64) -> Result<(), NotEstimable> {
    if n == 0 {
        return Err(NotEstimable::TooFew {
            what: Counted::Observations,
            needed: 1,
            found: 0,
        });
    }
    if hits > n {
        return Err(NotEstimable::OutOfDomain {
            what: "the hits",
            index: 0,
            domain: "0 to the number of observations",
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
