//! Fisher's scoring for the binormal curve: likelihood, score and expected information of a, b and the bounds.

use super::Binormal;
use super::categories::Categories;
use crate::cholesky::Cholesky;
use crate::{NotEstimable, normal_cdf, normal_quantile};

/// Scoring settles in 5 to 30 steps on sound data.
const MOST_STEPS: usize = 500;
/// A step is taken half as long at most so often.
const MOST_HALVINGS: usize = 40;
/// Largest change of a parameter at which the fit has settled.
const SETTLED: f64 = 1e-10;
/// A slope outside of this is on its way to 0 or infinity.
const SLOPES: std::ops::Range<f64> = 1e-3..1e3;

/// The parameters: a, b, then the bounds, rising.
#[derive(Debug, Clone)]
struct Parameters {
    a: f64,
    b: f64,
    bounds: Vec<f64>,
}

/// Probability and density of one class at the ends of the categories.
struct Class {
    /// P(category).
    shares: Vec<f64>,
    /// The density at the upper end of each category but the last.
    densities: Vec<f64>,
}

/// The curve of greatest likelihood.
pub(super) fn maximum(categories: &Categories) -> Result<Binormal, NotEstimable> {
    categories.check_fit()?;
    let mut at = start(categories);
    let mut likelihood = log_likelihood(categories, &at);
    let (mut length, mut last) = (1.0, Vec::new());
    for step in 1..=MOST_STEPS {
        let (score, information) = slopes(categories, &at);
        let size = score.len();
        let reason = "the information on the binormal curve is singular";
        let factor = Cholesky::of(size, &information).ok_or(NotEstimable::Degenerate { reason })?;
        let direction = factor.solve(&score);
        length = damped(length, &direction, &last);
        let Some((next, reached)) = climbed(categories, &at, likelihood, &direction, length) else {
            // No part of the step climbs: the top to working precision, or a place from which there is no way.
            let is_top = direction.iter().all(|d| d.abs() < 1e-6);
            return if is_top {
                Ok(finished(categories, at, likelihood, &factor, step))
            } else {
                Err(not_converged(step))
            };
        };
        let moved = next.distance(&at);
        (at, likelihood, last) = (next, reached, direction);
        if !SLOPES.contains(&at.b) {
            let reason = "the slope of the binormal curve runs to 0 or without end";
            return Err(NotEstimable::Degenerate { reason });
        }
        if moved < SETTLED {
            return Ok(finished(categories, at, likelihood, &factor, step));
        }
    }
    Err(not_converged(MOST_STEPS))
}

fn not_converged(steps: usize) -> NotEstimable {
    let what = "the binormal curve";
    NotEstimable::NotConverged { what, steps }
}

fn finished(
    categories: &Categories,
    at: Parameters,
    log_likelihood: f64,
    factor: &Cholesky,
    n_steps: usize,
) -> Binormal {
    let (inverse, size) = (factor.inverse(), at.bounds.len() + 2);
    Binormal {
        a: at.a,
        b: at.b,
        covariance: [[inverse[0], inverse[1]], [inverse[size], inverse[size + 1]]],
        bounds: at.bounds,
        log_likelihood,
        n_steps,
        n_cases: categories.n_cases,
    }
}

/// A shorter step where the last one went too far: a step back of r times the last one says that the best length is
/// 1 / (1 + r) of it. Without this, scoring can swing about the top for ever, where the observed information is far
/// above the expected one.
fn damped(length: f64, direction: &[f64], last: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let back = -product(direction, last);
    if back > 0.0 {
        (length / (1.0 + back / product(last, last))).max(0.05)
    } else {
        length
    }
}

/// The longest of the step, its half, its quarter and so on that climbs and keeps the bounds in order.
fn climbed(
    categories: &Categories,
    from: &Parameters,
    likelihood: f64,
    direction: &[f64],
    mut length: f64,
) -> Option<(Parameters, f64)> {
    for _ in 0..MOST_HALVINGS {
        let next = from.moved(direction, length);
        if next.b > 0.0 && next.bounds.is_sorted_by(|x, y| x < y) {
            let reached = log_likelihood(categories, &next);
            // Rounding of the sum is not a descent.
            if reached >= likelihood - 1e-12 * likelihood.abs() {
                return Some((next, reached));
            }
        }
        length *= 0.5;
    }
    None
}

impl Parameters {
    fn moved(&self, direction: &[f64], length: f64) -> Self {
        let bounds = self.bounds.iter().zip(&direction[2..]);
        Self {
            a: self.a + length * direction[0],
            b: self.b + length * direction[1],
            bounds: bounds.map(|(z, d)| z + length * d).collect(),
        }
    }

    fn distance(&self, other: &Self) -> f64 {
        let bounds = self.bounds.iter().zip(&other.bounds);
        let of_bounds = bounds.map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
        let of_line = (self.a - other.a).abs().max((self.b - other.b).abs());
        of_bounds.max(of_line)
    }

