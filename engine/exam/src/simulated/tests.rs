//! A simulated service does as well as it was told to, case by case and mark by mark.

use std::collections::BTreeMap;

use overread_base::{
    AiResult, AiStatus, CaseTruth, Code, FailureKind, Millis, NotRunReason, Seed, Vec3,
};
use overread_scenario::{Difficulty, Operating, SimulatedService};

use super::{SimulatedCase, is_simulated, simulate, simulated_identity, usual_target};
use crate::fixture;

const BOUNDS: (Vec3, Vec3) = (
    Vec3::new(-180.0, -150.0, -300.0),
    Vec3::new(180.0, 150.0, 300.0),
);
const N: u32 = 20_000;

fn service(operating: Operating) -> SimulatedService {
    SimulatedService {
        id: fixture::service().id,
        name: Vec::new(),
        version: "1.0".to_owned(),
        operating,
        by_difficulty: Vec::new(),
        false_marks_per_case: 0.0,
        place_sd_mm: 1.5,
        latency: Millis(40_000),
        defect_rate: 0.0,
        threshold: 0.3,
    }
}

fn normal_case() -> CaseTruth {
    CaseTruth::default()
}

fn run(
    service: &SimulatedService,
    truth: Option<&CaseTruth>,
    difficulty: Option<Difficulty>,
    idx: u32,
) -> AiResult {
    let id = fixture::case(&format!("c{idx}"));
    let target = Code::nodule();
    simulate(
        service,
        &SimulatedCase {
            case: &id,
            truth,
            difficulty,
            study: &overread_base::StudyUid::new("1.2").unwrap(),
            series: &fixture::series(),
            bounds: BOUNDS,
            targets: std::slice::from_ref(&target),
            decoys: &[],
            seed: Seed(1),
        },
    )
}

fn probability(result: &AiResult) -> overread_base::StudyProbability {
    result.report().unwrap().probability.unwrap()
}

/// Share of pairs in which the abnormal case has the greater probability, ties half (Mann and Whitney).
fn auc(service: &SimulatedService) -> f64 {
    let truth = fixture::truth(&[40.0]);
    let score = |truth, from: u32| {
        (from..from + N / 2)
            .map(move |idx| probability(&run(service, Some(truth), None, idx)).value)
    };
    let normal = normal_case();
    let mut rows: Vec<(f32, bool)> = score(&normal, 0).map(|p| (p, false)).collect();
    rows.extend(score(&truth, N).map(|p| (p, true)));
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = f64::from(N / 2);
    let rank_sum: f64 = rows
        .chunk_by(|a, b| a.0 == b.0)
        .fold((0.0, 1.0), |(sum, first), ties| {
            let n = ties.len() as f64;
            let middle = first + (n - 1.0) * 0.5;
            let n_positive = ties.iter().filter(|row| row.1).count() as f64;
            (sum + middle * n_positive, first + n)
        })
        .0;
    (rank_sum - half * (half + 1.0) * 0.5) / (half * half)
}

/// With 10,000 cases a side the standard error is below 0.003.
#[test]
fn the_area_under_the_curve_is_the_one_wanted() {
    for wanted in [0.6, 0.75, 0.87, 0.95, 0.99] {
        let found = auc(&service(Operating::Auc(wanted)));
        assert!(
            (found - wanted).abs() < 0.01,
            "wanted {wanted}, found {found}"
        );
    }
}

/// A share of `n` lies within the binomial 99 % limits around what was wanted.
#[track_caller]
fn check_share(found: u32, n: u32, wanted: f64) {
    let share = f64::from(found) / f64::from(n);
    let limit = 2.576 * (wanted * (1.0 - wanted) / f64::from(n)).sqrt();
    assert!(
        (share - wanted).abs() < limit,
        "wanted {wanted} +- {limit}, found {share}"
    );
}

