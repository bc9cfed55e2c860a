//! Whole words and numbers only.

use super::super::wording::Language;
use super::{Which, exchanged, exchanged_value, other_sides};

#[track_caller]
fn check(text: &str, from: &str, to: &str, which: Which, expected: Option<&str>) {
    assert_eq!(exchanged(text, from, to, which).as_deref(), expected);
}

#[test]
fn tokens_are_exchanged_whole() {
    check("found: 4.", "4", "5", Which::All, Some("found: 5."));
    check("category 4A", "4", "5", Which::All, None);
    check("14 mm, 4.2 mm, 0.4", "4", "5", Which::All, None);
    check(
        "found: 2. Highest: 2.",
        "2",
        "3",
        Which::First,
        Some("found: 3. Highest: 2."),
    );
    check(
        "found: 2. Highest: 2.",
        "2",
        "3",
        Which::Last,
        Some("found: 2. Highest: 3."),
    );
    check("4A, 4A", "4A", "4B", Which::All, Some("4B, 4B"));
    check("", "", "x", Which::All, None);
    check("очаг 4", "4", "5", Which::All, Some("очаг 5"));
}

#[test]
fn values_keep_their_decimals_and_a_bare_number_is_none() {
    let value = |text: &str, language| exchanged_value(text, 8.04, 12.16, language);
    assert_eq!(
        value("8.0 mm", Language::English).as_deref(),
        Some("12.2 mm")
    );
    assert_eq!(
        value("8,04 мм", Language::Russian).as_deref(),
        Some("12,16 мм")
    );
    assert_eq!(value("8 mm", Language::English).as_deref(), Some("12 mm"));
    assert_eq!(value("found: 8.", Language::English), None);
    assert_eq!(value("18.0 mm", Language::English), None);
}

#[test]
fn sides_are_exchanged_in_both_languages() {
    let check = |text: &str, expected: &str| assert_eq!(other_sides(text), expected);
    check("Nodule in the right lung", "Nodule in the left lung");
    check("Left-sided, on the right", "Right-sided, on the left");
    check("Очаг в правом лёгком справа", "Очаг в левом лёгком слева");
    check("Правосторонний выпот", "Левосторонний выпот");
    check("правильной формы, bright", "правильной формы, bright");
    check("", "");
}
