//! By hand, unequal designs, laws, coverage.

use overread_base::Seed;
use proptest::prelude::*;

use super::super::covariance::FigureCovariance;
use super::super::placements::won_twice;
use super::super::tests::roe_metz::{RoeMetz, STRUCTURES, is_asked, share_of_runs};
use super::super::tests::van_dyke::{CaseColumn, van_dyke};
use super::*;

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "found {found}, expected {expected}"
    );
}

fn ratings(rows: &[(&str, &str, &str, f64)], truth: &[(&str, bool)]) -> RocRatings {
    let rows: Vec<_> = rows
        .iter()
        .map(
            |(condition, reader, case, rating)| super::super::roc_ratings::RocRow {
                reader,
                case,
                condition,
                rating: *rating,
            },
        )
        .collect();
    RocRatings::new(&rows, truth).unwrap()
}

const TRUTH: [(&str, bool); 4] = [("a", true), ("b", true), ("c", false), ("d", false)];

// The four cases of the covariances by hand: one reader wins 3>2, 3>0, 1>0 of 4 pairs, unbiased variance 1/16.
// A second reader of ratings 2, 2 / 1, 3 wins a>c and b>c: area 1/2, both terms of each abnormal case alike.
// Own terms apart: s(a,c) s(b,d) + ... = (1)(0) twice, so 0 of 4: unbiased 1/4 - 0 = 1/4.
// Across: the products of all 2 x 2 pairs that share no case, s1(a,c) s2(b,d) + s1(a,d) s2(b,c) + s1(b,c) s2(a,d) +
// s1(b,d) s2(a,c) = 0 + 1 + 0 + 1 of 4: 1/2. Mean area 5/8; E of the squared mean from terms that share neither
// reader nor case: 1/2. Variance 25/64 - 1/2 < 0: not estimable.
#[test]
fn two_readers_by_hand() {
    let both = [
        ("x", "r", "a", 3.0),
        ("x", "r", "b", 1.0),
        ("x", "r", "c", 2.0),
        ("x", "r", "d", 0.0),
        ("x", "s", "a", 2.0),
        ("x", "s", "b", 2.0),
        ("x", "s", "c", 1.0),
        ("x", "s", "d", 3.0),
    ];
    let found = UStatistics::of(&ratings(&both, &TRUTH)).unwrap();
    let first = found.reader_area(0, 0).unwrap();
    near(first.value, 0.75);
    near(first.standard_error, 0.25);
    near(found.reader_area(0, 1).unwrap().standard_error, 0.5);
    let sums = found.sums(0, 0).unwrap();
    near(sums.covariance(ProductMoments::Unbiased), 25.0 / 64.0 - 0.5);
    let refused = found.area(0, ProductMoments::Unbiased).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not estimable: the estimated variance is negative"
    );
    // The biased moments: all sums as they are. M1 = 5/8 of s², M4 = (9/16 + 1/4)/2, M8 = 25/64 ...
    near(sums.products[0] as f64 / 4.0, 5.0);
    near(sums.terms[0] as f64, 8.0);
    near(
        sums.products[7] as f64 / 4.0 / sums.terms[7] as f64,
        25.0 / 64.0,
    );
    assert!(found.area(0, ProductMoments::Biased).is_ok());
}

#[test]
fn a_reader_of_the_u_statistics_has_the_unbiased_covariance() {
    let Some(data) = van_dyke("a_reader_of_the_u_statistics", CaseColumn::Crossed) else {
        return;
    };
    let (found, covariance) = (
        UStatistics::of(&data).unwrap(),
        FigureCovariance::unbiased(&data).unwrap(),
    );
    for reader in 0..5 {
        let se = found.reader_area(1, reader).unwrap().standard_error;
        near(se * se, covariance.of((1, reader), (1, reader)).unwrap());
    }
}

#[test]
fn too_little_is_left_out_by_name() {
    let rows = [
        ("x", "r", "a", 3.0),
        ("x", "r", "b", 1.0),
        ("x", "r", "c", 2.0),
        ("x", "r", "d", 0.0),
        ("x", "s", "a", 2.0),
        ("x", "s", "c", 1.0),
        ("x", "s", "d", 3.0),
        ("y", "s", "a", 2.0),
    ];
    let found = UStatistics::of(&ratings(&rows[..7], &TRUTH)).unwrap();
    assert_eq!(found.excluded().len(), 1);
    let excluded = &found.excluded()[0];
    assert_eq!(
        (excluded.reader.as_str(), excluded.condition.as_str()),
        ("s", "x")
    );
    assert_eq!(
        excluded.reason.to_string(),
        "not estimable: 2 abnormal cases needed, 1 found"
    );
    assert!(found.reader_area(0, 1).is_err() && found.reader_area(1, 0).is_err());
    // One reader is left: the area of that reader, as if fixed.
    let area = found.area(0, ProductMoments::Unbiased).unwrap();
    near(area.value, 0.75);
    near(area.standard_error, 0.25);
    assert!(
        found.area(5, ProductMoments::Unbiased).is_err()
            && found.difference(0, 5, ProductMoments::Biased).is_err()
    );
    // A condition without anyone.
    let refused = UStatistics::of(&ratings(&rows, &TRUTH)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not estimable: 1 readers needed, 0 found"
    );
}

