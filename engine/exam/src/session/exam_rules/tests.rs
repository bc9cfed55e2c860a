//! What an exam may do in a session, and what it may not.

use overread_base::{CaseId, FailureKind, ItemId, LocalText, Millis, ServiceId};
use overread_scenario::ReadingMode;

use crate::fixture::{Sitting, at, case, plan, result, service};
use crate::{
    AiView, CasePhase, Command, Event, ExamAction, ExamCall, ExamEvent, ExamFact, ExamFault,
    ExamGrade, ExamItem, ExamPlan, ExamSeat, FindingVerdict, PlanError, Refusal, Session,
    SessionEnd, TurnRecord,
};

fn item_id(name: &str) -> ItemId {
    ItemId::new(name).unwrap()
}

/// Three items, `i1` to `i3`, with the service or read alone; the second may take a minute.
fn seat(service: Option<&ServiceId>) -> ExamSeat {
    let item = |(name, case_name): (&str, &str)| ExamItem {
        id: item_id(name),
        case: case(case_name),
        service: service.cloned(),
        time_limit: (name == "i2").then_some(Millis(60_000)),
        hints: Vec::new(),
    };
    ExamSeat {
        plugin: crate::fixture::service(),
        locale: "en".to_owned(),
        settings: Vec::new(),
        plan: ExamPlan {
            title: Vec::new(),
            items: [("i1", "c1"), ("i2", "c2"), ("i3", "c3")].map(item).into(),
            extra: Vec::new(),
        },
    }
}

/// A sitting whose plugin has heard that the session was planned and began, and wants `actions`.
fn sitting(mode: ReadingMode, with_ai: bool, actions: &[ExamAction]) -> Sitting {
    let service = service().id;
    let mut plan = plan(mode);
    plan.exam = Some(seat(with_ai.then_some(&service)));
    let mut sitting = Sitting {
        session: Session::new(plan).unwrap(),
        ..Sitting::new(mode)
    };
    answer(&mut sitting, &[]);
    answer(&mut sitting, actions);
    sitting
}

fn turn(number: u32, actions: &[ExamAction]) -> Command {
    Command::Exam(Box::new(ExamFact::Turned(TurnRecord {
        number,
        state_sha256: [0; 32],
        actions: actions.to_vec(),
        notes: Vec::new(),
        refused: Vec::new(),
    })))
}

/// The plugin answers the event that it heard of last.
#[track_caller]
fn answer(sitting: &mut Sitting, actions: &[ExamAction]) {
    let number = sitting.session.exam.as_ref().unwrap().n_turns;
    sitting.done(turn(number, actions));
}

/// What of the last turn had no effect.
fn refused(sitting: &Sitting) -> &[String] {
    let last = &sitting.events.last().unwrap().event;
    let Event::Exam(ExamFact::Turned(turn)) = last else {
        panic!("{last:?}");
    };
    &turn.refused
}

fn go_to(name: &str) -> ExamAction {
    ExamAction::GoTo(item_id(name))
}

fn worklist(sitting: &Sitting) -> Vec<(String, bool)> {
    let view = sitting.session.view(sitting.now);
    let rows = view.worklist.iter();
    rows.map(|row| (row.case.to_string(), row.is_next))
        .collect()
}

/// Rates and signs the open case, alone.
#[track_caller]
fn sign(sitting: &mut Sitting) {
    sitting.done(Command::RateCase(10));
    sitting.write_report();
    sitting.done(Command::Sign);
}

#[test]
fn the_exam_says_which_case_is_next_and_when_it_is_over() {
    let mut s = sitting(ReadingMode::Unaided, false, &[go_to("i3")]);
    assert_eq!(worklist(&s), [("c3".to_owned(), true)]);
    let wrong = s.send(Command::OpenCase(case("c1"))).unwrap_err();
    let expected = Refusal::OutOfOrder {
        expected: case("c3"),
        found: case("c1"),
    };
    assert_eq!(wrong, expected);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    sign(&mut s);
    // Until the plugin has answered, nobody knows what is next.
    assert_eq!(s.send(Command::NextCase), Err(Refusal::AwaitingExam));
    assert_eq!(s.send(Command::Finish), Err(Refusal::AwaitingExam));
    answer(&mut s, &[go_to("i1")]);
    s.done(Command::NextCase);
    answer(&mut s, &[ExamAction::EndExam]);
    // What is open is not taken away.
    assert_eq!(
        s.send(Command::Finish),
        Err(Refusal::CaseOpen { case: case("c1") })
    );
    sign(&mut s);
    answer(&mut s, &[]);
    assert!(s.session.is_exam_over());
    assert_eq!(s.send(Command::NextCase), Err(Refusal::NoCaseLeft));
    s.done(Command::Finish);
    assert_eq!(
        s.events.last().unwrap().event,
        Event::Ended(SessionEnd::Complete)
    );
    let scored: Vec<&CaseId> = s.session.scored_cases().collect();
    assert_eq!(scored, [&case("c1"), &case("c3")]);
}

