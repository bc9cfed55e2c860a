//! What a kill between two events of one decision leaves, and what taking the session up makes of it.

use std::fs;

use overread_base::{Millis, ReaderId, Seed};
use overread_exam::{Candidate, Event, Order, SessionEnd, SignedOrder};
use overread_store::{JournalReader, journal_bytes};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;
use crate::clock::ManualClock;
use crate::fixture::folders_in;
use crate::sitting::{Sitting, sit_down};

/// The public key of the Ed25519 seed of 32 bytes 2.
const SUPERVISOR: &str = "8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394";

/// An hour for one case, under supervision.
fn scenario() -> String {
    let case = TinyCase::dicom("a", "one", Some(&[[0.0, 0.0, 0.0, 4.0]]));
    let text = scenario_text(Reading::Unaided, &[case]);
    format!(
        r#"{text}
[clock]
session_s = 3600

[certification]
title = {{ en = "Reading" }}
supervisors = ["{SUPERVISOR}"]
signed_start = true

[[certification.pass]]
metric = "points"
cut = 0.1
"#
    )
}

struct Place {
    root: tempfile::TempDir,
    clock: Arc<ManualClock>,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        TinyCt::numbered(1).write(&root.path().join("one")).unwrap();
        fs::write(root.path().join("scenario.toml"), scenario()).unwrap();
        Self {
            root,
            clock: Arc::new(ManualClock::at_wall(1_700_000_000_000)),
        }
    }

    fn folders(&self) -> Folders {
        folders_in(self.root.path())
    }

    /// A session whose supervisor has started it, with its case open.
    fn begun(&self) -> SessionRunner {
        let mut sitting = Sitting::at_scenario(
            &self.root.path().join("scenario.toml"),
            &self.folders(),
            ReaderId::new("reader").unwrap(),
            Seed(1),
            "en",
            self.clock.clone(),
        )
        .unwrap();
        sitting.candidate = Some(Candidate {
            name: "Anna".to_owned(),
            number: "17".to_owned(),
        });
        let mut runner = sit_down(sitting, &self.folders()).unwrap();
        runner.send(ordered(Order::Start, 1)).unwrap();
        runner.send(Command::NextCase).unwrap();
        runner
    }

    /// The session, taken up a day after the program was killed before the last event was saved.
    fn killed_before_the_last(&self, runner: SessionRunner) -> SessionRunner {
        let folder = SessionFolder::at(runner.journal_path().parent().unwrap());
        drop(runner);
        let path = folder.journal_path();
        let read = JournalReader::read(&path).unwrap();
        let (_, kept) = read.events.split_last().unwrap();
        let bytes = journal_bytes(&read.plan, read.started_unix_s, "nonce", kept).unwrap();
        fs::write(&path, bytes).unwrap();
        let later = Arc::new(ManualClock::at_wall(1_700_086_400_000));
        resume(&folder, &self.folders(), None, "en", later).unwrap()
    }
}

fn ordered(order: Order, number: u32) -> Command {
    Command::Proctor(ProctorFact::Ordered(SignedOrder {
        order,
        number,
        key: SUPERVISOR.to_owned(),
        signature: "0".repeat(128),
    }))
}

#[track_caller]
fn check_carried_out(orders: &[Order], expected: &Event, state: SessionState) {
    let place = Place::new();
    let mut runner = place.begun();
    for (order, number) in orders.iter().zip(2..) {
        runner.send(ordered(*order, number)).unwrap();
    }
    assert_eq!(&runner.events().last().unwrap().event, expected);
    let mut again = place.killed_before_the_last(runner);
    assert!(
        again
            .events()
            .iter()
            .any(|stamped| stamped.event == *expected)
    );
    assert_eq!(again.view().state, state);
    let answers = again.send(Command::RateCase(5)).is_ok();
    assert_eq!(answers, state == SessionState::Running);
}

#[test]
fn an_order_that_was_cut_off_is_carried_out() {
    let (paused, ended) = (SessionState::Paused, SessionState::Ended);
    check_carried_out(&[Order::Pause], &Event::Paused, paused);
    let both = [Order::Pause, Order::Resume];
    check_carried_out(&both, &Event::Resumed, SessionState::Running);
    let sealed = Event::Ended(SessionEnd::Sealed);
    check_carried_out(&[Order::Seal], &sealed, ended);
}

/// It has ended before it could be told for how long the program was away.
#[test]
fn a_session_whose_end_was_cut_off_ends_and_opens() {
    let place = Place::new();
    let mut runner = place.begun();
    place.clock.advance(Millis(3_600_000));
    runner.poll().unwrap();
    let time_up = Event::Ended(SessionEnd::TimeUp);
    assert_eq!(runner.events().last().unwrap().event, time_up);
    let again = place.killed_before_the_last(runner);
    assert_eq!(again.view().state, SessionState::Ended);
    assert_eq!(again.events().last().unwrap().event, time_up);
}
