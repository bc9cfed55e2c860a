//! P values worked by hand, published, large, and their laws.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{binomial, is_asked, share};

#[track_caller]
fn check_p(gained: u64, lost: u64, p_exact: f64, p_mid: f64) {
    let found = mcnemar(gained, lost);
    assert!(
        (found.p_exact - p_exact).abs() < 1e-12 && (found.p_mid - p_mid).abs() < 1e-12,
        "{found:?}"
    );
    assert_eq!(found, mcnemar(lost, gained));
}

#[test]
fn small_tables_by_hand() {
    check_p(0, 0, 1.0, 1.0);
    // Binomial(5, 1/2): P(X <= 2) = 16/32, P(X = 2) = 10/32.
    check_p(2, 3, 1.0, 0.6875);
    // Binomial(10, 1/2): P(X <= 1) = 11/1024, P(X = 1) = 10/1024.
    check_p(1, 9, 22.0 / 1024.0, 12.0 / 1024.0);
    check_p(0, 6, 2.0 / 64.0, 1.0 / 64.0);
}

// Airway responsiveness of 21 children, 1 and 7 discordant: Fagerland, Lydersen, Laake 2013, table 6: 0.0703 and 0.0391.
#[test]
fn the_children_of_bentur() {
    check_p(1, 7, 0.070_312_5, 0.039_062_5);
}

#[test]
fn many_pairs_join_the_few_without_a_step() {
    // Both ways on both sides of the limit, and against the normal approximation far above.
    let (below, above) = (mcnemar(470, 530), mcnemar(470, 531));
    assert!((below.p_exact - above.p_exact).abs() < 0.01 && above.p_exact < below.p_exact);
    let many = mcnemar(1_000_000, 1_003_000);
    let z = 3000.0 / f64::sqrt(2_003_000.0);
    let approximate = 2.0 * crate::normal_cdf(-z);
    assert!(
        (many.p_mid - approximate).abs() < 1e-6,
        "{many:?} {approximate}"
    );
    assert_eq!(mcnemar(u64::MAX, 0).p_exact, 0.0);
}

#[test]
fn the_exact_test_is_conservative_and_mid_p_near_its_level() {
    if !is_asked("mcnemar_keeps_its_level") {
        return;
    }
    for n in [20_u64, 60] {
        // A fifth of the pairs is discordant, as many one way as the other.
        let drawn = |idx: u64| {
            let mut rng = Seed(8109).index(idx).rng();
            let discordant = binomial(&mut rng, n, 0.2);
            let gained = binomial(&mut rng, discordant, 0.5);
            mcnemar(gained, discordant - gained)
        };
        let exact = share(&format!("McNemar exact, {n} pairs"), 20_000, |idx| {
            Some(drawn(idx).p_exact < 0.05)
        });
        let mid = share(&format!("McNemar mid-p, {n} pairs"), 20_000, |idx| {
            Some(drawn(idx).p_mid < 0.05)
        });
        assert!(exact <= mid && exact < 0.05 && mid < 0.055, "{exact} {mid}");
    }
}

proptest! {
    #[test]
    fn p_values_are_probabilities_and_fall_with_the_distance(gained in 0_u64..3000, lost in 0_u64..3000) {
        let found = mcnemar(gained, lost);
        prop_assert_eq!(found, mcnemar(lost, gained));
        prop_assert!(0.0 <= found.p_mid && found.p_mid <= found.p_exact && found.p_exact <= 1.0);
        let (more, less) = (gained.max(lost), gained.min(lost));
        prop_assert!(mcnemar(more + 1, less).p_exact <= found.p_exact + 1e-12);
    }
}
