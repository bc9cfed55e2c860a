//! Answers against small truths.

use crate::exam::{Answer, Entry, HitRule, Marking};
use crate::testing::{answer_at, truth_at};
use crate::{Param, Report};

const RULE: HitRule = HitRule {
    least_radius_mm: 5.0,
    margin_mm: 0.0,
    positive_from: 50.0,
};

/// `(lesions, hit, false marks, call right)`.
#[track_caller]
fn check(truth: &Report, answer: &Answer, expected: (u32, u32, u32, bool)) {
    let found = Marking::of(truth, answer, RULE);
    let found = (
        found.lesions,
        found.hit,
        found.false_marks,
        found.is_call_right,
    );
    assert_eq!(found, expected);
}

#[test]
fn marks_belong_to_the_nearest_lesion_that_accepts_them() {
    let truth = truth_at(&[([0.0, 0.0, 0.0], 8.0), ([20.0, 0.0, 0.0], 2.0)]);
    check(
        &truth,
        &answer_at("i", &[[7.9, 0.0, 0.0]], 80),
        (2, 1, 0, true),
    );
    check(
        &truth,
        &answer_at("i", &[[8.1, 0.0, 0.0]], 80),
        (2, 0, 1, true),
    );
    // The small lesion takes marks within the least radius.
    check(
        &truth,
        &answer_at("i", &[[24.9, 0.0, 0.0]], 80),
        (2, 1, 0, true),
    );
    check(
        &truth,
        &answer_at("i", &[[1.0, 0.0, 0.0], [2.0, 0.0, 0.0]], 80),
        (2, 1, 0, true),
    );
    check(&truth, &answer_at("i", &[], 49), (2, 0, 0, false));
}

#[test]
fn a_normal_case_is_right_without_marks_and_with_a_low_rating() {
    let normal = truth_at(&[]);
    check(&normal, &answer_at("i", &[], 0), (0, 0, 0, true));
    check(&normal, &answer_at("i", &[], 50), (0, 0, 0, false));
    let with_mark = Marking::of(&normal, &answer_at("i", &[[0.0; 3]], 0), RULE);
    assert!(!with_mark.is_right(0) && with_mark.is_right(1));
    let mut unrated = answer_at("i", &[], 0);
    unrated.confidence = None;
    check(&normal, &unrated, (0, 0, 0, false));
}

#[test]
fn the_rule_stands_in_the_facts() {
    let fact = |name: &str, value: &str| Param {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let entry = Entry {
        id: "a".to_owned(),
        modality: "CT".to_owned(),
        tags: Vec::new(),
        facts: vec![
            fact("hit-least-radius-mm", "7.5"),
            fact("positive-from", "60"),
        ],
    };
    let expected = HitRule {
        least_radius_mm: 7.5,
        margin_mm: 0.0,
        positive_from: 60.0,
    };
    assert_eq!(HitRule::of(&entry), expected);
}
