//! The last record of an examination, torn at every byte.

use overread_exam::Event;
use overread_store::{Journal, JournalReader, Recovery, StoreError, journal_bytes};

use crate::exam::{events, plan, without_recovery};

#[test]
fn a_last_record_torn_at_every_byte_loses_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let all = events();
    // The end of the session, an AI result, a mark: the last record of each length.
    for n in [all.len(), 7, 4] {
        let bytes = |n: usize| journal_bytes(&plan(), 0, "n", &all[..n]).unwrap();
        let (whole, before) = (bytes(n), bytes(n - 1).len());
        for end in before + 1..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            let lost_bytes = (end - before) as u64;
            let read = JournalReader::read(&path).unwrap();
            assert_eq!(read.torn, Some(Recovery { lost_bytes }));
            let (mut journal, verified) = Journal::open(&path).unwrap();
            assert_eq!(without_recovery(&verified.events), all[..n - 1]);
            let noted = verified.events.last().map(|event| &event.event);
            assert_eq!(noted, Some(&Event::Recovered { lost_bytes }));
            journal.append(&all[n - 1]).unwrap();
            drop(journal);
            let read = JournalReader::read(&path).unwrap();
            assert_eq!(without_recovery(&read.events), all[..n]);
            assert_eq!(read.torn, None, "torn at {end}");
        }
    }
}

#[test]
fn a_journal_torn_within_its_header_is_no_session_and_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let whole = journal_bytes(&plan(), 0, "n", &[]).unwrap();
    for end in 0..whole.len() {
        std::fs::write(&path, &whole[..end]).unwrap();
        let error = Journal::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::NotAJournal { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), whole[..end]);
    }
}
