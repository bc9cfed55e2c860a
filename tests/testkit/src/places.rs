//! Folders that tests look for: real data beside the checkout, and the bundles that the set-up built.

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

/// The bundle `name` of a plugin that `cargo xtask test` built.
///
/// `None`, after saying so with the test's name, where it is absent.
#[must_use]
pub fn bundle(test: &str, name: &str) -> Option<PathBuf> {
    let listed = std::env::var_os("OVERREAD_PLUGINS").unwrap_or_default();
    let found = std::env::split_paths(&listed)
        .map(|folder| folder.join(name))
        .find(|bundle| bundle.join("plugin.toml").is_file());
    if found.is_none() {
        skipped(
            test,
            &format!("no bundle {name} in OVERREAD_PLUGINS; `cargo xtask test` builds it"),
        );
    }
    found
}

fn shared(test: &str, part: &str) -> Option<PathBuf> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("OVERREAD_SHARED")
        .map_or_else(|| checkout.join("../shared"), PathBuf::from);
    let folder = root.join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(test, &format!("no ../shared/{part}"));
    None
}

/// Says on standard error, with its name, that a test did not run, and why.
#[expect(
    clippy::print_stderr,
    reason = "a skipped test says so where its runner shows it"
)]
pub fn skipped(test: &str, why: &str) {
    eprintln!("SKIPPED {test}: {why}");
}
