//! The chances of the monitoring sample as published, plans against SciPy, laws, refusals, and a simulation.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{binomial, is_asked, near, rate_of};

// clinical-facts, section 7: more than 8 of 80 has the chance 0.02, 0.19, 0.41, 0.63 and 0.87 at true rates of 5, 8, 10,
// 12 and 15 %; to all digits SciPy 1.17.1 binom.sf.
#[test]
fn the_monitoring_sample() {
    let chances = [
        (0.05, 0.02, 0.018_403_094_505_885_755),
        (0.08, 0.19, 0.188_754_351_212_305_3),
        (0.10, 0.41, 0.407_323_502_156_544_84),
        (0.12, 0.63, 0.632_919_197_981_463_2),
        (0.15, 0.87, 0.865_750_080_567_604_6),
    ];
    for (share, published, exact) in chances {
        let stopped = 1.0 - SamplingPlan::MONITORING.acceptance(share).unwrap();
        assert!((stopped - published).abs() < 0.005);
        assert!((stopped - exact).abs() < 1e-12);
    }
    // None of 80: the upper 95 % limit, one-sided, is 3.7 %.
    let none = SamplingPlan { n: 80, accept: 0 };
    near(
        none.share_accepted(0.05).unwrap(),
        1.0 - libm::pow(0.05, 1.0 / 80.0),
    );
}

// Per cent defective that pass with 95 and 10 % of a sample of 80 (code letter J), SciPy 1.17.1 beta.ppf to 5 decimals.
#[test]
fn shares_that_pass() {
    for (accept, often, rarely) in [
        (0, 0.000_64, 0.028_37),
        (2, 0.010_30, 0.065_16),
        (7, 0.050_74, 0.142_75),
        (14, 0.119_28, 0.241_81),
    ] {
        let plan = SamplingPlan { n: 80, accept };
        assert!((plan.share_accepted(0.95).unwrap() - often).abs() < 6e-6);
        assert!((plan.share_accepted(0.10).unwrap() - rarely).abs() < 6e-6);
    }
}

// By search through all plans with SciPy 1.17.1.
#[test]
fn smallest_plans() {
    let check = |good, bad, n, accept| {
        let found = SamplingPlan::smallest(good, bad).unwrap();
        assert_eq!(found, SamplingPlan { n, accept });
    };
    check((0.05, 0.05), (0.15, 0.1), 77, 7);
    check((0.02, 0.05), (0.08, 0.1), 98, 4);
    check((0.05, 0.1), (0.1, 0.1), 187, 13);
    check((0.01, 0.05), (0.05, 0.1), 132, 3);
}

// By hand: of two studies none defective is accepted with (1-p)².
#[test]
fn two_studies_by_hand() {
    let plan = SamplingPlan { n: 2, accept: 0 };
    near(plan.acceptance(0.3).unwrap(), 0.49);
    near(plan.share_accepted(0.25).unwrap(), 0.5);
    assert_eq!(plan.acceptance(0.0), Ok(1.0));
    assert_eq!(plan.acceptance(1.0), Ok(0.0));
}

#[test]
fn bad_plans_are_named() {
    let all = SamplingPlan { n: 80, accept: 80 };
    assert!(all.acceptance(0.1).is_err() && all.share_accepted(0.1).is_err());
    assert!(SamplingPlan { n: 0, accept: 0 }.acceptance(0.1).is_err());
    assert!(
        SamplingPlan {
            n: u64::MAX,
            accept: 3
        }
        .acceptance(0.1)
        .is_err()
    );
    for bad in [-0.1, 1.1, f64::NAN] {
        assert!(SamplingPlan::MONITORING.acceptance(bad).is_err());
        assert!(SamplingPlan::MONITORING.share_accepted(bad).is_err());
    }
    assert!(SamplingPlan::smallest((0.2, 0.05), (0.1, 0.1)).is_err());
    assert!(SamplingPlan::smallest((0.1, 0.0), (0.2, 0.1)).is_err());
    assert!(matches!(
        SamplingPlan::smallest((0.100, 0.01), (0.100_01, 0.01)),
        Err(NotEstimable::NotConverged { .. })
    ));
}

proptest! {
    #[test]
    fn the_curve_falls_and_its_inverse_fits(n in 1u64..200, accept in 0u64..200, share in 0.001..0.999_f64, worse in 0.0..0.5_f64) {
        prop_assume!(accept < n);
        let plan = SamplingPlan { n, accept };
        let chance = plan.acceptance(share).unwrap();
        prop_assert!(plan.acceptance((share + worse).min(1.0)).unwrap() <= chance + 1e-12);
        if 1e-6 < chance && chance < 1.0 - 1e-6 {
            prop_assert!((plan.share_accepted(chance).unwrap() - share).abs() < 1e-6);
        }
    }
}

#[test]
fn the_curve_in_simulation() {
    if !is_asked("the_curve_in_simulation") {
        return;
    }
    for share in [0.05, 0.10, 0.15] {
        let rate = rate_of(&format!("8 of 80 accepted at {share}"), 20_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            binomial(&mut rng, 80, share) <= 8
        });
        let chance = SamplingPlan::MONITORING.acceptance(share).unwrap();
        assert!((rate - chance).abs() < 0.011);
    }
}
