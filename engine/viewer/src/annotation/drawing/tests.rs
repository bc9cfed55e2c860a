//! How shapes change when their handles are dragged.

use super::*;
use crate::annotation::tests::at;

#[track_caller]
fn check(drawing: &Drawing, part: Part, by: Vec3, expected: &[Vec3]) {
    let points = drawing.dragged(part, by).points();
    assert_eq!(points.len(), expected.len());
    for (point, expected) in points.iter().zip(expected) {
        assert!(point.distance(*expected) < 1e-9, "{points:?}");
    }
}

fn every_kind() -> Vec<Drawing> {
    vec![
        Drawing::Length([at(0.0, 0.0), at(8.0, 0.0)]),
        Drawing::Bidirectional {
            long: [at(0.0, 0.0), at(8.0, 0.0)],
            short: [at(2.0, -1.0), at(2.0, 3.0)],
        },
        Drawing::Angle {
            first: at(1.0, 0.0),
            vertex: at(0.0, 0.0),
            second: at(0.0, 1.0),
        },
        Drawing::Cobb([[at(0.0, 0.0), at(4.0, 0.0)], [at(0.0, 5.0), at(4.0, 6.0)]]),
        Drawing::Ellipse {
            centre: at(5.0, 5.0),
            half_axes: [at(3.0, 0.0), at(0.0, 2.0)],
        },
        Drawing::Rectangle {
            centre: at(5.0, 5.0),
            half_sides: [at(3.0, 0.0), at(0.0, 2.0)],
        },
        Drawing::Outline(vec![at(0.0, 0.0), at(4.0, 0.0), at(0.0, 3.0)]),
        Drawing::Value(at(1.0, 2.0)),
        Drawing::Arrow {
            tip: at(0.0, 0.0),
            tail: at(5.0, 5.0),
        },
    ]
}

#[test]
fn a_whole_shape_moves_as_it_is() {
    let by = Vec3::new(1.0, -2.0, 0.5);
    for drawing in every_kind() {
        let expected: Vec<Vec3> = drawing.points().into_iter().map(|p| p + by).collect();
        check(&drawing, Part::Whole, by, &expected);
        check(
            &drawing,
            Part::Handle(99),
            Vec3::default(),
            &drawing.points(),
        );
    }
}

#[test]
fn a_dragged_handle_goes_with_the_pointer() {
    for drawing in every_kind() {
        let handles = drawing.handles();
        for (idx, handle) in handles.iter().enumerate() {
            // Along the shape's own directions, so that no right angle holds it back.
            let is_held = matches!(
                drawing,
                Drawing::Bidirectional { .. } | Drawing::Ellipse { .. }
            );
            let by = match (is_held, idx) {
                (true, 0 | 1) => at(1.0, 0.0),
                (true, _) => at(0.0, 1.0),
                (false, _) => at(1.0, 1.0),
            };
            let dragged = drawing.dragged(Part::Handle(idx), by);
            let found = dragged.handles()[idx];
            assert!(
                found.distance(*handle + by) < 1e-9,
                "{drawing:?} {idx}: {dragged:?}"
            );
        }
    }
}

#[test]
fn the_opposite_side_of_a_region_stays() {
    let ellipse = Drawing::Ellipse {
        centre: at(5.0, 5.0),
        half_axes: [at(3.0, 0.0), at(0.0, 2.0)],
    };
    check(
        &ellipse,
        Part::Handle(0),
        at(2.0, 7.0),
        &[at(10.0, 5.0), at(2.0, 5.0), at(6.0, 7.0), at(6.0, 3.0)],
    );
    check(
        &ellipse,
        Part::Handle(3),
        at(7.0, -2.0),
        &[at(8.0, 4.0), at(2.0, 4.0), at(5.0, 7.0), at(5.0, 1.0)],
    );
    let rectangle = Drawing::Rectangle {
        centre: at(5.0, 5.0),
        half_sides: [at(3.0, 0.0), at(0.0, 2.0)],
    };
    check(
        &rectangle,
        Part::Handle(2),
        at(2.0, 1.0),
        &[at(2.0, 3.0), at(10.0, 3.0), at(10.0, 8.0), at(2.0, 8.0)],
    );
}

#[test]
fn diameters_stay_at_a_right_angle() {
    let drawing = Drawing::Bidirectional {
        long: [at(0.0, 0.0), at(8.0, 0.0)],
        short: [at(2.0, -1.0), at(2.0, 3.0)],
    };
    // The long one turned by a quarter: the short one turns with it, at the same quarter of its way.
    let turned = drawing.dragged(Part::Handle(1), at(-8.0, 8.0));
    let Drawing::Bidirectional { long, short } = &turned else {
        panic!("{turned:?}");
    };
    assert_eq!(long[1], at(0.0, 8.0));
    let (way, across) = (long[1] - long[0], short[1] - short[0]);
    assert!(way.dot(across).abs() < 1e-9);
    assert!((across.length() - 4.0).abs() < 1e-9);
    // An end of the short one dragged aslant: it slides along the long one and reaches further.
    check(
        &drawing,
        Part::Handle(3),
        at(1.0, 2.0),
        &[at(0.0, 0.0), at(8.0, 0.0), at(3.0, -1.0), at(3.0, 5.0)],
    );
    // It never leaves the long one.
    check(
        &drawing,
        Part::Handle(2),
        at(99.0, 0.0),
        &[at(0.0, 0.0), at(8.0, 0.0), at(8.0, -1.0), at(8.0, 3.0)],
    );
}

#[test]
fn many_drags_keep_the_right_angle() {
    let mut drawing = Drawing::Bidirectional {
        long: [at(0.0, 0.0), at(8.0, 0.0)],
        short: [at(2.0, -1.0), at(2.0, 3.0)],
    };
    for n in 0..400_u32 {
        let turn = f64::from(n) * 0.7;
        let by = at(turn.cos() * 2.0, turn.sin() * 2.0);
        drawing = drawing.dragged(Part::Handle(n as usize % 4), by);
        let Drawing::Bidirectional { long, short } = &drawing else {
            panic!("{drawing:?}");
        };
        let (way, across) = (long[1] - long[0], short[1] - short[0]);
        let slant = way.dot(across).abs() / (way.length() * across.length()).max(1e-9);
        assert!(
            slant < 1e-6 || way.length() < 1e-3 || across.length() < 1e-3,
            "{n}: {drawing:?}"
        );
    }
}

#[test]
fn lines_close_where_the_shape_does() {
    for drawing in every_kind() {
        let outline = drawing.outline();
        let lines = drawing.lines();
        if outline.is_empty() {
            continue;
        }
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        assert_eq!(lines[0].len(), outline.len() + 1);
    }
}

#[test]
fn a_label_stands_below_its_shape() {
    let down = Vec3::new(0.0, 1.0, 0.0);
    let line = Drawing::Length([at(9.0, 1.0), at(2.0, 7.0)]);
    assert_eq!(line.label_at(down), Some(at(2.0, 7.0)));
    assert_eq!(line.label_at(-down), Some(at(9.0, 1.0)));
    let arrow = Drawing::Arrow {
        tip: at(0.0, 9.0),
        tail: at(5.0, 5.0),
    };
    assert_eq!(arrow.label_at(down), Some(at(5.0, 5.0)));
}

#[test]
fn an_outline_of_many_points_has_no_handles() {
    let points: Vec<Vec3> = (0..65)
        .map(|n| at(f64::from(n), f64::from(n * n)))
        .collect();
    assert_eq!(Drawing::Outline(points[..64].to_vec()).handles().len(), 64);
    assert_eq!(Drawing::Outline(points).handles().len(), 0);
}
