//! Intervals against the published table and their laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{binomial, is_asked, share};

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

#[test]
fn intervals_cover() {
    if !is_asked("proportions_cover") {
        return;
    }
    for (n, p) in [(20, 0.9), (50, 0.9), (50, 0.5), (200, 0.8)] {
        let covers = |name: &str, estimate: fn(u64, u64) -> Result<Estimate, NotEstimable>| {
            share(&format!("{name}, {p} of {n}"), 10_000, |idx| {
                let hits = binomial(&mut Seed(8114).index(idx).rng(), n, p);
                let found = estimate(hits, n).ok()?;
                Some(found.lower <= p && p <= found.upper)
            })
        };
        let wilson = covers("Wilson", proportion_wilson95);
        let exact = covers("Clopper-Pearson", proportion_clopper_pearson95);
        assert!((0.92..=0.985).contains(&wilson), "{wilson}");
        assert!(exact >= 0.945, "{exact}");
    }
}

// 2^40 observations and an end: no NaN, no endless search, no width of nothing.
#[test]
fn huge_counts_have_intervals() {
    let n = 1_u64 << 40;
    for hits in [0, 1, n / 2, n] {
        for estimate in [proportion_wilson95, proportion_clopper_pearson95] {
            let found = estimate(hits, n).unwrap();
            assert!(
                found.lower <= found.value && found.value <= found.upper,
                "{found:?}"
            );
            assert!(
                found.upper - found.lower > 0.0 && found.upper - found.lower < 1e-5,
                "{found:?}"
            );
        }
    }
}
