//! Quantiles against the values that AS 241 gives, and against the distribution function.

use super::{normal_cdf, normal_quantile};

#[track_caller]
fn check(p: f64, expected: f64) {
    let found = normal_quantile(p);
    assert!(
        (found - expected).abs() <= 4e-15 * expected.abs(),
        "quantile of {p}: expected {expected}, found {found}"
    );
}

/// The three values that Wichura 1988 prints for checking PPND16.
#[test]
fn the_printed_values_come_out() {
    check(0.25, -0.674_489_750_196_081_7);
    check(0.001, -3.090_232_306_167_813_5);
    check(1e-20, -9.262_340_089_798_408);
}

/// 1.959964 is the two-sided 95 % point of every table.
#[test]
fn the_usual_points_come_out() {
    check(0.975, 1.959_963_984_540_054);
    check(0.5, 0.0);
    check(0.841_344_746_068_542_9, 1.0);
}

#[test]
fn quantile_and_distribution_undo_each_other() {
    for step in -60..=60 {
        let z = f64::from(step) * 0.1;
        let back = normal_quantile(normal_cdf(z));
        // Above 5 the share is so near to 1 that a double holds few digits of what is missing.
        let tolerance = if z > 4.0 { 1e-6 } else { 1e-11 };
        assert!((back - z).abs() < tolerance, "{z} came back as {back}");
    }
}

#[test]
fn the_ends_and_what_lies_outside() {
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(normal_quantile(-0.1).is_nan());
    assert!(normal_quantile(1.1).is_nan());
    assert!(normal_quantile(f64::NAN).is_nan());
    assert_eq!(normal_cdf(f64::NEG_INFINITY), 0.0);
    assert_eq!(normal_cdf(f64::INFINITY), 1.0);
    assert!(normal_cdf(f64::NAN).is_nan());
}
