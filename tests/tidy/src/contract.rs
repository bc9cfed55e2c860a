//! Released versions of the plugin contract never change, and the table of versions in `sdk/README.md` is true.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::checkout::{assert_none, assert_refused, files};

/// The released folders below `sdk/wit`, each with the SHA-256 of its files.
const RELEASED: [(&str, &str); 1] = [(
    "1.0",
    "70c19f2d4d31dfa2adabeb2c47e2cf41f02744b181dbada13a7a3a82e311ac82",
)];

/// Paths of a folder and their bytes, in the order of the paths.
type Folder<'f> = BTreeMap<&'f str, &'f [u8]>;

/// The SHA-256 over name, length and bytes of each file.
fn hash(folder: &Folder<'_>) -> String {
    let mut hasher = Sha256::new();
    for (path, bytes) in folder {
        hasher.update(path.as_bytes());
        hasher.update([0]);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

/// The version that a WIT file names in its line `package`.
fn package_version(text: &str) -> Option<&str> {
    let line = text.lines().find_map(|l| l.strip_prefix("package "))?;
    line.strip_suffix(';')?.split_once('@').map(|(_, v)| v)
}

fn frozen_faults(folders: &BTreeMap<&str, Folder<'_>>, released: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, expected) in released {
        match folders.get(name).map(hash) {
            None => faults.push(format!(
                "a released version of the contract stays for ever (sdk/wit/{name})"
            )),
            Some(found) if found != *expected => faults.push(format!(
                "a released version of the contract never changes; additions go to sdk/wit/next: expected SHA-256 {expected}, found {found} (sdk/wit/{name})"
            )),
            Some(_) => {}
        }
    }
    for (name, folder) in folders {
        if *name != "next" && !released.iter().any(|(known, _)| known == name) {
            faults.push(format!(
                "a released version needs its hash in tests/tidy/src/contract.rs (sdk/wit/{name})"
            ));
        }
        for (path, bytes) in folder {
            let text = String::from_utf8_lossy(bytes);
            let version = package_version(&text).unwrap_or("none");
            if *name != "next" && version != format!("{name}.0") {
                faults.push(format!(
                    "expected the package version {name}.0, found {version} (sdk/wit/{name}/{path})"
                ));
            }
        }
    }
    faults
}

/// What has a version of its own: its name in the table, the file where it stands, and how it is found there.
type Part = (&'static str, &'static str, fn(&str) -> Option<String>);

const PARTS: [Part; 6] = [
    ("contract", "sdk/wit/1.0/plugin.wit", wit_version),
    (
        "contract in preparation",
        "sdk/wit/next/plugin.wit",
        wit_version,
    ),
    ("SDK for Rust", "sdk/rust/Cargo.toml", |text| {
        toml_version(text, "package")
    }),
    ("SDK for Python", "sdk/python/pyproject.toml", |text| {
        toml_version(text, "project")
    }),
    (
        "SDK for JavaScript",
        "sdk/javascript/package.json",
        json_version,
    ),
    ("manifest", "engine/bundle/src/manifest/read.rs", schema),
];

fn wit_version(text: &str) -> Option<String> {
    package_version(text).map(str::to_owned)
}

fn toml_version(text: &str, table: &str) -> Option<String> {
    let table: toml::Table = text
        .parse::<toml::Table>()
        .ok()?
        .get(table)?
        .as_table()?
        .clone();
    Some(table.get("version")?.as_str()?.to_owned())
}

fn json_version(text: &str) -> Option<String> {
    let rest = text.split_once("\"version\"")?.1;
    Some(rest.split('"').nth(1)?.to_owned())
}

fn schema(text: &str) -> Option<String> {
    let rest = text.split_once("this version reads schema ")?.1;
    Some(rest.chars().take_while(char::is_ascii_digit).collect())
}

/// `texts` has the files that exist.
fn table_faults(readme: &str, texts: &BTreeMap<&str, String>) -> Vec<String> {
    let rows: BTreeMap<&str, &str> = readme
        .lines()
        .skip_while(|line| *line != "## Versions")
        .filter_map(|line| {
            let mut cells = line.split('|').map(str::trim).skip(1);
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let mut faults = Vec::new();
    for (part, path, version) in PARTS {
        let expected = texts
            .get(path)
            .map(|text| version(text).unwrap_or_else(|| "a version of its own".to_owned()));
        let found = rows.get(part).map(|&text| text.to_owned());
        if expected != found {
            let shown = |version: Option<String>| version.unwrap_or_else(|| "no row".to_owned());
            faults.push(format!(
                "expected `{part}` with {}, found {} (sdk/README.md, Versions; it stands in {path})",
                shown(expected),
                shown(found)
            ));
        }
    }
    faults
}

#[test]
fn released_versions_of_the_contract_never_change() {
    let files = files();
    let mut folders: BTreeMap<&str, Folder<'_>> = BTreeMap::new();
    for file in &files {
        let below = file.path.strip_prefix("sdk/wit/");
        if let Some((folder, path)) = below.and_then(|path| path.split_once('/')) {
            folders.entry(folder).or_default().insert(path, &file.bytes);
        }
    }
    assert!(folders.contains_key("next"));
    assert_none(&frozen_faults(&folders, &RELEASED));
}

#[test]
fn the_table_of_versions_is_true() {
    let files = files();
    let text = |path: &str| {
        files
            .iter()
            .find(|file| file.path == path)
            .map(|f| f.text())
    };
    let texts = PARTS
        .iter()
        .filter_map(|(_, path, _)| Some((*path, text(path)?)))
        .collect();
    assert_none(&table_faults(&text("sdk/README.md").unwrap(), &texts));
}

#[test]
fn a_changed_release_is_refused() {
    let file: &[u8] = b"package a:b@1.0.0;\n";
    let folder: Folder<'_> = [("plugin.wit", file)].into();
    let pin = hash(&folder);
    let folders = |name, bytes| BTreeMap::from([(name, Folder::from([("plugin.wit", bytes)]))]);
    assert_none(&frozen_faults(&folders("1.0", file), &[("1.0", &pin)]));
    let edited: &[u8] = b"package a:b@1.0.0; \n";
    let mut faults = frozen_faults(&folders("1.0", edited), &[("1.0", &pin)]);
    faults.truncate(1);
    assert_refused(&faults, "additions go to sdk/wit/next");
    assert_refused(
        &frozen_faults(&BTreeMap::new(), &[("1.0", &pin)]),
        "stays for ever",
    );
    assert_refused(&frozen_faults(&folders("1.0", file), &[]), "needs its hash");
    let other: &[u8] = b"package a:b@1.2.0;\n";
    let pin = hash(&[("plugin.wit", other)].into());
    assert_refused(
        &frozen_faults(&folders("1.0", other), &[("1.0", &pin)]),
        "expected the package version 1.0.0, found 1.2.0",
    );
}

#[test]
fn a_wrong_table_of_versions_is_refused() {
    let texts = |rust: &str| {
        BTreeMap::from([(
            "sdk/rust/Cargo.toml",
            format!("[package]\nversion = {rust}\n"),
        )])
    };
    let readme = "## Versions\n\n| part | version |\n|---|---|\n| SDK for Rust | 1.2.3 |\n";
    assert_none(&table_faults(readme, &texts("\"1.2.3\"")));
    assert_refused(
        &table_faults(readme, &texts("\"1.2.4\"")),
        "expected `SDK for Rust` with 1.2.4, found 1.2.3",
    );
    assert_refused(
        &table_faults(readme, &texts("{ workspace = true }")),
        "a version of its own",
    );
    assert_refused(&table_faults(readme, &BTreeMap::new()), "with no row");
    assert_refused(&table_faults("", &texts("\"1.0.0\"")), "found no row");
    let json = "{\n  \"name\": \"overread-sdk\",\n  \"version\": \"1.0.1\"\n}";
    assert_eq!(json_version(json).as_deref(), Some("1.0.1"));
}
