//! Ten thousand events in one journal: all of them come back, it goes on, and damage is named at its place.

use overread_base::{Millis, Seed};
use overread_exam::StampedEvent;
use overread_store::{Journal, JournalReader, StoreError, journal_bytes};

use crate::exam::{events, plan};

const N_EVENTS: usize = 10_000;

fn many() -> Vec<StampedEvent> {
    let at = |(event, n): (StampedEvent, u64)| StampedEvent {
        at: Millis(n * 100),
        event: event.event,
    };
    events()
        .into_iter()
        .cycle()
        .zip(0..)
        .map(at)
        .take(N_EVENTS)
        .collect()
}

#[test]
fn ten_thousand_events_come_back_go_on_and_are_recovered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let all = many();
    let whole = journal_bytes(&plan(), 0, "n", &all).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let (mut journal, verified) = Journal::open(&path).unwrap();
    assert_eq!(verified.events[..N_EVENTS - 1], all[..N_EVENTS - 1]);
    all[..20]
        .iter()
        .for_each(|event| journal.append(event).unwrap());
    drop(journal);
    let read = JournalReader::read(&path).unwrap();
    assert_eq!((read.events.len(), read.torn), (N_EVENTS + 20, None));
    assert_eq!(read.n_records, N_EVENTS as u64 + 21);
}

#[test]
fn a_bit_anywhere_in_ten_thousand_events_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let whole = journal_bytes(&plan(), 0, "n", &many()).unwrap();
    let draw = Seed(7);
    for n in 0..60_u64 {
        let drawn = draw.index(n).0;
        let at = usize::try_from(drawn % whole.len() as u64).unwrap();
        let mut changed = whole.clone();
        changed[at] ^= 1 << (drawn >> 60 & 7);
        std::fs::write(&path, &changed).unwrap();
        let error = JournalReader::read(&path).unwrap_err();
        let is_named = matches!(
            error,
            StoreError::Damaged { .. } | StoreError::NotAJournal { .. }
        );
        assert!(is_named, "byte {at}: {error}");
    }
}
