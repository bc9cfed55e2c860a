//! The mean curve by hand, and that its area is the mean of the areas.

use proptest::prelude::*;

use super::mean_roc_curve;
use crate::{NotEstimable, RocCurve, RocReads};

fn curve(abnormal: &[f64], normal: &[f64]) -> RocCurve {
    RocCurve::new(abnormal, normal).unwrap()
}

fn area(points: &[[f64; 2]]) -> f64 {
    points
        .windows(2)
        .map(|pair| (pair[1][0] - pair[0][0]) * (pair[0][1] + pair[1][1]) / 2.0)
        .sum()
}

#[test]
fn one_curve_is_its_own_mean() {
    let one = curve(&[3.0, 2.0], &[1.0, 2.0]);
    let own: Vec<[f64; 2]> = one.rates().collect();
    assert_eq!(mean_roc_curve(&[one]).unwrap(), own);
}

#[test]
fn a_perfect_and_a_useless_reader_meet_half_way() {
    // Perfect: (0,0) (0,1) (1,1). All cases rated alike: the diagonal. On fpr + tpr = 1 they have (0, 1) and (0.5, 0.5).
    let mean = mean_roc_curve(&[curve(&[1.0], &[0.0]), curve(&[1.0], &[1.0])]).unwrap();
    assert_eq!(mean, [[0.0, 0.0], [0.25, 0.75], [1.0, 1.0]]);
}

#[test]
fn no_curve_has_no_mean() {
    assert!(matches!(
        mean_roc_curve(&[]),
        Err(NotEstimable::TooFew { .. })
    ));
}

proptest! {
    #[test]
    fn the_area_is_the_mean_of_the_areas(
        readers in prop::collection::vec(
            (prop::collection::vec(0_u8..20, 1..15), prop::collection::vec(0_u8..20, 1..15)),
            1..6,
        ),
    ) {
        let of = |ratings: &[u8]| ratings.iter().copied().map(f64::from).collect::<Vec<_>>();
        let reads: Vec<RocReads> = readers
            .iter()
            .map(|(abnormal, normal)| RocReads::new(&of(abnormal), &of(normal)).unwrap())
            .collect();
        let curves: Vec<RocCurve> = reads.iter().map(RocCurve::of).collect();
        let mean = mean_roc_curve(&curves).unwrap();
        let areas = reads.iter().map(RocReads::area).sum::<f64>() / reads.len() as f64;
        prop_assert!((area(&mean) - areas).abs() < 1e-12);
        prop_assert!(mean.windows(2).all(|pair| pair[1][0] - pair[0][0] > -1e-12));
        prop_assert!(mean.windows(2).all(|pair| pair[1][1] - pair[0][1] > -1e-12));
    }
}
