//! From marks in the patient's space, or on a detector, to outlines on frames and in space. No objects.

use overread_base::{SeriesUid, Shape, Vec3, VolumeGeometry};

use super::AiWriteError;
use super::outline::{clipped, hull};
use crate::model::{Frame, Series, Study};

/// How far, in mm, a point may lie off the plane of a frame that a plane shape is said to lie in.
const IN_PLANE_MM: f64 = 0.01;
/// The corners of the polygon that stands for an ellipse that is none on its frame.
const ELLIPSE_CORNERS: u32 = 64;

/// One frame of a study.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) series: &'a Series,
    pub(super) frame: &'a Frame,
}

/// Where a mark lies.
#[derive(Debug, Clone)]
pub(super) enum Region<'a> {
    /// On a frame.
    OnFrame(Place<'a>, Outline),
    /// Across frames: positions in the patient, mm.
    InSpace(&'a Series, SpaceOutline),
}

/// An outline on a frame: columns and rows, the outer corner of the first pixel is (0, 0), its centre (0.5, 0.5)
/// (PS3.3 C.18.6 and C.10.5).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outline {
    Point([f64; 2]),
    /// Open.
    Polyline(Vec<[f64; 2]>),
    /// Closed; the first point is not repeated.
    Polygon(Vec<[f64; 2]>),
    /// The ends of the major axis, then those of the minor axis.
    Ellipse([[f64; 2]; 4]),
}

impl Outline {
    /// All points; a polygon comes back to its first.
    pub(super) fn points(&self) -> Vec<[f64; 2]> {
        match self {
            Self::Point(point) => vec![*point],
            Self::Polyline(points) => points.clone(),
            Self::Polygon(points) => points.iter().chain(points.first()).copied().collect(),
            Self::Ellipse(ends) => ends.to_vec(),
        }
    }

    /// The Graphic Type (0070,0023).
    pub(super) fn graphic_type(&self) -> &'static str {
        match self {
            Self::Point(_) => "POINT",
            Self::Polyline(_) | Self::Polygon(_) => "POLYLINE",
            Self::Ellipse(_) => "ELLIPSE",
        }
    }
}

/// An outline in the patient, LPS mm.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SpaceOutline {
    /// Open, or closed by its last point.
    Polyline(Vec<Vec3>),
    /// In one plane; the first point is not repeated.
    Polygon(Vec<Vec3>),
    /// The ends of the major axis, then those of the minor axis.
    Ellipse([Vec3; 4]),
}

/// The places of one mark, and what became of it otherwise than stated.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed<'a> {
    pub(super) regions: Vec<Region<'a>>,
    pub(super) note: Option<&'static str>,
}

/// Places a mark that is no mask.
///
/// # Errors
/// [`AiWriteError`] if the series is not there, no frame holds the mark, or it does not say which image it is on.
pub(super) fn place<'a>(
    study: &'a Study,
    series: &SeriesUid,
    shape: &Shape,
) -> Result<Placed<'a>, AiWriteError> {
    let places = frames_of(study, series)?;
    check_finite(shape, series)?;
    let in_patient: Vec<OnFrame<'a>> = places
        .iter()
        .filter_map(|&p| OnFrame::in_patient(p))
        .collect();
    let placed = if in_patient.is_empty() {
        let place = only_image(&places, series)?;
        on_detector(place, shape)
    } else {
        let space = SliceSpace::new(&in_patient);
        in_volume(&in_patient, &space, shape)
    };
    if placed.regions.is_empty() {
        return Err(AiWriteError::MarkOutside {
            series: series.to_string(),
        });
    }
    Ok(placed)
}

/// The image of a series without positions, if it is the only one.
pub(super) fn only_image<'a>(
    places: &[Place<'a>],
    series: &SeriesUid,
) -> Result<Place<'a>, AiWriteError> {
    match places {
        [place] => Ok(*place),
        _ => Err(AiWriteError::Ambiguous {
            n_images: places.len(),
            series: series.to_string(),
        }),
    }
}

