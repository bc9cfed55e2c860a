//! When an adaptive exam ends, and what its settings are. No estimates.

use overread_sdk::exam::Casebook;

use crate::ability::Ability;

/// Half width of a 95 % interval in standard errors.
const Z_95: f64 = 1.96;

/// The settings of the manifest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rules {
    pub(crate) standard_error: f64,
    pub(crate) max_items: usize,
    pub(crate) min_items: usize,
    pub(crate) cut: f64,
    pub(crate) stop_when_classified: bool,
    pub(crate) randomesque: usize,
    pub(crate) prior_sd: f64,
    pub(crate) false_marks_allowed: u32,
}

impl Rules {
    /// As set; where a setting is missing, as in the manifest.
    pub(crate) fn of(book: &Casebook) -> Self {
        let count = |name, default| usize::from(book.setting_count(name, default));
        Self {
            standard_error: book.setting_number("standard-error", 0.3),
            max_items: count("max-items", 20),
            min_items: count("min-items", 3),
            cut: book.setting_number("cut", 0.0),
            stop_when_classified: book.setting("stop-when-classified").as_deref() != Some("false"),
            randomesque: count("randomesque", 5).max(1),
            prior_sd: book.setting_number("prior-sd", 1.0).max(0.1),
            false_marks_allowed: u32::from(book.setting_count("false-marks-allowed", 0)),
        }
    }

    /// Whether so many answers tell enough.
    pub(crate) fn is_enough(&self, n_items: usize, ability: &Ability) -> bool {
        if n_items >= self.max_items {
            return true;
        }
        let is_classified = (ability.theta - self.cut).abs() > Z_95 * ability.standard_error;
        n_items >= self.min_items
            && (ability.standard_error <= self.standard_error
                || (self.stop_when_classified && is_classified))
    }
}
