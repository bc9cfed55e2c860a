//! Student's t, F and chi-squared, central and not: tails and quantiles on `libm` alone. Private to the tests and intervals.
//!
//! Degrees of freedom may be any positive number; infinity gives the limit (normal for t, chi-squared for F).

use crate::normal::{normal_cdf, normal_quantile};
use crate::special::{beta_both, gamma_both, gamma_front, poisson, solve_rising};

/// From here on a distribution is its limit and one correction, to more than 10 digits.
const LIMIT_DF: f64 = 1e7;
/// Terms of a mixture below this share of the largest no longer count.
const NEGLIGIBLE: f64 = 1e-18;

/// P(T > t), Student; NaN of NaN.
///
/// Source: DLMF 8.17; Abramowitz and Stegun 26.7.1.
pub(crate) fn student_upper(t: f64, df: f64) -> f64 {
    if t.is_nan() {
        return t;
    }
    let tail = if df.is_infinite() {
        normal_cdf(-t.abs())
    } else if df >= LIMIT_DF {
        0.5 * f_upper(t * t, 1.0, df)
    } else {
        let square = t * t;
        let [below, _] = beta_both(df / 2.0, 0.5, df / (df + square), square / (df + square));
        // The square of a huge t is infinite: then nothing lies beyond.
        if below.is_nan() { 0.0 } else { 0.5 * below }
    };
    if t >= 0.0 { tail } else { 1.0 - tail }
}

/// P(|T| > |t|), Student.
pub(crate) fn student_two_sided(t: f64, df: f64) -> f64 {
    2.0 * student_upper(t.abs(), df)
}

/// Where Student's distribution leaves `tail` above; 0 < tail < 1.
pub(crate) fn student_upper_point(tail: f64, df: f64) -> f64 {
    if tail > 0.5 {
        return -student_upper_point(1.0 - tail, df);
    }
    let normal = -normal_quantile(tail);
    if df.is_infinite() {
        return normal;
    }
    falling_point(normal.max(0.0), tail, |t| student_upper(t, df))
}

/// P(X > x), chi-squared.
pub(crate) fn chi_squared_upper(x: f64, df: f64) -> f64 {
    gamma_both(df / 2.0, x / 2.0)[1]
}

/// Where the chi-squared distribution leaves `tail` above; 0 < tail < 1.
pub(crate) fn chi_squared_upper_point(tail: f64, df: f64) -> f64 {
    falling_point(0.0, tail, |x| chi_squared_upper(x, df))
}

/// P(F > f); the second degrees of freedom may be infinite.
///
/// Source: Abramowitz and Stegun 26.6.2.
pub(crate) fn f_upper(f: f64, df1: f64, df2: f64) -> f64 {
    f_mixed(f, df1, df2, 0.0)
}

/// Where the F distribution leaves `tail` above; 0 < tail < 1.
pub(crate) fn f_upper_point(tail: f64, df1: f64, df2: f64) -> f64 {
    falling_point(0.0, tail, |f| f_upper(f, df1, df2))
}

/// P(X > x), chi-squared with a non-centrality of at least 0.
///
/// The Poisson mixture of central ones. Source: Abramowitz and Stegun 26.4.25.
pub(crate) fn noncentral_chi_squared_upper(x: f64, df: f64, noncentrality: f64) -> f64 {
    mixture(noncentrality, |twice| chi_squared_upper(x, df + twice))
}

/// P(F > f) with a non-centrality of at least 0; the second degrees of freedom may be infinite.
///
/// The Poisson mixture of central beta distributions. Source: Abramowitz and Stegun 26.6.18.
pub(crate) fn noncentral_f_upper(f: f64, df1: f64, df2: f64, noncentrality: f64) -> f64 {
    mixture(noncentrality, |twice| f_mixed(f, df1, df2, twice))
}

/// P(B > df1 f / (df1 f + df2)) for B of Beta((df1 + twice) / 2, df2 / 2).
fn f_mixed(f: f64, df1: f64, df2: f64, twice: f64) -> f64 {
    if f <= 0.0 {
        return 1.0;
    }
    if df2 >= LIMIT_DF {
        // The mean over a chi-squared W of mean 1 and variance 2 / df2 of Q(a, c W), to the second order.
        let (a, c) = ((df1 + twice) / 2.0, df1 * f / 2.0);
        return gamma_both(a, c)[1] + gamma_front(a, c) * (c - a + 1.0) / df2;
    }
    let whole = df1 * f + df2;
    if !whole.is_finite() {
        return 0.0;
    }
    beta_both((df1 + twice) / 2.0, df2 / 2.0, df1 * f / whole, df2 / whole)[1]
}

/// The sum over a Poisson count j of mean `noncentrality` / 2 of `tail(2 j)`, from the likeliest count outwards.
fn mixture(noncentrality: f64, tail: impl Fn(f64) -> f64) -> f64 {
    let mean = noncentrality / 2.0;
    if mean <= 0.0 {
        return tail(0.0);
    }
    let likeliest = mean.floor();
    let peak = poisson(likeliest, mean);
    let mut sum = peak * tail(2.0 * likeliest);
    let (mut count, mut weight) = (likeliest, peak);
    while count >= 1.0 && weight > peak * NEGLIGIBLE {
        weight *= count / mean;
        count -= 1.0;
        sum += weight * tail(2.0 * count);
    }
    (count, weight) = (likeliest, peak);
    while weight > peak * NEGLIGIBLE {
        count += 1.0;
        weight *= mean / count;
        sum += weight * tail(2.0 * count);
    }
    sum.min(1.0)
}

/// Where the falling function `upper` reaches `tail`, at `low` or above.
fn falling_point(low: f64, tail: f64, upper: impl Fn(f64) -> f64) -> f64 {
    let mut high = 2.0 * low + 1.0;
    while upper(high) > tail && high < f64::MAX / 4.0 {
        high *= 2.0;
    }
    solve_rising(low, high, -tail, |x| -upper(x))
}

#[cfg(test)]
mod tests;
