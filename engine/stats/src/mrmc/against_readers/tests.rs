//! By hand, RJafroc's numbers, the analysis of two conditions, error rates.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::obuchowski_rockette::ObuchowskiRockette;
use super::super::roc_ratings::{RocRatings, RocRow};
use super::super::tests::numpy_random::RandomState;
use super::super::tests::roe_metz::{RoeMetz, STRUCTURES, is_asked, share_of_runs};
use super::*;

const ALL: Population = Population::ReadersAndCases;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "found {found}, expected {expected}"
    );
}

fn one_condition(figures: &[f64], left_out: &[&[f64]]) -> FigureTable {
    let size = [1, figures.len(), left_out[0].len()];
    FigureTable::new(size, figures.to_vec(), left_out.concat()).unwrap()
}

// Service .7, readers .8 and .9: d = .1 and .2, mean .15, variance .005. Without case 1 and 2 the service has .7 both
// times, the readers ± 1/8 alike: covariance of d 1/2 x 2/64 = 1/64. SE² = (.005 + 2/64)/2, df (.03625/.005)² x 1.
#[test]
fn two_readers_by_hand() {
    let readers = one_condition(&[0.8, 0.9], &[&[0.75, 0.5], &[0.75, 0.5]]);
    let service = one_condition(&[0.7], &[&[0.7, 0.7]]);
    let found = against_readers(ALL, &readers, &service).unwrap();
    check(found.value, 0.15);
    check(found.standard_error * found.standard_error, 0.018_125);
    check(found.degrees_of_freedom, 52.5625);
    let found = against_readers(Population::Readers, &readers, &service).unwrap();
    check(found.standard_error, 0.05);
    check(found.degrees_of_freedom, 1.0);
    let found = against_readers(Population::Cases, &readers, &service).unwrap();
    check(found.standard_error, 0.125);
}

#[test]
fn what_does_not_fit_is_named() {
    let readers = one_condition(&[0.8, 0.9], &[&[0.75, 0.5], &[0.75, 0.5]]);
    let service = one_condition(&[0.7], &[&[0.7, 0.7]]);
    let longer = one_condition(&[0.7], &[&[0.7, 0.7, 0.7]]);
    let words = |readers, service| {
        against_readers(ALL, readers, service)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        words(&readers, &longer),
        "not estimable: cases of readers and service: lengths 2 and 3 differ"
    );
    assert_eq!(
        words(&readers, &readers),
        "not estimable: services, of which one is compared: lengths 2 and 1 differ"
    );
    assert_eq!(
        words(&service, &service),
        "not estimable: 2 readers needed, 1 found"
    );
    let two = FigureTable::new([2, 1, 2], vec![0.5; 2], vec![0.5; 4]).unwrap();
    assert!(words(&two, &service).contains("lengths 2 and 1 differ"));
    // One fixed reader who is the service: no variation.
    let refused = against_readers(Population::Cases, &service, &service).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not estimable: the estimated variance is 0"
    );
}

/// Areas of rows of ratings over cases of which the first `m` are abnormal.
fn areas(m: usize, by_reader: &[Vec<f64>]) -> FigureTable {
    let names: Vec<String> = (0..by_reader[0].len().max(by_reader.len()))
        .map(|at| at.to_string())
        .collect();
    let mut rows = Vec::new();
    for (j, ratings) in by_reader.iter().enumerate() {
        for (k, rating) in ratings.iter().enumerate() {
            rows.push(RocRow {
                reader: &names[j],
                case: &names[k],
                condition: "x",
                rating: *rating,
            });
        }
    }
    let n = by_reader[0].len();
    let truth: Vec<(&str, bool)> = names[..n]
        .iter()
        .enumerate()
        .map(|(k, name)| (name.as_str(), k < m))
        .collect();
    RocRatings::new(&rows, &truth).unwrap().areas().unwrap()
}

