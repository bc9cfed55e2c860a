//! A table on paper, pingouin 0.7.0 and scipy 1.17.1, laws, Feldt's coverage, and what the figures are on average.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::normal_quantile;
use crate::tests::lsat6::lsat6;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance * expected.abs(),
        "{found} is not {expected}"
    );
}

#[test]
fn a_table_on_paper() {
    // Items (1, 2, 3) and (1, 3, 2): variances 1 and 1, covariance 0.5, sum (2, 5, 5) with variance 3.
    let scores = [vec![1.0, 1.0], vec![2.0, 3.0], vec![3.0, 2.0]];
    // alpha = 2 (1 - 2/3) = 2/3; lambda 2 = (1 + sqrt(2 * 0.5)) / 3 = 2/3; error = sqrt(3 / 3) = 1.
    check(alpha_feldt95(&scores).unwrap().value, 2.0 / 3.0, 1e-14);
    check(guttman_lambda2(&scores).unwrap(), 2.0 / 3.0, 1e-14);
    check(measurement_error(&scores).unwrap(), 1.0, 1e-14);
    // Doubled, 0.5 becomes 1 / 1.5.
    check(spearman_brown(0.5, 2.0).unwrap(), 2.0 / 3.0, 1e-15);
    check(lengthening(0.5, 2.0 / 3.0).unwrap(), 2.0, 1e-14);
}

// pingouin 0.7.0 cronbach_alpha, its interval by scipy 1.17.1 f.ppf.
#[test]
fn lsat6_has_pingouins_interval() {
    let Some(responses) = lsat6("lsat6_reliability") else {
        return;
    };
    let found = kr20(&responses).unwrap();
    assert_eq!((found.n, found.method), (1_000, Method::Feldt95));
    check(found.lower, 0.223_473_787_862_732_53, 1e-11);
    check(found.upper, 0.361_802_531_726_229_34, 1e-11);
}

#[test]
fn a_table_of_marks_as_pingouin_has_it() {
    let scores = [
        [4.0, 3.0, 5.0, 2.0],
        [2.0, 2.0, 3.0, 1.0],
        [5.0, 4.0, 4.0, 4.0],
        [3.0, 3.0, 2.0, 2.0],
        [1.0, 2.0, 1.0, 1.0],
        [4.0, 5.0, 5.0, 3.0],
    ];
    let scores = scores.map(|row| row.to_vec());
    let found = alpha_feldt95(&scores).unwrap();
    check(found.value, 0.922_659_430_122_116_7, 1e-13);
    check(found.lower, 0.723_397_998_766_748_5, 1e-11);
    check(found.upper, 0.987_967_666_356_209_3, 1e-11);
    // Each without an item is the same figure of the table without its column.
    for (item, deleted) in alpha_if_deleted(&scores).unwrap().into_iter().enumerate() {
        let mut without = scores.clone();
        for row in &mut without {
            row.remove(item);
        }
        check(
            deleted.unwrap(),
            alpha_feldt95(&without).unwrap().value,
            1e-12,
        );
    }
}

#[test]
fn tables_without_reliability_say_why() {
    let constant = NotEstimable::Constant {
        what: "the takers' sums",
    };
    let same = vec![vec![0.1, 0.2, 0.3]; 4];
    assert_eq!(alpha_feldt95(&same), Err(constant.clone()));
    // Items that cancel: every sum is 1.
    let opposed = [vec![1.0, 0.0], vec![0.0, 1.0]];
    assert_eq!(measurement_error(&opposed), Err(constant.clone()));
    assert_eq!(guttman_lambda2(&opposed), Err(constant.clone()));
    assert_eq!(alpha_if_deleted(&same), Err(constant));
    let faulty = alpha_feldt95(&[vec![1.0, 2.0], vec![f64::NAN, 1.0]]);
    assert!(matches!(
        faulty,
        Err(NotEstimable::NotFinite { index: 2, .. })
    ));
    for few in [vec![], vec![vec![1.0, 2.0]], vec![vec![1.0], vec![2.0]]] {
        assert!(matches!(
            alpha_feldt95(&few),
            Err(NotEstimable::TooFew { .. })
        ));
    }
    assert!(matches!(
        alpha_feldt95(&[vec![1.0, 2.0], vec![1.0]]),
        Err(NotEstimable::Unequal { .. })
    ));
    assert!(matches!(
        alpha_if_deleted(&[vec![1.0, 2.0], vec![2.0, 1.0]]),
        Err(NotEstimable::TooFew { .. })
    ));
    let missing = Responses::new(&[vec![Some(true), None], vec![Some(false), Some(true)]]);
    assert!(matches!(
        kr20(&missing.unwrap()),
        Err(NotEstimable::MissingCell { .. })
    ));
    for (r, factor) in [
        (-0.1, 2.0),
        (1.1, 2.0),
        (f64::NAN, 2.0),
        (0.5, 0.0),
        (0.5, f64::NAN),
    ] {
        assert!(spearman_brown(r, factor).is_err());
    }
    assert!(lengthening(0.5, 1.0).is_err() && lengthening(f64::NAN, 0.5).is_err());
}

