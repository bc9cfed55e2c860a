//! Three categories by hand, the fit of Van Dyke's first reader, of drawn cases and of what has no fit.

use overread_base::{Rng, Seed};
use proptest::prelude::*;

use super::super::ordinal_fit::tests::check_slopes;
use super::super::ordinal_fit::{Point, log_likelihood};
use super::*;
use crate::tests::simulation::{is_asked, ratings, share};

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() < tolerance,
        "{found} is not {expected}"
    );
}

// Two points and two parameters. Shares of 10 up to the bounds 5, 8 and 2, 5: on normal deviates both points lie 0.8416,
// Φ⁻¹(0.8), above the line of chance, so that all cases are visible at that distance.
#[test]
fn three_categories_that_are_all_visible() {
    let fit = ContaminatedBinormal::of_counts(&[5, 3, 2], &[2, 3, 5]).unwrap();
    check(fit.mu, 0.841_621_233_572_914, 1e-5);
    check(fit.alpha, 1.0, 1e-5);
    check(fit.sensitivity(0.2).unwrap(), 0.5, 1e-6);
    check(fit.sensitivity(0.5).unwrap(), 0.8, 1e-6);
}

// Points (0.2, 0.5) and (0.5, 0.7) are met, so that the likelihood is that of the shares themselves.
#[test]
fn three_categories_are_met_exactly() {
    let fit = ContaminatedBinormal::of_counts(&[50, 30, 20], &[30, 20, 50]).unwrap();
    assert!(fit.alpha < 0.5, "{fit:?}");
    check(fit.sensitivity(0.2).unwrap(), 0.5, 1e-9);
    check(fit.sensitivity(0.5).unwrap(), 0.7, 1e-9);
    let points = fit.points();
    for (found, expected) in points.iter().flatten().zip([0.2, 0.5, 0.5, 0.7]) {
        check(*found, expected, 1e-9);
    }
    let shares = [0.5, 0.3, 0.2, 0.3, 0.2, 0.5_f64];
    let expected = shares.iter().map(|p| 100.0 * p * libm::log(*p)).sum();
    check(fit.log_likelihood, expected, 1e-9);
    assert_eq!(fit.sensitivity(0.0), Ok(0.0));
    assert_eq!(fit.sensitivity(1.0), Ok(1.0));
    assert!(fit.sensitivity(1.5).is_err() && fit.sensitivity(f64::NAN).is_err());
}

// 60 of 100 lie where no normal case does: the visible ones are as far off as can be. Of 40 below, 16 lie in the first
// category, which holds 4 of 5 normal cases and so, but for the visible ones, 0.8 (1 - α): 0.16 = 0.8 (1 - α), α = 0.8. The
// rest in the second, 0.24 - 0.2 x 0.2 = 0.2, is a quarter of the visible ones. Area 0.2/2 + 0.8; by the delta method on
// α = 1 - p/q its error is half the root of p (1 - p)/100/q² + (p/q²)² q (1 - q)/50.
#[test]
fn what_is_seen_apart_is_a_share() {
    let fit = ContaminatedBinormal::of_counts(&[40, 10, 0], &[16, 24, 60]).unwrap();
    assert_eq!(fit.mu, 6.0);
    check(fit.alpha, 0.8, 1e-5);
    check(normal_cdf(fit.bounds[1] - fit.mu), 0.25, 1e-5);
    check(fit.area(), 0.9, 2e-5);
    let variance = 0.16 * 0.84 / 100.0 / 0.64 + 0.0625 * 0.16 / 50.0;
    check(fit.standard_error(), 0.5 * f64::sqrt(variance), 2e-5);
    assert_eq!((fit.covariance[0], fit.covariance[1][0]), ([0.0; 2], 0.0));
}

