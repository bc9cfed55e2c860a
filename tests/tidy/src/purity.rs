//! The pure crates ask nothing of the machine: no clock, files, environment, threads, or chance but a passed seed.

use crate::checkout::{assert_none, assert_refused, files};
use crate::workspace::{Crate, crates, example};

const PURE: [&str; 11] = [
    "analysis",
    "learning",
    "page",
    "base",
    "image",
    "stats",
    "toml_text",
    "scenario",
    "exam",
    "phantom",
    "viewer",
];

/// Paths and names that ask the machine.
const ASKS: [&str; 16] = [
    "std::fs",
    "std::thread",
    "std::env",
    "std::net",
    "std::process",
    "std::io",
    "std::os",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime",
    "RandomState",
    "HashMap",
    "HashSet",
    "rayon::",
    "thread_local!",
];

/// Crates that ask the machine, or tie a model to a file format.
const ASKING_CRATES: [&str; 8] = [
    "rayon",
    "tempfile",
    "tracing",
    "serde",
    "serde_json",
    "libc",
    "directories",
    "getrandom",
];

/// The viewer reads its own profiles and protocols with private types; its model has none of it.
const ALLOWED: (&str, &str) = ("viewer", "serde");

fn faults_in_source(path: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for word in ASKS.iter().filter(|word| line.contains(*word)) {
            faults.push(format!(
                "a pure crate has no use for {word} ({path}:{number})"
            ));
        }
        if let Some(group) = line.trim_start().strip_prefix("use std::{") {
            let modules = ["fs", "thread", "env", "net", "process", "io", "os"];
            for part in group
                .split([',', '}', ';'])
                .map(|part| part.trim().split(':').next().unwrap_or_default())
            {
                if modules.contains(&part) {
                    faults.push(format!(
                        "a pure crate has no use for std::{part} ({path}:{number})"
                    ));
                }
            }
        }
    }
    faults
}

fn faults_in_manifests(crates: &[Crate]) -> Vec<String> {
    crates
        .iter()
        .filter(|found| PURE.contains(&found.folder.as_str()))
        .flat_map(|found| {
            let folder = found.folder.as_str();
            let is_fault =
                move |name: &str| ASKING_CRATES.contains(&name) && (folder, name) != ALLOWED;
            let dependencies = found
                .dependencies
                .iter()
                .filter(move |one| !one.is_dev && is_fault(&one.name));
            dependencies.map(|one| {
                format!(
                    "{} is pure and may not depend on {}",
                    found.folder, one.name
                )
            })
        })
        .collect()
}

fn is_of_a_pure_crate(path: &str) -> bool {
    PURE.iter()
        .any(|name| path.starts_with(&format!("engine/{name}/src/")))
        && path.ends_with(".rs")
}

#[test]
fn pure_crates_ask_nothing_of_the_machine() {
    let mut found: Vec<String> = files()
        .iter()
        .filter(|file| is_of_a_pure_crate(&file.path) && !file.is_beside_the_product())
        .flat_map(|file| faults_in_source(&file.path, &file.text()))
        .collect();
    found.extend(faults_in_manifests(&crates()));
    assert_none(&found);
}

#[test]
fn asking_the_machine_is_refused() {
    let check = |line: &str| faults_in_source("a.rs", &format!("\n{line}\n"));
    assert_none(&check("// std::fs has no place here"));
    assert_none(&check("use std::{collections::BTreeMap, fmt};"));
    assert_refused(
        &check("let text = std::fs::read(path);"),
        "std::fs (a.rs:2)",
    );
    assert_refused(&check("let now = Instant::now();"), "Instant::now");
    assert_refused(&check("use std::{fmt, thread};"), "std::thread");
    assert_refused(&check("let found: HashMap<u8, u8>;"), "HashMap");
    assert!(
        is_of_a_pure_crate("engine/exam/src/session.rs")
            && !is_of_a_pure_crate("engine/dicom/src/part10.rs")
    );
}

#[test]
fn a_crate_that_asks_is_refused() {
    let at = |folder: &str, dependency: &str| {
        faults_in_manifests(&[example("a", folder, &[dependency])])
    };
    assert_none(&at("store", "serde"));
    assert_none(&at("phantom", "dev rayon"));
    assert_none(&at("viewer", "serde"));
    assert_refused(&at("exam", "serde"), "exam is pure");
    assert_refused(
        &at("phantom", "rayon"),
        "phantom is pure and may not depend on rayon",
    );
}
