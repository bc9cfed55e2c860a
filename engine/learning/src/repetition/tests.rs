//! Cards on a calendar of days.

use overread_base::ScenarioId;
use overread_scenario::ItemAnswer;

use super::*;

fn item(name: &str) -> ItemId {
    ItemId {
        course: ScenarioId::new("test.course").unwrap(),
        module: "m0".to_owned(),
        item: name.to_owned(),
    }
}

fn answered(name: &str, day: u64, points: f64) -> LearnerEvent {
    LearnerEvent {
        at_unix_s: day * DAY_S,
        act: LearnerAct::ItemAnswered {
            item: item(name),
            answer: ItemAnswer::Number(0.0),
            points,
        },
    }
}

#[test]
fn right_answers_in_time_make_a_card_rest_longer_and_a_wrong_one_brings_it_back() {
    let schedule = Schedule::default();
    let mut events = vec![answered("a", 0, 1.0)];
    let at = |events: &[LearnerEvent]| {
        let card = schedule.cards(events)[&item("a")];
        (card.box_number, card.due_unix_s / DAY_S)
    };
    assert_eq!(at(&events), (0, 1));
    // Asked again on the same day: no proof of memory.
    events.push(answered("a", 0, 1.0));
    assert_eq!(at(&events), (0, 1));
    events.push(answered("a", 1, 1.0));
    assert_eq!(at(&events), (1, 4));
    events.push(answered("a", 10, 1.0));
    assert_eq!(at(&events), (2, 17));
    // Half right is not right, and comes before it is due.
    events.push(answered("a", 12, 0.5));
    assert_eq!(at(&events), (0, 13));
    let card = schedule.cards(&events)[&item("a")];
    assert_eq!((card.n_answers, card.n_wrong), (5, 1));
}

#[test]
fn what_has_waited_longest_comes_first_and_then_what_was_wrong() {
    let schedule = Schedule::default();
    let events = [
        answered("late", 5, 1.0),
        answered("right", 2, 1.0),
        answered("wrong", 2, 0.0),
        answered("not-due", 9, 1.0),
    ];
    let due = schedule.due_items(&events, 9 * DAY_S);
    let items: Vec<_> = due.iter().map(|due| due.item.clone()).collect();
    assert_eq!(items, ["wrong", "right", "late"].map(item));
    // Why it comes back stands with it.
    assert_eq!(due[0].card, schedule.cards(&events)[&item("wrong")]);
    assert_eq!((due[0].card.n_answers, due[0].card.n_wrong), (1, 1));
    assert!(schedule.due_items(&events, 2 * DAY_S).is_empty());
}

proptest::proptest! {
    #[test]
    fn a_card_never_leaves_the_boxes(days in proptest::collection::vec((0_u64..2000, 0.0..=1.0_f64), 1..40)) {
        let schedule = Schedule::of_days(vec![1, 2, 3]);
        let events: Vec<LearnerEvent> = days.iter().map(|&(day, points)| answered("a", day, points)).collect();
        let card = schedule.cards(&events)[&item("a")];
        proptest::prop_assert!(card.box_number < 3);
        proptest::prop_assert!(card.n_wrong <= card.n_answers);
    }
}
