//! Time that runs, stands still, is given, and is over.

use overread_base::Seed;
use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, case, plan, result, signed, supervised_seat};
use crate::{Command, Order, SessionPlan, StampedEvent};

fn timed() -> SessionPlan {
    let mut plan = plan(ReadingMode::Unaided);
    plan.design.clocks.session = Some(Millis(60_000));
    plan.design.clocks.case = Some(Millis(20_000));
    plan
}

fn supervised(needs_signed_start: bool) -> SessionPlan {
    let mut plan = timed();
    plan.seed = Seed(4);
    plan.design.certification = Some(supervised_seat(needs_signed_start, false));
    plan
}

fn order(order: Order, number: u32) -> Command {
    Command::Proctor(ProctorFact::Ordered(signed(order, number)))
}

fn tell_left() -> Command {
    Command::Proctor(ProctorFact::TimeLeft(Millis(0)))
}

fn time_up() -> Command {
    Command::Proctor(ProctorFact::TimeUp)
}

#[track_caller]
fn check_left(s: &Sitting, expected: u64) {
    assert_eq!(s.session.session_left(s.now), Some(Millis(expected)));
    let view = s.session.view(s.now).clock;
    assert_eq!(view.session_left, Some(Millis(expected)));
}

#[test]
fn the_session_ends_when_its_time_is_over_and_the_open_case_stands_as_it_is() {
    let mut s = Sitting::of(timed());
    s.done(Command::NextCase);
    s.done(Command::RateCase(5));
    s.now.0 += 10_000;
    assert!(!s.session.session_due(s.now));
    assert_eq!(s.send(time_up()), Err(Refusal::NotDue));
    s.now = Millis(60_000);
    assert!(s.session.session_due(s.now));
    // Nothing is answered after the end, whether the host has said so or not.
    assert_eq!(s.send(Command::RateCase(90)), Err(Refusal::TimeUp));
    s.done(time_up());
    assert_eq!(s.session.view(s.now).state, SessionState::Ended);
    let ends: Vec<&Event> = s.events.iter().rev().take(3).map(|e| &e.event).collect();
    assert_eq!(ends[0], &Event::Ended(SessionEnd::TimeUp));
    assert_eq!(ends[1], &Event::Proctor(ProctorFact::TimeUp));
    let timed_out = Event::Case {
        case: case("c1"),
        fact: CaseFact::TimedOut,
    };
    assert_eq!(ends[2], &timed_out);
    assert_eq!(s.send(time_up()), Err(Refusal::SessionEnded));
}

#[test]
fn a_case_whose_time_is_over_is_closed_and_the_next_one_opens() {
    let mut s = Sitting::of(timed());
    s.done(Command::NextCase);
    s.done(Command::Viewer(crate::ViewerFact::ImagePainted));
    let c1 = || Command::CaseTimeUp(case("c1"));
    assert_eq!(s.send(c1()), Err(Refusal::NotDue));
    // The case's time runs from its first image at 2 s.
    assert_eq!(s.session.case_due(Millis(21_999)), None);
    assert_eq!(s.session.case_due(Millis(22_000)), Some(&case("c1")));
    assert_eq!(s.session.case_left(Millis(12_000)), Some(Millis(10_000)));
    s.now = Millis(22_000);
    let over = Refusal::TimedOut { case: case("c1") };
    assert_eq!(s.send(Command::RateCase(5)), Err(over.clone()));
    assert_eq!(
        s.send(Command::CaseTimeUp(case("c2"))),
        Err(Refusal::NotDue)
    );
    s.done(c1());
    assert!(s.session.view(s.now).case.unwrap().is_timed_out);
    assert_eq!(s.send(Command::OpenCase(case("c1"))), Err(over));
    s.done(Command::NextCase);
    assert_eq!(s.session.case_left(s.now), Some(Millis(20_000)));
}

#[test]
fn pauses_take_no_time() {
    let mut s = Sitting::of(timed());
    s.done(Command::NextCase);
    s.done(Command::Pause);
    check_left(&s, 58_000);
    s.now.0 += 100_000;
    check_left(&s, 58_000);
    assert_eq!(s.session.case_due(s.now), None);
    s.done(Command::Resume);
    check_left(&s, 58_000);
    s.now.0 += 1_000;
    check_left(&s, 57_000);
}

#[test]
fn a_scenario_may_allow_no_pause_or_few() {
    let mut plan = timed();
    plan.design.clocks.pauses = PausePolicy::Never;
    let mut s = Sitting::of(plan);
    assert!(!s.session.view(s.now).clock.may_pause);
    assert_eq!(s.send(Command::Pause), Err(Refusal::NoPause));
    let mut plan = timed();
    plan.design.clocks.pauses = PausePolicy::Limited {
        most: 2,
        total: Millis(5_000),
    };
    let mut s = Sitting::of(plan.clone());
    for _ in 0..2 {
        s.done(Command::Pause);
        s.done(Command::Resume);
    }
    assert_eq!(s.send(Command::Pause), Err(Refusal::NoPause));
    // What a pause lasts beyond the limit is time that runs.
    let mut s = Sitting::of(plan);
    s.done(Command::Pause);
    let left = s.session.session_left(s.now).unwrap().0;
    s.now.0 += 5_000;
    check_left(&s, left);
    s.now.0 += 3_000;
    check_left(&s, left - 3_000);
    s.done(Command::Resume);
    assert_eq!(s.send(Command::Pause), Err(Refusal::NoPause));
    check_left(&s, left - 5_000);
}

