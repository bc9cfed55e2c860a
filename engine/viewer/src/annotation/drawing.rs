//! The shapes of annotations: their handles, their lines, and how they change when a part is dragged. No screen.

use overread_base::Vec3;

use crate::annotation::Part;

/// The most points of an outline drawn by hand.
pub const MAX_OUTLINE_POINTS: usize = 2048;
/// Outlines with more points have no handles: they would lie too close.
const MAX_HANDLES: usize = 64;
/// Into how many lines an ellipse is divided: off the true line by less than 1/4000 of its half axis.
const ELLIPSE_POINTS: u32 = 144;

/// A shape; positions in the space of the series, mm, all on one plane.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// A line to be measured.
    Length([Vec3; 2]),
    /// The longest diameter and one at a right angle to it.
    Bidirectional {
        /// The first line.
        long: [Vec3; 2],
        /// The line across it.
        short: [Vec3; 2],
    },
    /// The angle at `vertex` between two ends.
    Angle {
        /// One end.
        first: Vec3,
        /// Where the arms meet.
        vertex: Vec3,
        /// The other end.
        second: Vec3,
    },
    /// The angle between two lines that need not meet.
    Cobb([[Vec3; 2]; 2]),
    /// An ellipse.
    Ellipse {
        /// The middle.
        centre: Vec3,
        /// From the middle to the ends of its two axes, at right angles to one another.
        half_axes: [Vec3; 2],
    },
    /// A rectangle.
    Rectangle {
        /// The middle.
        centre: Vec3,
        /// From the middle to the middles of two neighbouring sides, at right angles to one another.
        half_sides: [Vec3; 2],
    },
    /// A closed line; the last point joins the first. At least three points.
    Outline(Vec<Vec3>),
    /// A place whose value is read.
    Value(Vec3),
    /// An arrow; its text stands at the tail.
    Arrow {
        /// What it points at.
        tip: Vec3,
        /// Where it comes from.
        tail: Vec3,
    },
}

impl Drawing {
    /// Every position that makes the shape.
    #[must_use]
    pub fn points(&self) -> Vec<Vec3> {
        match self {
            Self::Length(ends) => ends.to_vec(),
            Self::Bidirectional { long, short } => [*long, *short].concat(),
            Self::Angle {
                first,
                vertex,
                second,
            } => vec![*first, *vertex, *second],
            Self::Cobb(lines) => lines.concat(),
            Self::Ellipse { centre, half_axes } => ends_of(*centre, *half_axes).to_vec(),
            Self::Rectangle { centre, half_sides } => corners_of(*centre, *half_sides).to_vec(),
            Self::Outline(points) => points.clone(),
            Self::Value(at) => vec![*at],
            Self::Arrow { tip, tail } => vec![*tip, *tail],
        }
    }

    /// The places that can be dragged, in the order of [`Part::Handle`]; none for an outline of many points.
    #[must_use]
    pub fn handles(&self) -> Vec<Vec3> {
        let points = self.points();
        if matches!(self, Self::Outline(_)) && points.len() > MAX_HANDLES {
            return Vec::new();
        }
        points
    }

