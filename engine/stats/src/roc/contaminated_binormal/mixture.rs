//! The contaminated binormal curve as a family for scoring: F(z) = (1 - α) Φ(z) + α Φ(z - μ), and where to search from.

use super::super::categories::Categories;
use super::super::ordinal_fit::{
    Family, Fitted, Point, Slopes, bounds_of_normal_cases, maximum, normal_between, normal_density,
};
use crate::{NotEstimable, normal_cdf, normal_quantile};

/// Beyond this distance the area grows by 1e-5 at most.
const MOST_APART: f64 = 6.0;

/// Below this a distance or a share of visible cases is on its way to 0.
const LEAST: f64 = 1e-4;

/// The likelihood has more than one top at times. The search starts from these shares of visible cases, each with the
/// distance that gives the empirical area, and from few visible ones far off, whatever the area.
const STARTS: [f64; 4] = [0.3, 0.6, 0.9, 0.99];
const FEW_FAR_OFF: Mixture = Mixture {
    mu: 5.0,
    alpha: 0.1,
};

const NO_BETTER: NotEstimable = NotEstimable::Degenerate {
    reason: "abnormal cases are rated no higher than normal ones",
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mixture {
    pub(super) mu: f64,
    pub(super) alpha: f64,
}

pub(super) fn likeliest(categories: &Categories) -> Result<Fitted<Mixture>, NotEstimable> {
    if categories.counts.len() < 3 {
        let reason = "two categories fit many contaminated binormal curves";
        return Err(NotEstimable::Degenerate { reason });
    }
    let mut best: Result<Fitted<Mixture>, NotEstimable> = Err(NO_BETTER);
    let of_area = STARTS.map(|alpha| with_area(categories, alpha));
    for curve in of_area.into_iter().chain([FEW_FAR_OFF]) {
        let bounds = bounds_of_normal_cases(categories);
        let found = maximum(categories, Point { curve, bounds });
        best = match (best, found) {
            (Ok(best), Ok(found)) if found.log_likelihood > best.log_likelihood => Ok(found),
            (Ok(best), _) => Ok(best),
            (Err(_), found) => found,
        };
    }
    let best = best?;
    if best.log_likelihood <= without_difference(categories) + 1e-9 {
        return Err(NO_BETTER);
    }
    let Mixture { mu, alpha } = best.at.curve;
    if mu >= MOST_APART && alpha >= 1.0 {
        let reason = "the likeliest contaminated binormal curve has area 1";
        return Err(NotEstimable::Degenerate { reason });
    }
    Ok(best)
}

/// The distance that gives the empirical area with such a share of visible cases.
fn with_area(categories: &Categories, alpha: f64) -> Mixture {
    let of_visible = (categories.area() - 0.5 * (1.0 - alpha)) / alpha;
    let mu = std::f64::consts::SQRT_2 * normal_quantile(of_visible.clamp(0.6, 0.99));
    Mixture { mu, alpha }
}

/// The greatest log likelihood of one distribution for both classes.
fn without_difference(categories: &Categories) -> f64 {
    let all: f64 = categories.totals.iter().sum();
    let of = |count: &[f64; 2]| {
        let n = count[0] + count[1];
        n * libm::log(n / all)
    };
    categories.counts.iter().map(of).sum()
}

impl Family for Mixture {
    const NAME: &'static str = "the contaminated binormal curve";
    const SINGULAR: NotEstimable = NotEstimable::Degenerate {
        reason: "the information on the contaminated binormal curve is singular",
    };

    fn parameters(self) -> [f64; 2] {
        [self.mu, self.alpha]
    }

    fn moved(self, [by_mu, by_alpha]: [f64; 2]) -> Option<Self> {
        let mu = (self.mu + by_mu).min(MOST_APART);
        let alpha = (self.alpha + by_alpha).min(1.0);
        (mu > 0.0 && alpha > 0.0).then_some(Self { mu, alpha })
    }

    fn is_held(self, [by_mu, by_alpha]: [f64; 2]) -> [bool; 2] {
        [
            self.mu >= MOST_APART && by_mu > 0.0,
            self.alpha >= 1.0 && by_alpha > 0.0,
        ]
    }

    fn check(self) -> Result<(), NotEstimable> {
        if self.mu < LEAST || self.alpha < LEAST {
            return Err(NO_BETTER);
        }
        Ok(())
    }

    fn between(self, low: f64, high: f64) -> f64 {
        let visible = normal_between(low - self.mu, high - self.mu);
        (1.0 - self.alpha) * normal_between(low, high) + self.alpha * visible
    }

    fn slopes(self, bound: f64) -> Slopes {
        let Self { mu, alpha } = self;
        let (hidden, visible) = (normal_density(bound), normal_density(bound - mu));
        let steep = alpha * (bound - mu) * visible;
        Slopes {
            density: (1.0 - alpha) * hidden + alpha * visible,
            shape: [-alpha * visible, normal_cdf(bound - mu) - normal_cdf(bound)],
            density_slope: -(1.0 - alpha) * bound * hidden - steep,
            density_shape: [steep, visible - hidden],
            shape_shape: [-steep, -visible, 0.0],
        }
    }
}
