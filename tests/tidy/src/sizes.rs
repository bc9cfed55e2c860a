//! How long files may be: a hard limit for sources, tests and tables apart, and for the page that one reads first.

use crate::checkout::{assert_none, assert_refused, files};

/// Beyond this a source file is split; from 500 lines on a reviewer asks why.
const MAX_SOURCE_LINES: usize = 800;
const MAX_ARCHITECTURE_LINES: usize = 250;

fn limit(path: &str) -> Option<usize> {
    let name = path.rsplit('/').next().unwrap_or(path);
    if path == "engine/ARCHITECTURE.md" {
        Some(MAX_ARCHITECTURE_LINES)
    } else if name == "table.rs" || name.ends_with("_table.rs") {
        None
    } else if path.ends_with(".rs") || path.ends_with(".py") || path.ends_with(".wgsl") {
        Some(MAX_SOURCE_LINES)
    } else {
        None
    }
}

fn fault(path: &str, n_lines: usize) -> Option<String> {
    let limit = limit(path).filter(|&limit| n_lines > limit)?;
    Some(format!(
        "expected at most {limit} lines, found {n_lines} ({path})"
    ))
}

#[test]
fn files_are_short_enough() {
    let found: Vec<String> = files()
        .iter()
        .filter(|file| file.is_text() && !file.is_beside_the_product())
        .filter_map(|file| fault(&file.path, file.text().lines().count()))
        .collect();
    assert_none(&found);
}

#[test]
fn a_long_file_is_refused() {
    let check = |path: &str, n_lines: usize| Vec::from_iter(fault(path, n_lines));
    assert_none(&check("engine/exam/src/session.rs", 800));
    assert_none(&check("engine/dicom/src/tag_table.rs", 5000));
    assert_none(&check("Cargo.lock", 5000));
    assert_refused(
        &check("engine/exam/src/session.rs", 801),
        "at most 800 lines, found 801",
    );
    assert_refused(&check("models/a/train.py", 801), "at most 800 lines");
    assert_refused(&check("engine/ARCHITECTURE.md", 251), "at most 250 lines");
}
