//! What the pointer takes hold of.

use super::*;
use crate::annotation::tests::at;

#[track_caller]
fn check(drawing: &Drawing, pointer: [f64; 2], expected: Option<Part>) {
    // Two pixels a millimetre, the origin at (100, 50).
    let on_screen = |p: Vec3| [100.0 + p.x * 2.0, 50.0 + p.y * 2.0];
    assert_eq!(
        hit(drawing, on_screen, pointer, 5.0),
        expected,
        "{pointer:?}"
    );
}

#[test]
fn handles_come_before_lines() {
    let line = Drawing::Length([at(0.0, 0.0), at(50.0, 0.0)]);
    check(&line, [103.0, 54.0], Some(Part::Handle(0)));
    check(&line, [196.0, 50.0], Some(Part::Handle(1)));
    check(&line, [150.0, 54.9], Some(Part::Whole));
    check(&line, [150.0, 55.1], None);
    check(&line, [206.0, 50.0], None);
    check(&line, [f64::NAN, 50.0], None);
}

#[test]
fn of_two_handles_the_nearer_is_taken() {
    let line = Drawing::Length([at(0.0, 0.0), at(2.0, 0.0)]);
    check(&line, [101.0, 50.0], Some(Part::Handle(0)));
    check(&line, [103.0, 50.0], Some(Part::Handle(1)));
}

#[test]
fn a_region_is_held_by_its_line_and_not_by_its_inside() {
    let ellipse = Drawing::Ellipse {
        centre: at(0.0, 0.0),
        half_axes: [at(20.0, 0.0), at(0.0, 10.0)],
    };
    check(&ellipse, [140.0, 50.0], Some(Part::Handle(0)));
    check(&ellipse, [100.0, 50.0], None);
    let diagonal = std::f64::consts::FRAC_1_SQRT_2;
    check(
        &ellipse,
        [100.0 + 40.0 * diagonal, 50.0 + 20.0 * diagonal],
        Some(Part::Whole),
    );
}

#[test]
fn a_place_and_a_line_without_length_are_held_too() {
    check(
        &Drawing::Value(at(0.0, 0.0)),
        [102.0, 50.0],
        Some(Part::Handle(0)),
    );
    let many = Drawing::Outline(vec![at(0.0, 0.0); 100]);
    check(&many, [102.0, 50.0], Some(Part::Whole));
    check(&many, [112.0, 50.0], None);
}
