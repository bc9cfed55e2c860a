//! Regularised incomplete beta and gamma functions and their inverses, on `libm` alone. Private to the intervals.

/// The most steps of a series or fraction; reached only far outside the sizes of a reader study.
const MAX_STEPS: u32 = 10_000;
/// Relative change at which a series or fraction has settled.
const SETTLED: f64 = 1e-15;
/// Keeps Lentz's algorithm away from division by zero.
const TINY: f64 = 1e-300;

/// I_x(a, b), the regularised incomplete beta function; a, b > 0 and 0 <= x <= 1.
///
/// Source: DLMF 8.17.22 (continued fraction), evaluated by Lentz's algorithm; 8.17.4 for the upper half.
pub(crate) fn beta_regularised(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_regularised(b, a, 1.0 - x);
    }
    let ln_front = a * libm::log(x) + b * libm::log1p(-x) + libm::lgamma(a + b)
        - libm::lgamma(a)
        - libm::lgamma(b);
    libm::exp(ln_front) / a * beta_fraction(a, b, x)
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..=MAX_STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            factor = c * d;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < SETTLED {
            break;
        }
    }
    fraction
}

/// P(a, x), the lower regularised incomplete gamma function; a > 0 and x >= 0.
///
/// Source: DLMF 8.7.1 (series) below a + 1, 8.9.2 (continued fraction) above.
pub(crate) fn gamma_regularised(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        for step in 1..=MAX_STEPS {
            term *= x / (a + f64::from(step));
            sum += term;
            if term < sum * SETTLED {
                break;
            }
        }
        front * sum
    } else {
        1.0 - front * gamma_fraction(a, x)
    }
}

fn gamma_fraction(a: f64, x: f64) -> f64 {
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away(b);
    let mut fraction = d;
    for step in 1..=MAX_STEPS {
        let m = f64::from(step);
        let term = -m * (m - a);
        b += 2.0;
        d = 1.0 / away(term * d + b);
        c = away(b + term / c);
        let factor = c * d;
        fraction *= factor;
        if (factor - 1.0).abs() < SETTLED {
            break;
        }
    }
    fraction
}

/// Where the rising function `f` reaches `target` in `low..=high`, by halving until the bits are spent.
pub(crate) fn solve_rising(
    mut low: f64,
    mut high: f64,
    target: f64,
    f: impl Fn(f64) -> f64,
) -> f64 {
    loop {
        let middle = low + (high - low) * 0.5;
        if middle <= low || high <= middle {
            return middle;
        }
        if f(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests;
