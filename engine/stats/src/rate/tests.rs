//! The exact Poisson interval against the table of limits.

use super::*;

#[track_caller]
fn check_limits(events: u64, lower: f64, upper: f64) {
    let found = rate_garwood95(events, 1).expect("there is a unit");
    let round = |x: f64| (x * 1e3).round() / 1e3;
    assert_eq!(
        (round(found.lower), round(found.upper)),
        (lower, upper),
        "{found:?}"
    );
}

#[test]
fn the_limits_are_those_of_the_table() {
    // 95 % limits for the mean of a Poisson count: Pearson and Hartley, Biometrika Tables vol. 1, table 40.
    check_limits(0, 0.0, 3.689);
    check_limits(1, 0.025, 5.572);
    check_limits(5, 1.623, 11.668);
    check_limits(10, 4.795, 18.390);
    check_limits(30, 20.241, 42.827);
}

#[test]
fn a_rate_is_per_unit() {
    let found = rate_garwood95(10, 4).unwrap();
    assert_eq!((found.value, found.n), (2.5, 4));
    assert!((found.upper - 18.390 / 4.0).abs() < 1e-3);
    assert!(rate_garwood95(3, 0).is_err());
}
