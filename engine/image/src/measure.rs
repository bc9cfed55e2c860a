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
    /// Voxels whose centres lie inside; on an oblique plane, sample places. Padding is left out.
    pub count: u64,
    /// Area of those voxels on the plane, mm².
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
/// `low` and `high` are opposite corners in voxel coordinates (x, y) of the slice. Padding stands for no value and is left
/// out. `None` if no other voxel's centre lies inside.
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
    let mut tally = Tally::default();
    for y in rows_within(centre[1], radius[1], ny) {
        for x in rows_within(centre[0], radius[0], nx) {
            let (dx, dy) = (
                (f64::from(x) - centre[0]) / radius[0],
                (f64::from(y) - centre[1]) / radius[1],
            );
            if dx * dx + dy * dy > 1.0 {
                continue;
            }
            let stored = slice[y as usize * nx as usize + x as usize];
            if !volume.is_padding(stored) {
                tally.add(volume.rescale().value(stored));
            }
        }
    }
    let spacing = volume.geometry().spacing;
    tally.statistics(spacing.x * spacing.y)
}

/// Adds up the values of a region.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    count: u64,
    /// The first value: sums are of differences from it, so that a small spread about a large value is kept.
    first: f32,
    sum: f64,
    sum_of_squares: f64,
    min: f32,
    max: f32,
}

impl Tally {
    pub(crate) fn add(&mut self, value: f32) {
        if self.count == 0 {
            (self.first, self.min, self.max) = (value, value, value);
        }
        let difference = f64::from(value) - f64::from(self.first);
        self.count += 1;
        self.sum += difference;
        self.sum_of_squares += difference * difference;
        (self.min, self.max) = (self.min.min(value), self.max.max(value));
    }

    /// The statistics of values that stand for `cell_mm2` each; `None` of none.
    pub(crate) fn statistics(&self, cell_mm2: f64) -> Option<RoiStatistics> {
        if self.count == 0 {
            return None;
        }
        let n = self.count as f64;
        let mean = self.sum / n;
        Some(RoiStatistics {
            count: self.count,
            area_mm2: n * cell_mm2,
            mean: f64::from(self.first) + mean,
            sd: (self.sum_of_squares / n - mean * mean).max(0.0).sqrt(),
            min: self.min,
            max: self.max,
        })
    }
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
