//! What is refused of a whole file, and in which words.

use super::*;

fn rows(table: &Table<'_, '_>) -> Option<u32> {
    table.need("rows", |rows| rows.whole(1..=4_u32))
}

#[track_caller]
fn check(text: &str, expected: Option<u32>, faults: &[&str]) {
    let (found, diagnostics) = read_file(text, "a layout", 40, rows);
    assert_eq!(found, expected, "{text:?}");
    let told: Vec<String> = diagnostics.all().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), faults.len(), "{told:?}");
    for (told, fault) in told.iter().zip(faults) {
        assert!(told.contains(fault), "{told} has no {fault:?}");
    }
}

#[test]
fn a_file_is_there_exactly_if_it_has_no_fault() {
    check("schema = 1\nrows = 2", Some(2), &[]);
    check(
        "schema = 1\nrows = 9",
        None,
        &["expected 1 to 4, found 9 (line 2, column 8, rows)"],
    );
    check(
        "schema = 1\nrow = 2\nx = 1",
        None,
        &[
            "unknown key \"row\", did you mean \"rows\"?",
            "unknown key \"x\" (line 3",
        ],
    );
    check("rows = 2", None, &["key \"schema\" is missing"]);
    check(
        "schema = 2\nrowz = 2",
        None,
        &["expected 1 to 1, found 2 (line 1"],
    );
    check("schema = 1\nrows 2", None, &["line 2"]);
    check(
        &" ".repeat(41),
        None,
        &["a layout must be at most 40 bytes, found 41 (whole file)"],
    );
}
