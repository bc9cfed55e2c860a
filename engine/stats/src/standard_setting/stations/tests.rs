//! Stations on paper and by statsmodels, laws, coverage, and stations without candidates.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::standard_setting::borderline_regression;
use crate::{NotEstimable, normal_quantile};

#[test]
fn stations_on_paper() {
    let group = borderline_group(&[(2.0, 10.0), (3.0, 99.0), (2.0, 14.0)], 2.0).unwrap();
    assert_eq!(
        (group.cut, group.n, group.standard_error),
        (12.0, 2, Some(2.0))
    );
    let station = |cut, standard_error| Borderline {
        cut,
        intercept: 0.0,
        slope: 1.0,
        standard_error,
        r_squared: None,
        rmse: None,
    };
    let exam = stations_cut(&[station(50.0, Some(3.0)), station(60.0, Some(4.0))]).unwrap();
    assert_eq!(
        (exam.cut, exam.standard_error, exam.n_stations),
        (55.0, Some(2.5), 2)
    );
    assert_eq!(
        stations_cut(&[station(50.0, None)]).unwrap().standard_error,
        None
    );
    assert!(matches!(
        stations_cut(&[]),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        stations_cut(&[station(f64::NAN, None)]),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        stations_cut(&[station(50.0, Some(3.0)), station(60.0, Some(f64::NAN))]),
        Err(NotEstimable::NotFinite { index: 1, .. })
    ));
    assert!(matches!(
        stations_cut(&[station(f64::MAX, None), station(f64::MAX, None)]),
        Err(NotEstimable::Degenerate { .. })
    ));
}

// statsmodels 0.15.0 OLS, get_prediction at grade 2 (predicted_mean, se_mean); their mean and numpy 2.5.5 linalg.norm / 2.
// The group's error: scipy 1.18.1 stats.sem.
#[test]
fn two_stations_as_statsmodels_has_them() {
    let first = [
        (1, 31.0),
        (2, 48.0),
        (2, 52.5),
        (3, 61.0),
        (3, 58.0),
        (4, 77.0),
        (5, 83.5),
    ];
    let second = [
        (1, 40.0),
        (1, 35.5),
        (2, 44.0),
        (3, 66.0),
        (4, 70.0),
        (4, 79.5),
        (5, 88.0),
        (2, 55.0),
    ];
    let of = |rows: &[(i32, f64)]| -> Vec<(f64, f64)> {
        rows.iter()
            .map(|(grade, score)| (f64::from(*grade), *score))
            .collect()
    };
    let (first, second) = (of(&first), of(&second));
    let lines = [&first, &second].map(|rows| borderline_regression(rows, 2.0).unwrap());
    let near = |found: f64, expected: f64| {
        assert!(
            (found - expected).abs() < 1e-11,
            "{found} is not {expected}"
        );
    };
    near(lines[0].cut, 47.644_736_842_105_274);
    near(lines[0].standard_error.unwrap(), 1.656_055_788_801_593_4);
    near(lines[0].intercept, 21.815_789_473_684_212);
    near(lines[0].slope, 12.914_473_684_210_53);
    near(lines[0].r_squared.unwrap(), 0.965_278_598_869_332);
    near(lines[0].rmse.unwrap(), 3.609_289_914_125_839);
    near(lines[1].cut, 50.314_516_129_032_256);
    near(lines[1].standard_error.unwrap(), 1.853_318_685_264_406_8);
    let exam = stations_cut(&lines).unwrap();
    near(exam.cut, 48.979_626_485_568_765);
    near(exam.standard_error.unwrap(), 1.242_709_833_868_455_5);
    let group = borderline_group(&[first, second].concat(), 2.0).unwrap();
    near(group.cut, 49.875);
    near(group.standard_error.unwrap(), 2.435_629_624_279_247);
    assert_eq!(group.n, 4);
}

#[test]
fn grades_without_candidates_are_refused() {
    assert!(matches!(
        borderline_group(&[(1.0, 5.0)], 2.0),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        borderline_group(&[], 2.0),
        Err(NotEstimable::TooFew { .. })
    ));
    assert!(matches!(
        borderline_group(&[(2.0, f64::NAN)], 2.0),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        borderline_group(&[(2.0, 1.0)], f64::NAN),
        Err(NotEstimable::NotFinite { .. })
    ));
    assert!(matches!(
        borderline_group(&[(2.0, f64::MAX), (2.0, 0.0)], 2.0),
        Err(NotEstimable::Degenerate { .. })
    ));
    assert_eq!(
        borderline_group(&[(2.0, 1.0)], 2.0).unwrap().standard_error,
        None
    );
}

proptest! {
    #[test]
    fn the_groups_mean_moves_with_the_scores(
        of in prop::collection::vec((0u8..4, 0.0..100.0f64), 1..30), scale in 0.1..5.0f64, shift in -10.0..10.0f64,
    ) {
        let candidates: Vec<_> = of.iter().map(|(grade, score)| (f64::from(*grade), *score)).collect();
        let Ok(group) = borderline_group(&candidates, 2.0) else { return Ok(()) };
        let moved: Vec<_> = candidates.iter().rev().map(|(g, s)| (*g, s * scale + shift)).collect();
        let again = borderline_group(&moved, 2.0).unwrap();
        prop_assert!((again.cut - group.cut * scale - shift).abs() < 1e-9);
        prop_assert_eq!(again.n, group.n);
        let stations = [group.cut, again.cut].map(|cut| Borderline {
            cut, intercept: 0.0, slope: 0.0, standard_error: None, r_squared: None, rmse: None,
        });
        let exam = stations_cut(&stations).unwrap().cut;
        prop_assert!(group.cut.min(again.cut) - 1e-9 <= exam && exam <= group.cut.max(again.cut) + 1e-9);
    }
}

#[test]
fn errors_of_stations_cover() {
    if !crate::tests::simulation::is_asked("errors_of_stations_cover") {
        return;
    }
    // 60 candidates, grades 1 to 5, score 25 + 12 grade + an error of sd 8; four stations.
    let (mut line, mut group, mut exam, n_runs) = (0, 0, 0, 2_000u32);
    for run in 0..n_runs {
        let mut rng = Seed(93).index(u64::from(run)).rng();
        let mut lines = Vec::new();
        for station in 0..4 {
            let candidates: Vec<(f64, f64)> = (0..60)
                .map(|_| {
                    let grade = 1.0 + rng.below(5) as f64;
                    (
                        grade,
                        25.0 + 12.0 * grade + 8.0 * normal_quantile(rng.range(1e-15, 1.0)),
                    )
                })
                .collect();
            let found = borderline_regression(&candidates, 2.0).unwrap();
            if station == 0 {
                // Student's point on 58 degrees of freedom.
                line +=
                    u32::from((found.cut - 49.0).abs() <= 2.0017 * found.standard_error.unwrap());
                let found = borderline_group(&candidates, 2.0).unwrap();
                group += u32::from(
                    (found.cut - 49.0).abs() <= 2.2 * found.standard_error.unwrap_or(f64::INFINITY),
                );
            }
            lines.push(found);
        }
        let found = stations_cut(&lines).unwrap();
        exam += u32::from((found.cut - 49.0).abs() <= 1.96 * found.standard_error.unwrap());
    }
    let [line, group, exam] = [line, group, exam].map(|n| f64::from(n) / f64::from(n_runs));
    println!("SIM stations line {line} group {group} exam {exam}");
    assert!(
        [line, group, exam]
            .iter()
            .all(|c| (0.935..0.965).contains(c))
    );
}
