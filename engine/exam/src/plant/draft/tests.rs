//! Drafts follow their findings.

use super::{parse, renumber, unnumbered, write};

#[test]
fn lines_are_parted_into_sentences_and_back() {
    let check = |text: &str, expected: &[&[&str]]| {
        let lines = parse(text);
        assert_eq!(lines, expected);
        assert_eq!(write(&lines), text);
    };
    check(
        "1. Nodule, 8.0 mm. Stable.",
        &[&["1. Nodule, 8.0 mm.", "Stable."]],
    );
    check("Found: 2. Highest: 4A.", &[&["Found: 2.", "Highest: 4A."]]);
    check("One\nTwo", &[&["One"], &["Two"]]);
    check(
        "Очагов: 2. Категория: 3.",
        &[&["Очагов: 2.", "Категория: 3."]],
    );
    check("approx. 3 mm", &[&["approx. 3 mm"]]);
}

#[test]
fn numbers_before_lines_are_known_and_counted_anew() {
    assert_eq!(unnumbered("12. Nodule"), Some((12, "Nodule")));
    assert_eq!(unnumbered("2) Nodule"), Some((2, "Nodule")));
    assert_eq!(unnumbered("2.5 mm"), None);
    assert_eq!(unnumbered("Nodule"), None);
    let mut lines = parse("Lungs:\n2. One.\n5. Two.");
    renumber(&mut lines);
    assert_eq!(write(&lines), "Lungs:\n1. One.\n2. Two.");
}
