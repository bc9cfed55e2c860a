//! A view as the networks see it: the silhouette of the breast, its greys between air and white, the chest wall at the
//! left, the place of the nipple. Refuses what shows no breast.

use std::fmt;

use overread_sdk::space::{patient_from_voxel, vec3, voxel_from_patient};
use overread_sdk::{Dims, Failure, Geometry, Interpolation, Job, Region, Vec3};

use crate::num::{index, small};
use crate::plane::{Plane, parts, quantile};
use crate::scope::View;

/// Voxels of the finest grid, mm; grains of calcium are 0.2 mm and more.
const FINE_MM: f64 = 0.1;
/// Pixels of the silhouette and of the network for masses, mm: four of the finest.
pub(crate) const COARSE_MM: f64 = 0.4;
/// Pixels of the finest grid along one of the coarse.
const FINE_PER_COARSE: usize = 4;
/// Air is darker than this share of the way from black to white.
const AIR: f32 = 0.06;
/// A breast from above or obliquely, cm2; published means by density are 96 to 239, so single ones reach further.
pub(crate) const AREA_CM2: (f64, f64) = (25.0, 700.0);
/// Along how much of the image's border the breast meets the chest wall, mm.
pub(crate) const MIN_WALL_MM: f64 = 45.0;
/// A dark strip beside the chest wall may be this wide, mm.
const STRIP_MM: f64 = 4.0;
/// A breast touches the other border along no more than this share of the rows.
const MAX_FAR: f64 = 0.05;
/// A breast fills this share of what lies between the chest wall and its outline.
const MIN_FILLED: f64 = 0.85;
/// The greatest value that the networks see; white is 1.
const CEILING: f32 = 1.25;

/// A view, ready for the networks. All planes have the chest wall at the left.
#[derive(Debug, Clone)]
pub(crate) struct Breast {
    pub(crate) view: View,
    /// 0.4 mm a pixel; 0 outside the breast, 1 is white.
    pub(crate) coarse: Plane,
    /// Whether a pixel of the coarse plane is in the breast.
    pub(crate) is_breast: Vec<bool>,
    /// 0.2 mm a pixel, not cut to the breast.
    pub(crate) half: Plane,
    /// By how much the greatest of four fine pixels exceeds their mean, on the same pixels.
    pub(crate) peak: Plane,
    /// The pixel of the coarse plane that lies furthest from the chest wall.
    pub(crate) nipple: (f64, f64),
    /// Whether left and right were exchanged.
    pub(crate) is_mirrored: bool,
    /// The finest grid, not mirrored.
    pub(crate) grid: Geometry,
}

/// The planes as they lie in the image.
struct Pixels {
    half: Plane,
    peak: Plane,
    coarse: Plane,
    grid: Geometry,
}

/// What a silhouette shows; coordinates of the coarse plane with the chest wall at the left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Silhouette {
    pub(crate) is_breast: Vec<bool>,
    pub(crate) is_mirrored: bool,
    pub(crate) nipple: (f64, f64),
    black: f32,
    white: f32,
}

/// The view for the networks; `Err` in the result says how it shows no breast.
pub(crate) fn read(job: &Job, view: &View) -> Result<Result<Breast, NoBreast>, Failure> {
    let pixels = pixels(job, view)?;
    let shape = match silhouette(&pixels.coarse) {
        Ok(shape) => shape,
        Err(why) => return Ok(Err(why)),
    };
    let range = shape.white - shape.black;
    let turn = |plane: Plane| {
        if shape.is_mirrored {
            plane.mirrored()
        } else {
            plane
        }
    };
    let grey = |v: f32| ((v - shape.black) / range).clamp(0.0, CEILING);
    let mut coarse = turn(pixels.coarse.map(grey));
    for (value, is_in) in coarse.values.iter_mut().zip(&shape.is_breast) {
        if !is_in {
            *value = 0.0;
        }
    }
    Ok(Ok(Breast {
        view: view.clone(),
        coarse,
        half: turn(pixels.half.map(grey)),
        peak: turn(pixels.peak.map(|v| v / range)),
        is_breast: shape.is_breast,
        nipple: shape.nipple,
        is_mirrored: shape.is_mirrored,
        grid: pixels.grid,
    }))
}