/// All frames of a series, of all its parts.
///
/// # Errors
/// [`AiWriteError::SeriesNotInStudy`].
pub(super) fn frames_of<'a>(
    study: &'a Study,
    uid: &SeriesUid,
) -> Result<Vec<Place<'a>>, AiWriteError> {
    let parts = study.series.iter().filter(|series| series.uid == *uid);
    let places: Vec<Place<'a>> = parts
        .flat_map(|series| {
            series
                .frames
                .iter()
                .map(move |frame| Place { series, frame })
        })
        .collect();
    if places.is_empty() {
        return Err(AiWriteError::SeriesNotInStudy {
            series: uid.to_string(),
            study: study.uid.to_string(),
        });
    }
    Ok(places)
}

fn check_finite(shape: &Shape, series: &SeriesUid) -> Result<(), AiWriteError> {
    // Bounds of not a number are lost in least and greatest: points are looked at one by one.
    let is_finite = match shape {
        Shape::Point(at) => at.is_finite(),
        Shape::Cuboid { low, high } => low.is_finite() && high.is_finite(),
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => centre.is_finite() && half_axis_a.is_finite() && half_axis_b.is_finite(),
        Shape::Polyline(points) | Shape::Polygon(points) => points.iter().all(|p| p.is_finite()),
        Shape::Mask(_) => true,
    };
    if is_finite {
        return Ok(());
    }
    Err(AiWriteError::NotFinite {
        what: "a coordinate",
        place: format!("series {series}"),
    })
}

/// A frame as a plane with pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnFrame<'a> {
    pub(super) place: Place<'a>,
    /// Centre of the first pixel.
    origin: Vec3,
    row: Vec3,
    column: Vec3,
    normal: Vec3,
    spacing: [f64; 2],
}

impl<'a> OnFrame<'a> {
    /// A frame with a position in the patient.
    pub(super) fn in_patient(place: Place<'a>) -> Option<Self> {
        let origin = place.frame.position?;
        let (row, column) = place.frame.orientation?;
        let (row, column) = (row.normalized()?, column.normalized()?);
        let normal = row.cross(column).normalized()?;
        Some(Self {
            place,
            origin,
            row,
            column,
            normal,
            spacing: spacing_of(place.frame),
        })
    }

    /// A frame without one, as its detector: x to the right, y down, from the centre of the first pixel.
    pub(super) fn on_detector(place: Place<'a>) -> Self {
        Self {
            place,
            origin: Vec3::default(),
            row: Vec3::new(1.0, 0.0, 0.0),
            column: Vec3::new(0.0, 1.0, 0.0),
            normal: Vec3::new(0.0, 0.0, 1.0),
            spacing: spacing_of(place.frame),
        }
    }

    /// mm along the normal, from the plane to `p`.
    fn distance(&self, p: Vec3) -> f64 {
        (p - self.origin).dot(self.normal)
    }

    /// Columns and rows of the foot of `p`.
    pub(super) fn pixel(&self, p: Vec3) -> [f64; 2] {
        let d = p - self.origin;
        [
            d.dot(self.row) / self.spacing[0] + 0.5,
            d.dot(self.column) / self.spacing[1] + 0.5,
        ]
    }

    /// The centre of a pixel.
    pub(super) fn pixel_centre(&self, column: u32, row: u32) -> Vec3 {
        self.origin
            + self.row * (f64::from(column) * self.spacing[0])
            + self.column * (f64::from(row) * self.spacing[1])
    }

    /// Whether the pixels of the frame are the voxels of one plane of a grid.
    pub(super) fn is_grid(&self, grid: &VolumeGeometry, z: u32) -> bool {
        let [columns, rows, _] = grid.size;
        let is_same = |x: u32, y: u32| {
            let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
            let at = grid.patient_from_voxel(voxel);
            self.pixel_centre(x, y).distance(at) <= IN_PLANE_MM
        };
        self.place.frame.size == [columns, rows]
            && is_same(0, 0)
            && is_same(columns - 1, 0)
            && is_same(0, rows - 1)
    }

