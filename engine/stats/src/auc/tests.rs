//! Areas by hand, and the three markers of pROC's aSAH.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::published::folder;
use crate::tests::simulation::{is_asked, ratings, share};

#[test]
fn small_areas_by_hand() {
    let area = |abnormal: &[f64], normal: &[f64]| RocReads::new(abnormal, normal).unwrap().area();
    assert_eq!(area(&[2.0, 3.0], &[1.0, 0.0]), 1.0);
    assert_eq!(area(&[1.0], &[1.0]), 0.5);
    // Pairs: 1>0, 1=1 half, 3>0, 3>1.
    assert_eq!(area(&[1.0, 3.0], &[0.0, 1.0]), 3.5 / 4.0);
    assert_eq!(area(&[-0.0], &[0.0]), 0.5);
    assert_eq!(area(&[0.0_f64.next_up()], &[0.0]), 1.0);
}

#[test]
fn what_cannot_be_estimated_is_not() {
    assert!(RocReads::new(&[], &[1.0]).is_err());
    assert!(RocReads::new(&[1.0], &[]).is_err());
    assert_eq!(
        RocReads::new(&[f64::NAN], &[1.0]).unwrap_err().to_string(),
        "not estimable: value 0 of the ratings of abnormal cases is not a finite number"
    );
    let one = RocReads::new(&[2.0], &[1.0, 3.0]).unwrap();
    assert_eq!(
        one.variance().unwrap_err().to_string(),
        "not estimable: 2 abnormal cases needed, 1 found"
    );
    assert!(one.estimate().is_err());
    // An area of 1 has variance 0, and no interval.
    let apart = RocReads::new(&[3.0, 4.0], &[1.0, 2.0]).unwrap();
    assert_eq!(apart.variance(), Ok(0.0));
    assert!(apart.estimate().is_err());
}

/// The markers wfns, s100b and ndka by outcome: poor against good.
pub(crate) fn asah() -> Option<[RocReads; 3]> {
    let text = std::fs::read_to_string(folder("proc_asah")?.join("asah_proc.csv")).unwrap();
    let mut marker = [4, 5, 6].map(|_| (Vec::new(), Vec::new()));
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        for (column, (poor, good)) in (4..).zip(&mut marker) {
            let side = if cells[1] == "Poor" { poor } else { good };
            side.push(cells[column].parse().unwrap());
        }
    }
    Some(marker.map(|(poor, good)| RocReads::new(&poor, &good).unwrap()))
}

const NEAR: f64 = 0.653_549_466_997_938_6;

/// pROC's numbers that differ in the last bits: two of three neighbours are no ties, 60 of 77 pairs are won.
pub(crate) fn near_ties() -> RocReads {
    let abnormal = [
        0.960_602_681_556_147,
        0.931_816_485_855_784,
        0.931_816_485_855_784,
        NEAR.next_up(),
        0.796_401_132_206_396,
        NEAR,
        0.959_111_701_445_925,
        0.931_816_485_855_784,
        0.663_663_279_418_747,
        0.800_100_838_413_179,
        0.780_456_095_511_079,
    ];
    let normal = [
        0.079_440_738_605_654_9,
        0.144_842_404_246_611,
        0.977_640_410_482_15,
        0.427_720_540_184_519,
        0.811_278_021_288_732,
        0.018_832_311_658_118_7,
        NEAR.next_down(),
    ];
    RocReads::new(&abnormal, &normal).unwrap()
}

#[test]
fn near_ties_are_no_ties() {
    let reads = near_ties();
    assert_eq!(reads.area(), 60.0 / 77.0);
    let ordered = RocReads::new(&reads.abnormal()[3..6], &[NEAR]).unwrap();
    assert_eq!(ordered.area(), 2.5 / 3.0);
}

