//! What a crash, a flipped bit and a second program do to a journal.

use overread_base::{CaseId, ReaderId, ScenarioId, Seed, SessionId};
use overread_exam::{CaseFact, Percent, Rubric, SessionEnd};
use overread_scenario::{
    HitRule, LabelChoice, LabelId, Questions, ReadingMode, ScenarioHash, SectionId, SectionSpec,
};

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use super::*;
use crate::record;

/// What the bytes of a journal say.
fn read_whole(bytes: &[u8], path: &Path) -> Result<Verified, StoreError> {
    let mut read = Read::default();
    let end = read_records(bytes, path, |number, offset, payload| {
        read.take(number, offset, payload, path)
    })?;
    read.verified(end, path)
}

pub(crate) fn plan() -> SessionPlan {
    SessionPlan {
        session: SessionId::new("s1").unwrap(),
        reader: ReaderId::new("reader").unwrap(),
        scenario: ScenarioId::new("chest.test").unwrap(),
        scenario_hash: ScenarioHash([7; 32]),
        seed: Seed(u64::MAX - 1),
        software: "overread test".to_owned(),
        rubric: Rubric::V1,
        mode: ReadingMode::Unaided,
        service: None,
        recorded: Vec::new(),
        is_developer_mode: false,
        exam: None,
        hit_rule: HitRule::CentreDistance {
            least_radius_mm: 5.0,
        },
        soft_limit: Some(Millis(60_000)),
        questions: Questions {
            labels: vec![LabelChoice {
                id: LabelId::new("nodule").unwrap(),
                text: Vec::new(),
            }],
            confidence_step: 5,
            positive_from: 50,
            sections: vec![SectionSpec {
                id: SectionId::new("findings").unwrap(),
                title: Vec::new(),
                is_required: true,
            }],
        },
        cases: vec![CaseId::new("c1").unwrap(), CaseId::new("c2").unwrap()],
        design: overread_exam::SessionDesign::default(),
    }
}

fn rated(at_ms: u64, rating: u8) -> StampedEvent {
    let fact = CaseFact::Rated(Percent::new(rating).unwrap());
    StampedEvent {
        at: Millis(at_ms),
        event: Event::Case {
            case: CaseId::new("c1").unwrap(),
            fact,
        },
    }
}

fn journal_of(n_events: u8) -> (tempfile::TempDir, PathBuf, Vec<StampedEvent>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let mut journal = Journal::create(&path, &plan(), 1_700_000_000, "nonce").unwrap();
    let events: Vec<StampedEvent> = (0..n_events).map(|n| rated(u64::from(n) * 10, n)).collect();
    events
        .iter()
        .for_each(|event| journal.append(event).unwrap());
    (folder, path, events)
}

#[test]
fn what_was_appended_is_read_back() {
    let (_folder, path, events) = journal_of(5);
    let read = JournalReader::read(&path).unwrap();
    assert_eq!(
        (read.plan, read.events, read.n_records, read.torn),
        (plan(), events, 6, None)
    );
    assert_eq!(read.started_unix_s, 1_700_000_000);
}

#[test]
fn developer_mode_is_in_the_record_and_journals_without_the_word_are_not_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let read_back = |name: &str, plan: &SessionPlan| {
        let path = folder.path().join(name);
        drop(Journal::create(&path, plan, 0, "nonce").unwrap());
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let is_said = text.contains("developer_mode");
        (
            is_said,
            JournalReader::read(&path).unwrap().plan.is_developer_mode,
        )
    };
    let developer = SessionPlan {
        is_developer_mode: true,
        ..plan()
    };
    assert_eq!(read_back("developer.ovj", &developer), (true, true));
    assert_eq!(read_back("plain.ovj", &plan()), (false, false));
}