    /// The bounds as a class sees them: z for normal cases, b z - a for abnormal ones.
    fn seen(&self, is_abnormal: bool) -> Vec<f64> {
        if is_abnormal {
            self.bounds.iter().map(|z| self.b * z - self.a).collect()
        } else {
            self.bounds.clone()
        }
    }

    fn class(&self, is_abnormal: bool) -> Class {
        let seen = self.seen(is_abnormal);
        let mut shares = Vec::with_capacity(seen.len() + 1);
        let mut last = f64::NEG_INFINITY;
        for &bound in seen.iter().chain([&f64::INFINITY]) {
            shares.push(between(last, bound));
            last = bound;
        }
        Class {
            shares,
            densities: seen.iter().map(|z| density(*z)).collect(),
        }
    }
}

/// Φ(high) - Φ(low), from the tail that is nearer, so that small shares keep their digits.
fn between(low: f64, high: f64) -> f64 {
    if low > 0.0 {
        normal_cdf(-low) - normal_cdf(-high)
    } else {
        normal_cdf(high) - normal_cdf(low)
    }
}

fn density(z: f64) -> f64 {
    const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_2;
    libm::exp(-0.5 * z * z) / ROOT_TWO_PI
}

/// Bounds from the normal cases' shares and a line through the points; shares of 0 and 1 count as half a case off.
fn start(categories: &Categories) -> Parameters {
    let [n, m] = categories.totals;
    let quantile = |share: f64, of: f64| normal_quantile(share.clamp(0.5 / of, 1.0 - 0.5 / of));
    let shares = categories.shares_up_to();
    let mut bounds: Vec<f64> = shares.iter().map(|[x, _]| quantile(*x, n)).collect();
    let others: Vec<f64> = shares.iter().map(|[_, y]| quantile(*y, m)).collect();
    // Where normal cases do not tell neighbours apart, their bounds would fall together.
    for k in 1..bounds.len() {
        bounds[k] = bounds[k].max(bounds[k - 1] + 0.01);
    }
    let k = bounds.len() as f64;
    let (mean_z, mean_u) = (
        bounds.iter().sum::<f64>() / k,
        others.iter().sum::<f64>() / k,
    );
    let (mut across, mut along) = (0.0, 0.0);
    for (z, u) in bounds.iter().zip(&others) {
        across += (z - mean_z) * (u - mean_u);
        along += (z - mean_z) * (z - mean_z);
    }
    let b = (across / along).clamp(0.2, 3.0);
    Parameters {
        a: b * mean_z - mean_u,
        b,
        bounds,
    }
}

fn log_likelihood(categories: &Categories, at: &Parameters) -> f64 {
    let mut sum = 0.0;
    for is_abnormal in [false, true] {
        let shares = at.class(is_abnormal).shares;
        for (count, share) in categories.counts.iter().zip(shares) {
            let count = count[usize::from(is_abnormal)];
            if count > 0.0 {
                sum += count * libm::log(share);
            }
        }
    }
    sum
}

/// The score and the expected information, row by row, of a, b and the bounds.
///
/// A share p_k = Φ(u_k) - Φ(u_(k-1)) depends on a and b, on its own bound and on the one before; the information is the
/// sum over categories of (cases) · (gradient)(gradient)' / p_k.
fn slopes(categories: &Categories, at: &Parameters) -> (Vec<f64>, Vec<f64>) {
    let size = at.bounds.len() + 2;
    let (mut score, mut information) = (vec![0.0; size], vec![0.0; size * size]);
    for is_abnormal in [false, true] {
        let class = at.class(is_abnormal);
        let of = usize::from(is_abnormal);
        let by_bound = if is_abnormal { at.b } else { 1.0 };
        for (k, count) in categories.counts.iter().enumerate() {
            // Shares below the least normal number would divide to infinity.
            let share = class.shares[k].max(f64::MIN_POSITIVE);
            let upper = class.densities.get(k).copied().unwrap_or(0.0);
            let lower = if k > 0 { class.densities[k - 1] } else { 0.0 };
            let bound = |k: usize| at.bounds.get(k).copied().unwrap_or(0.0);
            let mut gradient: [(usize, f64); 4] = [(0, 0.0); 4];
            if is_abnormal {
                let below = if k > 0 { bound(k - 1) } else { 0.0 };
                gradient[0] = (0, lower - upper);
                gradient[1] = (1, bound(k) * upper - below * lower);
            }
            if k > 0 {
                gradient[2] = (k + 1, -by_bound * lower);
            }
            if k < at.bounds.len() {
                gradient[3] = (k + 2, by_bound * upper);
            }
            for (i, x) in gradient {
                score[i] += x * count[of] / share;
                for (j, y) in gradient {
                    information[i * size + j] += categories.totals[of] * (x * y / share);
                }
            }
        }
    }
    (score, information)
}
