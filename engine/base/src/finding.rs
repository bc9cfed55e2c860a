//! A finding with its marks, measurements and category: the common shape of an AI service's and a report's findings.

use crate::{Code, FindingId, Laterality, LocalText, SeriesUid, Vec3, VolumeGeometry};

/// Something found in the images.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// DICOM's tracking identifier, unique in the report.
    pub id: FindingId,
    /// What it is.
    pub code: Code,
    /// Where in the anatomy, if the source says so.
    pub site: Option<Code>,
    /// The patient's side, if the source says so.
    pub laterality: Option<Laterality>,
    /// 0 to 1; `None` if the source gives none.
    pub probability: Option<f32>,
    /// How sure the source says it is, apart from any number.
    pub certainty: Option<Certainty>,
    /// The value on a classification scale.
    pub category: Option<Category>,
    /// Where in the images.
    pub marks: Vec<Mark>,
    /// What was measured.
    pub measures: Vec<Measure>,
    /// Remarks of the source, per language.
    pub notes: Vec<LocalText>,
}

/// A stated degree of certainty (DICOM CID 240 and 242 in short).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Stated as present.
    Present,
    /// Stated as probable.
    Probable,
    /// Stated as possible.
    Possible,
    /// Stated as absent: the source looked and found nothing.
    Absent,
}

/// A value on a scale of `scenarios/scales`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Category {
    /// The scale's id with its version, e.g. `lung-rads-v2022`.
    pub scale: String,
    /// The level's code on that scale, e.g. `4A`.
    pub value: String,
}

/// A measured value with its unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What was measured.
    pub name: Code,
    /// The value, not rounded.
    pub value: f64,
    /// Its unit in UCUM, e.g. `mm`, `[hnsf'U]`, `1`.
    pub ucum: String,
}

/// A place in the images of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The series that the mark lies in.
    pub series: SeriesUid,
    /// The place. Millimetres: patient LPS for volumes, the detector plane (x to the right, y down, z 0) for projections.
    pub shape: Shape,
}

/// The geometry of a mark; the space is that of [`Mark::shape`].
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One position.
    Point(Vec3),
    /// A box along the axes of the space, `low <= high` in each.
    Cuboid {
        /// The corner with the least coordinates.
        low: Vec3,
        /// The corner with the greatest coordinates.
        high: Vec3,
    },
    /// An ellipse: centre and the ends of its two perpendicular half axes, as vectors from the centre.
    Ellipse {
        /// The centre.
        centre: Vec3,
        /// From the centre to the end of the first half axis.
        half_axis_a: Vec3,
        /// From the centre to the end of the second half axis.
        half_axis_b: Vec3,
    },
    /// An open chain of points, at least two.
    Polyline(Vec<Vec3>),
    /// A closed chain of points, at least three; the last joins the first.
    Polygon(Vec<Vec3>),
    /// A set of voxels.
    Mask(MaskRle),
}

impl Shape {
    /// The least and greatest corner that hold the whole shape; `None` for a shape without points.
    #[must_use]
    pub fn bounds(&self) -> Option<(Vec3, Vec3)> {
        let around = |points: &[Vec3]| {
            points
                .iter()
                .fold(None, |bounds: Option<(Vec3, Vec3)>, &p| {
                    Some(bounds.map_or((p, p), |(low, high)| (low.min(p), high.max(p))))
                })
        };
        match self {
            Self::Point(at) => Some((*at, *at)),
            Self::Cuboid { low, high } => Some((*low, *high)),
            Self::Ellipse {
                centre,
                half_axis_a,
                half_axis_b,
            } => {
                // A point of the ellipse is c + a cos t + b sin t: per axis its reach is sqrt(a² + b²).
                let reach = Vec3::new(
                    hypot(half_axis_a.x, half_axis_b.x),
                    hypot(half_axis_a.y, half_axis_b.y),
                    hypot(half_axis_a.z, half_axis_b.z),
                );
                Some((*centre - reach, *centre + reach))
            }
            Self::Polyline(points) | Self::Polygon(points) => around(points),
            Self::Mask(mask) => {
                let corners = mask.bounding_corners();
                around(&corners)
            }
        }
    }

    /// The middle of the bounds; for a point the point itself.
    #[must_use]
    pub fn centre(&self) -> Option<Vec3> {
        self.bounds().map(|(low, high)| (low + high) * 0.5)
    }
}

/// Square root of the sum of squares; exact enough here and equal on every platform.
fn hypot(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

/// A voxel mask as run lengths: alternating runs of 0 and 1, starting with 0, x fastest, then y, then z.
#[derive(Debug, Clone, PartialEq)]
pub struct MaskRle {
    /// The grid that the runs walk.
    pub geometry: VolumeGeometry,
    /// Run lengths in voxels; they sum to the number of voxels of the grid.
    pub runs: Vec<u32>,
}

impl MaskRle {
    /// The number of voxels set.
    #[must_use]
    pub fn voxel_count(&self) -> u64 {
        self.runs
            .iter()
            .skip(1)
            .step_by(2)
            .map(|&n| u64::from(n))
            .sum()
    }

    /// The first and the last slice of the grid on which a voxel is set, from 0; `None` for an empty mask.
    #[must_use]
    pub fn slices(&self) -> Option<(u32, u32)> {
        let [nx, ny, _] = self.geometry.size.map(u64::from);
        let per_slice = (nx * ny).max(1);
        let mut found: Option<(u64, u64)> = None;
        let mut at = 0_u64;
        for (idx, &run) in self.runs.iter().enumerate() {
            let end = at.saturating_add(u64::from(run));
            if idx % 2 == 1 && run > 0 {
                let first = found.map_or(at / per_slice, |(first, _)| first);
                found = Some((first, (end - 1) / per_slice));
            }
            at = end;
        }
        let (first, last) = found?;
        Some((u32::try_from(first).ok()?, u32::try_from(last).ok()?))
    }

    /// The eight corners, in patient space, of the least voxel box that holds all set voxels; empty for an empty mask.
    fn bounding_corners(&self) -> Vec<Vec3> {
        let [nx, ny, _] = self.geometry.size.map(u64::from);
        let mut low = [f64::INFINITY; 3];
        let mut high = [f64::NEG_INFINITY; 3];
        let mut at = 0u64;
        for (idx, &run) in self.runs.iter().enumerate() {
            let end = at + u64::from(run);
            if idx % 2 == 1 && run > 0 && nx > 0 && ny > 0 {
                let (first_row, last_row) = (at / nx, (end - 1) / nx);
                // A run inside one row spans part of x; a longer one is taken as spanning the row.
                let (x0, x1) = if first_row == last_row {
                    (at % nx, (end - 1) % nx)
                } else {
                    (0, nx - 1)
                };
                let (z0, z1) = (first_row / ny, last_row / ny);
                let (y0, y1) = if z0 == z1 {
                    (first_row % ny, last_row % ny)
                } else {
                    (0, ny - 1)
                };
                for (axis, (a, b)) in [(x0, x1), (y0, y1), (z0, z1)].into_iter().enumerate() {
                    low[axis] = low[axis].min(a as f64 - 0.5);
                    high[axis] = high[axis].max(b as f64 + 0.5);
                }
            }
            at = end;
        }
        if low[0] > high[0] {
            return Vec::new();
        }
        (0..8)
            .map(|corner: usize| {
                let pick = |axis: usize| {
                    if corner >> axis & 1 == 0 {
                        low[axis]
                    } else {
                        high[axis]
                    }
                };
                self.geometry
                    .patient_from_voxel(Vec3::new(pick(0), pick(1), pick(2)))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
