//! Questions of every kind through a whole session: what scripted readers answer, and what it is worth.

use overread_base::{CaseId, Seed};
use overread_scenario::{
    AnswerValue, AskedWhen, Branch, Question, QuestionId, QuestionKind, ReadingMode, Scoring,
};

use super::rig::{Read, Tape};
use crate::fixture::questions::{all_kinds, choices, code, question};
use crate::fixture::{case, result, truth};
use crate::{
    CaseFact, Command, HumanGrade, Policy, QuestionStatus, ReaderModel, Score, SessionPlan,
};

/// A session of one abnormal case.
fn tape(mode: ReadingMode, questions: Vec<Question>, change: fn(&mut SessionPlan)) -> Tape {
    let truths = vec![(case("c1"), truth(&[0.0]))];
    Tape::new(mode, truths, |plan| {
        plan.design.questions = questions;
        let levels = choices(&["1", "2", "3", "4"]);
        plan.design.scales.insert("s-v1".to_owned(), levels);
        change(plan);
    })
}

fn read_by(policy: Policy) -> Score {
    let kinds = all_kinds();
    let questions = kinds.iter().map(|(question, _)| question.clone()).collect();
    let mut tape = tape(ReadingMode::Sequential, questions, |_| {});
    let id = case("c1");
    for (question, key) in &kinds {
        tape.key(&id, question.id.as_str(), key.clone());
    }
    let read = Read {
        case: &id,
        result: Some(result(&[0.0], 0.9)),
        planted: None,
    };
    tape.read(policy, Seed(5), read);
    tape.finished()
}

fn model(accuracy: f64) -> Policy {
    Policy::Model(ReaderModel {
        hard_sensitivity: None,
        sees_ai_errors: 0.0,
        sensitivity: accuracy,
        specificity: accuracy,
        lesion_sensitivity: 1.0,
        follows_ai: 0.0,
        notices_defects: 1.0,
    })
}

#[test]
fn who_knows_everything_answers_every_kind_rightly_and_who_knows_nothing_wrongly() {
    for (policy, expected) in [(Policy::Perfect, 1.0), (model(1.0), 1.0), (model(0.0), 0.0)] {
        let score = read_by(policy);
        let questions = &score.assessment.unwrap().cases[0].questions;
        assert_eq!(questions.len(), all_kinds().len());
        for question in questions {
            // A defect that nobody planted is seen by everybody who looks for one.
            let is_seen = question.question.as_str() == "defect" && expected == 0.0;
            let expected = if is_seen { 1.0 } else { expected };
            assert_eq!(
                question.status,
                QuestionStatus::Scored,
                "{}",
                question.question
            );
            assert_eq!(question.share, Some(expected), "{}", question.question);
            // What is asked about the result has no first answer: the result was not there.
            let is_about_ai =
                ["verdict", "defect", "meaning", "place"].contains(&question.question.as_str());
            let first = (!is_about_ai).then_some(expected);
            assert_eq!(question.first, first, "{}", question.question);
        }
    }
}

fn answered(tape: &mut Tape, id: &CaseId, question: &str, value: AnswerValue) {
    tape.command(
        id,
        Command::Answer {
            question: QuestionId::new(question).unwrap(),
            value,
        },
    );
}

#[test]
fn weights_count_and_a_wrong_turn_costs_the_questions_behind_it() {
    let heavy = Question {
        weight: 3.0,
        ..question(
            "is-there",
            QuestionKind::Choice(choices(&["yes", "no"])),
            Scoring::Exact,
        )
    };
    let behind = |value: &str, id: &str| Question {
        branch: Some(Branch {
            question: QuestionId::new("is-there").unwrap(),
            values: vec![value.to_owned()],
        }),
        ..question(
            id,
            QuestionKind::Choice(choices(&["a", "b"])),
            Scoring::Exact,
        )
    };
    let questions = vec![heavy, behind("yes", "which"), behind("no", "why-not")];
    let mut tape = tape(ReadingMode::Unaided, questions, |_| {});
    let id = case("c1");
    tape.key(&id, "is-there", code("yes"));
    tape.key(&id, "which", code("a"));
    tape.key(&id, "why-not", code("a"));
    tape.fact(&id, CaseFact::Opened);
    answered(&mut tape, &id, "is-there", code("no"));
    answered(&mut tape, &id, "why-not", code("a"));
    tape.command(&id, Command::RateCase(90));
    tape.fact(&id, CaseFact::Signed);
    // The right way leads to "which", which was never reached; "why-not" lies on no right way.
    let wrong = tape.score().assessment.unwrap().cases[0].clone();
    let statuses: Vec<_> = wrong
        .questions
        .iter()
        .map(|q| (q.question.as_str(), q.status))
        .collect();
    let expected = [
        ("is-there", QuestionStatus::Scored),
        ("which", QuestionStatus::Unanswered),
    ];
    assert_eq!(statuses, expected);
    assert_eq!(wrong.points.unwrap().earned, 0.0);
    answered(&mut tape, &id, "is-there", code("yes"));
    let half = tape.score().assessment.unwrap().cases[0].points.unwrap();
    assert_eq!((half.earned, half.possible), (0.75, 1.0));
}

