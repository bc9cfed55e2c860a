//! Marks moved, mirrored, grown, shrunk and cut, whatever their shape.

use overread_base::{Finding, Mark, MaskRle, SeriesUid, Shape, Vec3};

use super::masks;
use super::place::Bounds;

/// The series that a finding is spoken of in: that of its first mark with a place. Other series may be other projections,
/// with spaces of their own.
pub(super) fn finding_series(finding: &Finding) -> Option<&SeriesUid> {
    let mut marks = finding.marks.iter();
    let first = marks.find(|mark| mark.shape.bounds().is_some())?;
    Some(&first.series)
}

/// The box around all marks of a finding in that series.
pub(super) fn finding_bounds(finding: &Finding) -> Option<(Vec3, Vec3)> {
    bounds_in(finding, finding_series(finding)?)
}

/// The box around the marks of a finding in one series.
pub(super) fn bounds_in(finding: &Finding, series: &SeriesUid) -> Option<(Vec3, Vec3)> {
    let marks = finding.marks.iter().filter(|mark| mark.series == *series);
    marks
        .filter_map(|mark| mark.shape.bounds())
        .reduce(|(low, high), (l, h)| (low.min(l), high.max(h)))
}

/// The series that a finding has marks in, each once, in the order of the marks.
pub(super) fn all_series(finding: &Finding) -> Vec<&SeriesUid> {
    let mut all: Vec<&SeriesUid> = Vec::new();
    for mark in &finding.marks {
        if !all.contains(&&mark.series) {
            all.push(&mark.series);
        }
    }
    all
}

/// The middle of the marks of a finding in its series.
pub(super) fn finding_centre(finding: &Finding) -> Option<Vec3> {
    finding_bounds(finding).map(|(low, high)| (low + high) * 0.5)
}

/// Half the longest side of the box around the marks in its series, mm.
pub(super) fn finding_reach(finding: &Finding) -> f64 {
    finding_bounds(finding).map_or(0.0, |(low, high)| {
        let [x, y, z] = (high - low).to_array();
        x.max(y).max(z) * 0.5
    })
}

/// Each point goes where `to` sends it; `along` says what becomes of a direction, `mask` of a mask.
///
/// `None` where nothing of a mask is left.
fn mapped(
    shape: &Shape,
    to: impl Fn(Vec3) -> Vec3,
    along: impl Fn(Vec3) -> Vec3,
    mask: impl Fn(&MaskRle) -> Option<MaskRle>,
) -> Option<Shape> {
    let chain = |points: &[Vec3]| points.iter().map(|point| to(*point)).collect();
    Some(match shape {
        Shape::Point(at) => Shape::Point(to(*at)),
        Shape::Cuboid { low, high } => {
            let (a, b) = (to(*low), to(*high));
            Shape::Cuboid {
                low: a.min(b),
                high: a.max(b),
            }
        }
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => Shape::Ellipse {
            centre: to(*centre),
            half_axis_a: along(*half_axis_a),
            half_axis_b: along(*half_axis_b),
        },
        Shape::Polyline(points) => Shape::Polyline(chain(points)),
        Shape::Polygon(points) => Shape::Polygon(chain(points)),
        Shape::Mask(rle) => Shape::Mask(mask(rle)?),
    })
}

pub(super) fn translated(shape: &Shape, by: Vec3) -> Option<Shape> {
    mapped(
        shape,
        |place| place + by,
        |direction| direction,
        |mask| masks::translated(mask, by),
    )
}

/// Mirrored across the plane of that x.
pub(super) fn mirrored(shape: &Shape, middle_x: f64) -> Option<Shape> {
    mapped(
        shape,
        |place| Vec3::new(2.0 * middle_x - place.x, place.y, place.z),
        |direction| Vec3::new(-direction.x, direction.y, direction.z),
        |mask| masks::mirrored(mask, middle_x),
    )
}

/// `factor` times as large about a centre; points stay where they are, masks grow or shrink on their grid.
pub(super) fn scaled(shape: &Shape, centre: Vec3, factor: f64) -> Option<Shape> {
    if matches!(shape, Shape::Point(_)) {
        return Some(shape.clone());
    }
    mapped(
        shape,
        |place| centre + (place - centre) * factor,
        |direction| direction * factor,
        |mask| {
            if factor >= 1.0 {
                masks::grown(mask, masks::radius_mm(mask) * (factor - 1.0))
            } else {
                masks::shrunk(mask, factor)
            }
        },
    )
}

/// What of a shape lies in a box: boxes and masks are cut, other shapes stay if their centre is inside.
pub(super) fn cut(shape: &Shape, to: Bounds) -> Option<Shape> {
    match shape {
        Shape::Cuboid { low, high } => {
            let (low, high) = (low.max(to.low), high.min(to.high));
            (low.x <= high.x && low.y <= high.y && low.z <= high.z)
                .then_some(Shape::Cuboid { low, high })
        }
        Shape::Mask(mask) => masks::kept(mask, |place| to.contains(place)).map(Shape::Mask),
        Shape::Point(_) | Shape::Ellipse { .. } | Shape::Polyline(_) | Shape::Polygon(_) => shape
            .centre()
            .is_some_and(|centre| to.contains(centre))
            .then(|| shape.clone()),
    }
}

/// Scales the marks of a finding about their middle in each series; what a factor leaves nothing of, `left` decides on.
pub(super) fn scale_marks(
    finding: &mut Finding,
    factor: f64,
    left: impl Fn(&Shape, Option<Shape>) -> Option<Shape>,
) -> bool {
    let before = finding.clone();
    let change = |mark: &Mark| {
        let (low, high) = bounds_in(&before, &mark.series)?;
        let shape = scaled(&mark.shape, (low + high) * 0.5, factor);
        let shape = left(&mark.shape, shape)?;
        let series = mark.series.clone();
        Some(Mark { series, shape })
    };
    finding.marks = before.marks.iter().filter_map(change).collect();
    finding.marks != before.marks
}

/// Replaces every mark of a finding by what `change` makes of its shape; a mark of which nothing is left goes.
///
/// `false` if no mark changed.
pub(super) fn change_marks(
    finding: &mut Finding,
    change: impl Fn(&Shape) -> Option<Shape>,
) -> bool {
    let before = finding.marks.clone();
    finding.marks = before
        .iter()
        .filter_map(|mark| {
            let shape = change(&mark.shape)?;
            let series = mark.series.clone();
            Some(Mark { series, shape })
        })
        .collect();
    finding.marks != before
}

#[cfg(test)]
mod tests;
