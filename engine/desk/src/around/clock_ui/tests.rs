//! When a clock changes its colour.

use super::*;

#[track_caller]
fn check(left_s: u64, limit_s: Option<u64>, expected: Color32) {
    let limit = limit_s.map(|limit| Millis(limit * 1000));
    assert_eq!(color(Millis(left_s * 1000), limit), expected);
}

#[test]
fn amber_below_a_tenth_and_red_at_the_end() {
    check(600, Some(600), tokens::TEXT_BRIGHT);
    check(60, Some(600), tokens::TEXT_BRIGHT);
    check(59, Some(600), tokens::WARNING);
    check(1, Some(600), tokens::WARNING);
    check(0, Some(600), tokens::ERROR);
    check(1, None, tokens::TEXT_BRIGHT);
    check(0, None, tokens::ERROR);
}
