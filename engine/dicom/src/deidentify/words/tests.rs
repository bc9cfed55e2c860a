//! Tests: which descriptions pass.

use super::*;

#[track_caller]
fn check(text: &str, expected: bool) {
    assert_eq!(is_harmless(text), expected, "{text}");
}

#[test]
fn descriptions_of_examinations_pass() {
    check("Chest 5.0 mm B30f", true);
    check("CT THORAX W/O CONTRAST", true);
    check("AX T2 FLAIR", true);
    check("MAMMOGRAPHY, R-CC", true);
    check("КТ органов грудной клетки", true);
    check("", true);
}

#[test]
fn names_numbers_and_dates_do_not() {
    check("Chest Smith", false);
    check("CT chest Иванов", false);
    check("CHEST 20240131", false);
    check("CHEST 12.03.2024", false);
    check("555-123-456", false);
    check("123 45 6789", false);
    check("MRN1234", false);
    check("Dr. House", false);
    check("Chest\u{0}\u{7f}Doe", false);
}
