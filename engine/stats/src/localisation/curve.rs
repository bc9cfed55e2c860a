//! The curves of free-response reads, point by point, and what is read off a curve. No smoothing.

use super::figure::LocalisationFigure;
use super::form::Form;
use super::free_response::FreeResponse;
use super::ranked::{Item, Ranked, Side};
use crate::{NotEstimable, RocReads};

/// A point of a curve: what is called positive at or above a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// The threshold; infinity at the origin, minus infinity where everything counts, marked or not.
    pub threshold: f64,
    /// Along: a false-positive or non-lesion fraction.
    pub x: f64,
    /// Up: a true-positive or lesion fraction.
    pub y: f64,
}

/// Which curve of free-response reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LocalisationCurve {
    /// Non-lesion marks a case, over all cases, against the share of lesions marked. Ends where the marks end.
    Froc,
    /// Share of normal cases with a mark against the share of lesions marked; ends at (1, 1).
    Afroc,
    /// As AFROC, lesions by weight.
    Wafroc,
    /// As AFROC, with marks on no lesion of all cases.
    Afroc1,
    /// As wAFROC, with marks on no lesion of all cases.
    Wafroc1,
    /// Share of normal against share of abnormal cases by their highest mark; ends at (1, 1).
    InferredRoc,
}

impl FreeResponse {
    /// The points of a curve by descending threshold, from (0, 0); one point for each distinct rating.
    ///
    /// Ties share a point. All but the FROC curve end at (1, 1) by a straight line from the last mark, which gives what
    /// was not marked half a win: the trapezoid area below is the figure of the same name.
    ///
    /// Source: Chakraborty, Observer Performance Methods, 2017, section 13.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader, [`NotEstimable::TooFew`] without normal cases
    /// (AFROC, wAFROC, inferred ROC) or without lesions.
    pub fn curve(
        &self,
        condition: usize,
        reader: usize,
        curve: LocalisationCurve,
    ) -> Result<Vec<CurvePoint>, NotEstimable> {
        let cell = self.cell(condition, reader)?;
        let figure = match curve {
            LocalisationCurve::Froc => LocalisationFigure::MAX_LLF,
            LocalisationCurve::Afroc => LocalisationFigure::Afroc,
            LocalisationCurve::Wafroc => LocalisationFigure::Wafroc,
            LocalisationCurve::Afroc1 => LocalisationFigure::Afroc1,
            LocalisationCurve::Wafroc1 => LocalisationFigure::Wafroc1,
            LocalisationCurve::InferredRoc => LocalisationFigure::InferredRoc,
        };
        let copies = vec![1; self.n_cases()];
        Ok(match Form::of(self, cell, figure)? {
            Form::Share { ranked, .. } => ranked.points(&copies, ranked.totals(&copies)),
            Form::Ratio(_) | Form::AtRates(_) => Froc::of(self, cell).points(&copies),
        })
    }
}

impl FreeResponse {
    /// Cases by their highest mark, on a lesion or not, as the reads of an ROC study: for the area with DeLong's interval
    /// and its covariances, whose coverage and error rates stand with [`RocReads`]. A case without a mark is rated minus
    /// infinity, below all others.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader, [`NotEstimable::TooFew`] without normal or
    /// abnormal cases.
    pub fn inferred_roc(&self, condition: usize, reader: usize) -> Result<RocReads, NotEstimable> {
        let highest = self.highest_marks(self.cell(condition, reader)?);
        let [normal, abnormal] = self
            .classes()
            .map(|cases| cases.iter().map(|&case| highest[case]).collect::<Vec<_>>());
        RocReads::new(&abnormal, &normal)
    }
}

/// What the FROC curve is drawn from: every mark, and what the fractions are over.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Froc {
    marks: Ranked,
    lesions: Vec<u32>,
}

