//! Ratios of two independent proportions with intervals. No differences, no odds ratios.

use crate::proportion::{Z_95, check_counts};
use crate::special::solve_rising;
use crate::{Estimate, Method, NotEstimable};

/// `hits` of `n` over `other_hits` of `other_n`, with Koopman's score interval, 95 %.
///
/// The ends are where z² of p1 - θ p2 under the proportions that fit best with p1 = θ p2 reaches its 95 % point. Exact
/// 0 as the lower end where there are no hits, as score intervals have it; no correction for continuity.
/// The estimate's `n` counts the observations of both.
///
/// Simulated coverage, 10,000 sets, seed 8111: 95.1 % at 0.8 over 0.2 of 20 each, 96.0 % at 0.9 over 0.1 and 93.9 % at 0.5
/// over 0.5 of 50 each.
///
/// # Errors
/// [`NotEstimable::TooFew`] without observations of either, [`NotEstimable::OutOfDomain`] at more hits than
/// observations, [`NotEstimable::Degenerate`] where the second has no hits: the ratio is infinite, or 0/0.
///
/// Source: Koopman, Biometrics 1984;40:513; Miettinen and Nurminen, Stat Med 1985;4:213 for the restricted fit.
pub fn ratio_koopman95(first: (u64, u64), second: (u64, u64)) -> Result<Estimate, NotEstimable> {
    let [lower, upper] = koopman_limits(first, second)?;
    if second.0 == 0 {
        let reason = "the second proportion is 0, so that the ratio is infinite";
        return Err(NotEstimable::Degenerate { reason });
    }
    let share = |(hits, n): (u64, u64)| hits as f64 / n as f64;
    Ok(Estimate {
        value: share(first) / share(second),
        lower,
        upper,
        n: first.1.saturating_add(second.1),
        method: Method::Koopman95,
    })
}

/// Koopman's ends; the upper one is infinite where the second has no hits.
pub(crate) fn koopman_limits(
    first: (u64, u64),
    second: (u64, u64),
) -> Result<[f64; 2], NotEstimable> {
    check_counts(first.0, first.1)?;
    check_counts(second.0, second.1)?;
    if first.0 == 0 && second.0 == 0 {
        let reason = "both proportions are 0, so that nothing is known of their ratio";
        return Err(NotEstimable::Degenerate { reason });
    }
    let pair = Pair {
        hits: [first.0 as f64, second.0 as f64],
        n: [first.1 as f64, second.1 as f64],
    };
    let lower = if first.0 == 0 { 0.0 } else { pair.end(-Z_95) };
    let upper = if second.0 == 0 {
        f64::INFINITY
    } else {
        pair.end(Z_95)
    };
    Ok([lower, upper])
}

struct Pair {
    hits: [f64; 2],
    n: [f64; 2],
}

impl Pair {
    /// Where θ p2 - p1 lies `z` standard errors above 0.
    fn end(&self, z: f64) -> f64 {
        let falls = |ln: f64| self.score(libm::exp(ln));
        let (mut low, mut high) = (-1.0, 1.0);
        while falls(low) > z && low > -700.0 {
            low *= 2.0;
        }
        while falls(high) < z && high < 700.0 {
            high *= 2.0;
        }
        libm::exp(solve_rising(low, high, z, falls))
    }

    /// (θ p2 - p1) over its standard error under p1 = θ p2: rises with θ.
    fn score(&self, ratio: f64) -> f64 {
        let ([x1, x2], [n1, n2]) = (self.hits, self.n);
        // Koopman's quadratic a p2² - b p2 + c = 0, its smaller root without cancellation.
        let a = (n1 + n2) * ratio;
        let b = (n1 + x2) * ratio + x1 + n2;
        let c = x1 + x2;
        let p2 = (2.0 * c / (b + (b * b - 4.0 * a * c).max(0.0).sqrt())).min(1.0);
        let p1 = (ratio * p2).min(1.0);
        let variance = p1 * (1.0 - p1) / n1 + ratio * ratio * p2 * (1.0 - p2) / n2;
        let off = ratio * x2 / n2 - x1 / n1;
        // Both are 0 where all are hits and the ratio is 1.
        if variance > 0.0 {
            off / variance.sqrt()
        } else {
            0.0
        }
    }
}

#[cfg(test)]
mod tests;
