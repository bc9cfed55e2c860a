//! Records of all the forms that programs write.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(usize, &[&str])]) {
    let found = records(text).unwrap();
    let found: Vec<(usize, Vec<&str>)> = found
        .iter()
        .map(|record| {
            (
                record.line,
                record.fields.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let expected: Vec<(usize, Vec<&str>)> = expected
        .iter()
        .map(|(line, fields)| (*line, fields.to_vec()))
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn records_keep_their_lines() {
    check("", &[]);
    check("a,b\n1,2", &[(1, &["a", "b"]), (2, &["1", "2"])]);
    check("a,b\r\n\r\n1,2\r\n", &[(1, &["a", "b"]), (3, &["1", "2"])]);
    check(
        "\u{feff}a;b\n1,5;2\n",
        &[(1, &["a", "b"]), (2, &["1,5", "2"])],
    );
    check("a\tb\n1\t\n", &[(1, &["a", "b"]), (2, &["1", ""])]);
    check(",\n", &[(1, &["", ""])]);
}

#[test]
fn quotations_hold_separators_lines_and_marks() {
    check(
        "a,b\n\"x, \"\"y\"\"\nz\" ,2\n3,4\n",
        &[
            (1, &["a", "b"]),
            (2, &["x, \"y\"\nz", "2"]),
            (4, &["3", "4"]),
        ],
    );
    check(
        "a,b\n5\" screen,2\n",
        &[(1, &["a", "b"]), (2, &["5\" screen", "2"])],
    );
}

#[test]
fn broken_quotations_are_named_with_their_line() {
    let check = |text: &str, line: usize, message: &'static str| {
        assert_eq!(records(text), Err(CsvFault { line, message }));
    };
    check(
        "a,b\n1,\"2\n3,4\n",
        2,
        "a quotation mark that is never closed",
    );
    check("a,b\n1,\"2\" x\n", 2, "text after a closing quotation mark");
}
