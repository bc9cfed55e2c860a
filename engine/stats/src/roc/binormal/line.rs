//! The binormal curve as a family for scoring: F(z) = Φ(b z - a), a straight line on normal deviates. No search of its own.

use super::super::categories::Categories;
use super::super::ordinal_fit::{
    Family, Fitted, Point, Slopes, bounds_of_normal_cases, maximum, normal_between, normal_density,
    quantile_off_edges,
};
use crate::NotEstimable;

/// A slope outside of this is on its way to 0 or infinity.
const SLOPES: std::ops::Range<f64> = 1e-3..1e3;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub(super) a: f64,
    pub(super) b: f64,
}

pub(super) fn likeliest(categories: &Categories) -> Result<Fitted<Line>, NotEstimable> {
    check_fit(categories)?;
    maximum(categories, start(categories))
}

/// Refuses counts whose empirical curve runs along its edges only: a curve through them has no end of a or b.
///
/// One point off the edges can be enough, where others hold the slope; if not, the fit finds its slope running away.
fn check_fit(categories: &Categories) -> Result<(), NotEstimable> {
    let is_inside = |share: &f64| *share > 0.0 && *share < 1.0;
    let points = categories.shares_up_to();
    if points.iter().any(|point| point.iter().all(is_inside)) {
        return Ok(());
    }
    let reason = "no point of the ROC curve lies off its edges";
    Err(NotEstimable::Degenerate { reason })
}

/// A line through the points, with shares of 0 and 1 half a case off.
fn start(categories: &Categories) -> Point<Line> {
    let bounds = bounds_of_normal_cases(categories);
    let shares = categories.shares_up_to();
    let others: Vec<f64> = shares
        .iter()
        .map(|[_, y]| quantile_off_edges(*y, categories.totals[1]))
        .collect();
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
    let a = b * mean_z - mean_u;
    Point {
        curve: Line { a, b },
        bounds,
    }
}

impl Family for Line {
    const NAME: &'static str = "the binormal curve";
    const SINGULAR: NotEstimable = NotEstimable::Degenerate {
        reason: "the information on the binormal curve is singular",
    };

    fn parameters(self) -> [f64; 2] {
        [self.a, self.b]
    }

    fn moved(self, [by_a, by_b]: [f64; 2]) -> Option<Self> {
        let (a, b) = (self.a + by_a, self.b + by_b);
        (b > 0.0).then_some(Self { a, b })
    }

    fn is_held(self, _score: [f64; 2]) -> [bool; 2] {
        [false; 2]
    }

    fn check(self) -> Result<(), NotEstimable> {
        if SLOPES.contains(&self.b) {
            return Ok(());
        }
        let reason = "the slope of the binormal curve runs to 0 or without end";
        Err(NotEstimable::Degenerate { reason })
    }

    fn between(self, low: f64, high: f64) -> f64 {
        normal_between(self.b * low - self.a, self.b * high - self.a)
    }

    fn slopes(self, bound: f64) -> Slopes {
        let u = self.b * bound - self.a;
        let (first, b) = (normal_density(u), self.b);
        let second = -u * first;
        Slopes {
            density: b * first,
            shape: [-first, bound * first],
            density_slope: b * b * second,
            density_shape: [-b * second, first + b * bound * second],
            shape_shape: [second, -bound * second, bound * bound * second],
        }
    }
}
