//! By hand, DeLong against the jackknife, laws, and what the covariances are on average.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::roc_ratings::RocRow;
use super::super::tests::roe_metz::{RoeMetz, STRUCTURES, is_asked};
use super::*;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs().max(1e-3),
        "found {found}, expected {expected}"
    );
}

/// Ratings of readers by condition over the same cases, the first `m` abnormal.
fn crossed(m: usize, by_condition: &[Vec<Vec<f64>>]) -> RocRatings {
    let name = |at: usize| at.to_string();
    let n = by_condition[0][0].len();
    let cases: Vec<String> = (0..n).map(name).collect();
    let mut labels = Vec::new();
    for (i, readers) in by_condition.iter().enumerate() {
        for (j, ratings) in readers.iter().enumerate() {
            labels.extend(
                ratings
                    .iter()
                    .enumerate()
                    .map(|(k, x)| (name(i), name(j), k, *x)),
            );
        }
    }
    let rows: Vec<RocRow<'_>> = labels
        .iter()
        .map(|(condition, reader, case, rating)| RocRow {
            condition,
            reader,
            case: &cases[*case],
            rating: *rating,
        })
        .collect();
    let truth: Vec<(&str, bool)> = cases
        .iter()
        .enumerate()
        .map(|(k, case)| (case.as_str(), k < m))
        .collect();
    RocRatings::new(&rows, &truth).unwrap()
}

// Abnormal 3, 1; normal 2, 0: pairs won 3>2, 3>0, 1>0, so 3/4. Placements 1, 1/2 and 1/2, 1: S10 = S01 = 1/8, variance
// 1/8/2 + 1/8/2 = 1/8. Without each case: 1/2, 1, 1, 1/2; mean 3/4, jackknife 3/4 x 4/16 = 3/16.
// Pairs that share no case: (3>2)(1>0) and (3>0)(1>2), each twice over: mean 1/2; unbiased 9/16 - 1/2 = 1/16.
#[test]
fn four_cases_by_hand() {
    let ratings = crossed(2, &[vec![vec![3.0, 1.0, 2.0, 0.0]]]);
    let of = |found: FigureCovariance| found.of((0, 0), (0, 0)).unwrap();
    check(ratings.areas().unwrap().figure(0, 0).unwrap(), 0.75);
    check(of(FigureCovariance::delong(&ratings).unwrap()), 1.0 / 8.0);
    check(
        of(FigureCovariance::jackknife(&ratings.areas().unwrap()).unwrap()),
        3.0 / 16.0,
    );
    check(
        of(FigureCovariance::unbiased(&ratings).unwrap()),
        1.0 / 16.0,
    );
}

#[test]
fn too_little_is_named() {
    let words = |found: Result<FigureCovariance, NotEstimable>| found.unwrap_err().to_string();
    let one = crossed(1, &[vec![vec![3.0, 1.0, 2.0]]]);
    let expected = "not estimable: 2 abnormal cases needed, 1 found";
    assert_eq!(words(FigureCovariance::delong(&one)), expected);
    assert_eq!(words(FigureCovariance::unbiased(&one)), expected);
    assert_eq!(one.areas().unwrap_err().to_string(), expected);
    let all_abnormal = crossed(3, &[vec![vec![3.0, 1.0, 2.0]]]);
    assert_eq!(
        words(FigureCovariance::delong(&all_abnormal)),
        "not estimable: 2 normal cases needed, 0 found"
    );
    let empty = FigureTable::new([1, 1, 1], vec![0.5], vec![0.5]).unwrap();
    assert_eq!(
        words(FigureCovariance::jackknife(&empty)),
        "not estimable: 2 cases needed, 1 found"
    );
    let nobody = FigureTable::new([0, 0, 5], vec![], vec![]).unwrap();
    assert_eq!(
        words(FigureCovariance::jackknife(&nobody)),
        "not estimable: 1 conditions needed, 0 found"
    );
}

#[test]
fn a_reader_of_constant_ratings_has_no_variance() {
    let ratings = crossed(2, &[vec![vec![3.0; 5], vec![3.0, 1.0, 2.0, 0.0, 1.0]]]);
    let found = FigureCovariance::delong(&ratings).unwrap();
    assert_eq!(found.of((0, 0), (0, 0)), Some(0.0));
    assert_eq!(found.of((0, 0), (0, 1)), Some(0.0));
    assert_eq!(found.of((0, 0), (1, 0)), None);
}

/// Integer ratings with ties of two conditions and two readers.
fn any_ratings() -> impl Strategy<Value = (usize, Vec<Vec<Vec<f64>>>)> {
    (2usize..6, 2usize..6).prop_flat_map(|(m, n)| {
        let ratings = prop::collection::vec((0i8..6).prop_map(f64::from), m + n);
        let readers = prop::collection::vec(ratings, 2);
        (Just(m), prop::collection::vec(readers, 2))
    })
}

