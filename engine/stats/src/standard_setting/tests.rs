//! A toy, laws, and judges and candidates that give no cut.

use overread_base::Seed;
use proptest::prelude::*;

use super::*;
use crate::tests::hostile::number;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
}

/// Scores of the Hofstee toy of the validation data.
pub(crate) const SCORES: [f64; 20] = [
    42.0, 48.0, 51.0, 53.0, 55.0, 57.0, 58.0, 60.0, 61.0, 62.0, 63.0, 64.0, 66.0, 67.0, 69.0, 70.0,
    72.0, 75.0, 78.0, 84.0,
];

#[test]
fn hofstees_toy_fails_a_quarter_below_its_cut() {
    let found = hofstee(&SCORES, (52.0, 65.0), (0.05, 0.4)).unwrap();
    check(found.cut, 57.0);
    check(found.failing, 0.25);
    check(found.failing_above, 0.3);
}

#[test]
fn hofstees_line_may_meet_a_flat_stretch() {
    // Half the scores lie below every cut: the line from (0, 1) down to (10, 0) reaches 0.5 at 5.
    let found = hofstee(&[-1.0, 20.0], (0.0, 10.0), (0.0, 1.0)).unwrap();
    check(found.cut, 5.0);
    check(found.failing, 0.5);
    // Everybody scores 10, the greatest cut: only the jump there reaches the line.
    let found = hofstee(&[10.0, 10.0], (0.0, 10.0), (0.1, 1.0)).unwrap();
    check(found.cut, 10.0);
    check(found.failing, 0.0);
    check(found.failing_above, 1.0);
}

#[track_caller]
fn says<T: std::fmt::Debug>(found: Result<T, NotEstimable>, reason: &str) {
    assert_eq!(
        found.unwrap_err().to_string(),
        format!("not estimable: {reason}")
    );
}

#[test]
fn judges_that_fit_no_cut_are_told_why() {
    let none = [1.0, 2.0, 20.0, 30.0];
    let of = |scores: &[f64]| hofstee(scores, (5.0, 10.0), (0.1, 0.5));
    says(
        of(&none[..2]),
        "at the least acceptable cut more candidates fail than the judges accept",
    );
    says(
        of(&none[2..]),
        "at the greatest acceptable cut fewer candidates fail than the judges accept",
    );
    says(of(&[]), "1 takers needed, 0 found");
    says(
        of(&[7.0, f64::NAN]),
        "value 1 of the scores is not a finite number",
    );
    for faulty in [f64::NAN, f64::INFINITY] {
        says(
            hofstee(&none, (5.0, faulty), (0.1, 0.5)),
            "value 1 of the bounds of the cut is not a finite number",
        );
        says(
            hofstee(&none, (5.0, 10.0), (faulty, 0.5)),
            "value 0 of the bounds of the failure rate is not a finite number",
        );
    }
    for (low, high) in [(65.0, 52.0), (52.0, 52.0)] {
        says(
            hofstee(&none, (low, high), (0.1, 0.5)),
            "value 1 of the bounds of the cut is outside the numbers above the lower bound",
        );
    }
    says(
        hofstee(&none, (5.0, 10.0), (0.5, 0.1)),
        "value 1 of the bounds of the failure rate is outside the numbers above the lower bound",
    );
    says(
        hofstee(&none, (5.0, 10.0), (-0.1, 0.5)),
        "value 0 of the bounds of the failure rate is outside 0 to 1",
    );
    says(
        hofstee(&none, (f64::MIN, f64::MAX), (0.1, 0.5)),
        "the bounds of the cut lie too far apart",
    );
}

