//! Interruptions follow from the seed, come one at a time, and only to a reader at a case.

use overread_base::Seed;
use overread_scenario::{Interruptions, ReadingMode};

use super::*;
use crate::fixture::{Sitting, plan};
use crate::{Command, SessionPlan};

fn interrupted_plan(seed: u64, kinds: &[InterruptionKind]) -> SessionPlan {
    let mut plan = plan(ReadingMode::Unaided);
    plan.seed = Seed(seed);
    let kind = |(idx, &kind)| Interruption {
        id: format!("i{idx}"),
        kind,
        text: Vec::new(),
    };
    plan.design.interruptions = Some(Interruptions {
        mean_gap: Millis(480_000),
        kinds: kinds.iter().enumerate().map(kind).collect(),
    });
    plan
}

fn sitting(kinds: &[InterruptionKind]) -> Sitting {
    Sitting {
        session: Session::new(interrupted_plan(1, kinds)).unwrap(),
        events: Vec::new(),
        now: Millis(0),
    }
}

/// Waits until the next interruption is due, second by second, and brings it.
fn wait_for_next(s: &mut Sitting) -> (String, u32) {
    while s.session.interruption_due(Millis(s.now.0 + 1000)).is_none() {
        s.now.0 += 1000;
    }
    let due = s.session.interruption_due(Millis(s.now.0 + 1000)).unwrap();
    let (id, n) = due.clone();
    s.done(Command::Proctor(ProctorFact::Interrupted { id, n }));
    due
}

fn turn_back(n: u32) -> Command {
    Command::Proctor(ProctorFact::TurnedBack { n })
}

const BOTH: [InterruptionKind; 2] = [InterruptionKind::Call, InterruptionKind::Colleague];

#[test]
fn nobody_is_interrupted_but_a_reader_at_a_case() {
    let s = sitting(&BOTH);
    let late = Millis(100_000_000);
    assert_eq!(s.session.interruption_due(late), None, "no case is open");
    let mut s = sitting(&BOTH);
    s.done(Command::NextCase);
    assert!(s.session.interruption_due(late).is_some());
    s.done(Command::Pause);
    assert_eq!(s.session.interruption_due(late), None, "the reader is away");
    let mut none = sitting(&[]);
    none.done(Command::NextCase);
    assert_eq!(none.session.interruption_due(late), None);
}

#[test]
fn they_come_one_at_a_time_in_an_order_that_follows_from_the_seed() {
    let run = || {
        let mut s = sitting(&BOTH);
        s.done(Command::NextCase);
        let mut seen = Vec::new();
        for n in 1..=6 {
            let due = wait_for_next(&mut s);
            assert_eq!(due.1, n);
            assert_eq!(s.session.view(s.now).clock.interruption.unwrap().n, n);
            seen.push((due, s.now));
            assert_eq!(s.session.interruption_due(Millis(u64::MAX)), None);
            let again = Command::Proctor(ProctorFact::Interrupted {
                id: "i0".to_owned(),
                n: n + 1,
            });
            assert_eq!(s.send(again), Err(Refusal::NotDue));
            let other = Refusal::NotInterrupted { n: n + 1 };
            assert_eq!(s.send(turn_back(n + 1)), Err(other));
            s.done(turn_back(n));
            assert_eq!(s.session.view(s.now).clock.interruption, None);
            let over = Refusal::NotInterrupted { n };
            assert_eq!(s.send(turn_back(n)), Err(over));
        }
        let events = s.events.clone();
        let again = Session::replay(s.session.plan.clone(), &events).unwrap();
        assert_eq!(again, s.session);
        seen
    };
    assert_eq!(run(), run());
}

#[test]
fn an_interruption_is_brought_when_it_is_due_and_not_before() {
    let mut s = sitting(&BOTH);
    s.done(Command::NextCase);
    let (id, n) = s.session.interruption_due(Millis(u64::MAX >> 1)).unwrap();
    let bring = Command::Proctor(ProctorFact::Interrupted { id, n });
    assert_eq!(s.send(bring), Err(Refusal::NotDue));
}

#[test]
fn while_the_archive_stalls_nothing_is_answered() {
    let mut s = sitting(&[InterruptionKind::ArchiveStall]);
    s.done(Command::NextCase);
    let (_, n) = wait_for_next(&mut s);
    assert_eq!(s.send(Command::RateCase(5)), Err(Refusal::ArchiveStalled));
    assert_eq!(s.send(Command::Sign), Err(Refusal::ArchiveStalled));
    s.done(turn_back(n));
    s.done(Command::RateCase(5));
    let mut s = sitting(&[InterruptionKind::Call]);
    s.done(Command::NextCase);
    wait_for_next(&mut s);
    s.done(Command::RateCase(5));
}

#[test]
fn no_interruption_lasts_beyond_the_end_of_the_session() {
    let mut s = sitting(&BOTH);
    s.done(Command::NextCase);
    wait_for_next(&mut s);
    assert!(s.session.view(s.now).clock.interruption.is_some());
    s.done(Command::Abandon);
    assert_eq!(s.session.view(s.now).clock.interruption, None);
}

/// The mean of 20,000 exponential gaps lies within four standard errors, 4 / sqrt(20,000) = 2.8 per cent, of the mean
/// that was asked for.
#[test]
fn gaps_are_exponential_with_the_stated_mean() {
    let mut rng = Seed(5).rng();
    let n = 20_000_u32;
    let mean_gap = Millis(480_000);
    let gaps: Vec<u64> = (0..n)
        .map(|_| exponential(mean_gap, rng.unit()).0)
        .collect();
    let mean = gaps.iter().sum::<u64>() as f64 / f64::from(n);
    assert!((mean / 480_000.0 - 1.0).abs() < 0.028, "{mean}");
    // A share of 1 - 1/e lies below the mean, within four standard errors of 0.34 per cent each.
    let below = gaps.iter().filter(|&&gap| gap < 480_000).count();
    let share = below as f64 / f64::from(n);
    assert!((share - 0.632_12).abs() < 0.014, "{share}");
    assert_eq!(exponential(mean_gap, 0.0), Millis(0));
}
