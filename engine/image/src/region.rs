//! Statistics of the values inside an outline on any plane of a volume. Draws and rounds nothing.

use std::ops::Range;

use overread_base::{Vec3, VolumeGeometry};

use crate::measure::Tally;
use crate::resample::sample_unpadded;
use crate::{RoiStatistics, Viewport, Volume};

/// The most sample places along one side of an oblique region.
const MAX_SIDE: f64 = 8192.0;

/// Statistics inside an outline on the plane of `plane`, of which only the place and the directions matter: panning,
/// zooming and the size of the picture change nothing.
///
/// The outline is a closed polygon of patient positions (LPS mm), laid onto the plane along its normal; where it
/// crosses itself, what it holds an even number of times is outside. A rectangle is four positions, an ellipse as many
/// as its smoothness asks for. On a plane parallel to one of the grid's, voxel centres are counted (between two slices
/// their values are blended); on any other plane, places at the distance of the finest voxel spacing, interpolated from
/// the eight voxels around. A place on the outline counts on its low side only, so that regions side by side share none.
/// A place counts only where all voxels that take part in it have values: padding stands for none.
/// `None` if no such place lies both inside the outline and in the volume.
#[must_use]
pub fn region_statistics(
    volume: &Volume,
    plane: &Viewport,
    outline: &[Vec3],
) -> Option<RoiStatistics> {
    if outline.len() < 3 || !outline.iter().all(|corner| corner.is_finite()) {
        return None;
    }
    let raster = Raster::of(volume.geometry(), plane)?;
    let corners: Vec<[f64; 2]> = outline.iter().map(|&c| raster.place_of(c)).collect();
    let [low, high] = [0, 1].map(|end| {
        [0, 1].map(|axis| {
            let along = corners.iter().map(|c| c[axis]);
            match end {
                0 => along.fold(f64::INFINITY, f64::min),
                _ => along.fold(f64::NEG_INFINITY, f64::max),
            }
        })
    });
    let mut tally = Tally::default();
    for row in places(low[1], high[1], raster.rows.clone()) {
        for span in crossings(&corners, row as f64).chunks_exact(2) {
            for column in places(span[0], span[1], raster.columns.clone()) {
                let voxel = raster.voxel_of(column as f64, row as f64);
                if let Some(stored) = sample_unpadded(volume, voxel) {
                    let rescale = volume.rescale();
                    tally.add(rescale.slope * stored + rescale.intercept);
                }
            }
        }
    }
    tally.statistics(raster.cell_mm2)
}

/// The area that a flat outline encloses, mm²: of the outline itself, whatever pixels lie in it.
///
/// The outline is a closed polygon of patient positions (LPS mm) that does not cross itself.
#[must_use]
pub fn outline_area_mm2(outline: &[Vec3]) -> f64 {
    let Some(&first) = outline.first() else {
        return 0.0;
    };
    let fan = outline.windows(2).fold(Vec3::default(), |sum, edge| {
        sum + (edge[0] - first).cross(edge[1] - first)
    });
    fan.length() * 0.5
}

/// Where on a plane samples are taken: places with whole numbers along two directions.
struct Raster {
    geometry: VolumeGeometry,
    /// The patient position of place (0, 0).
    origin: Vec3,
    /// Unit vectors along columns and rows of places.
    directions: [Vec3; 2],
    step_mm: [f64; 2],
    /// The places that may lie in the volume.
    columns: Range<i64>,
    rows: Range<i64>,
    cell_mm2: f64,
}

impl Raster {
    fn of(geometry: &VolumeGeometry, plane: &Viewport) -> Option<Self> {
        let normal = plane.right.cross(plane.down).normalized()?;
        if !plane.centre.is_finite() {
            return None;
        }
        let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
        let spacing = geometry.spacing.to_array();
        let across = (0..3).find(|&a| axes[a].dot(normal).abs() > 1.0 - 1e-9);
        // The first voxel laid onto the plane: a place of every grid plane, and the same for every picture of a plane.
        let origin = geometry.origin + normal * (plane.centre - geometry.origin).dot(normal);
        let (directions, step_mm) = match across {
            Some(across) => {
                let [u, v] = [[1, 2], [0, 2], [0, 1]][across];
                ([axes[u], axes[v]], [spacing[u], spacing[v]])
            }
            None => {
                let right = plane.right.normalized()?;
                let finest = spacing.into_iter().fold(f64::INFINITY, f64::min);
                let sides: [f64; 3] =
                    std::array::from_fn(|a| spacing[a] * f64::from(geometry.size[a]));
                let extent = sides.iter().map(|s| s * s).sum::<f64>().sqrt();
                (
                    [right, normal.cross(right)],
                    [finest.max(extent / MAX_SIDE); 2],
                )
            }
        };
        let reach = |axis: usize| {
            let along = (0..8_u32).map(|corner| {
                let outer: [f64; 3] = std::array::from_fn(|a| {
                    let face = f64::from(corner >> a & 1) * f64::from(geometry.size[a]);
                    face - 0.5
                });
                let from_origin = geometry.patient_from_voxel(Vec3::from_array(outer)) - origin;
                from_origin.dot(directions[axis]) / step_mm[axis]
            });
            let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), place| {
                (l.min(place), h.max(place))
            });
            to_place(low.floor())..to_place(high.ceil()) + 1
        };
        Some(Self {
            geometry: geometry.clone(),
            origin,
            columns: reach(0),
            rows: reach(1),
            directions,
            step_mm,
            cell_mm2: step_mm[0] * step_mm[1],
        })
    }

    /// A patient position in places along columns and rows, to 1/2^20: a rounding error off a place is on it.
    fn place_of(&self, patient: Vec3) -> [f64; 2] {
        const FINE: f64 = 1_048_576.0;
        [0, 1].map(|a| {
            let place = (patient - self.origin).dot(self.directions[a]) / self.step_mm[a];
            (place * FINE).round() / FINE
        })
    }

    fn voxel_of(&self, column: f64, row: f64) -> Vec3 {
        let along = self.directions[0] * (column * self.step_mm[0]);
        let down = self.directions[1] * (row * self.step_mm[1]);
        let voxel = self.geometry.voxel_from_patient(self.origin + along + down);
        // A voxel centre that rounding has missed is read alone.
        Vec3::from_array(voxel.to_array().map(|c| {
            let centre = c.round();
            if (c - centre).abs() < 1e-6 { centre } else { c }
        }))
    }
}

/// Where a row of places crosses the outline, in rising order: what lies between the first two is inside, and so on.
fn crossings(corners: &[[f64; 2]], row: f64) -> Vec<f64> {
    let ends = corners.iter().cycle().skip(1);
    let mut columns: Vec<f64> = corners
        .iter()
        .zip(ends)
        .filter(|(a, b)| (a[1] <= row) != (b[1] <= row))
        .map(|(a, b)| a[0] + (row - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
        .collect();
    columns.sort_by(f64::total_cmp);
    columns
}

/// The whole numbers `low <= n < high` among `within`.
fn places(low: f64, high: f64, within: Range<i64>) -> Range<i64> {
    let clamped = |bound: f64| to_place(bound.ceil()).clamp(within.start, within.end);
    clamped(low)..clamped(high)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates; the ends are clamped to the volume"
)]
fn to_place(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests;
