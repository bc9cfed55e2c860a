//! Shrout's and Fleiss's table, a table by hand, laws, and what has no correlation.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::simulation::{is_asked, normal, share};

const ALL: [(IccModel, IccUnit); 6] = [
    (IccModel::OneWayRandom, IccUnit::Single),
    (IccModel::TwoWayRandom, IccUnit::Single),
    (IccModel::TwoWayMixed, IccUnit::Single),
    (IccModel::OneWayRandom, IccUnit::Average),
    (IccModel::TwoWayRandom, IccUnit::Average),
    (IccModel::TwoWayMixed, IccUnit::Average),
];

// Shrout and Fleiss, Psychol Bull 1979;86:420, table 2; correlations by pingouin 0.7.0, which prints intervals to two
// digits.
#[test]
fn the_table_of_shrout_and_fleiss() {
    let table = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];
    let table = IccTable::of(&table.map(Vec::from)).unwrap();
    for (found, expected) in [
        (table.between_targets, 11.241_666_666_666_667),
        (table.within_targets, 6.263_888_888_888_889),
        (table.between_raters, 32.486_111_111_111_11),
        (table.residual, 1.019_444_444_444_444_4),
    ] {
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    }
    let published = [
        (0.165_741_768_405_475_5, [-0.13, 0.72]),
        (0.289_763_779_527_559_16, [0.02, 0.76]),
        (0.714_840_714_840_715_4, [0.34, 0.95]),
        (0.442_797_133_679_268_76, [-0.88, 0.91]),
        (0.620_050_547_598_989_3, [0.07, 0.93]),
        (0.909_315_542_377_069_7, [0.68, 0.99]),
    ];
    for ((model, unit), (value, ends)) in ALL.into_iter().zip(published) {
        let found = table.estimate(model, unit).unwrap();
        assert!((found.value - value).abs() < 1e-12, "{found:?}");
        let round = |x: f64| (x * 100.0).round() / 100.0;
        assert_eq!([round(found.lower), round(found.upper)], ends, "{found:?}");
    }
}

#[test]
fn two_by_two_by_hand() {
    // Rows 1 2 | 5 4: means 1.5, 4.5; raters 3, 3; all 3. B = 2·(2.25 + 2.25) = 9; W = 4·0.25 / 2 = 0.5; C = 0; E = 1.
    let table = IccTable::of(&[vec![1.0, 2.0], vec![5.0, 4.0]]).unwrap();
    let found = ALL.map(|(model, unit)| table.value(model, unit).unwrap());
    let expected = [8.5 / 9.5, 8.0 / 9.0, 0.8, 8.5 / 9.0, 8.0 / 8.5, 8.0 / 9.0];
    for (found, expected) in found.into_iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-14,
            "{found} is not {expected}"
        );
    }
}

#[test]
fn what_has_no_correlation_is_named() {
    let reason = |rows: &[Vec<f64>]| IccTable::of(rows).unwrap_err().to_string();
    assert!(reason(&[]).contains("2 cases needed, 0 found"));
    assert!(reason(&[vec![1.0, 2.0]]).contains("2 cases needed, 1 found"));
    assert!(reason(&[vec![1.0], vec![2.0]]).contains("2 readers needed, 1 found"));
    assert!(reason(&[vec![1.0, 2.0], vec![2.0]]).contains("target 1, rater 1"));
    assert!(reason(&[vec![1.0, f64::NAN], vec![2.0, 3.0]]).contains("value 1 of the ratings"));
    assert!(reason(&[vec![1.0, 1.0], vec![1.0, 1.0]]).contains("all values of the ratings"));
    // Full agreement is 1 without an interval; equal means of targets are a least value, and no average.
    let full = IccTable::of(&[vec![0.1, 0.1, 0.1], vec![0.7, 0.7, 0.7]]).unwrap();
    let flat = IccTable::of(&[vec![1.0, 2.0], vec![2.0, 1.0]]).unwrap();
    for (model, unit) in ALL {
        assert!((full.value(model, unit).unwrap() - 1.0).abs() < 1e-15);
        assert!(full.estimate(model, unit).is_err());
        assert!(flat.estimate(model, unit).is_err());
    }
    // Satterthwaite's degrees of freedom at 0: an F point that is infinite, and no NaN.
    let crossed = IccTable::of(&[vec![1.0, -5.0, 3.0], vec![-1.0, -7.0, 6.0]]).unwrap();
    assert!(
        crossed
            .value(IccModel::TwoWayRandom, IccUnit::Single)
            .unwrap()
            < 0.0
    );
    assert!(
        crossed
            .estimate(IccModel::TwoWayRandom, IccUnit::Single)
            .is_err()
    );
    assert_eq!(
        flat.value(IccModel::OneWayRandom, IccUnit::Single),
        Ok(-1.0)
    );
    assert!(
        flat.value(IccModel::OneWayRandom, IccUnit::Average)
            .is_err()
    );
}

