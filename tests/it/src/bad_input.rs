//! Bad input: each kind gives its reason and place, and the rest of the session goes on.

use std::fs;
use std::sync::Arc;

use overread_base::{AiStatus, FailureKind, NotRunReason};
use overread_exam::{AiOutcome, CaseGrade, Policy};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};
use overread_workstation::{
    ManualClock, Service, StepProgress, open_folder, resume, resume_with, sit_down,
};

use crate::course::{Course, Finished, SERVICE, finish, folders, identity, statuses};

fn outcomes(session: &Finished) -> Vec<AiOutcome> {
    let outcome = |grade: &CaseGrade| match grade {
        CaseGrade::Graded { ai, .. } => Some(ai.outcome),
        CaseGrade::Ungraded(_) => None,
    };
    let cases = session.score.cases.iter();
    cases.filter_map(|case| outcome(&case.grade)).collect()
}

#[test]
fn a_broken_file_in_a_folder_is_named_and_the_others_open() {
    let folder = tempfile::tempdir().unwrap();
    let ct = TinyCt::numbered(1);
    ct.write(folder.path()).unwrap();
    let mut cut = ct.file(17);
    cut.truncate(cut.len() / 2);
    fs::write(folder.path().join("cut.dcm"), cut).unwrap();
    let mut garbled = ct.file(18);
    garbled[200..400].fill(0xFF);
    fs::write(folder.path().join("garbled.dcm"), garbled).unwrap();
    fs::write(folder.path().join("notes.txt"), "not DICOM").unwrap();
    let images = open_folder(folder.path(), None, &StepProgress::default()).unwrap();
    assert_eq!(images.series[0].volume.geometry().size, [16, 16, 16]);
    let warnings = images.warnings.join("\n");
    assert!(
        warnings.contains("cut.dcm") && warnings.contains("garbled.dcm"),
        "{warnings}"
    );
}

#[test]
fn a_session_reads_on_when_the_images_of_one_case_are_gone() {
    let course = Course::new();
    fs::remove_dir_all(course.folder.path().join("quiet")).unwrap();
    let session = course.read(Policy::Perfect, 1);
    let statuses = statuses(&session);
    let AiStatus::NotRun { reason, message } = statuses[1] else {
        panic!("{:?}", statuses[1]);
    };
    assert_eq!(*reason, NotRunReason::BadInput);
    assert!(
        message.contains("no folder of DICOM files") && message.contains("quiet"),
        "{message}"
    );
    let done = |status: &&&AiStatus| matches!(status, AiStatus::Done(_));
    assert_eq!(statuses.iter().filter(done).count(), 5);
    assert_eq!(session.score.total.last.sensitivity.unwrap().value, 1.0);
}

#[test]
fn three_mistakes_of_a_scenario_are_three_faults_with_lines() {
    let course = Course::new();
    let text = course
        .text(Reading::Unaided)
        .replace("least_radius_mm = 5", "least_radius_mm = 0")
        .replace("id = \"quiet\"", "id = \"found\"")
        .replace(
            "title = { en = \"Case half\" }",
            "titel = { en = \"Case half\" }",
        );
    let sitting = course.sitting(text.clone(), 1, &Arc::new(ManualClock::default()));
    let error = sit_down(sitting, &folders(course.folder.path(), Vec::new())).unwrap_err();
    let error = error.to_string();
    let line_of = |needle: &str| text.lines().position(|line| line.contains(needle)).unwrap() + 1;
    for needle in ["least_radius_mm = 0", "titel"] {
        let line = format!("line {},", line_of(needle));
        assert!(error.contains(&line), "{line} is not in {error}");
    }
    // The second "found" is the twin.
    let twin = text
        .lines()
        .enumerate()
        .filter(|(_, line)| *line == "id = \"found\"")
        .nth(1);
    let line = format!("line {},", twin.unwrap().0 + 1);
    assert!(error.contains(&line), "{line} is not in {error}");
}

#[test]
fn a_service_that_cannot_be_started_fails_its_jobs_and_the_session_goes_on() {
    let course = Course::new();
    let broken = Service::Broken {
        identity: Box::new(identity()),
        kind: FailureKind::CompileFailed,
        message: "the component did not compile".to_owned(),
    };
    let session = course.read_with(Policy::FollowsAi, 1, broken);
    assert_eq!(outcomes(&session), [AiOutcome::Failed; 5]);
    let total = &session.score.total;
    assert_eq!((total.n_graded, &total.ai), (5, &None));
    // Failed is not negative: who follows a service that says nothing keeps the own answer.
    assert_eq!(total.last, total.first);
}

#[test]
fn a_service_that_is_gone_when_a_session_is_taken_up_fails_and_the_session_goes_on() {
    let course = Course::new();
    let text = course.text(Reading::Sequential(SERVICE));
    let clock = Arc::new(ManualClock::default());
    let sitting = course.sitting(text, 1, &clock);
    let runner =
        overread_workstation::sit_down_with(sitting, &course.sessions(), course.service.clone());
    let journal = runner.unwrap().journal_path().to_owned();
    let session = overread_store::SessionFolder::at(journal.parent().unwrap());
    let folders = folders(course.folder.path(), Vec::new());
    let runner = resume(&session, &folders, None, "en", clock.clone()).unwrap();
    let finished = finish(runner, Policy::Perfect, &clock);
    for status in statuses(&finished) {
        let AiStatus::Failed { message, .. } = status else {
            panic!("{status:?}");
        };
        assert!(message.contains("no AI service test.recorded"), "{message}");
    }
    assert_eq!(finished.score.total.n_graded, 5);
}

#[test]
fn another_version_of_the_service_is_not_taken_for_the_one_of_the_session() {
    let course = Course::new();
    let text = course.text(Reading::Sequential(SERVICE));
    let clock = Arc::new(ManualClock::default());
    let sitting = course.sitting(text, 1, &clock);
    let runner =
        overread_workstation::sit_down_with(sitting, &course.sessions(), course.service.clone());
    let journal = runner.unwrap().journal_path().to_owned();
    let session = overread_store::SessionFolder::at(journal.parent().unwrap());
    let mut other = identity();
    other.version = "2.0.0".to_owned();
    let Service::Recorded { results, .. } = &course.service else {
        unreachable!("the course records its service");
    };
    let other = Service::Recorded {
        identity: Box::new(other),
        results: results.clone(),
    };
    let runner = resume_with(&session, None, "en", clock.clone(), other).unwrap();
    let finished = finish(runner, Policy::Perfect, &clock);
    let AiStatus::Failed { kind, message } = statuses(&finished)[0] else {
        panic!("{:?}", statuses(&finished)[0]);
    };
    assert_eq!(*kind, FailureKind::BadSignature);
    assert!(
        message.contains("1.0.0") && message.contains("2.0.0"),
        "{message}"
    );
}

#[test]
fn a_scenario_whose_service_is_nowhere_is_refused_before_anything_is_begun() {
    let folder = tempfile::tempdir().unwrap();
    let course = Course::new();
    let text = scenario_text(
        Reading::Sequential("test.nowhere"),
        &[TinyCase::dicom("a", "found", None)],
    );
    let sitting = course.sitting(text, 1, &Arc::new(ManualClock::default()));
    let error = sit_down(sitting, &folders(folder.path(), Vec::new())).unwrap_err();
    assert!(
        error.to_string().starts_with("no AI service test.nowhere"),
        "{error}"
    );
    assert!(!folder.path().join("sessions").exists());
}
