//! Names that cargo gives, and what is no core module of ours.

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
fn a_module_without_the_contract_is_refused_with_the_reason() {
    assert!(!encode(b"not a module").unwrap_err().is_empty());
}
