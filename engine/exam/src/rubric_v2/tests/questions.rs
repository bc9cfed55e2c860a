//! Questions of every kind through a whole session: what scripted readers answer, and what it is worth.

use overread_base::{CaseId, Seed, SeriesUid, Vec3};
use overread_scenario::{
    AnswerValue, AskedWhen, Branch, Choice, Feedback, Question, QuestionId, QuestionKind,
    ReadingMode, Scoring,
};

use super::rig::{Read, Tape};
use crate::fixture::{case, result, truth};
use crate::{
    CaseFact, Command, HumanGrade, Policy, QuestionStatus, ReaderModel, Score, SessionPlan,
};

fn question(id: &str, kind: QuestionKind, scoring: Scoring) -> Question {
    Question {
        id: QuestionId::new(id).unwrap(),
        text: Vec::new(),
        help: Vec::new(),
        kind,
        asked: AskedWhen::Both,
        is_required: true,
        branch: None,
        scoring: Some(scoring),
        weight: 1.0,
        feedback: Feedback::default(),
    }
}

fn choices(codes: &[&str]) -> Vec<Choice> {
    let choice = |code: &&str| Choice {
        code: (*code).to_owned(),
        text: Vec::new(),
    };
    codes.iter().map(choice).collect()
}

fn code(text: &str) -> AnswerValue {
    AnswerValue::Code(text.to_owned())
}

/// A question of every kind that has a key, with the key.
fn all_kinds() -> Vec<(Question, AnswerValue)> {
    let mut kinds = measured_kinds();
    let set = || AnswerValue::Codes(vec!["a".to_owned(), "b".to_owned()]);
    let abc = || choices(&["a", "b", "c"]);
    let overlap = Scoring::Overlap {
        is_dice: true,
        least: 0.5,
    };
    let likert = QuestionKind::Likert {
        steps: 5,
        ends: [Vec::new(), Vec::new()],
    };
    let scale = QuestionKind::Scale("s-v1".to_owned());
    let ordinal = || Scoring::OrdinalDistance { zero_at: 1 };
    let mut add = |id, kind, scoring, key| kinds.push((question(id, kind, scoring), key));
    let exact = || Scoring::Exact;
    add("choice", QuestionKind::Choice(abc()), exact(), code("b"));
    let multi = QuestionKind::MultiChoice(abc());
    add("multi", multi, Scoring::PartialSet, set());
    add("grid", QuestionKind::RegionGrid(abc()), overlap, set());
    add("scale", scale, ordinal(), code("3"));
    add("urgency", QuestionKind::Urgency, ordinal(), code("stat"));
    add("likert", likert, ordinal(), code("2"));
    add(
        "verdict",
        QuestionKind::AiVerdict,
        exact(),
        code("rejected"),
    );
    add("defect", QuestionKind::Defect, exact(), code("c.language"));
    add(
        "meaning",
        QuestionKind::Interpretation,
        exact(),
        code("partial"),
    );
    add("place", QuestionKind::Localisation, exact(), code("full"));
    let sure = AnswerValue::Percent(70);
    add("sure", QuestionKind::Confidence, exact(), sure);
    kinds
}

/// Those that are answered by a number or a length.
fn measured_kinds() -> Vec<(Question, AnswerValue)> {
    let number = QuestionKind::Number {
        ucum: "mm".to_owned(),
        least: 0.0,
        greatest: 100.0,
    };
    let measured = AnswerValue::Caliper {
        series: SeriesUid::new("1.2.3").unwrap(),
        ends: [Vec3::new(0.0, 0.0, 0.0), Vec3::new(12.0, 0.0, 0.0)],
    };
    let tolerance = Scoring::Tolerance {
        absolute: Some(1.0),
        percent: None,
    };
    let caliper = || QuestionKind::Caliper;
    [
        ("number", number, AnswerValue::Number(30.0)),
        ("caliper", caliper(), AnswerValue::Number(12.0)),
        ("length", caliper(), measured),
    ]
    .map(|(id, kind, key)| (question(id, kind, tolerance.clone()), key))
    .to_vec()
}

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
            assert_eq!(question.first, Some(expected), "{}", question.question);
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
