//! The binomial distribution: tails and points.

use crate::special::beta_regularised;

/// P(X <= k) for X binomial (n, p), 0 <= p <= 1.
///
/// Source: DLMF 8.17.5.
pub(super) fn at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    let (k, n) = (k as f64, n as f64);
    beta_regularised(n - k, k + 1.0, 1.0 - p)
}

/// P(X >= k).
pub(super) fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    let (k, n) = (k as f64, n as f64);
    beta_regularised(k, n - k + 1.0, p)
}

/// The least k with P(X > k) <= `tail`.
pub(super) fn upper_limit(tail: f64, n: u64, p: f64) -> u64 {
    first(n, |k| at_least(k + 1, n, p) <= tail)
}

/// The most k with P(X < k) <= `tail`.
pub(super) fn lower_limit(tail: f64, n: u64, p: f64) -> u64 {
    // The first k at which P(X <= k) passes the tail.
    first(n, |k| at_most(k, n, p) > tail)
}

/// The first k of 0..=n from which on `is` holds; it holds at n.
fn first(n: u64, is: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if is(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

#[cfg(test)]
mod tests;
