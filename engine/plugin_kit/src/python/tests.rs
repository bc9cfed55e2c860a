//! What of the compiler's words reaches a vendor.

use super::*;

#[test]
fn a_message_is_shown_without_the_compilers_own_calls() {
    let said =
        "Traceback:\n  line 3\nSyntaxError: invalid syntax\n\nStack backtrace:\n   0: anyhow\n";
    assert_eq!(
        without_backtrace(said),
        "Traceback:\n  line 3\nSyntaxError: invalid syntax"
    );
    assert_eq!(without_backtrace("short\n"), "short");
}
