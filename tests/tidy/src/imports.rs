//! Who may import whom: the table in ARCHITECTURE, held against the manifests of all crates.

use std::collections::BTreeMap;

use crate::checkout::{assert_none, assert_refused, root};
use crate::markdown;
use crate::workspace::{Crate, crates, example};

const HEADING: &str = "## Who may import whom";

/// Crates that nobody imports: the programs, and tests of the whole.
const LEAVES: [&str; 6] = [
    "room",
    "cli",
    "xtask",
    "tests/tidy",
    "tests/it",
    "tests/screens",
];

/// What tests of every crate may use besides.
const TEST_HELP: &str = "tests/testkit";

/// The folders that a folder may import, by the first and second column of the table.
///
/// A cell names folders with commas between; `nothing`; `all` of `engine/` that is imported at all, or `all but a, b`.
fn table(text: &str, crates: &[Crate]) -> BTreeMap<String, Vec<String>> {
    let names = |cell: &str| -> Vec<String> {
        cell.split(',')
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty() && name != "nothing")
            .collect()
    };
    let mut table = BTreeMap::new();
    for row in markdown::rows(&markdown::section(text, HEADING)) {
        let [importers, imported, ..] = row.as_slice() else {
            continue;
        };
        let excluded = match imported.as_str() {
            "all" => Some(Vec::new()),
            cell => cell.strip_prefix("all but ").map(names),
        };
        let allowed = match excluded {
            None => names(imported),
            Some(excluded) => crates
                .iter()
                .map(|found| found.folder.clone())
                .filter(|folder| !folder.contains('/') && !LEAVES.contains(&folder.as_str()))
                .filter(|folder| !excluded.contains(folder))
                .collect(),
        };
        for importer in names(importers) {
            table.insert(importer, allowed.clone());
        }
    }
    table
}

fn faults(text: &str, crates: &[Crate]) -> Vec<String> {
    let table = table(text, crates);
    let mut faults = Vec::new();
    for importer in crates {
        let Some(allowed) = table.get(&importer.folder) else {
            faults.push(format!("no row in \"{HEADING}\" for {}", importer.folder));
            continue;
        };
        for dependency in &importer.dependencies {
            let Some(imported) = crates.iter().find(|found| found.name == dependency.name) else {
                continue;
            };
            let is_allowed = allowed.contains(&imported.folder)
                || (dependency.is_dev && imported.folder == TEST_HELP);
            if !is_allowed || LEAVES.contains(&imported.folder.as_str()) {
                faults.push(format!(
                    "{} may not import {}; it may import: {} (its Cargo.toml)",
                    importer.folder,
                    imported.folder,
                    if allowed.is_empty() {
                        "nothing".to_owned()
                    } else {
                        allowed.join(", ")
                    }
                ));
            }
        }
    }
    for (importer, allowed) in &table {
        for named in std::iter::once(importer).chain(allowed) {
            if !crates.iter().any(|found| found.folder == *named) {
                faults.push(format!("\"{HEADING}\" names {named}, which is no crate"));
            }
        }
    }
    faults
}

#[test]
fn crates_import_what_they_may() {
    let text = std::fs::read_to_string(root().join("engine/ARCHITECTURE.md")).unwrap();
    assert_none(&faults(&text, &crates()));
}

const TABLE: &str = "## Who may import whom\n| crate | may import |\n|---|---|\n| base | nothing |\n| dicom | base |\n\
                     | room | all but dicom |\n| cli | all |\n| tests/testkit | base |\n";

#[track_caller]
fn refused(folder: &str, dependencies: &[&str], expected: &str) {
    let mut crates = ["base", "dicom", "room", "cli", "tests/testkit"]
        .map(|name| example(name, name, &[]))
        .to_vec();
    crates
        .iter_mut()
        .find(|found| found.folder == folder)
        .unwrap()
        .dependencies = example("", "", dependencies).dependencies;
    let found = faults(TABLE, &crates);
    if expected.is_empty() {
        assert_none(&found);
    } else {
        assert_refused(&found, expected);
    }
}

#[test]
fn an_import_that_the_table_does_not_name_is_refused() {
    refused("dicom", &["base", "serde", "dev tests/testkit"], "");
    refused(
        "base",
        &["dicom"],
        "base may not import dicom; it may import: nothing",
    );
    refused("base", &["dev dicom"], "base may not import dicom");
    refused(
        "dicom",
        &["tests/testkit"],
        "dicom may not import tests/testkit",
    );
    refused(
        "room",
        &["dicom"],
        "room may not import dicom; it may import: base",
    );
    refused("cli", &["base", "dicom"], "");
    refused("dicom", &["room"], "dicom may not import room");
}

#[test]
fn table_and_crates_name_each_other() {
    let crates = vec![example("base", "base", &[]), example("new", "new", &[])];
    let only_base = "## Who may import whom\n|a|b|\n|-|-|\n|base|nothing|\n";
    assert_refused(
        &faults(only_base, &crates),
        "no row in \"## Who may import whom\" for new",
    );
    let with_gone = "## Who may import whom\n|a|b|\n|-|-|\n|base, gone|nothing|\n";
    assert_refused(
        &faults(with_gone, &crates[..1]),
        "names gone, which is no crate",
    );
}