    /// Columns and rows of the frame.
    fn size(&self) -> [f64; 2] {
        self.place.frame.size.map(f64::from)
    }

    fn holds(&self, [x, y]: [f64; 2]) -> bool {
        let [columns, rows] = self.size();
        0.0 <= x && x <= columns && 0.0 <= y && y <= rows
    }
}

/// Without a spacing pixels count as 1 mm, as everywhere in this crate.
pub(super) fn spacing_of(frame: &Frame) -> [f64; 2] {
    frame
        .spacing
        .map_or([1.0, 1.0], |s| [s.column_mm, s.row_mm])
}

/// Along a stack: how far from its plane a frame still answers for a point.
pub(super) struct SliceSpace {
    reach_mm: f64,
}

impl SliceSpace {
    pub(super) fn new(frames: &[OnFrame<'_>]) -> Self {
        let mut along: Vec<f64> = frames
            .first()
            .map(|first| frames.iter().map(|f| first.distance(f.origin)).collect())
            .unwrap_or_default();
        along.sort_by(f64::total_cmp);
        let widest = along
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .fold(0.0, f64::max);
        let thickness = frames
            .iter()
            .filter_map(|f| f.place.series.slice_thickness_mm)
            .fold(0.0, f64::max);
        let step = widest.max(thickness);
        // A single slice without a thickness answers for 1 mm.
        Self {
            reach_mm: if step > 0.0 { step / 2.0 + 1e-3 } else { 0.5 },
        }
    }
}

/// The frame whose plane is nearest, if it is near enough.
pub(super) fn nearest<'f, 'a>(
    frames: &'f [OnFrame<'a>],
    space: &SliceSpace,
    p: Vec3,
) -> Option<&'f OnFrame<'a>> {
    frames
        .iter()
        .map(|f| (f.distance(p).abs(), f))
        .filter(|(distance, _)| *distance <= space.reach_mm)
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, f)| f)
}

/// The frame that a plane shape lies in.
fn common<'f, 'a>(frames: &'f [OnFrame<'a>], points: &[Vec3]) -> Option<&'f OnFrame<'a>> {
    frames
        .iter()
        .find(|f| points.iter().all(|&p| f.distance(p).abs() <= IN_PLANE_MM))
}

fn in_volume<'a>(frames: &[OnFrame<'a>], space: &SliceSpace, shape: &Shape) -> Placed<'a> {
    match shape {
        Shape::Point(at) => nearest(frames, space, *at)
            .filter(|f| f.holds(f.pixel(*at)))
            .map(|f| Placed {
                regions: vec![Region::OnFrame(f.place, Outline::Point(f.pixel(*at)))],
                note: None,
            })
            .unwrap_or_default(),
        Shape::Cuboid { low, high } => cuboid(frames, space, *low, *high),
        Shape::Ellipse {
            centre,
            half_axis_a: a,
            half_axis_b: b,
        } => {
            let ends = [*centre - *a, *centre + *a, *centre - *b, *centre + *b];
            // Parallel to the slices, but between two of them: it lies on the nearer one.
            let parallel = nearest(frames, space, *centre).filter(|f| {
                a.dot(f.normal).abs() <= IN_PLANE_MM && b.dot(f.normal).abs() <= IN_PLANE_MM
            });
            match parallel {
                Some(f) => ellipse(f, *centre, *a, *b),
                None => in_space(frames, &ends, |series| {
                    Region::InSpace(series, SpaceOutline::Ellipse(major_first(ends, a, b)))
                }),
            }
        }
        Shape::Polyline(points) => match plane_of(frames, space, points) {
            Some(f) => polyline(f, points),
            None => in_space(frames, points, |series| {
                Region::InSpace(series, SpaceOutline::Polyline(points.clone()))
            }),
        },
        Shape::Polygon(points) => match plane_of(frames, space, points) {
            Some(f) => polygon(f, points.iter().map(|&p| f.pixel(p)).collect()),
            None => in_space(frames, points, |series| {
                Region::InSpace(series, closed_in_space(points))
            }),
        },
        Shape::Mask(_) => Placed::default(),
    }
}

