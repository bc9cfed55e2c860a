//! Two programs on one journal, a copy that is taken up elsewhere, a clock that is set back.

use std::fs;

use overread_base::Millis;
use overread_exam::{Event, ProctorFact, StampedEvent};
use overread_store::{Journal, JournalReader, SessionFolder, StoreError};

use crate::exam::{events, plan, read, write_journal};
use crate::program::Program;

#[test]
fn of_two_programs_one_writes_and_the_other_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    write_journal(&path, &events()[..5]);
    let mut program = Program::start("hold", &path, "");
    assert!(program.told(&["held"]).is_some());
    let bytes = fs::read(&path).unwrap();
    assert!(matches!(
        Journal::open(&path),
        Err(StoreError::InUse { .. })
    ));
    let again = Journal::create(&path, &plan(), 0, "n");
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    assert_eq!(JournalReader::read(&path).unwrap().events, events()[..5]);
    assert_eq!(
        fs::read(&path).unwrap(),
        bytes,
        "the refused one changed nothing"
    );
    // The lock ends with the program, even with one that is killed.
    program.kill();
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.append(&events()[5]).unwrap();
}

#[test]
fn of_two_programs_that_begin_one_session_one_begins_it() {
    let folder = tempfile::tempdir().unwrap();
    let begin = || SessionFolder::create(folder.path(), &plan(), "schema = 1\n", 0, "n");
    let (_folder, mut journal) = begin().unwrap();
    let error = begin().unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    journal.append(&events()[0]).unwrap();
}

#[test]
fn a_copied_folder_goes_on_elsewhere_and_the_first_one_stays_as_it_was() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let all = events();
    let (folder, mut journal) =
        SessionFolder::create(here.path(), &plan(), "schema = 1\n", 0, "n").unwrap();
    all[..9]
        .iter()
        .for_each(|event| journal.append(event).unwrap());
    // Copied while the program is still there, with the tenth event half-way.
    let copy = there.path().join("exam-1");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
    }
    let copy = SessionFolder::at(copy);
    let mut torn = fs::read(copy.journal_path()).unwrap();
    torn.extend_from_slice(&[200, 0, 0, 0, b'{', b'"']);
    fs::write(copy.journal_path(), torn).unwrap();
    journal.append(&all[9]).unwrap();

    let (mut elsewhere, verified) = copy.open().unwrap();
    assert_eq!(verified.plan, plan());
    assert_eq!(copy.scenario_text().unwrap(), "schema = 1\n");
    all[9..]
        .iter()
        .for_each(|event| elsewhere.append(event).unwrap());
    assert_eq!(read(&copy.journal_path()).1, all);
    assert_eq!(read(&folder.journal_path()).1, all[..10]);
    // From where they part their chains differ: they cannot be taken for each other.
    let chain = |folder: &SessionFolder| {
        JournalReader::read(&folder.journal_path())
            .unwrap()
            .chain_hex
    };
    assert_ne!(chain(&copy), chain(&folder));
}

#[test]
fn a_clock_that_is_set_back_loses_no_event() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let mut all = events();
    all.truncate(20);
    // The machine's clock was set back by a day, and an event stands before the one that it follows.
    let jump = ProctorFact::ClockJumped { by_ms: -86_400_000 };
    all.insert(
        8,
        StampedEvent {
            at: all[8].at,
            event: Event::Proctor(jump),
        },
    );
    all[12].at = Millis(1);
    let mut journal = Journal::create(&path, &plan(), u64::MAX, "n").unwrap();
    all.iter().for_each(|event| journal.append(event).unwrap());
    drop(journal);
    let read = JournalReader::read(&path).unwrap();
    assert_eq!((read.events, read.started_unix_s), (all.clone(), u64::MAX));
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.append(&all[0]).unwrap();
    assert_eq!(
        JournalReader::read(&path).unwrap().events.len(),
        all.len() + 1
    );
}
