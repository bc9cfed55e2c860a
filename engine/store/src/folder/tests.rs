//! A session's folder keeps its scenario and its journal together and is never taken twice.

use super::*;
use crate::journal::tests::plan;

#[test]
fn a_session_lies_with_its_scenario_and_is_found_again() {
    let root = tempfile::tempdir().unwrap();
    let sessions = root.path().join("sessions");
    assert_eq!(sessions_in(&sessions).unwrap(), []);
    let (folder, journal) =
        SessionFolder::create(&sessions, &plan(), "schema = 1\n", 7, "n").unwrap();
    drop(journal);
    assert_eq!(folder.scenario_text().unwrap(), "schema = 1\n");
    assert_eq!(
        sessions_in(&sessions).unwrap(),
        std::slice::from_ref(&folder)
    );
    let (_held, verified) = folder.open().unwrap();
    assert_eq!((verified.plan, verified.started_unix_s), (plan(), 7));
}

#[test]
fn a_session_is_never_begun_over_another() {
    let root = tempfile::tempdir().unwrap();
    let create = |text| SessionFolder::create(root.path(), &plan(), text, 7, "n");
    let (folder, _journal) = create("first").unwrap();
    assert!(matches!(create("second"), Err(StoreError::Exists { .. })));
    assert_eq!(folder.scenario_text().unwrap(), "first");
}

#[test]
fn a_folder_without_a_journal_is_no_session() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("begun")).unwrap();
    fs::write(root.path().join("begun").join(SCENARIO), "schema = 1").unwrap();
    assert_eq!(sessions_in(root.path()).unwrap(), []);
}