    /// The lines to be drawn, each a chain of points; none for a single place. A closed line ends where it begins.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Vec3>> {
        match self {
            Self::Length(ends) => vec![ends.to_vec()],
            Self::Bidirectional { long, short } => vec![long.to_vec(), short.to_vec()],
            Self::Angle {
                first,
                vertex,
                second,
            } => vec![vec![*first, *vertex, *second]],
            Self::Cobb(lines) => lines.iter().map(|line| line.to_vec()).collect(),
            Self::Ellipse { .. } | Self::Rectangle { .. } | Self::Outline(_) => {
                let mut outline = self.outline();
                outline.extend(outline.first().copied());
                vec![outline]
            }
            Self::Value(_) => Vec::new(),
            Self::Arrow { tip, tail } => vec![vec![*tip, *tail]],
        }
    }

    /// The closed line of a region, without its first point repeated; empty for what is no region.
    #[must_use]
    pub fn outline(&self) -> Vec<Vec3> {
        match self {
            Self::Ellipse {
                centre,
                half_axes: [a, b],
            } => (0..ELLIPSE_POINTS)
                .map(|n| {
                    let turn = std::f64::consts::TAU * f64::from(n) / f64::from(ELLIPSE_POINTS);
                    *centre + *a * libm::cos(turn) + *b * libm::sin(turn)
                })
                .collect(),
            Self::Rectangle { centre, half_sides } => corners_of(*centre, *half_sides).to_vec(),
            Self::Outline(points) => points.clone(),
            Self::Length(_)
            | Self::Bidirectional { .. }
            | Self::Angle { .. }
            | Self::Cobb(_)
            | Self::Value(_)
            | Self::Arrow { .. } => Vec::new(),
        }
    }

    /// Where the label of the measurement belongs: the lowest point on a screen whose down is given.
    #[must_use]
    pub fn label_at(&self, down: Vec3) -> Option<Vec3> {
        if let Self::Arrow { tail, .. } = self {
            return Some(*tail);
        }
        self.points()
            .into_iter()
            .max_by(|a, b| a.dot(down).total_cmp(&b.dot(down)))
    }

    /// The shape after a part of it was dragged `by` a displacement on its plane.
    ///
    /// Lines across stay at right angles, the opposite end or corner stays where it is.
    #[must_use]
    pub fn dragged(&self, part: Part, by: Vec3) -> Self {
        let Part::Handle(handle) = part else {
            return self.moved(by);
        };
        let pulled = |points: &mut [Vec3]| {
            if let Some(point) = points.get_mut(handle) {
                *point = *point + by;
            }
        };
        match self {
            Self::Length(ends) => {
                let mut ends = *ends;
                pulled(&mut ends);
                Self::Length(ends)
            }
            Self::Bidirectional { long, short } => dragged_axes(*long, *short, handle, by),
            Self::Angle {
                first,
                vertex,
                second,
            } => {
                let mut points = [*first, *vertex, *second];
                pulled(&mut points);
                let [first, vertex, second] = points;
                Self::Angle {
                    first,
                    vertex,
                    second,
                }
            }
            Self::Cobb([[a, b], [c, d]]) => {
                let mut points = [*a, *b, *c, *d];
                pulled(&mut points);
                let [a, b, c, d] = points;
                Self::Cobb([[a, b], [c, d]])
            }
            Self::Ellipse { centre, half_axes } => {
                // Ends are those of +a, -a, +b, -b: one end is pulled along its axis, the other stays.
                let (mut centre, mut half_axes) = (*centre, *half_axes);
                let sign = if handle % 2 == 0 { 1.0 } else { -1.0 };
                if let Some(axis) = half_axes.get_mut(handle / 2) {
                    let way = along(by, *axis) * 0.5;
                    centre = centre + way;
                    *axis = *axis + way * sign;
                }
                Self::Ellipse { centre, half_axes }
            }
            Self::Rectangle { centre, half_sides } => {
                let (mut centre, mut half_sides) = (*centre, *half_sides);
                if let Some(signs) = CORNERS.get(handle) {
                    for (side, sign) in half_sides.iter_mut().zip(signs) {
                        let way = along(by, *side) * 0.5;
                        centre = centre + way;
                        *side = *side + way * *sign;
                    }
                }
                Self::Rectangle { centre, half_sides }
            }
            Self::Outline(points) => {
                let mut points = points.clone();
                pulled(&mut points);
                Self::Outline(points)
            }
            Self::Value(at) => Self::Value(*at + by),
            Self::Arrow { tip, tail } => {
                let mut points = [*tip, *tail];
                pulled(&mut points);
                let [tip, tail] = points;
                Self::Arrow { tip, tail }
            }
        }
    }

    /// The whole shape displaced.
    #[must_use]
    pub fn moved(&self, by: Vec3) -> Self {
        let pair = |[a, b]: [Vec3; 2]| [a + by, b + by];
        match self {
            Self::Length(ends) => Self::Length(pair(*ends)),
            Self::Bidirectional { long, short } => Self::Bidirectional {
                long: pair(*long),
                short: pair(*short),
            },
            Self::Angle {
                first,
                vertex,
                second,
            } => Self::Angle {
                first: *first + by,
                vertex: *vertex + by,
                second: *second + by,
            },
            Self::Cobb(lines) => Self::Cobb(lines.map(pair)),
            Self::Ellipse { centre, half_axes } => Self::Ellipse {
                centre: *centre + by,
                half_axes: *half_axes,
            },
            Self::Rectangle { centre, half_sides } => Self::Rectangle {
                centre: *centre + by,
                half_sides: *half_sides,
            },
            Self::Outline(points) => Self::Outline(points.iter().map(|p| *p + by).collect()),
            Self::Value(at) => Self::Value(*at + by),
            Self::Arrow { tip, tail } => Self::Arrow {
                tip: *tip + by,
                tail: *tail + by,
            },
        }
    }
}

