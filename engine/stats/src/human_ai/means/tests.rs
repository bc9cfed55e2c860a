//! Means and differences against SciPy, and their refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{near, near_estimate};

// By hand: 1, 2, 3 has mean 2, s 1, se 1/√3; t(0.975; 2) = 4.302652729911275.
#[test]
fn a_mean_by_hand() {
    let found = mean_t95("x", &[1.0, 2.0, 3.0]).unwrap();
    let half = 4.302_652_729_911_275 / 3.0_f64.sqrt();
    near_estimate(&found.estimate, [2.0, 2.0 - half, 2.0 + half]);
    near(found.t, 2.0 * 3.0_f64.sqrt());
    // P(|T| > √12) on 2 degrees of freedom is 1 - √(12/14).
    near(found.p, 1.0 - (12.0_f64 / 14.0).sqrt());
}

// Forecasts .9 .8 .95 .85 .5 against .7 .6 .9: SciPy 1.17.1 ttest_ind(equal_var=False).
#[test]
fn welch_against_scipy() {
    let found = difference_welch_t95("x", &[0.9, 0.8, 0.95, 0.85, 0.5], &[0.7, 0.6, 0.9]).unwrap();
    near_estimate(
        &found.estimate,
        [
            0.066_666_666_666_666_76,
            -0.239_324_959_612_031_65,
            0.372_658_292_945_365_2,
        ],
    );
    near(found.df, 4.917_922_140_532_720_5);
    near(found.p, 0.598_208_434_600_944_3);
}

#[test]
fn what_does_not_vary_is_named() {
    let constant = Err(NotEstimable::Constant { what: "x" });
    assert_eq!(mean_t95("x", &[2.0, 2.0]), constant);
    assert_eq!(
        difference_welch_t95("x", &[1.0, 1.0], &[2.0, 2.0]),
        constant
    );
    assert_eq!(
        difference_pooled_t95("x", &[1.0, 1.0], &[2.0, 2.0]),
        constant
    );
    assert!(difference_welch_t95("x", &[1.0, 1.0], &[2.0, 3.0]).is_ok());
    assert!(matches!(
        mean_t95("x", &[1.0]),
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
    assert!(matches!(
        mean_t95("x", &[1.0, f64::NAN]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        mean_t95("x", &[1e-200, 2e-200]),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert!(matches!(
        mean_t95("x", &[f64::MAX, f64::MAX, 1.0]),
        Err(NotEstimable::Degenerate { .. })
    ));
}

proptest! {
    #[test]
    fn a_shift_and_a_scale_carry_over(values in prop::collection::vec(-1e3..1e3_f64, 2..20), by in 0.5..8.0_f64) {
        prop_assume!(values.windows(2).any(|w| (w[0] - w[1]).abs() > 1e-3));
        let moved: Vec<f64> = values.iter().map(|x| x * by + 100.0).collect();
        let (a, b) = (mean_t95("x", &values).unwrap(), mean_t95("x", &moved).unwrap());
        prop_assert!((a.estimate.lower * by + 100.0 - b.estimate.lower).abs() < 1e-6);
        prop_assert!((a.estimate.upper * by + 100.0 - b.estimate.upper).abs() < 1e-6);
    }

    #[test]
    fn swapped_sets_swap_the_sign(a in prop::collection::vec(-1e3..1e3_f64, 2..12), b in prop::collection::vec(-1e3..1e3_f64, 2..12)) {
        for test in [difference_pooled_t95, difference_welch_t95] {
            if let (Ok(one), Ok(other)) = (test("x", &a, &b), test("x", &b, &a)) {
                prop_assert!((one.estimate.lower + other.estimate.upper).abs() < 1e-6);
                prop_assert!((one.p - other.p).abs() < 1e-9 && (0.0..=1.0).contains(&one.p));
            }
        }
    }
}