#[test]
fn panels_that_give_no_cut_say_why() {
    says(angoff(&[]), "1 judges needed, 0 found");
    says(angoff(&[vec![]]), "1 items needed, 0 found");
    says(
        angoff(&[vec![0.5], vec![0.5, 0.5]]),
        "items of two judges: lengths 1 and 2 differ",
    );
    says(
        angoff(&[vec![0.5, 0.5], vec![0.5, f64::NAN]]),
        "value 3 of the judges' probabilities is not a finite number",
    );
    says(
        angoff(&[vec![0.5], vec![1.5]]),
        "value 1 of the judges' probabilities is outside 0 to 1",
    );
    assert_eq!(angoff(&[vec![0.5, 0.7]]).unwrap().standard_error, None);
}

#[test]
fn candidates_that_give_no_line_say_why() {
    let of = borderline_regression;
    says(of(&[], 2.0), "2 takers needed, 0 found");
    says(of(&[(2.0, 0.5)], 2.0), "2 takers needed, 1 found");
    // The mean of three tenths is not a tenth: their squares alone would not show that they are equal.
    for same in [
        &[(2.0, 0.5), (2.0, 0.7)][..],
        &[(0.1, 0.5), (0.1, 0.7), (0.1, 0.9)],
    ] {
        says(
            of(same, 2.0),
            "all values of the candidates' grades are equal",
        );
    }
    for faulty in [(2.0, f64::NAN), (f64::INFINITY, 0.7)] {
        says(
            of(&[(3.0, 0.7), faulty], 2.0),
            "value 1 of the candidates is not a finite number",
        );
    }
    says(
        of(&[(1.0, 0.5), (3.0, 0.7)], f64::NAN),
        "value 0 of the borderline grade is not a finite number",
    );
    for faulty in [(1e-200, 0.7), (1e200, 0.7), (3.0, 1e200)] {
        says(
            of(&[(0.0, 0.5), faulty], 2.0),
            "the grades or scores are too small or too large for their squares",
        );
    }
    let line = of(&[(1.0, 0.5), (3.0, 0.7)], 2.0).unwrap();
    check(line.cut, 0.6);
    assert_eq!((line.standard_error, line.rmse), (None, None));
    let flat = of(&[(1.0, 0.1), (2.0, 0.1), (3.0, 0.1)], 2.0).unwrap();
    check(flat.cut, 0.1);
    assert_eq!(flat.r_squared, None);
}

