//! Names that cargo gives, and which folders are plugins.

use super::*;

#[track_caller]
fn check(manifest: &str, expected: &str) {
    assert_eq!(library_name(manifest).unwrap(), expected);
}

#[test]
fn a_library_is_named_as_cargo_names_it() {
    check("[package]\nname = \"lung-nodule\"", "lung_nodule");
    check(
        "[package]\nname = \"a\"\n[lib]\ncrate-type = [\"cdylib\"]",
        "a",
    );
    check("[package]\nname = \"a\"\n[lib]\nname = \"b\"", "b");
    assert!(library_name("[package]").is_err());
    assert!(library_name("[package").is_err());
}

#[test]
fn only_folders_with_a_manifest_are_plugins() {
    let folder = tempfile::tempdir().unwrap();
    assert!(crates_in(&folder.path().join("absent")).unwrap().is_empty());
    fs::create_dir(folder.path().join("one")).unwrap();
    fs::create_dir(folder.path().join("notes")).unwrap();
    fs::write(folder.path().join("one/Cargo.toml"), "").unwrap();
    fs::write(folder.path().join("README.md"), "").unwrap();
    assert_eq!(
        crates_in(folder.path()).unwrap(),
        BTreeSet::from(["one".to_owned()])
    );
}

#[test]
fn a_plugin_that_is_gone_leaves_the_bundles() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    fs::create_dir(folder.path().join("gone")).unwrap();
    remove_others(folder.path(), &BTreeSet::from(["kept".to_owned()])).unwrap();
    assert!(folder.path().join("kept").is_dir());
    assert!(!folder.path().join("gone").exists());
}
