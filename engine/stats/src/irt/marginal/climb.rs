//! The way up to the greatest likelihood: steps of expectation and maximisation, then Newton's. No standard errors.

use super::expectation::{Expectation, Wanted, log_likelihood};
use super::prior::SlopePrior;
use super::reduction::Reduction;
use crate::NotEstimable;
use crate::cholesky::Cholesky;
use crate::irt::patterns::Pattern;
use crate::irt::quadrature::Quadrature;

/// The most steps; a fit takes about ten.
const MAX_STEPS: usize = 500;
/// Steps of expectation and maximisation at the beginning.
const FIRST_STEPS: usize = 4;
/// The largest change of a parameter at which the parameters stand still.
const SETTLED: f64 = 1e-9;
/// The largest slope; beyond it an item is a threshold and its slope has no estimate.
const MAX_SLOPE: f64 = 40.0;

/// Where the likelihood is greatest.
pub(super) struct Top {
    pub(super) free: Vec<f64>,
    /// Without the prior.
    pub(super) log_likelihood: f64,
    /// By free parameters, the prior's included.
    pub(super) information: Vec<f64>,
    pub(super) n_steps: usize,
}

/// Climbs from slopes of 1 and intercepts at the odds of right answers.
pub(super) fn climb(
    patterns: &[Pattern],
    quadrature: &Quadrature,
    reduction: &Reduction,
    prior: Option<SlopePrior>,
    odds: Vec<f64>,
) -> Result<Top, NotEstimable> {
    let n_slopes = reduction.n_free_slopes();
    let mut free = vec![1.0; n_slopes];
    free.extend(odds);
    let objective = |free: &[f64]| {
        log_likelihood(patterns, quadrature, &reduction.items(free))
            + ln_prior(prior, &free[..n_slopes])
    };
    for n_steps in 0..MAX_STEPS {
        let wanted = if n_steps < FIRST_STEPS {
            Wanted::Gradient
        } else {
            Wanted::ObservedInformation
        };
        let found = Expectation::of(patterns, quadrature, &reduction.items(&free), wanted);
        let gradient = with_prior_slope(
            reduction.gradient(&found.gradient),
            prior,
            &free[..n_slopes],
        );
        let information = (wanted == Wanted::ObservedInformation).then(|| {
            with_prior_curvature(reduction.matrix(&found.observed), prior, &free[..n_slopes])
        });
        let newton = information
            .as_ref()
            .and_then(|matrix| Cholesky::of(free.len(), matrix))
            .map(|factor| factor.solve(&gradient));
        let is_newton = newton.is_some();
        let step = match newton {
            Some(step) => step,
            None => first_step(
                reduction,
                &found.complete,
                prior,
                &free[..n_slopes],
                &gradient,
            )?,
        };
        let size = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        if let (true, true, Some(mut information)) = (is_newton, size < SETTLED, information) {
            turn_positive(&mut free, &mut information, n_slopes);
            return Ok(Top {
                free,
                log_likelihood: found.log_likelihood,
                information,
                n_steps,
            });
        }
        let now = found.log_likelihood + ln_prior(prior, &free[..n_slopes]);
        free = along(&free, &step, now, objective);
        if free[..n_slopes]
            .iter()
            .any(|a| a.is_nan() || MAX_SLOPE < a.abs())
        {
            break;
        }
    }
    Err(NotEstimable::NotConverged {
        what: "the marginal likelihood of the items",
        steps: MAX_STEPS,
    })
}

/// The step, halved until the objective does not fall by more than rounding.
fn along(free: &[f64], step: &[f64], now: f64, objective: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let slack = 1e-12 * now.abs();
    let mut length = 1.0;
    loop {
        let next: Vec<f64> = free.iter().zip(step).map(|(x, s)| x + length * s).collect();
        if objective(&next) >= now - slack || length < 1e-10 {
            return next;
        }
        length *= 0.5;
    }
}

/// One step of the gradient form of expectation and maximisation: Newton's as if abilities were known.
fn first_step(
    reduction: &Reduction,
    complete: &[[f64; 3]],
    prior: Option<SlopePrior>,
    slopes: &[f64],
    gradient: &[f64],
) -> Result<Vec<f64>, NotEstimable> {
    let n = complete.len();
    let mut full = vec![0.0; 4 * n * n];
    for (item, [aa, ad, dd]) in complete.iter().enumerate() {
        full[item * 2 * n + item] = *aa;
        full[item * 2 * n + n + item] = *ad;
        full[(n + item) * 2 * n + item] = *ad;
        full[(n + item) * 2 * n + n + item] = *dd;
    }
    let mut matrix = reduction.matrix(&full);
    let width = gradient.len();
    if let Some(prior) = prior {
        for (at, slope) in slopes.iter().enumerate() {
            // Only where the prior is concave: the step must lead up.
            matrix[at * width + at] += prior.derivatives(*slope).1.max(0.0);
        }
    }
    let factor = Cholesky::of(width, &matrix).ok_or(NotEstimable::Degenerate {
        reason: "the answers hold no information about an item",
    })?;
    Ok(factor.solve(gradient))
}

fn ln_prior(prior: Option<SlopePrior>, slopes: &[f64]) -> f64 {
    prior.map_or(0.0, |prior| {
        slopes.iter().map(|a| prior.ln_density(*a)).sum()
    })
}

fn with_prior_slope(mut gradient: Vec<f64>, prior: Option<SlopePrior>, slopes: &[f64]) -> Vec<f64> {
    if let Some(prior) = prior {
        for (to, slope) in gradient.iter_mut().zip(slopes) {
            *to += prior.derivatives(*slope).0;
        }
    }
    gradient
}

fn with_prior_curvature(
    mut matrix: Vec<f64>,
    prior: Option<SlopePrior>,
    slopes: &[f64],
) -> Vec<f64> {
    if let Some(prior) = prior {
        let width = matrix.len().isqrt();
        for (at, slope) in slopes.iter().enumerate() {
            matrix[at * width + at] += prior.derivatives(*slope).1;
        }
    }
    matrix
}

/// Turns the scale so that the slopes' sum is positive: abilities are symmetric, so the likelihood stays.
fn turn_positive(free: &mut [f64], information: &mut [f64], n_slopes: usize) {
    let n = free.len();
    if free[..n_slopes].iter().sum::<f64>() < 0.0 {
        for slope in 0..n_slopes {
            free[slope] = -free[slope];
            for intercept in n_slopes..n {
                information[slope * n + intercept] *= -1.0;
                information[intercept * n + slope] *= -1.0;
            }
        }
    }
}
