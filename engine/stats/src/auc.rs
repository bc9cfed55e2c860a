//! The empirical area under the ROC curve with DeLong's variance, for one curve or two on the same cases. No smoothing.

use crate::{Counted, Estimate, Method, NotEstimable, proportion::Z_95};

/// Ratings of abnormal and of normal cases by one reader or service; higher is more suspicious.
#[derive(Debug, Clone, PartialEq)]
pub struct RocReads {
    abnormal: Vec<f64>,
    normal: Vec<f64>,
    /// Each abnormal case's share of normal ones below it, ties half, in the order given.
    placements_abnormal: Vec<f64>,
    /// Each normal case's share of abnormal ones above it, ties half, in the order given.
    placements_normal: Vec<f64>,
    /// Twice the number of pairs won, ties once: a whole number.
    won_twice: u64,
}

impl RocReads {
    /// Ranks the ratings, in O(N log N).
    ///
    /// Equality is exact: ratings that differ in the last bit are no tie. Infinite ratings have their place in the order.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without abnormal or without normal cases, [`NotEstimable::NotFinite`] with a NaN.
    ///
    /// Source: Sun and Xu, IEEE Signal Process Lett 2014;21:1389.
    pub fn new(abnormal: &[f64], normal: &[f64]) -> Result<Self, NotEstimable> {
        NotEstimable::if_fewer(Counted::AbnormalCases, 1, abnormal.len())?;
        NotEstimable::if_fewer(Counted::NormalCases, 1, normal.len())?;
        NotEstimable::if_nan("the ratings of abnormal cases", abnormal)?;
        NotEstimable::if_nan("the ratings of normal cases", normal)?;
        let (m, n) = (abnormal.len(), normal.len());
        let mut placements_abnormal = vec![0.0; m];
        let mut placements_normal = vec![0.0; n];
        let mut pooled: Vec<(f64, bool, usize)> = Vec::with_capacity(m + n);
        // Adding 0 makes -0 and 0 the tie that they are.
        pooled.extend(abnormal.iter().enumerate().map(|(i, x)| (x + 0.0, true, i)));
        pooled.extend(normal.iter().enumerate().map(|(i, x)| (x + 0.0, false, i)));
        pooled.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut seen_abnormal, mut seen_normal, mut won_twice) = (0_u64, 0_u64, 0_u64);
        for block in pooled.chunk_by(|a, b| a.0 == b.0) {
            let tied_abnormal = block.iter().filter(|rated| rated.1).count() as u64;
            let tied_normal = block.len() as u64 - tied_abnormal;
            let below_twice = 2 * seen_normal + tied_normal;
            let lost_twice = 2 * seen_abnormal + tied_abnormal;
            for &(_, is_abnormal, idx) in block {
                if is_abnormal {
                    placements_abnormal[idx] = below_twice as f64 / (2.0 * n as f64);
                } else {
                    placements_normal[idx] = 1.0 - lost_twice as f64 / (2.0 * m as f64);
                }
            }
            won_twice += tied_abnormal * below_twice;
            seen_abnormal += tied_abnormal;
            seen_normal += tied_normal;
        }
        Ok(Self {
            abnormal: abnormal.to_vec(),
            normal: normal.to_vec(),
            placements_abnormal,
            placements_normal,
            won_twice,
        })
    }

    /// The area: share of the pairs of an abnormal and a normal case in which the abnormal one is rated higher, ties half.
    #[must_use]
    pub fn area(&self) -> f64 {
        self.won_twice as f64 / (2.0 * self.abnormal.len() as f64 * self.normal.len() as f64)
    }

    /// DeLong's variance of the area.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] on fewer than two abnormal or two normal cases.
    ///
    /// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837.
    pub fn variance(&self) -> Result<f64, NotEstimable> {
        self.covariance(self)
    }

    /// DeLong's covariance with another curve over the same cases in the same order.
    ///
    /// # Errors
    /// As [`Self::variance`], and [`NotEstimable::Unequal`] if the numbers of cases differ.
    pub fn covariance(&self, other: &Self) -> Result<f64, NotEstimable> {
        let of_abnormal = covariance(
            Counted::AbnormalCases,
            &self.placements_abnormal,
            &other.placements_abnormal,
        )?;
        let of_normal = covariance(
            Counted::NormalCases,
            &self.placements_normal,
            &other.placements_normal,
        )?;
        let (m, n) = (self.abnormal.len() as f64, self.normal.len() as f64);
        Ok(of_abnormal / m + of_normal / n)
    }

    /// The area with its interval, 95 %, symmetric on the logit scale: logit(A) ± z·sqrt(S) / (A(1-A)).
    ///
    /// # Errors
    /// As [`Self::variance`], and [`NotEstimable::Degenerate`] at an area of 0 or 1.
    pub fn estimate(&self) -> Result<Estimate, NotEstimable> {
        let (value, variance) = (self.area(), self.variance()?);
        if value <= 0.0 || value >= 1.0 || variance <= 0.0 {
            let reason = "an area of 0 or 1, or one with variance 0, has no interval";
            return Err(NotEstimable::Degenerate { reason });
        }
        let logit = libm::log(value / (1.0 - value));
        let half = Z_95 * variance.sqrt() / (value * (1.0 - value));
        let back = |x: f64| 1.0 / (1.0 + libm::exp(-x));
        Ok(Estimate {
            value,
            lower: back(logit - half),
            upper: back(logit + half),
            n: (self.abnormal.len() + self.normal.len()) as u64,
            method: Method::DelongLogit95,
        })
    }
}

/// Sample covariance, divided by n - 1.
fn covariance(what: Counted, a: &[f64], b: &[f64]) -> Result<f64, NotEstimable> {
    if a.len() != b.len() {
        let (what, left, right) = ("the cases of two curves", a.len(), b.len());
        return Err(NotEstimable::Unequal { what, left, right });
    }
    NotEstimable::if_fewer(what, 2, a.len())?;
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let sum: f64 = a
        .iter()
        .zip(b)
        .map(|(x, y)| (x - mean_a) * (y - mean_b))
        .sum();
    Ok(sum / (n - 1.0))
}

#[cfg(test)]
mod tests;
