//! Which questions are asked when, what blocks, and which answers count.

use overread_base::Millis;
use overread_scenario::{Branch, Choice, Feedback, ReadingMode};

use super::*;
use crate::fixture::{Sitting, case, plan, result};
use crate::{Command, LockBlocker, SignBlocker};

fn id(id: &str) -> QuestionId {
    QuestionId::new(id).unwrap()
}

fn question(name: &str, kind: QuestionKind, asked: AskedWhen) -> Question {
    Question {
        id: id(name),
        text: Vec::new(),
        help: Vec::new(),
        kind,
        asked,
        is_required: true,
        branch: None,
        scoring: None,
        weight: 1.0,
        feedback: Feedback::default(),
    }
}

fn choice(name: &str, asked: AskedWhen) -> Question {
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        text: Vec::new(),
    };
    let kind = QuestionKind::Choice(vec![choice("yes"), choice("no")]);
    question(name, kind, asked)
}

fn opened_by(mut asked: Question, question: &str) -> Question {
    asked.branch = Some(Branch {
        question: id(question),
        values: vec!["yes".to_owned()],
    });
    asked
}

fn sitting(mode: ReadingMode, questions: Vec<Question>) -> Sitting {
    let mut plan = plan(mode);
    plan.design.questions = questions;
    Sitting {
        session: Session::new(plan).unwrap(),
        events: Vec::new(),
        now: Millis(0),
    }
}

fn say(question: &str, code: &str) -> Command {
    Command::Answer {
        question: id(question),
        value: AnswerValue::Code(code.to_owned()),
    }
}

fn expect(percent: u8) -> Command {
    Command::Answer {
        question: id("forecast"),
        value: AnswerValue::Percent(percent),
    }
}

fn not_asked(question: &str) -> Result<(), Refusal> {
    Err(Refusal::NotAsked {
        question: id(question),
    })
}

/// The questions on screen, each with whether it can be answered.
fn rows(s: &Sitting) -> Vec<(String, bool)> {
    let rows = s.session.view(s.now).case.unwrap().questions;
    let row = |row: &QuestionRow<'_>| (row.question.id.to_string(), row.is_open);
    rows.iter().map(row).collect()
}

#[track_caller]
fn check_rows(s: &Sitting, expected: &[(&str, bool)]) {
    let rows = rows(s);
    let rows: Vec<_> = rows.iter().map(|(id, open)| (id.as_str(), *open)).collect();
    assert_eq!(rows, expected);
}

fn of_every_time() -> Vec<Question> {
    vec![
        question("forecast", QuestionKind::AiForecast, AskedWhen::First),
        choice("both", AskedWhen::Both),
        choice("last", AskedWhen::Final),
        question("verdict", QuestionKind::AiVerdict, AskedWhen::Final),
    ]
}

#[test]
fn questions_come_with_the_read_that_they_are_asked_in() {
    let mut s = sitting(ReadingMode::Sequential, of_every_time());
    s.done(Command::NextCase);
    check_rows(&s, &[("forecast", true), ("both", true)]);
    assert_eq!(s.send(say("last", "yes")), not_asked("last"));
    assert_eq!(s.send(say("verdict", "accepted")), not_asked("verdict"));
    s.done(Command::RateCase(5));
    let blockers = vec![
        LockBlocker::NotAnswered(id("forecast")),
        LockBlocker::NotAnswered(id("both")),
    ];
    let refused = Refusal::NotLockable(blockers);
    assert_eq!(s.send(Command::LockFirstRead), Err(refused));
    s.done(expect(70));
    s.done(say("both", "yes"));
    s.done(Command::LockFirstRead);
    // While the result is awaited nothing can be answered.
    check_rows(&s, &[("forecast", false), ("both", false)]);
    assert_eq!(s.send(say("both", "no")), Err(Refusal::AlreadyLocked));
    s.arrives("c1", result(&[], 0.1)).unwrap();
    let last = [
        ("forecast", false),
        ("both", true),
        ("last", true),
        ("verdict", true),
    ];
    check_rows(&s, &last);
    assert_eq!(s.send(expect(1)), not_asked("forecast"));
    s.done(say("both", "no"));
    s.write_report();
    let blockers = vec![
        SignBlocker::NotAnswered(id("last")),
        SignBlocker::NotAnswered(id("verdict")),
    ];
    let refused = Refusal::NotSignable(blockers);
    assert_eq!(s.send(Command::Sign), Err(refused));
    s.done(say("last", "yes"));
    s.done(say("verdict", "not-assessed"));
    s.done(Command::Sign);
    let code = |answers: Vec<(&Question, &AnswerValue)>| {
        let both = answers.into_iter().find(|(q, _)| q.id == id("both"));
        both.map(|(_, value)| value.clone())
    };
    let c1 = case("c1");
    let yes = Some(AnswerValue::Code("yes".to_owned()));
    assert_eq!(
        code(s.session.first_answers(&c1)),
        yes,
        "locked answers stay"
    );
    let no = Some(AnswerValue::Code("no".to_owned()));
    assert_eq!(code(s.session.final_answers(&c1)), no);
}

