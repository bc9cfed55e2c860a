//! What both runners print, read.

use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

use super::*;

/// The exit code lies in the second byte of what the system gives.
fn said(code: i32, printed: &str, complained: &str) -> Said {
    Said {
        status: ExitStatus::from_raw(code << 8),
        printed: printed.to_owned(),
        complained: complained.to_owned(),
    }
}

#[test]
fn pythons_runner_is_counted() {
    let good = said(
        0,
        "",
        "...\n----\nRan 28 tests in 0.025s\n\nOK (skipped=3)\n",
    );
    let count = read_unittest(&good);
    assert_eq!(
        (count.n_passed, count.n_failed, count.n_left_out),
        (25, 0, 3)
    );
    assert!(count.is_passed());
    let bad = said(
        1,
        "",
        "Ran 7 tests in 1.0s\n\nFAILED (failures=1, errors=2)\n",
    );
    let count = read_unittest(&bad);
    assert_eq!((count.n_passed, count.n_failed), (4, 3));
    assert!(!count.is_passed());
    assert!(!read_unittest(&said(1, "", "SyntaxError")).is_passed());
    let none = said(5, "", "Ran 0 tests in 0.000s\n\nNO TESTS RAN\n");
    assert!(read_unittest(&none).is_passed());
}

#[test]
fn nodes_runner_is_counted() {
    let good = said(
        0,
        "ok 1 - a\n1..2\n# tests 3\n# pass 2\n# fail 0\n# cancelled 0\n# skipped 1\n# todo 0\n",
        "",
    );
    let count = read_tap(&good);
    assert_eq!(
        (count.n_passed, count.n_failed, count.n_left_out),
        (2, 0, 1)
    );
    assert!(count.is_passed());
    let bad = said(1, "# tests 3\n# pass 2\n# fail 1\n# cancelled 0\n", "");
    let count = read_tap(&bad);
    assert_eq!((count.n_passed, count.n_failed), (2, 1));
    assert!(!count.is_passed());
}