/// The frame of points that lie in it, or that lie together in a plane parallel to it and nearest to it.
fn plane_of<'f, 'a>(
    frames: &'f [OnFrame<'a>],
    space: &SliceSpace,
    points: &[Vec3],
) -> Option<&'f OnFrame<'a>> {
    common(frames, points).or_else(|| {
        let first = *points.first()?;
        nearest(frames, space, first).filter(|f| {
            points
                .iter()
                .all(|&p| (p - first).dot(f.normal).abs() <= IN_PLANE_MM)
        })
    })
}

fn in_space<'a>(
    frames: &[OnFrame<'a>],
    points: &[Vec3],
    region: impl Fn(&'a Series) -> Region<'a>,
) -> Placed<'a> {
    let meets = |f: &&OnFrame<'a>| points.iter().any(|&p| f.holds(f.pixel(p)));
    frames
        .iter()
        .find(meets)
        .map(|f| Placed {
            regions: vec![region(f.place.series)],
            note: None,
        })
        .unwrap_or_default()
}

/// A closed chain; one that does not lie in a plane is no polygon of PS3.3 C.18.9.
fn closed_in_space(points: &[Vec3]) -> SpaceOutline {
    let normal = match points {
        [a, b, rest @ ..] => rest
            .iter()
            .map(|&c| (*b - *a).cross(c - *a))
            .max_by(|p, q| p.length().total_cmp(&q.length()))
            .and_then(Vec3::normalized),
        _ => None,
    };
    let is_plane = normal.is_some_and(|n| {
        points
            .iter()
            .all(|&p| (p - points[0]).dot(n).abs() <= IN_PLANE_MM)
    });
    if is_plane {
        SpaceOutline::Polygon(points.to_vec())
    } else {
        SpaceOutline::Polyline(points.iter().chain(points.first()).copied().collect())
    }
}

fn major_first(ends: [Vec3; 4], a: &Vec3, b: &Vec3) -> [Vec3; 4] {
    if a.length() >= b.length() {
        ends
    } else {
        [ends[2], ends[3], ends[0], ends[1]]
    }
}

fn on_detector<'a>(place: Place<'a>, shape: &Shape) -> Placed<'a> {
    let f = OnFrame::on_detector(place);
    match shape {
        Shape::Point(at) if f.holds(f.pixel(*at)) => Placed {
            regions: vec![Region::OnFrame(place, Outline::Point(f.pixel(*at)))],
            note: None,
        },
        Shape::Point(_) | Shape::Mask(_) => Placed::default(),
        Shape::Cuboid { low, high } => polygon(
            &f,
            hull(corners(*low, *high).iter().map(|&p| f.pixel(p)).collect()),
        ),
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => ellipse(&f, *centre, *half_axis_a, *half_axis_b),
        Shape::Polyline(points) => polyline(&f, points),
        Shape::Polygon(points) => polygon(&f, points.iter().map(|&p| f.pixel(p)).collect()),
    }
}

/// The section of the box on each frame that meets it; a box between two frames is shown on the nearest.
fn cuboid<'a>(frames: &[OnFrame<'a>], space: &SliceSpace, low: Vec3, high: Vec3) -> Placed<'a> {
    let corners = corners(low, high);
    let mut placed = Placed::default();
    for f in frames {
        let section = hull(section(f, &corners));
        if !section.is_empty() {
            let one = polygon(f, section);
            placed.regions.extend(one.regions);
            placed.note = placed.note.or(one.note);
        }
    }
    if placed.regions.is_empty()
        && let Some(f) = nearest(frames, space, (low + high) * 0.5)
    {
        return polygon(f, hull(corners.iter().map(|&p| f.pixel(p)).collect()));
    }
    placed
}

fn corners(low: Vec3, high: Vec3) -> [Vec3; 8] {
    let pick = |bit: bool, low: f64, high: f64| if bit { high } else { low };
    std::array::from_fn(|i| {
        Vec3::new(
            pick(i & 1 != 0, low.x, high.x),
            pick(i & 2 != 0, low.y, high.y),
            pick(i & 4 != 0, low.z, high.z),
        )
    })
}

