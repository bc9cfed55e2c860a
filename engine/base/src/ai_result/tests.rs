//! The names of failures.

use super::*;

/// `OutputInvalid` as `output-invalid`.
fn kebab(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

#[test]
fn each_failure_has_its_own_name() {
    let mut names: Vec<&str> = FailureKind::ALL.map(FailureKind::name).into();
    for kind in FailureKind::ALL {
        assert_eq!(kind.name(), kebab(&format!("{kind:?}")));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), FailureKind::ALL.len());
}
