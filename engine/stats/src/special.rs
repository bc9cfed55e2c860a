//! Regularised incomplete beta and gamma functions and their inverses, on `libm` alone. Private to the intervals.

/// The most steps of a series or fraction; reached only far outside the sizes of a reader study.
const MAX_STEPS: u32 = 10_000;
/// Relative change at which a series or fraction has settled.
const SETTLED: f64 = 1e-15;
/// Keeps Lentz's algorithm away from division by zero.
const TINY: f64 = 1e-300;
const TWO_PI: f64 = 2.0 * std::f64::consts::PI;

/// I_x(a, b), the regularised incomplete beta function; a, b > 0 and 0 <= x <= 1.
pub(crate) fn beta_regularised(a: f64, b: f64, x: f64) -> f64 {
    beta_both(a, b, x, 1.0 - x)[0]
}

/// I_x(a, b) and its complement, both exact in their small tail; `y` is 1 - x, given apart because x may be next to 1.
///
/// Source: DLMF 8.17.22 (continued fraction), evaluated by Lentz's algorithm; 8.17.4 for the upper half.
pub(crate) fn beta_both(a: f64, b: f64, x: f64, y: f64) -> [f64; 2] {
    if x <= 0.0 {
        return [0.0, 1.0];
    }
    if y <= 0.0 {
        return [1.0, 0.0];
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        let upper = (beta_front(b, a, y, x) * beta_fraction(b, a, y)).min(1.0);
        return [1.0 - upper, upper];
    }
    let lower = (beta_front(a, b, x, y) * beta_fraction(a, b, x)).min(1.0);
    [lower, 1.0 - lower]
}

/// x^a y^b / (a B(a, b)), from deviances, so that large a and b cost no digits.
///
/// Source: Loader, "Fast and accurate computation of binomial probabilities", 2000: the saddle-point form.
fn beta_front(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let ln = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    libm::exp(ln) * (n / (TWO_PI * a * b)).sqrt() * b / n
}

/// ln Γ(z + 1) less Stirling's approximation of it; z > 0.
///
/// Source: DLMF 5.11.1, six terms, exact to the last bit from 16 on.
fn stirling_error(z: f64) -> f64 {
    if z < 16.0 {
        return libm::lgamma(z + 1.0) - (z + 0.5) * libm::log(z) + z - 0.5 * libm::log(TWO_PI);
    }
    let inverse = 1.0 / (z * z);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1_260.0,
        -1.0 / 1_680.0,
        1.0 / 1_188.0,
        -691.0 / 360_360.0,
    ];
    terms
        .iter()
        .rev()
        .fold(0.0, |sum, term| sum * inverse + term)
        / z
}

/// x ln(x / mean) + mean - x without the cancellation where the two are near; x, mean > 0.
fn deviance(x: f64, mean: f64) -> f64 {
    let away = x - mean;
    if away.abs() >= 0.1 * (x + mean) {
        return x * libm::log(x / mean) + mean - x;
    }
    let v = away / (x + mean);
    let (mut sum, mut power) = (away * v, 2.0 * x * v);
    for step in 1..=MAX_STEPS {
        power *= v * v;
        let next = sum + power / f64::from(2 * step + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// The chance of `count` under a Poisson distribution; `count` a whole number, mean > 0.
///
/// Source: Loader, as above.
pub(crate) fn poisson(count: f64, mean: f64) -> f64 {
    if count <= 0.0 {
        return libm::exp(-mean);
    }
    libm::exp(-stirling_error(count) - deviance(count, mean)) / (TWO_PI * count).sqrt()
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
pub(crate) fn gamma_regularised(a: f64, x: f64) -> f64 {
    gamma_both(a, x)[0]
}

/// P(a, x) and its complement Q(a, x), both exact in their small tail.
///
/// Source: DLMF 8.7.1 (series) below a + 1, 8.9.2 (continued fraction) above.
pub(crate) fn gamma_both(a: f64, x: f64) -> [f64; 2] {
    if x <= 0.0 {
        return [0.0, 1.0];
    }
    let front = gamma_front(a, x);
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
        let lower = (front * sum).min(1.0);
        [lower, 1.0 - lower]
    } else {
        let upper = (front * gamma_fraction(a, x)).min(1.0);
        [1.0 - upper, upper]
    }
}

/// x^a e^-x / Γ(a), from the deviance.
pub(crate) fn gamma_front(a: f64, x: f64) -> f64 {
    a * libm::exp(-stirling_error(a) - deviance(a, x)) / (TWO_PI * a).sqrt()
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
