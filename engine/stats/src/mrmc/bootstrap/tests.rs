//! By hand, laws, against the analysis it stands in for, coverage.

use proptest::prelude::*;

use super::super::obuchowski_rockette::ObuchowskiRockette;
use super::super::tests::roe_metz::{STRUCTURES, is_asked, share_of_runs};
use super::*;

const BOTH: [bool; 5] = [true, true, false, false, false];

fn strata(is_abnormal: &[bool]) -> Strata<'_> {
    Strata {
        n_readers: 3,
        is_abnormal,
        population: Population::ReadersAndCases,
    }
}

// Points of 1, 2, 3, 4 by straight lines: at a share of 1/2 between 2 and 3, at 1/3 on 2.
#[test]
fn points_by_hand() {
    let sorted = [1.0, 2.0, 3.0, 4.0];
    assert_eq!(point(&sorted, 0.5), 2.5);
    assert!((point(&sorted, 1.0 / 3.0) - 2.0).abs() < 1e-15);
    assert_eq!((point(&sorted, 0.0), point(&sorted, 1.0)), (1.0, 4.0));
    assert_eq!(point(&[7.0], 0.3), 7.0);
}

// NumPy 2.4.6, quantile: 0.0575, 0.3, 0.885.
#[test]
fn points_are_those_of_numpy() {
    let sorted = [0.05, 0.1, 0.35, 0.4, 0.77, 0.8, 0.9];
    for (share, expected) in [(0.025, 0.0575), (0.3, 0.3), (0.975, 0.885)] {
        assert!((point(&sorted, share) - expected).abs() < 1e-15);
    }
}

// With two cases of one class, a resample has 0, 1 or 2 of the first with chances 1/4, 1/2, 1/4.
#[test]
fn two_cases_are_drawn_as_coins_fall() {
    let strata = Strata {
        n_readers: 1,
        is_abnormal: &[true, true],
        population: Population::Cases,
    };
    let mut counts = [0_u32; 3];
    reader_case_bootstrap95(Seed(1), 4_000, &strata, |drawn| {
        counts[drawn.cases.iter().filter(|case| **case == 0).count()] += 1;
        Ok(0.5)
    })
    .unwrap();
    // Four standard deviations of 4,000 throws at 1/4 are 110; the data themselves are one of those asked.
    assert!(
        counts[0].abs_diff(1_000) < 110 && counts[2].abs_diff(1_000) < 110,
        "{counts:?}"
    );
}

#[test]
fn what_cannot_be_drawn_is_named() {
    let words = |n, strata: &Strata<'_>| {
        reader_case_bootstrap95(Seed(1), n, strata, |_| Ok(0.5))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        words(199, &strata(&BOTH)),
        "not estimable: 200 observations needed, 199 found"
    );
    assert_eq!(
        words(200, &strata(&[true])),
        "not estimable: 2 cases needed, 1 found"
    );
    let one = Strata {
        n_readers: 1,
        ..strata(&BOTH)
    };
    assert_eq!(words(200, &one), "not estimable: 2 readers needed, 1 found");
    let refused = |x: f64| {
        reader_case_bootstrap95(Seed(1), 200, &strata(&BOTH), |_| Ok(x))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(f64::NAN),
        "not estimable: value 0 of the figure is not a finite number"
    );
    let mut asked = 0;
    let half = reader_case_bootstrap95(Seed(1), 200, &strata(&BOTH), |_| {
        asked += 1;
        if asked % 2 == 0 {
            Ok(f64::INFINITY)
        } else {
            Ok(0.5)
        }
    });
    assert_eq!(
        half.unwrap_err().to_string(),
        "not estimable: more than a tenth of the resamples gave no figure"
    );
}

#[test]
fn ratings_without_a_reader_of_both_classes_have_no_area() {
    let data = STRUCTURES[0].ratings(Seed(2), &[1.5], 2, [3, 3], |_, j, k| j == 0 || k < 3);
    let drawn = |readers: &[usize], cases: &[usize]| Resample {
        readers: readers.to_vec(),
        cases: cases.to_vec(),
    };
    let all = [0, 1, 2, 3, 4, 5];
    let one = data.mean_area_of(0, &drawn(&[0], &all)).unwrap();
    assert_eq!(data.mean_area_of(0, &drawn(&[0, 1], &all)).unwrap(), one);
    assert!(data.mean_area_of(0, &drawn(&[1], &all)).is_err());
    assert!(data.mean_area_of(0, &drawn(&[0], &all[..3])).is_err());
    assert!(data.mean_area_of(1, &drawn(&[0], &all)).is_err());
    assert!(data.mean_area_of(0, &drawn(&[0], &[9])).is_err());
}

