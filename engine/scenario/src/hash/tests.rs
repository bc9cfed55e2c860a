//! What changes the hash and what does not.

use super::*;

fn hash_of(text: &str) -> String {
    hash(DeTable::parse(text).expect("valid TOML").get_ref()).to_string()
}

#[track_caller]
fn check_same(a: &str, b: &str) {
    assert_eq!(hash_of(a), hash_of(b), "{a:?} and {b:?}");
}

#[track_caller]
fn check_differs(a: &str, b: &str) {
    assert_ne!(hash_of(a), hash_of(b), "{a:?} and {b:?}");
}

#[test]
fn layout_does_not_count() {
    check_same("a = 1\nb = 2", "# hello\nb=2\n\na   =   1 # one\n");
    check_same("[x]\na = 1", "x = { a = 1 }");
    check_same("[x]\na = 1", "x.a = 1");
    check_same("a = \"x\"", "a = 'x'");
    check_same("a = 0x10\nb = 1_000", "a = 16\nb = 1000");
    check_same("a = 1.50", "a = 1.5");
    check_same("[[c]]\nx = 1\n[[c]]\nx = 2", "c = [{x = 1}, {x = 2}]");
}

#[test]
fn content_counts() {
    check_differs("a = 1", "a = 2");
    check_differs("a = 1", "b = 1");
    check_differs("a = 1", "a = \"1\"");
    check_differs("a = [1, 2]", "a = [2, 1]");
    check_differs("a = [[1], 2]", "a = [[1, 2]]");
    check_differs("a = \"x\"\nb = \"\"", "a = \"\"\nb = \"x\"");
    check_differs("", "a = {}");
}

/// The form is frozen: recorded sessions name scenarios by it.
#[test]
fn the_form_is_frozen() {
    // printf 'overread scenario 1\nt1:s1:ai1;' | sha256sum
    assert_eq!(
        hash_of("a = 1"),
        "ea831e559c8e7e3cd3fcc5c3494a0df6cd73de654a5e5ede6c7f6fa723e48d52"
    );
}