/// Two lines at a right angle after an end of one was dragged: handles 0 and 1 are the long line's, 2 and 3 the short's.
fn dragged_axes(long: [Vec3; 2], short: [Vec3; 2], handle: usize, by: Vec3) -> Drawing {
    let across = Across::of(long, short);
    let mut new_long = long;
    let mut crossing = across.crossing;
    let mut reach_mm = across.reach_mm;
    match handle {
        0 | 1 => new_long[handle] = new_long[handle] + by,
        2 | 3 => {
            let length = long[0].distance(long[1]);
            if length > 0.0 {
                let way = (long[1] - long[0]) * (1.0 / length);
                crossing = (crossing + by.dot(way) / length).clamp(0.0, 1.0);
            }
            reach_mm[handle - 2] += by.dot(across.direction);
        }
        _ => {}
    }
    Drawing::Bidirectional {
        long: new_long,
        short: Across {
            crossing,
            reach_mm,
            ..across
        }
        .on(new_long),
    }
}

/// A line across another one, told by where it crosses and how far it reaches to both sides.
#[derive(Debug, Clone, Copy)]
struct Across {
    /// Where on the long line, 0 at its first end, 1 at its second.
    crossing: f64,
    /// Unit vector across the long line.
    direction: Vec3,
    /// Unit vector across the plane of both; `None` for a line without length.
    normal: Option<Vec3>,
    /// From the long line to both ends, mm along `direction`.
    reach_mm: [f64; 2],
}

impl Across {
    fn of(long: [Vec3; 2], short: [Vec3; 2]) -> Self {
        let way = long[1] - long[0];
        let square = way.dot(way);
        let on_long = |p: Vec3| {
            if square > 0.0 {
                (p - long[0]).dot(way) / square
            } else {
                0.5
            }
        };
        let crossing = on_long(short[0]).clamp(0.0, 1.0);
        let direction = (short[1] - short[0]).normalized();
        let direction = direction.unwrap_or_else(|| Vec3::new(0.0, 0.0, 0.0));
        let foot = long[0] + way * crossing;
        Self {
            crossing,
            direction,
            normal: way
                .normalized()
                .and_then(|way| way.cross(direction).normalized()),
            reach_mm: short.map(|end| (end - foot).dot(direction)),
        }
    }

    /// The line across another long line, at the same part of it, turned with it.
    fn on(self, long: [Vec3; 2]) -> [Vec3; 2] {
        let way = long[1] - long[0];
        let foot = long[0] + way * self.crossing;
        let turned = way
            .normalized()
            .and_then(|way| self.normal?.cross(way).normalized());
        let direction = turned.unwrap_or(self.direction);
        self.reach_mm.map(|mm| foot + direction * mm)
    }
}

/// The signs of both half sides at the corners, around the rectangle.
const CORNERS: [[f64; 2]; 4] = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]];

fn corners_of(centre: Vec3, [a, b]: [Vec3; 2]) -> [Vec3; 4] {
    CORNERS.map(|[along_a, along_b]| centre + a * along_a + b * along_b)
}

fn ends_of(centre: Vec3, [a, b]: [Vec3; 2]) -> [Vec3; 4] {
    [centre + a, centre - a, centre + b, centre - b]
}

/// The part of a displacement along an axis; nothing for an axis without length.
fn along(by: Vec3, axis: Vec3) -> Vec3 {
    axis.normalized()
        .map_or(Vec3::default(), |axis| axis * by.dot(axis))
}

#[cfg(test)]
mod tests;
