//! What the tests of these estimators share. Only for tests.

use overread_base::Rng;

pub(crate) use super::simulation::is_asked;

use crate::{Estimate, normal_quantile};

/// Equal to nine digits.
#[track_caller]
pub(crate) fn near(found: f64, expected: f64) {
    let scale = expected.abs().max(1e-6);
    assert!(
        (found - expected).abs() <= 1e-9 * scale,
        "found {found:?}, expected {expected:?}"
    );
}

#[track_caller]
pub(crate) fn near_estimate(found: &Estimate, expected: [f64; 3]) {
    near(found.value, expected[0]);
    near(found.lower, expected[1]);
    near(found.upper, expected[2]);
}

/// A standard normal number, exact in its tails.
pub(crate) fn normal(rng: &mut Rng) -> f64 {
    normal_quantile(rng.unit().max(1e-300))
}

/// A gamma number of a whole shape, up to a factor: sums of exponential numbers.
fn gamma(rng: &mut Rng, shape: u32) -> f64 {
    (0..shape).map(|_| -libm::log(rng.unit().max(1e-300))).sum()
}

/// A beta number of whole parameters.
pub(crate) fn beta(rng: &mut Rng, a: u32, b: u32) -> f64 {
    let (a, b) = (gamma(rng, a), gamma(rng, b));
    a / (a + b)
}

/// How many of n trials succeed.
pub(crate) fn binomial(rng: &mut Rng, n: u64, p: f64) -> u64 {
    (0..n).filter(|_| rng.unit() < p).count() as u64
}

/// The share of runs that hold, printed with its name.
pub(crate) fn rate_of(name: &str, runs: u64, mut holds: impl FnMut(u64) -> bool) -> f64 {
    let held = (0..runs).filter(|run| holds(*run)).count();
    let rate = held as f64 / runs as f64;
    eprintln!("{name}: {rate:.4} of {runs}");
    rate
}

/// Whether an interval holds the truth.
pub(crate) fn covers(estimate: &Estimate, truth: f64) -> bool {
    estimate.lower <= truth && truth <= estimate.upper
}
