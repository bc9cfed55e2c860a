//! What benches write for the same work in other programs: inputs, and our results beside which theirs are shown.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// The folder that `cargo xtask bench` names; without one nothing is written.
fn folder() -> Option<PathBuf> {
    std::env::var_os("OVERREAD_BENCH_STATS").map(PathBuf::from)
}

/// Writes an input.
#[expect(
    clippy::unwrap_used,
    reason = "a bench whose folder cannot be written ends here"
)]
pub(crate) fn write(name: &str, text: &str) {
    if let Some(folder) = folder() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), text).unwrap();
    }
}

/// Adds our result of a kind of work, as a line `work <tab> result`.
#[expect(
    clippy::unwrap_used,
    reason = "a bench whose folder cannot be written ends here"
)]
pub(crate) fn told(work: &str, result: &str) {
    if let Some(folder) = folder() {
        fs::create_dir_all(&folder).unwrap();
        let ours = folder.join("ours.tsv");
        let file = fs::OpenOptions::new().create(true).append(true).open(ours);
        file.unwrap()
            .write_all(format!("{work}\t{result}\n").as_bytes())
            .unwrap();
    }
}
