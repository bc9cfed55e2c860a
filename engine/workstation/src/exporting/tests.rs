//! Sessions of several scenarios on the disk, exported together.

use std::fs;
use std::sync::Arc;

use overread_base::{ReaderId, Seed};
use overread_exam::Command;
use overread_store::sessions_in;
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;
use crate::clock::ManualClock;
use crate::{Folders, Sitting, sit_down};

#[test]
fn cases_of_two_scenarios_keep_their_truths_though_they_share_an_id() {
    let folder = tempfile::tempdir().unwrap();
    TinyCt::numbered(1)
        .write(&folder.path().join("one"))
        .unwrap();
    let folders = Folders::of_user(Some(folder.path()));
    // One id of scenario and case, normal in the first version and abnormal in the second.
    for lesions in [&[][..], &[[0.0, 0.0, 0.0, 5.0]]] {
        let case = TinyCase::dicom("a", "one", Some(lesions));
        let path = folder.path().join("scenario.toml");
        fs::write(&path, scenario_text(Reading::Unaided, &[case])).unwrap();
        let reader = ReaderId::new("reader").unwrap();
        let clock = Arc::new(ManualClock::default());
        let sitting = Sitting::at_scenario(&path, &folders, reader, Seed(1), "en", clock).unwrap();
        let mut runner = sit_down(sitting, &folders).unwrap_or_else(|e| panic!("{e}"));
        runner.send(Command::NextCase).unwrap();
        runner.send(Command::RateCase(20)).unwrap();
        let section = overread_scenario::SectionId::new("impression").unwrap();
        let text = "Read.".to_owned();
        runner.send(Command::EditReport { section, text }).unwrap();
        runner.send(Command::Sign).unwrap();
        runner.send(Command::Finish).unwrap();
    }

    let export = export_of(&sessions_in(&folders.sessions).unwrap()).unwrap();
    let case = CaseId::new("a").unwrap();
    let mut found: Vec<(Option<bool>, bool)> = Vec::new();
    for session in &export.sessions {
        let truth = &export.truths[&session.plan.scenario_hash.0][&case];
        found.push((session.observations[0].truth, truth.is_abnormal()));
    }
    found.sort_unstable();
    assert_eq!(found, [(Some(false), false), (Some(true), true)]);
    let file = String::from_utf8(export.imrmc().bytes).unwrap();
    for line in ["N0: 1", "N1: 1"] {
        assert!(file.lines().any(|found| found == line), "{line} in {file}");
    }
}
