//! Every reason that the core gives as a value is said in both languages.

use overread_base::{CaseId, LocalText};
use overread_exam::{LockBlocker, Refusal};
use overread_scenario::ReadingMode;

use super::{DeskError, text};
use crate::words::Words;
use crate::{CaseTexts, Language, ScenarioTexts};

/// One case with a title; others have none.
fn texts() -> ScenarioTexts {
    let title = vec![
        LocalText::new("en", "Chest CT 2"),
        LocalText::new("ru", "КТ ОГК 2"),
    ];
    let case = CaseTexts {
        title,
        history: Vec::new(),
    };
    ScenarioTexts {
        cases: [(CaseId::new("one-missed").unwrap(), case)].into(),
        ..ScenarioTexts::default()
    }
}

#[track_caller]
fn check(refusal: &Refusal, en: &str, ru: &str) {
    let texts = texts();
    let said = |language| text(&Words::new(language), &texts, DeskError::Refused(refusal));
    assert_eq!(said(Language::En), en);
    assert_eq!(said(Language::Ru), ru);
}

#[test]
fn refusals_are_said_in_the_readers_language() {
    let case = CaseId::new("c1").unwrap();
    check(
        &Refusal::CaseOpen { case: case.clone() },
        "Case “c1” is open and not signed.",
        "Исследование «c1» открыто и не подписано.",
    );
    check(
        &Refusal::OutOfOrder {
            expected: CaseId::new("one-missed").unwrap(),
            found: case.clone(),
        },
        "Case “Chest CT 2” is next.",
        "Следующее исследование: «КТ ОГК 2».",
    );
    check(
        &Refusal::NotLockable(vec![LockBlocker::NotRated]),
        "The first answer cannot be locked yet.",
        "Первый ответ ещё нельзя зафиксировать.",
    );
    check(
        &Refusal::NotInThisMode(ReadingMode::Unaided),
        "This reading mode does not offer that.",
        "В этом режиме чтения так нельзя.",
    );
    check(
        &Refusal::TooManyMarks { limit: 64 },
        "A case holds at most 64 marks.",
        "В исследовании не больше 64 отметок.",
    );
    check(
        &Refusal::UnknownCase { case },
        "Refused: case c1 is not in the plan",
        "Отказано: case c1 is not in the plan",
    );
}

#[test]
fn a_text_from_outside_stays_bounded_and_says_whose_fault_it_is() {
    let words = Words::new(Language::En);
    assert_eq!(
        text(&words, &texts(), DeskError::NotSaved("disk\u{7} full")),
        "Not saved: disk full"
    );
    let long = "x".repeat(5_000);
    let shown = text(&words, &texts(), DeskError::Other(&long));
    assert!(shown.chars().count() < 700);
}
