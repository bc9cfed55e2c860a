//! The mean curve by hand and by NumPy, and that its area is the mean of the areas.

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

// scikit-learn 1.9.1 roc_curve(drop_intermediate=False) of each reader, NumPy 2.5.5 interp(s, fpr + tpr, tpr - fpr), mean.
#[test]
fn three_readers_as_numpy_has_them() {
    let mean = mean_roc_curve(&[
        curve(
            &[5.0, 4.0, 4.0, 3.0, 2.0, 2.0],
            &[1.0, 2.0, 3.0, 1.0, 2.0, 4.0, 1.0],
        ),
        curve(&[9.0, 7.0, 7.0, 1.0], &[1.0, 3.0, 5.0, 7.0, 2.0]),
        curve(&[2.0, 3.0, 3.0, 3.0], &[3.0, 1.0, 2.0, 2.0, 2.0, 1.0]),
    ])
    .unwrap();
    let expected = [
        [0.0, 0.0],
        [0.010_101_010_101_010_097, 0.156_565_656_565_656_57],
        [0.023_484_848_484_848_483, 0.226_515_151_515_151_5],
        [0.123_995_052_566_481_1, 0.518_862_090_290_661_7],
        [0.208_791_208_791_208_77, 0.707_875_457_875_457_8],
        [0.224_501_424_501_424_46, 0.725_498_575_498_575_4],
        [0.226_190_476_190_476_16, 0.726_190_476_190_476_2],
        [0.366_381_766_381_766_34, 0.783_618_233_618_233_6],
        [0.508_262_108_262_108_3, 0.841_737_891_737_891_8],
        [0.650_142_450_142_450_2, 0.899_857_549_857_549_8],
        [0.661_375_661_375_661_4, 0.910_052_910_052_91],
        [0.728_395_061_728_395, 0.938_271_604_938_271_6],
        [1.0, 1.0],
    ];
    // Sums that differ in their last bit have two corners in one place.
    let is_near =
        |[x, y]: [f64; 2], [a, b]: [f64; 2]| (x - a).abs() < 1e-12 && (y - b).abs() < 1e-12;
    for corner in expected {
        assert!(
            mean.iter().any(|found| is_near(*found, corner)),
            "{corner:?} {mean:?}"
        );
    }
    for found in mean {
        assert!(
            expected.iter().any(|corner| is_near(found, *corner)),
            "{found:?}"
        );
    }
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
