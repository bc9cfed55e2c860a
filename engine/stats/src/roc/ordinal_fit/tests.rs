//! Derivatives against differences of the distribution functions, for the tests of the families.

use super::*;

const STEP: f64 = 1e-4;

/// A derivative by differences, to the fourth order.
fn slope(of: impl Fn(f64) -> f64) -> f64 {
    let apart = |step: f64| of(step) - of(-step);
    (8.0 * apart(STEP) - apart(2.0 * STEP)) / (12.0 * STEP)
}

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
}

/// All derivatives of a family at a bound; the first ones are differences of F, the second ones of the first.
#[track_caller]
pub(in crate::roc) fn check_slopes<F: Family>(curve: F, bound: f64) {
    let found = curve.slopes(bound);
    let below = |curve: F, z: f64| curve.between(f64::NEG_INFINITY, z);
    check(found.density, slope(|d| below(curve, bound + d)));
    let by_z = |of: fn(Slopes) -> f64| slope(|d| of(curve.slopes(bound + d)));
    check(found.density_slope, by_z(|of| of.density));
    for which in 0..2 {
        let moved = |d: f64| {
            let mut by = [0.0; 2];
            by[which] = d;
            curve.moved(by).unwrap()
        };
        check(found.shape[which], slope(|d| below(moved(d), bound)));
        let by_shape = |of: fn(Slopes) -> f64| slope(|d| of(moved(d).slopes(bound)));
        check(found.density_shape[which], by_shape(|of| of.density));
        check(found.shape_shape[which], by_shape(|of| of.shape[0]));
        check(found.shape_shape[which + 1], by_shape(|of| of.shape[1]));
    }
}

#[test]
fn the_normal_class_has_its_own_slopes() {
    for z in [-2.0, 0.3, 4.0] {
        let found = normal_slopes(z);
        check(found.density, slope(|d| normal_cdf(z + d)));
        check(found.density_slope, slope(|d| normal_density(z + d)));
    }
}
