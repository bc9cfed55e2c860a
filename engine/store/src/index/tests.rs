//! The index says what the journals say, and can be thrown away.

use overread_base::Millis;
use overread_exam::{SessionEnd, StampedEvent};

use super::*;
use crate::journal::tests::plan;

fn stamped(event: Event) -> StampedEvent {
    StampedEvent {
        at: Millis(1),
        event,
    }
}

fn signed_case(id: &str) -> StampedEvent {
    stamped(Event::Case {
        case: overread_base::CaseId::new(id).unwrap(),
        fact: CaseFact::Signed,
    })
}

fn session(sessions: &Path, id: &str, started_unix_s: u64, events: &[StampedEvent]) {
    let mut plan = plan();
    plan.session = overread_base::SessionId::new(id).unwrap();
    let (_, mut journal) =
        SessionFolder::create(sessions, &plan, "schema = 1", started_unix_s, id).unwrap();
    events.iter().for_each(|e| journal.append(e).unwrap());
}

#[test]
fn it_is_rebuilt_from_the_journals_and_names_those_it_cannot_read() {
    let folder = tempfile::tempdir().unwrap();
    let sessions = folder.path().join("sessions");
    let ended = stamped(Event::Ended(SessionEnd::Complete));
    session(&sessions, "old", 100, &[signed_case("c1")]);
    session(
        &sessions,
        "new",
        200,
        &[signed_case("c1"), signed_case("c2"), ended],
    );
    let broken = sessions.join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(broken.join("journal.ovj"), b"not one").unwrap();

    let index = Index::open(&folder.path().join("index.sqlite")).unwrap();
    let unreadable = index.rebuild(&sessions).unwrap();
    assert_eq!(unreadable.len(), 1);
    assert!(matches!(unreadable[0].1, StoreError::NotAJournal { .. }));
    let rows = index.sessions().unwrap();
    let short: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.session.as_str(),
                row.n_signed,
                row.n_cases,
                row.is_ended,
            )
        })
        .collect();
    assert_eq!(short, [("new", 2, 2, true), ("old", 1, 2, false)]);
    // Twice the same: nothing doubles.
    index.rebuild(&sessions).unwrap();
    assert_eq!(index.sessions().unwrap(), rows);
}

#[test]
fn a_newer_summary_replaces_an_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("index.sqlite");
    let mut summary = SessionSummary {
        session: "s".to_owned(),
        reader: "r".to_owned(),
        scenario: "x".to_owned(),
        started_unix_s: 5,
        n_signed: 0,
        n_cases: 3,
        is_ended: false,
    };
    Index::open(&file).unwrap().put(&summary).unwrap();
    summary.n_signed = 1;
    let index = Index::open(&file).unwrap();
    index.put(&summary).unwrap();
    assert_eq!(index.sessions().unwrap(), [summary]);
}

#[test]
fn a_file_that_is_no_index_is_an_error_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("index.sqlite");
    std::fs::write(&file, [b'x'; 4096]).unwrap();
    assert!(matches!(Index::open(&file), Err(StoreError::Index(_))));
    assert_eq!(std::fs::read(&file).unwrap(), [b'x'; 4096]);
}
