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
fn a_million_observations_cost_digits_but_few() {
    // lgamma of a million carries an absolute error of 1e-9, which the front factor takes over.
    let exact = 1.0 - libm::exp(1e6 * libm::log1p(-1e-6));
    assert!((beta_regularised(1.0, 1e6, 1e-6) - exact).abs() < 1e-8);
}

#[test]
fn gamma_has_its_closed_forms() {
    // P(1, x) = 1 - e^-x; P(2, x) = 1 - (1 + x) e^-x, below and above the change of method.
    check_close(gamma_regularised(1.0, 0.3), 1.0 - libm::exp(-0.3));
    check_close(gamma_regularised(2.0, 1.0), 1.0 - 2.0 * libm::exp(-1.0));
    check_close(gamma_regularised(2.0, 9.0), 1.0 - 10.0 * libm::exp(-9.0));
    check_close(gamma_regularised(3.0, 0.0), 0.0);
}
