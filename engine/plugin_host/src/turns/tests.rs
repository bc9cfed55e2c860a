//! Turns are never more than there are, come back, and are not waited for by jobs that nobody wants.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

#[test]
fn no_more_jobs_compute_than_there_are_turns_and_all_come_to_theirs() {
    let turns = Turns::of(2);
    let (now, most, done) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let turn = turns.take(&CancelFlag::default()).unwrap();
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                    drop(turn);
                }
            });
        }
    });
    assert_eq!(done.into_inner(), 400);
    assert!((1..=2).contains(&most.into_inner()));
    assert_eq!(*turns.lock(), 2);
}

#[test]
fn a_cancelled_job_does_not_wait() {
    let turns = Turns::of(0);
    let held = turns.take(&CancelFlag::default()).unwrap();
    let cancel = CancelFlag::default();
    cancel.cancel();
    assert!(turns.take(&cancel).is_none());
    drop(held);
    assert!(turns.take(&cancel).is_some());
}
