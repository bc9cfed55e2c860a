//! Whether a result is one: finite places, probabilities 0 to 1, boxes the right way round, whole masks and maps.

use std::collections::BTreeSet;

use overread_base::{AiResult, Finding, HeatMap, MaskRle, Shape, Vec3};

/// Whether a result could have come from a service.
pub(super) fn is_sound(result: &AiResult) -> bool {
    let Some(report) = result.report() else {
        return true;
    };
    let ids: BTreeSet<&str> = report.findings.iter().map(|f| f.id.as_str()).collect();
    ids.len() == report.findings.len()
        && report
            .probability
            .is_none_or(|p| is_share(p.value) && is_share(p.threshold))
        && report.findings.iter().all(is_sound_finding)
        && report.heat_maps.iter().all(is_sound_map)
}

fn is_share(value: f32) -> bool {
    (0.0..=1.0).contains(&value)
}

fn is_sound_finding(finding: &Finding) -> bool {
    finding.probability.is_none_or(is_share)
        && finding
            .measures
            .iter()
            .all(|measure| measure.value.is_finite())
        && finding.marks.iter().all(|mark| is_sound_shape(&mark.shape))
}

fn is_sound_shape(shape: &Shape) -> bool {
    let finite = |points: &[Vec3]| points.iter().all(|point| point.is_finite());
    match shape {
        Shape::Point(at) => at.is_finite(),
        Shape::Cuboid { low, high } => {
            finite(&[*low, *high]) && low.x <= high.x && low.y <= high.y && low.z <= high.z
        }
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => finite(&[*centre, *half_axis_a, *half_axis_b]),
        Shape::Polyline(points) => points.len() >= 2 && finite(points),
        Shape::Polygon(points) => points.len() >= 3 && finite(points),
        Shape::Mask(mask) => is_whole(mask),
    }
}

fn is_whole(mask: &MaskRle) -> bool {
    let sum: u64 = mask.runs.iter().map(|&run| u64::from(run)).sum();
    sum == mask.geometry.voxel_count()
}

fn is_sound_map(map: &HeatMap) -> bool {
    map.values.len() as u64 == map.geometry.voxel_count()
}
