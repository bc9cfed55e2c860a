//! Marks: finite, of the right form, in a known series, and where the series' images are.

use overread_base::{Mark, Shape, Vec3, VolumeGeometry};

use super::Judge;
use crate::bindings::overread::plugin::types;
use crate::limits::output::{MAX_POINTS, TOLERANCE_MM};
use crate::offers::vec3;

/// The cosine of the angle between an ellipse's half axes may be this far from 0.
const SKEW: f64 = 0.01;

impl Judge<'_> {
    /// The mark as ours; `None` if it is wrong, or of a kind that this host does not know.
    pub(super) fn mark(&mut self, place: &str, mark: types::Mark) -> Option<Mark> {
        let (uid, grid) = {
            let series = self.series_of(place, mark.series)?;
            (series.uid.clone(), series.volume.geometry().clone())
        };
        let shape = match mark.shape {
            types::Shape::Point(point) => self.point(place, &grid, vec3(point.at)),
            types::Shape::Cuboid(cuboid) => {
                self.cuboid(place, &grid, vec3(cuboid.low), vec3(cuboid.high))
            }
            types::Shape::Ellipse(ellipse) => self.ellipse(place, &grid, &ellipse),
            types::Shape::Polyline(line) => self
                .chain(place, &grid, &line.points, 2)
                .map(Shape::Polyline),
            types::Shape::Polygon(polygon) => self
                .chain(place, &grid, &polygon.points, 3)
                .map(Shape::Polygon),
            types::Shape::Mask(id) => self.mask(place, mark.series, id),
            types::Shape::Other(_) => {
                self.unknown_marks += 1;
                None
            }
        };
        shape.map(|shape| Mark { series: uid, shape })
    }

    fn point(&mut self, place: &str, grid: &VolumeGeometry, at: Vec3) -> Option<Shape> {
        self.position(place, grid, at).map(Shape::Point)
    }

    fn cuboid(
        &mut self,
        place: &str,
        grid: &VolumeGeometry,
        low: Vec3,
        high: Vec3,
    ) -> Option<Shape> {
        let is_ordered = low.x <= high.x && low.y <= high.y && low.z <= high.z;
        if !(low.is_finite() && high.is_finite() && is_ordered) {
            let (low, high) = (low.to_array(), high.to_array());
            self.check.fault(
                place,
                format!("a box needs low <= high, found {low:?} and {high:?}"),
            );
            return None;
        }
        // A box along the patient's axes around something at the edge of an oblique grid lies partly outside.
        self.size(place, grid, (high - low).length())?;
        self.position(place, grid, (low + high) * 0.5)?;
        Some(Shape::Cuboid { low, high })
    }

    fn ellipse(
        &mut self,
        place: &str,
        grid: &VolumeGeometry,
        ellipse: &types::EllipseMark,
    ) -> Option<Shape> {
        let centre = self.position(place, grid, vec3(ellipse.centre))?;
        let (a, b) = (vec3(ellipse.half_axis_a), vec3(ellipse.half_axis_b));
        let lengths = a.length() * b.length();
        if !(lengths > 0.0 && lengths.is_finite() && a.dot(b).abs() <= SKEW * lengths) {
            self.check.fault(
                place,
                format!(
                    "half axes of an ellipse must be finite, longer than 0 and at right angles, found {:?} and {:?}",
                    a.to_array(),
                    b.to_array()
                ),
            );
            return None;
        }
        self.size(place, grid, 2.0 * a.length().max(b.length()))?;
        Some(Shape::Ellipse {
            centre,
            half_axis_a: a,
            half_axis_b: b,
        })
    }

    fn chain(
        &mut self,
        place: &str,
        grid: &VolumeGeometry,
        points: &[types::Vec3],
        least: usize,
    ) -> Option<Vec<Vec3>> {
        if !(least..=MAX_POINTS).contains(&points.len()) {
            let found = points.len();
            self.check.fault(
                place,
                format!("needs {least} to {MAX_POINTS} points, found {found}"),
            );
            return None;
        }
        let mut checked = Vec::with_capacity(points.len());
        for &point in points {
            checked.push(self.position(place, grid, vec3(point))?);
        }
        Some(checked)
    }

    fn mask(&mut self, place: &str, series: u32, id: u32) -> Option<Shape> {
        let Some(kept) = self.kept.masks.get(id as usize) else {
            self.check.fault(place, format!("no mask {id} was kept"));
            return None;
        };
        if kept.series != series {
            let fault = format!("mask {id} is of series {}, not {series}", kept.series);
            self.check.fault(place, fault);
            return None;
        }
        // Each kept mask marks one place: copies of it would not count against the job's memory.
        if !self.used_masks.insert(id) {
            self.check
                .fault(place, format!("mask {id} stands in two marks"));
            return None;
        }
        Some(Shape::Mask(kept.mask.clone()))
    }

    /// A position in the grid, or outside it by the tolerance at most.
    fn position(&mut self, place: &str, grid: &VolumeGeometry, at: Vec3) -> Option<Vec3> {
        let spacing = grid.spacing.to_array();
        let voxel = grid.voxel_from_patient(at).to_array();
        let is_inside = at.is_finite()
            && (0..3).all(|a| {
                let slack = 0.5 + TOLERANCE_MM / spacing[a];
                -slack <= voxel[a] && voxel[a] <= f64::from(grid.size[a]) - 1.0 + slack
            });
        if !is_inside {
            let shown = at.to_array().map(|v| {
                if v.abs() < 1e6 {
                    (v * 10.0).round() / 10.0
                } else {
                    v
                }
            });
            self.check.fault(
                place,
                format!("{shown:?} mm lies more than {TOLERANCE_MM} mm outside the images"),
            );
        }
        is_inside.then_some(at)
    }

    /// Nothing is larger than the images that it is in.
    fn size(&mut self, place: &str, grid: &VolumeGeometry, extent_mm: f64) -> Option<()> {
        let spacing = grid.spacing.to_array();
        let sides: [f64; 3] = std::array::from_fn(|a| spacing[a] * f64::from(grid.size[a]));
        let most = Vec3::from_array(sides).length() + 2.0 * TOLERANCE_MM;
        if extent_mm <= most {
            return Some(());
        }
        self.check.fault(
            place,
            format!("is {extent_mm:?} mm large, the images only {most:.1} mm"),
        );
        None
    }
}
