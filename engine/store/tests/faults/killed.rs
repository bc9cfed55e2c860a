//! A program that is killed at every event of an examination of 60 cases.

use overread_exam::{CaseFact, Event, Session};
use overread_store::Journal;

use crate::exam::{events, plan, read, without_recovery, write_journal};
use crate::program::{Program, number};

#[test]
fn the_examination_can_be_replayed() {
    let session = Session::replay(plan(), &events()).unwrap();
    assert_eq!(session.open_case(), None);
    let is_signed = |event: &Event| {
        matches!(
            event,
            Event::Case {
                fact: CaseFact::Signed,
                ..
            }
        )
    };
    assert_eq!(events().iter().filter(|e| is_signed(&e.event)).count(), 60);
}

#[test]
fn killed_at_every_event_of_60_cases_no_saved_answer_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let all = events();
    assert!(all.len() > 400, "{}", all.len());
    for n_before in 0..all.len() {
        write_journal(&path, &all[..n_before]);
        let mut program = Program::start("write", &path, "");
        let first = program.told(&["saved"]).and_then(|line| number(&line));
        assert_eq!(first, Some(n_before + 1));
        // It goes on with the next ones while it is killed.
        let saved = program.kill().unwrap_or(0).max(n_before + 1);
        let (mut journal, verified) = Journal::open(&path).unwrap();
        let found = without_recovery(&verified.events);
        assert!(found.len() >= saved, "saved {saved}, found {}", found.len());
        assert_eq!(found, all[..found.len()], "killed after {saved}");
        // The examination goes on where it stood.
        if let Some(event) = all.get(found.len()) {
            journal.append(event).unwrap();
        }
        drop(journal);
        let (read, again) = read(&path);
        assert_eq!(
            (read.torn, again.len()),
            (None, all.len().min(found.len() + 1))
        );
    }
}

#[test]
fn killed_again_and_again_the_examination_still_comes_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let all = events();
    write_journal(&path, &[]);
    let mut saved = 0;
    // A prime number of events a sitting, so that no two kills fall at the same place in a case.
    for sitting in 0.. {
        assert!(sitting <= all.len(), "it does not get on");
        let mut program = Program::start("write", &path, "");
        for _ in 0..37 {
            match program.told(&["saved", "finished"]) {
                Some(line) if line == "finished" => break,
                line => saved = line.and_then(|line| number(&line)).unwrap_or(saved),
            }
        }
        saved = program.kill().unwrap_or(0).max(saved);
        let (_, found) = read(&path);
        assert!(found.len() >= saved && found == all[..found.len()]);
        if found.len() == all.len() {
            break;
        }
    }
    let session = Session::replay(plan(), &read(&path).1).unwrap();
    assert_eq!(session, Session::replay(plan(), &all).unwrap());
}
