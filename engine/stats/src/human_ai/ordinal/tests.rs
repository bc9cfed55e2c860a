//! Eight answers with means as SciPy has them, the laws and refusals.

use proptest::prelude::*;

use super::*;
use crate::tests::human_ai::{covers, is_asked, near, near_estimate, rate_of};

const TRUTH: [i32; 8] = [1, 2, 3, 4, 5, 2, 3, 4];
const AI: [i32; 8] = [2, 2, 5, 3, 5, 1, 3, 4];
const FIRST: [i32; 8] = [1, 3, 3, 4, 4, 2, 2, 5];
const LAST: [i32; 8] = [2, 2, 4, 4, 5, 2, 3, 5];

fn trials() -> Vec<OrdinalTrial> {
    (0..8)
        .map(|idx| OrdinalTrial {
            truth: TRUTH[idx],
            ai: AI[idx],
            first: FIRST[idx],
            last: LAST[idx],
        })
        .collect()
}

// Values by hand; intervals and p values by SciPy 1.17.1 ttest_1samp.
#[test]
fn eight_answers() {
    let found = level_shift(&trials()).unwrap();
    // Deviations 0 1 0 0 -1 0 -1 1, then 1 0 1 0 0 0 0 1.
    near(found.first_deviation.unwrap().p, 1.0);
    let last = found.last_deviation.unwrap();
    near_estimate(
        &last.estimate,
        [0.375, -0.057_681_933_679_737_896, 0.807_681_933_679_738],
    );
    near(last.p, 0.079_602_012_455_197_59);
    // Wrong advice in cases 1, 3, 4 and 6: 1 1 0 0.
    let wrong = found.toward_wrong_ai.unwrap();
    near_estimate(
        &wrong.estimate,
        [0.5, -0.418_693_115_518_539_27, 1.418_693_115_518_539_4],
    );
    // Advice differs from the first answer in all: 1 1 1 0 1 0 1 0.
    near(found.toward_advice.unwrap().p, 0.011_201_432_554_090_13);
    assert_eq!(found.revised, share(5, 8));
    assert_eq!(found.adopted, share(4, 8));
    assert_eq!(found.near_misses, share(3, 3));
}

#[test]
fn no_opportunity_is_named_part_by_part() {
    assert!(level_shift(&[]).is_err());
    let right = OrdinalTrial {
        truth: 2,
        ai: 2,
        first: 2,
        last: 2,
    };
    let found = level_shift(&[right; 5]).unwrap();
    assert!(matches!(
        found.last_deviation,
        Err(NotEstimable::Constant { .. })
    ));
    assert!(matches!(
        found.toward_wrong_ai,
        Err(NotEstimable::TooFew { found: 0, .. })
    ));
    assert_eq!((found.revised, found.near_misses), (None, None));
    let far = OrdinalTrial {
        truth: i32::MIN,
        ai: i32::MAX,
        first: i32::MIN,
        last: i32::MAX,
    };
    assert!(level_shift(&[far, right]).is_ok());
}

#[test]
fn coverage_of_a_mean_of_levels() {
    if !is_asked("coverage_of_a_mean_of_levels") {
        return;
    }
    // A reader who moves one level toward wrong advice with 0.3, all the way of two levels with 0.1: mean 0.5.
    let rate = rate_of("levels toward wrong advice", 4_000, |run| {
        let mut rng = overread_base::Seed(8).index(run).rng();
        let trials: Vec<OrdinalTrial> = (0..40)
            .map(|_| {
                let u = rng.unit();
                let moved = if u < 0.1 { 2 } else { i32::from(u < 0.4) };
                OrdinalTrial {
                    truth: 2,
                    ai: 4,
                    first: 2,
                    last: 2 + moved,
                }
            })
            .collect();
        let found = level_shift(&trials).unwrap();
        covers(&found.toward_wrong_ai.unwrap().estimate, 0.5)
    });
    assert!((0.92..0.97).contains(&rate));
}

proptest! {
    #[test]
    fn turning_the_scale_round_turns_deviations_not_shifts(raw in prop::collection::vec([1i32..6, 1i32..6, 1i32..6, 1i32..6], 2..30)) {
        let of = |turn: bool| -> Vec<OrdinalTrial> {
            raw.iter().map(|v| v.map(|x| if turn { 6 - x } else { x })).map(|[truth, ai, first, last]| OrdinalTrial { truth, ai, first, last }).collect()
        };
        let (a, b) = (level_shift(&of(false)).unwrap(), level_shift(&of(true)).unwrap());
        if let (Ok(a), Ok(b)) = (&a.last_deviation, &b.last_deviation) {
            prop_assert!((a.estimate.lower + b.estimate.upper).abs() < 1e-9);
        }
        if let (Ok(a), Ok(b)) = (&a.toward_advice, &b.toward_advice) {
            prop_assert!((a.estimate.lower - b.estimate.lower).abs() < 1e-9);
        }
        prop_assert_eq!((a.revised, a.adopted, a.near_misses), (b.revised, b.adopted, b.near_misses));
    }
}
