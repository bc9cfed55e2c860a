//! Panels and candidates on paper and by SciPy, a toy, laws, and rounds that do not fit.

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

// scipy 1.18.1 stats.percentileofscore(kind="strict") / 100; numpy 2.5.5 mean and std(ddof=1) of the judges' sums, stats.sem.
#[test]
fn impact_and_rounds_as_scipy_has_them() {
    for (cut, expected) in [(57.0, 0.25), (60.5, 0.4), (84.0, 0.95), (100.0, 1.0)] {
        assert_eq!(share_failing(&SCORES, cut), Ok(expected));
    }
    let first = [
        [0.5, 0.62, 0.7, 0.4],
        [0.55, 0.6, 0.8, 0.35],
        [0.45, 0.7, 0.65, 0.5],
    ];
    let second = [
        [0.5, 0.6, 0.72, 0.42],
        [0.52, 0.6, 0.75, 0.4],
        [0.5, 0.66, 0.7, 0.45],
    ];
    let [first, second] = [first, second].map(|round| round.map(|row| row.to_vec()));
    let found = angoff_rounds(&first, &second).unwrap();
    for (found, expected) in [
        (found.first.cut, 2.273_333_333_333_333),
        (
            found.first.standard_error.unwrap(),
            0.026_666_666_666_666_547,
        ),
        (found.first_spread.unwrap(), 0.046_188_021_535_169_85),
        (found.second.cut, 2.273_333_333_333_333_4),
        (
            found.second.standard_error.unwrap(),
            0.020_275_875_100_994_024,
        ),
        (found.second_spread.unwrap(), 0.035_118_845_842_842_39),
    ] {
        assert!(
            (found - expected).abs() < 1e-14,
            "{found} is not {expected}"
        );
    }
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
        Err(NotEstimable::TooFew {
            what: Counted::Judges,
            ..
        })
    ));
    assert!(matches!(
        angoff_rounds(&[vec![]], &[vec![]]),
        Err(NotEstimable::TooFew {
            what: Counted::Items,
            ..
        })
    ));
    assert!(matches!(
        angoff_rounds(&two, &[vec![0.5], vec![f64::NAN]]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        angoff_rounds(&[vec![0.5], vec![-0.5]], &two),
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    assert!(matches!(
        angoff_rounds(&two, &[vec![0.5], vec![]]),
        Err(NotEstimable::Unequal {
            left: 1,
            right: 0,
            ..
        })
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

    #[test]
    fn rounds_exchanged_exchange_their_figures(
        rounds in prop::collection::vec((prop::collection::vec(0.0..=1.0f64, 3), prop::collection::vec(0.0..=1.0f64, 3)), 2..8),
    ) {
        let (first, second): (Vec<_>, Vec<_>) = rounds.into_iter().unzip();
        let (there, back) = (angoff_rounds(&first, &second).unwrap(), angoff_rounds(&second, &first).unwrap());
        prop_assert_eq!((there.first, there.second_spread), (back.second, back.first_spread));
        prop_assert_eq!(there.first, angoff(&first).unwrap());
        // Judges who come half way to their mean spread half as much around the same cut.
        let mean = |item: usize| first.iter().map(|row| row[item]).sum::<f64>() / first.len() as f64;
        let nearer: Vec<Vec<f64>> = first.iter().map(|row| (0..3).map(|item| row[item].midpoint(mean(item))).collect()).collect();
        let found = angoff_rounds(&first, &nearer).unwrap();
        prop_assert!((found.first.cut - found.second.cut).abs() < 1e-12);
        prop_assert!((found.first_spread.unwrap() - 2.0 * found.second_spread.unwrap()).abs() < 1e-9);
    }
}
