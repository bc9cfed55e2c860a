//! A folder says its language by one file.

use super::*;

#[track_caller]
fn check(files: &[&str], expected: Option<Language>) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        std::fs::write(folder.path().join(file), "").unwrap();
    }
    assert_eq!(Language::of(folder.path()).unwrap(), expected);
}

#[test]
fn one_file_says_it() {
    check(&["Cargo.toml", "plugin.toml"], Some(Language::Rust));
    check(&["pyproject.toml"], Some(Language::Python));
    check(&["package.json"], Some(Language::JavaScript));
    check(&["README.md"], None);
}

#[test]
fn two_languages_in_one_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for language in [Language::Rust, Language::Python] {
        std::fs::write(folder.path().join(language.project_file()), "").unwrap();
    }
    let error = Language::of(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("found Cargo.toml and pyproject.toml"),
        "{error}"
    );
}
