//! Shapes moved and back are the same.

use overread_base::{Shape, Vec3};

use super::super::place::Bounds;
use super::super::samples::ball;
use super::{cut, mirrored, scaled, translated};

fn shapes() -> Vec<Shape> {
    let at = |x: f64, y: f64| Vec3::new(x, y, 1.5);
    vec![
        Shape::Point(at(10.0, 5.0)),
        Shape::Cuboid {
            low: at(4.0, 2.0),
            high: at(9.0, 8.0),
        },
        Shape::Ellipse {
            centre: at(20.0, 0.0),
            half_axis_a: Vec3::new(3.0, 1.0, 0.0),
            half_axis_b: Vec3::new(-1.0, 3.0, 0.0),
        },
        Shape::Polyline(vec![at(1.0, 1.0), at(5.0, 4.0)]),
        Shape::Polygon(vec![at(1.0, 1.0), at(5.0, 4.0), at(2.0, 8.0)]),
        Shape::Mask(ball(at(30.0, 3.0), 7.0)),
    ]
}

#[test]
fn moving_there_and_back_changes_nothing() {
    for shape in shapes() {
        let by = Vec3::new(12.0, -6.0, 3.0);
        let moved = translated(&shape, by).unwrap();
        assert_eq!(moved.centre().unwrap(), shape.centre().unwrap() + by);
        assert_eq!(translated(&moved, -by).unwrap().bounds(), shape.bounds());
    }
}

#[test]
fn mirrored_twice_is_the_same() {
    for shape in shapes() {
        let other = mirrored(&shape, 0.0).unwrap();
        assert_eq!(
            other.centre().unwrap().x,
            -shape.centre().unwrap().x,
            "{shape:?}"
        );
        assert_eq!(mirrored(&other, 0.0).unwrap().bounds(), shape.bounds());
    }
}

#[test]
fn scaling_scales_the_box_and_leaves_points() {
    for shape in shapes().into_iter().take(5) {
        let centre = shape.centre().unwrap();
        let large = scaled(&shape, centre, 2.0).unwrap();
        let size = |shape: &Shape| shape.bounds().map(|(low, high)| (high - low).length());
        let expected = size(&shape).unwrap() * 2.0;
        assert!((size(&large).unwrap() - expected).abs() < 1e-9);
    }
}

#[test]
fn what_lies_outside_a_box_is_cut_off() {
    let to = Bounds {
        low: Vec3::new(-100.0, -100.0, -100.0),
        high: Vec3::new(6.0, 100.0, 100.0),
    };
    let cut: Vec<bool> = shapes()
        .iter()
        .map(|shape| cut(shape, to).is_some())
        .collect();
    assert_eq!(cut, [false, true, false, true, true, false]);
}
