//! What the two runners print, counted.

use super::*;

#[test]
fn reads_the_report_of_nextest() {
    let text = "<?xml version=\"1.0\"?>\n<testsuites name=\"nextest-run\" tests=\"12\" failures=\"1\" errors=\"1\" uuid=\"x\">\n\
                <system-err>SKIPPED opens_ct: no ../shared/dicom</system-err>\n<system-err>SKIPPED a &lt;b&gt;\n</system-err>";
    let count = Count::from_junit(text).unwrap();
    assert_eq!((count.n_passed, count.n_failed), (10, 2));
    assert_eq!(count.skipped, ["opens_ct: no ../shared/dicom", "a <b>"]);
    assert!(!count.is_passed());
    assert_eq!(
        count.to_string(),
        "10 tests passed, 2 failed, 2 skipped themselves"
    );
}

#[test]
fn a_report_without_counts_is_named() {
    assert_eq!(
        Count::from_junit("<x>").unwrap_err().to_string(),
        "no element testsuites"
    );
    assert_eq!(
        Count::from_junit("<testsuites tests=\"1\">")
            .unwrap_err()
            .to_string(),
        "no attribute failures"
    );
}

#[test]
fn reads_the_lines_of_cargo_test() {
    let mut count = Count::default();
    for line in [
        "running 3 tests",
        "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        "SKIPPED opens_ct: no ../shared/dicom",
        "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
    ] {
        count.read_line(line);
    }
    assert_eq!(
        (count.n_passed, count.n_failed, count.n_left_out),
        (7, 2, 1)
    );
    assert_eq!(
        count.to_string(),
        "7 tests passed, 2 failed, 1 skipped themselves, 1 left out"
    );
}

#[test]
fn a_runner_that_fails_fails_the_whole() {
    let mut count = Count {
        n_passed: 3,
        ..Count::default()
    };
    assert!(count.is_passed());
    count.add(Count {
        is_failed: true,
        ..Count::default()
    });
    assert!(!count.is_passed());
}
