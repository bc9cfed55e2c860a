//! What stands at the top of the checkout, and nothing else.

use crate::checkout::{assert_none, root};

const NAMES: [&str; 15] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "engine",
    "models",
    "plugins",
    "scenarios",
    "sdk",
];

/// Also there; the test would not run without it.
const TESTS: &str = "tests";

/// May be there and is no part of the tree.
const APART: [&str; 2] = [".git", "target"];

fn faults(found: &[String]) -> Vec<String> {
    let is_known = |name: &str| NAMES.contains(&name) || APART.contains(&name) || name == TESTS;
    let surplus = found
        .iter()
        .filter(|name| !is_known(name))
        .map(|name| format!("not a name for the top of the checkout: {name}"));
    let missing = NAMES
        .iter()
        .filter(|name| !found.iter().any(|other| other == *name))
        .map(|name| format!("missing at the top of the checkout: {name}"));
    surplus.chain(missing).collect()
}

#[test]
fn the_top_holds_what_the_readme_maps() {
    let entries = std::fs::read_dir(root()).unwrap();
    let found: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_none(&faults(&found));
}

#[test]
fn another_name_and_a_missing_one_are_refused() {
    let mut names: Vec<String> = NAMES
        .iter()
        .chain(&APART)
        .map(ToString::to_string)
        .collect();
    assert_none(&faults(&names));
    names.retain(|name| name != "README.md");
    names.push("notes.md".to_owned());
    let expected = [
        "not a name for the top of the checkout: notes.md",
        "missing at the top of the checkout: README.md",
    ];
    assert_eq!(faults(&names), expected);
}
