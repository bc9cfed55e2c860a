//! Points of Student's table, and a mean by hand.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, share};

// Student's t, two-sided 5 %: Fisher and Yates, Statistical Tables, table III.
#[test]
fn students_table() {
    for (df, expected) in [
        (1.0, 12.706),
        (2.0, 4.303),
        (10.0, 2.228),
        (30.0, 2.042),
        (120.0, 1.980),
    ] {
        let found = (t_975(df) * 1e3).round() / 1e3;
        assert_eq!(found, expected, "{df} degrees of freedom");
    }
}

#[test]
fn a_mean_by_hand() {
    // Mean 0.5, s² = (0.09 + 0.01 + 0.01 + 0.09) / 3 = 0.2/3, standard error sqrt(0.2/12), t on 3 df 3.182446.
    let found = mean_share_t95(&[0.2, 0.4, 0.6, 0.8]).unwrap();
    assert!((found.value - 0.5).abs() < 1e-15);
    let half = 3.182_446_305_284_263 * (0.2_f64 / 12.0).sqrt();
    assert!((found.lower - (0.5 - half)).abs() < 1e-9, "{found:?}");
    assert!((found.upper - (0.5 + half)).abs() < 1e-9, "{found:?}");
    assert_eq!(found.n, 4);
}

#[test]
fn the_interval_stays_within_shares_and_one_value_has_none() {
    let found = mean_share_t95(&[0.0, 1.0]).unwrap();
    assert_eq!((found.lower, found.upper), (0.0, 1.0));
    assert!(mean_share_t95(&[0.5]).is_err());
    assert!(mean_share_t95(&[]).is_err());
    assert!(mean_share_t95(&[0.5, 1.5]).is_err());
}

#[test]
fn intervals_cover() {
    if !is_asked("means_cover") {
        return;
    }
    for n in [5, 20] {
        let found = share(&format!("Student, {n} even shares"), 10_000, |idx| {
            let mut rng = Seed(8117).index(idx).rng();
            let shares: Vec<f64> = (0..n).map(|_| rng.unit()).collect();
            let found = mean_share_t95(&shares).ok()?;
            Some(found.lower <= 0.5 && 0.5 <= found.upper)
        });
        assert!((0.92..=0.96).contains(&found), "{found}");
    }
}

proptest! {
    #[test]
    fn shares_turn_round_and_order_does_not_matter(shares in prop::collection::vec(0.0_f64..=1.0, 2..30)) {
        let found = mean_share_t95(&shares).unwrap();
        let turned: Vec<f64> = shares.iter().rev().map(|x| 1.0 - x).collect();
        let back = mean_share_t95(&turned).unwrap();
        prop_assert!((found.value + back.value - 1.0).abs() < 1e-12);
        prop_assert!((found.lower + back.upper - 1.0).abs() < 1e-9 && (found.upper + back.lower - 1.0).abs() < 1e-9);
        prop_assert!(0.0 <= found.lower && found.lower <= found.value + 1e-12 && found.value <= found.upper + 1e-12);
    }
}
