//! Drawings made by presses, moves and releases, with the hand steady and trembling.

use super::*;
use crate::annotation::tests::{FLAT, at};

/// A hand trembles by 1 mm here.
const REACH_MM: f64 = 1.0;

/// Draws by strokes: a drag from the first to the last place by way of the others, a click for one place.
fn draw(kind: DrawKind, strokes: &[&[(f64, f64)]]) -> Drawn {
    let mut draft: Option<Draft> = None;
    for stroke in strokes {
        let places: Vec<Vec3> = stroke.iter().map(|&(x, y)| at(x, y)).collect();
        let (first, last) = (places[0], places[places.len() - 1]);
        let mut now = match draft.take() {
            None => Draft::begin(kind, FLAT, REACH_MM, first),
            Some(draft) => ongoing(draft.next(Pointer::Move(first)).into_press(first)),
        };
        for place in &places[1..] {
            now = ongoing(now.next(Pointer::Move(*place)));
            let _preview = now.drawing();
        }
        match now.next(Pointer::Release(last)) {
            Drawn::Ongoing(next) => draft = Some(next),
            end @ (Drawn::Done(_) | Drawn::Nothing) => return end,
        }
    }
    Drawn::Ongoing(draft.unwrap())
}

impl Drawn {
    fn into_press(self, at: Vec3) -> Self {
        ongoing(self).next(Pointer::Press(at))
    }
}

#[track_caller]
fn ongoing(drawn: Drawn) -> Draft {
    match drawn {
        Drawn::Ongoing(draft) => draft,
        end @ (Drawn::Done(_) | Drawn::Nothing) => panic!("ended too early: {end:?}"),
    }
}

#[track_caller]
fn check(kind: DrawKind, strokes: &[&[(f64, f64)]], expected: &Drawing) {
    let Drawn::Done(found) = draw(kind, strokes) else {
        panic!("not done: {:?}", draw(kind, strokes));
    };
    let (points, wanted) = (found.points(), expected.points());
    assert_eq!(
        std::mem::discriminant(&found),
        std::mem::discriminant(expected),
        "{found:?}"
    );
    assert_eq!(points.len(), wanted.len(), "{found:?}");
    for (point, wanted) in points.iter().zip(&wanted) {
        assert!(point.distance(*wanted) < 1e-9, "{found:?}");
    }
}

#[test]
fn a_line_is_a_drag_or_two_clicks() {
    let line = Drawing::Length([at(0.0, 0.0), at(9.0, 4.0)]);
    check(
        DrawKind::Length,
        &[&[(0.0, 0.0), (5.0, 5.0), (9.0, 4.0)]],
        &line,
    );
    check(DrawKind::Length, &[&[(0.0, 0.0)], &[(9.0, 4.0)]], &line);
    check(
        DrawKind::Length,
        &[&[(0.0, 0.0), (0.3, 0.2)], &[(9.0, 4.0)]],
        &line,
    );
    assert_eq!(
        draw(DrawKind::Length, &[&[(0.0, 0.0)], &[(0.5, 0.0)]]),
        Drawn::Nothing
    );
    let arrow = Drawing::Arrow {
        tip: at(1.0, 1.0),
        tail: at(8.0, 2.0),
    };
    check(DrawKind::Arrow, &[&[(1.0, 1.0), (8.0, 2.0)]], &arrow);
}

#[test]
fn regions_span_from_corner_to_corner() {
    let halves = [at(4.0, 0.0), at(0.0, 2.0)];
    for (from, to) in [((1.0, 1.0), (9.0, 5.0)), ((9.0, 1.0), (1.0, 5.0))] {
        let ellipse = Drawing::Ellipse {
            centre: at(5.0, 3.0),
            half_axes: halves,
        };
        check(DrawKind::Ellipse, &[&[from, to]], &ellipse);
        let rectangle = Drawing::Rectangle {
            centre: at(5.0, 3.0),
            half_sides: halves,
        };
        check(DrawKind::Rectangle, &[&[from], &[to]], &rectangle);
    }
    // A line is no region.
    assert_eq!(
        draw(DrawKind::Ellipse, &[&[(0.0, 0.0), (9.0, 0.0)]]),
        Drawn::Nothing
    );
}