fn n_positive(
    service: &SimulatedService,
    truth: &CaseTruth,
    difficulty: Option<Difficulty>,
) -> u32 {
    (0..N)
        .map(|idx| {
            u32::from(probability(&run(service, Some(truth), difficulty, idx)).is_positive())
        })
        .sum()
}

#[test]
fn sensitivity_and_specificity_are_those_wanted() {
    let service = service(Operating::Point {
        sensitivity: 0.71,
        specificity: 0.93,
    });
    check_share(
        n_positive(&service, &fixture::truth(&[10.0]), None),
        N,
        0.71,
    );
    check_share(N - n_positive(&service, &normal_case(), None), N, 0.93);
    assert!(is_simulated(&simulated_identity(&service)));
    assert!(!is_simulated(&fixture::service()));
    let point = simulated_identity(&service).operating_point.unwrap();
    assert_eq!(
        (point.sensitivity, point.specificity),
        (Some(0.71), Some(0.93))
    );
}

/// For an AUC of 0.9 the point of equal rates is Phi(Phi^-1(0.9) / sqrt 2) = Phi(0.90619) = 0.81758.
#[test]
fn with_an_area_alone_both_rates_are_equal_at_the_threshold() {
    let service = service(Operating::Auc(0.9));
    check_share(
        n_positive(&service, &fixture::truth(&[10.0]), None),
        N,
        0.81758,
    );
    check_share(N - n_positive(&service, &normal_case(), None), N, 0.81758);
    let point = simulated_identity(&service).operating_point.unwrap();
    assert!((point.sensitivity.unwrap() - 0.81758).abs() < 1e-5);
}

#[test]
fn each_difficulty_has_its_own_sensitivity() {
    let mut service = service(Operating::Point {
        sensitivity: 0.8,
        specificity: 0.9,
    });
    service.by_difficulty = vec![(Difficulty::Hard, 0.35), (Difficulty::Easy, 0.97)];
    let truth = fixture::truth(&[10.0]);
    check_share(
        n_positive(&service, &truth, Some(Difficulty::Hard)),
        N,
        0.35,
    );
    check_share(
        n_positive(&service, &truth, Some(Difficulty::Easy)),
        N,
        0.97,
    );
    check_share(
        n_positive(&service, &truth, Some(Difficulty::Medium)),
        N,
        0.8,
    );
    check_share(
        N - n_positive(&service, &normal_case(), Some(Difficulty::Hard)),
        N,
        0.9,
    );
}

#[test]
fn false_marks_have_their_mean_and_only_positive_cases_carry_them() {
    let mut service = service(Operating::Point {
        sensitivity: 0.9,
        specificity: 0.5,
    });
    service.false_marks_per_case = 1.7;
    let (mut n_marks, mut n_positive) = (0usize, 0u32);
    for idx in 0..N {
        let result = run(&service, Some(&normal_case()), None, idx);
        if probability(&result).is_positive() {
            n_positive += 1;
            n_marks += result.findings().len();
        } else {
            assert!(result.findings().is_empty());
        }
    }
    let mean = n_marks as f64 / f64::from(n_positive);
    let limit = 2.576 * (1.7 / f64::from(n_positive)).sqrt();
    assert!((mean - 1.7).abs() < limit, "{mean} +- {limit}");
}

