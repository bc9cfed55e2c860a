//! Whole exams played without a host.

use overread_sdk::exam::Event;
use overread_sdk::testing::{FakeCasebook, Rehearsal, answer_at, truth_at};
use overread_sdk::{OtherData, Report};

use super::*;

const FACTS: [(&str, &str); 2] = [("hit-least-radius-mm", "5"), ("positive-from", "50")];

fn lesion() -> Option<Report> {
    Some(truth_at(&[([0.0, 0.0, 0.0], 4.0)]))
}

/// Four normal and four abnormal cases, and one that nobody knows.
fn book() -> FakeCasebook {
    let mut book = FakeCasebook::new().with_case("unknown", &["normal"], &FACTS, None);
    for number in 0..4 {
        let normal = format!("normal-{number}");
        book = book.with_case(&normal, &["normal"], &FACTS, Some(truth_at(&[])));
        book = book.with_case(&format!("nodule-{number}"), &["nodule"], &FACTS, lesion());
    }
    book.with_setting("items", "5")
        .with_setting("blueprint", "normal=2 nodule=2")
        .with_setting("pass-mark", "0.6")
}

fn begin(seed: u64) -> Rehearsal<LinearForm> {
    Rehearsal::begin(book(), seed).unwrap()
}

fn cases(exam: &Rehearsal<LinearForm>) -> Vec<String> {
    let items = exam.plan().items.iter();
    items.map(|item| item.case_id.clone()).collect()
}

/// Answers every item; those of the first `n_right` rightly.
fn play(exam: &mut Rehearsal<LinearForm>, n_right: usize) {
    let mut n_read = 0;
    while let Some(item) = exam.next().cloned() {
        let is_abnormal = item.case_id.starts_with("nodule");
        let says_abnormal = is_abnormal == (n_read < n_right);
        let marks: &[[f64; 3]] = if says_abnormal {
            &[[1.0, 0.0, 0.0]]
        } else {
            &[]
        };
        let rating = if says_abnormal { 90 } else { 10 };
        exam.answer(answer_at(&item.id, marks, rating)).unwrap();
        n_read += 1;
    }
    assert_eq!(n_read, exam.plan().items.len());
}

#[test]
fn a_form_keeps_its_blueprint_and_takes_known_cases_once() {
    for seed in 0..50 {
        let exam = begin(seed);
        let cases = cases(&exam);
        let count = |word: &str| cases.iter().filter(|case| case.starts_with(word)).count();
        assert_eq!(cases.len(), 5);
        assert!(count("normal") >= 2 && count("nodule") >= 2, "{cases:?}");
        assert!(!cases.contains(&"unknown".to_owned()));
        let unique: std::collections::BTreeSet<_> = cases.iter().collect();
        assert_eq!(unique.len(), 5);
    }
}

#[test]
fn equal_seeds_give_equal_forms_and_others_differ() {
    assert_eq!(begin(7).plan(), begin(7).plan());
    assert_ne!(cases(&begin(7)), cases(&begin(8)));
}

#[test]
fn items_are_asked_in_the_order_of_the_plan_and_then_the_exam_is_over() {
    let mut exam = begin(3);
    let ids: Vec<String> = (1..=5).map(|n| format!("item-{n}")).collect();
    for id in ids {
        assert_eq!(exam.next().unwrap().id, id);
        exam.answer(answer_at(&id, &[], 0)).unwrap();
    }
    assert_eq!(exam.next(), None);
    assert_eq!(exam.messages().len(), 2);
}

#[track_caller]
fn check_grade(n_right: usize, expected: bool) {
    let mut exam = begin(11);
    play(&mut exam, n_right);
    let grade = exam.finish().unwrap();
    assert_eq!(
        (grade.passed, grade.score),
        (expected, n_right as f64 / 5.0)
    );
}

#[test]
fn the_pass_mark_divides() {
    check_grade(5, true);
    check_grade(3, true);
    check_grade(2, false);
    check_grade(0, false);
}

#[test]
fn an_exam_that_was_given_up_is_not_passed() {
    let mut exam = begin(11);
    play(&mut exam, 5);
    let abandoned = Event::Other(OtherData {
        kind: "abandoned".to_owned(),
        fields: Vec::new(),
    });
    exam.hear(abandoned).unwrap();
    let grade = LinearForm
        .grade(&Casebook::of(book().into()), exam.plan(), exam.events())
        .unwrap();
    assert!(!grade.passed);
    assert_eq!(
        grade.feedback[0].value,
        "unfinished right=5 items=5 needed=3"
    );
}

#[test]
fn an_item_without_an_answer_is_wrong_and_goes_on() {
    let mut exam = begin(2);
    exam.hear(Event::Opened("item-1".to_owned())).unwrap();
    exam.hear(Event::TimedOut("item-1".to_owned())).unwrap();
    assert_eq!(exam.next().unwrap().id, "item-2");
    let grade = exam.finish().unwrap();
    let row = |metric: &str| {
        let is_it =
            |row: &&overread_sdk::exam::MarkRow| row.item == "item-1" && row.metric == metric;
        grade.rows.iter().find(is_it).map(|row| row.value)
    };
    assert_eq!((row("timed-out"), row("right")), (Some(1.0), Some(0.0)));
}

#[track_caller]
fn check_refused(blueprint: &str, expected: &str) {
    let book = book().with_setting("blueprint", blueprint);
    let refused = Rehearsal::<LinearForm>::begin(book, 1).unwrap_err();
    assert!(refused.message.contains(expected), "{}", refused.message);
}

#[test]
fn a_blueprint_that_cannot_be_kept_says_why() {
    check_refused("normal=6", "the form has 5");
    check_refused("normal=5", "5 cases tagged normal, 4 are left");
    check_refused("normal", "expected tag=count");
}

#[test]
fn a_better_answer_never_scores_less() {
    let mut last = -1.0;
    for n_right in 0..=5 {
        let mut exam = begin(4);
        play(&mut exam, n_right);
        let score = exam.finish().unwrap().score;
        assert!(score > last);
        last = score;
    }
}
