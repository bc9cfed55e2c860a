//! Days of the calendar.

use super::date;

#[test]
fn days_are_those_of_the_calendar() {
    assert_eq!(date(0), "1970-01-01");
    assert_eq!(date(951_782_400), "2000-02-29");
    assert_eq!(date(1_795_392_000), "2026-11-23");
    assert_eq!(date(4_102_444_799), "2099-12-31");
}
