//! Limits of agreement against the published example, by hand, by their laws, and their coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::limits_of_agreement95;
use crate::tests::simulation::{is_asked, ratings, share};
use crate::{Estimate, NotEstimable};

/// Peak expiratory flow of 17 people, L/min, first reading with the large and with the mini meter.
///
/// Source: Bland and Altman, Lancet 1986;327:307, table 1.
const FLOWS: [[f64; 2]; 17] = [
    [494.0, 512.0],
    [395.0, 430.0],
    [516.0, 520.0],
    [434.0, 428.0],
    [476.0, 500.0],
    [557.0, 600.0],
    [413.0, 364.0],
    [442.0, 380.0],
    [650.0, 658.0],
    [433.0, 445.0],
    [417.0, 432.0],
    [656.0, 626.0],
    [267.0, 260.0],
    [478.0, 477.0],
    [178.0, 259.0],
    [423.0, 350.0],
    [427.0, 451.0],
];

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} is not {expected}"
    );
}

#[test]
fn the_published_example_comes_out() {
    // As printed there, to the digits printed: mean -2.1, SD 38.8, and the limits with 2 SD, -79.7 and 75.5.
    let found = limits_of_agreement95(&FLOWS).unwrap();
    near(found.bias.value, -2.1, 0.05);
    near(found.sd, 38.8, 0.05);
    near(found.bias.lower, -22.0, 0.1);
    near(found.bias.upper, 17.8, 0.1);
    near(found.bias.value - 2.0 * found.sd, -79.7, 0.1);
    near(found.bias.value + 2.0 * found.sd, 75.5, 0.1);
}

#[test]
fn two_pairs_by_hand() {
    // Differences 1 and 3: bias 2, s = √2, t(0.975; 1) = 12.7062047362, SE = 1.
    let found = limits_of_agreement95(&[[2.0, 1.0], [5.0, 2.0]]).unwrap();
    near(found.bias.value, 2.0, 1e-12);
    near(found.sd, 2.0_f64.sqrt(), 1e-12);
    near(found.bias.upper, 14.706_204_736_2, 1e-6);
    near(
        found.upper.value,
        2.0 + 1.959_963_984_54 * 2.0_f64.sqrt(),
        1e-9,
    );
}

#[test]
fn bad_pairs_are_refused() {
    let refused = |pairs: &[[f64; 2]]| limits_of_agreement95(pairs).unwrap_err();
    assert!(matches!(refused(&[]), NotEstimable::TooFew { .. }));
    assert!(matches!(
        refused(&[[1.0, 2.0]]),
        NotEstimable::TooFew { .. }
    ));
    assert!(matches!(
        refused(&[[1.0, 2.0], [2.0, 3.0]]),
        NotEstimable::Constant { .. }
    ));
    assert!(matches!(
        refused(&[[1.0, f64::NAN], [2.0, 3.0]]),
        NotEstimable::NotFinite { index: 0, .. }
    ));
    assert!(matches!(
        refused(&[[1e300, -1e300], [2.0, 3.0]]),
        NotEstimable::Degenerate { .. }
    ));
}

proptest! {
    #[test]
    fn turned_round_it_is_mirrored_and_a_shift_is_a_bias(
        pairs in prop::collection::vec((0_i32..1000, 0_i32..1000), 2..30),
        shift in -50_i32..50,
    ) {
        let of = |(a, b): &(i32, i32)| [f64::from(*a), f64::from(*b)];
        let pairs: Vec<[f64; 2]> = pairs.iter().map(of).collect();
        let turned: Vec<[f64; 2]> = pairs.iter().map(|[a, b]| [*b, *a]).collect();
        let shifted: Vec<[f64; 2]> = pairs.iter().map(|[a, b]| [a + f64::from(shift), *b]).collect();
        let found = limits_of_agreement95(&pairs);
        let mirrored = limits_of_agreement95(&turned);
        prop_assert_eq!(found.is_ok(), mirrored.is_ok());
        if let (Ok(found), Ok(mirrored)) = (found, mirrored) {
            prop_assert!((found.upper.value + mirrored.lower.value).abs() < 1e-9);
            prop_assert!((found.lower.upper + mirrored.upper.lower).abs() < 1e-9);
            prop_assert!(found.lower.value < found.bias.value);
            let moved = limits_of_agreement95(&shifted).unwrap();
            prop_assert!((moved.bias.value - found.bias.value - f64::from(shift)).abs() < 1e-9);
            prop_assert!((moved.sd - found.sd).abs() < 1e-9);
        }
    }
}

/// Drawn pairs whose differences are normal with mean 1 and standard deviation 2: how often the intervals hold the truth.
#[test]
fn intervals_cover_what_they_promise() {
    if !is_asked("limits_of_agreement") {
        return;
    }
    let mut rng = Seed(8_120).rng();
    let mut sets = Vec::new();
    for _ in 0..4_000 {
        let differences = ratings(&mut rng, 30, 1.0, 2.0);
        let pairs: Vec<[f64; 2]> = differences.iter().map(|d| [*d, 0.0]).collect();
        sets.push(limits_of_agreement95(&pairs).unwrap());
    }
    let holds = |of: Estimate, truth: f64| of.lower <= truth && truth <= of.upper;
    let set = |idx: u64| &sets[usize::try_from(idx).unwrap()];
    let bias = share("bias", 4_000, |idx| Some(holds(set(idx).bias, 1.0)));
    let limit = 1.0 + 2.0 * 1.959_963_984_54;
    let upper = share("limit", 4_000, |idx| Some(holds(set(idx).upper, limit)));
    for found in [bias, upper] {
        assert!((0.94..0.965).contains(&found), "coverage {found}");
    }
}
