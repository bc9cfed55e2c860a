//! Points by hand, areas under curves against figures, and heights read off a curve.

use proptest::prelude::*;

use super::*;
use crate::tests::free_response::{by_hand, drawn_small};

fn point(threshold: f64, x: f64, y: f64) -> CurvePoint {
    CurvePoint { threshold, x, y }
}

#[test]
fn the_points_of_the_hand_case() {
    let study = by_hand().study();
    let (inf, third) = (f64::INFINITY, 1.0 / 3.0);
    let check = |curve, expected: &[CurvePoint]| {
        assert_eq!(study.curve(0, 0, curve).unwrap(), expected, "{curve:?}");
    };
    check(
        LocalisationCurve::Froc,
        &[
            point(inf, 0.0, 0.0),
            point(4.0, 0.25, 0.0),
            point(3.0, 0.25, third),
            point(2.0, 0.5, 2.0 / 3.0),
        ],
    );
    check(
        LocalisationCurve::Wafroc,
        &[
            point(inf, 0.0, 0.0),
            point(3.0, 0.0, 0.125),
            point(2.0, 0.5, 0.625),
            point(-inf, 1.0, 1.0),
        ],
    );
    check(
        LocalisationCurve::Afroc1,
        &[
            point(inf, 0.0, 0.0),
            point(4.0, 0.25, 0.0),
            point(3.0, 0.25, third),
            point(2.0, 0.5, 2.0 / 3.0),
            point(-inf, 1.0, 1.0),
        ],
    );
    check(
        LocalisationCurve::InferredRoc,
        &[
            point(inf, 0.0, 0.0),
            point(4.0, 0.0, 0.5),
            point(3.0, 0.0, 1.0),
            point(2.0, 0.5, 1.0),
            point(-inf, 1.0, 1.0),
        ],
    );
}

#[test]
fn curves_need_what_they_compare() {
    let only_abnormal = FreeResponse::new([1, 1], &[vec![1.0]], &[]).unwrap();
    let only_normal = FreeResponse::new([1, 1], &[vec![]], &[]).unwrap();
    assert!(only_abnormal.curve(0, 0, LocalisationCurve::Froc).is_ok());
    assert!(
        only_abnormal
            .curve(0, 0, LocalisationCurve::Wafroc1)
            .is_ok()
    );
    for curve in [
        LocalisationCurve::Afroc,
        LocalisationCurve::Wafroc,
        LocalisationCurve::InferredRoc,
    ] {
        let refused = only_abnormal.curve(0, 0, curve).unwrap_err();
        assert!(refused.to_string().contains("1 normal cases needed"));
    }
    for curve in [LocalisationCurve::Froc, LocalisationCurve::Wafroc1] {
        let refused = only_normal.curve(0, 0, curve).unwrap_err();
        assert!(refused.to_string().contains("1 abnormal cases needed"));
    }
    assert!(only_normal.curve(0, 1, LocalisationCurve::Froc).is_err());
}

#[test]
fn heights_between_at_and_beyond_points() {
    let curve = [
        point(3.0, 0.0, 0.0),
        point(2.0, 0.5, 0.2),
        point(1.0, 0.5, 0.6),
        point(0.0, 1.0, 0.8),
    ];
    let expected = [0.0, 0.1, 0.6, 0.7, 0.8, 0.8];
    for (found, expected) in heights(&curve, &[0.0, 0.25, 0.5, 0.75, 1.0, 9.0])
        .iter()
        .zip(expected)
    {
        assert!((found - expected).abs() < 1e-15, "{found} {expected}");
    }
    // The first point at or beyond 0.5 is the lower one; areas 0.05, then 0.5 x (0.6 + 0.8) / 2, then 0.8 flat.
    for (x, height, area) in [(0.5, 0.2, 0.05), (1.0, 0.8, 0.4), (2.0, 0.8, 1.2)] {
        let found = height_and_area(&curve, x);
        assert!((found.0 - height).abs() < 1e-15 && (found.1 - area).abs() < 1e-15);
    }
}

#[test]
fn inferred_reads_are_those_of_an_roc_study() {
    let hand = by_hand().study().inferred_roc(0, 0).unwrap();
    assert_eq!(hand.area(), 1.0);
    let only_normal = FreeResponse::new([1, 1], &[vec![]], &[]).unwrap();
    assert!(only_normal.inferred_roc(0, 0).is_err() && only_normal.inferred_roc(1, 0).is_err());
}

proptest! {
    /// The trapezoid rule on a curve that ends at (1, 1) counts ties half, as the figure does.
    #[test]
    fn the_area_under_a_curve_is_the_figure(seed: u64) {
        let study = drawn_small(seed).study();
        for (curve, figure) in [
            (LocalisationCurve::Afroc, LocalisationFigure::Afroc),
            (LocalisationCurve::Wafroc, LocalisationFigure::Wafroc),
            (LocalisationCurve::Afroc1, LocalisationFigure::Afroc1),
            (LocalisationCurve::Wafroc1, LocalisationFigure::Wafroc1),
            (LocalisationCurve::InferredRoc, LocalisationFigure::InferredRoc),
        ] {
            let points = study.curve(1, 0, curve).unwrap();
            let last = points[points.len() - 1];
            prop_assert!((last.x - 1.0).abs() < 1e-12 && (last.y - 1.0).abs() < 1e-12);
            let is_in_order = points.windows(2).all(|pair| {
                let (a, b) = (pair[0], pair[1]);
                a.threshold > b.threshold && a.x <= b.x && a.y <= b.y
            });
            prop_assert!(is_in_order);
            let area: f64 = points
                .windows(2)
                .map(|pair| (pair[1].x - pair[0].x) * (pair[0].y + pair[1].y) / 2.0)
                .sum();
            prop_assert!((area - study.figure(1, 0, figure).unwrap()).abs() < 1e-12);
        }
    }
}
