//! Cut scores from judges and earlier candidates: Angoff, borderline regression, Hofstee. No decision about anybody.

mod impact;
mod stations;

pub use impact::{AngoffRounds, angoff_rounds, share_failing};
pub use stations::{BorderlineGroup, StationsCut, borderline_group, stations_cut};

use crate::items::at_least;
use crate::{Counted, NotEstimable};

/// A cut score by Angoff's method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Angoff {
    /// The cut in items: mean over judges of the sum of their probabilities.
    pub cut: f64,
    /// The cut as a share of the items, 0 to 1.
    pub share: f64,
    /// Standard error over judges, in items: sd of the judges' sums / sqrt(judges); `None` with one judge.
    pub standard_error: Option<f64>,
}

/// Angoff's cut from each judge's probabilities that a borderline candidate solves each item, judges by items.
///
/// Coverage of cut ± t errors found by simulation (4,000 panels, seed 95; 8 judges who lean, 20 items): 0.948.
///
/// Source: Angoff, in: Thorndike (ed.), Educational Measurement, 2nd ed., 1971, 508-600.
///
/// # Errors
/// [`NotEstimable::TooFew`] without judges or items, [`NotEstimable::Unequal`] where a judge rates more or fewer items than
/// the first, [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`] for a probability outside 0 to 1; these two count
/// judge by judge.
pub fn angoff(ratings: &[Vec<f64>]) -> Result<Angoff, NotEstimable> {
    at_least(Counted::Judges, 1, ratings.len())?;
    let n_items = ratings.first().map_or(0, Vec::len);
    if let Some(other) = ratings.iter().find(|row| row.len() != n_items) {
        return Err(NotEstimable::Unequal {
            what: "items of two judges",
            left: n_items,
            right: other.len(),
        });
    }
    at_least(Counted::Items, 1, n_items)?;
    let (what, all) = ("the judges' probabilities", ratings.concat());
    NotEstimable::if_not_finite(what, &all)?;
    NotEstimable::if_outside(what, &all, 0.0..=1.0, "0 to 1")?;
    let sums: Vec<f64> = ratings.iter().map(|row| row.iter().sum()).collect();
    let n = sums.len() as f64;
    let cut = sums.iter().sum::<f64>() / n;
    let squares: f64 = sums.iter().map(|sum| (sum - cut) * (sum - cut)).sum();
    Ok(Angoff {
        cut,
        share: cut / n_items as f64,
        standard_error: (sums.len() > 1).then(|| (squares / (n - 1.0) / n).sqrt()),
    })
}

/// A cut score by borderline regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Borderline {
    /// The score that the line gives at the borderline grade.
    pub cut: f64,
    /// The line's score at grade 0.
    pub intercept: f64,
    /// Score a grade.
    pub slope: f64,
    /// Standard error of the line at the borderline grade; `None` on fewer than three candidates.
    pub standard_error: Option<f64>,
    /// Share of the scores' variance that the line explains; `None` where all scores are equal.
    pub r_squared: Option<f64>,
    /// Root mean square of the scores' distances from the line, over n - 2; `None` on fewer than three candidates.
    pub rmse: Option<f64>,
}

/// The cut by least squares of score on global grade, read off at the borderline grade; candidates as (grade, score).
///
/// Coverage of cut ± t errors found by simulation (2,000 runs, seed 93; 60 candidates, five grades): 0.946.
///
/// Source: Wood, Humphrey-Murto, Norman, Adv Health Sci Educ 2006;11:115.
///
/// # Errors
/// [`NotEstimable::TooFew`] on fewer than two candidates, [`NotEstimable::NotFinite`], [`NotEstimable::Constant`] where all
/// grades are equal, [`NotEstimable::Degenerate`] for numbers whose squares are none.
pub fn borderline_regression(
    candidates: &[(f64, f64)],
    grade: f64,
) -> Result<Borderline, NotEstimable> {
    at_least(Counted::Takers, 2, candidates.len())?;
    check_candidates(candidates, grade)?;
    let is_varied =
        |of: fn(&(f64, f64)) -> f64| candidates.windows(2).any(|two| of(&two[0]) != of(&two[1]));
    if !is_varied(|(x, _)| *x) {
        let what = "the candidates' grades";
        return Err(NotEstimable::Constant { what });
    }
    let n = candidates.len() as f64;
    let mean_x = candidates.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = candidates.iter().map(|(_, y)| y).sum::<f64>() / n;
    let sum = |of: &dyn Fn(f64, f64) -> f64| {
        let terms = candidates.iter().map(|(x, y)| of(x - mean_x, y - mean_y));
        terms.sum::<f64>()
    };
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    let intercept = mean_y - slope * mean_x;
    let cut = intercept + slope * grade;
    let left_over = sum(&|x, y| (y - slope * x) * (y - slope * x));
    let away = grade - mean_x;
    let unit = 1.0 / n + away * away / xx;
    let figures = [yy, slope, intercept, cut, left_over, left_over * unit];
    if !figures.iter().all(|figure| figure.is_finite()) {
        let reason = "the grades or scores are too small or too large for their squares";
        return Err(NotEstimable::Degenerate { reason });
    }
    let residual = left_over / (n - 2.0);
    Ok(Borderline {
        cut,
        intercept,
        slope,
        standard_error: (candidates.len() > 2).then(|| (residual * unit).sqrt()),
        r_squared: (is_varied(|(_, y)| *y) && yy > 0.0).then(|| 1.0 - left_over / yy),
        rmse: (candidates.len() > 2).then(|| residual.sqrt()),
    })
}