#[test]
fn many_ratings_are_ranked_as_few_are() {
    // Above and below the change of sorting: the area of all equals the mean over blocks of the one class.
    let mut rng = Seed(8118).rng();
    let mut abnormal = ratings(&mut rng, 6000, 0.5, 3.0);
    let normal: Vec<f64> = ratings(&mut rng, 2000, -0.5, 2.0)
        .into_iter()
        .map(|x| (x * 4.0).round() / 4.0)
        .collect();
    abnormal[17] = f64::INFINITY;
    abnormal[99] = f64::NEG_INFINITY;
    abnormal[5] = 0.0;
    let whole = RocReads::new(&abnormal, &normal).unwrap();
    let blocks = abnormal
        .chunks(1000)
        .map(|block| RocReads::new(block, &normal).unwrap());
    let won: u64 = blocks.map(|block| block.won_twice).sum();
    assert_eq!(whole.won_twice, won);
}

#[test]
fn a_paired_difference_by_hand() {
    // First: 3, 2 against 1, 2: V10 = 1, 3/4; V01 = 1, 3/4. Second: 1, 3 against 1, 2: V10 = 1/4, 1; V01 = 3/4, 1/2.
    // S10 = 1/32, 9/32, covariance -3/32; S01 = 1/32, 1/32, covariance 1/32.
    let first = RocReads::new(&[3.0, 2.0], &[1.0, 2.0]).unwrap();
    let second = RocReads::new(&[1.0, 3.0], &[1.0, 2.0]).unwrap();
    assert_eq!((first.area(), second.area()), (0.875, 0.625));
    assert_eq!(first.covariance(&second), Ok(-1.0 / 32.0));
    let difference = first.difference_paired(&second).unwrap();
    assert_eq!(difference.value, 0.25);
    let variance = 2.0 / 64.0 + 10.0 / 64.0 + 2.0 / 32.0;
    assert!((difference.standard_error - f64::sqrt(variance)).abs() < 1e-15);
}

// The first and second curve of the paired difference, as if on other cases: S10/2 + S01/2 are 1/32 and 5/32, together 6/32;
// df (6/32)² / ((1/32)²/3 + (5/32)²/3) = 36 · 3/26. The logit of 7/8 is ln 7, its error √(1/32) / (7/64).
#[test]
fn an_unpaired_difference_and_intervals_by_hand() {
    let first = RocReads::new(&[3.0, 2.0], &[1.0, 2.0]).unwrap();
    let second = RocReads::new(&[1.0, 3.0], &[1.0, 2.0]).unwrap();
    let near = |found: f64, expected: f64| {
        assert!(
            (found - expected).abs() < 1e-14,
            "{found} is not {expected}"
        );
    };
    let difference = first.difference_unpaired(&second).unwrap();
    near(difference.value, 0.25);
    near(difference.standard_error, f64::sqrt(6.0 / 32.0));
    near(difference.degrees_of_freedom, 54.0 / 13.0);
    let error = f64::sqrt(1.0 / 32.0);
    let wald = first.estimate_wald().unwrap();
    near(wald.lower, 0.875 - Z_95 * error);
    near(wald.upper, 1.0);
    let logit = first.estimate().unwrap();
    let factor = libm::exp(Z_95 * error / (7.0 / 64.0));
    near(logit.lower, 7.0 / factor / (1.0 + 7.0 / factor));
    near(logit.upper, 7.0 * factor / (1.0 + 7.0 * factor));
}

// NumPy 2.5.5: DeLong's variance from the matrix of all pairs, then the interval on the logit scale.
#[test]
fn logit_intervals_of_asah_as_numpy_has_them() {
    let Some(markers) = asah() else { return };
    let expected = [
        [
            0.823_678_861_788_617_9,
            0.735_764_096_647_305,
            0.886_841_844_332_612,
        ],
        [
            0.731_368_563_685_636_9,
            0.619_216_938_992_708_7,
            0.820_085_749_913_473_2,
        ],
        [
            0.611_957_994_579_945_8,
            0.497_330_565_621_014_7,
            0.715_404_233_940_336_1,
        ],
    ];
    for (marker, expected) in markers.iter().zip(expected) {
        let found = marker.estimate().unwrap();
        for (found, expected) in [found.value, found.lower, found.upper]
            .into_iter()
            .zip(expected)
        {
            assert!(
                (found - expected).abs() < 1e-12,
                "{found} is not {expected}"
            );
        }
    }
}

