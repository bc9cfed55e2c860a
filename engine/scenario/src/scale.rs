//! Ordinal scales of the field by id and version, out of `scenarios/scales`.

use overread_base::LocalText;

use crate::Choice;

/// A scale: its levels from the lowest to the highest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Id with version, e.g. `lung-rads-v2022`.
    pub id: String,
    /// Our short name, per language.
    pub title: Vec<LocalText>,
    /// The levels in ascending order.
    pub levels: Vec<Choice>,
    /// Where levels and cut-offs come from.
    pub source: String,
    /// What of it nobody has checked at its source; `None` if nothing.
    pub unverified: Option<String>,
}

impl Scale {
    /// The place of a level in the order, from 0.
    #[must_use]
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.code == code)
    }
}
