//! The binormal ROC curve by maximum likelihood: a smooth curve for drawing. Inference stays with the empirical area.
//!
//! On few cases the fit is fragile: the empirical area needs no fit and always stands.

mod line;

use line::Line;

use super::categories::Categories;
use super::operating_point::check_share;
use super::ordinal_fit::{Fitted, normal_density};
use crate::proportion::Z_95;
use crate::{Estimate, Method, NotEstimable, RocReads, normal_cdf, normal_quantile};

/// A binormal curve: normal ratings are N(0, 1), abnormal ones N(a/b, 1/b²), after some rising transformation of the scale.
///
/// P(rating <= k | normal) = Φ(z_k), P(rating <= k | abnormal) = Φ(b z_k - a).
#[derive(Debug, Clone, PartialEq)]
pub struct Binormal {
    /// Distance of the classes in units of the abnormal ones' spread.
    pub a: f64,
    /// Spread of the normal class over that of the abnormal one; 1 for a symmetric curve.
    pub b: f64,
    /// The upper bound z_k of each category but the last, of those categories that hold a case.
    pub bounds: Vec<f64>,
    /// The natural logarithm of the likelihood, without the multinomial constant.
    pub log_likelihood: f64,
    /// Variances of a and b and their covariance, from the observed information.
    pub covariance: [[f64; 2]; 2],
    /// Scoring steps that were taken.
    pub n_steps: usize,
    n_cases: u64,
}

impl Binormal {
    /// Fits ordinal ratings: how many normal and how many abnormal cases are in each category, the least suspicious first.
    ///
    /// Categories without any case are left out. Found by Fisher's scoring with halved steps from
    /// z_k = Φ⁻¹(share of normal cases up to k) and the line of Φ⁻¹(sensitivity) on Φ⁻¹(false positive rate).
    ///
    /// # Errors
    /// [`NotEstimable::Unequal`]; [`NotEstimable::TooFew`] without a case of a class; [`NotEstimable::Degenerate`] where
    /// no point of the empirical curve lies off its edges, where many curves fit as well, and where the slope runs to 0
    /// or without end; [`NotEstimable::NotConverged`].
    ///
    /// Simulated coverage of the area's interval, 1,000 sets each of a = 1.5, b = 0.8, seed 8106: 94.5 % on 50 + 50 cases in
    /// 6 categories; 93.1 % on 50 + 50 and 94.7 % on 200 + 200 on a continuous scale.
    ///
    /// Source: Dorfman and Alf, J Math Psychol 1969;6:487; degenerate sets: Metz, Herman, Shen, Stat Med 1998;17:1033.
    pub fn of_counts(normal: &[u64], abnormal: &[u64]) -> Result<Self, NotEstimable> {
        Self::likeliest(&Categories::of_counts(normal, abnormal)?)
    }

    /// Fits ratings on any scale, ordinal or continuous: their distinct values are the categories.
    ///
    /// Neighbouring values that hold cases of one class only are joined, which changes neither a nor b. Where more than
    /// 200 categories are left, neighbours are joined so that each holds about as many cases; a and b then differ from
    /// those of all categories by far less than their standard errors.
    ///
    /// # Errors
    /// As [`Self::of_counts`].
    ///
    /// Source: Metz, Herman, Shen, Stat Med 1998;17:1033 (LABROC4 and LABROC5).
    pub fn of(reads: &RocReads) -> Result<Self, NotEstimable> {
        Self::likeliest(&Categories::of_ratings(reads)?)
    }

    fn likeliest(categories: &Categories) -> Result<Self, NotEstimable> {
        let Fitted {
            at,
            log_likelihood,
            covariance,
            n_steps,
        } = line::likeliest(categories)?;
        let Line { a, b } = at.curve;
        Ok(Self {
            a,
            b,
            bounds: at.bounds,
            log_likelihood,
            covariance,
            n_steps,
            n_cases: categories.n_cases,
        })
    }

    /// The area below the fitted curve: Φ(a / sqrt(1 + b²)).
    #[must_use]
    pub fn area(&self) -> f64 {
        normal_cdf(self.separation())
    }

    /// The standard error of the area, by the delta method.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        normal_density(self.separation()) * self.separation_error()
    }

    /// The area with its interval, 95 %, symmetric on the scale of a / sqrt(1 + b²), by the delta method.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let at = self.separation();
        let half = Z_95 * self.separation_error();
        Estimate {
            value: self.area(),
            lower: normal_cdf(at - half),
            upper: normal_cdf(at + half),
            n: self.n_cases,
            method: Method::BinormalProbit95,
        }
    }

    /// The sensitivity of the fitted curve at a false positive rate: Φ(a + b Φ⁻¹(rate)).
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] if the rate is not from 0 to 1.
    pub fn sensitivity(&self, false_positive_rate: f64) -> Result<f64, NotEstimable> {
        check_share("the false positive rate", false_positive_rate)?;
        let z = normal_quantile(false_positive_rate);
        Ok(normal_cdf(self.a + self.b * z))
    }

    fn separation(&self) -> f64 {
        self.a / (1.0 + self.b * self.b).sqrt()
    }

    fn separation_error(&self) -> f64 {
        let [by_a, by_b] = self.slopes();
        let [[aa, ab], [_, bb]] = self.covariance;
        let variance = by_a * by_a * aa + 2.0 * by_a * by_b * ab + by_b * by_b * bb;
        variance.max(0.0).sqrt()
    }

    /// The derivatives of the separation by a and by b.
    fn slopes(&self) -> [f64; 2] {
        let square = 1.0 + self.b * self.b;
        let by_a = 1.0 / square.sqrt();
        [by_a, -self.a * self.b * by_a / square]
    }
}

#[cfg(test)]
mod tests;