#[test]
fn curves_that_rank_alike_have_no_test() {
    let reads = RocReads::new(&[3.0, 2.0, 5.0], &[1.0, 2.5]).unwrap();
    let doubled = RocReads::new(&[6.0, 4.0, 10.0], &[2.0, 5.0]).unwrap();
    let refused = reads.difference_paired(&doubled).unwrap_err();
    assert!(matches!(refused, NotEstimable::Degenerate { .. }));
    let other = RocReads::new(&[3.0, 2.0], &[1.0, 2.5]).unwrap();
    let refused = reads.difference_paired(&other).unwrap_err();
    assert!(matches!(refused, NotEstimable::Unequal { .. }));
    let apart = RocReads::new(&[3.0, 4.0], &[1.0, 2.0]).unwrap();
    assert!(apart.difference_unpaired(&apart).is_err());
}

/// Equal spreads; an area of 0.8 takes a distance of 1.19 standard deviations.
fn drawn(seed: u64, [m, n]: [usize; 2], distance: f64) -> RocReads {
    let mut rng = Seed(seed).rng();
    let abnormal = ratings(&mut rng, m, distance, 1.0);
    RocReads::new(&abnormal, &ratings(&mut rng, n, 0.0, 1.0)).unwrap()
}

#[test]
fn intervals_of_the_area_cover() {
    if !is_asked("intervals_of_the_area_cover") {
        return;
    }
    for (n, distance) in [(20, 1.19), (50, 1.19), (50, 2.0), (200, 1.19)] {
        let truth = crate::normal_cdf(distance / f64::sqrt(2.0));
        let coverage = |name: &str, of: fn(&RocReads) -> Result<Estimate, NotEstimable>| {
            let name = format!("{name} interval, {n} + {n}, area {truth:.3}");
            share(&name, 4000, |idx| {
                let reads = drawn(Seed(8101).index(idx).0, [n, n], distance);
                let estimate = of(&reads).ok()?;
                Some(estimate.lower <= truth && truth <= estimate.upper)
            })
        };
        let logit = coverage("logit", RocReads::estimate);
        assert!((0.935..=0.975).contains(&logit), "{logit}");
        // Short on few cases and on large areas, which is why it is for comparison only.
        let wald = coverage("Wald", RocReads::estimate_wald);
        assert!((0.88..=0.965).contains(&wald), "{wald}");
    }
}

#[test]
fn tests_between_equal_curves_reject_in_five_per_cent() {
    if !is_asked("tests_between_equal_curves_reject_in_five_per_cent") {
        return;
    }
    for n in [20, 60] {
        let paired = share(&format!("paired DeLong, {n} + {n}"), 4000, |idx| {
            let mut rng = Seed(8102).index(idx).rng();
            // Two readings of one case share half of its variance.
            let mut two = |distance: f64| {
                let common = ratings(&mut rng, n, distance, 1.0);
                [(); 2].map(|()| {
                    let own = ratings(&mut rng, n, 0.0, 1.0);
                    common
                        .iter()
                        .zip(own)
                        .map(|(x, y)| x + y)
                        .collect::<Vec<_>>()
                })
            };
            let (abnormal, normal) = (two(1.5), two(0.0));
            let first = RocReads::new(&abnormal[0], &normal[0]).unwrap();
            let second = RocReads::new(&abnormal[1], &normal[1]).unwrap();
            Some(first.difference_paired(&second).ok()?.p(0.0) < 0.05)
        });
        let unpaired = share(&format!("unpaired DeLong, {n} + {n}"), 4000, |idx| {
            let seed = Seed(8103).index(idx);
            let first = drawn(seed.child("first").0, [n, n], 1.19);
            let second = drawn(seed.child("second").0, [n, n], 1.19);
            Some(first.difference_unpaired(&second).ok()?.p(0.0) < 0.05)
        });
        for found in [paired, unpaired] {
            assert!((0.035..=0.08).contains(&found), "{found}");
        }
    }
}