#[test]
fn right_marks_lie_on_lesions_and_false_ones_away_from_them() {
    let mut service = service(Operating::Point {
        sensitivity: 0.9,
        specificity: 0.5,
    });
    service.false_marks_per_case = 0.8;
    let truth = fixture::truth(&[-60.0, 70.0]);
    let mut square_mm2 = Vec::new();
    for idx in 0..2_000 {
        let result = run(&service, Some(&truth), None, idx);
        let is_positive = probability(&result).is_positive();
        let is_on = |centre: Vec3| {
            truth
                .lesions
                .iter()
                .find(|lesion| centre.distance(lesion.centre) < 12.0)
        };
        let mut n_found = 0;
        for finding in result.findings() {
            let centre = finding.marks[1].shape.centre().unwrap();
            assert!(centre.min(BOUNDS.0) == BOUNDS.0 && centre.max(BOUNDS.1) == BOUNDS.1);
            match is_on(centre) {
                Some(lesion) => {
                    n_found += 1;
                    let off = centre - lesion.centre;
                    square_mm2.push(off.dot(off));
                }
                None => assert!(
                    truth
                        .lesions
                        .iter()
                        .all(|lesion| centre.distance(lesion.centre) > 14.0)
                ),
            }
        }
        assert_eq!(
            n_found > 0,
            is_positive,
            "a positive abnormal case has a lesion found"
        );
    }
    // Three axes with 1.5 mm each: a mean square of 6.75 mm2; its relative error is sqrt(2 / 3n), about 0.015.
    let mean = square_mm2.iter().sum::<f64>() / square_mm2.len() as f64;
    assert!((mean - 6.75).abs() < 0.4, "{mean}");
}

#[test]
fn the_median_time_is_the_one_wanted_and_defects_have_their_rate() {
    let mut service = service(Operating::Auc(0.9));
    service.defect_rate = 0.07;
    let mut times = Vec::new();
    let mut n_failed = 0;
    for idx in 0..N {
        let result = run(&service, Some(&normal_case()), None, idx);
        times.push(result.elapsed.unwrap().0);
        if let AiStatus::Failed { kind, .. } = result.status {
            assert_eq!(kind, FailureKind::PluginFailure);
            n_failed += 1;
        }
    }
    check_share(n_failed, N, 0.07);
    times.sort_unstable();
    // The median of a lognormal has a relative error of 1.25 x 0.35 / sqrt n = 0.3 %; 1 % is three of them.
    let median = times[times.len() / 2] as f64;
    assert!((median - 40_000.0).abs() < 400.0, "{median}");
}

#[test]
fn a_case_whose_truth_nobody_knows_is_not_run() {
    let result = run(&service(Operating::Auc(0.9)), None, None, 1);
    assert!(matches!(
        result.status,
        AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            ..
        }
    ));
}

#[test]
fn the_threshold_of_the_probability_is_the_services_own_even_at_its_ends() {
    let truth = fixture::truth(&[10.0]);
    for (threshold, all) in [(0.0, Some(true)), (0.5, None), (1.0, None), (0.02, None)] {
        let mut service = service(Operating::Point {
            sensitivity: 0.6,
            specificity: 0.6,
        });
        service.threshold = threshold;
        for idx in 0..500 {
            let shown = probability(&run(&service, Some(&truth), None, idx));
            assert!((0.0..=1.0).contains(&shown.value));
            assert!((f64::from(shown.threshold) - threshold).abs() < 1e-7);
            if let Some(all) = all {
                assert_eq!(shown.is_positive(), all);
            }
        }
    }
}

#[test]
fn texts_are_there_in_both_languages_and_say_what_was_found() {
    let mut service = service(Operating::Point {
        sensitivity: 0.9,
        specificity: 0.9,
    });
    service.false_marks_per_case = 0.2;
    let truth = fixture::truth(&[-60.0, 70.0]);
    for idx in 0..200 {
        let result = run(&service, Some(&truth), None, idx);
        let report = result.report().unwrap();
        let names: Vec<&str> = report
            .draft
            .iter()
            .map(|part| part.section.as_str())
            .collect();
        assert_eq!(names, ["findings", "impression"]);
        for part in &report.draft {
            let tags: Vec<&str> = part.text.iter().map(|text| text.locale.as_str()).collect();
            assert_eq!(tags, ["en", "ru"]);
        }
        let lines = report.draft[0].text[0].value.lines().count();
        assert_eq!(lines, report.findings.len().max(1));
    }
}

