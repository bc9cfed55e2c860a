//! The lines that peers print.

use super::*;

#[test]
fn three_columns_are_a_result() {
    let expected = Peer {
        work: "header scan".to_owned(),
        program: "pydicom 3.0.2".to_owned(),
        best_ms: 812.5,
    };
    assert_eq!(
        read_line("header scan\tpydicom 3.0.2\t812.5"),
        Some(expected)
    );
    assert_eq!(read_line("SKIPPED pydicom: not installed"), None);
    assert_eq!(read_line("header scan\tpydicom 3.0.2\tfast"), None);
    assert_eq!(read_line(""), None);
}
