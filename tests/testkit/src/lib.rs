//! Fixtures made from code, and the way to the optional real data beside the checkout. Nothing is downloaded.

use std::path::{Path, PathBuf};

/// The folder of real DICOM studies beside the checkout (`../shared/dicom`), or under `OVERREAD_SHARED`.
///
/// `None`, after saying so on standard error with the test's name, where it is absent: the test then returns early.
#[must_use]
pub fn shared_dicom(test: &str) -> Option<PathBuf> {
    shared(test, "dicom")
}

/// The folder of published statistics beside the checkout (`../shared/stats`), or under `OVERREAD_SHARED`.
#[must_use]
pub fn shared_stats(test: &str) -> Option<PathBuf> {
    shared(test, "stats")
}

#[expect(clippy::print_stderr, reason = "a skipped test says so where its runner shows it")]
fn shared(test: &str, part: &str) -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("OVERREAD_SHARED").map_or_else(|| checkout.join("../shared"), PathBuf::from);
    let folder = root.join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED {test}: no ../shared/{part}");
    None
}