#[test]
fn diameters_are_a_line_and_one_across() {
    let expected = Drawing::Bidirectional {
        long: [at(0.0, 0.0), at(10.0, 0.0)],
        short: [at(4.0, 3.0), at(4.0, -3.0)],
    };
    check(
        DrawKind::Bidirectional,
        &[&[(0.0, 0.0), (10.0, 0.0)], &[(4.0, 3.0)]],
        &expected,
    );
    check(
        DrawKind::Bidirectional,
        &[&[(0.0, 0.0)], &[(10.0, 0.0)], &[(4.0, 3.0)]],
        &expected,
    );
    // A drag across that is aslant is put straight through its middle.
    let expected = Drawing::Bidirectional {
        long: [at(0.0, 0.0), at(10.0, 0.0)],
        short: [at(4.0, 3.0), at(4.0, -1.0)],
    };
    check(
        DrawKind::Bidirectional,
        &[&[(0.0, 0.0), (10.0, 0.0)], &[(3.0, 3.0), (5.0, -1.0)]],
        &expected,
    );
    // A click on the line says nothing, the next one counts.
    let strokes: &[&[(f64, f64)]] = &[&[(0.0, 0.0), (10.0, 0.0)], &[(4.0, 0.2)], &[(4.0, 2.0)]];
    let Drawn::Done(Drawing::Bidirectional { short, .. }) = draw(DrawKind::Bidirectional, strokes)
    else {
        panic!("not done");
    };
    assert!(short[0].distance(at(4.0, 2.0)) < 1e-9);
}

#[test]
fn an_angle_is_three_clicks_or_two_lines_that_meet() {
    let angle = Drawing::Angle {
        first: at(10.0, 0.0),
        vertex: at(0.0, 0.0),
        second: at(0.0, 7.0),
    };
    check(
        DrawKind::Angle,
        &[&[(10.0, 0.0)], &[(0.0, 0.0)], &[(0.0, 7.0)]],
        &angle,
    );
    // A double click by mistake fixes no second place.
    check(
        DrawKind::Angle,
        &[&[(10.0, 0.0)], &[(10.2, 0.0)], &[(0.0, 0.0)], &[(0.0, 7.0)]],
        &angle,
    );
    check(
        DrawKind::Angle,
        &[&[(10.0, 0.0), (0.0, 0.0)], &[(0.0, 0.0), (0.0, 7.0)]],
        &angle,
    );
    check(
        DrawKind::Angle,
        &[&[(0.0, 0.0), (10.0, 0.0)], &[(0.5, 0.5), (0.0, 7.0)]],
        &angle,
    );
}

#[test]
fn two_lines_apart_make_a_cobb_angle() {
    let cobb = Drawing::Cobb([
        [at(0.0, 0.0), at(10.0, 0.0)],
        [at(0.0, 30.0), at(10.0, 33.0)],
    ]);
    check(
        DrawKind::Angle,
        &[&[(0.0, 0.0), (10.0, 0.0)], &[(0.0, 30.0), (10.0, 33.0)]],
        &cobb,
    );
    check(
        DrawKind::Angle,
        &[&[(0.0, 0.0), (10.0, 0.0)], &[(0.0, 30.0)], &[(10.0, 33.0)]],
        &cobb,
    );
}

#[test]
fn an_outline_is_drawn_around_or_clicked() {
    let around: Vec<(f64, f64)> = (0..=60)
        .map(|n| {
            let turn = f64::from(n) * std::f64::consts::TAU / 60.0;
            (20.0 * turn.cos(), 20.0 * turn.sin())
        })
        .collect();
    // It ends where it began, and is no click.
    let Drawn::Done(Drawing::Outline(points)) = draw(DrawKind::Outline, &[&around]) else {
        panic!("not done");
    };
    let area = overread_image::outline_area_mm2(&points);
    let circle = std::f64::consts::PI * 400.0;
    assert!((area / circle - 1.0).abs() < 0.01, "{area}");

    let corners = vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 10.0)];
    let clicks: [&[(f64, f64)]; 4] = [
        &[(0.0, 0.0)],
        &[(10.0, 0.0), (10.3, 0.0)],
        &[(10.0, 10.0)],
        &[(0.4, 0.0)],
    ];
    check(
        DrawKind::Outline,
        &clicks,
        &Drawing::Outline(corners.clone()),
    );
    let draft = ongoing(draw(DrawKind::Outline, &clicks[..3]));
    assert_eq!(
        draft.clone().next(Pointer::DoubleClick),
        Drawn::Done(Drawing::Outline(corners))
    );
    let two = ongoing(draw(DrawKind::Outline, &clicks[..2]));
    assert_eq!(two.next(Pointer::DoubleClick), Drawn::Nothing);
}

