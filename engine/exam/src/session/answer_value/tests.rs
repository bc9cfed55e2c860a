//! What each kind of question takes and refuses, by name.

use overread_base::{SeriesUid, Vec3};
use overread_scenario::{AskedWhen, Feedback, QuestionId};

use super::*;

fn check(kind: QuestionKind, value: AnswerValue) -> Result<(), String> {
    let question = Question {
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
    };
    check_value(&question, &choices(), &value)
}

fn choices() -> Vec<Choice> {
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        text: Vec::new(),
    };
    vec![choice("1"), choice("2"), choice("4A")]
}

fn code(code: &str) -> AnswerValue {
    AnswerValue::Code(code.to_owned())
}

fn codes(codes: &[&str]) -> AnswerValue {
    AnswerValue::Codes(codes.iter().map(|&code| code.to_owned()).collect())
}

fn caliper(x: f64) -> AnswerValue {
    AnswerValue::Caliper {
        series: SeriesUid::new("1.2").unwrap(),
        ends: [Vec3::new(0.0, 0.0, 0.0), Vec3::new(x, 0.0, 0.0)],
    }
}

#[track_caller]
fn check_taken(kind: QuestionKind, value: AnswerValue) {
    assert_eq!(check(kind, value), Ok(()));
}

#[track_caller]
fn check_refused(kind: QuestionKind, value: AnswerValue, expected: &str) {
    let problem = check(kind, value).unwrap_err();
    assert!(problem.contains(expected), "{problem}");
}

#[test]
fn codes_are_those_of_the_question() {
    check_taken(QuestionKind::Choice(Vec::new()), code("4A"));
    check_refused(QuestionKind::Choice(Vec::new()), code("4B"), "1, 2, 4A");
    check_taken(QuestionKind::Scale("x".to_owned()), code("1"));
    check_refused(QuestionKind::Scale("x".to_owned()), code(""), "found \"\"");
    check_refused(QuestionKind::Scale("x".to_owned()), codes(&["1"]), "a code");
    check_taken(QuestionKind::Urgency, code("stat"));
    check_refused(QuestionKind::Urgency, code("soon"), "routine, urgent, stat");
    check_taken(QuestionKind::AiVerdict, code("not-assessed"));
    check_refused(QuestionKind::AiVerdict, code("fine"), "supplemented");
    check_taken(QuestionKind::Interpretation, code("partial"));
    check_taken(QuestionKind::Localisation, code("false-negative"));
    check_refused(QuestionKind::Localisation, code("right"), "full");
}

#[test]
fn defects_are_a_class_a_sub_code_or_none() {
    for known in ["none", "a", "e", "c.wrong-series"] {
        check_taken(QuestionKind::Defect, code(known));
    }
    check_refused(QuestionKind::Defect, code("fn.subtle"), "found");
    check_refused(QuestionKind::Defect, code("f"), "found");
}

#[test]
fn several_codes_ascend_and_stand_once() {
    let kind = || QuestionKind::MultiChoice(Vec::new());
    check_taken(kind(), codes(&[]));
    check_taken(kind(), codes(&["1", "4A"]));
    check_refused(kind(), codes(&["4A", "1"]), "ascend");
    check_refused(kind(), codes(&["1", "1"]), "ascend");
    check_refused(QuestionKind::RegionGrid(Vec::new()), codes(&["9"]), "9");
}

#[test]
fn numbers_lie_in_their_range() {
    let kind = |least, greatest| QuestionKind::Number {
        ucum: "mm".to_owned(),
        least,
        greatest,
    };
    check_taken(kind(0.0, 9.0), AnswerValue::Number(9.0));
    check_refused(kind(0.0, 9.0), AnswerValue::Number(9.1), "0 to 9 mm");
    check_refused(kind(0.0, 9.0), AnswerValue::Number(f64::NAN), "NaN");
    let endless = kind(0.0, f64::INFINITY);
    check_refused(endless, AnswerValue::Number(f64::INFINITY), "inf");
    check_taken(QuestionKind::Confidence, AnswerValue::Percent(100));
    check_refused(QuestionKind::AiForecast, AnswerValue::Percent(101), "101");
    check_taken(QuestionKind::Caliper, caliper(12.0));
    check_refused(QuestionKind::Caliper, caliper(f64::NAN), "10000 mm");
    check_refused(QuestionKind::Caliper, caliper(10_001.0), "10000 mm");
    let likert = QuestionKind::Likert {
        steps: 5,
        ends: [Vec::new(), Vec::new()],
    };
    check_taken(likert.clone(), code("5"));
    check_refused(likert.clone(), code("6"), "1, 2, 3, 4, 5");
    check_refused(likert, AnswerValue::Number(3.0), "expected a code");
}

#[test]
fn text_is_counted_in_characters_and_bounded_in_bytes() {
    let kind = |most_chars| QuestionKind::Text { most_chars };
    let text = |text: &str| AnswerValue::Text(text.to_owned());
    check_taken(kind(4), text("очаг"));
    check_refused(kind(4), text("очаги"), "at most 4 characters");
    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    check_refused(kind(u32::MAX), text(&long), "65536 bytes");
}
