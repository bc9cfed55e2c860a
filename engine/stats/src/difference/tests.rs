//! Newcombe's table, and both ends of nothing.

use super::*;

#[track_caller]
fn check(first: (u64, u64), second: (u64, u64), lower: f64, upper: f64) {
    let found = difference_newcombe95(first, second).unwrap();
    let round = |x: f64| (x * 1e4).round() / 1e4;
    assert_eq!((round(found.lower), round(found.upper)), (lower, upper));
    let back = difference_newcombe95(second, first).unwrap();
    assert!((back.lower + found.upper).abs() < 1e-12);
}

// Newcombe, Stat Med 1998;17:873-890, table II, method 10.
#[test]
fn newcombes_table() {
    check((56, 70), (48, 80), 0.0524, 0.3339);
    check((9, 10), (3, 10), 0.1705, 0.8090);
    check((6, 7), (2, 7), 0.0582, 0.8062);
    check((5, 56), (0, 29), -0.0381, 0.1926);
    check((0, 10), (0, 20), -0.1611, 0.2775);
    check((0, 10), (0, 10), -0.2775, 0.2775);
    check((10, 10), (0, 20), 0.6791, 1.0);
    check((10, 10), (0, 10), 0.6075, 1.0);
}

#[test]
fn nothing_on_one_side_is_no_difference() {
    for (first, second) in [((0, 0), (1, 2)), ((1, 2), (0, 0)), ((3, 2), (1, 2))] {
        assert!(difference_newcombe95(first, second).is_err());
    }
}
