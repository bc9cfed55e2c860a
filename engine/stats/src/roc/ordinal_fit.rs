//! Fisher's scoring for ROC curves of two parameters on ordinal ratings: likelihood, score, expected and observed
//! information. Which family of curves it is, and where the search starts, is the caller's.

use super::categories::Categories;
use crate::cholesky::Cholesky;
use crate::{NotEstimable, normal_cdf, normal_quantile};

const MOST_STEPS: usize = 500;
/// Scoring settles in 5 to 30 steps on sound data. Where it creeps along a ridge, Newton's steps get on from here.
const MOST_SCORING_STEPS: usize = 30;
/// A step is taken half as long at most so often.
const MOST_HALVINGS: usize = 40;
/// Largest change of a parameter at which the fit has settled.
const SETTLED: f64 = 1e-10;

/// A family of curves: normal ratings are N(0, 1), abnormal ones have a distribution function F of two parameters.
pub(super) trait Family: Copy {
    /// What is fitted, in refusals.
    const NAME: &'static str;
    /// The refusal where many curves fit as well.
    const SINGULAR: NotEstimable;

    fn parameters(self) -> [f64; 2];

    /// With parameters that much greater, pushed back to the limits it may lie on; `None` where there is no such curve.
    fn moved(self, by: [f64; 2]) -> Option<Self>;

    /// Which parameters lie on a limit beyond which the likelihood would rise further.
    fn is_held(self, score: [f64; 2]) -> [bool; 2];

    /// Refuses parameters that are on their way to where there is no curve.
    fn check(self) -> Result<(), NotEstimable>;

    /// F(high) - F(low), small shares with all their digits.
    fn between(self, low: f64, high: f64) -> f64;

    /// The derivatives of F at a finite bound.
    fn slopes(self, bound: f64) -> Slopes;
}

/// The derivatives of a distribution function F at a bound z and by two parameters s and t.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slopes {
    /// By z.
    pub(super) density: f64,
    /// By s and by t.
    pub(super) shape: [f64; 2],
    /// Twice by z.
    pub(super) density_slope: f64,
    /// By z and s, by z and t.
    pub(super) density_shape: [f64; 2],
    /// Twice by s, by s and t, twice by t.
    pub(super) shape_shape: [f64; 3],
}

/// A curve and the upper bounds of all categories but the last, rising.
#[derive(Debug, Clone)]
pub(super) struct Point<F> {
    pub(super) curve: F,
    pub(super) bounds: Vec<f64>,
}

