//! How numbers and dates are written for people, by language.

use crate::measure::Measure;
use crate::metric::Unit;
use crate::timestamp::Timestamp;
use crate::words::{Language, Words};

/// A value with its unit: `86.7 %`, `−3.2 pp`, `41.5 s`.
pub(super) fn value(measure: Measure, unit: Unit, words: &Words) -> String {
    let number = number(measure, unit, words);
    match unit {
        Unit::Share => format!("{number} %"),
        Unit::Difference => format!("{number} {}", words.points),
        Unit::Seconds => format!("{number} {}", words.seconds),
    }
}

/// The bounds of an interval with their unit: `70.3 to 94.7`.
pub(super) fn bounds((lower, upper): (Measure, Measure), unit: Unit, words: &Words) -> String {
    format!(
        "{} – {}",
        number(lower, unit, words),
        number(upper, unit, words)
    )
}

/// With one decimal; shares and differences in hundredths.
fn number(measure: Measure, unit: Unit, words: &Words) -> String {
    let value = measure.ten_thousandths();
    // Tenths of a per cent, or tenths of a second; halves go away from zero.
    let per_tenth = match unit {
        Unit::Share | Unit::Difference => 10,
        Unit::Seconds => 1000,
    };
    let tenths = (value.abs() + per_tenth / 2) / per_tenth;
    let sign = match (value < 0 && tenths > 0, unit) {
        (true, _) => "−",
        (false, Unit::Difference) if tenths > 0 => "+",
        (false, Unit::Share | Unit::Difference | Unit::Seconds) => "",
    };
    format!("{sign}{}{}{}", tenths / 10, words.decimal, tenths % 10)
}

/// `25 November 2026`, `25 ноября 2026 г.`
pub(super) fn date(time: Timestamp, language: Language) -> String {
    let (year, month, day) = time.date();
    let month = language.words().month(month);
    match language {
        Language::En => format!("{day} {month} {year}"),
        Language::Ru => format!("{day} {month} {year} г."),
    }
}

#[cfg(test)]
mod tests;
