//! The example of the NIST handbook, laws, refusals and run lengths.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{is_asked, near, normal};

const NIST: Ewma = Ewma {
    target: 50.0,
    deviation: 2.0539,
    weight: 0.3,
    width: 3.0,
};

// NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.4: 20 points, averages to two decimals, lasting limits 52.5884 and
// 47.4115.
#[test]
fn the_example_of_the_nist_handbook() {
    let figures = [
        52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8,
        51.2, 52.6, 52.4, 53.6, 52.1,
    ];
    let expected = [
        50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52,
        50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99,
    ];
    let found = NIST.chart(&figures).unwrap();
    for (point, expected) in found.iter().zip(expected) {
        assert!((point.value - expected).abs() < 0.005, "{point:?}");
        assert!(!point.is_flagged());
    }
    let last = found.last().unwrap();
    assert!((last.upper - 52.5884).abs() < 1e-4 && (last.lower - 47.4116).abs() < 1e-4);
}

// By hand: weight 1/2 from 0: 4 gives 2, then 2 gives 2; limits at first 1 · 1/2, then √(1/3 · 15/16).
#[test]
fn two_points_by_hand() {
    let chart = Ewma {
        target: 0.0,
        deviation: 1.0,
        weight: 0.5,
        width: 1.0,
    };
    let found = chart.chart(&[4.0, 2.0]).unwrap();
    assert_eq!((found[0].value, found[1].value), (2.0, 2.0));
    near(found[0].upper, 0.5);
    near(found[1].upper, (5.0_f64 / 16.0).sqrt());
    assert!(found[1].is_flagged());
}

#[test]
fn bad_settings_are_named() {
    for (setting, index) in [
        (
            Ewma {
                deviation: 0.0,
                ..NIST
            },
            0,
        ),
        (
            Ewma {
                weight: 1.5,
                ..NIST
            },
            1,
        ),
        (
            Ewma {
                width: -1.0,
                ..NIST
            },
            2,
        ),
    ] {
        assert!(matches!(
            setting.chart(&[1.0]),
            Err(NotEstimable::OutOfDomain { index: found, .. }) if found == index
        ));
    }
    assert!(NIST.chart(&[1.0, f64::NAN]).is_err());
    assert!(
        Ewma {
            target: f64::NAN,
            ..NIST
        }
        .chart(&[])
        .is_err()
    );
    assert_eq!(NIST.chart(&[]), Ok(Vec::new()));
}

proptest! {
    #[test]
    fn weight_one_is_the_chart_of_points(figures in prop::collection::vec(40.0..60.0_f64, 1..20)) {
        let chart = Ewma { weight: 1.0, ..NIST };
        for (point, figure) in chart.chart(&figures).unwrap().iter().zip(&figures) {
            prop_assert!((point.value - figure).abs() < 1e-12);
            prop_assert!((point.upper - (50.0 + 3.0 * 2.0539)).abs() < 1e-12);
        }
    }

    #[test]
    fn turned_figures_turn_the_chart(figures in prop::collection::vec(-5.0..5.0_f64, 1..20)) {
        let chart = Ewma { target: 0.0, deviation: 1.0, weight: 0.2, width: 2.7 };
        let turned: Vec<f64> = figures.iter().map(|x| -x).collect();
        let (a, b) = (chart.chart(&figures).unwrap(), chart.chart(&turned).unwrap());
        for (a, b) in a.iter().zip(&b) {
            prop_assert!((a.value + b.value).abs() < 1e-12 && a.is_flagged() == b.is_flagged());
        }
    }
}

#[test]
fn run_lengths_of_the_average() {
    if !is_asked("run_lengths_of_the_average") {
        return;
    }
    let chart = Ewma {
        target: 0.0,
        deviation: 1.0,
        weight: 0.2,
        width: 2.86,
    };
    let mut means = Vec::new();
    for shift in [0.0, 0.5, 1.0, 2.0] {
        let mut total = 0_usize;
        for run in 0..4_000 {
            let mut rng = Seed(8).index(run).rng();
            let figures: Vec<f64> = (0..5_000).map(|_| shift + normal(&mut rng)).collect();
            let points = chart.chart(&figures).unwrap();
            let flag = points.iter().position(EwmaPoint::is_flagged);
            total += flag.map_or(5_000, |idx| idx + 1);
        }
        means.push(total as f64 / 4_000.0);
    }
    eprintln!("EWMA 0.2, 2.86: points to the first flag at shifts 0, 0.5, 1, 2: {means:?}");
    assert!(300.0 < means[0] && means[1] < 45.0 && means[2] < 12.0);
}