#[test]
fn a_record_torn_at_any_byte_loses_itself_and_nothing_before_it() {
    let (_folder, path, events) = journal_of(3);
    let whole = std::fs::read(&path).unwrap();
    let last_start = {
        let verified = read_whole(&whole, &path).unwrap();
        let mut shorter = verified.sound_bytes;
        while read_whole(&whole[..usize::try_from(shorter).unwrap()], &path)
            .unwrap()
            .events
            .len()
            == 3
        {
            shorter -= 1;
        }
        usize::try_from(
            read_whole(&whole[..usize::try_from(shorter).unwrap()], &path)
                .unwrap()
                .sound_bytes,
        )
        .unwrap()
    };
    for end in last_start + 1..whole.len() {
        std::fs::write(&path, &whole[..end]).unwrap();
        let (mut journal, verified) = Journal::open(&path).unwrap();
        let lost_bytes = (end - last_start) as u64;
        assert_eq!(verified.torn, Some(Recovery { lost_bytes }), "cut at {end}");
        assert_eq!(verified.events[..2], events[..2]);
        assert_eq!(verified.events[2].event, Event::Recovered { lost_bytes });
        journal.append(&rated(99, 9)).unwrap();
        drop(journal);
        let read = JournalReader::read(&path).unwrap();
        assert_eq!((read.events.len(), read.torn), (4, None), "cut at {end}");
    }
}

#[test]
fn zeros_at_the_end_are_a_torn_record_too() {
    let (_folder, path, _) = journal_of(2);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(&[0; 57]);
    std::fs::write(&path, &bytes).unwrap();
    let (_journal, verified) = Journal::open(&path).unwrap();
    assert_eq!(verified.torn, Some(Recovery { lost_bytes: 57 }));
}

/// After a power failure a file may have its length before it has its bytes: they end in zeros, from any byte on.
#[test]
fn a_last_record_that_ends_in_zeros_from_any_byte_on_loses_itself_alone() {
    for n_events in 1..6 {
        let (_folder, path, events) = journal_of(n_events);
        let whole = std::fs::read(&path).unwrap();
        let of_last = serde_json::to_vec(&EventJson::from(events.last().unwrap())).unwrap();
        let start = whole.len() - of_last.len() - record::OVERHEAD;
        for from in start..whole.len() {
            let mut zeroed = whole.clone();
            zeroed[from..].fill(0);
            if zeroed == whole {
                continue;
            }
            for n_grown in [0, 100] {
                zeroed.resize(whole.len() + n_grown, 0);
                std::fs::write(&path, &zeroed).unwrap();
                let (mut journal, verified) = Journal::open(&path).unwrap();
                let lost_bytes = (zeroed.len() - start) as u64;
                assert_eq!(verified.torn, Some(Recovery { lost_bytes }), "from {from}");
                let before = events.len() - 1;
                assert_eq!(verified.events[..before], events[..before]);
                journal.append(&rated(99, 9)).unwrap();
                drop(journal);
                let read = JournalReader::read(&path).unwrap();
                assert_eq!((read.events.len(), read.torn), (before + 2, None));
            }
        }
    }
}

#[test]
fn a_flipped_bit_is_named_with_record_and_byte_and_nothing_is_changed() {
    let (_folder, path, _) = journal_of(3);
    let whole = std::fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        // Not even a flipped length may pass for the torn record of a crash, which would be cut off.
        let text = JournalReader::read(&path).unwrap_err().to_string();
        assert!(
            text.contains("record") || text.contains("journal"),
            "{text}"
        );
        assert!(Journal::open(&path).is_err(), "flip at {at} was taken");
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn swapped_records_break_the_chain() {
    let (_folder, path, _) = journal_of(3);
    let bytes = std::fs::read(&path).unwrap();
    let verified = read_whole(&bytes, &path).unwrap();
    // The three events have payloads of equal length, so equal records.
    let header_end = usize::try_from(verified.sound_bytes).unwrap();
    let one = {
        let first = serde_json::to_vec(&EventJson::from(&rated(0, 0)))
            .unwrap()
            .len();
        first + record::OVERHEAD
    };
    let two_digits = one + 1;
    let start = header_end - one - 2 * two_digits;
    let mut swapped = bytes.clone();
    swapped[start + one..start + one + two_digits]
        .copy_from_slice(&bytes[start + one + two_digits..]);
    swapped[start + one + two_digits..]
        .copy_from_slice(&bytes[start + one..start + one + two_digits]);
    std::fs::write(&path, &swapped).unwrap();
    let text = JournalReader::read(&path).unwrap_err().to_string();
    assert!(
        text.starts_with("record 2 at byte") && text.contains("hash chain is broken"),
        "{text}"
    );
}

#[test]
fn a_second_program_is_refused_and_a_new_session_never_overwrites_one() {
    let (_folder, path, _) = journal_of(1);
    let (_held, _) = Journal::open(&path).unwrap();
    assert!(matches!(
        Journal::open(&path),
        Err(StoreError::InUse { .. })
    ));
    assert!(matches!(
        Journal::create(&path, &plan(), 0, ""),
        Err(StoreError::Exists { .. })
    ));
}

#[test]
fn files_that_are_no_journals_are_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    for bytes in [&b""[..], b"PK\x03\x04", &[0xff; 200], b"{}"] {
        std::fs::write(&path, bytes).unwrap();
        let text = JournalReader::read(&path).unwrap_err().to_string();
        assert!(text.starts_with("not a journal"), "{text}");
    }
}

