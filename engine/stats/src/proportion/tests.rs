//! Intervals against the published table and their laws.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check_interval(found: Result<Estimate, NotEstimable>, lower: f64, upper: f64) {
    let found = found.expect("there are observations");
    let round = |x: f64| (x * 1e4).round() / 1e4;
    assert_eq!(
        (round(found.lower), round(found.upper)),
        (lower, upper),
        "{found:?}"
    );
}

// Newcombe, Stat Med 1998;17:857-872, table I: methods 3 (Wilson) and 5 (Clopper and Pearson).
#[test]
fn newcombes_table_wilson() {
    check_interval(proportion_wilson95(81, 263), 0.2553, 0.3662);
    check_interval(proportion_wilson95(15, 148), 0.0624, 0.1605);
    check_interval(proportion_wilson95(0, 20), 0.0, 0.1611);
    check_interval(proportion_wilson95(1, 29), 0.0061, 0.1718);
}

#[test]
fn newcombes_table_clopper_pearson() {
    check_interval(proportion_clopper_pearson95(81, 263), 0.2527, 0.3676);
    check_interval(proportion_clopper_pearson95(15, 148), 0.0578, 0.1617);
    check_interval(proportion_clopper_pearson95(0, 20), 0.0, 0.1684);
    check_interval(proportion_clopper_pearson95(1, 29), 0.0009, 0.1776);
}

#[test]
fn nothing_observed_is_no_estimate() {
    for estimate in [proportion_wilson95, proportion_clopper_pearson95] {
        let reason = |hits, n| estimate(hits, n).unwrap_err().to_string();
        assert_eq!(
            reason(0, 0),
            "not estimable: 1 observations needed, 0 found"
        );
        assert_eq!(
            reason(3, 2),
            "not estimable: value 0 of the hits is outside 0 to the number of observations"
        );
    }
}

proptest! {
    #[test]
    fn hits_and_misses_mirror_each_other(n in 1u64..400, hits in 0u64..400) {
        prop_assume!(hits <= n);
        for estimate in [proportion_wilson95, proportion_clopper_pearson95] {
            let (a, b) = (estimate(hits, n).unwrap(), estimate(n - hits, n).unwrap());
            prop_assert!((a.lower - (1.0 - b.upper)).abs() < 1e-9 && (a.upper - (1.0 - b.lower)).abs() < 1e-9);
            prop_assert!(a.lower <= a.value && a.value <= a.upper);
        }
    }

    #[test]
    fn the_exact_ends_cut_off_two_and_a_half_per_cent(n in 1u32..60, hits in 0u32..60) {
        prop_assume!(hits <= n);
        let found = proportion_clopper_pearson95(hits.into(), n.into()).unwrap();
        // The tail of the binomial distribution, summed term by term.
        let term = |p: f64, k: u32| {
            choose(n, k) * libm::pow(p, k.into()) * libm::pow(1.0 - p, (n - k).into())
        };
        let tail = |p: f64, from: u32, to: u32| (from..=to).map(|k| term(p, k)).sum::<f64>();
        if hits > 0 {
            prop_assert!((tail(found.lower, hits, n) - 0.025).abs() < 1e-9);
        }
        if hits < n {
            prop_assert!((tail(found.upper, 0, hits) - 0.025).abs() < 1e-9);
        }
    }
}

fn choose(n: u32, k: u32) -> f64 {
    (1..=k).fold(1.0, |c, i| c * f64::from(n - k + i) / f64::from(i))
}
