//! Tables against SciPy, the tea by hand, laws, refusals, the error rate and the coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{binomial, is_asked, near, rate_of};

// The lady tasting tea, by hand: tables 0 to 4 have chances 1, 16, 36, 16, 1 of 70; [[3,1],[1,3]] gives 34/70, mid-p 26/70.
// The odds ratio and its ends: SciPy 1.17.1 odds_ratio(kind="conditional").
#[test]
fn the_lady_tasting_tea() {
    let found = fisher_exact([[3, 1], [1, 3]]).unwrap();
    near(found.p_exact, 34.0 / 70.0);
    near(found.p_mid, 26.0 / 70.0);
    assert!((found.odds_ratio.unwrap() - 6.408_319_658_199_662).abs() < 1e-5);
    assert!((found.lower - 0.211_735_595_446_579_66).abs() < 1e-8);
    assert!((found.upper.unwrap() - 626.243_530_588_814_1).abs() < 1e-3);
}

// SciPy 1.17.1 fisher_exact and odds_ratio, whose root finding stops at about 1e-6.
#[test]
fn tables_as_scipy_has_them() {
    let check = |table, p: f64, lower: f64, upper: Option<f64>, odds_ratio: Option<f64>| {
        let found = fisher_exact(table).unwrap();
        let alike = |a: f64, b: f64| (a - b).abs() <= 1e-5 * b;
        near(found.p_exact, p);
        assert!(alike(found.lower, lower), "{found:?}");
        for (a, b) in [(found.upper, upper), (found.odds_ratio, odds_ratio)] {
            assert_eq!(a.is_some(), b.is_some());
            assert!(a.zip(b).is_none_or(|(a, b)| alike(a, b)), "{found:?}");
        }
    };
    let root = 0.034_965_034_965_034_975;
    check(
        [[8, 2], [1, 5]],
        root,
        1.008_849_207_947_672_3,
        Some(1_059.639_495_086_278_2),
        Some(15.465_819_716_921_013),
    );
    check(
        [[30, 12], [15, 28]],
        0.001_058_091_120_750_334_1,
        1.705_666_108_962_122_7,
        Some(12.975_493_826_184_934),
        Some(4.574_594_225_038_658),
    );
    check(
        [[9, 0], [1, 6]],
        0.000_874_125_874_125_874_2,
        3.333_964_672_000_404_6,
        None,
        None,
    );
    check(
        [[9, 0], [6, 1]],
        0.4375,
        0.032_967_032_967_031_1,
        None,
        None,
    );
}

#[test]
fn an_empty_margin_and_huge_counts_are_named() {
    for table in [[[0, 0], [1, 2]], [[0, 2], [0, 3]], [[0, 0], [0, 0]]] {
        assert!(matches!(
            fisher_exact(table),
            Err(NotEstimable::Degenerate { .. })
        ));
    }
    assert!(matches!(
        fisher_exact([[u64::MAX, 1], [1, 1]]),
        Err(NotEstimable::OutOfDomain { .. })
    ));
}

proptest! {
    #[test]
    fn turning_and_swapping(a in 0u64..30, b in 0u64..30, c in 0u64..30, d in 0u64..30) {
        let Ok(found) = fisher_exact([[a, b], [c, d]]) else { return Ok(()) };
        let turned = fisher_exact([[a, c], [b, d]]).unwrap();
        let swapped = fisher_exact([[b, a], [d, c]]).unwrap();
        for other in [turned, swapped] {
            prop_assert!((found.p_exact - other.p_exact).abs() < 1e-9);
            prop_assert!((found.p_mid - other.p_mid).abs() < 1e-9);
        }
        prop_assert!(0.0 <= found.p_mid && found.p_mid <= found.p_exact && found.p_exact <= 1.0);
        if let (Some(upper), true) = (found.upper, swapped.lower > 0.0) {
            prop_assert!((upper * swapped.lower - 1.0).abs() < 1e-6);
        }
        if let (Some(odds_ratio), Some(upper)) = (found.odds_ratio, found.upper) {
            prop_assert!(found.lower <= odds_ratio && odds_ratio <= upper);
        }
    }
}

#[test]
fn error_rate_of_fishers_test() {
    if !is_asked("error_rate_of_fishers_test") {
        return;
    }
    let of = |name: &str, mid: bool| {
        rate_of(name, 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let (a, c) = (binomial(&mut rng, 80, 0.1), binomial(&mut rng, 80, 0.1));
            fisher_exact([[a, 80 - a], [c, 80 - c]])
                .is_ok_and(|found| (if mid { found.p_mid } else { found.p_exact }) < 0.05)
        })
    };
    assert!(of("fisher exact, 8 of 80 twice", false) <= 0.05);
    assert!(of("fisher mid-p, 8 of 80 twice", true) <= 0.06);
}

#[test]
fn coverage_of_the_conditional_odds_ratio() {
    if !is_asked("coverage_of_the_conditional_odds_ratio") {
        return;
    }
    // Shares of 0.4 and 1/7: odds 2/3 and 1/6, whose ratio is 4. Tables without an interval do not cover.
    for n in [20, 80] {
        let rate = rate_of(&format!("odds ratio 4, {n} twice"), 4_000, |run| {
            let mut rng = Seed(8).index(run).rng();
            let (a, c) = (binomial(&mut rng, n, 0.4), binomial(&mut rng, n, 1.0 / 7.0));
            fisher_exact([[a, n - a], [c, n - c]]).is_ok_and(|found| {
                found.lower <= 4.0 && found.upper.is_none_or(|upper| 4.0 <= upper)
            })
        });
        assert!((0.95..0.995).contains(&rate), "{n}");
    }
}
