//! Where a mark in the patient meets a viewport: the outline to be drawn, in pixels of the picture. No colours.

mod mask;

use std::sync::Arc;

use overread_base::{Finding, Lesion, MaskRle, SeriesUid, Shape, Vec3};
use overread_image::Viewport;

pub(crate) use mask::MaskCells;

/// The outline of a mark in the patient, LPS mm.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outline {
    /// One position.
    Point(Vec3),
    /// A box along the patient's axes.
    Box { low: Vec3, high: Vec3 },
    /// A ball.
    Ball { centre: Vec3, radius_mm: f64 },
    /// Joined points.
    Chain { points: Vec<Vec3>, is_closed: bool },
    /// Voxels.
    Mask(Arc<MaskCells>),
}

/// How an outline lies to the plane of a viewport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The plane cuts it.
    In,
    /// The plane passes close by.
    Near,
}

/// An outline on a picture, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    pub(crate) shape: SectionShape,
    pub(crate) depth: Depth,
}

/// The shape of a section, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SectionShape {
    Dot([f64; 2]),
    Rect {
        low: [f64; 2],
        high: [f64; 2],
    },
    Circle {
        centre: [f64; 2],
        radius_px: f64,
    },
    Chain {
        points: Vec<[f64; 2]>,
        is_closed: bool,
    },
    /// Lines that are not joined.
    Edges(Vec<[[f64; 2]; 2]>),
}

/// A mark is still hinted at on planes this far beyond it, mm.
const NEAR_MM: f64 = 3.0;

impl Outline {
    /// The outline of a shape; `None` for one without points.
    #[must_use]
    pub(crate) fn of_shape(shape: &Shape) -> Option<Self> {
        match shape {
            Shape::Point(at) => Some(Self::Point(*at)),
            Shape::Cuboid { low, high } => Some(Self::Box {
                low: *low,
                high: *high,
            }),
            Shape::Ellipse {
                centre,
                half_axis_a,
                half_axis_b,
            } => Some(Self::Chain {
                points: ellipse(*centre, *half_axis_a, *half_axis_b),
                is_closed: true,
            }),
            Shape::Polyline(points) => chain(points, false),
            Shape::Polygon(points) => chain(points, true),
            Shape::Mask(mask) => match MaskCells::of(mask) {
                Some(cells) => Some(Self::Mask(Arc::new(cells))),
                // One that is too large is shown by the box around it.
                None => shape.bounds().map(|(low, high)| Self::Box { low, high }),
            },
        }
    }

    /// The outlines that stand for a finding, one a series that it is marked in: its first shape with an extent there,
    /// else its first point.
    #[must_use]
    pub(crate) fn of_finding(finding: &Finding) -> Vec<(SeriesUid, Self)> {
        let mut outlines: Vec<(SeriesUid, Self)> = Vec::new();
        for mark in &finding.marks {
            if outlines.iter().any(|(series, _)| *series == mark.series) {
                continue;
            }
            let shapes = || {
                let own = finding.marks.iter().filter(|own| own.series == mark.series);
                own.map(|own| &own.shape)
            };
            let with_extent = shapes().find(|shape| !matches!(shape, Shape::Point(_)));
            let outline = with_extent
                .or_else(|| shapes().next())
                .and_then(Self::of_shape);
            outlines.extend(outline.map(|outline| (mark.series.clone(), outline)));
        }
        outlines
    }

    /// The outlines of a lesion: that of its mask, or a ball where there is none; of projections one for each image that
    /// shows it, with the image's series.
    #[must_use]
    pub(crate) fn of_lesion(lesion: &Lesion) -> Vec<(Option<SeriesUid>, Self)> {
        if lesion.views.is_empty() {
            let mask = lesion.mask.as_ref();
            return vec![(None, Self::of_region(mask, lesion.centre, lesion.radius_mm))];
        }
        let views = lesion.views.iter().map(|view| {
            let outline = Self::of_region(view.mask.as_ref(), view.centre, view.radius_mm);
            (Some(view.series.clone()), outline)
        });
        views.collect()
    }

    fn of_region(mask: Option<&MaskRle>, centre: Vec3, radius_mm: f64) -> Self {
        // A mask that is too large is shown by the box around it.
        let of_mask = |mask: &MaskRle| Self::of_shape(&Shape::Mask(mask.clone()));
        mask.and_then(of_mask)
            .unwrap_or(Self::Ball { centre, radius_mm })
    }

    /// The middle of it.
    #[must_use]
    pub(crate) fn centre(&self) -> Vec3 {
        match self {
            Self::Point(at) => *at,
            Self::Box { low, high } => (*low + *high) * 0.5,
            Self::Ball { centre, .. } => *centre,
            Self::Chain { points, .. } => {
                let bounds = points
                    .iter()
                    .fold(None, |bounds: Option<(Vec3, Vec3)>, &p| {
                        Some(bounds.map_or((p, p), |(low, high)| (low.min(p), high.max(p))))
                    });
                bounds.map_or_else(Vec3::default, |(low, high)| (low + high) * 0.5)
            }
            Self::Mask(cells) => {
                let (low, high) = cells.bounds();
                (low + high) * 0.5
            }
        }
    }

    /// The same outline elsewhere.
    #[must_use]
    pub(crate) fn moved(&self, way: Vec3) -> Self {
        match self {
            Self::Point(at) => Self::Point(*at + way),
            Self::Box { low, high } => Self::Box {
                low: *low + way,
                high: *high + way,
            },
            Self::Ball { centre, radius_mm } => Self::Ball {
                centre: *centre + way,
                radius_mm: *radius_mm,
            },
            Self::Chain { points, is_closed } => Self::Chain {
                points: points.iter().map(|&p| p + way).collect(),
                is_closed: *is_closed,
            },
            Self::Mask(cells) => Self::Mask(Arc::new(cells.moved(way))),
        }
    }

