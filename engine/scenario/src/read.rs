//! The parts of a scenario file beyond cases and marks, one file each, and what they have in common.

use std::ops::RangeInclusive;

use overread_base::Millis;
use overread_toml_text::Item;

pub(crate) mod bank;
pub(crate) mod branch;
pub(crate) mod certification;
pub(crate) mod choices;
pub(crate) mod clock;
pub(crate) mod crossover;
pub(crate) mod cut;
pub(crate) mod design;
pub(crate) mod dicom;
pub(crate) mod form;
pub(crate) mod interruptions;
pub(crate) mod key;
pub(crate) mod kind;
pub(crate) mod phantom;
pub(crate) mod planted;
pub(crate) mod practice;
pub(crate) mod question;
pub(crate) mod reading;
pub(crate) mod scale;
pub(crate) mod scoring;
pub(crate) mod simulated;

/// A whole number of seconds.
pub(crate) fn seconds(item: &Item<'_, '_>, bounds: RangeInclusive<u64>) -> Option<Millis> {
    item.whole(bounds).map(|seconds| Millis(seconds * 1000))
}

/// A share, 0 to 1.
pub(crate) fn share(item: &Item<'_, '_>) -> Option<f64> {
    item.number(0.0..=1.0, "")
}

/// A word of lower-case letters, digits, `-` and `_`.
pub(crate) fn word(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| {
        if crate::is_word(text) {
            return Ok(text.to_owned());
        }
        Err(format!(
            "expected 1 to 64 lower-case letters, digits, '-' and '_', found {text:?}"
        ))
    })
}

/// Two numbers in `bounds`, the lesser first.
pub(crate) fn ascending(
    item: &Item<'_, '_>,
    bounds: &RangeInclusive<f64>,
    unit: &str,
) -> Option<(f64, f64)> {
    let ends = item.array(2..=2)?;
    let least = ends.first()?.number(bounds.clone(), unit);
    let greatest = ends.last()?.number(bounds.clone(), unit);
    let (least, greatest) = (least?, greatest?);
    if least > greatest {
        item.fault(format!(
            "expected the lesser number first, found {least} and {greatest}"
        ));
        return None;
    }
    Some((least, greatest))
}

/// Every element of an array, or nothing after a noted fault.
pub(crate) fn each<'a, 't, T>(
    item: &Item<'a, 't>,
    bounds: RangeInclusive<usize>,
    mut read: impl FnMut(&Item<'a, 't>) -> Option<T>,
) -> Option<Vec<T>> {
    // All are read before the first fault ends it: every fault is named.
    let found: Vec<Option<T>> = item.array(bounds)?.iter().map(&mut read).collect();
    found.into_iter().collect()
}

#[cfg(test)]
mod tests;
