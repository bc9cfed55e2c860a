//! Graphics of reports and presentation states as shapes in millimetres. No references, no findings.

use overread_base::{Shape, Vec3};

/// What became of a graphic.
pub(crate) struct Drawn {
    pub(crate) shapes: Vec<Shape>,
    /// What the shape does not say exactly.
    pub(crate) remark: Option<String>,
}

impl Drawn {
    fn exactly(shape: Shape) -> Result<Self, String> {
        Ok(Self {
            shapes: vec![shape],
            remark: None,
        })
    }
}

/// A graphic in pixels (PS3.3 C.18.6.1.2: SCOORD; C.10.5.1.2: graphic objects) through the mapping of its frame.
pub(crate) fn in_pixels(
    kind: &str,
    points: &[[f64; 2]],
    to_mm: impl Fn([f64; 2]) -> Vec3,
    is_filled: bool,
) -> Result<Drawn, String> {
    let mapped = || points.iter().map(|&p| to_mm(p)).collect::<Vec<_>>();
    match (kind, points) {
        ("POINT", &[at]) => Drawn::exactly(Shape::Point(to_mm(at))),
        ("POINT" | "MULTIPOINT", [_, ..]) => Ok(separate(mapped())),
        ("POLYLINE" | "INTERPOLATED", [_, _, ..]) => Ok(Drawn {
            shapes: vec![chain(mapped(), is_filled)],
            remark: (kind == "INTERPOLATED")
                .then(|| "a curve is kept as the chain of its points".to_owned()),
        }),
        ("CIRCLE", &[[cx, cy], [x, y]]) => {
            let (dx, dy) = (x - cx, y - cy);
            let radius = (dx * dx + dy * dy).sqrt();
            let centre = to_mm([cx, cy]);
            // Where pixels are not square a circle of pixels is an ellipse in millimetres.
            Drawn::exactly(Shape::Ellipse {
                centre,
                half_axis_a: to_mm([cx + radius, cy]) - centre,
                half_axis_b: to_mm([cx, cy + radius]) - centre,
            })
        }
        ("ELLIPSE", &[_, _, _, _]) => ellipse(&mapped()),
        _ => Err(format!("a graphic {kind:?} of {} points", points.len())),
    }
}

/// A graphic in patient space (PS3.3 C.18.9.1.2).
pub(crate) fn in_patient(kind: &str, points: &[Vec3]) -> Result<Drawn, String> {
    match (kind, points) {
        ("POINT", &[at]) => Drawn::exactly(Shape::Point(at)),
        ("POINT" | "MULTIPOINT", [_, ..]) => Ok(separate(points.to_vec())),
        ("POLYLINE" | "POLYGON", [_, _, ..]) => {
            Drawn::exactly(chain(points.to_vec(), kind == "POLYGON"))
        }
        ("ELLIPSE", &[_, _, _, _]) => ellipse(points),
        ("ELLIPSOID", &[a0, a1, b0, b1, c0, c1]) => {
            let centre = (a0 + a1) * 0.5;
            let [a, b, c] = [a1 - a0, b1 - b0, c1 - c0].map(|axis| axis * 0.5);
            let reach = |a: f64, b: f64, c: f64| (a * a + b * b + c * c).sqrt();
            let reach = Vec3::new(
                reach(a.x, b.x, c.x),
                reach(a.y, b.y, c.y),
                reach(a.z, b.z, c.z),
            );
            Ok(Drawn {
                shapes: vec![Shape::Cuboid {
                    low: centre - reach,
                    high: centre + reach,
                }],
                remark: Some("an ellipsoid is kept as the box around it".to_owned()),
            })
        }
        _ => Err(format!("a graphic {kind:?} of {} points", points.len())),
    }
}

fn separate(points: Vec<Vec3>) -> Drawn {
    Drawn {
        shapes: points.into_iter().map(Shape::Point).collect(),
        remark: None,
    }
}

/// A closed chain as a polygon, any other chain as a polyline.
fn chain(mut points: Vec<Vec3>, is_closed: bool) -> Shape {
    let ends_at_start = points.len() > 3 && points.first() == points.last();
    if ends_at_start {
        points.pop();
    }
    if (ends_at_start || is_closed) && points.len() >= 3 {
        Shape::Polygon(points)
    } else {
        Shape::Polyline(points)
    }
}

/// Four points: the ends of the one axis, then those of the other.
fn ellipse(points: &[Vec3]) -> Result<Drawn, String> {
    let &[a0, a1, b0, b1] = points else {
        return Err(format!("an ellipse of {} points", points.len()));
    };
    Drawn::exactly(Shape::Ellipse {
        centre: (a0 + a1) * 0.5,
        half_axis_a: (a1 - a0) * 0.5,
        half_axis_b: (b1 - b0) * 0.5,
    })
}
