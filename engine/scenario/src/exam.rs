//! The part of a scenario file that names its exam: the plugin that conducts it, its settings, the bundles it accepts.

use overread_base::ServiceId;
use overread_toml_text::{Item, Table};

use crate::{ExamSpec, MAX_EXAM_SETTINGS};

/// Facts that the host states about every case; an author's facts have other names.
pub const HOST_FACTS: [&str; 4] = [
    "positive-from",
    "hit-least-radius-mm",
    "hit-margin-mm",
    "service",
];

/// The most tags, and apart from them facts, of a case.
pub(crate) const MAX_FACTS: usize = 64;
const MAX_WORD_BYTES: usize = 64;
const MAX_VALUE_BYTES: usize = 1024;
/// The most bundle digests that an exam lists.
pub(crate) const MAX_DIGESTS: usize = 64;

pub(crate) fn exam(item: &Item<'_, '_>) -> Option<ExamSpec> {
    let table = item.table()?;
    let plugin = table.need("plugin", |id| id.parsed(|text| ServiceId::new(text)));
    let settings = table.get_or("settings", Vec::new(), |item| {
        named_values(item, MAX_EXAM_SETTINGS, &[])
    });
    let digests = table.get_or("digests", Vec::new(), |digests| {
        let found: Vec<_> = digests.array(1..=MAX_DIGESTS)?.iter().map(digest).collect();
        found.into_iter().collect()
    });
    table.finish();
    Some(ExamSpec {
        plugin: plugin?,
        settings: settings?,
        digests: digests?,
    })
}

fn digest(item: &Item<'_, '_>) -> Option<String> {
    let text = item.text()?;
    let is_digest =
        text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !is_digest {
        item.fault(format!(
            "expected a SHA-256 as 64 digits of lower-case hex, found {text:?}"
        ));
    }
    is_digest.then(|| text.to_owned())
}

/// What a case is filed under, and what the author states about it.
pub(crate) fn tags_and_facts(
    table: &Table<'_, '_>,
) -> Option<(Vec<String>, Vec<(String, String)>)> {
    let tags = table.get_or("tags", Vec::new(), |tags| {
        let words: Vec<_> = tags.array(1..=MAX_FACTS)?.iter().map(tag).collect();
        words.into_iter().collect()
    });
    let facts = table.get_or("facts", Vec::new(), |item| {
        named_values(item, MAX_FACTS, &HOST_FACTS)
    });
    Some((tags?, facts?))
}

pub(crate) fn tag(item: &Item<'_, '_>) -> Option<String> {
    let text = item.text()?;
    if !is_word(text) {
        item.fault(format!("{WORD_RULE}, found {text:?}"));
        return None;
    }
    Some(text.to_owned())
}

/// A table of names and plain values, each as the text that a plugin gets; in the order of the names.
fn named_values(
    item: &Item<'_, '_>,
    most: usize,
    reserved: &[&str],
) -> Option<Vec<(String, String)>> {
    let table = item.table()?;
    let mut values = Vec::new();
    let mut is_sound = true;
    for (name, value) in table.entries() {
        if !is_word(name) {
            value.fault(format!("{WORD_RULE}, found {name:?}"));
            is_sound = false;
        }
        if reserved.contains(&name) {
            value.fault(format!(
                "{name:?} is stated by the host, give it another name"
            ));
            is_sound = false;
        }
        match value.plain_text(MAX_VALUE_BYTES) {
            Some(text) => values.push((name.to_owned(), text)),
            None => is_sound = false,
        }
    }
    if values.len() > most {
        item.fault(format!(
            "expected at most {most} values, found {}",
            values.len()
        ));
        return None;
    }
    values.sort();
    is_sound.then_some(values)
}

const WORD_RULE: &str = "expected 1 to 64 lower-case letters, digits, '-', '_' and '.'";

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_WORD_BYTES
        && text.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.')
        })
}

#[cfg(test)]
mod tests;
