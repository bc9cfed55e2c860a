//! When a log is tried again.

use super::*;

#[test]
fn what_failed_is_tried_again_and_what_is_kept_is_not() {
    let now = Instant::now();
    assert!(Keeping::default().is_due(now));
    assert!(!Keeping::Done.is_due(now + AGAIN_AFTER * 9));
    let failed = Keeping::Failed(now);
    assert!(!failed.is_due(now + AGAIN_AFTER / 2));
    assert!(failed.is_due(now + AGAIN_AFTER));
}
