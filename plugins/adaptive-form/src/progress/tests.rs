//! What is written is read back, and what tells most comes first.

use super::*;

fn progress() -> Progress {
    let item = |number: usize| (format!("item-{number}"), format!("case-{number}"));
    let items = (1..=4).map(item).collect();
    Progress::of(items, |case| match case {
        "case-1" => Some((1.0, -2.0)),
        "case-2" => Some((1.0, 0.1)),
        "case-3" => Some((2.0, 1.0 / 3.0)),
        _ => None,
    })
}

#[test]
fn a_state_is_read_back_as_it_was_written() {
    let mut before = progress();
    before.note("item-3", true);
    before.note("item-1", false);
    assert_eq!(Progress::read(&before.write()), Some(before));
    assert_eq!(Progress::read(b"one\ttwo"), None);
    assert_eq!(Progress::read(&[0xff]), None);
}

#[test]
fn the_most_informative_open_item_is_first() {
    let mut progress = progress();
    assert_eq!(progress.by_information(0.0), ["item-3", "item-2", "item-1"]);
    progress.note("item-3", true);
    assert_eq!(progress.by_information(-2.0), ["item-1", "item-2"]);
}

#[test]
fn answers_keep_their_order_and_the_first_counts() {
    let mut progress = progress();
    progress.note("item-2", true);
    progress.note("item-1", false);
    progress.note("item-2", false);
    let answered = progress.answered();
    let order: Vec<(&str, bool)> = answered.iter().map(|(i, r)| (*i, r.is_right)).collect();
    assert_eq!(order, [("item-2", true), ("item-1", false)]);
}