#[test]
fn a_very_long_outline_stays_bounded() {
    let mut draft = Draft::begin(DrawKind::Outline, FLAT, REACH_MM, at(0.0, 0.0));
    for n in 0..100_000_u32 {
        let turn = f64::from(n) * 0.05;
        draft = ongoing(draft.next(Pointer::Move(at(50.0 * turn.cos(), 50.0 * turn.sin()))));
    }
    assert!(draft.fixed.len() < MAX_OUTLINE_POINTS);
    assert!(draft.fixed.len() > MAX_OUTLINE_POINTS / 4);
}

#[test]
fn a_click_reads_a_value() {
    check(
        DrawKind::Value,
        &[&[(3.0, 4.0)]],
        &Drawing::Value(at(3.0, 4.0)),
    );
}

#[test]
fn places_are_laid_onto_the_plane_and_no_number_changes_nothing() {
    let draft = Draft::begin(DrawKind::Length, FLAT, REACH_MM, Vec3::new(0.0, 0.0, 7.0));
    let draft = ongoing(draft.next(Pointer::Move(at(f64::NAN, 0.0))));
    let draft = ongoing(draft.next(Pointer::Release(at(0.0, f64::INFINITY))));
    let end = draft.next(Pointer::Release(Vec3::new(5.0, 0.0, -3.0)));
    assert_eq!(
        end,
        Drawn::Done(Drawing::Length([at(0.0, 0.0), at(5.0, 0.0)]))
    );
}

#[test]
fn what_is_begun_is_shown() {
    let show = |kind, strokes: &[&[(f64, f64)]], pointer: (f64, f64)| {
        let draft = ongoing(draw(kind, strokes));
        ongoing(draft.next(Pointer::Move(at(pointer.0, pointer.1)))).drawing()
    };
    let line = Some(Drawing::Length([at(0.0, 0.0), at(5.0, 0.0)]));
    assert_eq!(show(DrawKind::Length, &[&[(0.0, 0.0)]], (5.0, 0.0)), line);
    assert_eq!(show(DrawKind::Angle, &[&[(0.0, 0.0)]], (5.0, 0.0)), line);
    assert_eq!(show(DrawKind::Outline, &[&[(0.0, 0.0)]], (5.0, 0.0)), line);
    assert_eq!(
        show(DrawKind::Angle, &[&[(0.0, 0.0), (5.0, 0.0)]], (7.0, 7.0)),
        line
    );
    assert!(matches!(
        show(DrawKind::Angle, &[&[(0.0, 0.0)], &[(5.0, 0.0)]], (7.0, 7.0)),
        Some(Drawing::Angle { .. })
    ));
    assert!(matches!(
        show(
            DrawKind::Bidirectional,
            &[&[(0.0, 0.0), (5.0, 0.0)]],
            (2.0, 2.0)
        ),
        Some(Drawing::Bidirectional { .. })
    ));
    assert!(matches!(
        show(DrawKind::Ellipse, &[&[(0.0, 0.0)]], (2.0, 2.0)),
        Some(Drawing::Ellipse { .. })
    ));
    assert_eq!(show(DrawKind::Ellipse, &[&[(0.0, 0.0)]], (0.0, 0.0)), None);
}

#[test]
fn every_drawing_tool_draws() {
    let kinds = [
        (Tool::Length, DrawKind::Length),
        (Tool::Bidirectional, DrawKind::Bidirectional),
        (Tool::Angle, DrawKind::Angle),
        (Tool::Ellipse, DrawKind::Ellipse),
        (Tool::Rectangle, DrawKind::Rectangle),
        (Tool::Freehand, DrawKind::Outline),
        (Tool::Value, DrawKind::Value),
        (Tool::Arrow, DrawKind::Arrow),
    ];
    for (tool, kind) in kinds {
        assert_eq!(DrawKind::of(tool), Some(kind));
    }
    assert_eq!(DrawKind::of(Tool::Window), None);
    assert_eq!(DrawKind::of(Tool::Mark), None);
}
