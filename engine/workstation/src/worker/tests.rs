//! One thing at a time, in order, and no wait without end.

use super::*;

#[test]
fn wishes_are_answered_in_their_order() {
    let worker = Worker::start("doubler", |n: u32| n * 2).unwrap();
    for n in 0..5 {
        worker.ask(n).unwrap();
    }
    let answers: Vec<u32> = (0..5).map(|_| worker.wait().unwrap()).collect();
    assert_eq!(answers, [0, 2, 4, 6, 8]);
    assert_eq!(worker.poll(), None);
}

#[test]
fn more_wishes_than_may_wait_are_refused_and_the_others_still_answered() {
    let (go, gate) = sync_channel::<()>(0);
    let worker = Worker::start("gated", move |n: usize| {
        // Ends with the sender: then every wish passes.
        gate.recv().ok();
        n
    })
    .unwrap();
    // One may be in work while the queue fills.
    let n_taken = (0..QUEUE + 2)
        .take_while(|&n| worker.ask(n).is_ok())
        .count();
    assert!((QUEUE..=QUEUE + 1).contains(&n_taken), "{n_taken}");
    let refused = worker.ask(99).unwrap_err().to_string();
    assert_eq!(refused, "background worker gated: 16 wishes wait already");
    drop(go);
    let answers: Vec<usize> = (0..n_taken).map(|_| worker.wait().unwrap()).collect();
    assert_eq!(answers, Vec::from_iter(0..n_taken));
}

#[test]
fn a_worker_that_broke_is_named_and_not_waited_for() {
    let worker = Worker::start("broken", |divisor: u32| {
        assert_ne!(divisor, 0, "a test of what a broken worker does");
        divisor
    })
    .unwrap();
    worker.ask(0).unwrap();
    assert_eq!(worker.wait(), None);
    let refused = worker.ask(1).unwrap_err().to_string();
    assert_eq!(refused, "background worker broken: has ended");
}
