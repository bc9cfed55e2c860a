//! Times are read as they were written, and days that are none are refused.

use super::{LAST, Timestamp};

#[track_caller]
fn check(seconds: u64, expected: &str) {
    let time = Timestamp::of_unix_seconds(seconds).unwrap();
    assert_eq!(time.to_string(), expected);
    assert_eq!(Timestamp::parse(expected), Some(time));
}

/// The seconds are those of `date -u -d ... +%s`.
#[test]
fn seconds_and_text_are_the_same_time() {
    check(0, "1970-01-01T00:00:00Z");
    check(951_782_400, "2000-02-29T00:00:00Z");
    check(1_262_304_000, "2010-01-01T00:00:00Z");
    check(1_795_637_700, "2026-11-25T20:15:00Z");
    check(LAST, "9999-12-31T23:59:59Z");
}

#[test]
fn days_are_counted_through_leap_years() {
    let time = Timestamp::parse("2027-12-31T10:00:00Z").unwrap();
    assert_eq!(
        time.plus_days(60).unwrap().to_string(),
        "2028-02-29T10:00:00Z"
    );
    assert_eq!(time.plus_days(u32::MAX), None);
    assert_eq!(Timestamp::of_unix_seconds(LAST + 1), None);
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "2026-11-25",
        "2026-11-25T20:15:00+00:00",
        "2026-11-25 20:15:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "1969-12-31T23:59:59Z",
        "2026-1x-01T00:00:00Z",
        "２026-01-01T00:00:00",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
}