#[test]
fn without_a_word_of_the_exam_its_plan_is_the_order() {
    let mut s = sitting(ReadingMode::Unaided, false, &[]);
    for name in ["c1", "c2", "c3"] {
        assert_eq!(worklist(&s).last(), Some(&(name.to_owned(), true)));
        s.done(Command::NextCase);
        answer(&mut s, &[]);
        sign(&mut s);
        answer(&mut s, &[]);
    }
    s.done(Command::Finish);
}

#[test]
fn after_a_fault_the_cases_go_on_in_the_order_of_the_plan() {
    let mut s = sitting(ReadingMode::Unaided, false, &[go_to("i2")]);
    s.done(Command::NextCase);
    let fault = ExamFault {
        call: ExamCall::Step,
        kind: FailureKind::Trap,
        message: "unreachable".to_owned(),
    };
    let fact = Command::Exam(Box::new(ExamFact::Faulted(fault.clone())));
    s.done(fact.clone());
    assert_eq!(s.send(fact), Err(Refusal::ExamFact));
    let view = s.session.view(s.now);
    assert_eq!(view.exam.as_ref().unwrap().fault, Some(&fault));
    assert_eq!(view.worklist.len(), 3);
    sign(&mut s);
    s.done(Command::NextCase);
    assert_eq!(s.session.open_case(), Some(&case("c1")));
    // A plugin that was given up is not heard any more.
    assert_eq!(s.send(turn(3, &[])), Err(Refusal::ExamFact));
}

