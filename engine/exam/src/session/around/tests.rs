//! Orders, focus, incidents: what counts, and what is refused by name.

use overread_scenario::ReadingMode;

use super::*;
use crate::fixture::{Sitting, case, plan, signed, supervised_seat};
use crate::{Command, SessionPlan, StampedEvent};

fn supervised() -> SessionPlan {
    let mut plan = plan(ReadingMode::Unaided);
    plan.design.clocks.session = Some(Millis(600_000));
    plan.design.certification = Some(supervised_seat(false, true));
    plan
}

fn order(signed: SignedOrder) -> Command {
    Command::Proctor(ProctorFact::Ordered(signed))
}

#[track_caller]
fn check_refused(s: &mut Sitting, signed: SignedOrder, expected: &str) {
    let Err(Refusal::Order { problem }) = s.send(order(signed)) else {
        panic!("not refused as an order");
    };
    assert!(problem.contains(expected), "{problem}");
}

#[test]
fn an_order_needs_a_supervisor_a_signature_and_its_turn() {
    let mut alone = Sitting::new(ReadingMode::Unaided);
    check_refused(&mut alone, signed(Order::Pause, 1), "nobody supervises");
    let mut s = Sitting::of(supervised());
    let stranger = SignedOrder {
        key: "cd".repeat(32),
        ..signed(Order::Pause, 1)
    };
    check_refused(&mut s, stranger, "not that of a supervisor");
    let short = SignedOrder {
        signature: "00".to_owned(),
        ..signed(Order::Pause, 1)
    };
    check_refused(&mut s, short, "128 digits");
    check_refused(
        &mut s,
        signed(Order::Pause, 2),
        "expected number 1, found 2",
    );
    s.done(order(signed(Order::Pause, 1)));
    check_refused(
        &mut s,
        signed(Order::Resume, 1),
        "expected number 2, found 1",
    );
}

#[test]
fn an_order_has_to_fit_where_the_session_is() {
    let mut s = Sitting::of(supervised());
    check_refused(&mut s, signed(Order::Start, 1), "has been started");
    check_refused(&mut s, signed(Order::Resume, 1), "no supervisor has paused");
    s.done(Command::Pause);
    check_refused(&mut s, signed(Order::Resume, 1), "no supervisor has paused");
    s.done(order(signed(Order::Pause, 1)));
    check_refused(&mut s, signed(Order::Pause, 2), "the session is paused");
    let none = signed(Order::Extend(Millis(0)), 2);
    check_refused(&mut s, none, "more than 0");
    let day = Millis(24 * 3600 * 1000);
    s.done(order(signed(Order::Extend(day), 2)));
    let more = signed(Order::Extend(Millis(1)), 3);
    check_refused(&mut s, more, "at most 86400000 ms in all");
    let mut untimed = supervised();
    untimed.design.clocks.session = None;
    let mut s = Sitting::of(untimed);
    let given = signed(Order::Extend(Millis(1)), 1);
    check_refused(&mut s, given, "no time limit");
}

#[test]
fn a_supervisor_ends_the_session_as_it_stands() {
    let mut s = Sitting::of(supervised());
    s.done(Command::NextCase);
    s.done(order(signed(Order::Seal, 1)));
    let last = &s.events.last().unwrap().event;
    assert_eq!(last, &Event::Ended(SessionEnd::Sealed));
    assert_eq!(s.send(Command::RateCase(5)), Err(Refusal::SessionEnded));
    let more = s.send(order(signed(Order::Resume, 2)));
    assert_eq!(more, Err(Refusal::SessionEnded));
}

#[test]
fn the_focus_is_watched_where_the_terms_say_so() {
    let lost = || Command::Proctor(ProctorFact::FocusLost);
    let gained = || Command::Proctor(ProctorFact::FocusGained);
    let mut free = Sitting::new(ReadingMode::Unaided);
    assert_eq!(free.send(lost()), Err(Refusal::FocusNotWatched));
    let mut s = Sitting::of(supervised());
    assert_eq!(s.send(gained()), Err(Refusal::SameFocus));
    s.done(lost());
    assert_eq!(s.send(lost()), Err(Refusal::SameFocus));
    s.now.0 += 4_000;
    let watched = |s: &Sitting| {
        let clock = s.session.view(s.now).clock;
        (clock.n_focus_lost, clock.focus_lost_for.0)
    };
    // The refused command took a second, too.
    assert_eq!(watched(&s), (1, 5_000));
    s.done(gained());
    s.now.0 += 60_000;
    assert_eq!(watched(&s), (1, 6_000));
    s.done(lost());
    assert_eq!(watched(&s), (2, 6_000));
}

