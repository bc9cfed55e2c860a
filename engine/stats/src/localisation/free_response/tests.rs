//! What a study refuses by name, and what it makes of marks.

use super::*;
use crate::tests::free_response::{by_hand, mark};

#[track_caller]
fn check(cases: &[Vec<f64>], marks: &[Mark], expected: &str) {
    let refused = FreeResponse::new([1, 1], cases, marks).unwrap_err();
    assert_eq!(refused.to_string(), format!("not estimable: {expected}"));
}

#[test]
fn faults_are_refused_by_name() {
    let cases = [vec![], vec![0.25, 0.75]];
    let nan = f64::NAN;
    check(&[], &[], "1 cases needed, 0 found");
    check(
        &[vec![], vec![0.5, 0.4]],
        &[],
        "value 1 of sums of lesion weights by case is outside 1",
    );
    check(
        &[vec![1.0], vec![1.5, -0.5]],
        &[],
        "value 2 of lesion weights is outside 0 to 1",
    );
    check(
        &[vec![1.0], vec![nan]],
        &[],
        "value 1 of lesion weights is not a finite number",
    );
    check(
        &cases,
        &[mark(1, Some(0), 1.0), mark(2, None, 1.0)],
        "value 1 of cases of marks is outside the cases of the study",
    );
    check(
        &cases,
        &[mark(0, Some(0), 1.0)],
        "value 0 of lesions of marks is outside the lesions of the case",
    );
    check(
        &cases,
        &[Mark {
            reader: 1,
            ..mark(0, None, 1.0)
        }],
        "value 0 of readers of marks is outside the readers of the study",
    );
    check(
        &cases,
        &[Mark {
            condition: 1,
            ..mark(0, None, 1.0)
        }],
        "value 0 of conditions of marks is outside the conditions of the study",
    );
    for rating in [nan, f64::INFINITY, f64::NEG_INFINITY] {
        let what = "value 0 of ratings of marks is not a finite number";
        check(&cases, &[mark(0, None, rating)], what);
    }
    check(
        &cases,
        &[
            mark(1, Some(1), 1.0),
            mark(0, None, 2.0),
            mark(1, Some(1), 1.0),
        ],
        "mark 0 of reader 0 in condition 0 on case 1, lesion 1 is given twice",
    );
    check(
        &cases,
        &[mark(0, None, 1.0), mark(0, None, 2.0)],
        "mark 0 of reader 0 in condition 0 on case 0, no lesion is given twice",
    );
}

#[test]
fn counts_that_no_study_has_are_refused() {
    let cases = [vec![1.0]];
    for (size, expected) in [
        ([0, 1], "1 conditions needed, 0 found"),
        ([1, 0], "1 readers needed, 0 found"),
        (
            [usize::MAX, 2],
            "value 0 of conditions times readers is outside 1 to 1048576",
        ),
    ] {
        let refused = FreeResponse::new(size, &cases, &[]).unwrap_err();
        assert_eq!(refused.to_string(), format!("not estimable: {expected}"));
    }
    let study = FreeResponse::new([1, 1], &cases, &[]).unwrap();
    assert!(study.reads(0, 1).is_err() && study.reads(1, 0).is_err());
}

#[test]
fn a_lesion_marked_twice_counts_once_with_its_highest_rating() {
    let study = by_hand().study();
    assert_eq!(study.size(), [1, 1, 4]);
    assert_eq!(study.n_lesions(), 3);
    let reads = study.reads(0, 0).unwrap();
    assert_eq!(reads.lesion_ratings, [3.0, 2.0]);
    assert_eq!(reads.non_lesion_ratings, [2.0, 4.0]);
    assert_eq!((reads.n_cases, reads.n_lesions), (4, 3));
}
