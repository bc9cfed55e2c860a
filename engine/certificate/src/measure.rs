//! A measured number as a certificate states it: ten-thousandths, so that what is signed is what is read.

use std::fmt;

/// A number with four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(i64);

const PER_ONE: i64 = 10_000;
/// Nothing that is measured of a reader is larger.
const LARGEST: i64 = 1_000_000_000 * PER_ONE;

impl Measure {
    /// Rounds to four decimals, halves away from zero; `None` for what is no finite number up to 1e9.
    #[must_use]
    pub fn of(value: f64) -> Option<Self> {
        let scaled = (value * 10_000.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number, held to 1e13 by the line before"
        )]
        (scaled.abs() <= 1e13).then_some(Self(scaled as i64))
    }

    /// A number of ten-thousandths.
    #[must_use]
    pub fn of_ten_thousandths(value: i64) -> Option<Self> {
        (value.abs() <= LARGEST).then_some(Self(value))
    }

    /// How many ten-thousandths.
    #[must_use]
    pub fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// For drawing.
    pub(crate) fn as_f32(self) -> f32 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "where a mark is drawn, not what is stated"
        )]
        let value = self.0 as f32;
        value / 10_000.0
    }

    /// Reads what [`fmt::Display`] writes, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.')?;
        let is_number = |text: &str, longest: usize| {
            (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(whole, 10) || !is_number(part, 4) {
            return None;
        }
        let value = whole.parse::<i64>().ok()? * PER_ONE + part.parse::<i64>().ok()?;
        Self::of_ten_thousandths(sign * value).filter(|measure| measure.to_string() == text)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let value = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:04}", value / 10_000, value % 10_000)
    }
}

#[cfg(test)]
mod tests;
