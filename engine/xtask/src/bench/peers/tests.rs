//! The lines that peers print.

use super::*;

#[test]
fn three_columns_are_a_result() {
    let expected = Peer {
        work: "header scan".to_owned(),
        program: "pydicom 3.0.2".to_owned(),
        best_ms: 812.5,
        result: None,
    };
    assert_eq!(
        read_line("header scan\tpydicom 3.0.2\t812.5"),
        Some(expected.clone())
    );
    let told = Peer {
        result: Some("0.731, variance 1".to_owned()),
        ..expected
    };
    let line = "header scan\tpydicom 3.0.2\t812.5\t0.731, variance 1";
    assert_eq!(read_line(line), Some(told));
    assert_eq!(read_line(&format!("{line}\tmore")), None);
    assert_eq!(read_line("SKIPPED pydicom: not installed"), None);
    assert_eq!(read_line("header scan\tpydicom 3.0.2\tfast"), None);
    assert_eq!(read_line(""), None);
}