proptest! {
    #[test]
    fn judges_and_candidates_heed_no_order(
        ratings in prop::collection::vec(prop::collection::vec(0.0..=1.0f64, 4), 2..8),
        candidates in prop::collection::vec((1u8..6, 0.0..100.0f64), 3..30),
        grade in 1.0..5.0f64, scale in 0.1..5.0f64, shift in -10.0..10.0f64,
    ) {
        let found = angoff(&ratings).unwrap();
        let turned: Vec<Vec<f64>> = ratings.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        prop_assert!((angoff(&turned).unwrap().cut - found.cut).abs() < 1e-12);
        prop_assert!((0.0..=1.0).contains(&found.share) && (found.share * 4.0 - found.cut).abs() < 1e-12);
        let candidates: Vec<_> = candidates.iter().map(|(g, s)| (f64::from(*g), *s)).collect();
        if let Ok(line) = borderline_regression(&candidates, grade) {
            let moved: Vec<_> = candidates.iter().rev().map(|(g, s)| (*g, s * scale + shift)).collect();
            let again = borderline_regression(&moved, grade).unwrap();
            prop_assert!((again.cut - line.cut * scale - shift).abs() < 1e-8);
            prop_assert!(line.r_squared.is_none_or(|r| (-1e-9..=1.0 + 1e-9).contains(&r)));
        }
    }

    #[test]
    fn hofstees_cut_lies_where_the_lines_meet(
        scores in prop::collection::vec(0u8..=100, 1..60),
        bounds in (20.0..50.0f64, 1.0..40.0f64, 0.0..0.4f64, 0.05..0.5f64),
    ) {
        let scores: Vec<f64> = scores.into_iter().map(f64::from).collect();
        let (k1, width, f1, rise) = bounds;
        let (k2, f2) = (k1 + width, f1 + rise);
        let Ok(found) = hofstee(&scores, (k1, k2), (f1, f2)) else { return Ok(()) };
        let line = f2 + (f1 - f2) * (found.cut - k1) / (k2 - k1);
        prop_assert!(k1 <= found.cut && found.cut <= k2);
        prop_assert!(found.failing <= line + 1e-9 || found.cut == k1, "{found:?} {line}");
        prop_assert!(line <= found.failing_above + 1e-9, "{found:?} {line}");
    }

    #[test]
    fn whatever_comes_in_a_cut_is_a_number(
        numbers in prop::collection::vec(number(), 1..12), grade in number(),
        k1 in number(), k2 in number(), f1 in 0.0..0.5f64, f2 in 0.5..1.0f64,
    ) {
        let is_sound = |all: &[Option<f64>]| all.iter().flatten().all(|x| x.is_finite());
        let pairs: Vec<(f64, f64)> = numbers.chunks_exact(2).map(|two| (two[0], two[1])).collect();
        if let Ok(found) = hofstee(&numbers, (k1, k2), (f1, f2)) {
            prop_assert!(k1 <= found.cut && found.cut <= k2);
        }
        if let Ok(found) = angoff(&[numbers]) {
            prop_assert!((0.0..=1.0).contains(&found.share));
        }
        if let Ok(line) = borderline_regression(&pairs, grade) {
            prop_assert!(is_sound(&[Some(line.cut), Some(line.intercept), Some(line.slope)]));
            prop_assert!(is_sound(&[line.standard_error, line.r_squared, line.rmse]));
            if let Ok(found) = stations_cut(&[line, line]) {
                prop_assert!(is_sound(&[Some(found.cut), found.standard_error]));
            }
        }
        if let Ok(group) = borderline_group(&pairs, pairs.first().map_or(0.0, |(grade, _)| *grade)) {
            prop_assert!(is_sound(&[Some(group.cut), group.standard_error]));
        }
    }
}

#[test]
fn cuts_of_panels_and_samples_scatter_as_said() {
    if !crate::tests::simulation::is_asked("cuts_of_panels_and_samples_scatter_as_said") {
        return;
    }
    // 8 judges who lean by up to 0.1 around items of 0.5 to 0.8, and err by up to 0.1 on each of 20.
    let (mut covered, mut hofstees, n_runs) = (0, [0.0; 2], 4_000u32);
    for run in 0..n_runs {
        let mut rng = Seed(95).index(u64::from(run)).rng();
        let ratings: Vec<Vec<f64>> = (0..8)
            .map(|_| {
                let lean = rng.range(-0.1, 0.1);
                (0..20)
                    .map(|j| 0.5 + 0.3 * f64::from(j) / 19.0 + lean + rng.range(-0.1, 0.1))
                    .collect()
            })
            .collect();
        let found = angoff(&ratings).unwrap();
        // Student's point on 7 degrees of freedom.
        covered += u32::from((found.cut - 13.0).abs() <= 2.3646 * found.standard_error.unwrap());
        // Uniform scores on 0..100: the share below k is k / 100 and meets the line from (30, 0.5) to (60, 0.1) at
        // k / 100 = 0.5 - (k - 30) 0.4 / 30, k = 900 / 23.3333 = 38.571.
        let scores: Vec<f64> = (0..200).map(|_| rng.range(0.0, 100.0)).collect();
        let off = hofstee(&scores, (30.0, 60.0), (0.1, 0.5)).unwrap().cut - 270.0 / 7.0;
        hofstees[0] += off / f64::from(n_runs);
        hofstees[1] += off * off / f64::from(n_runs);
    }
    let coverage = f64::from(covered) / f64::from(n_runs);
    println!(
        "SIM angoff coverage {coverage} hofstee bias {} sd {}",
        hofstees[0],
        hofstees[1].sqrt()
    );
    assert!((0.93..0.97).contains(&coverage), "{coverage}");
    assert!(hofstees[0].abs() < 0.1);
}
