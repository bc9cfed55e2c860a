//! Full disks, limits and read-only disks: the journal says failed and never saved when it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

use overread_exam::StampedEvent;
use overread_store::{Journal, JournalReader, SessionFolder, StoreError, sessions_in};

use crate::exam::{events, plan, read, without_recovery, write_journal};
use crate::program::{Program, number};

/// A disk of its own in memory; it goes when this is dropped.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` after naming the test that is skipped: only root may mount.
    fn of_kib(kib: u32, test: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kib}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        eprintln!(
            "SKIPPED {test}: a small disk in memory cannot be mounted here, which takes root"
        );
        None
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn remount(&self, how: &str) -> bool {
        Command::new("mount")
            .args(["-o", &format!("remount,{how}")])
            .arg(self.folder.path())
            .status()
            .is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let ended = Command::new("umount").arg(self.folder.path()).status();
        assert!(
            ended.is_ok_and(|status| status.success()),
            "the small disk stays mounted"
        );
    }
}

/// Appends until the journal says that it failed; the number of events that it called saved.
fn fill(path: &Path, all: &[StampedEvent]) -> usize {
    let (mut journal, verified) = Journal::open(path).unwrap();
    let mut n_saved = without_recovery(&verified.events).len();
    loop {
        match journal.append(&all[n_saved]) {
            Ok(()) => n_saved += 1,
            Err(StoreError::Io { .. }) => break,
            Err(other) => panic!("{other}"),
        }
    }
    // What is on the disk is uncertain now: it takes no more, not even what would fit.
    assert!(matches!(
        journal.append(&all[n_saved]),
        Err(StoreError::Failed { .. })
    ));
    n_saved
}

#[test]
fn a_full_disk_fails_and_once_there_is_room_the_examination_goes_on() {
    let test = "a_full_disk_fails_and_once_there_is_room_the_examination_goes_on";
    let Some(disk) = SmallDisk::of_kib(48, test) else {
        return;
    };
    let (path, ballast) = (disk.at("journal.ovj"), disk.at("ballast"));
    let all = events();
    drop(Journal::create(&path, &plan(), 0, "n").unwrap());
    std::fs::write(&ballast, vec![0; 12 << 10]).unwrap();
    let n_saved = fill(&path, &all);
    assert!((1..all.len()).contains(&n_saved));
    let (_, found) = read(&path);
    assert_eq!(
        found,
        all[..n_saved],
        "every saved event is there and no other"
    );

    // Still full: it may not open, but nothing is lost by the try.
    drop(Journal::open(&path));
    assert_eq!(read(&path).1, all[..n_saved]);

    std::fs::remove_file(&ballast).unwrap();
    let n_more = fill(&path, &all);
    assert!(n_more > n_saved, "{n_more} events after {n_saved}");
    assert_eq!(read(&path).1, all[..n_more]);
}

#[test]
fn a_session_that_cannot_begin_leaves_nothing_in_the_way() {
    let test = "a_session_that_cannot_begin_leaves_nothing_in_the_way";
    let Some(disk) = SmallDisk::of_kib(16, test) else {
        return;
    };
    let (sessions, ballast) = (disk.at("sessions"), disk.at("ballast"));
    std::fs::write(&ballast, vec![0; 12 << 10]).unwrap();
    let begin = || SessionFolder::create(&sessions, &plan(), "schema = 1\n", 0, "n");
    let error = begin().unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert_eq!(
        sessions_in(&sessions).unwrap(),
        [],
        "no half session is listed"
    );
    std::fs::remove_file(&ballast).unwrap();
    let (folder, journal) = begin().unwrap();
    drop(journal);
    assert_eq!(sessions_in(&sessions).unwrap(), [folder]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_fails_and_keeps_what_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let all = events();
    write_journal(&path, &[]);
    // The shell counts in blocks of 512 or of 1024 bytes: 16 to 32 KiB, far less than the examination has.
    let mut program = Program::start("write", &path, "trap '' XFSZ; ulimit -f 32;");
    let mut n_saved = 0;
    let failed = loop {
        match program.told(&["saved", "failed", "finished"]) {
            Some(line) if line.starts_with("saved") => n_saved = number(&line).unwrap(),
            line => break line.unwrap(),
        }
    };
    assert!(failed.starts_with("failed cannot write to"), "{failed}");
    assert!(program.told(&["refused"]).is_some());
    assert!(program.end());
    assert!((1..all.len()).contains(&n_saved));
    assert_eq!(read(&path).1, all[..n_saved]);
    // Without the limit it goes on.
    let (mut journal, _) = Journal::open(&path).unwrap();
    all[n_saved..]
        .iter()
        .for_each(|event| journal.append(event).unwrap());
    assert_eq!(read(&path).1, all);
}

#[test]
fn a_read_only_disk_is_read_and_refused_for_writing() {
    let test = "a_read_only_disk_is_read_and_refused_for_writing";
    let Some(disk) = SmallDisk::of_kib(512, test) else {
        return;
    };
    let path = disk.at("journal.ovj");
    let all = events();
    write_journal(&path, &all[..9]);
    if !disk.remount("ro") {
        eprintln!("SKIPPED {test}: the small disk cannot be made read-only");
        return;
    }
    assert_eq!(JournalReader::read(&path).unwrap().events, all[..9]);
    let is_io = |error: &StoreError| matches!(error, StoreError::Io { .. });
    assert!(is_io(&Journal::open(&path).unwrap_err()));
    assert!(is_io(
        &Journal::create(&disk.at("new.ovj"), &plan(), 0, "n").unwrap_err()
    ));
    let begun = SessionFolder::create(&disk.at("sessions"), &plan(), "", 0, "n");
    assert!(is_io(&begun.unwrap_err()));
    assert!(disk.remount("rw"));
    let (mut journal, _) = Journal::open(&path).unwrap();
    journal.append(&all[9]).unwrap();
    assert_eq!(JournalReader::read(&path).unwrap().events, all[..10]);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_read_and_refused_for_writing() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    write_journal(&path, &events()[..3]);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        eprintln!(
            "SKIPPED a_read_only_file_is_read_and_refused_for_writing: permissions do not bind root"
        );
        return;
    }
    assert_eq!(JournalReader::read(&path).unwrap().events.len(), 3);
    assert!(matches!(Journal::open(&path), Err(StoreError::Io { .. })));
}
