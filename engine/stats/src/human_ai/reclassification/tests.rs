//! Three classes by hand, laws and refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::near;

fn case(is_event: bool, first: f64, last: f64) -> Reclassified {
    Reclassified {
        is_event,
        first,
        last,
    }
}

// By hand: events move up twice, down once, stay once: 1/4. Non-events move down once of two: 1/2.
#[test]
fn three_classes_by_hand() {
    let found = reclassification(&[
        case(true, 1.0, 3.0),
        case(true, 2.0, 3.0),
        case(true, 2.0, 1.0),
        case(true, 2.0, 2.0),
        case(false, 2.0, 1.0),
        case(false, 1.0, 1.0),
    ])
    .unwrap();
    assert_eq!((found.event_moves, found.non_event_moves), ([2, 1], [0, 1]));
    near(found.events.unwrap().value, 0.25);
    near(found.non_events.unwrap().value, 0.5);
}

#[test]
fn one_class_is_named_in_the_other_part() {
    let found = reclassification(&[case(true, 1.0, 2.0)]).unwrap();
    assert!(found.events.is_ok());
    assert!(matches!(
        found.non_events,
        Err(NotEstimable::TooFew { found: 0, .. })
    ));
    assert!(reclassification(&[]).unwrap().events.is_err());
    assert!(matches!(
        reclassification(&[case(true, 1.0, f64::NAN)]),
        Err(NotEstimable::NotFinite { index: 0, .. })
    ));
}

// By hand: reader 1 gains 1 of 2 events, reader 2 loses 1 of 2.
#[test]
fn two_readers_by_hand() {
    let cases = [
        (1, case(true, 0.0, 1.0)),
        (1, case(true, 1.0, 1.0)),
        (2, case(true, 1.0, 0.0)),
        (2, case(true, 1.0, 1.0)),
        (2, case(false, 1.0, 0.0)),
    ];
    let found = reclassification_by_cluster(&cases).unwrap();
    assert_eq!((found.event_moves, found.non_event_moves), ([1, 1], [0, 1]));
    let events = found.events.unwrap();
    assert_eq!((events.value, events.lower, events.n), (0.0, -1.0, 4));
    assert!(matches!(
        found.non_events,
        Err(NotEstimable::TooFew { found: 1, .. })
    ));
}

proptest! {
    #[test]
    fn rising_maps_change_nothing_and_time_turned_round_the_sign(raw in prop::collection::vec((any::<bool>(), 0u8..5, 0u8..5), 0..40)) {
        let of = |map: fn(f64) -> f64| -> Vec<Reclassified> {
            raw.iter().map(|&(is_event, a, b)| case(is_event, map(f64::from(a)), map(f64::from(b)))).collect()
        };
        let found = reclassification(&of(|x| x)).unwrap();
        prop_assert_eq!(&found, &reclassification(&of(|x| x * x * x - 7.0)).unwrap());
        let back: Vec<Reclassified> = of(|x| x).iter().map(|c| case(c.is_event, c.last, c.first)).collect();
        if let (Ok(a), Ok(b)) = (found.events, reclassification(&back).unwrap().events) {
            prop_assert!((a.value + b.value).abs() < 1e-12 && (a.lower + b.upper).abs() < 1e-12);
        }
    }
}
