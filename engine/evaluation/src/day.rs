//! Days as texts: which are days, and in one form. No clock.

/// The day `YYYY-MM-DD` in a text of that form or `YYYYMMDD`; `None` for anything else and for days that no calendar has.
#[must_use]
pub fn day_of(text: &str) -> Option<String> {
    let digits: String = match text.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] => {
            [*year, *month, *day].concat()
        }
        [whole] if whole.len() == 8 => (*whole).to_owned(),
        _ => return None,
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let [year, month, day] = [digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?];
    let (y, m, d): (u32, u32, u32) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    let n_days = match m {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    let is_day = (1..=n_days).contains(&d) && y > 0;
    is_day.then(|| format!("{year}-{month}-{day}"))
}

#[cfg(test)]
mod tests;
