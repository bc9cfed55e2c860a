//! Time limits of a session: kept over a kill, over at their end, and a calendar that jumps is flagged.

use std::sync::Arc;

use overread_base::Millis;
use overread_exam::{Command, Event, ProctorFact, SessionEnd, SessionState};
use overread_scenario::ReadingMode;
use overread_store::SessionFolder;
use overread_workstation::{ManualClock, SessionRunner, resume_without_images};

use crate::ground::{Ground, finish, text};

const LIMITS: &str = "[clock]\nsession_s = 600\ncase_s = 120\n";

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::default())
}

fn left(runner: &SessionRunner) -> Millis {
    runner.view().clock.session_left.unwrap()
}

/// Lets time go by as it does on a desk where nobody touches anything.
fn wait(runner: &mut SessionRunner, clock: &ManualClock, seconds: u64) {
    for _ in 0..seconds {
        clock.advance(Millis(1_000));
        runner.poll().unwrap();
    }
}

#[test]
fn a_killed_session_keeps_the_time_that_was_left() {
    let ground = Ground::new();
    let first = clock();
    let mut runner = ground
        .sit(&text(ReadingMode::Unaided, LIMITS), 1, &first)
        .unwrap();
    wait(&mut runner, &first, 203);
    let before = left(&runner);
    assert_eq!(before, Millis(397_000));
    let journal = runner.journal_path().to_owned();
    drop(runner);
    let session = SessionFolder::at(journal.parent().unwrap());
    let second = clock();
    let runner = resume_without_images(&session, &ground.folders(), "en", second).unwrap();
    // Nothing is taken, and no more than five seconds are given.
    let after = left(&runner);
    assert!(
        before <= after && after <= Millis(before.0 + 5_000),
        "{after:?}"
    );
}

#[test]
fn time_left_is_written_when_nothing_else_is() {
    let ground = Ground::new();
    let clock = clock();
    let mut runner = ground
        .sit(&text(ReadingMode::Unaided, LIMITS), 1, &clock)
        .unwrap();
    wait(&mut runner, &clock, 60);
    let mut last = Millis(0);
    for stamped in runner.events() {
        assert!(stamped.at.since(last) <= Millis(5_000), "{stamped:?}");
        last = stamped.at;
    }
    assert!(last >= Millis(55_000), "{last:?}");
}

#[test]
fn a_case_and_a_session_end_when_their_time_is_over() {
    let ground = Ground::new();
    let clock = clock();
    let mut runner = ground
        .sit(&text(ReadingMode::Unaided, LIMITS), 1, &clock)
        .unwrap();
    runner.send(Command::NextCase).unwrap();
    let first = runner.view().case.unwrap().case.clone();
    wait(&mut runner, &clock, 121);
    let view = runner.view();
    assert!(
        view.case
            .is_some_and(|case| *case.case == first && case.is_timed_out)
    );
    runner.send(Command::NextCase).unwrap();
    wait(&mut runner, &clock, 600);
    assert_eq!(runner.view().state, SessionState::Ended);
    let ended = runner.events().iter().find_map(|stamped| {
        let Event::Ended(end) = stamped.event else {
            return None;
        };
        Some(end)
    });
    assert_eq!(ended, Some(SessionEnd::TimeUp));
    assert!(runner.debrief().unwrap().is_some());
}

#[test]
fn a_scripted_reader_without_time_leaves_the_rest() {
    let ground = Ground::new();
    let clock = clock();
    let limits = "[clock]\nsession_s = 60\n";
    let runner = ground
        .sit(&text(ReadingMode::Sequential, limits), 1, &clock)
        .unwrap();
    let read = finish(runner, &clock);
    assert_eq!(read.end(), Some(SessionEnd::TimeUp));
    assert!(read.debrief.score.total.n_not_signed > 0);
}

#[test]
fn a_calendar_that_jumps_is_flagged_and_costs_nothing() {
    let ground = Ground::new();
    let clock = clock();
    let mut runner = ground
        .sit(&text(ReadingMode::Unaided, LIMITS), 1, &clock)
        .unwrap();
    clock.set_wall(-3_600_000);
    runner.poll().unwrap();
    runner.poll().unwrap();
    let jumps = runner.events().iter().filter_map(|stamped| {
        let Event::Proctor(ProctorFact::ClockJumped { by_ms }) = stamped.event else {
            return None;
        };
        Some(by_ms)
    });
    assert_eq!(jumps.collect::<Vec<_>>(), [-3_600_000]);
    assert_eq!(left(&runner), Millis(600_000));
}

#[test]
fn interruptions_come_and_the_reader_turns_back() {
    let ground = Ground::new();
    let more = r#"
[interruptions]
mean_gap_s = 60

[[interruptions.events]]
id = "ward"
kind = "call"
text = { en = "The ward asks." }

[[interruptions.events]]
id = "archive"
kind = "archive-stall"
text = { en = "The archive stalls." }
"#;
    let read = ground.read(&text(ReadingMode::Concurrent, more), 3);
    let count = |is: fn(&ProctorFact) -> bool| {
        let facts = read.events.iter().filter_map(|stamped| {
            let Event::Proctor(fact) = &stamped.event else {
                return None;
            };
            Some(fact)
        });
        facts.filter(|fact| is(fact)).count()
    };
    let came = count(|fact| matches!(fact, ProctorFact::Interrupted { .. }));
    let back = count(|fact| matches!(fact, ProctorFact::TurnedBack { .. }));
    assert!(came > 1, "{came}");
    assert!(
        back == came || back + 1 == came,
        "{came} came, {back} were dealt with"
    );
    assert_eq!(read.end(), Some(SessionEnd::Complete));
}