/// Reads the image in strips of rows and reduces it; bright is dense, also of MONOCHROME1.
fn pixels(job: &Job, view: &View) -> Result<Pixels, Failure> {
    let volume = job.open_series(view.series.id)?;
    let depth_mm = volume.geometry().spacing.z;
    let fine = volume.resample(vec3(FINE_MM, FINE_MM, depth_mm), Interpolation::Linear)?;
    let grid = fine.geometry();
    let sign = match view.series.attribute("PhotometricInterpretation") {
        Some("MONOCHROME1") => -1.0,
        _ => 1.0,
    };
    let width = grid.size.x as usize / FINE_PER_COARSE * FINE_PER_COARSE;
    let height = grid.size.y as usize / FINE_PER_COARSE * FINE_PER_COARSE;
    let strip = (job.max_read() as usize / 4 / width.max(1)).min(256) / 4 * 4;
    let empty = || Plane {
        width: width / 2,
        height: height / 2,
        values: Vec::with_capacity(width * height / 4),
    };
    let (mut half, mut peak) = (empty(), empty());
    let mut row = 0;
    while row < height {
        let rows = strip.max(4).min(height - row);
        let region = Region {
            origin: Dims {
                x: 0,
                y: small(row),
                z: 0,
            },
            size: Dims {
                x: small(width),
                y: small(rows),
                z: 1,
            },
        };
        let values = fine.read_values(region)?;
        let part = Plane {
            width,
            height: rows,
            values: values
                .into_iter()
                .map(|v| if v.is_finite() { v * sign } else { 0.0 })
                .collect(),
        };
        let mean = part.reduced(2);
        for (y, line) in mean.values.chunks_exact(width / 2).enumerate() {
            for (x, mean) in line.iter().enumerate() {
                let (x, y) = (2 * x, 2 * y);
                let upper = part.at(x, y).max(part.at(x + 1, y));
                let lower = part.at(x, y + 1).max(part.at(x + 1, y + 1));
                peak.values.push(upper.max(lower) - mean);
            }
        }
        half.values.extend(mean.values);
        row += rows;
    }
    Ok(Pixels {
        coarse: half.reduced(2),
        half,
        peak,
        grid,
    })
}

/// How pixels show no breast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NoBreast {
    OneGrey,
    Area {
        cm2: f64,
    },
    /// Along how much of one border it lies, and of the other.
    Borders {
        wall_mm: f64,
        far_mm: f64,
    },
    Gaps {
        filled_percent: f64,
    },
}

impl fmt::Display for NoBreast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no breast: expected ")?;
        match self {
            Self::OneGrey => f.write_str("an image with contrast, found one grey"),
            Self::Area { cm2 } => write!(
                f,
                "a silhouette of {} to {} cm2, found {cm2:.0} cm2",
                AREA_CM2.0, AREA_CM2.1
            ),
            Self::Borders { wall_mm, far_mm } => write!(
                f,
                "one that meets one border of the image along {MIN_WALL_MM} mm and not the other, found {wall_mm:.0} and {far_mm:.0} mm"
            ),
            Self::Gaps { filled_percent } => write!(
                f,
                "an area without gaps between chest wall and skin, found {filled_percent:.0} % of it filled"
            ),
        }
    }
}

