//! Words and numbers of scripted readers.

use super::*;

#[track_caller]
fn refused(text: &str, expected: &str) {
    let found = text.parse::<Reader>().unwrap_err();
    assert!(found.contains(expected), "{found}");
}

#[test]
fn readers_are_words_or_models() {
    assert_eq!("coin".parse::<Reader>().unwrap().policy, Policy::Coin);
    let text = "model:sensitivity=0.9,specificity=0.7,lesions=0.6,follows=0.25,defects=1";
    let expected = ReaderModel {
        hard_sensitivity: None,
        sees_ai_errors: 0.0,
        sensitivity: 0.9,
        specificity: 0.7,
        lesion_sensitivity: 0.6,
        follows_ai: 0.25,
        notices_defects: 1.0,
    };
    let found = text.parse::<Reader>().unwrap();
    assert_eq!(
        (found.policy, found.name),
        (Policy::Model(expected), "model")
    );
    assert!("model".parse::<Reader>().is_ok());
}

#[test]
fn what_is_no_reader_is_named() {
    refused("lucky", "found \"lucky\"");
    refused("coin:follows=1", "coin takes no settings");
    refused("model:follows", "expected NAME=PROBABILITY");
    refused("model:luck=1", "found \"luck\"");
    refused("model:follows=1.5", "found \"1.5\"");
    refused("model:follows=NaN", "found \"NaN\"");
}