proptest! {
    #[test]
    fn laws((m, ratings) in any_ratings(), seed in any::<u64>()) {
        let data = crossed(m, &ratings);
        let table = data.areas().unwrap();
        // Monotone maps change nothing.
        let mapped = crossed(m, &ratings.iter().map(|readers| {
            readers.iter().map(|ratings| ratings.iter().map(|x| x * x * x - 7.0).collect()).collect()
        }).collect::<Vec<_>>());
        prop_assert_eq!(&mapped.areas().unwrap(), &table);
        // Nor does the order of cases within a class.
        let n = ratings[0][0].len();
        let (mut abnormal, mut normal): (Vec<usize>, Vec<usize>) = ((0..m).collect(), (m..n).collect());
        Seed(seed).rng().shuffle(&mut abnormal);
        Seed(seed).child("normal").rng().shuffle(&mut normal);
        let order: Vec<usize> = abnormal.into_iter().chain(normal).collect();
        let shuffled = crossed(m, &ratings.iter().map(|readers| {
            readers.iter().map(|ratings| order.iter().map(|at| ratings[*at]).collect()).collect()
        }).collect::<Vec<_>>());
        for make in [FigureCovariance::delong, FigureCovariance::unbiased] {
            let (one, other) = (make(&data).unwrap(), make(&shuffled).unwrap());
            for (a, b) in one.values.iter().zip(&other.values) {
                prop_assert!((a - b).abs() < 1e-13);
            }
        }
        // Each leave-one-out area is the area without that case; their mean is the area, so that pseudovalues average to it.
        for (reader, of_reader) in ratings[1].iter().enumerate() {
            let mean = table.left_out(1, reader).iter().sum::<f64>() / n as f64;
            prop_assert!((mean - table.figure(1, reader).unwrap()).abs() < 1e-12);
            if m > 2 {
                let without: Vec<f64> = of_reader[1..].to_vec();
                let expected = crossed(m - 1, &[vec![without]]).areas().unwrap().figure(0, 0).unwrap();
                prop_assert!((table.left_out(1, reader)[0] - expected).abs() < 1e-15);
            }
        }
        // DeLong's covariance is the jackknife's with the classes left out apart: the two agree as cases grow. Here: a
        // covariance is symmetric, a variance not below 0, and no covariance above the mean of its variances.
        let found = FigureCovariance::delong(&data).unwrap();
        let jackknife = FigureCovariance::jackknife(&table).unwrap();
        for of in [&found, &jackknife] {
            for a in [(0, 0), (1, 1)] {
                for b in [(0, 1), (1, 0)] {
                    let (ab, aa, bb) = (of.of(a, b).unwrap(), of.of(a, a).unwrap(), of.of(b, b).unwrap());
                    prop_assert!((ab - of.of(b, a).unwrap()).abs() < 1e-16);
                    prop_assert!(aa >= 0.0 && ab.abs() <= 0.5 * (aa + bb) + 1e-15);
                }
            }
        }
        // Nested designs clear what is apart.
        let nested = found.with_design(CaseDesign::NestedInReader);
        prop_assert_eq!(nested.of((0, 0), (0, 1)), Some(0.0));
        prop_assert_eq!(nested.means().cov2, Some(0.0));
    }
}

/// The covariances of areas over studies by the kinds of pairs: itself, other condition, other reader, both other.
fn covariances_over(studies: &[[[f64; 2]; 2]]) -> [f64; 4] {
    let n = studies.len() as f64;
    let places = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let mean = |(i, j): (usize, usize)| studies.iter().map(|of| of[i][j]).sum::<f64>() / n;
    let (mut sums, mut counts) = ([0.0; 4], [0.0; 4]);
    for a in places {
        for b in places {
            let (mean_a, mean_b) = (mean(a), mean(b));
            let products = studies
                .iter()
                .map(|of| (of[a.0][a.1] - mean_a) * (of[b.0][b.1] - mean_b));
            let kind = usize::from(a.0 != b.0) + 2 * usize::from(a.1 != b.1);
            sums[kind] += products.sum::<f64>() / (n - 1.0);
            counts[kind] += 1.0;
        }
    }
    [0, 1, 2, 3].map(|kind| sums[kind] / counts[kind])
}

// Readers without parts of their own, so that only cases make areas vary.
#[test]
fn the_unbiased_covariance_is_that_of_areas_over_studies() {
    if !is_asked("the_unbiased_covariance_is_that_of_areas_over_studies") {
        return;
    }
    const N_STUDIES: u64 = 20_000;
    let structure = RoeMetz {
        reader: 0.0,
        condition_reader: 0.0,
        ..STRUCTURES[0]
    };
    let (mut areas, mut means) = (Vec::new(), [[0.0; 4]; 3]);
    for run in 0..N_STUDIES {
        let seed = Seed(8).child("covariance").index(run);
        let ratings = structure.ratings(seed, &[1.2, 1.2], 2, [15, 15], |_, _, _| true);
        let table = ratings.areas().unwrap();
        areas.push([0, 1].map(|i| [0, 1].map(|j| table.figure(i, j).unwrap())));
        let found = [
            FigureCovariance::unbiased(&ratings).unwrap(),
            FigureCovariance::delong(&ratings).unwrap(),
            FigureCovariance::jackknife(&table).unwrap(),
        ];
        for (mean, found) in means.iter_mut().zip(found) {
            let of = found.means();
            let kinds = [Some(of.variance), of.cov1, of.cov2, of.cov3];
            for (mean, kind) in mean.iter_mut().zip(kinds) {
                *mean += kind.unwrap() / N_STUDIES as f64;
            }
        }
    }
    let truth = covariances_over(&areas);
    let [unbiased, delong, jackknife] =
        means.map(|of| [0, 1, 2, 3].map(|kind| of[kind] / truth[kind]));
    eprintln!(
        "over the covariance of areas: unbiased {unbiased:.3?}, DeLong {delong:.3?}, jackknife {jackknife:.3?}"
    );
    for kind in 0..4 {
        assert!((0.96..1.04).contains(&unbiased[kind]), "{unbiased:?}");
        assert!((0.96..1.15).contains(&delong[kind]), "{delong:?}");
        assert!((0.96..1.20).contains(&jackknife[kind]), "{jackknife:?}");
    }
}
