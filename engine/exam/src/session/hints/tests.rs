//! Hints are given where the session allows them, one after another, and never by an examination that says nothing of them.

use overread_base::LocalText;
use overread_scenario::{DwellThresholds, FeedbackWhen, PracticeRules, ReadingMode};

use crate::fixture::{Sitting, case, plan, truths};
use crate::{Command, Hint, Refusal, ScoreInput, Session, SessionPlan, score_session};

fn practice(gives_hints: bool, feedback: FeedbackWhen) -> SessionPlan {
    let mut plan = plan(ReadingMode::Unaided);
    plan.design.practice = Some(PracticeRules {
        feedback,
        gives_hints,
        dwell: DwellThresholds::default(),
    });
    plan
}

fn hint(text: &str, left: u32) -> Command {
    Command::GiveHint {
        case: case("c1"),
        hint: Hint {
            text: vec![LocalText::new("en", text)],
            left,
        },
    }
}

#[test]
fn hints_come_one_after_another_until_there_are_no_more() {
    let mut s = Sitting::of(practice(true, FeedbackWhen::AfterCase));
    assert_eq!(s.send(Command::AskHint), Err(Refusal::NoOpenCase));
    s.done(Command::NextCase);
    assert_eq!(
        s.send(hint("Unasked.", 1)),
        Err(Refusal::HintOrder {
            case: case("c1"),
            is_awaited: false
        })
    );
    s.done(Command::AskHint);
    assert_eq!(s.session.awaited_hint(), Some((&case("c1"), 0)));
    assert_eq!(
        s.send(Command::AskHint),
        Err(Refusal::HintOrder {
            case: case("c1"),
            is_awaited: true
        })
    );
    s.done(hint("On the right.", 1));
    s.done(Command::AskHint);
    s.done(hint("Slices 18 to 22.", 0));
    assert_eq!(
        s.send(Command::AskHint),
        Err(Refusal::NoHintLeft { case: case("c1") })
    );
    let view = s.session.view(s.now).case.unwrap();
    assert!(!view.hints.may_ask && !view.hints.is_awaited);
    assert_eq!(view.hints.given.len(), 2);
    // A replay of the record has them too.
    let again = Session::replay(s.session.plan().clone(), &s.events).unwrap();
    assert_eq!(again, s.session);
}

#[test]
fn an_examination_refuses_hints_unless_its_scenario_allows_them() {
    for refusing in [
        plan(ReadingMode::Unaided),
        practice(false, FeedbackWhen::AfterCase),
    ] {
        let mut s = Sitting::of(refusing);
        s.done(Command::NextCase);
        assert_eq!(s.send(Command::AskHint), Err(Refusal::NoHints));
        assert!(!s.session.view(s.now).case.unwrap().hints.may_ask);
    }
    let mut s = Sitting::of(practice(true, FeedbackWhen::AtEnd));
    s.done(Command::NextCase);
    assert!(s.session.view(s.now).case.unwrap().hints.may_ask);
    s.done(Command::AskHint);
}

#[test]
fn a_case_read_with_a_hint_says_so_in_the_score_and_a_hint_without_words_does_not_count() {
    let mut s = Sitting::of(practice(true, FeedbackWhen::AfterCase));
    for (id, text) in [("c1", Some("On the right.")), ("c2", None)] {
        s.done(Command::NextCase);
        s.done(Command::AskHint);
        let text = text.map(|text| LocalText::new("en", text));
        s.done(Command::GiveHint {
            case: case(id),
            hint: Hint {
                text: text.into_iter().collect(),
                left: 0,
            },
        });
        s.done(Command::RateCase(20));
        s.write_report();
        s.done(Command::Sign);
    }
    let input = ScoreInput {
        truths: truths(&[("c1", &[]), ("c2", &[])]),
        ..ScoreInput::default()
    };
    let score = score_session(&s.session, &input);
    let hints: Vec<u32> = score.cases.iter().map(|case| case.n_hints).collect();
    assert_eq!(hints, [1, 0, 0]);
}

#[test]
fn a_closed_case_takes_no_hint_and_a_long_one_is_refused() {
    let mut s = Sitting::of(practice(true, FeedbackWhen::AfterCase));
    s.done(Command::NextCase);
    s.done(Command::AskHint);
    let long = "x".repeat(9 << 10);
    assert!(matches!(
        s.send(hint(&long, 0)),
        Err(Refusal::TextTooLong { .. })
    ));
    s.done(Command::RateCase(20));
    s.write_report();
    s.done(Command::Sign);
    assert!(matches!(
        s.send(hint("Late.", 0)),
        Err(Refusal::HintOrder { .. })
    ));
    assert_eq!(s.session.awaited_hint(), None);
}

#[test]
fn a_session_for_a_certificate_tells_nothing_after_a_case_whatever_its_plan_says() {
    let mut plan = practice(true, FeedbackWhen::AfterCase);
    assert!(plan.design.tells_after_each_case());
    plan.design.certification = Some(crate::fixture::supervised_seat(false, false));
    assert!(!plan.design.tells_after_each_case());
}
