//! When a calendar has jumped.

use super::*;
use crate::clock::ManualClock;

#[test]
fn a_jump_of_the_calendar_is_found_once_and_drift_is_none() {
    let clock = ManualClock::at_wall(1_000_000);
    let mut watch = WallWatch::start(&clock);
    clock.advance(Millis(3_600_000));
    assert_eq!(watch.jump(&clock), None);
    clock.set_wall(2_000);
    assert_eq!(watch.jump(&clock), None);
    clock.set_wall(1);
    assert_eq!(watch.jump(&clock), Some(2_001));
    assert_eq!(watch.jump(&clock), None);
    clock.set_wall(-60_000);
    assert_eq!(watch.jump(&clock), Some(-60_000));
}
