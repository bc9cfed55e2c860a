//! The second that a job has after it is told to stop.

use super::*;
use crate::Outcome;

#[track_caller]
fn check(took_ms: u64, expected: &Outcome) {
    let mut judged = Judged::default();
    judge_time(
        "one-slice",
        true,
        Duration::from_millis(took_ms),
        &mut judged,
    );
    assert_eq!(judged.outcome(), *expected);
}

#[test]
fn a_job_has_one_second_to_stop() {
    check(0, &Outcome::Passed);
    check(1000, &Outcome::Passed);
    check(1001, &Outcome::Failed);
}

#[test]
fn the_first_stop_counts() {
    let stopper = Stopper::default();
    assert_eq!(stopper.told(), None);
    stopper.stop();
    let first = stopper.told();
    stopper.clone().stop();
    assert_eq!(stopper.told(), first);
    assert!(stopper.flag.is_cancelled());
}