// RJafroc's results for data of numpy.random.RandomState(1987): Google-Health/google-health,
// analysis/reader_study_test.py, testModelVsReadersORH, there model less readers.
#[test]
fn ten_simulated_readers_by_rjafroc() {
    let mut random = RandomState::new(1987);
    let is_abnormal = |k: usize| k < 200;
    let case = random.normals(1_000);
    let model: Vec<f64> = case
        .iter()
        .enumerate()
        .map(|(k, x)| x + f64::from(u8::from(is_abnormal(k))))
        .collect();
    let readers: Vec<Vec<f64>> = (0..10)
        .map(|_| {
            let of_reader = random.normals(2).map_scaled(0.075);
            let error = random
                .normals(1_000)
                .map_scaled((1.0_f64 - 0.6 * 0.6).sqrt());
            (0..1_000)
                .map(|k| {
                    let class = usize::from(is_abnormal(k));
                    class as f64 + of_reader[class] + 0.6 * case[k] + error[k]
                })
                .collect()
        })
        .collect();
    let found = against_readers(ALL, &areas(200, &readers), &areas(200, &[model])).unwrap();
    let [lower, upper] = found.interval95();
    for (found, expected, tolerance) in [
        (found.value, 0.005_841_25, 1e-9),
        (found.p(0.0), 0.656_045_3, 1e-7),
        (lower, -0.020_649_34, 1e-8),
        (upper, 0.032_331_84, 1e-8),
        (found.degrees_of_freedom, 31.009_05, 1e-5),
    ] {
        assert!(
            (found - expected).abs() < tolerance,
            "{found} is not {expected}"
        );
    }
}

trait Scaled {
    fn map_scaled(self, factor: f64) -> Self;
}

impl Scaled for Vec<f64> {
    fn map_scaled(self, factor: f64) -> Self {
        self.into_iter().map(|x| factor * x).collect()
    }
}

proptest! {
    // A service whose ratings stand for each reader under a second condition gives the same by Obuchowski and Rockette
    // where all covariances of d count: MSTR = var(d)/2, D = (var(d) + J max(cov2, 0))/2.
    #[test]
    fn the_same_as_two_conditions(
        ratings in prop::collection::vec(prop::collection::vec(0.0f64..1.0, 12), 5),
        m in 3usize..9,
    ) {
        let (readers, service) = (areas(m, &ratings[1..]), areas(m, &ratings[..1]));
        let tiled = FigureTable::of([2, 4, 12], |i, j, case| {
            let (from, j) = if i == 0 { (&readers, j) } else { (&service, 0) };
            Ok(case.map_or_else(|| from.figure(0, j).unwrap(), |k| from.left_out(0, j)[k]))
        }).unwrap();
        let study = ObuchowskiRockette::of(&tiled).unwrap();
        for population in [ALL, Population::Readers] {
            let found = against_readers(population, &readers, &service);
            let expected = study.difference(population, 0, 1);
            let (Ok(found), Ok(expected)) = (found, expected) else { continue };
            prop_assert!((found.value - expected.value).abs() < 1e-14);
            prop_assert!((found.standard_error / expected.standard_error - 1.0).abs() < 1e-9);
            // Where readers hardly differ their variance is a difference of equal numbers, and the degrees are without bound.
            let inverse = |degrees: f64| 1.0 / degrees;
            let off = inverse(found.degrees_of_freedom) - inverse(expected.degrees_of_freedom);
            prop_assert!(off.abs() < 1e-9, "{off}");
        }
    }
}

#[test]
fn rejections_where_service_and_readers_are_alike() {
    if !is_asked("rejections_where_service_and_readers_are_alike") {
        return;
    }
    for structure in STRUCTURES {
        let structure = RoeMetz {
            services_from: 5,
            ..structure
        };
        let separations = [1.5, structure.service_separation(1.5)];
        let share = share_of_runs(
            &format!("{} service", structure.name),
            2_000,
            Seed(8),
            |seed| {
                let is_read = |i: usize, j: usize, _| (i == 1) == (j == 5);
                let ratings = structure.ratings(seed, &separations, 6, [50, 50], is_read);
                let readers = ratings
                    .subset(&["c0"], &["r0", "r1", "r2", "r3", "r4"])
                    .unwrap();
                let service = ratings.subset(&["c1"], &["r5"]).unwrap();
                let (readers, service) = (readers.areas().unwrap(), service.areas().unwrap());
                against_readers(ALL, &readers, &service).unwrap().p(0.0) < 0.05
            },
        );
        assert!(
            (0.03..=0.07).contains(&share),
            "{}: {share}",
            structure.name
        );
    }
}
