//! A reader's answer against the truth of its case: lesions hit and missed, false marks, the call. No points, no pass.

use super::{Answer, Entry, fact_number};
use crate::{Finding, Report, Shape, Vec3};

/// When a mark counts as being on a lesion, and from which rating on a case is called abnormal. Millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HitRule {
    /// A mark's centre may lie this far from a lesion's centre, or as far as the lesion's radius if that is more.
    pub least_radius_mm: f64,
    /// And by so much outside it.
    pub margin_mm: f64,
    /// A rating at or above says that the case is abnormal; 0 to 100.
    pub positive_from: f64,
}

impl HitRule {
    /// The rule of the scenario, which the host states among the facts of each case.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let number = |name, default| fact_number(entry, name).unwrap_or(default);
        Self {
            least_radius_mm: number("hit-least-radius-mm", 0.0),
            margin_mm: number("hit-margin-mm", 0.0),
            positive_from: number("positive-from", 50.0),
        }
    }
}

/// What an answer got right and wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marking {
    /// Lesions of the truth.
    pub lesions: u32,
    /// Lesions with a mark on them.
    pub hit: u32,
    /// Marks on no lesion.
    pub false_marks: u32,
    /// Whether the rating says abnormal exactly if there is a lesion; a case without a rating is not called right.
    pub is_call_right: bool,
}

impl Marking {
    /// Judges an answer. Each mark belongs to the nearest lesion that accepts it; several on one lesion count once.
    #[must_use]
    pub fn of(truth: &Report, answer: &Answer, rule: HitRule) -> Self {
        let lesions: Vec<(Vec3, f64)> = truth.findings.iter().filter_map(sphere).collect();
        let mut is_hit = vec![false; lesions.len()];
        let mut false_marks = 0;
        for (place, _) in answer.report.findings.iter().filter_map(sphere) {
            match nearest(place, &lesions, rule) {
                Some(lesion) => is_hit[lesion] = true,
                None => false_marks += 1,
            }
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let is_positive = |rating: u32| f64::from(rating) >= rule.positive_from;
        Self {
            lesions: count(truth.findings.len()),
            hit: count(is_hit.iter().filter(|hit| **hit).count()),
            false_marks,
            is_call_right: answer
                .confidence
                .is_some_and(|rating| is_positive(rating) != truth.findings.is_empty()),
        }
    }

    /// Whether everything is right: the call, every lesion, and at most so many false marks.
    #[must_use]
    pub fn is_right(&self, false_marks_allowed: u32) -> bool {
        self.is_call_right && self.hit == self.lesions && self.false_marks <= false_marks_allowed
    }
}

/// The lesion that a mark lies on.
fn nearest(place: Vec3, lesions: &[(Vec3, f64)], rule: HitRule) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for (idx, (centre, radius)) in lesions.iter().enumerate() {
        let distance = distance(place, *centre);
        let reach = radius.max(rule.least_radius_mm) + rule.margin_mm;
        if distance <= reach && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, idx));
        }
    }
    best.map(|(_, idx)| idx)
}

/// Where a finding lies and how large it is: centre and half the longest side of the box around its first mark.
fn sphere(finding: &Finding) -> Option<(Vec3, f64)> {
    let (low, high) = match &finding.marks.first()?.shape {
        Shape::Point(point) => (point.at, point.at),
        Shape::Cuboid(cuboid) => (cuboid.low, cuboid.high),
        Shape::Ellipse(ellipse) => return Some((ellipse.centre, 0.0)),
        Shape::Polyline(line) => bounds(&line.points)?,
        Shape::Polygon(polygon) => bounds(&polygon.points)?,
        Shape::Mask(_) | Shape::Other(_) => return None,
    };
    let centre = Vec3 {
        x: (low.x + high.x) / 2.0,
        y: (low.y + high.y) / 2.0,
        z: (low.z + high.z) / 2.0,
    };
    let side = (high.x - low.x).max(high.y - low.y).max(high.z - low.z);
    Some((centre, side / 2.0))
}

fn bounds(points: &[Vec3]) -> Option<(Vec3, Vec3)> {
    let first = *points.first()?;
    Some(points.iter().fold((first, first), |(low, high), p| {
        let low = Vec3 {
            x: low.x.min(p.x),
            y: low.y.min(p.y),
            z: low.z.min(p.z),
        };
        let high = Vec3 {
            x: high.x.max(p.x),
            y: high.y.max(p.y),
            z: high.z.max(p.z),
        };
        (low, high)
    }))
}

fn distance(a: Vec3, b: Vec3) -> f64 {
    let (x, y, z) = (a.x - b.x, a.y - b.y, a.z - b.z);
    (x * x + y * y + z * z).sqrt()
}

#[cfg(test)]
mod tests;
