//! Where the published numbers for tests lie. Only for tests; they skip by name where the folder is absent.

use std::path::{Path, PathBuf};

/// `../shared/stats` beside the checkout, or under `OVERREAD_SHARED`; `None` after naming the skipped test.
///
/// Not taken from the test kit: that would make these few light tests wait for the phantom and image crates.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("OVERREAD_SHARED")
        .map_or(beside, PathBuf::from)
        .join("stats");
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("SKIPPED {test}: no ../shared/stats");
    None
}

/// A key of `expected.json`; `None` after naming the skipped test.
pub(crate) fn expected(key: &str) -> Option<serde_json::Value> {
    let text = std::fs::read_to_string(folder(key)?.join("expected.json")).unwrap();
    let mut all: serde_json::Value = serde_json::from_str(&text).unwrap();
    Some(all[key].take())
}

/// The numbers of a JSON array.
pub(crate) fn numbers(array: &serde_json::Value) -> Vec<f64> {
    let items = array.as_array().unwrap();
    items.iter().map(|item| item.as_f64().unwrap()).collect()
}
