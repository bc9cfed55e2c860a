//! Places and near words.

use super::*;

#[track_caller]
fn check_place(text: &str, offset: usize, expected: (usize, usize)) {
    assert_eq!(
        line_and_column(text, offset),
        expected,
        "{text:?} at {offset}"
    );
}

#[test]
fn places_count_lines_and_characters_from_one() {
    check_place("", 0, (1, 1));
    check_place("ab\ncd", 4, (2, 2));
    check_place("очаг = 1", "очаг".len(), (1, 5));
    check_place("очаг", 1, (1, 1));
    check_place("ab\n", 99, (2, 1));
}

#[track_caller]
fn check_nearest(text: &str, expected: Option<&str>) {
    assert_eq!(
        nearest(text, &["title", "briefing", "mode", "id"]),
        expected,
        "{text:?}"
    );
}

#[test]
fn a_slip_is_named_and_another_word_is_not() {
    check_nearest("tilte", None);
    check_nearest("titl", Some("title"));
    check_nearest("breifing", Some("briefing"));
    check_nearest("mod", Some("mode"));
    check_nearest("identity", None);
    check_nearest(&"x".repeat(10_000), None);
}
