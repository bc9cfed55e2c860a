//! Files of records that are too large to be read.

use super::*;
use crate::{Journal, JournalReader, LearnerLog};

/// The limit of a reading, and whether a file of ten bytes is read.
#[track_caller]
fn check(limit: u64, is_read: bool) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("ten");
    std::fs::write(&path, [7; 10]).unwrap();
    let mut file = File::open(&path).unwrap();
    // Whoever read it before: the whole of it is read again.
    for _ in 0..2 {
        match read_all(&mut file, &path, limit) {
            Ok(bytes) => assert!(is_read && bytes == [7; 10], "{limit}"),
            Err(error) => {
                assert!(!is_read, "{limit}");
                check_too_large(&error, limit, 10);
            }
        }
    }
}

#[track_caller]
fn check_too_large(error: &StoreError, limit: u64, found: u64) {
    let StoreError::Io { source, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(source.kind(), io::ErrorKind::FileTooLarge);
    let expected = format!("expected at most {limit} bytes, found {found}");
    assert!(error.to_string().contains(&expected), "{error}");
}

#[test]
fn a_file_is_read_up_to_the_limit_and_not_beyond() {
    check(u64::MAX, true);
    check(10, true);
    check(9, false);
    check(0, false);
}

/// A device has no length to be judged by, and no end.
#[test]
fn what_states_no_length_is_not_read_beyond_the_limit() {
    let path = Path::new("/dev/zero");
    let Ok(mut file) = File::open(path) else {
        return;
    };
    let error = read_all(&mut file, path, 1000).unwrap_err();
    check_too_large(&error, 1000, 1001);
}

#[test]
fn journals_and_learners_logs_have_the_limit() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("huge");
    let huge = MAX_FILE_BYTES + 1;
    // It takes no room on the disk, and none in memory.
    File::create(&path).unwrap().set_len(huge).unwrap();
    let errors = [
        JournalReader::read(&path).unwrap_err(),
        Journal::open(&path).unwrap_err(),
        LearnerLog::read(&path).unwrap_err(),
        LearnerLog::open(&path, "reader").unwrap_err(),
    ];
    for error in errors {
        check_too_large(&error, MAX_FILE_BYTES, huge);
    }
}
