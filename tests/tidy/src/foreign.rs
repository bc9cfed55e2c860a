//! Foreign worlds have one door each: which crate alone may depend on which family of crates.

use crate::checkout::{assert_none, assert_refused};
use crate::workspace::{Crate, crates, example};

/// First words of crate names, and the folders that may depend on them.
const DOORS: [(&str, &[&str]); 22] = [
    ("dicom", &["dicom"]),
    ("wasmtime", &["plugin_host"]),
    ("ort", &["infer"]),
    ("bevy", &["room"]),
    ("rusqlite", &["store"]),
    ("rust_xlsxwriter", &["store"]),
    ("egui", &["desk", "tests/screens"]),
    ("fluent", &["desk", "plugin_host", "analysis"]),
    ("wit-bindgen", &["sdk/rust"]),
    (
        "wit-component",
        &[
            "plugin_kit",
            "plugin_host",
            "conformance",
            "tests/testkit",
            "tests/it",
        ],
    ),
    ("ed25519", &["bundle", "seal", "certificate"]),
    ("crypto_box", &["seal"]),
    ("pdf-writer", &["certificate"]),
    ("subsetter", &["certificate"]),
    ("zip", &["bundle"]),
    ("getrandom", &["bundle", "seal"]),
    ("clap", &["cli", "room", "xtask"]),
    (
        "anyhow",
        &["cli", "room", "xtask", "tests/it", "tests/screens"],
    ),
    ("tracing-subscriber", &["cli", "room"]),
    ("indicatif", &["cli"]),
    ("directories", &["workstation", "xtask", "plugin_kit"]),
    ("rand", &[]),
];

fn faults(crates: &[Crate]) -> Vec<String> {
    let mut faults = Vec::new();
    for found in crates {
        for dependency in &found.dependencies {
            for (family, doors) in DOORS {
                if is_of(family, &dependency.name) && !doors.contains(&found.folder.as_str()) {
                    let doors = if doors.is_empty() {
                        "nobody".to_owned()
                    } else {
                        doors.join(", ")
                    };
                    faults.push(format!(
                        "{} may not depend on {}; who may: {doors} (its Cargo.toml)",
                        found.folder, dependency.name
                    ));
                }
            }
        }
    }
    faults
}

fn is_of(family: &str, name: &str) -> bool {
    name.strip_prefix(family)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

#[test]
fn foreign_crates_come_in_by_their_door() {
    assert_none(&faults(&crates()));
}

#[test]
fn another_door_is_refused() {
    let at = |folder: &str, dependency: &str| faults(&[example("a", folder, &[dependency])]);
    assert_none(&at("dicom", "dicom-core"));
    assert_none(&at("image", "overread-dicom"));
    assert_none(&at("base", "ortho"));
    assert_refused(
        &at("image", "dicom-object"),
        "image may not depend on dicom-object; who may: dicom",
    );
    assert_refused(&at("cli", "wasmtime"), "who may: plugin_host");
    assert_refused(&at("desk", "bevy_egui"), "who may: room");
    assert_refused(&at("exam", "dev rusqlite"), "who may: store");
    assert_refused(&at("phantom", "rand_core"), "who may: nobody");
}