#[test]
fn incidents_are_taken_at_any_time_before_the_end() {
    let incident = |text: &str| Command::Proctor(ProctorFact::Incident(text.to_owned()));
    let mut s = Sitting::of(supervised());
    s.done(incident("the lamp went out"));
    s.done(Command::Pause);
    s.done(incident("still dark"));
    assert_eq!(s.send(incident(" \n")), Err(Refusal::EmptyIncident));
    let long = "x".repeat(MAX_WORDS_BYTES + 1);
    let too_long = Refusal::TextTooLong {
        limit: MAX_WORDS_BYTES,
        found: MAX_WORDS_BYTES + 1,
    };
    assert_eq!(s.send(incident(&long)), Err(too_long));
    assert_eq!(s.session.view(s.now).clock.n_incidents, 2);
    s.done(Command::Proctor(ProctorFact::ClockJumped {
        by_ms: -3_600_000,
    }));
    s.done(Command::Abandon);
    assert_eq!(s.send(incident("late")), Err(Refusal::SessionEnded));
}

#[test]
fn a_reason_for_missing_images_is_bounded() {
    let mut s = Sitting::of(supervised());
    s.done(Command::NextCase);
    let failed = |n| Command::ImagesFailed {
        case: case("c1"),
        reason: "x".repeat(n),
    };
    assert!(s.send(failed(MAX_WORDS_BYTES + 1)).is_err());
    s.done(failed(MAX_WORDS_BYTES));
}

fn is_order(stamped: &StampedEvent) -> bool {
    matches!(stamped.event, Event::Proctor(ProctorFact::Ordered(_)))
}

/// The session as its journal gives it when the program was killed right behind the last order.
#[track_caller]
fn killed_behind_the_order(s: &Sitting) -> Sitting {
    let last = s.events.iter().rposition(is_order).unwrap();
    assert_eq!(s.events.len(), last + 2, "one event follows from the order");
    let events = s.events[..=last].to_vec();
    Sitting {
        session: Session::replay(s.session.plan.clone(), &events).unwrap(),
        events,
        now: s.now,
    }
}

/// These orders come while a case is read, and the program is killed behind the last one: coming back carries it out.
#[track_caller]
fn check_carried_out(
    orders: &[Order],
    expected: &Event,
    answering: Result<(), Refusal>,
) -> Sitting {
    let mut s = Sitting::of(supervised());
    s.done(Command::NextCase);
    for (which, number) in orders.iter().zip(1..) {
        s.done(order(signed(*which, number)));
    }
    let mut again = killed_behind_the_order(&s);
    let n_events = again.events.len();
    again.done(Command::Resume);
    let followed: Vec<&Event> = again.events[n_events..].iter().map(|e| &e.event).collect();
    assert_eq!(followed, [expected]);
    assert_eq!(again.session.state, s.session.state);
    assert_eq!(again.send(Command::RateCase(5)), answering);
    again
}

#[test]
fn an_order_that_was_cut_off_from_what_follows_is_carried_out_when_the_program_is_back() {
    let mut s = check_carried_out(&[Order::Pause], &Event::Paused, Err(Refusal::Paused));
    // From then on it is a pause as any other: the supervisor alone ends it.
    assert_eq!(s.send(Command::Resume), Err(Refusal::PausedByOrder));
    s.done(order(signed(Order::Resume, 2)));
    s.done(Command::RateCase(5));

    let both = [Order::Pause, Order::Resume];
    let mut s = check_carried_out(&both, &Event::Resumed, Ok(()));
    // Once, and not again at the next start.
    s.done(order(signed(Order::Pause, 3)));
    assert_eq!(s.send(Command::Resume), Err(Refusal::PausedByOrder));

    let sealed = Event::Ended(SessionEnd::Sealed);
    let ended = || Err(Refusal::SessionEnded);
    check_carried_out(&[Order::Seal], &sealed, ended());
    check_carried_out(&[Order::Pause, Order::Seal], &sealed, ended());
}

/// Earlier versions let the session go on behind such an order: what came after it does not take it back.
#[test]
fn more_time_behind_an_order_that_was_cut_off_does_not_undo_it() {
    for (orders, expected) in [
        (&[Order::Pause][..], Event::Paused),
        (&[Order::Pause, Order::Resume], Event::Resumed),
        (&[Order::Seal], Event::Ended(SessionEnd::Sealed)),
    ] {
        let mut s = Sitting::of(supervised());
        for (which, number) in orders.iter().zip(1..) {
            s.done(order(signed(*which, number)));
        }
        let mut again = killed_behind_the_order(&s);
        let number = again.session.supervision.next_order();
        let more = Order::Extend(Millis(1_000));
        again.done(order(signed(more, number)));
        again.done(Command::Resume);
        assert_eq!(again.events.last().unwrap().event, expected);
    }
}

/// The clock stands from the order on, whenever its pause is written down.
#[test]
fn a_pause_that_was_cut_off_takes_no_time() {
    let mut s = Sitting::of(supervised());
    s.done(Command::NextCase);
    s.done(order(signed(Order::Pause, 1)));
    let left = s.session.session_left(s.now);
    let mut again = killed_behind_the_order(&s);
    again.now.0 += 50_000;
    again.done(Command::Resume);
    assert_eq!(again.session.session_left(again.now), left);
    assert!(again.session.view(again.now).clock.is_paused_by_order);
}
