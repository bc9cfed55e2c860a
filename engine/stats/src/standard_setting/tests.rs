//! The toys of the validation data, and judges that fit no cut.

use super::*;
use crate::published::{expected, numbers};

/// The published numbers are printed with eight decimals and more.
#[track_caller]
fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
}

/// Scores of the Hofstee toy.
const SCORES: [f64; 20] = [
    42.0, 48.0, 51.0, 53.0, 55.0, 57.0, 58.0, 60.0, 61.0, 62.0, 63.0, 64.0, 66.0, 67.0, 69.0, 70.0,
    72.0, 75.0, 78.0, 84.0,
];

// `standard_setting_toy`: R base lm on toy data.
#[test]
fn the_toys_give_their_published_cuts() {
    let Some(toy) = expected("standard_setting_toy") else {
        return;
    };
    let of = |value: &serde_json::Value| value.as_f64().unwrap();
    let (brm, judged, h) = (&toy["brm"], &toy["angoff"], &toy["hofstee"]);
    let candidates: Vec<_> = numbers(&brm["global"])
        .into_iter()
        .zip(numbers(&brm["score"]))
        .collect();
    let found = borderline_regression(&candidates, of(&brm["borderline"])).unwrap();
    check(found.cut, of(&brm["cut"]));
    check(found.intercept, of(&brm["intercept"]));
    check(found.slope, of(&brm["slope"]));
    check(found.standard_error.unwrap(), of(&brm["se_fit"]));
    check(found.r_squared.unwrap(), of(&brm["r2"]));

    let ratings: Vec<_> = judged["ratings"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let found = angoff(&ratings).unwrap();
    check(found.cut, of(&judged["cut"]));
    check(found.share, of(&judged["cut"]) / 5.0);
    check(found.standard_error.unwrap(), of(&judged["se"]));

    assert_eq!(numbers(&h["scores"]), SCORES);
    let found = hofstee(
        &SCORES,
        (of(&h["kmin"]), of(&h["kmax"])),
        (of(&h["fmin"]), of(&h["fmax"])),
    );
    let found = found.unwrap();
    check(found.cut, of(&h["cut"]));
    check(found.failing_above, of(&h["fail_rate_above"]));
    check(found.failing, 0.25);
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

#[test]
fn judges_that_fit_no_cut_are_told_so() {
    // Everybody fails already at the least cut; nobody fails even at the greatest.
    assert_eq!(hofstee(&[1.0, 2.0], (5.0, 10.0), (0.1, 0.5)), None);
    assert_eq!(hofstee(&[20.0, 30.0], (5.0, 10.0), (0.1, 0.5)), None);
    assert_eq!(hofstee(&[], (5.0, 10.0), (0.1, 0.5)), None);
    assert_eq!(hofstee(&SCORES, (65.0, 52.0), (0.1, 0.5)), None);
    assert_eq!(angoff(&[]), None);
    assert_eq!(angoff(&[vec![]]), None);
    assert_eq!(angoff(&[vec![0.5], vec![0.5, 0.5]]), None);
    assert_eq!(angoff(&[vec![1.5]]), None);
    assert_eq!(angoff(&[vec![0.5, 0.7]]).unwrap().standard_error, None);
    assert_eq!(borderline_regression(&[(2.0, 0.5)], 2.0), None);
    assert_eq!(borderline_regression(&[(2.0, 0.5), (2.0, 0.7)], 2.0), None);
    assert_eq!(
        borderline_regression(&[(2.0, f64::NAN), (3.0, 0.7)], 2.0),
        None
    );
    let line = borderline_regression(&[(1.0, 0.5), (3.0, 0.7)], 2.0).unwrap();
    check(line.cut, 0.6);
    assert_eq!(line.standard_error, None);
}
