//! Measurements in millimetres and values. No rounding: scales and screens round, and say how.

use overread_base::Vec3;

use crate::Volume;

/// The length of a line between two patient positions, mm.
#[must_use]
pub fn length_mm(from: Vec3, to: Vec3) -> f64 {
    from.distance(to)
}

/// Statistics of the values inside a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoiStatistics {
    /// Voxels whose centres lie inside.
    pub count: u64,
    /// Area of those voxels, mm².
    pub area_mm2: f64,
    /// Mean value (HU for CT).
    pub mean: f64,
    /// Standard deviation over the region (divided by n).
    pub sd: f64,
    /// Least value.
    pub min: f32,
    /// Greatest value.
    pub max: f32,
}

/// Statistics inside an ellipse on slice `z`, given by the voxel box that it fills.
///
/// `low` and `high` are opposite corners in voxel coordinates (x, y) of the slice. `None` if no voxel centre lies inside.
#[must_use]
pub fn ellipse_statistics(
    volume: &Volume,
    z: u32,
    low: [f64; 2],
    high: [f64; 2],
) -> Option<RoiStatistics> {
    let [nx, ny, _] = volume.geometry().size;
    let slice = volume.slice(z)?;
    let centre = [0, 1].map(|a| (low[a] + high[a]) * 0.5);
    let radius = [0, 1].map(|a| ((high[a] - low[a]) * 0.5).abs());
    if radius.iter().any(|&r| !(r > 0.0 && r.is_finite())) || centre.iter().any(|c| !c.is_finite())
    {
        return None;
    }
    let (mut count, mut sum, mut sum_of_squares) = (0u64, 0.0_f64, 0.0_f64);
    let (mut min, mut max) = (f32::INFINITY, f32::NEG_INFINITY);
    for y in rows_within(centre[1], radius[1], ny) {
        for x in rows_within(centre[0], radius[0], nx) {
            let (dx, dy) = (
                (f64::from(x) - centre[0]) / radius[0],
                (f64::from(y) - centre[1]) / radius[1],
            );
            if dx * dx + dy * dy > 1.0 {
                continue;
            }
            let value = volume
                .rescale()
                .value(slice[y as usize * nx as usize + x as usize]);
            count += 1;
            sum += f64::from(value);
            sum_of_squares += f64::from(value) * f64::from(value);
            (min, max) = (min.min(value), max.max(value));
        }
    }
    if count == 0 {
        return None;
    }
    let n = count as f64;
    let mean = sum / n;
    let sd = (sum_of_squares / n - mean * mean).max(0.0).sqrt();
    let spacing = volume.geometry().spacing;
    Some(RoiStatistics {
        count,
        area_mm2: n * spacing.x * spacing.y,
        mean,
        sd,
        min,
        max,
    })
}

/// The voxel indices whose centres lie within `radius` of `centre`, inside `0..size`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=size before the cast"
)]
fn rows_within(centre: f64, radius: f64, size: u32) -> std::ops::Range<u32> {
    let first = (centre - radius).ceil().clamp(0.0, f64::from(size)) as u32;
    let end = ((centre + radius).floor() + 1.0).clamp(0.0, f64::from(size)) as u32;
    first..end
}

#[cfg(test)]
mod tests;
