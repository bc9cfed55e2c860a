//! The tables say what the figures say, and equal rows give equal text.

use super::*;
use crate::figures::tests::row;
use crate::row::MarkRow;

#[test]
fn services_stand_by_difficulty_with_what_is_not_known_as_a_dash() {
    let mut hard = row("c", true, 0.4);
    hard.difficulty = Some("hard".to_owned());
    let rows = [row("a", true, 0.9), row("b", false, 0.1), hard];
    let text = tables(&rows);
    assert!(
        text.contains("| example.service 1.0.0 | medium | 2 | 1 | 0 | 0 | 1.000 |"),
        "{text}"
    );
    assert!(
        text.contains("| example.service 1.0.0 | hard | 1 | 1 | 0 | 0 | - | 0.000 ("),
        "{text}"
    );
    assert_eq!(tables(&rows), text);
    // The order of the lines does not matter, and neither does the time.
    let mut other: Vec<_> = rows.iter().rev().cloned().collect();
    other[0].seconds = Some(99.0);
    assert_eq!(tables(&other), text);
}

#[test]
fn tables_made_in_parts_are_those_made_at_once() {
    let of = |service: &str, case: &str, score| {
        let mut row = row(case, score > 0.5, score);
        row.service = service.to_owned();
        row
    };
    let first = [of("example.b", "a", 0.9), of("example.b", "b", 0.2)];
    let second = [of("example.a", "a", 0.8), of("example.a", "b", 0.3)];
    let third = [of("example.c", "a", 0.7), of("example.c", "b", 0.1)];
    let whole = tables(&[first.clone(), second.clone(), third.clone()].concat());
    let mut parts = merged_tables("Not measured yet.\n", &first);
    assert_eq!(parts, tables(&first));
    parts = merged_tables(&parts, &third);
    parts = merged_tables(&parts, &second);
    assert_eq!(parts, whole);
    // A service that was measured again replaces what stood of it, and nothing else.
    let again = [of("example.b", "c", 0.9)];
    let changed = merged_tables(&whole, &again);
    assert_eq!(
        changed,
        tables(&[again.to_vec(), second.to_vec(), third.to_vec()].concat())
    );
    assert_eq!(merged_tables(&changed, &first), whole);
}

#[test]
fn targets_stand_with_what_their_codes_mean() {
    let of = |case: &str, target: &str, other: &str| {
        let mut row = row(case, true, 0.9);
        row.present = [target.to_owned()].into();
        row.scores = [(target.to_owned(), 0.9), (other.to_owned(), 0.2)].into();
        row
    };
    let (known, own) = ("SCT:21454007", "99EXAMPLE:spot");
    let rows = [
        of("a", known, own),
        of("b", own, known),
        of("c", own, known),
    ];
    let text = tables(&rows);
    let line = |start: &str| {
        let found = text.lines().find(|line| line.starts_with(start));
        found
            .unwrap_or_else(|| panic!("{start:?} in {text}"))
            .to_owned()
    };
    assert!(line("| Subarachnoid").ends_with("| SCT:21454007 | 1 | 1.000 |"));
    assert!(line("| - | 99EXAMPLE:spot").ends_with("| 2 | 1.000 |"));
}

#[test]
fn the_curve_of_marks_stands_where_there_are_marks() {
    let mark = |lesion, score| MarkRow {
        code: "SCT:1".to_owned(),
        score,
        lesion,
        is_placed: true,
    };
    let mut found = row("a", true, 0.9);
    found.marks = vec![mark(Some(0), 0.9), mark(None, 0.5)];
    let missed = row("b", true, 0.8);
    let text = tables(&[found, missed, row("c", false, 0.1), row("d", false, 0.2)]);
    assert!(
        text.contains(
            "| FROC: false marks a study | 0.125 | 0.25 | 0.5 | 1 | 2 | 4 | 8 | mean (CPM) |"
        ),
        "{text}"
    );
    assert!(
        text.contains("| lesions marked | 0.500 | 0.500 |"),
        "{text}"
    );
    let without = tables(&[row("a", true, 0.9), row("b", false, 0.1)]);
    assert!(!without.contains("FROC"), "{without}");
}
