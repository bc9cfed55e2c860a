//! Which folders are plugins, and what becomes of the bundle of one that is gone.

use super::*;

#[test]
fn only_folders_with_a_project_are_plugins() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        plugins_in(&folder.path().join("absent"))
            .unwrap()
            .is_empty()
    );
    for (name, file) in [
        ("one", "Cargo.toml"),
        ("two", "pyproject.toml"),
        ("notes", "notes.md"),
    ] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join(file), "").unwrap();
    }
    fs::write(folder.path().join("README.md"), "").unwrap();
    let expected = [("one", Language::Rust), ("two", Language::Python)];
    assert_eq!(
        plugins_in(folder.path()).unwrap(),
        expected
            .map(|(name, language)| (name.to_owned(), language))
            .into()
    );
}

#[test]
fn a_plugin_that_is_gone_leaves_the_bundles() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("kept")).unwrap();
    fs::create_dir(folder.path().join("gone")).unwrap();
    let kept = [("kept".to_owned(), Language::Rust)].into();
    remove_others(folder.path(), &kept).unwrap();
    assert!(folder.path().join("kept").is_dir());
    assert!(!folder.path().join("gone").exists());
}
