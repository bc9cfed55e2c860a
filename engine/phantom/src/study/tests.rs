//! Dates of studies and their priors.

use super::*;

#[track_caller]
fn check(days_before: u32, expected: &str) {
    assert_eq!(study_date(days_before), expected);
}

#[test]
fn dates_count_back_from_the_first_day_of_2020() {
    check(0, "20200101");
    check(1, "20191231");
    check(365, "20190101");
    check(366, "20181231");
    // 2016 was a leap year: 1461 days are four years.
    check(1461, "20160101");
    check(1402, "20160229");
    check(u32::MAX, "19200101");
}