/// The likeliest curve.
#[derive(Debug, Clone)]
pub(super) struct Fitted<F> {
    pub(super) at: Point<F>,
    pub(super) log_likelihood: f64,
    /// Of the two parameters, from the observed information; 0 for one that lies on its limit.
    pub(super) covariance: [[f64; 2]; 2],
    pub(super) n_steps: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Information {
    /// What the model expects: never negative, so that each step climbs.
    Expected,
    /// What the ratings tell: for variances.
    Observed,
}

/// Score and information, in the order of the two parameters and the bounds.
struct Equations {
    score: Vec<f64>,
    /// Row by row.
    information: Vec<f64>,
    /// Which of the two parameters stay where they are.
    is_held: [bool; 2],
}

/// The curve of greatest likelihood that scoring reaches from here.
pub(super) fn maximum<F: Family>(
    categories: &Categories,
    start: Point<F>,
) -> Result<Fitted<F>, NotEstimable> {
    let mut at = start;
    let mut likelihood = log_likelihood(categories, &at);
    let (mut length, mut last) = (1.0, Vec::new());
    for step in 1..=MOST_STEPS {
        let newton = (step > MOST_SCORING_STEPS)
            .then(|| Equations::of(categories, &at, Information::Observed).direction())
            .flatten();
        let direction = if let Some(direction) = newton {
            length = 1.0;
            direction
        } else {
            let equations = Equations::of(categories, &at, Information::Expected);
            let direction = equations.direction().ok_or(F::SINGULAR)?;
            length = damped(length, &direction, &last);
            direction
        };
        let Some((next, reached)) = climbed(categories, &at, likelihood, &direction, length) else {
            // No part of the step climbs: the top to working precision, or a place from which there is no way.
            let is_top = direction.iter().all(|d| d.abs() < 1e-6);
            return if is_top {
                finished(categories, at, likelihood, step)
            } else {
                Err(not_converged::<F>(step))
            };
        };
        let moved = next.distance(&at);
        (at, likelihood, last) = (next, reached, direction);
        at.curve.check()?;
        if moved < SETTLED {
            return finished(categories, at, likelihood, step);
        }
    }
    Err(not_converged::<F>(MOST_STEPS))
}

fn not_converged<F: Family>(steps: usize) -> NotEstimable {
    let what = F::NAME;
    NotEstimable::NotConverged { what, steps }
}

fn finished<F: Family>(
    categories: &Categories,
    at: Point<F>,
    log_likelihood: f64,
    n_steps: usize,
) -> Result<Fitted<F>, NotEstimable> {
    let equations = Equations::of(categories, &at, Information::Observed);
    let size = equations.score.len();
    let factor = Cholesky::of(size, &equations.information).ok_or(F::SINGULAR)?;
    let mut covariance = [[0.0; 2]; 2];
    for (i, row) in covariance.iter_mut().enumerate() {
        let mut unit = vec![0.0; size];
        unit[i] = 1.0;
        let inverse = factor.solve(&unit);
        if !equations.is_held[i] {
            for (j, value) in row.iter_mut().enumerate() {
                *value = if equations.is_held[j] {
                    0.0
                } else {
                    inverse[j]
                };
            }
        }
    }
    Ok(Fitted {
        at,
        log_likelihood,
        covariance,
        n_steps,
    })
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
fn climbed<F: Family>(
    categories: &Categories,
    from: &Point<F>,
    likelihood: f64,
    direction: &[f64],
    mut length: f64,
) -> Option<(Point<F>, f64)> {
    for _ in 0..MOST_HALVINGS {
        let next = from.moved(direction, length);
        if let Some(next) = next.filter(|next| next.bounds.is_sorted_by(|x, y| x < y)) {
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

impl<F: Family> Point<F> {
    fn moved(&self, direction: &[f64], length: f64) -> Option<Self> {
        let bounds = self.bounds.iter().zip(&direction[2..]);
        Some(Self {
            curve: self
                .curve
                .moved([length * direction[0], length * direction[1]])?,
            bounds: bounds.map(|(z, d)| z + length * d).collect(),
        })
    }

    fn distance(&self, other: &Self) -> f64 {
        let parameters = [self, other].map(|point| point.curve.parameters());
        let shapes = parameters[0].iter().zip(&parameters[1]);
        let bounds = self.bounds.iter().zip(&other.bounds);
        let apart = shapes.chain(bounds).map(|(x, y)| (x - y).abs());
        apart.fold(0.0, f64::max)
    }

    /// The share of each category in a class.
    fn shares(&self, is_abnormal: bool) -> Vec<f64> {
        let mut last = f64::NEG_INFINITY;
        let bounds = self.bounds.iter().chain([&f64::INFINITY]);
        let share = |&bound: &f64| {
            let low = std::mem::replace(&mut last, bound);
            if is_abnormal {
                self.curve.between(low, bound)
            } else {
                normal_between(low, bound)
            }
        };
        bounds.map(share).collect()
    }
}

/// Φ(high) - Φ(low), from the tail that is nearer, so that small shares keep their digits.
pub(super) fn normal_between(low: f64, high: f64) -> f64 {
    if low > 0.0 {
        normal_cdf(-low) - normal_cdf(-high)
    } else {
        normal_cdf(high) - normal_cdf(low)
    }
}

pub(super) fn normal_density(z: f64) -> f64 {
    const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_2;
    libm::exp(-0.5 * z * z) / ROOT_TWO_PI
}

/// Bounds from the normal cases' shares; shares of 0 and 1 count as half a case off.
pub(super) fn bounds_of_normal_cases(categories: &Categories) -> Vec<f64> {
    let shares = categories.shares_up_to();
    let mut bounds: Vec<f64> = shares
        .iter()
        .map(|[x, _]| quantile_off_edges(*x, categories.totals[0]))
        .collect();
    // Where normal cases do not tell neighbours apart, their bounds would fall together.
    for k in 1..bounds.len() {
        bounds[k] = bounds[k].max(bounds[k - 1] + 0.01);
    }
    bounds
}

/// Φ⁻¹ of a share of so many cases; 0 and 1 count as half a case off.
pub(super) fn quantile_off_edges(share: f64, n_cases: f64) -> f64 {
    normal_quantile(share.clamp(0.5 / n_cases, 1.0 - 0.5 / n_cases))
}

/// The natural logarithm of the likelihood, without the multinomial constant.
pub(super) fn log_likelihood<F: Family>(categories: &Categories, at: &Point<F>) -> f64 {
    let mut sum = 0.0;
    for is_abnormal in [false, true] {
        let shares = at.shares(is_abnormal);
        for (count, share) in categories.counts.iter().zip(shares) {
            let count = count[usize::from(is_abnormal)];
            if count > 0.0 {
                sum += count * libm::log(share);
            }
        }
    }
    sum
}

impl Equations {
    /// A share p = F(upper) - F(lower) depends on the two parameters and on its two bounds. With its gradient g and
    /// second derivatives H, the expected information is the sum of (cases) g g' / p over categories and classes, the
    /// observed one that of (cases in it) (g g' / p² - H / p).
    fn of<F: Family>(categories: &Categories, at: &Point<F>, kind: Information) -> Self {
        let size = at.bounds.len() + 2;
        let (mut score, mut information) = (vec![0.0; size], vec![0.0; size * size]);
        for is_abnormal in [false, true] {
            let of = usize::from(is_abnormal);
            let shares = at.shares(is_abnormal);
            let slopes: Vec<Slopes> = at
                .bounds
                .iter()
                .map(|&z| {
                    if is_abnormal {
                        at.curve.slopes(z)
                    } else {
                        normal_slopes(z)
                    }
                })
                .collect();
            for (k, count) in categories.counts.iter().enumerate() {
                let count = count[of];
                let lower = k.checked_sub(1).and_then(|k| slopes.get(k));
                let cell = Cell::between(lower, slopes.get(k));
                // Places of s, t, the lower and the upper bound; an edge has no place, and its derivatives are 0.
                let places = [0, 1, if k > 0 { k + 1 } else { 0 }, (k + 2).min(size - 1)];
                // Shares below the least normal number would divide to infinity.
                let share = shares[k].max(f64::MIN_POSITIVE);
                for (i, x) in places.into_iter().zip(cell.gradient) {
                    score[i] += x * count / share;
                }
                for (a, i) in places.into_iter().enumerate() {
                    for (b, j) in places.into_iter().enumerate() {
                        let squared = cell.gradient[a] * cell.gradient[b] / share;
                        information[i * size + j] += match kind {
                            Information::Expected => categories.totals[of] * squared,
                            Information::Observed => {
                                count * (squared - cell.curvature[a][b]) / share
                            }
                        };
                    }
                }
            }
        }
        let is_held = at.curve.is_held([score[0], score[1]]);
        for held in (0..2).filter(|&which| is_held[which]) {
            score[held] = 0.0;
            for other in 0..size {
                information[held * size + other] = 0.0;
                information[other * size + held] = 0.0;
            }
            information[held * size + held] = 1.0;
        }
        Self {
            score,
            information,
            is_held,
        }
    }

    /// Where the likelihood rises; `None` where the information is not positive definite.
    fn direction(&self) -> Option<Vec<f64>> {
        let factor = Cholesky::of(self.score.len(), &self.information)?;
        Some(factor.solve(&self.score))
    }
}

/// The derivatives of one category's share by s, t, its lower and its upper bound.
struct Cell {
    gradient: [f64; 4],
    curvature: [[f64; 4]; 4],
}

impl Cell {
    fn between(lower: Option<&Slopes>, upper: Option<&Slopes>) -> Self {
        let (l, u) = (lower.copied(), upper.copied());
        let (l, u) = (l.unwrap_or_default(), u.unwrap_or_default());
        let [s, t] = [0, 1].map(|of| u.shape[of] - l.shape[of]);
        let [ss, st, tt] = [0, 1, 2].map(|of| u.shape_shape[of] - l.shape_shape[of]);
        let ([sl, tl], [su, tu]) = (l.density_shape, u.density_shape);
        Self {
            gradient: [s, t, -l.density, u.density],
            curvature: [
                [ss, st, -sl, su],
                [st, tt, -tl, tu],
                [-sl, -tl, -l.density_slope, 0.0],
                [su, tu, 0.0, u.density_slope],
            ],
        }
    }
}

fn normal_slopes(z: f64) -> Slopes {
    let density = normal_density(z);
    Slopes {
        density,
        density_slope: -z * density,
        ..Slopes::default()
    }
}

#[cfg(test)]
pub(super) mod tests;
