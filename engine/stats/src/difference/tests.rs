//! Newcombe's table, and both ends of nothing.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{binomial, is_asked, share};

#[track_caller]
fn check(first: (u64, u64), second: (u64, u64), lower: f64, upper: f64) {
    let found = difference_newcombe95(first, second).unwrap();
    let round = |x: f64| (x * 1e4).round() / 1e4;
    assert_eq!((round(found.lower), round(found.upper)), (lower, upper));
    let back = difference_newcombe95(second, first).unwrap();
    assert!((back.lower + found.upper).abs() < 1e-12);
}

// Newcombe, Stat Med 1998;17:873-890, table II, method 10.
#[test]
fn newcombes_table() {
    check((56, 70), (48, 80), 0.0524, 0.3339);
    check((9, 10), (3, 10), 0.1705, 0.8090);
    check((6, 7), (2, 7), 0.0582, 0.8062);
    check((5, 56), (0, 29), -0.0381, 0.1926);
    check((0, 10), (0, 20), -0.1611, 0.2775);
    check((0, 10), (0, 10), -0.2775, 0.2775);
    check((10, 10), (0, 20), 0.6791, 1.0);
    check((10, 10), (0, 10), 0.6075, 1.0);
}

#[test]
fn nothing_on_one_side_is_no_difference() {
    for (first, second) in [((0, 0), (1, 2)), ((1, 2), (0, 0)), ((3, 2), (1, 2))] {
        assert!(difference_newcombe95(first, second).is_err());
    }
}

#[test]
fn a_difference_by_hand() {
    // 0 of 10 has Wilson's upper end z² / (10 + z²), 10 of 10 a lower end as far below 1; the other ends are the values.
    let end = crate::proportion::Z_95 * crate::proportion::Z_95;
    let end = end / (10.0 + end);
    let found = difference_newcombe95((10, 10), (0, 10)).unwrap();
    assert!((found.lower - (1.0 - end * 2.0_f64.sqrt())).abs() < 1e-12);
    assert!((found.upper - 1.0).abs() < 1e-12);
}

#[test]
fn intervals_cover() {
    if !is_asked("differences_cover") {
        return;
    }
    for (n, p1, p2) in [(20, 0.9, 0.6), (50, 0.9, 0.6), (50, 0.5, 0.5)] {
        let found = share(
            &format!("Newcombe {p1} less {p2}, {n} + {n}"),
            10_000,
            |idx| {
                let mut rng = Seed(8115).index(idx).rng();
                let first = (binomial(&mut rng, n, p1), n);
                let found = difference_newcombe95(first, (binomial(&mut rng, n, p2), n)).ok()?;
                Some(found.lower <= p1 - p2 && p1 - p2 <= found.upper)
            },
        );
        assert!((0.93..=0.98).contains(&found), "{found}");
    }
}

proptest! {
    #[test]
    fn differences_turn_round_and_stay_within_one(
        n1 in 1_u64..200, n2 in 1_u64..200, x1 in 0_u64..200, x2 in 0_u64..200,
    ) {
        prop_assume!(x1 <= n1 && x2 <= n2);
        let there = difference_newcombe95((x1, n1), (x2, n2)).unwrap();
        let back = difference_newcombe95((x2, n2), (x1, n1)).unwrap();
        prop_assert!((there.lower + back.upper).abs() < 1e-12 && (there.upper + back.lower).abs() < 1e-12);
        prop_assert!(-1.0 - 1e-12 <= there.lower && there.lower <= there.value);
        prop_assert!(there.value <= there.upper && there.upper <= 1.0 + 1e-12);
    }
}
