//! Ten double readings by hand, laws and refusals.

use proptest::prelude::*;

use super::*;

fn case(first: u8, second: u8, arbiter: Option<u8>, truth: Option<u8>) -> DoublyRead {
    DoublyRead {
        first: first == 1,
        second: second == 1,
        arbiter: arbiter.map(|x| x == 1),
        truth: truth.map(|x| x == 1),
    }
}

#[test]
fn ten_cases_by_hand() {
    let cases = [
        case(1, 1, None, Some(1)),
        case(1, 1, Some(1), Some(0)),
        case(1, 1, Some(0), Some(0)),
        case(1, 0, Some(1), Some(1)),
        case(1, 0, Some(0), Some(0)),
        case(0, 1, Some(0), Some(1)),
        case(0, 1, Some(1), None),
        case(0, 1, None, Some(1)),
        case(0, 0, None, Some(0)),
        case(0, 0, None, Some(1)),
    ];
    let found = DoubleReading::of(&cases).unwrap();
    assert_eq!(found.discordance, share(5, 10));
    assert_eq!(found.arbitration, share(6, 10));
    assert_eq!(found.overturned, share(3, 6));
    // The eighth: they differ and nobody decided.
    assert_eq!(found.n_undecided, 1);
    assert_eq!(found.recall, share(4, 9));
    assert_eq!(found.detection, share(2, 8));
    assert_eq!(found.sensitivity, share(2, 4));
    assert_eq!(found.specificity, share(3, 4));
    assert_eq!(found.both.n, 3);
    assert_eq!(found.both.recalled, share(2, 3));
    assert_eq!(found.both.positive_predictive_value, share(1, 2));
    assert_eq!(found.first_only.recalled, share(1, 2));
    assert_eq!(found.second_only.recalled, share(1, 2));
    // The recalled one has no known truth.
    assert_eq!(found.second_only.positive_predictive_value, None);
}

#[test]
fn no_cases_are_named() {
    assert_eq!(
        DoubleReading::of(&[]),
        Err(NotEstimable::TooFew {
            what: Counted::Cases,
            needed: 1,
            found: 0
        })
    );
    let found = DoubleReading::of(&[case(0, 0, None, None)]).unwrap();
    assert_eq!((found.overturned, found.sensitivity), (None, None));
}

proptest! {
    #[test]
    fn readers_exchange_their_flags_and_nothing_else(raw in prop::collection::vec((0u8..2, 0u8..2, prop::option::of(0u8..2), prop::option::of(0u8..2)), 1..40)) {
        let of = |turn: bool| -> Vec<DoublyRead> {
            raw.iter().map(|&(a, b, c, t)| if turn { case(b, a, c, t) } else { case(a, b, c, t) }).collect()
        };
        let (a, b) = (DoubleReading::of(&of(false)).unwrap(), DoubleReading::of(&of(true)).unwrap());
        prop_assert_eq!(a.first_only, b.second_only);
        prop_assert_eq!(DoubleReading { first_only: b.second_only, second_only: b.first_only, ..b }, a);
        let decided = a.recall.map_or(0, |e| e.n);
        prop_assert_eq!(decided + a.n_undecided, a.n);
    }
}