#[test]
fn a_full_disk_is_an_error_and_the_journal_takes_no_more() {
    // /dev/full refuses every write with "no space left".
    let Ok(file) = OpenOptions::new().append(true).open("/dev/full") else {
        return;
    };
    let path = PathBuf::from("/dev/full");
    let mut journal = Journal {
        records: RecordFile::over(file, path),
    };
    assert!(matches!(
        journal.append(&rated(0, 0)),
        Err(StoreError::Io { .. })
    ));
    // Whoever tries again is told what was wrong with the disk, and not only that something was.
    for _ in 0..2 {
        let again = journal.append(&rated(0, 0)).unwrap_err();
        assert!(matches!(again, StoreError::Failed { .. }));
        assert!(again.to_string().contains("No space left"), "{again}");
    }
}

/// In a process of its own (see below): appends events for ever, and says so after each that is saved.
#[test]
fn kill_writer_child() {
    let Some(path) = std::env::var_os("OVERREAD_TEST_KILL_JOURNAL") else {
        return;
    };
    let (mut journal, verified) = Journal::open(Path::new(&path)).unwrap();
    let mut n = verified.events.len() as u64;
    let mut saved = std::io::stderr();
    loop {
        journal
            .append(&rated(n, u8::try_from(n % 100).unwrap()))
            .unwrap();
        n += 1;
        writeln!(saved, "saved {n}").unwrap();
    }
}

#[test]
fn a_killed_program_loses_no_event_that_it_called_saved() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let (_folder, path, _) = journal_of(0);
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "journal::tests::kill_writer_child",
                "--nocapture",
            ])
            .env("OVERREAD_TEST_KILL_JOURNAL", &path)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        // Killed after a few events, a different number each round.
        for _ in 0..=round {
            while !lines.next().unwrap().unwrap().starts_with("saved") {}
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let saved = lines
            .map_while(Result::ok)
            .filter_map(|l| l.strip_prefix("saved ")?.parse::<usize>().ok())
            .max();
        let (_journal, verified) = Journal::open(&path).unwrap();
        assert!(
            verified.events.len() >= saved.unwrap_or(0).max(round + 1),
            "{} {saved:?}",
            verified.events.len()
        );
    }
}

#[test]
fn an_end_and_a_pause_survive_the_file() {
    let (_folder, path, _) = journal_of(0);
    let (mut journal, _) = Journal::open(&path).unwrap();
    let events = [
        Event::Paused,
        Event::Resumed,
        Event::Recovered { lost_bytes: 3 },
        Event::Ended(SessionEnd::Abandoned),
    ];
    for event in events.clone() {
        journal
            .append(&StampedEvent {
                at: Millis(5),
                event,
            })
            .unwrap();
    }
    drop(journal);
    let read = JournalReader::read(&path).unwrap();
    assert_eq!(
        read.events.into_iter().map(|e| e.event).collect::<Vec<_>>(),
        events
    );
}

#[test]
fn flushed_once_or_event_by_event_the_bytes_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let event = |at, event| StampedEvent {
        at: Millis(at),
        event,
    };
    let events = [event(10, Event::Paused), event(20, Event::Resumed)];
    let write = |name: &str, flush| {
        let path = folder.path().join(name);
        let mut journal = Journal::create_flushed(&path, &plan(), 7, "n", flush).unwrap();
        for event in &events {
            journal.append(event).unwrap();
        }
        (path, journal)
    };
    let (each, _journal) = write("each.ovj", Flush::EachEvent);
    let (once, mut journal) = write("once.ovj", Flush::Once);
    assert_eq!(std::fs::read(&once).unwrap(), b"", "nothing before the end");
    journal.finish().unwrap();
    assert_eq!(std::fs::read(&once).unwrap(), std::fs::read(&each).unwrap());

    // What comes after goes to the disk at once.
    journal.append(&event(30, Event::Paused)).unwrap();
    journal.finish().unwrap();
    assert_eq!(JournalReader::read(&once).unwrap().events.len(), 3);
}
