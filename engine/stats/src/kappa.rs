//! Agreement of two raters on ordinal levels beyond chance. No intervals, no more than two raters.

use crate::{Counted, NotEstimable};

/// How much a disagreement of d levels weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KappaWeights {
    /// 1 for every disagreement: Cohen's kappa of 1960.
    Unweighted,
    /// d.
    Linear,
    /// d².
    Quadratic,
}

/// Weighted kappa of pairs of levels: 1 - sum of w·observed / sum of w·expected.
///
/// Expected counts come from the product of the raters' own shares.
///
/// # Errors
/// [`NotEstimable::TooFew`] without pairs; [`NotEstimable::Constant`] where both raters use one level throughout, so
/// that nothing could disagree.
///
/// Source: Cohen, Psychol Bull 1968;70:213.
pub fn weighted_kappa(pairs: &[(u32, u32)], weights: KappaWeights) -> Result<f64, NotEstimable> {
    NotEstimable::if_fewer(Counted::Observations, 1, pairs.len())?;
    let weight = |a: u32, b: u32| {
        let d = f64::from(a.abs_diff(b));
        match weights {
            KappaWeights::Unweighted if a == b => 0.0,
            KappaWeights::Unweighted => 1.0,
            KappaWeights::Linear => d,
            KappaWeights::Quadratic => d * d,
        }
    };
    let observed: f64 = pairs.iter().map(|&(a, b)| weight(a, b)).sum();
    let (first, second) = (
        levels(pairs.iter().map(|pair| pair.0)),
        levels(pairs.iter().map(|pair| pair.1)),
    );
    let mut expected = 0.0;
    for &(a, n_a) in &first {
        for &(b, n_b) in &second {
            expected += weight(a, b) * n_a * n_b;
        }
    }
    expected /= pairs.len() as f64;
    if expected <= 0.0 {
        let what = "the levels of both raters";
        return Err(NotEstimable::Constant { what });
    }
    Ok(1.0 - observed / expected)
}

/// Each level in ascending order with how often it stands.
fn levels(of: impl Iterator<Item = u32>) -> Vec<(u32, f64)> {
    let mut counts = std::collections::BTreeMap::new();
    of.for_each(|level| *counts.entry(level).or_insert(0.0) += 1.0);
    counts.into_iter().collect()
}

#[cfg(test)]
mod tests;
