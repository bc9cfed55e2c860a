//! Numbers and answers as they stand on screen.

use overread_base::Vec3;
use overread_scenario::{AskedWhen, Choice, Feedback, QuestionId};

use super::*;
use crate::Language;
use crate::tests::fixtures::series_uid;

fn question(kind: QuestionKind) -> Question {
    Question {
        id: QuestionId::new("q").unwrap(),
        text: Vec::new(),
        help: Vec::new(),
        kind,
        asked: AskedWhen::Both,
        is_required: false,
        branch: None,
        scoring: None,
        weight: 1.0,
        feedback: Feedback::default(),
    }
}

#[track_caller]
fn check(language: Language, kind: QuestionKind, value: AnswerValue, expected: &str) {
    let words = Words::new(language);
    assert_eq!(
        answer(&words, &BTreeMap::new(), &question(kind), &value),
        expected
    );
}

#[test]
fn answers_in_words() {
    let number = || QuestionKind::Number {
        ucum: "mm".to_owned(),
        least: 0.0,
        greatest: 100.0,
    };
    check(Language::En, number(), AnswerValue::Number(12.5), "12.5 mm");
    check(Language::Ru, number(), AnswerValue::Number(12.5), "12,5 мм");
    check(Language::Ru, number(), AnswerValue::Number(100.0), "100 мм");
    let code = |code: &str| AnswerValue::Code(code.to_owned());
    check(Language::En, QuestionKind::Urgency, code("stat"), "At once");
    check(
        Language::En,
        QuestionKind::Defect,
        code("d.flipped"),
        "marks are mirrored",
    );
    check(
        Language::En,
        QuestionKind::Defect,
        code("none"),
        "No technical defect",
    );
    let choices = ["a", "b"].map(|code| Choice {
        code: code.to_owned(),
        text: Vec::new(),
    });
    let many = || QuestionKind::MultiChoice(choices.to_vec());
    check(
        Language::En,
        many(),
        AnswerValue::Codes(Vec::new()),
        "none of these",
    );
    let both = AnswerValue::Codes(vec!["a".to_owned(), "b".to_owned()]);
    check(Language::En, many(), both, "a, b");
    let caliper = AnswerValue::Caliper {
        series: series_uid(),
        ends: [Vec3::default(), Vec3::new(3.0, 4.0, 0.0)],
    };
    check(Language::Ru, QuestionKind::Caliper, caliper, "5,0 мм");
    check(
        Language::En,
        QuestionKind::AiForecast,
        AnswerValue::Percent(70),
        "70 %",
    );
}
