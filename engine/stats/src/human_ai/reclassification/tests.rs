//! Three classes by hand, a published table, clusters against statsmodels, laws and refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{near, near_estimate};

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

/// Events and non-events that moved up, down and not at all.
fn moved(events: [usize; 3], non_events: [usize; 3]) -> Vec<Reclassified> {
    let of = |is_event: bool, counts: [usize; 3]| {
        let last = [2.0, 0.0, 1.0].into_iter().zip(counts);
        last.flat_map(move |(last, n)| std::iter::repeat_n(case(is_event, 1.0, last), n))
    };
    of(true, events).chain(of(false, non_events)).collect()
}

// Pencina et al. 2008, HDL cholesterol in the Framingham study: 183 events, 29 up and 7 down, 3,081 others, 173 up and 174
// down; net reclassification 0.121, z 3.616 (all from memory, unverified, but the counts give both figures). The intervals of
// the parts by NumPy 2.5.5 from Bonett's and Price's formula.
#[test]
fn hdl_cholesterol_in_framingham() {
    let found = reclassification(&moved([29, 7, 147], [173, 174, 2_734])).unwrap();
    assert_eq!(found.event_moves, [29, 7]);
    assert_eq!(found.non_event_moves, [173, 174]);
    let (events, non_events) = (found.events.unwrap(), found.non_events.unwrap());
    let net = events.value + non_events.value;
    assert_eq!(format!("{net:.3}"), "0.121");
    let variance = |[up, down]: [u64; 2], n: u64| (up + down) as f64 / (n * n) as f64;
    let error = variance(found.event_moves, 183) + variance(found.non_event_moves, 3_081);
    assert_eq!(format!("{:.3}", net / error.sqrt()), "3.616");
    near_estimate(
        &events,
        [
            0.120_218_579_234_972_67,
            0.055_898_904_398_793_07,
            0.181_938_933_439_044_77,
        ],
    );
    near_estimate(
        &non_events,
        [
            0.000_324_569_944_823_109_4,
            -0.011_552_102_457_843_43,
            0.012_200_821_238_252_132,
        ],
    );
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

// statsmodels 0.15.0: OLS of +1, 0, -1 on a constant for each kind, cov_type="cluster", use_t=True.
#[test]
fn four_readers_as_statsmodels_has_them() {
    let cell = |reader, is_event| {
        move |moves: &[f64]| -> Vec<(u64, Reclassified)> {
            let of = |by: &f64| (reader, case(is_event, 2.0, 2.0 + by));
            moves.iter().map(of).collect()
        }
    };
    let cases = [
        cell(1, true)(&[1.0, 0.0, 2.0, -1.0]),
        cell(1, false)(&[-1.0, 0.0, -2.0]),
        cell(2, true)(&[1.0, 0.0, 0.0]),
        cell(2, false)(&[0.0, 1.0, -1.0, -1.0, 0.0]),
        cell(3, true)(&[1.0, 1.0, 0.0, 0.0, -1.0]),
        cell(3, false)(&[0.0, -1.0]),
        cell(4, true)(&[-1.0, 0.0]),
        cell(4, false)(&[0.0, 2.0, 0.0]),
    ]
    .concat();
    let found = reclassification_by_cluster(&cases).unwrap();
    near_estimate(
        &found.events.unwrap(),
        [
            1.0 / 7.0,
            -0.250_421_823_799_529_53,
            0.536_136_109_513_815_3,
        ],
    );
    near_estimate(
        &found.non_events.unwrap(),
        [
            3.0 / 13.0,
            -0.394_164_220_742_276_87,
            0.855_702_682_280_738_5,
        ],
    );
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
    #[test]
    fn clusters_move_as_their_cases_do(raw in prop::collection::vec((0u64..4, any::<bool>(), 0u8..5, 0u8..5), 0..40)) {
        let cases: Vec<(u64, Reclassified)> = raw.iter().map(|&(cluster, is_event, a, b)| (cluster, case(is_event, a.into(), b.into()))).collect();
        let plain: Vec<Reclassified> = cases.iter().map(|(_, case)| *case).collect();
        let (found, plain) = (reclassification_by_cluster(&cases).unwrap(), reclassification(&plain).unwrap());
        prop_assert_eq!((found.event_moves, found.non_event_moves), (plain.event_moves, plain.non_event_moves));
        for (found, plain) in [(found.events, plain.events), (found.non_events, plain.non_events)] {
            if let (Ok(found), Ok(plain)) = (found, plain) {
                prop_assert!((found.value - plain.value).abs() < 1e-12);
            }
        }
    }
}
