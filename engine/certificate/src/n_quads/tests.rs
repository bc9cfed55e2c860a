//! Letters are escaped as RDFC-1.0 has it, and statements are sorted, each once.

use super::{RDF_TYPE, Statements, XSD_DATE_TIME, iri, literal, typed};

#[track_caller]
fn check(text: &str, expected: &str) {
    let mut all = Statements::default();
    all.add(&iri("a:a"), "a:b", &literal(text));
    assert_eq!(all.canonical(), format!("<a:a> <a:b> \"{expected}\" .\n"));
}

/// RDF Dataset Canonicalization, section 4 (canonical N-Quads).
#[test]
fn letters_are_escaped() {
    check("plain Ёё 🩻 'a' <b>", "plain Ёё 🩻 'a' <b>");
    check("a\"b\\c", "a\\\"b\\\\c");
    check("\u{8}\t\n\u{c}\r", "\\b\\t\\n\\f\\r");
    check(
        "\0\u{b}\u{1f}\u{7f}\u{80}",
        "\\u0000\\u000B\\u001F\\u007F\u{80}",
    );
}

#[test]
fn statements_are_sorted_and_stand_once() {
    let mut all = Statements::default();
    all.add(&iri("b:b"), RDF_TYPE, &iri("x:y"));
    all.add(&iri("a:a"), "a:b", &typed("2020", XSD_DATE_TIME));
    all.add(&iri("b:b"), RDF_TYPE, &iri("x:y"));
    let text = all.canonical();
    assert_eq!(text.lines().count(), 2);
    assert!(text.starts_with("<a:a> <a:b> \"2020\"^^<"));
}