#[test]
fn a_case_is_closed_as_it_stands_when_its_time_is_over() {
    let mut s = sitting(ReadingMode::Unaided, false, &[go_to("i2")]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    let opened = s.now;
    s.done(Command::AddMark(at(1.0)));
    // Time stands still while the reader is away.
    s.done(Command::Pause);
    s.now.0 += 3_600_000;
    s.done(Command::Resume);
    let left = s.session.view(s.now).exam.unwrap().time_left.unwrap();
    assert!(Millis(0) < left && left < Millis(60_000));
    let over = Command::Exam(Box::new(ExamFact::TimedOut(case("c2"))));
    assert_eq!(s.send(over.clone()), Err(Refusal::ExamFact));
    s.now.0 += 60_000;
    assert_eq!(s.session.due(s.now), Some(&case("c2")));
    s.done(over);
    let late = s.send(Command::RateCase(90)).unwrap_err();
    assert_eq!(late, Refusal::TimedOut { case: case("c2") });
    let view = s.session.view(s.now).case.unwrap();
    assert!(view.is_timed_out && view.marks.len() == 1);
    assert_eq!(view.phase, CasePhase::Signed);
    assert!(opened < s.now);
    answer(&mut s, &[go_to("i1")]);
    s.done(Command::NextCase);
}

#[test]
fn nothing_that_the_exam_says_shows_an_ai_result_before_the_lock() {
    let show = ExamAction::ShowAi(item_id("i1"));
    let mut s = sitting(ReadingMode::Sequential, true, std::slice::from_ref(&show));
    assert_eq!(refused(&s), ["show-ai i1: no first answer is locked"]);
    s.done(Command::NextCase);
    answer(&mut s, std::slice::from_ref(&show));
    s.arrives("c1", result(&[5.0], 0.9)).unwrap();
    s.done(Command::RateCase(80));
    let hidden = |s: &Sitting| s.session.view(s.now).case.unwrap().ai == AiView::Hidden;
    assert!(hidden(&s));
    s.done(Command::LockFirstRead);
    assert!(!hidden(&s));
    // Locked and shown: two events.
    answer(&mut s, &[]);
    answer(&mut s, &[ExamAction::HideAi(item_id("i1"))]);
    assert_eq!(refused(&s), ["hide-ai i1: a finding has no verdict yet"]);
    assert!(!hidden(&s));
}

#[test]
fn an_exam_takes_a_judged_result_away_and_brings_it_back() {
    let mut s = sitting(ReadingMode::Sequential, true, &[]);
    s.read_up_to_reveal("c1", &[], 80, result(&[5.0], 0.9));
    let verdict = |verdict| Command::GiveVerdict {
        finding: crate::fixture::finding_id("f0"),
        verdict,
        note: None,
    };
    s.done(verdict(FindingVerdict::Accepted));
    answer(&mut s, &[]);
    answer(&mut s, &[]);
    answer(&mut s, &[ExamAction::HideAi(item_id("i1"))]);
    assert_eq!(refused(&s), [] as [String; 0]);
    let late = s.send(verdict(FindingVerdict::Rejected)).unwrap_err();
    assert_eq!(late, Refusal::AiHiddenByExam);
    s.write_report();
    s.done(Command::Sign);
    let told = s.session.exam_event(s.events.last().unwrap()).unwrap();
    let ExamEvent::Answered(answer) = told.event else {
        panic!("{told:?}");
    };
    // From the reveal to the turn that took it away: one second each for the verdict and three turns.
    assert_eq!(answer.ai_visible, Millis(4_000));
    assert_eq!(answer.report.findings[0].id.as_str(), "ai:f0");
    assert_eq!(answer.decisions.len(), 1);
}

#[test]
fn an_item_without_a_service_is_read_alone_in_a_session_with_one() {
    let mut s = sitting(ReadingMode::Sequential, false, &[]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    assert!(!s.session.wants_ai_result(&case("c1")));
    let view = s.session.view(s.now).case.unwrap();
    assert_eq!(
        (view.phase, view.ai),
        (CasePhase::FinalRead, AiView::NotUsed)
    );
    assert!(s.arrives("c1", result(&[5.0], 0.9)).is_err());
    sign(&mut s);
}

#[test]
fn a_grade_comes_once_and_only_after_the_end() {
    let mut s = sitting(ReadingMode::Unaided, false, &[ExamAction::EndExam]);
    let grade = ExamGrade {
        is_passed: true,
        score: 1.0,
        rows: Vec::new(),
        feedback: Vec::new(),
    };
    let graded = Command::Exam(Box::new(ExamFact::Graded(grade.clone())));
    assert_eq!(s.send(graded.clone()), Err(Refusal::ExamFact));
    s.done(Command::Finish);
    assert!(!s.session.wants_grade());
    answer(&mut s, &[]);
    assert!(s.session.wants_grade());
    s.done(graded.clone());
    assert_eq!(s.send(graded), Err(Refusal::ExamFact));
    assert_eq!(s.session.view(s.now).exam.unwrap().grade, Some(&grade));
}

#[test]
fn what_the_exam_says_is_kept_for_the_reader() {
    let text = vec![LocalText {
        locale: "en".to_owned(),
        value: "Good morning.".to_owned(),
    }];
    let s = sitting(
        ReadingMode::Unaided,
        false,
        &[ExamAction::Message(text.clone())],
    );
    let view = s.session.view(s.now).exam.unwrap();
    assert_eq!(view.messages.len(), 1);
    assert_eq!(view.messages[0].text, text);
}

#[test]
fn a_replay_gives_the_same_session() {
    let mut s = sitting(ReadingMode::Unaided, false, &[go_to("i2")]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    sign(&mut s);
    let again = Session::replay(s.session.plan().clone(), &s.events).unwrap();
    assert_eq!(again, s.session);
}

#[test]
fn a_session_without_an_exam_hears_of_none() {
    let mut s = Sitting::new(ReadingMode::Unaided);
    assert_eq!(s.send(turn(0, &[])), Err(Refusal::NoExam));
    let mut plan = plan(ReadingMode::Unaided);
    let mut other = seat(None);
    other.plan.items.pop();
    plan.exam = Some(other);
    assert_eq!(Session::new(plan), Err(PlanError::OtherItems));
}

/// What the plugin is told of the events of the last command, from the session as it is after each of them.
fn told(sitting: &mut Sitting, command: Command) -> Vec<ExamEvent> {
    sitting.now.0 += 1000;
    let events = sitting.session.decide(sitting.now, command).unwrap();
    let mut told = Vec::new();
    for event in events {
        sitting.session.apply(&event);
        told.extend(sitting.session.exam_event(&event).map(|told| told.event));
        sitting.events.push(event);
    }
    told
}

#[test]
fn a_plugin_hears_of_a_request_as_of_a_locked_answer() {
    let mut s = sitting(ReadingMode::OnRequest, true, &[go_to("i1")]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    s.done(Command::RateCase(80));
    let heard = told(&mut s, Command::RequestAi);
    let [ExamEvent::AnsweredFirst(first)] = heard.as_slice() else {
        panic!("{heard:?}");
    };
    assert_eq!(first.item, item_id("i1"));
    assert_eq!(first.confidence.unwrap().value(), 80);
}

#[test]
fn a_plugin_hears_of_cases_that_the_service_decides_and_may_go_on_to_the_next() {
    let mut s = sitting(ReadingMode::BandPass, true, &[go_to("i2")]);
    let arrives = |id: &str, probability| Command::AiArrived {
        case: case(id),
        result: Box::new(result(&[], probability)),
    };
    let heard = told(&mut s, arrives("c1", 0.01));
    let decided = ExamEvent::Other {
        kind: "decided-by-ai".to_owned(),
        fields: vec![
            ("item".to_owned(), "i1".to_owned()),
            ("call".to_owned(), "negative".to_owned()),
        ],
    };
    assert_eq!(heard, [decided]);
    answer(&mut s, &[go_to("i2")]);
    assert_eq!(told(&mut s, arrives("c2", 0.5)), []);
    s.done(Command::NextCase);
    assert_eq!(s.session.open_case(), Some(&case("c2")));
}

#[test]
fn a_plugin_hears_that_times_are_over() {
    let mut plan = plan(ReadingMode::Unaided);
    plan.exam = Some(seat(None));
    plan.design.clocks.case = Some(Millis(10_000));
    plan.design.clocks.session = Some(Millis(30_000));
    let mut s = Sitting {
        session: Session::new(plan).unwrap(),
        ..Sitting::new(ReadingMode::Unaided)
    };
    answer(&mut s, &[]);
    answer(&mut s, &[go_to("i1")]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    s.now.0 += 10_000;
    let heard = told(&mut s, Command::CaseTimeUp(case("c1")));
    assert_eq!(heard, [ExamEvent::TimedOut(item_id("i1"))]);
    answer(&mut s, &[go_to("i3")]);
    s.done(Command::NextCase);
    answer(&mut s, &[]);
    s.now.0 += 30_000;
    let heard = told(&mut s, Command::Proctor(crate::ProctorFact::TimeUp));
    let expected = [ExamEvent::TimedOut(item_id("i3")), ExamEvent::Finished];
    assert_eq!(heard, expected);
    // Its answers to them are taken after the end, and then the grade.
    answer(&mut s, &[]);
    answer(&mut s, &[]);
    assert!(s.session.wants_grade());
}

#[test]
fn an_exam_that_chooses_leaves_no_free_order_in_triage() {
    let mut s = sitting(ReadingMode::Triage, true, &[go_to("i2")]);
    let urgent = Command::AiArrived {
        case: case("c3"),
        result: Box::new(result(&[1.0], 0.9)),
    };
    s.done(urgent);
    let view = s.session.view(s.now);
    let listed: Vec<_> = view.worklist.iter().map(|row| row.case).collect();
    assert_eq!(listed, [&case("c2")]);
    assert_eq!(view.worklist[0].priority, None);
    let out_of_order = Refusal::OutOfOrder {
        expected: case("c2"),
        found: case("c3"),
    };
    assert_eq!(s.send(Command::OpenCase(case("c3"))), Err(out_of_order));
    s.done(Command::NextCase);
}

#[test]
fn items_that_are_read_alone_wait_for_no_service() {
    let mut s = sitting(ReadingMode::AutonomousAudit, false, &[go_to("i1")]);
    assert!(!s.session.wants_ai_result(&case("c1")));
    assert_eq!(s.session.awaited_ahead(), None);
    s.done(Command::NextCase);
    assert_eq!(s.session.view(s.now).case.unwrap().ai, AiView::NotUsed);
}