proptest! {
    #[test]
    fn rising_transformations_and_orders_change_nothing(
        abnormal in prop::collection::vec(-9_i8..9, 2..20),
        normal in prop::collection::vec(-9_i8..9, 2..20),
        turn in 0_usize..20,
    ) {
        let with = |of: &[i8], f: fn(f64) -> f64| of.iter().map(|x| f(f64::from(*x))).collect::<Vec<_>>();
        let reads = RocReads::new(&with(&abnormal, |x| x), &with(&normal, |x| x)).unwrap();
        let bent = RocReads::new(&with(&abnormal, |x| libm::exp(x) - 7.0), &with(&normal, |x| libm::exp(x) - 7.0)).unwrap();
        prop_assert_eq!((reads.area(), reads.variance()), (bent.area(), bent.variance()));
        let (mut a, mut n) = (abnormal.clone(), normal.clone());
        a.rotate_left(turn % abnormal.len());
        n.rotate_left(turn % normal.len());
        let turned = RocReads::new(&with(&a, |x| x), &with(&n, |x| x)).unwrap();
        prop_assert_eq!(turned.area(), reads.area());
        prop_assert!((turned.variance().unwrap() - reads.variance().unwrap()).abs() < 1e-14);
        if let Ok(estimate) = reads.estimate() {
            prop_assert!(0.0 < estimate.lower && estimate.lower < estimate.value);
            prop_assert!(estimate.value < estimate.upper && estimate.upper < 1.0);
        }
        // Every case twice: the same area, and no more than that is known of it.
        let doubled = RocReads::new(&with(&[a.clone(), a].concat(), |x| x), &with(&[n.clone(), n].concat(), |x| x)).unwrap();
        prop_assert_eq!(doubled.area(), reads.area());
    }

    #[test]
    fn paired_differences_turn_round(
        cases in prop::collection::vec((0_u8..9, 0_u8..9), 4..30),
        n_abnormal in 2_usize..28,
    ) {
        prop_assume!(n_abnormal + 2 <= cases.len());
        let column = |of: fn(&(u8, u8)) -> u8| cases.iter().map(|case| f64::from(of(case))).collect::<Vec<_>>();
        let reads = |of: &[f64]| RocReads::new(&of[..n_abnormal], &of[n_abnormal..]).unwrap();
        let (first, second) = (reads(&column(|c| c.0)), reads(&column(|c| c.1)));
        match (first.difference_paired(&second), second.difference_paired(&first)) {
            (Ok(there), Ok(back)) => {
                prop_assert_eq!(there.value, -back.value);
                prop_assert!((there.standard_error - back.standard_error).abs() < 1e-12);
            }
            (there, back) => prop_assert_eq!(there.is_err(), back.is_err()),
        }
    }

    #[test]
    fn the_area_is_that_of_all_pairs_and_turns_round_with_the_classes(
        abnormal in prop::collection::vec(0_u8..6, 1..20),
        normal in prop::collection::vec(0_u8..6, 1..20),
    ) {
        let wide = |of: &[u8]| of.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let reads = RocReads::new(&wide(&abnormal), &wide(&normal)).unwrap();
        let mut won_twice = 0_u32;
        for x in &abnormal {
            won_twice += normal.iter().map(|y| u32::from(x > y) + u32::from(x >= y)).sum::<u32>();
        }
        let pairs = abnormal.len() * normal.len();
        prop_assert_eq!(reads.area(), f64::from(won_twice) / (2.0 * pairs as f64));
        let mean = reads.placements_abnormal.iter().sum::<f64>() / abnormal.len() as f64;
        prop_assert!((mean - reads.area()).abs() < 1e-12);
        let turned = RocReads::new(&wide(&normal), &wide(&abnormal)).unwrap();
        prop_assert!((turned.area() + reads.area() - 1.0).abs() < 1e-12);
    }
}
