//! Versions, features and lints stand in the root manifest alone; members inherit all of them.

use toml::{Table, Value};

use crate::checkout::{assert_none, assert_refused, root};
use crate::workspace::{Crate, crates, example};

const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];
const NOT_FOR_MEMBERS: [&str; 5] = ["workspace", "profile", "patch", "replace", "features"];
const LISTS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// The faults of a member's manifest; `is_library_inside` says that it has a library whose examples are not run.
fn member_faults(path: &str, text: &str, is_library_inside: bool) -> Vec<String> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!("cannot be read: {error} ({path})")],
    };
    let mut faults = Vec::new();
    let package = manifest.get("package").and_then(Value::as_table);
    for key in INHERITED {
        // SDKs have versions of their own; `contract.rs` compares them with the table of versions.
        if path.starts_with("sdk/") && key == "version" {
            continue;
        }
        if !package
            .and_then(|package| package.get(key))
            .is_some_and(is_inherited)
        {
            faults.push(format!(
                "expected {key}.workspace = true in [package] ({path})"
            ));
        }
    }
    if !manifest.get("lints").is_some_and(is_inherited) {
        faults.push(format!("expected [lints] workspace = true ({path})"));
    }
    for key in NOT_FOR_MEMBERS
        .iter()
        .filter(|key| manifest.contains_key(**key))
    {
        faults.push(format!(
            "[{key}] stands in the root manifest alone ({path})"
        ));
    }
    let runs_examples =
        manifest.get("lib").and_then(|lib| lib.get("doctest")) != Some(&Value::Boolean(false));
    if is_library_inside && runs_examples {
        faults.push(format!("expected [lib] doctest = false ({path})"));
    }
    let targets = manifest
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(Table::values);
    let tables = std::iter::once(&manifest).chain(targets.filter_map(Value::as_table));
    for list in
        tables.flat_map(|table| LISTS.iter().filter_map(|list| table.get(*list)?.as_table()))
    {
        for (name, _) in list.iter().filter(|(_, value)| !is_inherited(value)) {
            faults.push(format!(
                "expected {name}.workspace = true and nothing more ({path})"
            ));
        }
    }
    faults
}

fn is_inherited(value: &Value) -> bool {
    value.as_table().is_some_and(|table| {
        table.len() == 1 && table.get("workspace") == Some(&Value::Boolean(true))
    })
}

/// The faults of the root manifest: each dependency is a crate of ours by path or has a version of the registry.
fn root_faults(text: &str) -> Vec<String> {
    let manifest: Table = text.parse().unwrap();
    let list = manifest["workspace"]["dependencies"].as_table().unwrap();
    let mut faults = Vec::new();
    for (name, value) in list {
        let has = |key: &str| value.get(key).is_some();
        let is_ours = name.starts_with("overread-");
        let is_right = if is_ours {
            has("path")
        } else {
            value.is_str() || has("version")
        };
        if !is_right || has("git") || (!is_ours && has("path")) {
            faults.push(format!(
                "expected a version, or a path for a crate of ours, found {name} = {value}"
            ));
        }
    }
    faults
}

/// Dependencies of the root manifest that no member names.
fn unused_faults(text: &str, crates: &[Crate]) -> Vec<String> {
    let manifest: Table = text.parse().unwrap();
    let list = manifest["workspace"]["dependencies"].as_table().unwrap();
    let is_used = |name: &str| {
        crates
            .iter()
            .any(|member| member.dependencies.iter().any(|one| one.name == name))
    };
    list.keys()
        .filter(|name| !is_used(name))
        .map(|name| format!("no crate uses {name} (Cargo.toml)"))
        .collect()
}

#[test]
fn members_inherit_from_the_root() {
    let root = root();
    let text = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let mut found = root_faults(&text);
    found.extend(unused_faults(&text, &crates()));
    for member in crates() {
        let folder = if member.folder.contains('/') {
            member.folder
        } else {
            format!("engine/{}", member.folder)
        };
        let path = format!("{folder}/Cargo.toml");
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        // The SDK is a public interface: its examples run.
        let is_library_inside =
            folder != "sdk/rust" && root.join(&folder).join("src/lib.rs").is_file();
        found.extend(member_faults(&path, &text, is_library_inside));
    }
    assert_none(&found);
}

const RIGHT: &str = "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                     license.workspace = true\npublish.workspace = true\n[lints]\nworkspace = true\n[lib]\ndoctest = false\n";

#[test]
fn what_a_member_sets_itself_is_refused() {
    let with = |more: &str| member_faults("Cargo.toml", &format!("{RIGHT}{more}"), true);
    let without = |line: &str| member_faults("Cargo.toml", &RIGHT.replace(line, ""), true);
    assert_none(&with("[dependencies]\nlibm.workspace = true\n"));
    assert_refused(
        &with("[dependencies]\nlibm = \"0.2\"\n"),
        "expected libm.workspace = true",
    );
    assert_refused(
        &with("[dev-dependencies]\nlibm = { workspace = true, features = [\"a\"] }\n"),
        "nothing more",
    );
    assert_refused(
        &with("[target.'cfg(unix)'.dependencies]\nlibc = \"0.2\"\n"),
        "expected libc.workspace",
    );
    assert_refused(
        &with("[features]\nfast = []\n"),
        "[features] stands in the root manifest alone",
    );
    assert_refused(
        &without("edition.workspace = true\n"),
        "expected edition.workspace",
    );
    assert_refused(&without("[lints]\nworkspace = true\n"), "expected [lints]");
    assert_refused(
        &without("doctest = false\n"),
        "expected [lib] doctest = false",
    );
    assert_refused(
        &member_faults("Cargo.toml", "[package", true),
        "cannot be read",
    );
}

#[test]
fn a_dependency_from_elsewhere_is_refused() {
    let root = |line: &str| root_faults(&format!("[workspace.dependencies]\n{line}\n"));
    assert_none(&root(
        "libm = \"0.2\"\noverread-base = { path = \"engine/base\" }",
    ));
    assert_refused(
        &root("libm = { git = \"https://github.com/a/b\" }"),
        "found libm",
    );
    assert_refused(&root("libm = { path = \"../libm\" }"), "found libm");
    assert_refused(&root("overread-base = \"0.1\""), "found overread-base");
}

#[test]
fn a_dependency_that_nobody_uses_is_refused() {
    let text = "[workspace.dependencies]\nlibm = \"0.2\"\nserde = \"1\"\n";
    let used = |names: &[&str]| unused_faults(text, &[example("a", "a", names)]);
    assert_none(&used(&["libm", "dev serde"]));
    assert_refused(&used(&["libm"]), "no crate uses serde");
}
