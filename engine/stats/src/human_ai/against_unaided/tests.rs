//! Errors with a wrong service against those without, by hand and by statsmodels, laws.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{near, near_estimate};

fn decision([truth, ai, unaided, aided]: [u8; 4]) -> MatchedDecision {
    MatchedDecision {
        truth: truth == 1,
        ai: ai == 1,
        unaided: unaided == 1,
        aided: aided == 1,
    }
}

// By hand: four false alarms, three followed, one of them called positive without the service too, one dropped.
#[test]
fn commission_by_hand() {
    let decisions = [
        [0, 1, 0, 1],
        [0, 1, 0, 1],
        [0, 1, 1, 1],
        [0, 1, 1, 0],
        [0, 0, 1, 1],
        [1, 1, 0, 1],
    ]
    .map(decision);
    let found = commission_against_unaided(&decisions).unwrap();
    assert_eq!(found.with_ai, proportion_wilson95(3, 4).unwrap());
    assert_eq!(found.without_ai, proportion_wilson95(2, 4).unwrap());
    near(found.added.value, 0.25);
    assert_eq!(
        found.added,
        paired_difference_bonett_price95(2, 1, 4).unwrap()
    );
    assert!(matches!(
        omission_against_unaided(&decisions),
        Err(NotEstimable::TooFew { found: 0, .. })
    ));
    assert!(commission_against_unaided(&[]).is_err());
}

// statsmodels 0.15.0 proportion_confint(15, 40, method="wilson") and (9, 40); the difference by NumPy 2.5.5 from Bonett's and
// Price's formula.
#[test]
fn forty_misses_as_statsmodels_has_them() {
    let cells = [
        ([1, 0, 1, 0], 9),
        ([1, 0, 0, 1], 3),
        ([1, 0, 0, 0], 6),
        ([1, 0, 1, 1], 22),
    ];
    let decisions: Vec<MatchedDecision> = cells
        .into_iter()
        .flat_map(|(cell, n)| std::iter::repeat_n(decision(cell), n))
        .collect();
    let found = omission_against_unaided(&decisions).unwrap();
    near_estimate(
        &found.with_ai,
        [0.375, 0.242_229_791_672_332_7, 0.529_675_608_626_989],
    );
    near_estimate(
        &found.without_ai,
        [0.225, 0.123_160_913_235_407_4, 0.375_030_967_422_100_97],
    );
    near_estimate(
        &found.added,
        [0.15, -0.026_320_782_274_318_888, 0.312_035_067_988_604_6],
    );
}

proptest! {
    #[test]
    fn calling_positive_negative_swaps_the_two(bits in prop::collection::vec([0u8..2, 0u8..2, 0u8..2, 0u8..2], 0..40)) {
        let as_is: Vec<MatchedDecision> = bits.iter().copied().map(decision).collect();
        let flipped: Vec<MatchedDecision> = bits.iter().map(|b| decision(b.map(|x| 1 - x))).collect();
        prop_assert_eq!(commission_against_unaided(&as_is), omission_against_unaided(&flipped));
    }

    #[test]
    fn the_difference_is_that_of_the_rates(bits in prop::collection::vec([0u8..2, 0u8..2, 0u8..2, 0u8..2], 0..40)) {
        let all: Vec<MatchedDecision> = bits.iter().copied().map(decision).collect();
        if let Ok(found) = omission_against_unaided(&all) {
            prop_assert!((found.added.value - (found.with_ai.value - found.without_ai.value)).abs() < 1e-12);
        }
    }
}
