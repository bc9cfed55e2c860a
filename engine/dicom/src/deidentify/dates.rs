//! Dates and times of DICOM values: moved by whole days, checked to be nothing else, ages capped. No data sets.

use crate::tag::Vr;

/// The date that stands where one must stand but none may be known.
pub(super) const NO_DATE: &str = "19000101";

/// All values of a DA, TM or DT value moved back by some days; `None` if one of them is not what it should be.
pub(super) fn moved_back(vr: Vr, text: &str, days: i64) -> Option<String> {
    let parts: Option<Vec<String>> = text
        .split('\\')
        .map(|part| part_moved_back(vr, part.trim(), days))
        .collect();
    parts.map(|parts| parts.join("\\"))
}

fn part_moved_back(vr: Vr, part: &str, days: i64) -> Option<String> {
    if part.is_empty() {
        return Some(String::new());
    }
    match &vr {
        b"DA" => date_moved_back(part, days),
        b"TM" => is_time(part).then(|| part.to_owned()),
        b"DT" => {
            let (date, rest) = part.split_at_checked(8)?;
            let is_rest = rest.len() <= 18
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'+' | b'-'));
            is_rest.then_some(date_moved_back(date, days)? + rest)
        }
        // Timezone Offset From UTC is the one text that goes with the dates.
        b"SH" => (part.len() == 5
            && part.starts_with(['+', '-'])
            && part[1..].bytes().all(|b| b.is_ascii_digit()))
        .then(|| part.to_owned()),
        _ => None,
    }
}

fn is_time(text: &str) -> bool {
    text.len() <= 16
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':'))
}

fn date_moved_back(text: &str, days: i64) -> Option<String> {
    // Dates of ACR-NEMA have dots between the parts (PS3.5 6.2).
    let plain = text.replace('.', "");
    if plain.len() != 8 || !plain.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| plain.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month, day) = civil(days_of(year, month, day) - days);
    (1..=9999)
        .contains(&year)
        .then(|| format!("{year:04}{month:02}{day:02}"))
}

/// Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day ends them.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of a number of days since 1970-01-01.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// An age, with those above 89 years written as 90: the few that are older could be found by it.
///
/// `None` if the text is no age string (PS3.5 6.2).
pub(super) fn capped_age(text: &str) -> Option<String> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if digits.is_empty() || digits.len() > 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let years = match unit {
        "Y" => number,
        "M" => number / 12,
        "W" => number / 52,
        "D" => number / 365,
        _ => return None,
    };
    Some(if years > 89 {
        "090Y".to_owned()
    } else {
        text.to_owned()
    })
}

#[cfg(test)]
mod tests;
