//! Koopman's example, statsmodels, empty cells and laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{binomial, is_asked, share};

#[track_caller]
fn check(first: (u64, u64), second: (u64, u64), expected: [f64; 2]) {
    let found = koopman_limits(first, second).unwrap();
    for (found, expected) in found.into_iter().zip(expected) {
        let is_equal = found == expected || (found / expected - 1.0).abs() < 1e-6;
        assert!(is_equal, "{found} is not {expected}");
    }
}

// statsmodels 0.15.0 confint_proportions_2indep(compare="ratio", method="score", correction=False); the first is
// Koopman's example, Biometrics 1984;40:513, printed as 2.94 to 7.15.
#[test]
fn published_limits() {
    check(
        (36, 40),
        (16, 80),
        [2.939_569_192_214_996_5, 7.152_223_434_866_03],
    );
    check(
        (8, 15),
        (4, 15),
        [0.815_013_539_382_957_5, 5.336_316_846_323_286],
    );
    check((1, 20), (0, 20), [0.270_731_280_056_889_8, f64::INFINITY]);
    let found = ratio_koopman95((36, 40), (16, 80)).unwrap();
    assert!((found.value - 4.5).abs() < 1e-15);
    assert_eq!(found.n, 120);
}

#[test]
fn an_end_by_hand() {
    // With all hits in both the ends mirror each other.
    let found = ratio_koopman95((10, 10), (10, 10)).unwrap();
    assert!((found.lower * found.upper - 1.0).abs() < 1e-9, "{found:?}");
    // At θ < 1 the likeliest p2 is 1 and p1 = θ: z² = (1-θ)² n / (θ (1-θ)) = n (1-θ)/θ, so θ = n / (n + z²).
    assert!(
        (found.lower - 10.0 / (10.0 + Z_95 * Z_95)).abs() < 1e-9,
        "{found:?}"
    );
}

#[test]
fn empty_cells_are_named_or_ends() {
    let none = ratio_koopman95((0, 12), (3, 9)).unwrap();
    assert_eq!((none.value, none.lower), (0.0, 0.0));
    assert!(none.upper > 0.0 && none.upper < 2.0);
    let reason = |first, second| ratio_koopman95(first, second).unwrap_err().to_string();
    assert!(reason((3, 9), (0, 12)).contains("infinite"));
    assert!(reason((0, 9), (0, 12)).contains("both proportions are 0"));
    assert!(reason((0, 0), (1, 12)).contains("observations needed"));
    assert!(reason((1, 12), (3, 2)).contains("outside"));
}

#[test]
fn intervals_cover() {
    if !is_asked("ratios_cover") {
        return;
    }
    for (n, p1, p2) in [(20, 0.8, 0.2), (50, 0.9, 0.1), (50, 0.5, 0.5)] {
        let truth = p1 / p2;
        let found = share(
            &format!("Koopman {p1} over {p2}, {n} + {n}"),
            10_000,
            |idx| {
                let mut rng = Seed(8111).index(idx).rng();
                let first = (binomial(&mut rng, n, p1), n);
                let [lower, upper] = koopman_limits(first, (binomial(&mut rng, n, p2), n)).ok()?;
                Some(lower <= truth && truth <= upper)
            },
        );
        assert!((0.935..=0.98).contains(&found), "{found}");
    }
}

proptest! {
    #[test]
    fn ratios_turn_round(n1 in 1_u64..60, n2 in 1_u64..60, x1 in 0_u64..60, x2 in 0_u64..60) {
        prop_assume!(x1 <= n1 && x2 <= n2 && x1 + x2 > 0);
        let there = koopman_limits((x1, n1), (x2, n2)).unwrap();
        let back = koopman_limits((x2, n2), (x1, n1)).unwrap();
        prop_assert!(there[0] <= there[1]);
        for (end, other) in [(there[0], back[1]), (there[1], back[0])] {
            let product = end * other;
            prop_assert!((product - 1.0).abs() < 1e-6 || (end == 0.0 && other.is_infinite()) || (end.is_infinite() && other == 0.0));
        }
        if let Ok(found) = ratio_koopman95((x1, n1), (x2, n2)) {
            prop_assert!(found.lower <= found.value && found.value <= found.upper, "{:?}", found);
        }
    }
}
