//! Medians of even, odd and no counts.

use super::*;

#[track_caller]
fn check_median(values: &[f64], expected: Option<f64>) {
    assert_eq!(median(values).ok(), expected, "{values:?}");
}

#[test]
fn the_middle_of_odd_even_and_none() {
    check_median(&[], None);
    check_median(&[7.0], Some(7.0));
    check_median(&[3.0, 1.0, 2.0], Some(2.0));
    check_median(&[4.0, 1.0, 3.0, 2.0], Some(2.5));
    check_median(&[1.0, f64::NAN], None);
    check_median(&[f64::INFINITY, 1.0, 2.0], Some(2.0));
}
