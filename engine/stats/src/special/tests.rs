//! The incomplete functions against closed forms.

use super::*;

#[track_caller]
fn check_close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs().max(1e-3),
        "found {found}, expected {expected}"
    );
}

#[test]
fn beta_has_its_closed_forms() {
    // I_x(1, b) = 1 - (1 - x)^b; I_x(a, 1) = x^a; I_1/2(a, a) = 1/2.
    check_close(beta_regularised(1.0, 3.0, 0.2), 1.0 - 0.512);
    check_close(beta_regularised(4.0, 1.0, 0.3), 0.0081);
    check_close(beta_regularised(17.5, 17.5, 0.5), 0.5);
    // Binomial(5, 0.4): P(X >= 2) = I_0.4(2, 4) = 0.66304.
    check_close(beta_regularised(2.0, 4.0, 0.4), 0.66304);
    check_close(beta_regularised(2.0, 4.0, 0.0), 0.0);
    check_close(beta_regularised(2.0, 4.0, 1.0), 1.0);
}

#[test]
fn a_million_observations_cost_no_digits() {
    let exact = -libm::expm1(1e6 * libm::log1p(-1e-6));
    check_close(beta_regularised(1.0, 1e6, 1e-6), exact);
}

#[test]
fn a_small_upper_tail_keeps_its_digits() {
    // 1 - I_x(1, b) = (1 - x)^b = 1e-30; Q(1, x) = e^-x.
    let [lower, upper] = beta_both(1.0, 3.0, 1.0 - 1e-10, 1e-10);
    assert_eq!(lower, 1.0);
    assert!((upper / 1e-30 - 1.0).abs() < 1e-13, "{upper}");
    let [lower, upper] = gamma_both(1.0, 100.0);
    assert_eq!(lower, 1.0);
    assert!((upper / libm::exp(-100.0) - 1.0).abs() < 1e-13, "{upper}");
}

#[test]
fn poisson_by_hand() {
    // e^-2 (1, 2, 2, 4/3, 2/3).
    for (count, times) in [
        (0.0, 1.0),
        (1.0, 2.0),
        (2.0, 2.0),
        (3.0, 4.0 / 3.0),
        (4.0, 2.0 / 3.0),
    ] {
        check_close(poisson(count, 2.0), times * libm::exp(-2.0));
    }
}

#[test]
fn gamma_has_its_closed_forms() {
    // P(1, x) = 1 - e^-x; P(2, x) = 1 - (1 + x) e^-x, below and above the change of method.
    check_close(gamma_regularised(1.0, 0.3), 1.0 - libm::exp(-0.3));
    check_close(gamma_regularised(2.0, 1.0), 1.0 - 2.0 * libm::exp(-1.0));
    check_close(gamma_regularised(2.0, 9.0), 1.0 - 10.0 * libm::exp(-9.0));
    check_close(gamma_regularised(3.0, 0.0), 0.0);
}
