//! Whole sessions against the journal that is written event by event.

use overread_base::Millis;
use overread_exam::{Event, SessionEnd, StampedEvent};

use super::*;
use crate::journal::tests::plan;
use crate::{Journal, JournalReader};

fn events() -> Vec<StampedEvent> {
    let event = |at, event| StampedEvent {
        at: Millis(at),
        event,
    };
    vec![
        event(10, Event::Paused),
        event(20, Event::Resumed),
        event(30, Event::Ended(SessionEnd::Abandoned)),
    ]
}

#[test]
fn a_whole_session_has_the_bytes_of_one_written_event_by_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let mut journal = Journal::create(&path, &plan(), 7, "n").unwrap();
    for event in events() {
        journal.append(&event).unwrap();
    }
    let whole = journal_bytes(&plan(), 7, "n", &events()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole);
}

#[test]
fn a_whole_session_is_read_like_any_other_and_never_written_over() {
    let sessions = tempfile::tempdir().unwrap();
    let write =
        || SessionFolder::create_whole(sessions.path(), &plan(), "schema = 1", 7, "n", &events());
    let folder = write().unwrap();
    let read = JournalReader::read(&folder.journal_path()).unwrap();
    assert_eq!((read.events, read.started_unix_s), (events(), 7));
    assert_eq!(folder.scenario_text().unwrap(), "schema = 1");
    assert!(matches!(write(), Err(StoreError::Exists { .. })));
}
