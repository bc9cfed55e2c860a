//! Ten double readings by hand, a published programme, laws and refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::near_estimate;

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

/// Arbitration, recall, detection, overturned, sensitivity, specificity and predictive value with Wilson's intervals:
/// statsmodels 0.15.0 `proportion_confint(method="wilson")`.
const PROGRAMME: [[f64; 3]; 7] = [
    [
        0.087_745_692_003_675_73,
        0.086_177_217_387_956_67,
        0.089_339_922_842_134_24,
    ],
    [
        0.031_682_781_839_325_36,
        0.030_718_344_162_860_834,
        0.032_676_478_355_176_605,
    ],
    [
        0.006_115_362_408_411_876,
        0.005_694_782_333_421_374_5,
        0.006_566_798_686_690_431,
    ],
    [
        0.638_924_930_491_195_6,
        0.629_814_194_290_310_7,
        0.647_936_781_711_847,
    ],
    [
        0.785_788_923_719_958_2,
        0.758_679_622_066_540_2,
        0.810_613_048_413_530_8,
    ],
    [
        0.974_232_042_749_893_5,
        0.973_327_967_722_251_8,
        0.975_106_257_017_786_3,
    ],
    [
        0.193_018_480_492_813_14,
        0.180_930_469_203_659_77,
        0.205_711_263_477_612_62,
    ],
];

// BreastScreen Norway: 122,969 examinations, 10,790 discussed (8.8 %), 3,896 recalled (3.2 %), 752 cancers found (6.1 of
// 1,000) and 205 interval cancers: Larsen et al., Eur Radiol 2022 (PMC9705475), table 2, and Radiology 2022;303:502. Who
// flagged what is not printed there.
#[test]
fn the_rates_of_a_screening_programme() {
    let cases: Vec<DoublyRead> = [
        (case(1, 0, Some(1), Some(1)), 752),
        (case(1, 0, Some(1), Some(0)), 3_896 - 752),
        (case(1, 0, Some(0), Some(0)), 10_790 - 3_896),
        (case(0, 0, None, Some(1)), 205),
        (case(0, 0, None, Some(0)), 122_969 - 10_790 - 205),
    ]
    .into_iter()
    .flat_map(|(case, n)| std::iter::repeat_n(case, n))
    .collect();
    let found = DoubleReading::of(&cases).unwrap();
    let printed = |rate: Option<Estimate>, of: f64| format!("{:.1}", of * rate.unwrap().value);
    assert_eq!(printed(found.arbitration, 100.0), "8.8");
    assert_eq!(printed(found.recall, 100.0), "3.2");
    assert_eq!(printed(found.detection, 1_000.0), "6.1");
    let rates = [
        found.arbitration,
        found.recall,
        found.detection,
        found.overturned,
        found.sensitivity,
        found.specificity,
        found.first_only.positive_predictive_value,
    ];
    for (rate, expected) in rates.into_iter().zip(PROGRAMME) {
        near_estimate(&rate.unwrap(), expected);
    }
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