// RJafroc's, to the digits it prints; with its likelihood and error among the published groups.
#[test]
fn van_dykes_first_reader() {
    let fit = ContaminatedBinormal::of_counts(&[47, 9, 10, 2, 1], &[4, 1, 2, 10, 28]).unwrap();
    check(fit.mu, 3.112_787, 2e-6);
    check(fit.alpha, 0.883_146, 1e-6);
    check(fit.area(), 0.929_328, 1e-6);
    let estimate = fit.estimate();
    assert!(estimate.lower < estimate.value && estimate.value < estimate.upper);
    assert_eq!((estimate.value, estimate.n), (fit.area(), 114));
    // Empty categories are left out.
    let spaced =
        ContaminatedBinormal::of_counts(&[0, 47, 9, 0, 10, 2, 1, 0], &[0, 4, 1, 0, 2, 10, 28, 0]);
    assert_eq!(spaced.unwrap(), fit);
}

#[test]
fn derivatives_are_those_of_the_distribution() {
    for (mu, alpha) in [(0.5, 0.3), (2.0, 0.9), (5.0, 0.6)] {
        for bound in [-1.0, 0.4, 2.5, 5.5] {
            check_slopes(Mixture { mu, alpha }, bound);
        }
    }
}

#[test]
fn what_has_no_curve_is_named() {
    let reason = |normal: &[u64], abnormal: &[u64]| {
        let refused = ContaminatedBinormal::of_counts(normal, abnormal).unwrap_err();
        refused.to_string()
    };
    assert!(reason(&[], &[]).contains("normal cases needed"));
    assert!(reason(&[1, 2], &[1]).contains("lengths 2 and 1"));
    assert!(reason(&[1, 2], &[0, 0]).contains("abnormal cases needed, 0"));
    assert!(reason(&[4], &[4]).contains("two categories"));
    assert!(reason(&[5, 5], &[2, 8]).contains("two categories"));
    assert!(reason(&[5, 0, 5], &[2, 0, 8]).contains("two categories"));
    assert!(reason(&[5, 5, 5], &[5, 5, 5]).contains("no higher"));
    assert!(reason(&[2, 3, 9], &[9, 4, 2]).contains("no higher"));
    assert!(reason(&[5, 5, 0], &[0, 0, 9]).contains("area 1"));
}

/// Visible ones are N(mu, 1).
fn abnormal(rng: &mut Rng, n: usize, mu: f64, alpha: f64) -> Vec<f64> {
    let mut drawn = ratings(rng, n, 0.0, 1.0);
    for rating in &mut drawn {
        if rng.unit() < alpha {
            *rating += mu;
        }
    }
    drawn
}

#[test]
fn fits_of_drawn_cases_cover() {
    if !is_asked("contaminated_binormal_fits_cover") {
        return;
    }
    let drawn = |name: &str, n: usize, [mu, alpha]: [f64; 2], levels: Option<f64>| {
        let truth = 0.5 * (1.0 - alpha) + alpha * normal_cdf(mu / std::f64::consts::SQRT_2);
        share(name, 1000, |idx| {
            let mut rng = Seed(8107).index(idx).rng();
            let mut abnormal = abnormal(&mut rng, n, mu, alpha);
            let mut normal = ratings(&mut rng, n, 0.0, 1.0);
            if let Some(levels) = levels {
                for rating in abnormal.iter_mut().chain(&mut normal) {
                    *rating = (*rating * levels).floor().clamp(-1.0, 4.0);
                }
            }
            let fit = ContaminatedBinormal::of(&RocReads::new(&abnormal, &normal).unwrap());
            let estimate = fit.ok()?.estimate();
            Some(estimate.lower <= truth && truth <= estimate.upper)
        })
    };
    let most = [2.0, 0.8];
    for found in [
        drawn(
            "contaminated binormal, 6 levels, 50 + 50",
            50,
            most,
            Some(1.5),
        ),
        drawn("contaminated binormal, continuous, 50 + 50", 50, most, None),
        drawn(
            "contaminated binormal, continuous, 200 + 200",
            200,
            most,
            None,
        ),
        drawn("all visible, 6 levels, 50 + 50", 50, [1.5, 1.0], Some(1.5)),
    ] {
        assert!((0.91..=0.98).contains(&found), "{found}");
    }
}

