//! The day of a moment, for people. Knows no clock and no time zone but UTC.

/// Seconds of a day.
const DAY_S: u64 = 24 * 3600;

/// The day in UTC, `2026-11-25`, of a moment in seconds since 1970.
#[must_use]
pub fn civil_date(unix_s: u64) -> String {
    // The Gregorian calendar repeats every 400 years, 146,097 days; years are counted from March, so that a leap day
    // is the last of its year.
    let days = unix_s / DAY_S + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let (month, next) = if month_from_march < 10 {
        (month_from_march + 3, 0)
    } else {
        (month_from_march - 9, 1)
    };
    format!("{}-{month:02}-{day:02}", era * 400 + year_of_era + next)
}

#[cfg(test)]
mod tests;
