//! Every dependency comes from the public registry, under its one name, and with a check sum.

use crate::checkout::{assert_none, assert_refused, ending_with};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn faults(path: &str, text: &str) -> Vec<String> {
    let lock: toml::Table = match text.parse() {
        Ok(lock) => lock,
        Err(error) => return vec![format!("cannot be read: {error} ({path})")],
    };
    let mut faults = Vec::new();
    for package in lock
        .get("package")
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
    {
        let field = |name: &str| package.get(name).and_then(toml::Value::as_str);
        let name = field("name").unwrap_or("?");
        match field("source") {
            None => {}
            Some(REGISTRY) if field("checksum").is_some() => {}
            Some(REGISTRY) => faults.push(format!("{name} has no check sum ({path})")),
            Some(other) => faults.push(format!("{name} comes from elsewhere: {other} ({path})")),
        }
    }
    faults
}

#[test]
fn dependencies_come_from_the_registry() {
    let files = ending_with("Cargo.lock");
    assert!(
        files.iter().any(|file| file.path == "Cargo.lock"),
        "no Cargo.lock at the top"
    );
    let found: Vec<String> = files
        .iter()
        .flat_map(|file| faults(&file.path, &file.text()))
        .collect();
    assert_none(&found);
}

#[test]
fn another_source_is_refused() {
    let lock = |more: &str| faults("Cargo.lock", &format!("[[package]]\nname = \"a\"\n{more}"));
    assert_none(&lock(""));
    assert_none(&lock(&format!(
        "source = \"{REGISTRY}\"\nchecksum = \"00\"\n"
    )));
    assert_refused(&lock(&format!("source = \"{REGISTRY}\"\n")), "no check sum");
    assert_refused(
        &lock("source = \"git+https://github.com/a/b#1\"\n"),
        "comes from elsewhere",
    );
    assert_refused(&faults("Cargo.lock", "[[package"), "cannot be read");
}
