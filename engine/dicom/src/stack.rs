//! Frames of one series in order: split, sorted along the normal, spacing and tilt judged. No files, no pixels.

use std::collections::BTreeMap;

use overread_base::{Diagnostics, Vec3, VolumeGeometry};

use crate::model::{Frame, FrameGroup, Series, SeriesGeometry};

/// Positions closer than this are the same position.
const SAME_POSITION_MM: f64 = 0.01;
/// A distance that differs by more than this share of the usual one is uneven.
const UNEVEN_SHARE: f64 = 0.02;
/// The most faults of one kind that are named one by one.
const MAX_NAMED: usize = 8;

/// Frames in order and how they lie.
#[derive(Debug)]
pub(crate) struct Stack {
    pub(crate) frames: Vec<Frame>,
    pub(crate) geometry: SeriesGeometry,
}

/// Modalities whose images are views of their own, each to be seen by itself.
const RADIOGRAPHS: [&str; 6] = ["CR", "DX", "MG", "IO", "PX", "RG"];

/// The frames of a series without a grid as they are shown: those of one multi-frame object together, and single images
/// of one size as well, but for radiographs. In the order of the series; every frame is in one of the slices.
#[must_use]
pub fn detector_stacks(series: &Series) -> Vec<&[Frame]> {
    let is_radiograph = RADIOGRAPHS.contains(&series.modality.as_str());
    let is_together = |a: &Frame, b: &Frame| {
        let is_alike = a.size == b.size
            && a.spacing == b.spacing
            && a.layout.is_colour() == b.layout.is_colour()
            && a.layout.photometric == b.layout.photometric;
        is_alike && (a.sop == b.sop || !is_radiograph)
    };
    series.frames.chunk_by(is_together).collect()
}

/// Splits and orders the frames of one series; `place` names it in the diagnostics.
pub(crate) fn arrange(
    frames: Vec<Frame>,
    modality: &str,
    thickness_mm: Option<f64>,
    place: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Stack> {
    let mut groups: BTreeMap<Key, Vec<Frame>> = BTreeMap::new();
    let mut unplaced = Vec::new();
    for frame in frames {
        match key(&frame) {
            Some(key) => groups.entry(key).or_default().push(frame),
            None => unplaced.push(frame),
        }
    }
    if groups.len() > 1 {
        diagnostics.warn(
            place,
            format!(
                "series holds {} sizes, orientations, stacks or times of frames and is split",
                groups.len()
            ),
        );
    }
    let mut stacks = Vec::new();
    for group in groups.into_values() {
        for pass in passes(group, place, diagnostics) {
            stacks.push(stack(pass, thickness_mm, place, diagnostics));
        }
    }
    if !unplaced.is_empty() {
        stacks.push(unplaced_stack(unplaced, modality, place, diagnostics));
    }
    stacks.sort_by_key(|stack| {
        stack
            .frames
            .iter()
            .filter_map(|f| f.instance_number)
            .min()
            .unwrap_or(i32::MAX)
    });
    stacks
}

/// Columns, rows, rounded directions, pixel spacing, stack and time: frames that differ in one make no common volume.
type Key = ([u32; 2], [i64; 6], [i64; 2], FrameGroup);

fn key(frame: &Frame) -> Option<Key> {
    frame.position?;
    let (row, column) = frame.orientation?;
    let spacing = frame.spacing?;
    let one = Vec3::new(1.0, 1.0, 1.0);
    VolumeGeometry::new([1, 1, 1], one, Vec3::default(), row, column).ok()?;
    let directions =
        [row.x, row.y, row.z, column.x, column.y, column.z].map(|c| rounded(c * 100.0));
    let spacings = [spacing.row_mm, spacing.column_mm].map(|s| rounded(s * 1000.0));
    Some((frame.size, directions, spacings, frame.group.clone()))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "finite header numbers; a saturated key is still a key"
)]
fn rounded(number: f64) -> i64 {
    number.round() as i64
}

fn unplaced_stack(
    mut frames: Vec<Frame>,
    modality: &str,
    place: &str,
    diagnostics: &mut Diagnostics,
) -> Stack {
    frames.sort_by(|a, b| {
        let number = |f: &Frame| f.instance_number.unwrap_or(i32::MAX);
        (number(a), &a.sop, a.frame_number).cmp(&(number(b), &b.sop, b.frame_number))
    });
    let is_sectional = matches!(modality, "CT" | "MR" | "PT" | "NM");
    let geometry = if is_sectional {
        diagnostics.warn(
            place,
            format!(
                "{} frames without a position in the patient: their order is that of the instance numbers, distances are unknown",
                frames.len()
            ),
        );
        SeriesGeometry::Unknown
    } else {
        SeriesGeometry::Planar
    };
    Stack { frames, geometry }
}

