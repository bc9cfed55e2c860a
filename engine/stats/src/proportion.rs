//! Proportions: a count of a total with its interval. No rates over time, no comparisons.

use crate::special::{beta_regularised, solve_rising};
use crate::{Estimate, Method};

/// The 97.5 % point of the standard normal distribution.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// `hits` of `n` with Wilson's score interval, 95 %, without continuity correction.
///
/// Centre (p + z²/2n) / (1 + z²/n), half width z sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).
/// `None` if `n` is 0 or `hits > n`. At 0 hits the lower end is 0, at `n` hits the upper end is 1, exactly.
///
/// Source: Wilson, J Am Stat Assoc 1927;22:209; method 3 of Newcombe, Stat Med 1998;17:857.
#[must_use]
pub fn proportion_wilson95(hits: u64, n: u64) -> Option<Estimate> {
    if n == 0 || hits > n {
        return None;
    }
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
    Some(Estimate {
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
/// `None` if `n` is 0 or `hits > n`.
///
/// Source: Clopper and Pearson, Biometrika 1934;26:404.
#[must_use]
pub fn proportion_clopper_pearson95(hits: u64, n: u64) -> Option<Estimate> {
    if n == 0 || hits > n {
        return None;
    }
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
    Some(Estimate {
        value: k / total,
        lower,
        upper,
        n,
        method: Method::ClopperPearson95,
    })
}

#[cfg(test)]
mod tests;
