//! Trends and curves against SciPy, laws, refusals and coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{covers, is_asked, near, near_estimate, normal, rate_of};

fn sessions(n: u32) -> Vec<f64> {
    (1..=n).map(f64::from).collect()
}

// SciPy 1.17.1 theilslopes(y, x).
#[test]
fn trends_as_scipy_has_them() {
    let accuracy = [0.71, 0.69, 0.74, 0.75, 0.73, 0.78, 0.80, 0.79, 0.84, 0.83];
    let found = theil_sen95(&sessions(10), &accuracy).unwrap();
    near_estimate(
        &found.slope,
        [
            0.015_000_000_000_000_013,
            0.011_428_571_428_571_439,
            0.019_999_999_999_999_997,
        ],
    );
    near(found.intercept, 0.682_499_999_999_999_9);
    let tied = theil_sen95(
        &[1.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 8.0],
        &[5.0, 5.0, 6.0, 6.0, 9.0, 7.0, 7.0, 9.0, 9.0],
    )
    .unwrap();
    near_estimate(&tied.slope, [4.0 / 7.0, 1.0 / 3.0, 1.0]);
    near(tied.intercept, 5.285_714_285_714_286);
}

// By hand: slopes of (1,1), (2,2), (3,9) are 1, 4, 7; the interval takes them all.
#[test]
fn three_sessions_by_hand() {
    let found = theil_sen95(&sessions(3), &[1.0, 2.0, 9.0]).unwrap();
    near_estimate(&found.slope, [4.0, 1.0, 7.0]);
    near(found.intercept, 2.0 - 4.0 * 2.0);
}

// SciPy 1.17.1 linregress on logarithms, t.ppf(0.975, 8).
#[test]
fn practice_as_scipy_has_it() {
    let times = [62.0, 51.0, 47.0, 44.0, 43.0, 40.0, 41.0, 38.0, 39.0, 36.0];
    let found = power_law_of_practice(&sessions(10), &times).unwrap();
    near_estimate(
        &found.exponent.estimate,
        [
            -0.217_308_622_744_441_32,
            -0.244_292_904_522_594_1,
            -0.190_324_340_966_288_46,
        ],
    );
    near(found.first, 60.484_883_407_547_45);
    near(found.r_squared, 0.977_328_605_113_812_1);
    near(
        found.per_doubling.estimate.value,
        libm::pow(2.0, -0.217_308_622_744_441_32),
    );
}

#[test]
fn what_has_no_slope_is_named() {
    let three = sessions(3);
    assert!(matches!(
        theil_sen95(&three[..2], &[1.0, 2.0]),
        Err(NotEstimable::TooFew { found: 2, .. })
    ));
    assert!(matches!(
        theil_sen95(&three, &[1.0, 2.0]),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        theil_sen95(&[2.0; 3], &[1.0, 2.0, 3.0]),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        theil_sen95(&three, &[2.0; 3]),
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        theil_sen95(&three, &[1.0, f64::NAN, 3.0]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(theil_sen95(&three, &[-f64::MAX, f64::MAX, 0.0]).is_err());
    assert!(matches!(
        theil_sen95(&sessions(4_001), &sessions(4_001)),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        power_law_of_practice(&[0.0, 1.0, 2.0], &[1.0, 2.0, 3.0]),
        Err(NotEstimable::OutOfDomain { index: 0, .. })
    ));
    // 8 / session lies on the curve.
    assert!(matches!(
        power_law_of_practice(&[1.0, 2.0, 4.0], &[8.0, 4.0, 2.0]),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(power_law_of_practice(&[], &[]).is_err());
}

proptest! {
    #[test]
    fn scales_and_order_carry_over(figures in prop::collection::vec(0.0..100.0_f64, 4..20), by in 0.1..10.0_f64) {
        let x = sessions(u32::try_from(figures.len()).unwrap());
        let Ok(found) = theil_sen95(&x, &figures) else { return Ok(()) };
        let scaled: Vec<f64> = figures.iter().map(|y| 5.0 - y * by).collect();
        let other = theil_sen95(&x, &scaled).unwrap();
        prop_assert!((other.slope.value + by * found.slope.value).abs() < 1e-9 * (1.0 + by * 100.0));
        prop_assert!(found.slope.lower <= found.slope.value && found.slope.value <= found.slope.upper);
        let turned = |v: &[f64]| -> Vec<f64> { v.iter().rev().copied().collect() };
        let back = theil_sen95(&turned(&x), &turned(&figures)).unwrap();
        prop_assert!((back.slope.lower - found.slope.lower).abs() < 1e-12);
    }

    #[test]
    fn a_wild_session_does_not_move_the_trend_far(rate in 0.5..2.0_f64, wild in -1e6..1e6_f64) {
        let x = sessions(12);
        let mut y: Vec<f64> = x.iter().map(|x| rate * x).collect();
        y[6] = wild;
        let found = theil_sen95(&x, &y).unwrap();
        prop_assert!((found.slope.value - rate).abs() < 1e-9);
    }

    #[test]
    fn the_unit_of_time_moves_only_the_first(times in prop::collection::vec(1.0..100.0_f64, 4..12), unit in 0.01..100.0_f64) {
        let x = sessions(u32::try_from(times.len()).unwrap());
        let scaled: Vec<f64> = times.iter().map(|t| t * unit).collect();
        let (Ok(a), Ok(b)) = (power_law_of_practice(&x, &times), power_law_of_practice(&x, &scaled)) else { return Ok(()) };
        prop_assert!((a.exponent.estimate.lower - b.exponent.estimate.lower).abs() < 1e-6);
        prop_assert!((a.first * unit / b.first - 1.0).abs() < 1e-9);
    }
}

#[test]
fn coverage_over_sessions() {
    if !is_asked("coverage_over_sessions") {
        return;
    }
    let trend = rate_of("Theil-Sen, 12 sessions", 4_000, |run| {
        let mut rng = Seed(8).index(run).rng();
        let x = sessions(12);
        let y: Vec<f64> = x.iter().map(|x| 0.3 * x + normal(&mut rng)).collect();
        covers(&theil_sen95(&x, &y).unwrap().slope, 0.3)
    });
    let power = rate_of("power law, 10 sessions", 4_000, |run| {
        let mut rng = Seed(8).index(run).rng();
        let x = sessions(10);
        let time = |x: &f64| 60.0 * libm::pow(*x, -0.2);
        let y: Vec<f64> = x
            .iter()
            .map(|x| time(x) * libm::exp(0.15 * normal(&mut rng)))
            .collect();
        let found = power_law_of_practice(&x, &y).unwrap();
        covers(&found.exponent.estimate, -0.2)
    });
    assert!(trend > 0.92 && (0.938..0.962).contains(&power));
}