impl Froc {
    pub(crate) fn of(study: &FreeResponse, cell: &super::free_response::Cell) -> Self {
        let mut items = study.lesion_items(cell, false);
        items.retain(|item| item.rating > f64::NEG_INFINITY);
        items.extend(cell.non_lesions.iter().map(|&(case, rating)| Item {
            rating,
            case,
            weight: 1.0,
            side: Side::Negative,
        }));
        let n_lesions = |case| u32::try_from(study.n_lesions_of(case)).unwrap_or(u32::MAX);
        Self {
            marks: Ranked::new(items),
            lesions: (0..study.n_cases()).map(n_lesions).collect(),
        }
    }

    pub(crate) fn points(&self, copies: &[u32]) -> Vec<CurvePoint> {
        let (mut cases, mut lesions) = (0.0, 0.0);
        for (&n, &n_lesions) in copies.iter().zip(&self.lesions) {
            cases += f64::from(n);
            lesions += f64::from(n) * f64::from(n_lesions);
        }
        self.marks.points(copies, [cases, lesions])
    }

    /// The mean height at `rates` without each case in turn: a binary search along the counts of all cases for each rate,
    /// with the case's own few marks taken off where the search looks.
    pub(crate) fn mean_heights_left_out(&self, rates: &[f64]) -> Vec<f64> {
        let n_cases = self.lesions.len();
        let counts = self.marks.points(&vec![1; n_cases], [1.0, 1.0]);
        let mut own_marks = vec![Vec::new(); n_cases];
        for item in self.marks.items() {
            own_marks[item.case].push(*item);
        }
        let lesions: f64 = self.lesions.iter().map(|&n| f64::from(n)).sum();
        let without = |(case, own): (usize, &Vec<Item>)| {
            let rest = [
                n_cases as f64 - 1.0,
                lesions - f64::from(self.lesions[case]),
            ];
            let at = |counted: &CurvePoint| {
                let mut point = *counted;
                for mark in own.iter().filter(|mark| mark.rating >= counted.threshold) {
                    match mark.side {
                        Side::Negative => point.x -= 1.0,
                        Side::Positive => point.y -= 1.0,
                    }
                }
                (point.x, point.y) = (point.x / rest[0], point.y / rest[1]);
                point
            };
            let height = |&rate: &f64| {
                let upper = counts.partition_point(|counted| at(counted).x <= rate);
                // At least the origin lies at or before the rate, which is not negative.
                let before = at(&counts[upper.saturating_sub(1)]);
                between(before, counts.get(upper).map(at), rate)
            };
            rates.iter().map(height).sum::<f64>() / rates.len() as f64
        };
        own_marks.iter().enumerate().map(without).collect()
    }
}

/// The height at each of ascending `xs` by linear interpolation, the highest where the curve rises straight up, and the
/// last height beyond the end. `points` begins at x = 0.
pub(crate) fn heights(points: &[CurvePoint], xs: &[f64]) -> Vec<f64> {
    let mut upper = 0;
    let mut found = Vec::with_capacity(xs.len());
    for &x in xs {
        while points.get(upper).is_some_and(|point| point.x <= x) {
            upper += 1;
        }
        // At least the origin lies at or before x, which is not negative.
        let before = points[upper.saturating_sub(1)];
        found.push(between(before, points.get(upper).copied(), x));
    }
    found
}

/// The height at `x` on the line between two points, the first one's where the curve has ended.
fn between(before: CurvePoint, after: Option<CurvePoint>, x: f64) -> f64 {
    after.map_or(before.y, |after| {
        before.y + (after.y - before.y) * (x - before.x) / (after.x - before.x)
    })
}

/// The height at `x` and the trapezoid area from 0 to `x`: between the last point strictly before `x` and the first at
/// or beyond it. `points` begins at x = 0, `x` > 0; beyond the end the last height holds.
pub(crate) fn height_and_area(points: &[CurvePoint], x: f64) -> (f64, f64) {
    let mut area = 0.0;
    for pair in points.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        if after.x >= x {
            let height = between(before, Some(after), x);
            return (height, area + (x - before.x) * (before.y + height) / 2.0);
        }
        area += (after.x - before.x) * (before.y + after.y) / 2.0;
    }
    let last = points.last().map_or((0.0, 0.0), |last| (last.x, last.y));
    (last.1, area + (x - last.0) * last.1)
}

#[cfg(test)]
mod tests;
