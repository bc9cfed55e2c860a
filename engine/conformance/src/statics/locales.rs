//! Whether each language of a bundle has the texts of all the others, and English is among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::Judged;

/// Faults of one file that are listed.
const MAX_LISTED: usize = 20;

pub(super) fn judge(locales: &BTreeMap<String, String>, judged: &mut Judged) {
    if locales.is_empty() {
        judged.note("no locales: all of its texts are in its answers");
        return;
    }
    if !locales.contains_key("en") {
        judged.found.error(
            "locales/en.ftl",
            "English is missing: it is shown where the reader's language is not there",
        );
    }
    let mut keys = BTreeMap::new();
    for (tag, text) in locales {
        let (found, odd_lines) = keys_of(text);
        for line in odd_lines.iter().take(MAX_LISTED) {
            judged
                .found
                .error(format!("locales/{tag}.ftl:{line}"), "not a Fluent entry");
        }
        keys.insert(tag, found);
    }
    let all: BTreeSet<&str> = keys.values().flatten().copied().collect();
    for (tag, has) in &keys {
        let missing: Vec<&str> = all.difference(has).copied().collect();
        if !missing.is_empty() {
            let listed = missing.iter().take(MAX_LISTED).copied();
            let listed: Vec<&str> = listed.collect();
            judged.found.error(
                format!("locales/{tag}.ftl"),
                format!(
                    "{} texts are missing that another language has: {}",
                    missing.len(),
                    listed.join(", ")
                ),
            );
        }
    }
    let tags: Vec<&str> = locales.keys().map(String::as_str).collect();
    judged.note(format!("{} texts in {}", all.len(), tags.join(", ")));
}

/// The messages and terms of a Fluent file, and the numbers of lines that begin no entry.
///
/// An entry starts in the first column; what belongs to it is indented or closes a brace (Fluent 1.0).
fn keys_of(text: &str) -> (BTreeSet<&str>, Vec<usize>) {
    let mut keys = BTreeSet::new();
    let mut odd = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let is_part = line.starts_with([' ', '\t', '#', '}', '[', '*', '.']);
        if line.trim().is_empty() || is_part {
            continue;
        }
        let key = line.split_once('=').map(|(key, _)| key.trim_end());
        match key.filter(|key| is_identifier(key.strip_prefix('-').unwrap_or(key))) {
            Some(key) => {
                keys.insert(key);
            }
            None => odd.push(number),
        }
    }
    (keys, odd)
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

#[cfg(test)]
mod tests;
