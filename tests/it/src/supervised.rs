//! A supervised session: it begins with a signed order only, orders of strangers do not count, and none counts twice.

use std::sync::Arc;

use overread_base::Millis;
use overread_exam::{
    Candidate, Command, Event, Order, ProctorFact, Refusal, SessionEnd, SessionState, SignedOrder,
};
use overread_scenario::ReadingMode;
use overread_seal::{SecretKey, order_code, sign_order};
use overread_workstation::{ManualClock, RunError, ScriptedReader, SessionRunner, sit_down};

use crate::ground::{Ground, reader_model, text};

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

fn terms() -> String {
    let public = key(7).public().hex();
    format!(
        r#"
[clock]
session_s = 3600

[certification]
title = {{ en = "Reading" }}
supervisors = ["{public}"]
signed_start = true
lockdown = true

[[certification.pass]]
metric = "points"
cut = 0.1
"#
    )
}

fn sat(ground: &Ground, clock: &Arc<ManualClock>) -> SessionRunner {
    let mut sitting = ground.sitting(&text(ReadingMode::Sequential, &terms()), 1, clock);
    sitting.candidate = Some(Candidate {
        name: "Anna".to_owned(),
        number: "17".to_owned(),
    });
    sit_down(sitting, &ground.folders()).unwrap_or_else(|e| panic!("{e}"))
}

/// An order in the session's words.
pub(crate) fn signed(by: &SecretKey, session: &str, number: u32, order: Order) -> SignedOrder {
    let words = match order {
        Order::Start => overread_seal::Order::Start,
        Order::Pause => overread_seal::Order::Pause,
        Order::Resume => overread_seal::Order::Resume,
        Order::Extend(by) => overread_seal::Order::Extend(by.0),
        Order::Seal => overread_seal::Order::Seal,
    };
    let made = sign_order(by, session, number, words);
    SignedOrder {
        order,
        number,
        key: made.key,
        signature: made.signature,
    }
}

#[test]
fn nothing_begins_without_the_supervisors_order() {
    let ground = Ground::new();
    let clock = Arc::new(ManualClock::default());
    let mut runner = sat(&ground, &clock);
    assert!(runner.view().clock.awaits_start);
    let early = runner.send(Command::NextCase).unwrap_err();
    assert!(
        matches!(early, RunError::Refused(Refusal::NotStarted)),
        "{early}"
    );
    let session = runner.plan().session.as_str().to_owned();

    let stranger = runner
        .order(signed(&key(8), &session, 1, Order::Start))
        .unwrap_err();
    assert!(
        stranger.to_string().contains("none of the 1 supervisors"),
        "{stranger}"
    );
    let other = runner
        .order(signed(&key(7), "other", 1, Order::Start))
        .unwrap_err();
    assert!(
        other.to_string().contains("signature does not hold"),
        "{other}"
    );
    assert!(runner.view().clock.awaits_start);

    clock.advance(Millis(60_000));
    runner
        .order(signed(&key(7), &session, 1, Order::Start))
        .unwrap();
    // Waiting for the start took nothing of the candidate's time.
    assert_eq!(runner.view().clock.session_left, Some(Millis(3_600_000)));
    let again = runner
        .order(signed(&key(7), &session, 1, Order::Start))
        .unwrap_err();
    assert!(again.to_string().contains("number above 1"), "{again}");
    runner.send(Command::NextCase).unwrap();
}

#[test]
fn orders_by_their_line_pause_extend_and_seal() {
    let ground = Ground::new();
    let clock = Arc::new(ManualClock::default());
    let mut runner = sat(&ground, &clock);
    let session = runner.plan().session.as_str().to_owned();
    let line = |number, order| order_code(&sign_order(&key(7), &session, number, order)).unwrap();
    runner
        .order_by_code(&line(1, overread_seal::Order::Start))
        .unwrap();
    clock.advance(Millis(100_000));
    runner
        .order_by_code(&line(2, overread_seal::Order::Pause))
        .unwrap();
    assert!(runner.view().clock.is_paused_by_order);
    clock.advance(Millis(500_000));
    assert!(
        runner.send(Command::Resume).is_err(),
        "only the supervisor goes on"
    );
    runner
        .order_by_code(&line(3, overread_seal::Order::Resume))
        .unwrap();
    runner
        .order_by_code(&line(4, overread_seal::Order::Extend(60_000)))
        .unwrap();
    assert_eq!(runner.view().clock.session_left, Some(Millis(3_560_000)));
    let typo = line(5, overread_seal::Order::Seal).replacen('0', "1", 1);
    let refused = runner.order_by_code(&typo).unwrap_err();
    assert!(matches!(refused, RunError::Order(_)), "{refused}");
    runner
        .order_by_code(&line(5, overread_seal::Order::Seal))
        .unwrap();
    assert_eq!(runner.view().state, SessionState::Ended);
    let sealed =
        |stamped: &overread_exam::StampedEvent| stamped.event == Event::Ended(SessionEnd::Sealed);
    assert!(runner.events().iter().any(sealed));
}

#[test]
fn a_scripted_reader_is_started_by_a_supervisor_and_cannot_start_alone() {
    let ground = Ground::new();
    let clock = Arc::new(ManualClock::default());
    let mut runner = sat(&ground, &clock);
    let alone = ScriptedReader::new(reader_model(), &clock);
    let refused = alone.read(&mut runner, &mut |_, _| {}).unwrap_err();
    assert!(matches!(refused, RunError::NoSupervisor), "{refused}");
    let sign = |session: &str, number: u32, order: Order| signed(&key(7), session, number, order);
    let supervised = ScriptedReader {
        supervisor: Some(&sign),
        ..alone
    };
    supervised
        .read(&mut runner, &mut |_, _| {})
        .unwrap_or_else(|e| panic!("{e}"));
    let orders = runner
        .events()
        .iter()
        .filter(|stamped| matches!(stamped.event, Event::Proctor(ProctorFact::Ordered(_))));
    assert_eq!(orders.count(), 1);
    let debrief = runner.debrief().unwrap().unwrap();
    assert!(debrief.pass.is_some());
}