#[test]
fn a_service_and_humans_share_no_reader() {
    let data = STRUCTURES[0].ratings(Seed(3), &[1.5, 1.2], 6, [30, 30], |i, j, _| {
        (i == 1) == (j == 5)
    });
    let found = UStatistics::of(&data).unwrap();
    let difference = found.difference(0, 1, ProductMoments::Unbiased).unwrap();
    assert!(difference.standard_error > 0.0 && difference.degrees_of_freedom >= 4.0);
    // The covariance with the service is that of the mean of the humans: it lowers the variance on the same cases.
    let (humans, service) = (
        found.area(0, ProductMoments::Unbiased).unwrap(),
        found.area(1, ProductMoments::Unbiased).unwrap(),
    );
    let sum = humans.standard_error * humans.standard_error
        + service.standard_error * service.standard_error;
    let covariance = found
        .sums(0, 1)
        .unwrap()
        .covariance(ProductMoments::Unbiased);
    near(
        difference.standard_error * difference.standard_error,
        sum - 2.0 * covariance,
    );
}

fn any_design() -> impl Strategy<Value = RocRatings> {
    (
        3usize..6,
        4usize..8,
        4usize..8,
        any::<u64>(),
        prop_oneof![Just(0.0), 0.0f64..0.25],
    )
        .prop_map(|(j, m, n, seed, missing)| {
            let is_read = |i: usize, j: usize, k: usize| {
                let at = Seed(seed).index(i as u64).index(j as u64).index(k as u64);
                j == 0 || at.rng().unit() >= missing
            };
            STRUCTURES[1].ratings(Seed(seed).child("ratings"), &[1.0, 1.5], j, [m, n], is_read)
        })
}

/// The unbiased covariance of two conditions' areas from each pair of terms, as it is defined. Where one reader alone has
/// enough cases no terms have readers apart, and cases apart must do.
fn covariance_by_terms(data: &RocRatings, a: usize, b: usize) -> f64 {
    let terms = |condition: usize| -> Vec<([usize; 3], f64)> {
        let mut terms = Vec::new();
        for reader in 0..data.readers().len() {
            let reading = data.reading(condition, reader);
            if at_least_two(&reading).is_err() {
                continue;
            }
            for (x, abnormal) in reading.abnormal_cases.iter().zip(&reading.abnormal) {
                for (y, normal) in reading.normal_cases.iter().zip(&reading.normal) {
                    let won = won_twice(*abnormal, *normal) as f64 / 2.0;
                    terms.push(([reader, *x, *y], won));
                }
            }
        }
        terms
    };
    let (first, second) = (terms(a), terms(b));
    let is_one_reader = first
        .iter()
        .all(|(place, _)| second.iter().all(|(other, _)| place[0] == other[0]));
    let skipped = usize::from(is_one_reader);
    let (mut all, mut apart, mut n_apart) = (0.0, 0.0, 0.0);
    for (place, won) in &first {
        for (other_place, other_won) in &second {
            all += won * other_won;
            if place[skipped..]
                .iter()
                .zip(&other_place[skipped..])
                .all(|(a, b)| a != b)
            {
                apart += won * other_won;
                n_apart += 1.0;
            }
        }
    }
    all / (first.len() * second.len()) as f64 - apart / n_apart
}

proptest! {
    #[test]
    fn laws(data in any_design()) {
        let found = UStatistics::of(&data).unwrap();
        let of = |a: usize, b: usize, moments| found.sums(a, b).unwrap().covariance(moments);
        for (a, b) in [(0, 0), (0, 1)] {
            prop_assert!((of(a, b, ProductMoments::Unbiased) - covariance_by_terms(&data, a, b)).abs() < 1e-13);
        }
        if data.is_fully_crossed() {
            prop_assert!(of(0, 0, ProductMoments::Biased) >= -1e-13);
        }
        prop_assert!((of(0, 1, ProductMoments::Unbiased) - of(1, 0, ProductMoments::Unbiased)).abs() < 1e-15);
        // Monotone maps and the order of readers change nothing.
        let (conditions, mut readers) = (data.conditions().to_vec(), data.readers().to_vec());
        readers.reverse();
        let names = |names: &[String]| names.iter().map(String::clone).collect::<Vec<_>>();
        let (c, r) = (names(&conditions), names(&readers));
        let c: Vec<&str> = c.iter().map(String::as_str).collect();
        let r: Vec<&str> = r.iter().map(String::as_str).collect();
        let turned = UStatistics::of(&data.subset(&c, &r).unwrap()).unwrap();
        for moments in [ProductMoments::Unbiased, ProductMoments::Biased] {
            match (found.difference(0, 1, moments), turned.difference(0, 1, moments)) {
                (Ok(a), Ok(b)) => {
                    prop_assert!((a.value - b.value).abs() < 1e-14);
                    prop_assert!((a.standard_error - b.standard_error).abs() < 1e-10);
                    let back = found.difference(1, 0, moments).unwrap();
                    prop_assert!((a.value + back.value).abs() < 1e-14);
                    prop_assert!((a.degrees_of_freedom / back.degrees_of_freedom - 1.0).abs() < 1e-9);
                }
                (a, b) => prop_assert_eq!(a.is_err(), b.is_err()),
            }
        }
        // Shares of the kinds of terms add up to all terms.
        let shares = found.sums(0, 1).unwrap().shares();
        prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert!(shares.iter().all(|share| *share >= 0.0));
    }
}

