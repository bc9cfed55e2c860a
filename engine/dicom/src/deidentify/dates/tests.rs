//! Tests: dates of patients move, and nothing else passes for a date.

use super::*;

#[track_caller]
fn check(vr: &[u8; 2], text: &str, days: i64, expected: Option<&str>) {
    assert_eq!(moved_back(*vr, text, days).as_deref(), expected);
}

#[test]
fn dates_move_by_days() {
    // Python: datetime.date(2024, 3, 1) - timedelta(n).
    check(b"DA", "20240301", 1, Some("20240229"));
    check(b"DA", "20240301", 366, Some("20230301"));
    check(b"DA", "20240301", 3650, Some("20140304"));
    check(b"DA", "20000101\\20000102", 1, Some("19991231\\20000101"));
    check(b"DA", "1999.12.31", 31, Some("19991130"));
    check(b"DA", "", 5, Some(""));
}

#[test]
fn times_stay_and_date_times_move() {
    check(b"TM", "101530.123", 7, Some("101530.123"));
    check(
        b"DT",
        "20240301101530.5+0300",
        1,
        Some("20240229101530.5+0300"),
    );
    check(b"SH", "-0500", 1, Some("-0500"));
}

#[test]
fn what_is_no_date_does_not_pass_as_one() {
    check(b"DA", "Smith", 1, None);
    check(b"DA", "20241301", 1, None);
    check(b"DA", "0001010", 1, None);
    check(b"TM", "Smith", 1, None);
    check(b"DT", "2024", 1, None);
    check(b"DT", "20240301 Smith", 1, None);
    check(b"DT", "2024030\u{44f}1", 1, None);
    check(b"SH", "Smith", 1, None);
    check(b"LO", "20240301", 1, None);
}

#[test]
fn every_day_of_two_centuries_comes_back() {
    for days in -40_000..40_000 {
        let (year, month, day) = civil(days);
        assert_eq!(days_of(year, month, day), days);
    }
}

#[test]
fn ages_above_89_are_capped() {
    let check = |age, expected: Option<&str>| assert_eq!(capped_age(age).as_deref(), expected);
    check("089Y", Some("089Y"));
    check("090Y", Some("090Y"));
    check("103Y", Some("090Y"));
    check("999M", Some("999M"));
    check("018M", Some("018M"));
    check("45", None);
    check("Y", None);
    check("", None);
    check("ninety", None);
}
