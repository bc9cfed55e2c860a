//! A whole file of schema 1: its size, its syntax, its schema, then the caller's keys.

use overread_base::Diagnostics;
use toml::de::DeTable;

use crate::{Faults, Table};

/// Reads a file of schema 1 of at most `max_bytes`; `what` names its kind in a fault, e.g. `a hanging protocol`.
///
/// `read` asks the table for its keys; keys that it did not ask for are named as unknown. Every fault of the text is
/// named at once, with places like `line 3, column 8, stages[0].rows`; the value is there exactly if there is none.
#[must_use]
pub fn read_file<T>(
    text: &str,
    what: &str,
    max_bytes: usize,
    read: impl FnOnce(&Table<'_, '_>) -> Option<T>,
) -> (Option<T>, Diagnostics) {
    if text.len() > max_bytes {
        let mut diagnostics = Diagnostics::default();
        let found = text.len();
        diagnostics.error(
            "whole file",
            format!("{what} must be at most {max_bytes} bytes, found {found}"),
        );
        return (None, diagnostics);
    }
    let (document, syntax_errors) = DeTable::parse_recoverable(text);
    let faults = Faults::new(text, &syntax_errors);
    let table = Table::root(&faults, &document);
    // Another schema has other keys: naming them as unknown would only mislead.
    let schema = table.get("schema", |schema| schema.whole(1..=1_u32));
    if schema == Some(None) {
        table.fault("key \"schema\" is missing, expected schema = 1");
    }
    let value = schema.and_then(|_| {
        let value = read(&table);
        table.finish();
        value
    });
    let value = value.filter(|_| faults.is_empty());
    (value, faults.into_diagnostics())
}

#[cfg(test)]
mod tests;
