//! Whole sessions against the journal that is written event by event.

use overread_base::Millis;
use overread_exam::{Event, SessionEnd, StampedEvent};

use super::*;
use crate::Journal;
use crate::journal::tests::plan;

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
    assert_eq!(std::fs::read(&path).unwrap(), whole);
}
