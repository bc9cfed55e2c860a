//! Agreement of two raters on ordinal levels beyond chance, with its standard error. No more than two raters.

use std::collections::BTreeMap;

use crate::proportion::Z_95;
use crate::{Counted, Estimate, Method, NotEstimable, StudentEstimate};

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
    Ok(Kappa::of(pairs, weights)?.value)
}

/// Kappa of two raters with its standard errors.
///
/// Kappa depends on how common the levels are: equal sensitivity and specificity give other kappas at another
/// prevalence. Show the table beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// Kappa: 1 for full agreement, 0 for that of chance, below for less.
    pub value: f64,
    /// Pairs.
    pub n: u64,
    /// The variance at the agreement that was found: for the interval.
    pub variance: f64,
    /// The variance where the raters agree by chance: for the test of kappa = 0.
    pub null_variance: f64,
}

impl Kappa {
    /// Of pairs of levels.
    ///
    /// With shares p_ij, weights of disagreement w_ij, their means w_i. and w_.j under the other rater's shares,
    /// D = Σ w p_ij and E = Σ w p_i. p_.j: kappa = 1 - D/E,
    /// variance = (Σ p_ij (w_ij - (1-kappa)(w_i. + w_.j))² - D²) / (n E²) and
    /// null variance = (Σ p_i. p_.j (w_ij - w_i. - w_.j)² - E²) / (n E²).
    ///
    /// # Errors
    /// As [`weighted_kappa`].
    ///
    /// Source: Fleiss, Cohen, Everitt, Psychol Bull 1969;72:323, written with weights of disagreement.
    pub fn of(pairs: &[(u32, u32)], weights: KappaWeights) -> Result<Self, NotEstimable> {
        NotEstimable::if_fewer(Counted::Observations, 1, pairs.len())?;
        let n = pairs.len() as f64;
        let (first, second) = (
            shares(pairs.iter().map(|pair| pair.0), n),
            shares(pairs.iter().map(|pair| pair.1), n),
        );
        let cells = shares(pairs.iter().copied(), n);
        // The mean weight of each level of a rater under the shares of the other.
        let means = |of: &BTreeMap<u32, f64>, under: &BTreeMap<u32, f64>| -> BTreeMap<u32, f64> {
            let mean = |level: u32| under.iter().map(|(&l, p)| weights.of(level, l) * p).sum();
            of.keys().map(|&level| (level, mean(level))).collect()
        };
        let (of_first, of_second) = (means(&first, &second), means(&second, &first));
        let expected: f64 = first.iter().map(|(level, p)| p * of_first[level]).sum();
        if expected <= 0.0 {
            let what = "the levels of both raters";
            return Err(NotEstimable::Constant { what });
        }
        let observed: f64 = cells.iter().map(|(&(a, b), p)| p * weights.of(a, b)).sum();
        let rest = observed / expected;
        let square = |a: u32, b: u32, rest: f64| {
            let off = weights.of(a, b) - rest * (of_first[&a] + of_second[&b]);
            off * off
        };
        let spread: f64 = cells
            .iter()
            .map(|(&(a, b), p)| p * square(a, b, rest))
            .sum();
        let mut null_spread = 0.0;
        for (&a, p_a) in &first {
            for (&b, p_b) in &second {
                null_spread += p_a * p_b * square(a, b, 1.0);
            }
        }
        let scale = n * expected * expected;
        Ok(Self {
            value: 1.0 - rest,
            n: pairs.len() as u64,
            variance: ((spread - observed * observed) / scale).max(0.0),
            null_variance: ((null_spread - expected * expected) / scale).max(0.0),
        })
    }

    /// Kappa with its interval, 95 %: kappa ± z·sqrt(variance), cut off at 1.
    ///
    /// The interval is one of large samples, and too narrow on few pairs. Simulated coverage at kappa 0.6, three levels,
    /// 4,000 sets, seed 8107: unweighted 92.4 % on 30 pairs, 93.9 % on 100; quadratic 88.0 % on 30, 93.3 % on 100.
    ///
    /// # Errors
    /// [`NotEstimable::Degenerate`] where the variance is 0, as at full agreement.
    pub fn estimate(&self) -> Result<Estimate, NotEstimable> {
        // Full agreement leaves rounding of the sums behind.
        if self.variance <= 1e-15 {
            let reason = "a kappa of variance 0, as at full agreement, has no interval";
            return Err(NotEstimable::Degenerate { reason });
        }
        let half = Z_95 * self.variance.sqrt();
        Ok(Estimate {
            value: self.value,
            lower: self.value - half,
            upper: (self.value + half).min(1.0),
            n: self.n,
            method: Method::KappaWald95,
        })
    }

    /// Kappa with its standard error by chance: `p(0.0)` of it tests whether the raters agree by more than chance.
    ///
    /// Simulated error rate at 5 %, three levels, 4,000 sets, seed 8108: unweighted 5.2 % on 30 pairs, 5.0 % on 100;
    /// quadratic 5.4 % and 5.0 %.
    ///
    /// # Errors
    /// [`NotEstimable::Degenerate`] where a rater uses one level throughout: chance then leaves no room.
    pub fn against_chance(&self) -> Result<StudentEstimate, NotEstimable> {
        let is_rounding = self.null_variance <= 1e-15;
        let variance = if is_rounding { 0.0 } else { self.null_variance };
        StudentEstimate::new(self.value, variance, f64::INFINITY)
    }
}

impl KappaWeights {
    fn of(self, a: u32, b: u32) -> f64 {
        let d = f64::from(a.abs_diff(b));
        match self {
            Self::Unweighted if a == b => 0.0,
            Self::Unweighted => 1.0,
            Self::Linear => d,
            Self::Quadratic => d * d,
        }
    }
}

/// Each of what there is, in ascending order, with its share.
fn shares<T: Ord>(of: impl Iterator<Item = T>, n: f64) -> BTreeMap<T, f64> {
    let mut shares = BTreeMap::new();
    of.for_each(|what| *shares.entry(what).or_insert(0.0) += 1.0);
    shares.values_mut().for_each(|share| *share /= n);
    shares
}

#[cfg(test)]
mod tests;
