//! Means and differences of means with Student's intervals: what crossovers, time ratios and forecasts rest on.

use super::checks::estimate;
use crate::distributions::{student_two_sided, student_upper_point};
use crate::{Counted, Estimate, Method, NotEstimable};

/// An estimated effect with its test against no effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The effect with its interval.
    pub estimate: Estimate,
    /// The test statistic, Student's t.
    pub t: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// The two-sided p value.
    pub p: f64,
}

impl Effect {
    /// A value with its standard error.
    pub(crate) fn of(
        value: f64,
        se: f64,
        df: f64,
        n: usize,
        method: Method,
    ) -> Result<Self, NotEstimable> {
        // Differences so small that their squares vanish.
        if se <= 0.0 {
            return Err(NotEstimable::Degenerate {
                reason: "the values differ by less than their squares can show",
            });
        }
        let half = student_upper_point(0.025, df) * se;
        Ok(Self {
            estimate: estimate([value, value - half, value + half], n, method)?,
            t: value / se,
            df,
            p: student_two_sided(value / se, df),
        })
    }

    /// The same on the scale of which this is the logarithm.
    pub(crate) fn exp(self, method: Method) -> Result<Self, NotEstimable> {
        let Estimate {
            value,
            lower,
            upper,
            n,
            ..
        } = self.estimate;
        let [value, lower, upper] = [value, lower, upper].map(libm::exp);
        if !upper.is_finite() {
            return Err(NotEstimable::Degenerate {
                reason: "the interval on the logarithmic scale is too wide for a number",
            });
        }
        let estimate = Estimate {
            value,
            lower,
            upper,
            n,
            method,
        };
        Ok(Self { estimate, ..self })
    }
}

/// Mean and sum of squares about it.
pub(crate) fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let rough = values.iter().sum::<f64>() / n;
    // The second pass takes away what rounding left of the first.
    let mean = rough + values.iter().map(|x| x - rough).sum::<f64>() / n;
    let squares = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, squares)
}

/// Whether all values are the same.
pub(crate) fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// The mean ± t(0.975; n-1) · s / sqrt(n).
pub(crate) fn mean_t95(what: &'static str, values: &[f64]) -> Result<Effect, NotEstimable> {
    NotEstimable::if_fewer(Counted::Observations, 2, values.len())?;
    NotEstimable::if_not_finite(what, values)?;
    if is_constant(values) {
        return Err(NotEstimable::Constant { what });
    }
    let (mean, squares) = moments(values);
    let df = values.len() as f64 - 1.0;
    let se = (squares / df / (df + 1.0)).sqrt();
    Effect::of(mean, se, df, values.len(), Method::Student95)
}

/// Mean of the first less mean of the second, with one variance for both.
pub(crate) fn difference_pooled_t95(
    what: &'static str,
    first: &[f64],
    second: &[f64],
) -> Result<Effect, NotEstimable> {
    let [(mean, squares, n), (other, other_squares, m)] = two_sets(what, first, second)?;
    let df = n + m - 2.0;
    let se = ((squares + other_squares) / df * (1.0 / n + 1.0 / m)).sqrt();
    let all = first.len() + second.len();
    Effect::of(mean - other, se, df, all, Method::Student95)
}

/// Mean of the first less mean of the second, each with its own variance and the degrees of freedom of Welch.
///
/// Source: Welch, Biometrika 1947;34:28.
pub(crate) fn difference_welch_t95(
    what: &'static str,
    first: &[f64],
    second: &[f64],
) -> Result<Effect, NotEstimable> {
    let [(mean, squares, n), (other, other_squares, m)] = two_sets(what, first, second)?;
    let (v, w) = (squares / (n - 1.0) / n, other_squares / (m - 1.0) / m);
    // By shares, so that tiny variances do not vanish when squared.
    let (a, b) = (v / (v + w), w / (v + w));
    let df = 1.0 / (a * a / (n - 1.0) + b * b / (m - 1.0));
    let all = first.len() + second.len();
    Effect::of(mean - other, (v + w).sqrt(), df, all, Method::Welch95)
}

/// Mean, sum of squares and number of two sets that are sound and vary.
fn two_sets(
    what: &'static str,
    first: &[f64],
    second: &[f64],
) -> Result<[(f64, f64, f64); 2], NotEstimable> {
    for values in [first, second] {
        NotEstimable::if_fewer(Counted::Observations, 2, values.len())?;
        NotEstimable::if_not_finite(what, values)?;
    }
    if is_constant(first) && is_constant(second) {
        return Err(NotEstimable::Constant { what });
    }
    Ok([first, second].map(|values| {
        let (mean, squares) = moments(values);
        (mean, squares, values.len() as f64)
    }))
}

#[cfg(test)]
mod tests;