/// Sorts along the normal and separates frames that repeat a position.
fn passes(mut frames: Vec<Frame>, place: &str, diagnostics: &mut Diagnostics) -> Vec<Vec<Frame>> {
    let normal = normal_of(&frames);
    let height = |frame: &Frame| frame.position.map_or(0.0, |p| p.dot(normal));
    frames.sort_by(|a, b| {
        height(a).total_cmp(&height(b)).then_with(|| {
            (a.instance_number, a.frame_number).cmp(&(b.instance_number, b.frame_number))
        })
    });
    let mut levels: Vec<Vec<Frame>> = Vec::new();
    for frame in frames {
        match levels.last_mut() {
            Some(level) if height(&frame) - height(&level[0]) < SAME_POSITION_MM => {
                level.push(frame)
            }
            _ => levels.push(vec![frame]),
        }
    }
    let n_passes = levels.first().map_or(0, Vec::len);
    if n_passes > 1 && levels.len() > 1 && levels.iter().all(|level| level.len() == n_passes) {
        diagnostics.warn(
            place,
            format!(
                "each of {} positions occurs {n_passes} times: the series is split into passes",
                levels.len()
            ),
        );
        for level in &mut levels {
            level.sort_by_key(|f| (f.instance_number, f.frame_number));
        }
        let mut passes = vec![Vec::new(); n_passes];
        for level in levels {
            for (pass, frame) in passes.iter_mut().zip(level) {
                pass.push(frame);
            }
        }
        return passes;
    }
    if n_passes > 1 && levels.len() == 1 {
        diagnostics.warn(
            place,
            format!(
                "{n_passes} slices at one position: their order is that of the instance numbers"
            ),
        );
        for level in &mut levels {
            level.sort_by_key(|f| (f.instance_number, f.frame_number));
        }
        return levels;
    }
    let mut kept = Vec::new();
    for mut level in levels {
        level.sort_by_key(|f| (f.instance_number, f.frame_number));
        let n = level.len();
        let mut level = level.into_iter();
        let Some(first) = level.next() else { continue };
        if n > 1 {
            diagnostics.warn(
                place,
                format!(
                    "slice position {:.2} mm: expected 1 slice, found {n}; {} is used",
                    height(&first),
                    first.file.display()
                ),
            );
        }
        kept.push(first);
    }
    vec![kept]
}

fn normal_of(frames: &[Frame]) -> Vec3 {
    let directions = frames.first().and_then(|f| f.orientation);
    directions
        .and_then(|(row, column)| row.cross(column).normalized())
        .unwrap_or(Vec3::new(0.0, 0.0, 1.0))
}

/// Judges an ordered stack of frames of one size and orientation, no position twice.
fn stack(
    frames: Vec<Frame>,
    thickness_mm: Option<f64>,
    place: &str,
    diagnostics: &mut Diagnostics,
) -> Stack {
    let geometry = match judge(&frames, thickness_mm, place, diagnostics) {
        Ok(geometry) => geometry,
        Err(error) => {
            diagnostics.warn(place, error);
            SeriesGeometry::Unknown
        }
    };
    Stack { frames, geometry }
}

