//! What a drawing measures: numbers with their units. Languages and rounding are the desk's.

use overread_base::Vec3;
use overread_image::{RoiStatistics, Viewport, Volume, outline_area_mm2, region_statistics};

use crate::Calibration;
use crate::annotation::{Drawing, Sheet};

/// What a length is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LengthUnit {
    /// Millimetres in the patient.
    Mm,
    /// Millimetres at the detector: larger than in the patient by the magnification, which is not known.
    MmAtDetector,
    /// Pixels: no size of a pixel is known.
    Pixel,
}

impl From<Calibration> for LengthUnit {
    fn from(calibration: Calibration) -> Self {
        match calibration {
            Calibration::Patient => Self::Mm,
            Calibration::Detector => Self::MmAtDetector,
            Calibration::Unknown => Self::Pixel,
        }
    }
}

/// A length, not rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Length {
    /// How long.
    pub value: f64,
    /// In what.
    pub unit: LengthUnit,
}

/// What a region measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// The area inside the line, in `unit` squared; not rounded to pixels.
    pub area: f64,
    /// The length of the line around it.
    pub perimeter: Length,
    /// What area and perimeter are measured in.
    pub unit: LengthUnit,
    /// Of the values inside; `None` if no pixel's centre lies inside.
    pub statistics: Option<RoiStatistics>,
}

/// What a drawing measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measured {
    /// One length.
    Length(Length),
    /// Two lengths at right angles.
    Diameters {
        /// The greater.
        long: Length,
        /// The lesser.
        short: Length,
    },
    /// An angle of 0 to 180 degrees at a vertex; between two lines the lesser of both, 0 to 90 degrees.
    AngleDeg(f64),
    /// Area and values.
    Region(Region),
    /// The value of the pixel (HU for CT); `None` outside the image.
    Value(Option<f32>),
    /// Nothing: an arrow, or an angle without arms.
    Nothing,
}

/// Where values come from.
pub trait Pixels {
    /// The value of the pixel at a place.
    fn value_at(&self, place: Vec3) -> Option<f32>;
    /// Statistics of the values inside a closed outline on a plane.
    fn statistics(&self, sheet: &Sheet, outline: &[Vec3]) -> Option<RoiStatistics>;
}

/// The values of a volume.
#[derive(Debug, Clone, Copy)]
pub struct VolumePixels<'a>(pub &'a Volume);

impl Pixels for VolumePixels<'_> {
    fn value_at(&self, place: Vec3) -> Option<f32> {
        let geometry = self.0.geometry();
        if !geometry.contains(place) {
            return None;
        }
        let voxel = geometry.voxel_from_patient(place).to_array();
        let [x, y, z] = std::array::from_fn(|a| nearest(voxel[a], geometry.size[a]));
        self.0.value_at(x, y, z)
    }

    fn statistics(&self, sheet: &Sheet, outline: &[Vec3]) -> Option<RoiStatistics> {
        let plane = Viewport {
            centre: sheet.at,
            right: sheet.right,
            down: sheet.down,
            mm_per_px: 1.0,
            size_px: [1, 1],
        };
        region_statistics(self.0, &plane, outline)
    }
}

/// The index of a voxel coordinate that lies in the grid.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..size, which is a u32"
)]
fn nearest(coordinate: f64, size: u32) -> u32 {
    coordinate.round().clamp(0.0, f64::from(size) - 1.0) as u32
}

/// Measures a drawing on its plane. Lengths are those of the space of the series, named by its calibration: where
/// no size of a pixel is known, one millimetre of that space is one pixel.
#[must_use]
pub fn measure(
    drawing: &Drawing,
    sheet: &Sheet,
    calibration: Calibration,
    pixels: &impl Pixels,
) -> Measured {
    let unit = LengthUnit::from(calibration);
    let length = |[a, b]: [Vec3; 2]| Length {
        value: a.distance(b),
        unit,
    };
    match drawing {
        Drawing::Length(ends) => Measured::Length(length(*ends)),
        Drawing::Bidirectional { long, short } => {
            let (long, short) = (length(*long), length(*short));
            if long.value >= short.value {
                Measured::Diameters { long, short }
            } else {
                Measured::Diameters {
                    long: short,
                    short: long,
                }
            }
        }
        Drawing::Angle {
            first,
            vertex,
            second,
        } => angle_deg(*first - *vertex, *second - *vertex)
            .map_or(Measured::Nothing, Measured::AngleDeg),
        Drawing::Cobb([[a, b], [c, d]]) => angle_deg(*b - *a, *d - *c)
            .map(|degrees| degrees.min(180.0 - degrees))
            .map_or(Measured::Nothing, Measured::AngleDeg),
        Drawing::Ellipse { .. } | Drawing::Rectangle { .. } | Drawing::Outline(_) => {
            Measured::Region(region(drawing, sheet, unit, pixels))
        }
        Drawing::Value(at) => Measured::Value(pixels.value_at(*at)),
        Drawing::Arrow { .. } => Measured::Nothing,
    }
}

fn region(drawing: &Drawing, sheet: &Sheet, unit: LengthUnit, pixels: &impl Pixels) -> Region {
    let outline = drawing.outline();
    let area = if let Drawing::Ellipse {
        half_axes: [a, b], ..
    } = drawing
    {
        // The true area: that of the lines which stand for the ellipse is a little less.
        std::f64::consts::PI * a.length() * b.length()
    } else {
        outline_area_mm2(&outline)
    };
    let ends = outline.iter().cycle().skip(1);
    let around = outline.iter().zip(ends).map(|(a, b)| a.distance(*b)).sum();
    Region {
        area,
        perimeter: Length {
            value: around,
            unit,
        },
        unit,
        statistics: pixels.statistics(sheet, &outline),
    }
}

/// The angle between two directions, 0 to 180 degrees; `None` if one has no length.
fn angle_deg(a: Vec3, b: Vec3) -> Option<f64> {
    let (a, b) = (a.normalized()?, b.normalized()?);
    Some(libm::atan2(a.cross(b).length(), a.dot(b)).to_degrees())
}

#[cfg(test)]
mod tests;
