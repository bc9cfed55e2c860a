//! Values on paper, scipy's logistic, laws, and items that are none.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;

#[test]
fn values_on_paper() {
    let item = LogisticItem::of_difficulty(1.0, 0.0);
    assert_eq!(item.information(0.0), 0.25);
    assert_eq!(item.probability(0.0), 0.5);
    let item = LogisticItem::of_difficulty(2.0, 0.5);
    assert_eq!((item.intercept, item.difficulty()), (-1.0, Ok(0.5)));
    // P = 1 / (1 + 1/3) at ln 3 / 2 above the difficulty.
    let theta = 0.5 + libm::log(3.0) / 2.0;
    assert!((item.probability(theta) - 0.75).abs() < 1e-15);
    assert!((item.information(theta) - 0.75).abs() < 1e-15);
    assert_eq!(expected_score(&[item, item], 0.5), Ok(1.0));
    assert_eq!(test_information(&[item, item], 0.5), Ok(2.0));
    assert_eq!(test_information(&[], 0.5), Ok(0.0));
}

// scipy 1.17.1 special.expit and special.log_expit.
#[test]
fn scipys_logistic_agrees_in_both_tails() {
    for (z, p, ln) in [
        (-800.0, 0.0, -800.0),
        (-40.0, 4.248354255291589e-18, -40.0),
        (-1.5, 0.18242552380635635, -1.7014132779827524),
        (0.0, 0.5, -std::f64::consts::LN_2),
        (0.3, 0.574442516811659, -0.5543552444685271),
        (5.0, 0.9933071490757153, -0.006715348489118068),
        (40.0, 1.0, -4.248354255291589e-18),
        (700.0, 1.0, -9.85967654375977e-305),
    ] {
        let (found, found_ln): (f64, f64) = (sigmoid(z), ln_sigmoid(z));
        assert!((found - p).abs() <= 1e-15 * p.abs(), "{z}: {found}");
        assert!(
            (found_ln - ln).abs() <= 1e-15 * f64::abs(ln),
            "{z}: {found_ln}"
        );
    }
}

// scipy 1.18.1 special.expit: sums of a² P (1 - P) and of P.
#[test]
fn sums_over_a_test_as_scipy_has_them() {
    let items = [(1.2, -0.8), (0.9, 0.1), (1.5, 0.6), (0.7, -1.5), (1.1, 1.4)]
        .map(|(slope, difficulty)| LogisticItem::of_difficulty(slope, difficulty));
    for (theta, information, score) in [
        (-1.3, 0.763_259_515_256_153_4, 1.213_741_571_367_347_6),
        (0.25, 1.268_631_504_419_327, 2.677_465_385_313_359),
        (2.0, 0.678_108_229_308_103_8, 4.283_992_079_025_225),
    ] {
        assert!((test_information(&items, theta).unwrap() - information).abs() < 1e-14);
        assert!((expected_score(&items, theta).unwrap() - score).abs() < 1e-14);
    }
}

#[test]
fn items_that_are_none_are_refused() {
    let faulty = LogisticItem {
        slope: f64::NAN,
        intercept: 0.0,
    };
    assert!(matches!(
        test_information(&[LogisticItem::of_difficulty(1.0, 0.0), faulty], 0.0),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    for theta in [f64::NAN, f64::INFINITY] {
        let (what, index) = ("the ability", 0);
        let reason = NotEstimable::NotFinite { what, index };
        assert_eq!(expected_score(&[], theta), Err(reason.clone()));
        assert_eq!(test_information(&[], theta), Err(reason));
    }
    assert!(matches!(
        faulty.difficulty(),
        Err(NotEstimable::NotFinite { .. })
    ));
    for slope in [0.0, 5e-324] {
        let flat = LogisticItem {
            slope,
            intercept: 1.0,
        };
        assert!(matches!(
            flat.difficulty(),
            Err(NotEstimable::Degenerate { .. })
        ));
    }
    assert!(faulty.probability(0.0).is_nan() && faulty.information(0.0).is_nan());
}

proptest! {
    #[test]
    fn chances_are_symmetric_and_information_is_greatest_at_the_difficulty(
        slope in 0.1..3.0f64, difficulty in -4.0..4.0f64, away in 0.0..8.0f64,
    ) {
        let item = LogisticItem::of_difficulty(slope, difficulty);
        let (below, above) = (item.probability(difficulty - away), item.probability(difficulty + away));
        prop_assert!((below + above - 1.0).abs() < 1e-12);
        prop_assert!(item.information(difficulty + away) <= slope * slope / 4.0 + 1e-12);
        prop_assert!((item.information(difficulty + away) - item.information(difficulty - away)).abs() < 1e-9);
    }
}

#[test]
fn information_is_the_variance_of_the_gradient() {
    if !crate::tests::simulation::is_asked("information_is_the_variance_of_the_gradient") {
        return;
    }
    let item = LogisticItem::of_difficulty(1.5, 0.4);
    let (theta, mut rng, n) = (1.0, Seed(5).rng(), 1_000_000);
    let p = item.probability(theta);
    let squares = (0..n).map(|_| {
        let u = f64::from(u8::from(rng.unit() < p));
        let gradient = item.slope * (u - p);
        gradient * gradient
    });
    let found = squares.sum::<f64>() / f64::from(n);
    let items = [item, LogisticItem::of_difficulty(0.8, -1.0)];
    let right = |rng: &mut overread_base::Rng| {
        let answered = items.iter().filter(|of| rng.unit() < of.probability(theta));
        answered.count() as f64
    };
    let mean = (0..n).map(|_| right(&mut rng)).sum::<f64>() / f64::from(n);
    let expected = expected_score(&items, theta).unwrap();
    println!(
        "SIM information {found} of {}, score {mean} of {expected}",
        item.information(theta)
    );
    assert!((found - item.information(theta)).abs() < 0.003);
    assert!((mean - expected).abs() < 0.003);
}