#[test]
fn an_answer_that_people_have_not_graded_is_not_wrong() {
    let text = question(
        "text",
        QuestionKind::Text { most_chars: 100 },
        Scoring::Rubric {
            n_graders: 2,
            most_apart: 3,
        },
    );
    let mut tape = tape(ReadingMode::Unaided, vec![text], |_| {});
    let id = case("c1");
    tape.fact(&id, CaseFact::Opened);
    answered(
        &mut tape,
        &id,
        "text",
        AnswerValue::Text("Nodule.".to_owned()),
    );
    tape.command(&id, Command::RateCase(90));
    tape.fact(&id, CaseFact::Signed);
    let mut grade = |grader: &str, value| {
        tape.input.grades.push(HumanGrade {
            case: case("c1"),
            question: QuestionId::new("text").unwrap(),
            grader: grader.to_owned(),
            value,
        });
        let assessment = tape.score().assessment.unwrap();
        let points = assessment.cases[0].points;
        (
            assessment.points.n_awaited,
            points.map(|points| points.earned),
        )
    };
    assert_eq!(grade("first", 8), (1, None));
    // A grader who thinks again is one grader.
    assert_eq!(grade("first", 9), (1, None));
    assert_eq!(
        grade("second", 4),
        (1, None),
        "farther apart than 3: a third is wanted"
    );
    assert_eq!(grade("third", 5), (0, Some(0.6)));
}

#[test]
fn a_forecast_is_held_against_whether_the_ai_was_right() {
    let forecast = Question {
        asked: AskedWhen::First,
        ..question("forecast", QuestionKind::AiForecast, Scoring::Brier)
    };
    let share = |result| {
        let mut tape = tape(ReadingMode::Sequential, vec![forecast.clone()], |_| {});
        let id = case("c1");
        tape.fact(&id, CaseFact::Opened);
        answered(&mut tape, &id, "forecast", AnswerValue::Percent(80));
        tape.command(&id, Command::RateCase(90));
        tape.fact(&id, CaseFact::FirstReadLocked);
        tape.show(&id, Some(&result));
        tape.fact(&id, CaseFact::Signed);
        let assessment = *tape.score().assessment.unwrap();
        let brier = assessment.calibrations.forecast.unwrap().brier;
        let share = assessment.cases[0].questions[0].share.unwrap();
        assert!((1.0 - brier - share).abs() < 1e-12);
        share
    };
    assert!((share(result(&[0.0], 0.9)) - 0.96).abs() < 1e-12);
    assert!((share(result(&[], 0.1)) - 0.36).abs() < 1e-12);
}

#[test]
fn a_cell_of_the_blueprint_needs_five_cases_for_a_score() {
    let truths: Vec<_> = (0..9)
        .map(|idx| (case(&format!("c{idx}")), truth(&[])))
        .collect();
    let ids: Vec<CaseId> = truths.iter().map(|(id, _)| id.clone()).collect();
    let mut tape = Tape::new(ReadingMode::Unaided, truths, |plan| {
        let cell = |idx: usize| if idx < 5 { "chest" } else { "head" };
        let cells = ids.iter().cloned().enumerate();
        plan.design.cells = cells.map(|(idx, id)| (id, cell(idx).to_owned())).collect();
    });
    for (idx, id) in ids.iter().enumerate() {
        tape.fact(id, CaseFact::Opened);
        tape.command(id, Command::RateCase(if idx == 0 { 90 } else { 0 }));
        tape.fact(id, CaseFact::Signed);
    }
    let cells = tape.finished().assessment.unwrap().cells;
    assert_eq!((cells[0].name.as_str(), cells[0].n), ("chest", 5));
    assert!((cells[0].share.unwrap().value - 0.8).abs() < 1e-12);
    assert_eq!(
        (cells[1].name.as_str(), cells[1].n, cells[1].share),
        ("head", 4, None)
    );
}