#[test]
fn intervals_cover() {
    if !is_asked("icc_covers") {
        return;
    }
    // Targets of variance 1, raters 0.2, errors 0.8: ICC(1) and ICC(2) 0.5, ICC(3) 1/1.8.
    for (n, k) in [(15, 3), (40, 5)] {
        for (model, truth) in [
            (IccModel::OneWayRandom, 0.5),
            (IccModel::TwoWayRandom, 0.5),
            (IccModel::TwoWayMixed, 1.0 / 1.8),
        ] {
            let found = share(
                &format!("{model:?}, {n} targets, {k} raters"),
                2000,
                |idx| {
                    let mut rng = Seed(8110).index(idx).rng();
                    let is_one_way = model == IccModel::OneWayRandom;
                    let raters: Vec<f64> =
                        (0..k).map(|_| 0.2_f64.sqrt() * normal(&mut rng)).collect();
                    let mut row = || {
                        let target = normal(&mut rng);
                        let rating = |rater: &f64| {
                            let rater = if is_one_way {
                                0.2_f64.sqrt() * normal(&mut rng)
                            } else {
                                *rater
                            };
                            target + rater + 0.8_f64.sqrt() * normal(&mut rng)
                        };
                        raters.iter().map(rating).collect::<Vec<_>>()
                    };
                    let rows: Vec<_> = (0..n).map(|_| row()).collect();
                    let estimate = IccTable::of(&rows)
                        .ok()?
                        .estimate(model, IccUnit::Single)
                        .ok()?;
                    Some(estimate.lower <= truth && truth <= estimate.upper)
                },
            );
            assert!((0.93..=0.975).contains(&found), "{found}");
        }
    }
}

proptest! {
    #[test]
    fn units_and_orders_change_nothing_and_a_rater_may_be_higher(
        rows in prop::collection::vec(prop::collection::vec(-9_i8..9, 3), 2..12),
        shift in -5.0_f64..5.0,
    ) {
        let wide = |f: &dyn Fn(usize, f64) -> f64| -> Vec<Vec<f64>> {
            let row = |row: &Vec<i8>| row.iter().enumerate().map(|(j, x)| f(j, f64::from(*x))).collect();
            rows.iter().map(row).collect()
        };
        let Ok(table) = IccTable::of(&wide(&|_, x| x)) else {
            return Ok(());
        };
        let scaled = IccTable::of(&wide(&|_, x| 2.5 * x + shift)).unwrap();
        let lifted = IccTable::of(&wide(&|j, x| if j == 1 { x + shift } else { x })).unwrap();
        let mut turned = wide(&|_, x| x);
        turned.reverse();
        turned.iter_mut().for_each(|row| row.reverse());
        let turned = IccTable::of(&turned).unwrap();
        for (model, unit) in ALL {
            if let Ok(found) = table.estimate(model, unit) {
                prop_assert!(found.lower <= found.value && found.value <= found.upper && found.upper <= 1.0, "{:?}", found);
                for other in [&scaled, &turned] {
                    let other = other.estimate(model, unit).unwrap();
                    prop_assert!((other.value - found.value).abs() < 1e-9);
                    prop_assert!((other.lower - found.lower).abs() < 1e-6 * found.lower.abs().max(1.0));
                }
            }
        }
        // Only consistency does not mind a rater who is higher by the same everywhere.
        let of = |table: &IccTable| table.value(IccModel::TwoWayMixed, IccUnit::Single);
        if let (Ok(before), Ok(after)) = (of(&table), of(&lifted)) {
            prop_assert!((before - after).abs() < 1e-9);
        }
    }
}