#[test]
fn nothing_runs_before_a_signed_start() {
    let mut s = Sitting::of(supervised(true));
    s.now = Millis(500_000);
    assert!(s.session.view(s.now).clock.awaits_start);
    check_left(&s, 60_000);
    for command in [
        Command::NextCase,
        Command::Pause,
        Command::Finish,
        time_up(),
        tell_left(),
        Command::Proctor(ProctorFact::FocusLost),
        Command::WithholdAi(case("c1")),
    ] {
        assert_eq!(
            s.send(command.clone()),
            Err(Refusal::NotStarted),
            "{command:?}"
        );
    }
    let view = s.session.view(s.now);
    assert!(view.worklist.iter().all(|row| !row.is_next));
    s.done(order(Order::Start, 1));
    check_left(&s, 60_000);
    s.done(Command::NextCase);
    check_left(&s, 59_000);
}

#[test]
fn no_result_is_wanted_before_the_start() {
    let mut plan = supervised(true);
    plan.mode = ReadingMode::Triage;
    plan.service = Some(crate::fixture::service());
    let mut s = Sitting::of(plan);
    assert!(!s.session.wants_ai_result(&case("c1")));
    assert_eq!(s.arrives("c1", result(&[], 0.1)), Err(Refusal::NotStarted));
    s.done(order(Order::Start, 1));
    assert!(s.session.wants_ai_result(&case("c1")));
}

#[test]
fn supervisors_stop_the_clock_and_give_time() {
    let mut s = Sitting::of(supervised(false));
    s.done(Command::NextCase);
    s.done(order(Order::Pause, 1));
    assert!(s.session.view(s.now).clock.is_paused_by_order);
    check_left(&s, 58_000);
    s.now.0 += 50_000;
    check_left(&s, 58_000);
    assert_eq!(s.send(Command::Resume), Err(Refusal::PausedByOrder));
    s.done(order(Order::Extend(Millis(30_000)), 2));
    s.done(order(Order::Resume, 3));
    check_left(&s, 88_000);
    // A pause of the reader becomes one of the supervisor.
    s.done(Command::Pause);
    s.done(order(Order::Pause, 4));
    assert_eq!(s.send(Command::Resume), Err(Refusal::PausedByOrder));
    s.done(order(Order::Resume, 5));
    assert_eq!(s.session.view(s.now).clock.next_order, 6);
}

#[test]
fn time_left_is_written_down_as_the_session_reckons_it_and_not_too_often() {
    let mut s = Sitting::of(timed());
    s.done(tell_left());
    let told = &s.events[0].event;
    let expected = Event::Proctor(ProctorFact::TimeLeft(Millis(59_000)));
    assert_eq!(told, &expected, "the host's figure does not count");
    s.now.0 += 3_999;
    assert_eq!(s.send(tell_left()), Err(Refusal::NotDue));
    s.now = Millis(5_000);
    s.done(tell_left());
    s.done(Command::Pause);
    s.now.0 += 10_000;
    assert_eq!(s.send(tell_left()), Err(Refusal::NotDue));
    let mut free = Sitting::new(ReadingMode::Unaided);
    assert_eq!(free.send(tell_left()), Err(Refusal::NotDue));
    assert_eq!(free.session.view(free.now).clock.session_left, None);
}

/// After a crash the host goes on at the time of the last event: what is left is what was left then.
#[test]
fn the_time_left_survives_a_replay_of_any_part_of_the_journal() {
    let mut plan = supervised(true);
    plan.design.clocks.case = None;
    let mut s = Sitting::of(plan);
    s.now = Millis(9_000);
    let acts = [
        order(Order::Start, 1),
        Command::NextCase,
        tell_left(),
        Command::Pause,
        Command::Resume,
        order(Order::Pause, 2),
        order(Order::Extend(Millis(7_000)), 3),
        order(Order::Resume, 4),
        Command::RateCase(5),
        tell_left(),
    ];
    let mut left: Vec<(usize, Option<Millis>)> = Vec::new();
    for act in acts {
        s.now.0 += 4_000;
        s.done(act);
        left.push((s.events.len(), s.session.session_left(s.now)));
    }
    for (n_events, left) in left {
        let events: &[StampedEvent] = &s.events[..n_events];
        let again = Session::replay(s.session.plan.clone(), events).unwrap();
        assert_eq!(
            again.session_left(Millis(0)),
            left,
            "after {n_events} events"
        );
    }
}