/// Where the edges of a box pass through the plane of a frame.
fn section(f: &OnFrame<'_>, corners: &[Vec3; 8]) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for from in 0..8_usize {
        for axis in [1, 2, 4] {
            let to = from | axis;
            if to == from {
                continue;
            }
            let (p, q) = (corners[from], corners[to]);
            let (d, e) = (f.distance(p), f.distance(q));
            let is_flat = d.abs() < 1e-9 && e.abs() < 1e-9;
            if is_flat {
                points.extend([f.pixel(p), f.pixel(q)]);
            } else if d.min(e) <= 1e-9 && -1e-9 <= d.max(e) {
                points.push(f.pixel(p + (q - p) * (d / (d - e))));
            }
        }
    }
    points
}

/// A closed outline, clipped to its frame; nothing if the frame does not hold any of it.
fn polygon<'a>(f: &OnFrame<'a>, points: Vec<[f64; 2]>) -> Placed<'a> {
    let whole = points.iter().all(|&p| f.holds(p));
    let kept = if whole {
        points
    } else {
        clipped(&points, f.size())
    };
    let outline = match kept.as_slice() {
        [] => return Placed::default(),
        [point] => Outline::Point(*point),
        [_, _] => Outline::Polyline(kept),
        _ => Outline::Polygon(kept),
    };
    Placed {
        regions: vec![Region::OnFrame(f.place, outline)],
        note: (!whole).then_some("the part of a mark outside its image is left out"),
    }
}

fn polyline<'a>(f: &OnFrame<'a>, points: &[Vec3]) -> Placed<'a> {
    let [columns, rows] = f.size();
    let pixels: Vec<[f64; 2]> = points.iter().map(|&p| f.pixel(p)).collect();
    if !pixels.iter().any(|&p| f.holds(p)) {
        return Placed::default();
    }
    let whole = pixels.iter().all(|&p| f.holds(p));
    let clamped: Vec<[f64; 2]> = pixels
        .iter()
        .map(|[x, y]| [x.clamp(0.0, columns), y.clamp(0.0, rows)])
        .collect();
    let outline = match clamped.as_slice() {
        [point] => Outline::Point(*point),
        _ => Outline::Polyline(clamped),
    };
    Placed {
        regions: vec![Region::OnFrame(f.place, outline)],
        note: (!whole).then_some("points of a line outside the image are moved to its edge"),
    }
}

fn ellipse<'a>(f: &OnFrame<'a>, centre: Vec3, a: Vec3, b: Vec3) -> Placed<'a> {
    let ends = [centre - a, centre + a, centre - b, centre + b].map(|p| f.pixel(p));
    let axis = |from: [f64; 2], to: [f64; 2]| [to[0] - from[0], to[1] - from[1]];
    let (major, minor) = (axis(ends[0], ends[1]), axis(ends[2], ends[3]));
    let length = |v: [f64; 2]| (v[0] * v[0] + v[1] * v[1]).sqrt();
    let across = (major[0] * minor[0] + major[1] * minor[1]).abs();
    let is_ellipse = length(major) > 0.0
        && length(minor) > 0.0
        && across <= 1e-3 * length(major) * length(minor);
    if is_ellipse && ends.iter().all(|&p| f.holds(p)) {
        let ends = if length(major) >= length(minor) {
            ends
        } else {
            [ends[2], ends[3], ends[0], ends[1]]
        };
        return Placed {
            regions: vec![Region::OnFrame(f.place, Outline::Ellipse(ends))],
            note: None,
        };
    }
    let corners = (0..ELLIPSE_CORNERS).map(|i| {
        let angle = std::f64::consts::TAU * f64::from(i) / f64::from(ELLIPSE_CORNERS);
        f.pixel(centre + a * libm::cos(angle) + b * libm::sin(angle))
    });
    let mut placed = polygon(f, corners.collect());
    placed.note = placed
        .note
        .or(Some("an ellipse on oblong pixels is written as a polygon"));
    placed
}

#[cfg(test)]
mod tests;
