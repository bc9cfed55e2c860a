//! Folders that hold something other than a crate say what it is and where it comes from, in a README.

use std::collections::BTreeSet;

use crate::checkout::{assert_none, assert_refused, files};

/// Folders whose subfolders are packages of data.
const COLLECTIONS: [&str; 2] = ["models", "plugins"];

/// Folders that need a README themselves, wherever they lie.
const NAMES: [&str; 2] = ["fixtures", "hostile"];

/// Folders that need a README themselves.
const TOPS: [&str; 5] = ["models", "plugins", "scenarios", "sdk", "tests"];

fn faults(paths: &[&str]) -> Vec<String> {
    let mut needing: BTreeSet<String> = TOPS.map(str::to_owned).into();
    for path in paths {
        let parts: Vec<&str> = path.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        if folders.len() >= 2 && COLLECTIONS.contains(&folders[0]) {
            needing.insert(folders[..2].join("/"));
        }
        if let Some(idx) = folders.iter().position(|name| NAMES.contains(name)) {
            needing.insert(folders[..=idx].join("/"));
        }
    }
    needing
        .iter()
        .filter(|folder| !paths.contains(&format!("{folder}/README.md").as_str()))
        .map(|folder| {
            format!("no README.md that says what is here and where it comes from ({folder})")
        })
        .collect()
}

#[test]
fn folders_of_data_say_what_they_are() {
    let files = files();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_none(&faults(&paths));
}

#[test]
fn a_folder_of_data_without_a_readme_is_refused() {
    let tops = TOPS.map(|folder| format!("{folder}/README.md"));
    let with = |more: &[&'static str]| {
        let mut paths: Vec<&str> = tops.iter().map(String::as_str).collect();
        paths.extend(more);
        faults(&paths)
    };
    assert_none(&with(&[
        "engine/base/src/lib.rs",
        "plugins/a/README.md",
        "plugins/a/src/lib.rs",
    ]));
    assert_none(&with(&[
        "tests/hostile/README.md",
        "tests/hostile/loop.wat",
    ]));
    assert_refused(&with(&["models/a/a.onnx"]), "(models/a)");
    assert_refused(
        &with(&["engine/dicom/fixtures/deep/a.jls"]),
        "(engine/dicom/fixtures)",
    );
    assert_refused(
        &faults(&[
            "models/README.md",
            "plugins/README.md",
            "scenarios/README.md",
            "sdk/README.md",
        ]),
        "(tests)",
    );
}