#[test]
fn rejections_of_unequal_designs() {
    if !is_asked("rejections_of_unequal_designs") {
        return;
    }
    for structure in STRUCTURES {
        // Six readers; each skips a third of the cases, another third under the other condition.
        let share = share_of_runs(
            &format!("{} unequal", structure.name),
            1_000,
            Seed(8),
            |seed| {
                let data = structure.ratings(seed, &[1.5, 1.5], 6, [45, 45], |i, j, k| {
                    (j + k + i) % 3 != 0
                });
                let found =
                    UStatistics::of(&data)
                        .unwrap()
                        .difference(0, 1, ProductMoments::Unbiased);
                found.is_ok_and(|found| found.p(0.0) < 0.05)
            },
        );
        assert!(
            (0.02..=0.08).contains(&share),
            "{}: {share}",
            structure.name
        );
        // A service against five humans of the same area.
        let share = share_of_runs(
            &format!("{} service", structure.name),
            1_000,
            Seed(9),
            |seed| {
                let structure = RoeMetz {
                    services_from: 5,
                    ..structure
                };
                let separations = [1.5, structure.service_separation(1.5)];
                let data = structure.ratings(seed, &separations, 6, [45, 45], |i, j, _| {
                    (i == 1) == (j == 5)
                });
                let found =
                    UStatistics::of(&data)
                        .unwrap()
                        .difference(0, 1, ProductMoments::Unbiased);
                found.is_ok_and(|found| found.p(0.0) < 0.05)
            },
        );
        assert!(
            (0.02..=0.08).contains(&share),
            "{}: {share}",
            structure.name
        );
    }
}

fn covers(found: Result<StudentEstimate, NotEstimable>, truth: f64) -> bool {
    found.is_ok_and(|found| {
        let [lower, upper] = found.interval95();
        lower <= truth && truth <= upper
    })
}

#[test]
fn coverage_of_areas_of_unequal_designs() {
    if !is_asked("coverage_of_areas_of_unequal_designs") {
        return;
    }
    for structure in STRUCTURES {
        let share = share_of_runs(
            &format!("{} area", structure.name),
            2_000,
            Seed(8),
            |seed| {
                let data = structure.ratings(seed, &[1.5], 6, [45, 45], |_, j, k| (j + k) % 3 != 0);
                let found = UStatistics::of(&data).unwrap();
                covers(found.area(0, ProductMoments::Unbiased), structure.area(1.5))
            },
        );
        assert!(
            (0.91..=0.97).contains(&share),
            "{}: {share}",
            structure.name
        );
    }
}

// Readers without parts of their own, so that the area of each is known.
#[test]
fn coverage_of_one_readers_areas() {
    if !is_asked("coverage_of_one_readers_areas") {
        return;
    }
    let alike = RoeMetz {
        reader: 0.0,
        condition_reader: 0.0,
        ..STRUCTURES[0]
    };
    let truth = [1.0, 1.5].map(|separation| alike.area(separation));
    // Two of three cases are read, the same ones under both conditions or with half of them in common.
    let of = |name: &str, n: usize, turned: usize, least: f64| {
        let run = |seed: Seed| {
            let is_read = |i: usize, j: usize, k: usize| !(j + k + turned * i).is_multiple_of(3);
            let data = alike.ratings(seed, &[1.0, 1.5], 2, [n, n], is_read);
            UStatistics::of(&data).unwrap()
        };
        let one = share_of_runs(&format!("one reader, {name}"), 2_000, Seed(8), |seed| {
            covers(run(seed).reader_area(1, 0), truth[1])
        });
        let difference = share_of_runs(&format!("difference, {name}"), 2_000, Seed(8), |seed| {
            covers(run(seed).reader_difference(0, 0, 1), truth[0] - truth[1])
        });
        assert!((0.92..=0.97).contains(&one), "{name}: {one}");
        assert!((least..=0.97).contains(&difference), "{name}: {difference}");
    };
    of("the same 50 + 50", 75, 0, 0.93);
    // Of so few cases in common the unbiased covariance is itself uncertain.
    of("50 + 50, half in common", 75, 1, 0.89);
    of("200 + 200, half in common", 300, 1, 0.93);
}
