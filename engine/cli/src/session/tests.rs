//! Times in words.

use super::*;

#[track_caller]
fn check(unix_s: u64, expected: &str) {
    assert_eq!(utc(unix_s), expected);
}

#[test]
fn seconds_since_1970_are_dates() {
    // By `date -u -d @SECONDS`.
    check(0, "1970-01-01 00:00:00 UTC");
    check(951_782_400, "2000-02-29 00:00:00 UTC");
    check(951_868_799, "2000-02-29 23:59:59 UTC");
    check(1_795_603_678, "2026-11-25 10:47:58 UTC");
    check(4_107_542_399, "2100-02-28 23:59:59 UTC");
    check(4_107_542_400, "2100-03-01 00:00:00 UTC");
    check(253_402_300_800, "253402300800 s after 1970");
}