proptest! {
    #[test]
    fn alpha_stays_under_lambda_2_and_heeds_neither_order_nor_scale(
        cells in prop::collection::vec(0i32..6, 24),
        scale in 0.1..10.0f64,
        shift in -5.0..5.0f64,
    ) {
        let scores: Vec<Vec<f64>> = cells.chunks(4).map(|row| row.iter().copied().map(f64::from).collect()).collect();
        let Ok(found) = alpha_feldt95(&scores) else { return Ok(()); };
        prop_assert!(found.lower <= found.value && found.value <= found.upper && found.upper <= 1.0);
        let lambda2 = guttman_lambda2(&scores).unwrap();
        prop_assert!(found.value <= lambda2 + 1e-9 * lambda2.abs().max(1.0));
        let moved: Vec<Vec<f64>> = scores.iter().rev()
            .map(|row| row.iter().rev().map(|x| x * scale + shift).collect())
            .collect();
        let again = alpha_feldt95(&moved).unwrap().value;
        prop_assert!((again - found.value).abs() <= 1e-8 * (1.0 + found.value.abs()));
    }

    #[test]
    fn kr21_is_never_above_kr20(cells in prop::collection::vec(any::<bool>(), 24)) {
        let rows: Vec<Vec<_>> = cells.chunks(4).map(|row| row.iter().copied().map(Some).collect()).collect();
        let responses = Responses::new(&rows).unwrap();
        let Ok(found) = kr20(&responses) else { return Ok(()); };
        prop_assert!(kr21(&responses).unwrap() <= found.value + 1e-9);
    }

    #[test]
    fn lengthening_undoes_itself(reliability in 0.01..0.99f64, wanted in 0.01..0.99f64) {
        let factor = lengthening(reliability, wanted).unwrap();
        let found = spearman_brown(reliability, factor).unwrap();
        prop_assert!((found - wanted).abs() < 1e-12);
    }
}

#[test]
fn feldts_interval_covers() {
    if !crate::tests::simulation::is_asked("feldts_interval_covers") {
        return;
    }
    // 8 items with equal covariances: trait variance 0.5, error variance 1: alpha = 8 * 0.5 / (8 * 0.5 + 1) = 0.8.
    let (n_runs, mut covered) = (2_000, 0);
    for run in 0..n_runs {
        let mut rng = Seed(20).index(run).rng();
        let mut normal = || normal_quantile(rng.range(1e-12, 1.0));
        let scores: Vec<Vec<f64>> = (0..40)
            .map(|_| {
                let ability = normal() * 0.5f64.sqrt();
                (0..8).map(|_| ability + normal()).collect()
            })
            .collect();
        let found = alpha_feldt95(&scores).unwrap();
        covered += u32::from(found.lower <= 0.8 && 0.8 <= found.upper);
    }
    let coverage = f64::from(covered) / n_runs as f64;
    println!("SIM alpha coverage {coverage}");
    assert!((0.94..0.96).contains(&coverage), "{coverage}");
}

#[test]
fn figures_of_right_and_wrong_answers_find_the_truth() {
    if !crate::tests::simulation::is_asked("figures_of_right_and_wrong_answers") {
        return;
    }
    // Takers with shares Beta(2, 2), the second of three uniform numbers: an answer has the variance 1/4, two have the
    // covariance 1/20. Of k equally hard items alpha is (k / 20) / (1/4 + (k - 1) / 20): 5/6 of 20, 19/23 of 19. The error of
    // measurement is the root of 20 (1/4 - 1/20) = 4.
    let (n_runs, n_items) = (2_000u32, 20);
    let (mut covered, mut banded, mut sums) = (0, 0, [0.0; 5]);
    for run in 0..n_runs {
        let mut rng = Seed(21).index(u64::from(run)).rng();
        let shares: Vec<f64> = (0..60)
            .map(|_| {
                let mut three = [rng.unit(), rng.unit(), rng.unit()];
                three.sort_by(f64::total_cmp);
                three[1]
            })
            .collect();
        let answers = |share: &f64| (0..n_items).map(|_| Some(rng.unit() < *share)).collect();
        let rows: Vec<Vec<Option<bool>>> = shares.iter().map(answers).collect();
        let responses = Responses::new(&rows).unwrap();
        let scores = responses.numbers().unwrap();
        let found = kr20(&responses).unwrap();
        covered += u32::from(found.lower <= 5.0 / 6.0 && 5.0 / 6.0 <= found.upper);
        let halves: Vec<Vec<f64>> = scores.iter().map(|row| row[..10].to_vec()).collect();
        let half = alpha_feldt95(&halves).unwrap().value.clamp(0.0, 1.0);
        let error = measurement_error(&scores).unwrap();
        let score = scores[0].iter().sum::<f64>();
        banded += u32::from((score - 20.0 * shares[0]).abs() <= 1.96 * error);
        let figures = [
            kr21(&responses).unwrap(),
            guttman_lambda2(&scores).unwrap(),
            spearman_brown(half, 2.0).unwrap(),
            alpha_if_deleted(&scores).unwrap()[0].unwrap(),
            error,
        ];
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += figure / f64::from(n_runs);
        }
    }
    let [covered, banded] = [covered, banded].map(|n| f64::from(n) / f64::from(n_runs));
    println!("SIM KR-20 coverage {covered}, band of measurement {banded}, means {sums:?}");
    assert!((0.935..0.965).contains(&covered), "{covered}");
    assert!((0.93..0.97).contains(&banded), "{banded}");
    let expected = [5.0 / 6.0, 5.0 / 6.0, 5.0 / 6.0, 19.0 / 23.0, 2.0];
    for ((found, expected), most) in sums
        .into_iter()
        .zip(expected)
        .zip([0.02, 0.02, 0.02, 0.02, 0.03])
    {
        assert!((found - expected).abs() < most, "{found} is not {expected}");
    }
}
