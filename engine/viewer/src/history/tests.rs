//! Steps forth and back, the bound, and drags as one step.

use super::*;

#[track_caller]
fn check(history: &History<i32>, past: &[i32], now: i32, future: &[i32]) {
    let mut walked = history.clone();
    let mut back = Vec::new();
    while let Some(state) = walked.undo() {
        back.push(*state);
    }
    back.reverse();
    let mut walked = history.clone();
    let mut forth = Vec::new();
    while let Some(state) = walked.redo() {
        forth.push(*state);
    }
    assert_eq!(
        (back.as_slice(), *history.now(), forth.as_slice()),
        (past, now, future)
    );
    assert_eq!(
        (history.can_undo(), history.can_redo()),
        (!past.is_empty(), !future.is_empty())
    );
}

#[test]
fn changes_go_back_and_forth() {
    let mut history = History::new(0, 10);
    check(&history, &[], 0, &[]);
    history.change(1);
    history.change(1);
    history.change(2);
    check(&history, &[0, 1], 2, &[]);
    assert_eq!(history.undo(), Some(&1));
    check(&history, &[0], 1, &[2]);
    history.change(1);
    check(&history, &[0], 1, &[2]);
    assert_eq!(history.redo(), Some(&2));
    assert_eq!(history.redo(), None);
    history.undo();
    history.change(5);
    check(&history, &[0, 1], 5, &[]);
}

#[test]
fn the_oldest_steps_are_forgotten() {
    let mut history = History::new(0, 3);
    (1..=9).for_each(|n| history.change(n));
    check(&history, &[6, 7, 8], 9, &[]);
    let mut none = History::new(0, 0);
    none.change(1);
    none.change_in_drag(1, 2);
    none.change_in_drag(1, 3);
    check(&none, &[], 3, &[]);
}

#[test]
fn a_drag_is_one_step() {
    let mut history = History::new(0, 10);
    (1..=5).for_each(|n| history.change_in_drag(7, n));
    check(&history, &[0], 5, &[]);
    (6..=8).for_each(|n| history.change_in_drag(8, n));
    check(&history, &[0, 5], 8, &[]);
    history.change(9);
    history.change_in_drag(8, 10);
    check(&history, &[0, 5, 8, 9], 10, &[]);
    history.undo();
    history.change_in_drag(8, 11);
    check(&history, &[0, 5, 8, 9], 11, &[]);
}

#[test]
fn a_drag_that_comes_back_is_none() {
    let mut history = History::new(0, 10);
    history.change_in_drag(1, 1);
    history.change_in_drag(1, 0);
    check(&history, &[], 0, &[]);
    history.change_in_drag(1, 0);
    history.change_in_drag(1, 2);
    check(&history, &[0], 2, &[]);
}

#[test]
fn what_replaces_is_no_step() {
    let mut history = History::new(0, 10);
    history.change(1);
    history.replace(4);
    check(&history, &[0], 4, &[]);
}
