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
