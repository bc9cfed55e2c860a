//! What is known of a series besides its pixels: its DICOM attributes, and the patient's age.

use crate::Series;

/// Days of a mean year (PS3.5 names no length of a year for ages; this is the Julian one).
const DAYS_A_YEAR: f64 = 365.25;

impl Series {
    /// A value by its DICOM keyword, blanks at its ends left out; `None` where it is not known or empty.
    ///
    /// The host gives those attributes that the manifest asks for under `[wants]`.
    #[must_use]
    pub fn attribute(&self, keyword: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|one| one.name == keyword)?;
        Some(found.value.trim()).filter(|value| !value.is_empty())
    }

    /// The patient's age in whole years, of the attribute `PatientAge` such as `044Y` or `018M` (PS3.5, value
    /// representation AS); `None` where it is not known or is no such text.
    #[must_use]
    pub fn age_years(&self) -> Option<u32> {
        let text = self.attribute("PatientAge")?;
        let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let number: u32 = number.parse().ok()?;
        let of_days = |days: f64| (f64::from(number) * days / DAYS_A_YEAR).floor();
        match unit {
            "Y" => Some(number),
            "M" => Some(number / 12),
            "W" => Some(whole(of_days(7.0))),
            "D" => Some(whole(of_days(1.0))),
            _ => None,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of years that is not negative; a float cast saturates"
)]
fn whole(years: f64) -> u32 {
    years as u32
}

#[cfg(test)]
mod tests;
