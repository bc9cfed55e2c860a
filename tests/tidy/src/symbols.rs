//! The types and functions that ARCHITECTURE names are in the code.

use std::collections::BTreeSet;

use crate::checkout::{assert_none, assert_refused, ending_with, root};
use crate::markdown;

const PAGE: &str = "engine/ARCHITECTURE.md";

fn faults(text: &str, known: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (line, code) in markdown::code_spans(text) {
        let names: Vec<&str> = code.split("::").collect();
        let is_name = |name: &&str| {
            name.chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        };
        let is_symbol =
            code.contains('_') || code.starts_with(|first: char| first.is_ascii_uppercase());
        if !is_symbol || !names.iter().all(is_name) {
            continue;
        }
        for name in names.iter().filter(|name| !known.contains(**name)) {
            faults.push(format!("no {name} in the code ({PAGE}:{line})"));
        }
    }
    faults
}

/// The words of a source text that could be names.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .map(str::to_owned)
}

#[test]
fn the_page_names_what_is_there() {
    let known = ending_with(".rs")
        .iter()
        .filter(|file| !file.path.starts_with("tests/tidy/"))
        .flat_map(|file| words(&file.text()).collect::<Vec<_>>())
        .collect();
    let text = std::fs::read_to_string(root().join(PAGE)).unwrap();
    assert_none(&faults(&text, &known));
}

#[test]
fn a_name_that_is_gone_is_refused() {
    let known = words("pub struct Journal; fn append(); fn open_folder();").collect();
    let check = |text: &str| faults(text, &known);
    assert_none(&check(
        "`Journal::append`, `open_folder`, `decide`, `a/b_c`, `schema = 1`, `/// A_b`",
    ));
    assert_refused(&check("`Journal::remove`"), "no remove in the code");
    assert_refused(
        &check("\n`Diary`"),
        "no Diary in the code (engine/ARCHITECTURE.md:2)",
    );
    assert_refused(&check("`close_folder`"), "no close_folder in the code");
}