#[test]
fn nothing_is_forecast_where_the_result_stands_from_the_start_or_never_comes() {
    for mode in [
        ReadingMode::Unaided,
        ReadingMode::Concurrent,
        ReadingMode::AiFirstReader,
    ] {
        let mut s = sitting(mode, of_every_time());
        s.done(Command::NextCase);
        assert_eq!(s.send(expect(50)), not_asked("forecast"), "{mode:?}");
    }
}

#[test]
fn a_case_signed_without_asking_for_the_result_needs_no_forecast() {
    let mut s = sitting(ReadingMode::OnRequest, of_every_time());
    s.done(Command::NextCase);
    s.done(Command::RateCase(5));
    s.done(say("both", "yes"));
    let missing = Refusal::NotLockable(vec![LockBlocker::NotAnswered(id("forecast"))]);
    assert_eq!(s.send(Command::RequestAi), Err(missing));
    s.done(say("last", "yes"));
    s.write_report();
    s.done(Command::Sign);
}

#[test]
fn a_withheld_result_is_not_asked_about() {
    let mut s = sitting(ReadingMode::Sequential, of_every_time());
    s.done(Command::NextCase);
    s.done(Command::RateCase(5));
    s.done(expect(70));
    s.done(say("both", "yes"));
    s.done(Command::LockFirstRead);
    s.done(Command::WithholdAi(case("c1")));
    s.done(say("last", "yes"));
    s.write_report();
    s.done(Command::Sign);
}

#[test]
fn a_branch_opens_with_its_answer_and_closes_with_another() {
    let questions = vec![
        choice("root", AskedWhen::Both),
        opened_by(choice("twig", AskedWhen::Both), "root"),
        opened_by(choice("leaf", AskedWhen::Both), "twig"),
    ];
    let mut s = sitting(ReadingMode::Unaided, questions);
    s.done(Command::NextCase);
    check_rows(&s, &[("root", true)]);
    assert_eq!(s.send(say("twig", "yes")), not_asked("twig"));
    s.done(say("root", "yes"));
    s.done(say("twig", "yes"));
    s.done(say("leaf", "no"));
    check_rows(&s, &[("root", true), ("twig", true), ("leaf", true)]);
    // The whole branch closes: its answers are kept and do not count, nor does anything in it block.
    s.done(say("root", "no"));
    check_rows(&s, &[("root", true)]);
    let c1 = case("c1");
    assert_eq!(s.session.final_answers(&c1).len(), 1);
    assert_eq!(s.session.cases[&c1].answers.len(), 3);
    s.done(say("root", "yes"));
    assert_eq!(s.session.final_answers(&c1).len(), 3);
    s.done(say("root", "no"));
    s.done(Command::RateCase(5));
    s.write_report();
    s.done(Command::Sign);
}

#[test]
fn branches_that_name_themselves_or_a_later_question_never_open() {
    let questions = vec![
        opened_by(choice("self", AskedWhen::Both), "self"),
        opened_by(choice("early", AskedWhen::Both), "late"),
        opened_by(choice("late", AskedWhen::Both), "early"),
    ];
    let mut s = sitting(ReadingMode::Unaided, questions);
    s.done(Command::NextCase);
    check_rows(&s, &[]);
    assert_eq!(s.send(say("self", "yes")), not_asked("self"));
}

#[test]
fn a_question_of_one_case_is_asked_there_alone() {
    let mut plan = plan(ReadingMode::Unaided);
    let own = vec![choice("own", AskedWhen::Both)];
    plan.design.case_questions.insert(case("c2"), own);
    let mut s = Sitting {
        session: Session::new(plan).unwrap(),
        events: Vec::new(),
        now: Millis(0),
    };
    s.done(Command::NextCase);
    assert_eq!(s.send(say("own", "yes")), not_asked("own"));
    s.done(Command::RateCase(5));
    s.write_report();
    s.done(Command::Sign);
    s.done(Command::NextCase);
    check_rows(&s, &[("own", true)]);
}

#[test]
fn blank_text_is_no_answer_and_no_choice_at_all_is_one() {
    let text = question(
        "text",
        QuestionKind::Text { most_chars: 9 },
        AskedWhen::Both,
    );
    let many = QuestionKind::MultiChoice(Vec::new());
    let many = question("many", many, AskedWhen::Both);
    let mut s = sitting(ReadingMode::Unaided, vec![text, many]);
    s.done(Command::NextCase);
    s.done(Command::RateCase(5));
    s.write_report();
    let answer = |name: &str, value| Command::Answer {
        question: id(name),
        value,
    };
    s.done(answer("text", AnswerValue::Text("  ".to_owned())));
    s.done(answer("many", AnswerValue::Codes(Vec::new())));
    let missing = Refusal::NotSignable(vec![SignBlocker::NotAnswered(id("text"))]);
    assert_eq!(s.send(Command::Sign), Err(missing));
    let wrong = s.send(answer("text", AnswerValue::Percent(5)));
    assert!(matches!(wrong, Err(Refusal::Answer { .. })));
}
