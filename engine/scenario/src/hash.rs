//! The hash of a scenario file over its canonical form: what the author wrote, not how it was laid out.
//!
//! Canonical form, frozen with schema 1: every value with its type, tables with their keys in byte order, strings by
//! length, numbers by value. Comments, white space, order of keys and the notation of tables do not change it.

use sha2::{Digest as _, Sha256};
use toml::de::{DeTable, DeValue};

use crate::ScenarioHash;

/// The hash of a parsed file.
pub(crate) fn hash(document: &DeTable<'_>) -> ScenarioHash {
    let mut hasher = Sha256::new();
    hasher.update(b"overread scenario 1\n");
    feed_table(&mut hasher, document);
    ScenarioHash(hasher.finalize().into())
}

fn feed_table(hasher: &mut Sha256, table: &DeTable<'_>) {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| (key.get_ref().as_ref(), value.get_ref()))
        .collect();
    entries.sort_by_key(|&(key, _)| key);
    hasher.update(format!("t{}:", entries.len()));
    for (key, value) in entries {
        feed_text(hasher, key);
        feed(hasher, value);
    }
}

fn feed_text(hasher: &mut Sha256, text: &str) {
    hasher.update(format!("s{}:", text.len()));
    hasher.update(text);
}

/// The depth is bounded by the parser, which refuses deep nesting.
fn feed(hasher: &mut Sha256, value: &DeValue<'_>) {
    match value {
        DeValue::String(text) => feed_text(hasher, text),
        DeValue::Integer(integer) => {
            let value = i128::from_str_radix(integer.as_str(), integer.radix());
            hasher.update(value.map_or_else(|_| format!("i{integer};"), |n| format!("i{n};")));
        }
        DeValue::Float(float) => {
            let value = float.as_str().parse::<f64>();
            hasher.update(value.map_or_else(|_| format!("f{float};"), |n| format!("f{n:?};")));
        }
        DeValue::Boolean(value) => hasher.update(if *value { "b1" } else { "b0" }),
        DeValue::Datetime(datetime) => feed_text(hasher, &datetime.to_string()),
        DeValue::Array(array) => {
            hasher.update(format!("a{}:", array.len()));
            for element in array {
                feed(hasher, element.get_ref());
            }
        }
        DeValue::Table(table) => feed_table(hasher, table),
    }
}

#[cfg(test)]
mod tests;