/// The breast in a coarse plane as it lies in the image, or how the plane shows none.
pub(crate) fn silhouette(plane: &Plane) -> Result<Silhouette, NoBreast> {
    let (width, height) = (plane.width, plane.height);
    let level = |q| quantile(plane.values.clone(), q).unwrap_or(0.0);
    let (black, bright) = (level(0.005), level(0.99));
    if bright <= black {
        return Err(NoBreast::OneGrey);
    }
    let air = black + AIR * (bright - black);
    let is_set: Vec<bool> = plane.values.iter().map(|&v| v > air).collect();
    let all = parts(&is_set, width);
    let body = all.first().map_or(&[][..], Vec::as_slice);
    let mm2 = COARSE_MM * COARSE_MM;
    let area_cm2 = body.len() as f64 * mm2 / 100.0;
    if !(AREA_CM2.0 <= area_cm2 && area_cm2 <= AREA_CM2.1) {
        return Err(NoBreast::Area { cm2: area_cm2 });
    }
    let mut is_breast = vec![false; plane.values.len()];
    for &idx in body {
        is_breast[idx] = true;
    }
    let strip = index(STRIP_MM / COARSE_MM, width) + 1;
    let contact = |columns: std::ops::Range<usize>| {
        let rows = is_breast.chunks_exact(width);
        rows.filter(|row| row[columns.clone()].contains(&true))
            .count() as f64
    };
    let (left, right) = (contact(0..strip), contact(width - strip..width));
    let is_mirrored = right > left;
    let (wall, far) = (left.max(right) * COARSE_MM, left.min(right) / height as f64);
    if wall < MIN_WALL_MM || far > MAX_FAR {
        return Err(NoBreast::Borders {
            wall_mm: wall,
            far_mm: left.min(right) * COARSE_MM,
        });
    }
    if is_mirrored {
        is_breast
            .chunks_exact_mut(width)
            .for_each(<[bool]>::reverse);
    }
    let reach: Vec<usize> = is_breast
        .chunks_exact(width)
        .map(|row| row.iter().rposition(|&v| v).map_or(0, |x| x + 1))
        .collect();
    let filled = body.len() as f64 / reach.iter().sum::<usize>().max(1) as f64;
    if filled < MIN_FILLED {
        return Err(NoBreast::Gaps {
            filled_percent: filled * 100.0,
        });
    }
    let furthest = reach.iter().copied().max().unwrap_or(0);
    let tip: Vec<f64> = (0..height)
        .filter(|&y| reach[y] + 1 >= furthest)
        .map(|y| y as f64)
        .collect();
    let of_breast: Vec<f32> = body.iter().map(|&idx| plane.values[idx]).collect();
    Ok(Silhouette {
        is_breast,
        is_mirrored,
        nipple: (
            furthest as f64 - 1.0,
            tip.iter().sum::<f64>() / tip.len().max(1) as f64,
        ),
        black,
        white: quantile(of_breast, 0.99).unwrap_or(bright).max(air),
    })
}

impl Breast {
    /// Columns that hold the breast and a margin; the networks look at no more.
    pub(crate) fn used_columns(&self) -> usize {
        (index(self.nipple.0, self.coarse.width) + 21).min(self.coarse.width)
    }

    /// How far behind the nipple a pixel of the coarse plane lies, mm.
    pub(crate) fn behind_nipple_mm(&self, x: usize) -> f64 {
        (self.nipple.0 - x as f64) * COARSE_MM
    }

    /// The place in the image of a coordinate of the coarse plane; whole numbers are middles of pixels.
    pub(crate) fn place(&self, x: f64, y: f64) -> Vec3 {
        let x = if self.is_mirrored {
            self.coarse.width as f64 - 1.0 - x
        } else {
            x
        };
        let fine = |v: f64| (v + 0.5) * FINE_PER_COARSE as f64 - 0.5;
        patient_from_voxel(&self.grid, vec3(fine(x), fine(y), 0.0))
    }

    /// The index into the coarse plane of a place in the image; `None` outside.
    pub(crate) fn pixel(&self, at: Vec3) -> Option<usize> {
        let fine = voxel_from_patient(&self.grid, at);
        let coarse = |v: f64| ((v + 0.5) / FINE_PER_COARSE as f64).floor();
        let (x, y) = (coarse(fine.x), coarse(fine.y));
        let (width, height) = (self.coarse.width, self.coarse.height);
        let is_inside = 0.0 <= x && x < width as f64 && 0.0 <= y && y < height as f64;
        is_inside.then(|| {
            let (x, y) = (index(x, width), index(y, height));
            let x = if self.is_mirrored { width - 1 - x } else { x };
            y * width + x
        })
    }
}

#[cfg(test)]
mod tests;
