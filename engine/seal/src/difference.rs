//! Where two JSON values first differ: how a changed score is named.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// The longest value that is quoted, in characters.
const MAX_QUOTED: usize = 80;

/// The first place where two values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Keys and positions from the top, as `cases[3].points`; empty is the whole.
    pub place: String,
    /// What was expected there; `None` if nothing was.
    pub expected: Option<String>,
    /// What was found there; `None` if nothing was.
    pub found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
        let place = if self.place.is_empty() {
            "the whole"
        } else {
            &self.place
        };
        let (expected, found) = (side(&self.expected), side(&self.found));
        write!(f, "{place}: expected {expected}, found {found}")
    }
}

/// The first difference in the order of `expected`; numbers are equal if they are the same double.
#[must_use]
pub fn first_difference(expected: &Value, found: &Value) -> Option<Difference> {
    difference_at("", Some(expected), Some(found))
}

fn difference_at(
    place: &str,
    expected: Option<&Value>,
    found: Option<&Value>,
) -> Option<Difference> {
    let here = || {
        Some(Difference {
            place: place.to_owned(),
            expected: expected.map(quoted),
            found: found.map(quoted),
        })
    };
    let (Some(a), Some(b)) = (expected, found) else {
        return here();
    };
    if let (Some(a), Some(b)) = (a.as_object(), b.as_object()) {
        let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        return keys.into_iter().find_map(|key| {
            let place = if place.is_empty() {
                key.clone()
            } else {
                format!("{place}.{key}")
            };
            difference_at(&place, a.get(key), b.get(key))
        });
    }
    if let (Some(a), Some(b)) = (a.as_array(), b.as_array()) {
        return (0..a.len().max(b.len()))
            .find_map(|idx| difference_at(&format!("{place}[{idx}]"), a.get(idx), b.get(idx)));
    }
    let is_equal = match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.to_bits() == b.to_bits() || a == b,
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => a == b,
    };
    if is_equal { None } else { here() }
}

fn quoted(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= MAX_QUOTED {
        return text;
    }
    let short: String = text.chars().take(MAX_QUOTED).collect();
    format!("{short} ...")
}

#[cfg(test)]
mod tests;