// Of one condition with fixed readers the interval is that of Obuchowski and Rockette to a tenth of its width.
#[test]
fn it_is_near_the_analysis_it_stands_in_for() {
    let data = STRUCTURES[1].ratings(Seed(4), &[1.2], 6, [60, 60], |_, _, _| true);
    let strata = Strata {
        n_readers: 6,
        is_abnormal: data.is_abnormal(),
        population: Population::Cases,
    };
    let found =
        reader_case_bootstrap95(Seed(5), 1_000, &strata, |drawn| data.mean_area_of(0, drawn))
            .unwrap();
    let expected = ObuchowskiRockette::of_areas(&data)
        .unwrap()
        .condition(Population::Cases, 0)
        .unwrap();
    let [lower, upper] = expected.interval95();
    let tenth = (upper - lower) / 10.0;
    assert!((found.estimate.value - expected.value).abs() < 1e-12);
    assert!(
        (found.estimate.lower - lower).abs() < tenth,
        "{found:?} {lower}"
    );
    assert!(
        (found.estimate.upper - upper).abs() < tenth,
        "{found:?} {upper}"
    );
    assert_eq!((found.n_given, found.n_refused), (1_000, 0));
    assert_eq!(found.estimate.method, Method::ReaderCaseBootstrap95);
}

proptest! {
    #[test]
    fn a_seed_gives_one_interval_and_strata_keep_their_size(
        seed in any::<u64>(), is_abnormal in prop::collection::vec(any::<bool>(), 2..12), n_readers in 2usize..6,
    ) {
        for population in [Population::ReadersAndCases, Population::Cases, Population::Readers] {
            let strata = Strata { n_readers, is_abnormal: &is_abnormal, population };
            let figure = |drawn: &Resample| {
                let n = drawn.cases.iter().filter(|case| is_abnormal[**case]).count();
                assert_eq!(n, is_abnormal.iter().filter(|is| **is).count());
                assert_eq!((drawn.readers.len(), drawn.cases.len()), (n_readers, is_abnormal.len()));
                Ok(drawn.cases.iter().sum::<usize>() as f64 + drawn.readers.iter().sum::<usize>() as f64)
            };
            let found = reader_case_bootstrap95(Seed(seed), 200, &strata, figure).unwrap();
            prop_assert_eq!(reader_case_bootstrap95(Seed(seed), 200, &strata, figure).unwrap(), found);
            prop_assert!(found.estimate.lower <= found.estimate.upper);
            // A figure that does not vary has an interval of no width; a shifted figure a shifted interval.
            let same = reader_case_bootstrap95(Seed(seed), 200, &strata, |_| Ok(0.3)).unwrap().estimate;
            prop_assert_eq!((same.lower, same.upper), (0.3, 0.3));
            let shifted = reader_case_bootstrap95(Seed(seed), 200, &strata, |drawn| Ok(figure(drawn)? + 64.0)).unwrap().estimate;
            prop_assert!((shifted.lower - found.estimate.lower - 64.0).abs() < 1e-10);
        }
    }
}

#[test]
fn coverage_over_readers_and_cases() {
    if !is_asked("coverage_over_readers_and_cases") {
        return;
    }
    for (n_readers, least) in [(5, 0.80), (15, 0.88)] {
        let structure = STRUCTURES[2];
        let truth = structure.area(1.2);
        let share = share_of_runs(&format!("{n_readers} readers"), 300, Seed(8), |seed| {
            let data = structure.ratings(seed, &[1.2], n_readers, [30, 30], |_, j, k| {
                (j + k) % 4 != 0
            });
            let strata = Strata {
                n_readers,
                is_abnormal: data.is_abnormal(),
                population: Population::ReadersAndCases,
            };
            let found =
                reader_case_bootstrap95(seed, 300, &strata, |drawn| data.mean_area_of(0, drawn))
                    .unwrap()
                    .estimate;
            found.lower <= truth && truth <= found.upper
        });
        assert!(
            (least..=0.98).contains(&share),
            "{n_readers} readers: {share}"
        );
    }
}
