//! The files of the checkout as the rules read them, and how faults are shown. No rule stands here.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what was built or fetched, wherever they lie.
const NOT_OURS: [&str; 4] = [".git", "target", "__pycache__", ".venv"];

/// Files whose names end so hold no text.
const NO_TEXT: [&str; 12] = [
    ".onnx",
    ".otf",
    ".png",
    ".jls",
    ".jpg",
    ".ref",
    ".dcm",
    ".bin",
    ".npy",
    ".npz",
    ".wasm",
    ".overread",
];

/// One file.
pub(crate) struct SourceFile {
    /// From the top of the checkout, with `/` between.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl SourceFile {
    pub(crate) fn is_text(&self) -> bool {
        !NO_TEXT.iter().any(|ending| self.path.ends_with(ending))
    }

    /// The text; what is not UTF-8 is the fault of another rule.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Whether it holds tests, benches or examples and is no part of a library or program.
    pub(crate) fn is_beside_the_product(&self) -> bool {
        let folders = ["tests/", "benches/", "examples/"];
        self.path.ends_with("/tests.rs")
            || folders.iter().any(|folder| {
                self.path.starts_with(folder) || self.path.contains(&format!("/{folder}"))
            })
    }
}

/// The top of the checkout.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap()
        .to_path_buf()
}

/// All files, sorted by path.
pub(crate) fn files() -> Vec<SourceFile> {
    let mut files = Vec::new();
    add(&root(), "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The files that hold text.
pub(crate) fn texts() -> impl Iterator<Item = SourceFile> {
    files().into_iter().filter(SourceFile::is_text)
}

/// The files whose names end with `ending`.
pub(crate) fn ending_with(ending: &str) -> Vec<SourceFile> {
    files()
        .into_iter()
        .filter(|file| file.path.ends_with(ending))
        .collect()
}

/// Fails with all faults, one a line.
#[track_caller]
pub(crate) fn assert_none(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}

/// Fails unless there is one fault that contains `expected`: the refused side of a rule.
#[track_caller]
pub(crate) fn assert_refused(faults: &[String], expected: &str) {
    assert!(
        faults.len() == 1 && faults[0].contains(expected),
        "expected one fault with {expected:?}, found {faults:?}"
    );
}

fn add(folder: &Path, below: &str, files: &mut Vec<SourceFile>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{below}{name}");
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            add(&entry.path(), &format!("{path}/"), files);
        } else if kind.is_file() && name != ".git" {
            let bytes = fs::read(entry.path()).unwrap();
            files.push(SourceFile { path, bytes });
        }
    }
}

#[test]
fn the_checkout_is_found() {
    let files = files();
    assert!(
        files
            .iter()
            .any(|file| file.path == "tests/tidy/src/checkout.rs")
    );
    assert!(!files.iter().any(|file| file.path.starts_with("target/")));
}

#[test]
fn tests_are_told_from_the_product() {
    let check = |path: &str, expected: bool| {
        let file = SourceFile {
            path: path.to_owned(),
            bytes: Vec::new(),
        };
        assert_eq!(file.is_beside_the_product(), expected, "{path}");
    };
    check("engine/base/src/seed.rs", false);
    check("engine/base/src/seed/tests.rs", true);
    check("engine/image/benches/image.rs", true);
    check("tests/testkit/src/lib.rs", true);
    check("engine/base/src/contests.rs", false);
}
