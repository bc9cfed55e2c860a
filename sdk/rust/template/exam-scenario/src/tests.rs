//! Whole exams played in memory: no host is needed, `cargo test` is enough.

use overread_sdk::testing::{FakeCasebook, Rehearsal, answer_at, truth_at};

use super::*;

const FACTS: [(&str, &str); 2] = [("hit-least-radius-mm", "5"), ("positive-from", "50")];

/// Three normal cases, three with a lesion at the origin, and one that nobody knows.
fn book() -> FakeCasebook {
    let mut book = FakeCasebook::new().with_case("unknown", &[], &FACTS, None);
    for number in 0..3 {
        let lesion = truth_at(&[([0.0, 0.0, 0.0], 4.0)]);
        book = book.with_case(
            &format!("normal-{number}"),
            &[],
            &FACTS,
            Some(truth_at(&[])),
        );
        book = book.with_case(&format!("nodule-{number}"), &[], &FACTS, Some(lesion));
    }
    book.with_setting("items", "5")
        .with_setting("pass-mark", "0.6")
}

fn cases(seed: u64) -> Vec<String> {
    let exam = Rehearsal::<Exam>::begin(book(), seed).unwrap();
    exam.plan()
        .items
        .iter()
        .map(|item| item.case_id.clone())
        .collect()
}

/// Answers the first `n_right` items rightly and the others wrongly.
fn grade_with(n_right: usize) -> Grade {
    let mut exam = Rehearsal::<Exam>::begin(book(), 3).unwrap();
    let mut n_read = 0;
    while let Some(item) = exam.next().cloned() {
        let says_abnormal = item.case_id.starts_with("nodule") == (n_read < n_right);
        let marks: &[[f64; 3]] = if says_abnormal {
            &[[1.0, 0.0, 0.0]]
        } else {
            &[]
        };
        exam.answer(answer_at(
            &item.id,
            marks,
            if says_abnormal { 90 } else { 10 },
        ))
        .unwrap();
        n_read += 1;
    }
    assert_eq!(n_read, 5, "the exam is over after its last case");
    exam.finish().unwrap()
}

#[test]
fn a_seed_gives_one_exam_of_known_cases() {
    assert_eq!(cases(7), cases(7));
    assert_ne!(cases(7), cases(8));
    for seed in 0..20 {
        let cases = cases(seed);
        assert_eq!(cases.len(), 5);
        assert!(!cases.contains(&"unknown".to_owned()), "{cases:?}");
    }
}

#[test]
fn the_pass_mark_divides() {
    for (n_right, is_passed) in [(5, true), (3, true), (2, false), (0, false)] {
        let grade = grade_with(n_right);
        assert_eq!(grade.passed, is_passed, "{n_right} right");
        assert!((grade.score - share(n_right, 5)).abs() < 1e-12);
        assert_eq!(grade.rows.len(), 5);
    }
}

#[test]
fn more_cases_than_there_are_is_no_exam() {
    let refused = Rehearsal::<Exam>::begin(book().with_setting("items", "7"), 1).unwrap_err();
    assert_eq!(
        refused.message,
        "expected 7 cases with a known truth, found 6"
    );
}
