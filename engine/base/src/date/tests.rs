//! Days whose seconds `date -u -d DAY +%s` of GNU coreutils gives.

use super::*;

#[test]
fn days_around_leap_days_and_turns_of_years() {
    for (unix_s, day) in [
        (0, "1970-01-01"),
        (86_399, "1970-01-01"),
        (86_400, "1970-01-02"),
        (951_782_400, "2000-02-29"),
        (951_868_800, "2000-03-01"),
        (1_709_164_800, "2024-02-29"),
        (1_735_689_599, "2024-12-31"),
        (1_735_689_600, "2025-01-01"),
        (4_107_542_400, "2100-03-01"),
    ] {
        assert_eq!(civil_date(unix_s), day);
    }
}
