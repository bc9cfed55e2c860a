//! Numbers are read as they were written.

use super::Measure;

#[track_caller]
fn check(value: f64, expected: &str) {
    let measure = Measure::of(value).unwrap();
    assert_eq!(measure.to_string(), expected);
    assert_eq!(Measure::parse(expected), Some(measure));
}

#[test]
fn a_number_has_four_decimals() {
    check(0.0, "0.0000");
    check(-0.0, "0.0000");
    check(0.87, "0.8700");
    check(0.666_66, "0.6667");
    check(-0.1, "-0.1000");
    check(-3.5, "-3.5000");
    check(125.25, "125.2500");
}

#[test]
fn what_is_no_number_is_none() {
    for value in [f64::NAN, f64::INFINITY, 1e300, -1.1e9] {
        assert_eq!(Measure::of(value), None, "{value}");
    }
    for text in [
        "",
        "-",
        "0",
        "0.1",
        "0.10000",
        "00.1000",
        "-0.0000",
        "+0.1000",
        " 0.1000",
        "1e3.0000",
        "0,1000",
        "99999999999.0000",
        "0.١٢٣٤",
    ] {
        assert_eq!(Measure::parse(text), None, "{text:?}");
    }
}