/// Refuses a grade, or a candidate's grade or score, that is not a number.
fn check_candidates(candidates: &[(f64, f64)], grade: f64) -> Result<(), NotEstimable> {
    NotEstimable::if_not_finite("the borderline grade", &[grade])?;
    let is_faulty = |(x, y): &(f64, f64)| !(x.is_finite() && y.is_finite());
    match candidates.iter().position(is_faulty) {
        Some(index) => Err(NotEstimable::NotFinite {
            what: "the candidates",
            index,
        }),
        None => Ok(()),
    }
}

/// A cut score by Hofstee's method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hofstee {
    /// The cut.
    pub cut: f64,
    /// Share of the earlier candidates below the cut.
    pub failing: f64,
    /// Share of them at or below it: where it is greater, the crossing lies in a jump just above the cut.
    pub failing_above: f64,
}

/// Where the share of earlier candidates below a score crosses the judges' line.
///
/// With the least and greatest acceptable cut k1, k2 and failure rate f1, f2, the line runs from (k1, f2) down to
/// (k2, f1); the cut is the least k from which on F(score < k) lies on or above it.
///
/// Found by simulation (4,000 samples of 200 uniform scores, seed 95; true crossing 38.57): bias 0.025, sd 1.46.
///
/// Source: Hofstee, in: Anderson, Helmick (eds.), On Educational Testing, 1983, 109-127.
///
/// # Errors
/// [`NotEstimable::TooFew`] without scores, [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`] where a lower bound is
/// not below its upper one or a failure rate lies outside 0 to 1, [`NotEstimable::Degenerate`] where the two do not cross
/// between k1 and k2: then the judges' bounds fit no cut, and somebody has to say so.
pub fn hofstee(
    scores: &[f64],
    cut: (f64, f64),
    failing: (f64, f64),
) -> Result<Hofstee, NotEstimable> {
    at_least(Counted::Takers, 1, scores.len())?;
    NotEstimable::if_not_finite("the scores", scores)?;
    check_bounds(cut, failing)?;
    let ((k1, k2), (f1, f2)) = (cut, failing);
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let share = |n: usize| n as f64 / sorted.len() as f64;
    let below = |k: f64| share(sorted.partition_point(|s| *s < k));
    let up_to = |k: f64| share(sorted.partition_point(|s| *s <= k));
    let line = |k: f64| f2 + (f1 - f2) * (k - k1) / (k2 - k1);
    if below(k1) > f2 {
        let reason = "at the least acceptable cut more candidates fail than the judges accept";
        return Err(NotEstimable::Degenerate { reason });
    }
    if up_to(k2) < f1 {
        let reason = "at the greatest acceptable cut fewer candidates fail than the judges accept";
        return Err(NotEstimable::Degenerate { reason });
    }
    let found = |cut: f64| Hofstee {
        cut,
        failing: below(cut),
        failing_above: up_to(cut),
    };
    // F(score < k) is constant on each stretch that ends with a score; the line falls, so a stretch is entered at its
    // beginning or where the line comes down to it.
    let inner = sorted.iter().copied().filter(|s| k1 < *s && *s < k2);
    let starts: Vec<f64> = [k1].into_iter().chain(inner).collect();
    for (idx, &start) in starts.iter().enumerate() {
        let end = starts.get(idx + 1).copied().unwrap_or(k2);
        let level = up_to(start);
        let crossing = k1 + (level - f2) * (k2 - k1) / (f1 - f2);
        let cut = if below(start) >= line(start) || level >= line(start) {
            start
        } else {
            crossing
        };
        if cut <= end {
            return Ok(found(cut));
        }
    }
    // Only a jump at the greatest cut itself reaches the line.
    Ok(found(k2))
}

/// Refuses bounds that are not numbers in order, and failure rates that are no shares.
fn check_bounds(cut: (f64, f64), failing: (f64, f64)) -> Result<(), NotEstimable> {
    let (of_cut, of_rate) = ("the bounds of the cut", "the bounds of the failure rate");
    for (what, (low, high)) in [(of_cut, cut), (of_rate, failing)] {
        NotEstimable::if_not_finite(what, &[low, high])?;
        if low >= high {
            return Err(NotEstimable::OutOfDomain {
                what,
                index: 1,
                domain: "the numbers above the lower bound",
            });
        }
    }
    NotEstimable::if_outside(of_rate, &[failing.0, failing.1], 0.0..=1.0, "0 to 1")?;
    if !(cut.1 - cut.0).is_finite() {
        let reason = "the bounds of the cut lie too far apart";
        return Err(NotEstimable::Degenerate { reason });
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
