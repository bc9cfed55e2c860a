//! Clocks start at zero and never go back.

use super::*;

#[test]
fn a_manual_clock_moves_only_by_hand() {
    let clock = ManualClock::default();
    assert_eq!(clock.now(), Millis(0));
    clock.advance(Millis(1500));
    clock.advance(Millis(1));
    assert_eq!([clock.now(), clock.now()], [Millis(1501); 2]);
}

#[test]
fn the_machines_clock_does_not_go_back() {
    let clock = SystemClock::start();
    let times: Vec<Millis> = (0..1000).map(|_| clock.now()).collect();
    assert!(times.is_sorted());
}

#[test]
fn the_calendar_stands_after_the_program_was_written() {
    // 2025-01-01.
    assert!(unix_seconds() > 1_735_689_600);
}

#[test]
fn a_manual_calendar_goes_with_its_clock_and_can_be_set() {
    let clock = ManualClock::at_wall(1_000_000);
    clock.advance(Millis(500));
    assert_eq!(clock.wall_ms(), 1_000_500);
    clock.set_wall(-400);
    assert_eq!((clock.wall_ms(), clock.now()), (1_000_100, Millis(500)));
    // Nobody can set it before 1970.
    clock.set_wall(-2_000_000);
    assert_eq!(clock.wall_ms(), 0);
}