/// Counts of normal and abnormal cases, the abnormal ones mostly higher.
fn any_counts() -> impl Strategy<Value = [Vec<u64>; 2]> {
    (3_usize..7, prop::collection::vec((0_u64..12, 0_u64..8), 7)).prop_map(|(n, counts)| {
        let counts = || counts[..n].iter().zip(0..);
        let normal = counts().map(|((a, _), _)| *a).collect();
        [normal, counts().map(|((_, m), at)| m * at).collect()]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn curves_lie_above_chance_and_do_not_bend_back([normal, abnormal] in any_counts()) {
        let Ok(fit) = ContaminatedBinormal::of_counts(&normal, &abnormal) else { return Ok(()) };
        let estimate = fit.estimate();
        prop_assert!(0.0 <= estimate.lower && estimate.lower <= estimate.value);
        prop_assert!(estimate.value <= estimate.upper && estimate.upper <= 1.0);
        prop_assert!((0.5..1.0).contains(&fit.area()) && fit.log_likelihood.is_finite());
        prop_assert!(fit.bounds.is_sorted() && fit.mu > 0.0 && 0.0 < fit.alpha && fit.alpha <= 1.0);
        let at = |step: u32| fit.sensitivity(f64::from(step) / 50.0).unwrap();
        for step in 1..50 {
            prop_assert!(at(step) >= f64::from(step) / 50.0 - 1e-12);
            prop_assert!(at(step) >= 0.5 * (at(step - 1) + at(step + 1)) - 1e-12);
        }
        for [x, y] in fit.points() {
            prop_assert!((fit.sensitivity(x).unwrap() - y).abs() < 1e-9);
        }
    }

    #[test]
    fn no_neighbour_is_likelier([normal, abnormal] in any_counts(), seed: u64) {
        let Ok(fit) = ContaminatedBinormal::of_counts(&normal, &abnormal) else { return Ok(()) };
        let categories = Categories::of_counts(&normal, &abnormal).unwrap();
        let mut rng = Seed(seed).rng();
        for off in [0.3, 0.03, 0.003] {
            let bounds = fit.bounds.iter().map(|z| z + off * rng.range(-1.0, 1.0)).collect();
            let curve = Mixture {
                mu: (fit.mu + off * rng.range(-1.0, 1.0)).clamp(1e-3, 6.0),
                alpha: (fit.alpha + 0.3 * off * rng.range(-1.0, 1.0)).clamp(1e-3, 1.0),
            };
            let other = log_likelihood(&categories, &Point { curve, bounds });
            // Bounds out of order have no likelihood.
            prop_assert!(other.is_nan() || other <= fit.log_likelihood + 1e-9, "{} {}", other, fit.log_likelihood);
        }
    }

    #[test]
    fn all_cases_twice_tell_twice_as_much([normal, abnormal] in any_counts()) {
        let twice = |of: &[u64]| of.iter().map(|n| 2 * n).collect::<Vec<_>>();
        let once = ContaminatedBinormal::of_counts(&normal, &abnormal);
        let both = ContaminatedBinormal::of_counts(&twice(&normal), &twice(&abnormal));
        match (once, both) {
            (Ok(once), Ok(both)) => {
                prop_assert!((once.area() - both.area()).abs() < 1e-4, "{:?} {:?}", once, both);
                prop_assert!((2.0 * once.log_likelihood - both.log_likelihood).abs() < 1e-6);
                let ratio = once.standard_error() / both.standard_error();
                prop_assert!((ratio / 2_f64.sqrt() - 1.0).abs() < 0.01, "{:?} {:?}", once, both);
            }
            (once, both) => prop_assert_eq!(once.is_err(), both.is_err()),
        }
    }

    #[test]
    fn rising_transformations_change_nothing(
        abnormal in prop::collection::vec(-2_i8..9, 3..40), normal in prop::collection::vec(-5_i8..6, 3..40),
    ) {
        let with = |of: &[i8], f: fn(f64) -> f64| of.iter().map(|x| f(f64::from(*x))).collect::<Vec<_>>();
        let fit = |f| ContaminatedBinormal::of(&RocReads::new(&with(&abnormal, f), &with(&normal, f)).unwrap());
        prop_assert_eq!(fit(|x| x), fit(|x| x * x * x - 7.0));
    }
}