fn judge(
    frames: &[Frame],
    thickness_mm: Option<f64>,
    place: &str,
    diagnostics: &mut Diagnostics,
) -> Result<SeriesGeometry, String> {
    let (Some(first), Some(last)) = (frames.first(), frames.last()) else {
        return Err("no frames".to_owned());
    };
    let (Some(origin), Some(top), Some((row, column)), Some(spacing)) = (
        first.position,
        last.position,
        first.orientation,
        first.spacing,
    ) else {
        return Err("no position".to_owned());
    };
    let n = u32::try_from(frames.len()).unwrap_or(u32::MAX);
    if n > 1 && has_one_height(frames, row.cross(column)) {
        return Ok(SeriesGeometry::Unknown);
    }
    let [columns, rows] = first.size;
    let grid = |size: [u32; 3], z_mm: f64, origin: Vec3| {
        VolumeGeometry::new(
            size,
            Vec3::new(spacing.column_mm, spacing.row_mm, z_mm),
            origin,
            row,
            column,
        )
        .map_err(|error| error.to_string())
    };
    if n == 1 {
        let z_mm = thickness_mm
            .filter(|t| t.is_finite() && *t > 0.0)
            .unwrap_or(1.0);
        return grid([columns, rows, 1], z_mm, origin).map(SeriesGeometry::Regular);
    }
    let unit = grid([columns, rows, 1], 1.0, origin)?;
    let heights: Vec<f64> = frames
        .iter()
        .filter_map(|f| f.position)
        .map(|p| p.dot(unit.slice_dir))
        .collect();
    let gaps: Vec<f64> = heights.windows(2).map(|w| w[1] - w[0]).collect();
    let mut sorted = gaps.clone();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted[sorted.len() / 2];
    let is_even = name_uneven(&gaps, usual, frames, place, diagnostics);
    let total = top - origin;
    let height = total.dot(unit.slice_dir);
    let drift = Vec3::new(total.dot(unit.row_dir), total.dot(unit.col_dir), 0.0);
    let tilt_deg = libm::atan2(drift.length(), height).to_degrees();
    let is_upright = drift.length() <= 0.5 * spacing.column_mm.min(spacing.row_mm);
    if is_even && is_upright {
        let z_mm = height / (f64::from(n) - 1.0);
        return grid([columns, rows, n], z_mm, origin).map(SeriesGeometry::Regular);
    }
    if !is_upright {
        diagnostics.warn(
            place,
            format!("slices are tilted: expected 0.0 degrees to their normal, found {tilt_deg:.1}; the volume is resampled"),
        );
    }
    let drift = if is_upright { Vec3::default() } else { drift };
    let wide = widened(&unit, drift, height, usual, n);
    Ok(SeriesGeometry::Resampled {
        grid: grid(wide.size, wide.z_mm, wide.origin)?,
        tilt_deg,
        spacing_range_mm: (sorted[0], sorted[sorted.len() - 1]),
    })
}

/// Whether all frames lie in one plane, as those of a slice that is watched over time.
fn has_one_height(frames: &[Frame], normal: Vec3) -> bool {
    let mut heights = frames
        .iter()
        .filter_map(|frame| frame.position)
        .map(|position| position.dot(normal));
    let first = heights.next().unwrap_or(0.0);
    heights.all(|height| (height - first).abs() < SAME_POSITION_MM)
}

/// A grid that holds all of an uneven or tilted stack.
struct Wide {
    size: [u32; 3],
    z_mm: f64,
    origin: Vec3,
}

/// `unit` is the first slice, `drift` how far the last lies aside of it in the plane, mm.
fn widened(unit: &VolumeGeometry, drift: Vec3, height: f64, usual: f64, n: u32) -> Wide {
    let nz = count(height / usual)
        .saturating_add(1)
        .min(n.saturating_mul(4))
        .max(2);
    // A hundredth of a pixel more is rounding of the file, not another pixel.
    let beyond = |drift: f64, spacing: f64| count((drift.abs() / spacing - 0.01).ceil());
    let [columns, rows, _] = unit.size;
    Wide {
        size: [
            columns.saturating_add(beyond(drift.x, unit.spacing.x)),
            rows.saturating_add(beyond(drift.y, unit.spacing.y)),
            nz,
        ],
        z_mm: height / (f64::from(nz) - 1.0),
        origin: unit.origin + unit.row_dir * drift.x.min(0.0) + unit.col_dir * drift.y.min(0.0),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates; the grid's limits refuse it"
)]
fn count(number: f64) -> u32 {
    number.round().max(0.0) as u32
}

/// Names gaps and uneven distances; true if there are none.
fn name_uneven(
    gaps: &[f64],
    usual: f64,
    frames: &[Frame],
    place: &str,
    diagnostics: &mut Diagnostics,
) -> bool {
    let tolerance = (usual * UNEVEN_SHARE).max(SAME_POSITION_MM);
    let uneven: Vec<usize> = (0..gaps.len())
        .filter(|&idx| (gaps[idx] - usual).abs() > tolerance)
        .collect();
    for &idx in uneven.iter().take(MAX_NAMED) {
        let what = if gaps[idx] > 1.5 * usual {
            "slices are missing"
        } else {
            "slice spacing differs"
        };
        diagnostics.warn(
            place,
            format!(
                "{what}: expected {usual:.3} mm, found {:.3} mm between {} and {}; the volume is resampled",
                gaps[idx],
                name(&frames[idx]),
                name(&frames[idx + 1]),
            ),
        );
    }
    if uneven.len() > MAX_NAMED {
        diagnostics.warn(
            place,
            format!(
                "{} more slice distances are uneven",
                uneven.len() - MAX_NAMED
            ),
        );
    }
    uneven.is_empty()
}

fn name(frame: &Frame) -> String {
    let file = frame.file.file_name().unwrap_or_default().to_string_lossy();
    if frame.frame_number > 1 {
        format!("{file} frame {}", frame.frame_number)
    } else {
        file.into_owned()
    }
}
