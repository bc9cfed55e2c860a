//! Two forms on paper, laws, coverage, and forms that do not vary.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::normal_quantile;

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn two_forms_on_paper() {
    // X: 1, 3; Y: 2, 6: means 2 and 4, Y twice as spread.
    let x = ScoreDistribution::from_scores(&[1, 3], 8).unwrap();
    let y = ScoreDistribution::from_scores(&[2, 6], 8).unwrap();
    assert_eq!(equate_mean(&x, &y), Ok(2.0));
    let line = equate_linear(&x, &y).unwrap();
    check(line.slope, 2.0, 1e-14);
    check(line.intercept, 0.0, 1e-14);
    check(line.equate(3.0).unwrap(), 6.0, 1e-14);
    // At the mean: sd of Y sqrt(1/2 + 1/2).
    check(line.standard_error(2.0).unwrap(), 8.0f64.sqrt(), 1e-14);
}

#[test]
fn forms_that_do_not_vary_are_refused() {
    let same = ScoreDistribution::from_scores(&[2, 2], 3).unwrap();
    let other = ScoreDistribution::from_scores(&[1, 2], 3).unwrap();
    for (x, y) in [(&same, &other), (&other, &same)] {
        assert!(matches!(
            equate_linear(x, y),
            Err(NotEstimable::Constant { .. })
        ));
    }
    assert_eq!(equate_mean(&same, &other), Ok(-0.5));
}

#[test]
fn scores_that_are_none_have_no_equal() {
    let x = ScoreDistribution::from_scores(&[1, 3], 8).unwrap();
    let y = ScoreDistribution::from_scores(&[2, 6], 8).unwrap();
    let line = equate_linear(&x, &y).unwrap();
    for of in [LinearEquating::equate, LinearEquating::standard_error] {
        for score in [f64::NAN, f64::INFINITY] {
            let (what, index) = ("the scores", 0);
            assert_eq!(
                of(&line, score),
                Err(NotEstimable::NotFinite { what, index })
            );
        }
        assert!(matches!(
            of(&line, f64::MIN),
            Err(NotEstimable::Degenerate { .. })
        ));
    }
}

proptest! {
    #[test]
    fn lines_are_symmetric_and_a_form_is_its_own(
        x in prop::collection::vec(0usize..=10, 3..30), y in prop::collection::vec(0usize..=10, 3..30),
    ) {
        let [x, y] = [x, y].map(|scores| ScoreDistribution::from_scores(&scores, 10).unwrap());
        let (Ok(there), Ok(back)) = (equate_linear(&x, &y), equate_linear(&y, &x)) else { return Ok(()) };
        for score in [0.0, 4.0, 10.0] {
            let again = there.equate(score).and_then(|y| back.equate(y)).unwrap();
            prop_assert!((again - score).abs() < 1e-9);
        }
        prop_assert_eq!(equate_mean(&x, &y).unwrap(), -equate_mean(&y, &x).unwrap());
        let own = equate_linear(&x, &x).unwrap();
        prop_assert!((own.equate(7.0).unwrap() - 7.0).abs() < 1e-12);
        prop_assert!((there.equate(x.mean()).unwrap() - y.mean()).abs() < 1e-9);
    }
}

#[test]
fn errors_of_the_line_cover() {
    if !crate::tests::simulation::is_asked("errors_of_the_line_cover") {
        return;
    }
    // Normal scores rounded: X mean 50, sd 10; Y mean 46, sd 12. True line 46 + 1.2 (x - 50).
    let draw = |rng: &mut overread_base::Rng, mean: f64, sd: f64| {
        let score = (mean + sd * normal_quantile(rng.range(1e-15, 1.0))).clamp(0.0, 100.0);
        (0..=100usize)
            .find(|at| score <= *at as f64 + 0.5)
            .unwrap_or(100)
    };
    let (mut covered, n_runs) = ([0u32; 3], 2_000u32);
    let mut mean_off = 0.0;
    for run in 0..n_runs {
        let mut rng = Seed(83).index(u64::from(run)).rng();
        let x: Vec<usize> = (0..200).map(|_| draw(&mut rng, 50.0, 10.0)).collect();
        let y: Vec<usize> = (0..300).map(|_| draw(&mut rng, 46.0, 12.0)).collect();
        let [x, y] = [x, y].map(|scores| ScoreDistribution::from_scores(&scores, 100).unwrap());
        let line = equate_linear(&x, &y).unwrap();
        mean_off += (equate_mean(&x, &y).unwrap() + 4.0) / f64::from(n_runs);
        for (to, score) in covered.iter_mut().zip([30.0, 50.0, 65.0]) {
            let off = line.equate(score).unwrap() - (46.0 + 1.2 * (score - 50.0));
            *to += u32::from(off.abs() <= 1.96 * line.standard_error(score).unwrap());
        }
    }
    let coverage = covered.map(|n| f64::from(n) / f64::from(n_runs));
    println!("SIM linear coverage {coverage:?} mean bias {mean_off}");
    assert!(
        coverage.iter().all(|c| (0.935..0.965).contains(c)),
        "{coverage:?}"
    );
    assert!(mean_off.abs() < 0.1);
}
