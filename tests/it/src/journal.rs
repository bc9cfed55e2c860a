//! What a journal is worth after a crash: cut at every byte of its last records, it loses those and nothing else.

use std::fs;
use std::sync::Arc;

use overread_exam::{CaseGrade, Event, Policy};
use overread_store::{JournalReader, SessionFolder};
use overread_workstation::{ManualClock, resume_with};

use crate::course::{Course, Finished, copy_session, finish};

/// Where each record starts, by the length that stands before it (`u32`, little-endian; 40 bytes beside the payload).
pub(crate) fn record_starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut at = 0;
    while let Some(length) = bytes.get(at..at + 4) {
        starts.push(at);
        at += 40 + u32::from_le_bytes(length.try_into().unwrap()) as usize;
    }
    assert_eq!(at, bytes.len());
    starts
}

/// What was hit and missed, without the times.
fn grades(session: &Finished) -> Vec<&CaseGrade> {
    session.score.cases.iter().map(|case| &case.grade).collect()
}

#[test]
fn a_journal_cut_at_any_byte_of_its_last_records_is_recovered_and_read_to_its_end() {
    let course = Course::new();
    let whole = course.read(Policy::FollowsAi, 1);
    let bytes = fs::read(&whole.journal).unwrap();
    let starts = record_starts(&bytes);
    assert_eq!(starts.len(), whole.events.len() + 1);
    let first = starts[starts.len() - 3];
    for cut in first..bytes.len() {
        let folder = course.folder.path().join(format!("cut-{cut}"));
        let journal = copy_session(&whole.journal, &folder);
        fs::write(&journal, &bytes[..cut]).unwrap();
        let n_whole = starts.iter().filter(|&&start| start <= cut).count() - 1;
        let n_kept = n_whole - 1;
        let lost_bytes = (cut - starts[n_whole]) as u64;

        let clock = Arc::new(ManualClock::default());
        let session = SessionFolder::at(&folder);
        let service = course.service.clone();
        let runner = resume_with(&session, None, "en", clock.clone(), service).unwrap();
        let events = runner.events().to_vec();
        assert_eq!(events[..n_kept], whole.events[..n_kept], "cut at {cut}");
        if lost_bytes > 0 {
            let named = &events[n_kept].event;
            assert_eq!(named, &Event::Recovered { lost_bytes }, "cut at {cut}");
        }
        let n_named = usize::from(lost_bytes > 0);
        assert_eq!(
            events[n_kept + n_named].event,
            Event::Resumed,
            "cut at {cut}"
        );

        let finished = finish(runner, Policy::FollowsAi, &clock);
        assert_eq!(grades(&finished), grades(&whole), "cut at {cut}");
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_session_left_after_any_event_is_taken_up_and_comes_to_the_same_answers() {
    let course = Course::new();
    let whole = course.read(Policy::Coin, 7);
    let bytes = fs::read(&whole.journal).unwrap();
    let starts = record_starts(&bytes);
    // Every fifth event, so that each kind of act is once the last.
    for &end in starts.iter().skip(1).step_by(5) {
        let folder = course.folder.path().join(format!("left-{end}"));
        let journal = copy_session(&whole.journal, &folder);
        fs::write(&journal, &bytes[..end]).unwrap();
        let clock = Arc::new(ManualClock::default());
        let session = SessionFolder::at(&folder);
        let service = course.service.clone();
        let runner = resume_with(&session, None, "en", clock.clone(), service).unwrap();
        let finished = finish(runner, Policy::Coin, &clock);
        assert_eq!(grades(&finished), grades(&whole), "left at byte {end}");
    }
}

#[test]
fn damage_in_the_middle_is_named_and_nothing_is_changed() {
    let course = Course::new();
    let whole = course.read(Policy::Perfect, 1);
    let mut bytes = fs::read(&whole.journal).unwrap();
    let starts = record_starts(&bytes);
    bytes[starts[4] + 10] ^= 1;
    fs::write(&whole.journal, &bytes).unwrap();
    let session = SessionFolder::at(whole.journal.parent().unwrap());
    let clock = Arc::new(ManualClock::default());
    let error = resume_with(&session, None, "en", clock, course.service.clone()).unwrap_err();
    let error = error.to_string();
    let expected = format!("record 4 at byte {} is damaged", starts[4]);
    assert!(
        error.starts_with(&expected) && error.contains("journal.ovj"),
        "{error}"
    );
    assert_eq!(fs::read(&whole.journal).unwrap(), bytes);
    assert!(JournalReader::read(&whole.journal).is_err());
}