#[test]
fn equal_seeds_give_equal_results_and_cases_differ() {
    let service = service(Operating::Auc(0.8));
    let truth = fixture::truth(&[10.0]);
    assert_eq!(
        run(&service, Some(&truth), None, 3),
        run(&service, Some(&truth), None, 3)
    );
    assert_ne!(
        probability(&run(&service, Some(&truth), None, 3)),
        probability(&run(&service, Some(&truth), None, 4))
    );
}

#[test]
fn a_detector_plane_keeps_its_marks_in_the_plane() {
    let mut service = service(Operating::Point {
        sensitivity: 0.99,
        specificity: 0.5,
    });
    service.false_marks_per_case = 2.0;
    let truth = fixture::truth(&[10.0]);
    let (id, target) = (fixture::case("c1"), Code::nodule());
    for seed in 0..200 {
        let result = simulate(
            &service,
            &SimulatedCase {
                case: &id,
                truth: Some(&truth),
                difficulty: None,
                study: &overread_base::StudyUid::new("1.2").unwrap(),
                series: &fixture::series(),
                bounds: (Vec3::new(-200.0, -200.0, 0.0), Vec3::new(200.0, 200.0, 0.0)),
                targets: std::slice::from_ref(&target),
                decoys: &[],
                seed: Seed(seed),
            },
        );
        let marks = result.findings().iter().flat_map(|finding| &finding.marks);
        for mark in marks {
            let (low, high) = mark.shape.bounds().unwrap();
            assert_eq!((low.z, high.z), (0.0, 0.0));
        }
    }
}

#[test]
fn the_target_is_the_commonest_code() {
    assert_eq!(usual_target(&BTreeMap::new()), None);
    let mut truths = fixture::truths(&[("c1", &[1.0]), ("c2", &[1.0, 2.0])]);
    let mass = Code::new("SCT", "4147007", "Mass");
    let lesions = truths.get_mut(&fixture::case("c2")).unwrap();
    for lesion in &mut lesions.lesions {
        lesion.code = mass.clone();
    }
    assert_eq!(usual_target(&truths), Some(mass));
}

/// Of projections a lesion that is found is marked in every image that shows it, and hits in each.
#[test]
fn a_lesion_of_several_projections_is_marked_in_each() {
    let sure = service(Operating::Point {
        sensitivity: 0.99,
        specificity: 0.99,
    });
    let mut truth = fixture::truth(&[0.0]);
    let series = ["1.2.3", "1.2.4"].map(|uid| overread_base::SeriesUid::new(uid).unwrap());
    truth.lesions[0].views = series
        .iter()
        .zip([20.0, -35.0])
        .map(|(series, x)| overread_base::LesionView {
            series: series.clone(),
            centre: Vec3::new(x, 5.0, 0.0),
            radius_mm: 6.0,
            mask: None,
        })
        .collect();
    let rule = overread_scenario::HitRule::InsideMask { margin_mm: 2.0 };
    let mut n_found = 0;
    for idx in 0..50 {
        let result = run(&sure, Some(&truth), None, idx);
        for finding in result.findings() {
            n_found += 1;
            let marked: Vec<_> = finding.marks.iter().map(|mark| &mark.series).collect();
            assert_eq!(marked, [&series[0], &series[0], &series[1], &series[1]]);
            for spot in crate::hit::of_finding(finding) {
                assert_eq!(crate::hit::lesion_at(&[spot], &truth, rule), Some(0));
            }
        }
    }
    assert!(n_found > 40, "{n_found}");
}