    /// Where a plane meets it; `None` if it passes farther off than a hint is worth. `half_slice_mm` is half the
    /// distance between the slices along the normal: what lies within belongs to the slice.
    #[must_use]
    pub(crate) fn section(&self, viewport: &Viewport, half_slice_mm: f64) -> Option<Section> {
        let on_screen = |place: Vec3| {
            let (x, y, distance_mm) = viewport.screen_from_patient(place);
            ([x, y], distance_mm)
        };
        match self {
            Self::Point(at) => {
                let (at, distance_mm) = on_screen(*at);
                let depth = depth(distance_mm, distance_mm, half_slice_mm)?;
                Some(Section {
                    shape: SectionShape::Dot(at),
                    depth,
                })
            }
            Self::Ball { centre, radius_mm } => {
                let (centre, distance_mm) = on_screen(*centre);
                let depth = depth(
                    distance_mm - radius_mm,
                    distance_mm + radius_mm,
                    half_slice_mm,
                )?;
                let cut_mm = (radius_mm * radius_mm - distance_mm * distance_mm)
                    .max(0.0)
                    .sqrt();
                let radius_px = cut_mm.max(radius_mm * 0.25) / viewport.mm_per_px;
                Some(Section {
                    shape: SectionShape::Circle { centre, radius_px },
                    depth,
                })
            }
            Self::Box { low, high } => {
                let corners = corners(*low, *high).map(on_screen);
                let span = |of: &dyn Fn(&([f64; 2], f64)) -> f64| {
                    corners
                        .iter()
                        .map(of)
                        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| {
                            (l.min(v), h.max(v))
                        })
                };
                let (x, y, d) = (span(&|c| c.0[0]), span(&|c| c.0[1]), span(&|c| c.1));
                let depth = depth(d.0, d.1, half_slice_mm)?;
                Some(Section {
                    shape: SectionShape::Rect {
                        low: [x.0, y.0],
                        high: [x.1, y.1],
                    },
                    depth,
                })
            }
            Self::Mask(cells) => mask_section(cells, viewport, half_slice_mm),
            Self::Chain { points, is_closed } => {
                let (points, distances): (Vec<_>, Vec<_>) =
                    points.iter().map(|&p| on_screen(p)).unzip();
                let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
                let greatest = distances.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let depth = depth(least, greatest, half_slice_mm)?;
                Some(Section {
                    shape: SectionShape::Chain {
                        points,
                        is_closed: *is_closed,
                    },
                    depth,
                })
            }
        }
    }
}

impl SectionShape {
    /// The least and greatest corner around it, in pixels.
    #[must_use]
    pub(crate) fn bounds(&self) -> ([f64; 2], [f64; 2]) {
        match self {
            Self::Dot(at) => (*at, *at),
            Self::Rect { low, high } => (*low, *high),
            Self::Circle {
                centre: [x, y],
                radius_px: r,
            } => ([x - r, y - r], [x + r, y + r]),
            Self::Chain { points, .. } => around(points),
            Self::Edges(edges) => around(edges.as_flattened()),
        }
    }
}

/// Where a plane meets a mask; on a plane that is turned against its grid, the box around it.
fn mask_section(cells: &MaskCells, viewport: &Viewport, half_slice_mm: f64) -> Option<Section> {
    let section = cells.section(viewport, half_slice_mm);
    section.unwrap_or_else(|mask::TurnedPlane| {
        let (low, high) = cells.bounds();
        Outline::Box { low, high }.section(viewport, half_slice_mm)
    })
}

/// The least and greatest corner around points.
fn around(points: &[[f64; 2]]) -> ([f64; 2], [f64; 2]) {
    let nothing = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    points.iter().fold(nothing, |(low, high), p| {
        (
            [low[0].min(p[0]), low[1].min(p[1])],
            [high[0].max(p[0]), high[1].max(p[1])],
        )
    })
}

/// How something that reaches from `least` to `greatest` mm in front of a plane lies to it.
fn depth(least: f64, greatest: f64, half_slice_mm: f64) -> Option<Depth> {
    // A touch more than half a slice, so that a mark between two slices belongs to one of them at least.
    let half = half_slice_mm * 1.001;
    let is_within = |reach: f64| least - reach <= 0.0 && 0.0 <= greatest + reach;
    match (is_within(half), is_within(half + NEAR_MM)) {
        (true, _) => Some(Depth::In),
        (false, true) => Some(Depth::Near),
        (false, false) => None,
    }
}

fn chain(points: &[Vec3], is_closed: bool) -> Option<Outline> {
    (!points.is_empty()).then(|| Outline::Chain {
        points: points.to_vec(),
        is_closed,
    })
}

fn corners(low: Vec3, high: Vec3) -> [Vec3; 8] {
    std::array::from_fn(|corner| {
        let pick =
            |bit: usize, low: f64, high: f64| if corner >> bit & 1 == 0 { low } else { high };
        Vec3::new(
            pick(0, low.x, high.x),
            pick(1, low.y, high.y),
            pick(2, low.z, high.z),
        )
    })
}

/// Forty-eight points around an ellipse.
fn ellipse(centre: Vec3, half_axis_a: Vec3, half_axis_b: Vec3) -> Vec<Vec3> {
    (0..48)
        .map(|step| {
            let (sin, cos) = (f64::from(step) * std::f64::consts::TAU / 48.0).sin_cos();
            centre + half_axis_a * cos + half_axis_b * sin
        })
        .collect()
}

#[cfg(test)]
mod tests;
