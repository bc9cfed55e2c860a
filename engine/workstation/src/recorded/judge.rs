//! Whether a recorded result is sound: bounded, finite, its ids unlike each other. Changes nothing.

use std::collections::BTreeSet;

use overread_base::{AiResult, AiStatus, Finding, HeatMap, MaskRle, Shape, Vec3};

const MAX_FINDINGS: usize = 10_000;
const MAX_MARKS: usize = 100_000;
const MAX_POINTS: usize = 100_000;
const MAX_RUNS: usize = 10_000_000;
const MAX_MAP_VOXELS: u64 = 1 << 30;

/// Judges a result that came as a file.
///
/// # Errors
/// The first thing that is wrong, and in which finding.
pub fn judge_result(result: &AiResult) -> Result<(), String> {
    let AiStatus::Done(report) = &result.status else {
        return Ok(());
    };
    if report.findings.len() > MAX_FINDINGS {
        return Err(format!(
            "at most {MAX_FINDINGS} findings, found {}",
            report.findings.len()
        ));
    }
    if let Some(p) = report.probability
        && !(is_fraction(p.value) && is_fraction(p.threshold))
    {
        return Err(format!(
            "study probability {} of threshold {}: expected 0 to 1",
            p.value, p.threshold
        ));
    }
    let mut ids = BTreeSet::new();
    let mut n_marks = 0;
    for finding in &report.findings {
        if !ids.insert(finding.id.as_str()) {
            return Err(format!("finding {} stands twice", finding.id));
        }
        n_marks += finding.marks.len();
        if n_marks > MAX_MARKS {
            return Err(format!("more than {MAX_MARKS} marks"));
        }
        judge_finding(finding).map_err(|why| format!("finding {}: {why}", finding.id))?;
    }
    for map in &report.heat_maps {
        judge_map(map).map_err(|why| format!("heat map {:?}: {why}", map.name))?;
    }
    Ok(())
}

fn is_fraction(value: f32) -> bool {
    (0.0..=1.0).contains(&value)
}

fn judge_finding(finding: &Finding) -> Result<(), String> {
    if let Some(p) = finding.probability
        && !is_fraction(p)
    {
        return Err(format!("probability {p}: expected 0 to 1"));
    }
    if finding.measures.iter().any(|m| !m.value.is_finite()) {
        return Err("a measured value that is not finite".to_owned());
    }
    finding
        .marks
        .iter()
        .try_for_each(|mark| judge_shape(&mark.shape))
}

fn judge_shape(shape: &Shape) -> Result<(), String> {
    let finite = |points: &[Vec3]| {
        if points.iter().all(|p| p.is_finite()) {
            Ok(())
        } else {
            Err("a place that is not finite".to_owned())
        }
    };
    let chain = |points: &[Vec3], least: usize| {
        if !(least..=MAX_POINTS).contains(&points.len()) {
            return Err(format!(
                "a chain of {least} to {MAX_POINTS} points expected, found {}",
                points.len()
            ));
        }
        finite(points)
    };
    match shape {
        Shape::Point(at) => finite(&[*at]),
        Shape::Cuboid { low, high } => {
            finite(&[*low, *high])?;
            if low.x <= high.x && low.y <= high.y && low.z <= high.z {
                Ok(())
            } else {
                Err("a box whose low corner is above its high one".to_owned())
            }
        }
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => finite(&[*centre, *half_axis_a, *half_axis_b]),
        Shape::Polyline(points) => chain(points, 2),
        Shape::Polygon(points) => chain(points, 3),
        Shape::Mask(mask) => judge_mask(mask),
    }
}

fn judge_mask(mask: &MaskRle) -> Result<(), String> {
    if mask.runs.len() > MAX_RUNS {
        return Err(format!("a mask of more than {MAX_RUNS} runs"));
    }
    let found: u64 = mask.runs.iter().map(|&run| u64::from(run)).sum();
    let expected = mask.geometry.voxel_count();
    if found == expected {
        Ok(())
    } else {
        Err(format!(
            "the runs of a mask sum to its voxels: expected {expected}, found {found}"
        ))
    }
}

fn judge_map(map: &HeatMap) -> Result<(), String> {
    let expected = map.geometry.voxel_count();
    if expected > MAX_MAP_VOXELS {
        return Err(format!("at most {MAX_MAP_VOXELS} voxels, found {expected}"));
    }
    if map.values.len() as u64 == expected {
        Ok(())
    } else {
        Err(format!(
            "expected {expected} values, found {}",
            map.values.len()
        ))
    }
}
