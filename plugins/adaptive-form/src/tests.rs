//! Whole exams played without a host.

use overread_sdk::exam::Event;
use overread_sdk::testing::{FakeCasebook, Rehearsal, answer_at, truth_at};

use super::*;

/// Twenty-one normal cases with difficulties from -2 to 2, and one that has none.
fn book() -> FakeCasebook {
    let mut book = FakeCasebook::new().with_case("plain", &[], &[], Some(truth_at(&[])));
    for number in -10..=10 {
        let difficulty = f64::from(number) / 5.0;
        let facts = [("difficulty", &*difficulty.to_string())];
        let id = format!("case-{}", number + 10);
        book = book.with_case(&id, &[], &facts, Some(truth_at(&[])));
    }
    book.with_setting("randomesque", "1")
        .with_setting("stop-when-classified", "false")
        .with_setting("max-items", "8")
}

/// Plays an exam with a reader who is right up to a difficulty; gives the difficulties asked, in order.
fn play(book: FakeCasebook, seed: u64, is_right: impl Fn(f64) -> bool) -> (Vec<f64>, Grade) {
    let mut exam = Rehearsal::<AdaptiveForm>::begin(book, seed).unwrap();
    let mut asked = Vec::new();
    while let Some(item) = exam.next().cloned() {
        let number: f64 = item.case_id.trim_start_matches("case-").parse().unwrap();
        let difficulty = (number - 10.0) / 5.0;
        let rating = if is_right(difficulty) { 0 } else { 100 };
        exam.answer(answer_at(&item.id, &[], rating)).unwrap();
        asked.push(difficulty);
    }
    (asked, exam.finish().unwrap())
}

#[test]
fn who_is_right_gets_harder_cases_and_who_is_wrong_easier_ones() {
    let (up, passed) = play(book(), 1, |_| true);
    let (down, failed) = play(book(), 1, |_| false);
    assert_eq!((up.len(), down.len()), (8, 8));
    assert!(up[0].abs() < 1e-9 && down[0].abs() < 1e-9);
    assert!(up.windows(2).all(|pair| pair[1] > pair[0]), "{up:?}");
    assert!(down.windows(2).all(|pair| pair[1] < pair[0]), "{down:?}");
    assert!(passed.passed && !failed.passed);
    assert!(passed.score > 1.0 && failed.score < -1.0);
}

#[test]
fn the_ability_of_a_steady_reader_is_found() {
    let book = book().with_setting("max-items", "20");
    let (asked, grade) = play(book, 5, |difficulty| difficulty < 0.7);
    assert_eq!(asked.len(), 20);
    assert!((grade.score - 0.7).abs() < 0.5, "{}", grade.score);
}

#[test]
fn an_exam_ends_once_the_ability_is_known_well_enough() {
    let book = book()
        .with_setting("max-items", "20")
        .with_setting("standard-error", "0.7");
    let (asked, grade) = play(book, 1, |difficulty| difficulty < 0.0);
    assert!((3..20).contains(&asked.len()), "{asked:?}");
    let error = grade.rows.iter().find(|row| row.metric == "standard-error");
    assert!(error.unwrap().value <= 0.7);
}

#[test]
fn an_exam_ends_once_the_cut_is_excluded() {
    let book = book()
        .with_setting("stop-when-classified", "true")
        .with_setting("cut", "-2")
        .with_setting("max-items", "20");
    let (asked, grade) = play(book, 1, |_| true);
    assert!(asked.len() < 8, "{asked:?}");
    assert!(grade.passed);
}

#[test]
fn cases_without_a_difficulty_are_not_asked() {
    let exam = Rehearsal::<AdaptiveForm>::begin(book(), 1).unwrap();
    let items = &exam.plan().items;
    assert_eq!(items.len(), 21);
    assert!(items.iter().all(|item| item.case_id != "plain"));
    let none = FakeCasebook::new().with_case("plain", &[], &[], Some(truth_at(&[])));
    let refused = Rehearsal::<AdaptiveForm>::begin(none, 1).unwrap_err();
    assert!(
        refused.message.contains("difficulty"),
        "{}",
        refused.message
    );
}

#[test]
fn equal_seeds_give_equal_plans_and_others_differ() {
    let plan = |seed| {
        Rehearsal::<AdaptiveForm>::begin(book(), seed)
            .unwrap()
            .plan()
            .clone()
    };
    assert_eq!(plan(3), plan(3));
    assert_ne!(plan(3), plan(4));
}

#[test]
fn a_case_whose_time_was_over_counts_as_wrong() {
    let mut exam = Rehearsal::<AdaptiveForm>::begin(book(), 1).unwrap();
    let first = exam.next().unwrap().id.clone();
    exam.hear(Event::Opened(first.clone())).unwrap();
    exam.hear(Event::TimedOut(first)).unwrap();
    let second = exam.next().unwrap().clone();
    assert_ne!(second.case_id, "case-10");
    let grade = exam.finish().unwrap();
    assert!(grade.score < 0.0);
}

#[test]
fn a_state_of_another_exam_is_refused() {
    let book = Casebook::of(book().into());
    let started = Stamped {
        at_ms: 0,
        event: Event::Started,
    };
    let refused = AdaptiveForm
        .step(&book, b"something", &started)
        .unwrap_err();
    assert_eq!(refused.kind, FailureKind::BadInput);
}
