//! The names of a new plugin: which are refused, and what stands for the rest.

use crate::error::KitError;
use crate::template::NewPlugin;

/// The longest name of a folder and the longest name for people.
const MAX_FOLDER_NAME: usize = 40;
const MAX_NAME: usize = 80;
/// Names that a package cannot have, or that would hide something.
const TAKEN: [&str; 16] = [
    "alloc",
    "build",
    "con",
    "core",
    "crate",
    "deps",
    "examples",
    "extern",
    "incremental",
    "overread-sdk",
    "self",
    "std",
    "super",
    "target",
    "test",
    "wit-world",
];

/// Refuses names with which the plugin would not build.
pub(super) fn check(wanted: &NewPlugin) -> Result<(), KitError> {
    let name = &wanted.folder_name;
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let is_later_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    let mut words = name.split('-');
    let is_name = words.next().is_some_and(is_word) && words.all(is_later_word);
    if !is_name || name.len() > MAX_FOLDER_NAME {
        return Err(KitError::refused(format!(
            "a plugin's name must be words of lower-case letters and digits with dashes between them, at most \
             {MAX_FOLDER_NAME} characters, e.g. lung-spots; found {name:?}"
        )));
    }
    if TAKEN.contains(&name.as_str()) {
        return Err(KitError::refused(format!(
            "a plugin cannot be called {name}: the name has another meaning"
        )));
    }
    for (what, text) in [("--name", &wanted.name), ("--contact", &wanted.contact)] {
        if let Some(text) = text {
            check_text(what, text)?;
        }
    }
    Ok(())
}

/// A text that may stand in quotes in every file of a template.
fn check_text(what: &str, text: &str) -> Result<(), KitError> {
    let is_odd =
        |c: char| c.is_control() || matches!(c, '"' | '\'' | '\\' | '`' | '{' | '}' | '<' | '>');
    if text.trim().is_empty() || text.chars().count() > MAX_NAME || text.contains(is_odd) {
        return Err(KitError::refused(format!(
            "{what} must be a text of at most {MAX_NAME} characters without quotes, backslashes and brackets; found {text:?}"
        )));
    }
    Ok(())
}

/// What stands in a template, and what comes in its place.
pub(super) fn values(wanted: &NewPlugin) -> Vec<(&'static str, String)> {
    let folder = &wanted.folder_name;
    let id = wanted
        .id
        .clone()
        .unwrap_or_else(|| format!("org.example.{folder}"));
    let name = wanted.name.clone().unwrap_or_else(|| for_people(folder));
    let contact = wanted.contact.clone();
    vec![
        ("id", id),
        ("name", name),
        ("crate", folder.clone()),
        ("module", folder.replace('-', "_")),
        ("version", "0.1.0".to_owned()),
        (
            "vendor",
            contact.unwrap_or_else(|| "vendor@example.org".to_owned()),
        ),
    ]
}

/// `lung-spots` as `Lung spots`.
fn for_people(folder: &str) -> String {
    let words = folder.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
