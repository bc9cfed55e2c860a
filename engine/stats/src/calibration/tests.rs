//! The toy of the validation data, and what there is nothing to say of.

use super::*;
use crate::published::{expected, numbers};

/// The inputs of `calibration_toy`.
const TOY: [(f64, bool); 10] = [
    (0.9, true),
    (0.8, true),
    (0.7, false),
    (0.1, false),
    (0.6, true),
    (0.3, false),
    (0.35, true),
    (0.95, true),
    (0.05, false),
    (0.55, false),
];

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "{found} is not {expected}"
    );
}

// scikit-learn 1.9.1 brier_score_loss and log_loss; five bins.
#[test]
fn the_toy_gives_its_published_numbers() {
    let found = Calibration::of(&TOY, 5).unwrap();
    assert_eq!(found.n, 10);
    check(found.brier, 0.153);
    check(found.log_loss.unwrap(), 0.445_625_436_415_207);
    check(found.ece, 0.13);
    check(found.mce, 0.25);
}

#[test]
fn the_toy_is_the_one_of_the_validation_data() {
    let Some(toy) = expected("calibration_toy") else {
        return;
    };
    assert_eq!(numbers(&toy["p"]), TOY.map(|(p, _)| p));
    assert_eq!(numbers(&toy["y"]), TOY.map(|(_, y)| f64::from(u8::from(y))));
    let found = Calibration::of(&TOY, 5).unwrap();
    check(found.brier, toy["brier"].as_f64().unwrap());
    check(found.log_loss.unwrap(), toy["logloss"].as_f64().unwrap());
    check(found.ece, toy["ece5"].as_f64().unwrap());
    check(found.mce, toy["mce5"].as_f64().unwrap());
}

#[test]
fn certainty_that_fails_has_no_log_loss_and_nothing_has_no_calibration() {
    let found = Calibration::of(&[(1.0, false), (0.0, false)], 10).unwrap();
    assert_eq!((found.brier, found.log_loss), (0.5, None));
    assert_eq!(
        Calibration::of(&[(1.0, true)], 10).unwrap().log_loss,
        Some(0.0)
    );
    assert!(Calibration::of(&[], 10).is_err());
    assert!(Calibration::of(&TOY, 0).is_err());
    assert!(Calibration::of(&[(1.5, true)], 10).is_err());
    assert!(Calibration::of(&[(f64::NAN, true)], 10).is_err());
}
