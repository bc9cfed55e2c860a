//! Gauss's and Hermite's nodes and weights for a standard normal distribution. No adaptive nodes.

use crate::NotEstimable;
use crate::special::solve_rising;

/// Nodes with weights that sum to 1: exact for polynomials up to degree 2 n - 1 of a standard normal number.
#[derive(Debug, Clone, PartialEq)]
pub struct Quadrature {
    pub(crate) nodes: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    pub(crate) ln_weights: Vec<f64>,
}

/// How many nodes there may be; with more the outer weights leave the range of f64.
const NODES: std::ops::RangeInclusive<usize> = 2..=121;

impl Quadrature {
    /// `n` nodes, 2 to 121, in rising order.
    ///
    /// Nodes are the roots of the orthonormal Hermite polynomial of degree n, found by counting changes of sign along the
    /// recurrence and halving; the weight of a root is `1 / (n h(n-1)²)`.
    ///
    /// Source: Golub, Welsch, Math Comput 1969;23:221 (the same roots as eigenvalues); DLMF 18.9, 3.5(v).
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for another number of nodes.
    pub fn normal(n: usize) -> Result<Self, NotEstimable> {
        if !NODES.contains(&n) {
            return Err(NotEstimable::OutOfDomain {
                what: "the number of nodes",
                index: 0,
                domain: "2 to 121",
            });
        }
        let count = n as f64;
        // All roots lie within 2 sqrt(n).
        let reach = 2.0 * count.sqrt();
        let mut nodes = vec![0.0; n];
        for above in 0..n / 2 {
            // The root that `above + 1` roots reach or pass.
            let rank = (n - above) as f64;
            let root = solve_rising(0.0, reach, rank - 0.5, |x| n_roots_below(n, x));
            nodes[above] = -root;
            nodes[n - 1 - above] = root;
        }
        let ln_weight = |x: &f64| {
            let last = hermite(n)
                .fold((0.0, 1.0), |(before, now), k| step(*x, k, before, now))
                .0;
            -libm::log(count) - 2.0 * libm::log(last.abs())
        };
        let raw: Vec<f64> = nodes.iter().map(ln_weight).collect();
        let whole: f64 = raw.iter().map(|w| libm::exp(*w)).sum();
        let ln_weights: Vec<f64> = raw.iter().map(|w| w - libm::log(whole)).collect();
        let weights = ln_weights.iter().map(|w| libm::exp(*w)).collect();
        Ok(Self {
            nodes,
            weights,
            ln_weights,
        })
    }

    /// The mean of `f` of a standard normal number; `f` gives finite numbers, from NaN comes NaN.
    #[must_use]
    pub fn mean(&self, f: impl Fn(f64) -> f64) -> f64 {
        let terms = self.nodes.iter().zip(&self.weights);
        terms.map(|(x, w)| w * f(*x)).sum()
    }
}

/// The degrees along the recurrence up to `n`.
fn hermite(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(|k| k as f64)
}

/// The next orthonormal polynomial: `h(k+1) = (x h(k) - sqrt(k) h(k-1)) / sqrt(k+1)`.
fn step(x: f64, k: f64, before: f64, now: f64) -> (f64, f64) {
    (now, (x * now - k.sqrt() * before) / (k + 1.0).sqrt())
}

/// How many roots of degree `n` lie below `x`: n less the changes of sign along the recurrence (Sturm).
fn n_roots_below(n: usize, x: f64) -> f64 {
    let (mut before, mut now, mut changes) = (0.0, 1.0, 0.0);
    for k in hermite(n) {
        let next = step(x, k, before, now);
        if (next.1 < 0.0) != (next.0 < 0.0) {
            changes += 1.0;
        }
        (before, now) = next;
    }
    n as f64 - changes
}

#[cfg(test)]
mod tests;
