//! Panels and candidates on paper, a toy, laws, and rounds that do not fit. A share has its simulation with
//! the intervals of proportions.

use proptest::prelude::*;

use super::*;
use crate::standard_setting::tests::SCORES;

#[test]
fn a_panel_on_paper() {
    // Sums 1.0 and 1.4, then 1.1 and 1.2: sd 0.2 sqrt 2 and 0.05 sqrt 2.
    let first = [vec![0.5, 0.5], vec![0.6, 0.8]];
    let second = [vec![0.5, 0.6], vec![0.5, 0.7]];
    let found = angoff_rounds(&first, &second).unwrap();
    assert!((found.first.cut - 1.2).abs() < 1e-15 && (found.second.cut - 1.15).abs() < 1e-15);
    assert!((found.first_spread.unwrap() - 0.2 * 2.0f64.sqrt()).abs() < 1e-15);
    assert!((found.second_spread.unwrap() - 0.05 * 2.0f64.sqrt()).abs() < 1e-15);
    assert_eq!(share_failing(&[1.0, 1.15, 2.0, 0.5], 1.15), Ok(0.5));
    let alone = angoff_rounds(&first[..1], &second[..1]).unwrap();
    assert_eq!((alone.first_spread, alone.second_spread), (None, None));
}

#[test]
fn the_toys_cut_fails_a_quarter_below_it() {
    assert_eq!(share_failing(&SCORES, 57.0), Ok(0.25));
    assert_eq!(share_failing(&SCORES, 57.0 + 1e-9), Ok(0.3));
}

#[test]
fn rounds_that_do_not_fit_say_why() {
    let two = [vec![0.5], vec![0.6]];
    assert!(matches!(
        angoff_rounds(&two, &two[..1]),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        angoff_rounds(&two, &[vec![0.5, 0.5], vec![0.5, 0.5]]),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        angoff_rounds(&[], &[]),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        angoff_rounds(&[vec![]], &[vec![]]),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        angoff_rounds(&two, &[vec![0.5], vec![f64::NAN]]),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        share_failing(&[], 1.0),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        share_failing(&[f64::NAN], 1.0),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        share_failing(&[1.0], f64::NAN),
        Err(NotEstimable::NotFinite { .. })
    ));
}

proptest! {
    #[test]
    fn a_higher_cut_fails_no_fewer(
        scores in prop::collection::vec(0.0..100.0f64, 1..40), cut in 0.0..100.0f64, more in 0.0..50.0f64,
    ) {
        let at = |cut: f64| share_failing(&scores, cut).unwrap();
        prop_assert!(0.0 <= at(cut) && at(cut) <= at(cut + more) && at(cut + more) <= 1.0);
        let turned: Vec<f64> = scores.iter().rev().copied().collect();
        prop_assert_eq!(share_failing(&turned, cut).unwrap(), at(cut));
    }
}