/// At shares of 0 and 1 not one case of thousands falls on the other side, and no number is infinite.
#[test]
fn shares_of_nought_and_one_are_exact() {
    let truth = fixture::truth(&[10.0, 60.0]);
    for (sensitivity, specificity) in [(1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.0, 0.0)] {
        let mut service = service(Operating::Point {
            sensitivity,
            specificity,
        });
        service.false_marks_per_case = 1.0;
        let point = simulated_identity(&service).operating_point.unwrap();
        assert_eq!(
            (point.sensitivity, point.specificity),
            (Some(sensitivity), Some(specificity))
        );
        for idx in 0..3_000 {
            let abnormal = run(&service, Some(&truth), None, idx);
            let normal = run(&service, Some(&normal_case()), None, idx);
            assert_eq!(probability(&abnormal).is_positive(), sensitivity > 0.5);
            assert_eq!(probability(&normal).is_positive(), specificity < 0.5);
            for result in [&abnormal, &normal] {
                let value = probability(result).value;
                assert!((0.0..=1.0).contains(&value), "found {value}");
            }
            if sensitivity > 0.5 {
                let hit = |x: f64| {
                    abnormal.findings().iter().any(|finding| {
                        let (low, high) = finding.marks[0].shape.bounds().unwrap();
                        ((low + high) * 0.5).distance(Vec3::new(x, 0.0, 0.0)) < 10.0
                    })
                };
                assert!(hit(10.0) && hit(60.0), "a lesion was missed");
            }
        }
    }
    let mut by_level = service(Operating::Auc(0.8));
    by_level.by_difficulty = vec![(Difficulty::Easy, 1.0), (Difficulty::Hard, 0.0)];
    for idx in 0..3_000 {
        let read = |level| probability(&run(&by_level, Some(&truth), Some(level), idx));
        assert!(read(Difficulty::Easy).is_positive());
        assert!(!read(Difficulty::Hard).is_positive());
    }
}

/// A service of head CT finds haemorrhages that are not there: named so, and where a haemorrhage could be.
#[test]
fn false_marks_lie_where_lesions_of_the_area_could_lie_and_are_named_after_them() {
    let mut service = service(Operating::Point {
        sensitivity: 0.9,
        specificity: 0.0,
    });
    service.false_marks_per_case = 1.5;
    service.place_sd_mm = 0.0;
    let [subdural, infarct] = ["subdural", "infarct"].map(|word| {
        let kind = overread_base::LesionKind::named(overread_base::PhantomKind::HeadCt, word);
        kind.unwrap().code()
    });
    let mut decoys = fixture::truth(&[-70.0, 55.0, 12.0]).lesions;
    decoys[0].code = subdural.clone();
    decoys[1].code = infarct.clone();
    decoys[2].code = subdural.clone();
    let truth = fixture::truth(&[12.0]);
    let targets = [subdural.clone(), infarct.clone()];
    let mut n_false = 0;
    for seed in 0..400 {
        let of = |truth| {
            simulate(
                &service,
                &SimulatedCase {
                    case: &fixture::case("c1"),
                    truth: Some(truth),
                    difficulty: None,
                    study: &overread_base::StudyUid::new("1.2").unwrap(),
                    series: &fixture::series(),
                    bounds: BOUNDS,
                    targets: &targets,
                    decoys: &decoys,
                    seed: Seed(seed),
                },
            )
        };
        let normal = normal_case();
        let result = of(&normal);
        let assessed = &result.report().unwrap().assessed;
        let assessed: Vec<_> = assessed.iter().map(|of| &of.code).collect();
        assert_eq!(assessed, [&subdural, &infarct]);
        for finding in result.findings() {
            n_false += 1;
            let (low, high) = finding.marks[0].shape.bounds().unwrap();
            let middle = (low + high) * 0.5;
            let near = decoys
                .iter()
                .find(|decoy| decoy.centre.distance(middle) < 1e-6);
            let decoy = near.unwrap_or_else(|| panic!("a false mark in the air at {middle:?}"));
            assert_eq!(finding.code, decoy.code);
        }
        // A decoy that lies on a lesion is no false mark.
        let marked = of(&truth);
        let false_ones = marked.findings().iter().filter(|finding| {
            let (low, high) = finding.marks[0].shape.bounds().unwrap();
            ((low + high) * 0.5).x.abs() > 20.0
        });
        assert!(marked.findings().len() <= 1 + false_ones.count());
    }
    assert!(n_false > 300, "found {n_false} false marks only");
}
