//! A system that can be solved on paper, and the refusals.

use super::*;

#[test]
fn a_small_system_is_solved() {
    // [4 2; 2 3] (x, y) = (8, 7): y = 1.5, x = 1.25.
    let factor = Cholesky::of(2, &[4.0, 2.0, 2.0, 3.0]).unwrap();
    let found = factor.solve(&[8.0, 7.0]);
    assert!((found[0] - 1.25).abs() < 1e-15 && (found[1] - 1.5).abs() < 1e-15);
    let inverse = factor.inverse();
    for (found, expected) in inverse.iter().zip([0.375, -0.25, -0.25, 0.5]) {
        assert!((found - expected).abs() < 1e-15);
    }
    // b' M^-1 b = (1, 0) inverse (1, 0)' = 0.375.
    let half = factor.half_solve(&[1.0, 0.0]);
    assert!((half.iter().map(|x| x * x).sum::<f64>() - 0.375).abs() < 1e-15);
}

#[test]
fn a_matrix_that_is_not_positive_definite_has_no_factor() {
    assert!(Cholesky::of(2, &[1.0, 1.0, 1.0, 1.0]).is_none());
    assert!(Cholesky::of(2, &[1.0, 2.0, 2.0, 1.0]).is_none());
    assert!(Cholesky::of(1, &[f64::NAN]).is_none());
    assert!(Cholesky::of(1, &[0.0]).is_none());
}
