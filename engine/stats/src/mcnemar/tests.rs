//! P values worked by hand.

use super::*;

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
