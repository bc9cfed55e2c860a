//! Student's distribution: its two-sided tail and its points.

use crate::special::{beta_regularised, solve_rising};

/// P(|T| > |t|), Student, on `df` degrees of freedom.
pub(crate) fn student_two_sided(t: f64, df: f64) -> f64 {
    beta_regularised(df / 2.0, 0.5, df / (df + t * t))
}

/// Where Student's distribution leaves `tail` above; 0 < tail < 0.5.
pub(crate) fn student_upper_point(tail: f64, df: f64) -> f64 {
    let x = solve_rising(0.0, 1.0, 2.0 * tail, |x| beta_regularised(df / 2.0, 0.5, x));
    (df * (1.0 - x) / x).sqrt()
}
