//! The fit of Van Dyke's first reader, of markers, of drawn cases and of what has no fit.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::ordinal_fit::tests::check_slopes;
use super::*;
use crate::auc::tests::asah;
use crate::tests::simulation::{is_asked, ratings, share};

#[track_caller]
fn check(found: f64, expected: f64, digits: f64) {
    assert!(
        (found - expected).abs() < digits,
        "{found} is not {expected}"
    );
}

#[test]
fn three_categories_are_met_exactly() {
    // Two points and two lines of freedom: shares of 10 up to the bounds 5, 8 and 2, 5 of 10.
    // b = (u2 - u1) / (z2 - z1) with z = Φ⁻¹(0.5), Φ⁻¹(0.8) and u = Φ⁻¹(0.2), Φ⁻¹(0.5): both steps are 0.8416, so b = 1.
    let fit = Binormal::of_counts(&[5, 3, 2], &[2, 3, 5]).unwrap();
    check(fit.b, 1.0, 1e-9);
    check(fit.a, 0.841_621_233_572_914, 1e-9);
    check(fit.sensitivity(0.2).unwrap(), 0.5, 1e-9);
    check(fit.sensitivity(0.5).unwrap(), 0.8, 1e-9);
    assert_eq!(fit.sensitivity(0.0), Ok(0.0));
    assert_eq!(fit.sensitivity(1.0), Ok(1.0));
    assert!(fit.sensitivity(1.5).is_err() && fit.sensitivity(f64::NAN).is_err());
}

// RJafroc and an independent fit, to the digits they print; the likelihood by scipy 1.17.1.
#[test]
fn van_dykes_first_reader() {
    let fit = Binormal::of_counts(&[47, 9, 10, 2, 1], &[4, 1, 2, 10, 28]).unwrap();
    check(fit.a, 1.702_15, 2e-5);
    check(fit.b, 0.536_77, 1e-5);
    check(fit.area(), 0.933_160, 2e-6);
    check(fit.log_likelihood, -116.896_220_497_26, 1e-8);
    for (found, expected) in fit
        .bounds
        .iter()
        .zip([0.483_37, 0.869_57, 1.551_93, 2.557_88])
    {
        check(*found, expected, 2e-5);
    }
    let estimate = fit.estimate();
    assert!(estimate.lower < estimate.value && estimate.value < estimate.upper);
    // Empty categories are left out.
    let spaced = Binormal::of_counts(&[0, 47, 9, 0, 10, 2, 1, 0], &[0, 4, 1, 0, 2, 10, 28, 0]);
    assert_eq!(spaced.unwrap(), fit);
}

// The likeliest curve by scipy 1.17.1 (BFGS on the joined categories).
#[test]
fn continuous_markers_of_asah() {
    let Some([wfns, s100b, _]) = asah() else {
        return;
    };
    let fit = Binormal::of(&s100b).unwrap();
    check(fit.log_likelihood, -338.209_434_577_7, 1e-6);
    check(fit.a, 0.739_066, 2e-4);
    check(fit.b, 0.639_206, 2e-4);
    check(fit.area(), 0.733_265, 1e-4);
    let fit = Binormal::of(&wfns).unwrap();
    assert!(fit.log_likelihood >= -142.480_174, "{}", fit.log_likelihood);
}

#[test]
fn derivatives_are_those_of_the_distribution() {
    for (a, b) in [(1.5, 0.4), (0.3, 1.2)] {
        for bound in [-1.0, 0.4, 2.5] {
            check_slopes(Line { a, b }, bound);
        }
    }
}

#[test]
fn what_has_no_curve_is_named() {
    let reason = |normal: &[u64], abnormal: &[u64]| {
        Binormal::of_counts(normal, abnormal)
            .unwrap_err()
            .to_string()
    };
    assert!(reason(&[], &[]).contains("normal cases needed"));
    assert!(reason(&[1, 2], &[1]).contains("lengths 2 and 1"));
    assert!(reason(&[1, 2], &[0, 0]).contains("abnormal cases needed, 0"));
    assert!(reason(&[5, 5, 0], &[0, 0, 9]).contains("off its edges"));
    assert!(reason(&[5, 5], &[2, 8]).contains("singular"));
    assert!(reason(&[4], &[4]).contains("off its edges"));
    // Two points one above the other: the slope runs away.
    let refused = Binormal::of_counts(&[50, 0, 50], &[30, 20, 50]).unwrap_err();
    assert!(matches!(refused, NotEstimable::Degenerate { .. }));
}

#[test]
fn fits_of_drawn_cases_cover() {
    if !is_asked("binormal_fits_cover") {
        return;
    }
    // a = 1.5, b = 0.8: normal N(0, 1), abnormal N(1.875, 1.25).
    let truth = normal_cdf(1.5 / f64::sqrt(1.64));
    let drawn = |name: &str, n: usize, levels: Option<f64>| {
        share(name, 1000, |idx| {
            let mut rng = Seed(8106).index(idx).rng();
            let (mut abnormal, mut normal) = (
                ratings(&mut rng, n, 1.875, 1.25),
                ratings(&mut rng, n, 0.0, 1.0),
            );
            if let Some(levels) = levels {
                for rating in abnormal.iter_mut().chain(&mut normal) {
                    *rating = (*rating * levels).floor().clamp(-1.0, 4.0);
                }
            }
            let fit = Binormal::of(&RocReads::new(&abnormal, &normal).unwrap());
            let estimate = fit.ok()?.estimate();
            Some(estimate.lower <= truth && truth <= estimate.upper)
        })
    };
    for found in [
        drawn("binormal, 6 levels, 50 + 50", 50, Some(1.5)),
        drawn("binormal, continuous, 50 + 50", 50, None),
        drawn("binormal, continuous, 200 + 200", 200, None),
    ] {
        assert!((0.92..=0.98).contains(&found), "{found}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn turned_scales_mirror_the_curve_and_areas_are_areas(
        normal in prop::collection::vec(0_u64..12, 3..7),
        abnormal in prop::collection::vec(0_u64..12, 7..8),
    ) {
        let abnormal = &abnormal[..normal.len()];
        let fit = Binormal::of_counts(&normal, abnormal);
        if let Ok(fit) = &fit {
            let estimate = fit.estimate();
            prop_assert!(0.0 <= estimate.lower && estimate.lower <= estimate.value);
            prop_assert!(estimate.value <= estimate.upper && estimate.upper <= 1.0);
            prop_assert!(fit.bounds.is_sorted() && fit.b > 0.0 && fit.log_likelihood.is_finite());
            // The other way round the area is the rest.
            let turned = |of: &[u64]| of.iter().rev().copied().collect::<Vec<_>>();
            if let Ok(back) = Binormal::of_counts(&turned(&normal), &turned(abnormal)) {
                prop_assert!((back.area() + fit.area() - 1.0).abs() < 1e-6);
                prop_assert!((back.log_likelihood - fit.log_likelihood).abs() < 1e-7);
            }
        }
    }
}
