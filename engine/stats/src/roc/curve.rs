//! The empirical ROC curve as points. No smoothing, no areas.

use crate::auc::{Rated, ranked};
use crate::{NotEstimable, RocReads};

/// What happens at one threshold: cases rated at or above it are called positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// The threshold: a rating that was given, or infinity for the point where nothing is positive.
    pub threshold: f64,
    /// Abnormal cases at or above it.
    pub true_positives: u64,
    /// Normal cases at or above it.
    pub false_positives: u64,
}

/// The empirical ROC curve: from no case positive to all, one point a distinct rating.
#[derive(Debug, Clone, PartialEq)]
pub struct RocCurve {
    points: Vec<RocPoint>,
    n_abnormal: u64,
    n_normal: u64,
}

impl RocCurve {
    /// The curve of some ratings, in O(N log N).
    ///
    /// Ties between classes make one point, so that the line to it is oblique; the trapezoids below the curve add up to
    /// the area that counts ties half. The first point has the threshold infinity, even where a rating is infinite.
    ///
    /// Source: Fawcett, Pattern Recognit Lett 2006;27:861, algorithm 1.
    #[must_use]
    pub fn of(reads: &RocReads) -> Self {
        let (abnormal, normal) = (reads.abnormal(), reads.normal());
        let (mut true_positives, mut false_positives) = (0, 0);
        let mut points = vec![RocPoint {
            threshold: f64::INFINITY,
            true_positives,
            false_positives,
        }];
        let ranked = ranked(abnormal, normal);
        for block in ranked.chunk_by(Rated::is_tied_with).rev() {
            for rated in block {
                if rated.is_abnormal(abnormal.len()) {
                    true_positives += 1;
                } else {
                    false_positives += 1;
                }
            }
            points.push(RocPoint {
                threshold: block[0].rating(abnormal, normal),
                true_positives,
                false_positives,
            });
        }
        Self {
            points,
            n_abnormal: abnormal.len() as u64,
            n_normal: normal.len() as u64,
        }
    }

    /// The curve of the classes' ratings.
    ///
    /// # Errors
    /// As [`RocReads::new`].
    pub fn new(abnormal: &[f64], normal: &[f64]) -> Result<Self, NotEstimable> {
        Ok(Self::of(&RocReads::new(abnormal, normal)?))
    }

    /// The points by falling threshold, the first with nothing positive, the last with everything.
    #[must_use]
    pub fn points(&self) -> &[RocPoint] {
        &self.points
    }

    /// Numbers of abnormal and of normal cases.
    #[must_use]
    pub fn classes(&self) -> [u64; 2] {
        [self.n_abnormal, self.n_normal]
    }

    /// False positive rate and sensitivity of each point, in their order.
    pub fn rates(&self) -> impl Iterator<Item = [f64; 2]> + '_ {
        let (m, n) = (self.n_abnormal as f64, self.n_normal as f64);
        self.points.iter().map(move |point| {
            [
                point.false_positives as f64 / n,
                point.true_positives as f64 / m,
            ]
        })
    }
}

#[cfg(test)]
mod tests;
