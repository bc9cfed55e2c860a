//! The twelve toy trials, and the laws of the measures.

use proptest::prelude::*;

use super::*;
use crate::mcnemar;

/// The inputs of `reliance_toy` in the validation data: truth, service, first and final answer.
pub(crate) const TOY: [[u8; 4]; 12] = [
    [1, 1, 0, 1],
    [0, 0, 0, 0],
    [1, 0, 1, 0],
    [1, 1, 0, 1],
    [0, 1, 0, 1],
    [1, 0, 1, 1],
    [0, 0, 1, 1],
    [0, 1, 0, 0],
    [1, 1, 1, 1],
    [0, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 1, 0],
];

pub(crate) fn toy() -> Vec<Trial> {
    TOY.map(|[y, a, h1, h2]| Trial {
        truth: y == 1,
        ai: a == 1,
        first: h1 == 1,
        last: h2 == 1,
    })
    .to_vec()
}

#[track_caller]
fn check_share(found: Option<Estimate>, hits: u64, n: u64) {
    assert_eq!(found, proportion_wilson95(hits, n).ok());
}

#[test]
fn the_toy_gives_its_published_shares() {
    let found = Reliance::of(&toy());
    check_share(found.agreement, 8, 12);
    check_share(found.switch_fraction, 5, 9);
    check_share(found.accuracy_on_disagreement, 6, 9);
    check_share(found.relative_ai_reliance, 3, 4);
    check_share(found.under_reliance, 1, 4);
    check_share(found.relative_self_reliance, 3, 5);
    check_share(found.over_reliance, 2, 5);
    check_share(found.commission, 1, 3);
    check_share(found.omission, 1, 2);
    check_share(found.commission_unconditional, 1, 3);
    check_share(found.omission_unconditional, 2, 3);
    // "mcnemar_b_c": [2, 3]: harmed and rescued.
    assert_eq!((found.harmed, found.rescued), (2, 3));
    assert!((mcnemar(found.rescued, found.harmed).p_mid - 0.6875).abs() < 1e-12);
}

#[test]
fn no_opportunity_is_not_zero() {
    let always_right = Trial {
        truth: true,
        ai: true,
        first: true,
        last: true,
    };
    let found = Reliance::of(&[always_right]);
    assert_eq!(found.relative_ai_reliance, None);
    assert_eq!(found.relative_self_reliance, None);
    assert_eq!(found.switch_fraction, None);
    assert_eq!(found.commission, None);
    assert_eq!(found.agreement.map(|e| e.value), Some(1.0));
    let nobody = Reliance::of(&[]);
    assert_eq!(nobody.agreement, None);
    for measure in RelianceMeasure::ALL {
        assert_eq!(
            nobody.share(measure),
            Err(NotEstimable::TooFew {
                what: Counted::Observations,
                needed: 1,
                found: 0
            })
        );
    }
    let agreement = found.share(RelianceMeasure::Agreement);
    assert_eq!(agreement.ok(), found.agreement);
}

proptest! {
    #[test]
    fn calling_positive_negative_swaps_commission_and_omission(bits in prop::collection::vec(any::<[bool; 4]>(), 0..40)) {
        let trials = |flip: bool| -> Vec<Trial> {
            bits.iter().map(|b| Trial { truth: b[0] ^ flip, ai: b[1] ^ flip, first: b[2] ^ flip, last: b[3] ^ flip }).collect()
        };
        let (as_is, flipped) = (Reliance::of(&trials(false)), Reliance::of(&trials(true)));
        prop_assert_eq!(as_is.commission, flipped.omission);
        prop_assert_eq!(as_is.relative_ai_reliance, flipped.relative_ai_reliance);
        prop_assert_eq!(as_is.relative_self_reliance, flipped.relative_self_reliance);
        prop_assert_eq!((as_is.rescued, as_is.harmed), (flipped.rescued, flipped.harmed));
        for (one, other) in [
            (as_is.over_reliance, as_is.relative_self_reliance),
            (as_is.under_reliance, as_is.relative_ai_reliance),
        ] {
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((one.value + other.value - 1.0).abs() < 1e-12 && (one.lower + other.upper - 1.0).abs() < 1e-12);
            }
        }
    }
}
