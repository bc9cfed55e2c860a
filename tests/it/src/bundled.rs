//! The bundled service with its trained networks, in the sandbox, on synthetic and on real pixels.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{AiStatus, NotRunReason};
use overread_exam::{CaseGrade, Policy, ReadScore};
use overread_testkit::{Reading, TinyCase, bundle, scenario_text, shared_dicom};
use overread_workstation::{
    ImagesState, ManualClock, Sitting, StepProgress, open_folder, sit_down,
};

use crate::course::{Finished, finish, folders, statuses};

const BUNDLE: &str = "lung-nodule";
const SERVICE: &str = "overread.lung-nodule";

/// Whether the jobs could not be run for want of an inference runtime, which is then said with the test's name.
fn is_skipped(test: &str, session: &Finished) -> bool {
    let lacks_runtime = |status: &&AiStatus| {
        matches!(
            status,
            AiStatus::NotRun {
                reason: NotRunReason::RuntimeMissing,
                ..
            }
        )
    };
    let is_skipped = statuses(session).iter().any(lacks_runtime);
    if is_skipped {
        eprintln!("SKIPPED {test}: no ONNX Runtime (ORT_DYLIB_PATH)");
    }
    is_skipped
}

/// A session of one phantom with a large nodule, of few slices so that it is made and read quickly.
fn read_phantom(place: &Path, plugins: PathBuf, policy: Policy) -> Finished {
    let nodules = "{ diameter_mm = 20, type = \"solid\" }";
    let case = TinyCase::phantom("p", 31, nodules);
    let text = scenario_text(Reading::Sequential(SERVICE), &[case]);
    let text = text.replace("slices = 16", "slices = 48");
    fs::write(place.join("scenario.toml"), text).unwrap();
    let clock = Arc::new(ManualClock::default());
    let folders = folders(place, vec![plugins]);
    let sitting = Sitting::at_scenario(
        &place.join("scenario.toml"),
        &folders,
        overread_base::ReaderId::new("scripted").unwrap(),
        overread_base::Seed(1),
        "en",
        clock.clone(),
    );
    finish(
        sit_down(sitting.unwrap(), &folders).unwrap(),
        policy,
        &clock,
    )
}

#[test]
fn who_follows_the_bundled_service_scores_what_it_scores() {
    let test = "who_follows_the_bundled_service_scores_what_it_scores";
    let Some(bundle) = bundle(test, BUNDLE) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let plugins = bundle.parent().unwrap().to_owned();
    let session = read_phantom(place.path(), plugins, Policy::FollowsAi);
    if is_skipped(test, &session) {
        return;
    }
    let CaseGrade::Graded { last, ai, .. } = &session.score.cases[0].grade else {
        panic!("{:?}", session.score.cases[0].grade);
    };
    let ai = ai
        .read
        .as_ref()
        .unwrap_or_else(|| panic!("{:?}", statuses(&session)));
    let alike = ReadScore {
        rating: ai.rating,
        ..last.clone()
    };
    assert_eq!(alike, *ai);
    assert_eq!(
        session.score.total.ai.as_ref(),
        Some(&session.score.total.last)
    );
    // The record says which bytes answered.
    let service = session.plan.service.as_ref().unwrap();
    assert_eq!(service.bundle_digest.as_ref().map(String::len), Some(64));
    assert!(!service.model_digests.is_empty());
}

#[test]
fn the_bundled_service_without_its_networks_is_not_run_and_says_which_file() {
    let test = "the_bundled_service_without_its_networks_is_not_run_and_says_which_file";
    let Some(bundle) = bundle(test, BUNDLE) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let plugins = place.path().join("plugins");
    let copy = plugins.join(BUNDLE);
    fs::create_dir_all(&copy).unwrap();
    for entry in fs::read_dir(&bundle).unwrap() {
        let from = entry.unwrap().path();
        if from.is_file() {
            fs::copy(&from, copy.join(from.file_name().unwrap())).unwrap();
        }
    }
    // Locales are texts that the manifest may pin; only the networks are left out.
    if bundle.join("locales").is_dir() {
        fs::create_dir(copy.join("locales")).unwrap();
        for entry in fs::read_dir(bundle.join("locales")).unwrap() {
            let from = entry.unwrap().path();
            fs::copy(&from, copy.join("locales").join(from.file_name().unwrap())).unwrap();
        }
    }
    let session = read_phantom(place.path(), plugins, Policy::Perfect);
    if is_skipped(test, &session) {
        return;
    }
    let AiStatus::NotRun { reason, message } = statuses(&session)[0] else {
        panic!("{:?}", statuses(&session)[0]);
    };
    assert_eq!(*reason, NotRunReason::ModelMissing, "{message}");
    assert!(message.contains(".onnx"), "{message}");
    assert_eq!(session.score.total.last.sensitivity.unwrap().value, 1.0);
}

#[test]
fn the_bundled_service_marks_places_inside_the_real_chest_ct() {
    let test = "the_bundled_service_marks_places_inside_the_real_chest_ct";
    let (Some(bundle), Some(dicom)) = (bundle(test, BUNDLE), shared_dicom(test)) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::default());
    let folder = dicom.join("chest_ct_lung_tumour");
    let reader = overread_base::ReaderId::new("scripted").unwrap();
    let sitting = Sitting::at_study(&folder, Some(SERVICE), reader, "en", clock.clone()).unwrap();
    let plugins = vec![bundle.parent().unwrap().to_owned()];
    let session = finish(
        sit_down(sitting, &folders(place.path(), plugins)).unwrap(),
        Policy::FollowsAi,
        &clock,
    );
    if is_skipped(test, &session) {
        return;
    }
    let AiStatus::Done(report) = statuses(&session)[0] else {
        panic!("{:?}", statuses(&session)[0]);
    };
    let images = open_folder(&folder, None, &StepProgress::default()).unwrap();
    let volume = &images.series[0].volume;
    for finding in &report.findings {
        let centre = finding.marks[0].shape.centre().unwrap();
        assert!(volume.geometry().contains(centre), "{finding:?}");
        assert_eq!(finding.marks[0].series, images.series[0].facts.uid);
    }
}

#[test]
fn a_session_can_be_left_while_the_service_works_and_taken_up_again() {
    let test = "a_session_can_be_left_while_the_service_works_and_taken_up_again";
    let Some(bundle) = bundle(test, BUNDLE) else {
        return;
    };
    let Some(dicom) = shared_dicom(test) else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::default());
    let folder = dicom.join("chest_ct_lung_tumour");
    let reader = overread_base::ReaderId::new("scripted").unwrap();
    let sitting = Sitting::at_study(&folder, Some(SERVICE), reader, "en", clock.clone()).unwrap();
    let folders = folders(place.path(), vec![bundle.parent().unwrap().to_owned()]);
    let mut runner = sit_down(sitting, &folders).unwrap();
    runner.send(overread_exam::Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    assert!(matches!(runner.images(), ImagesState::Ready(_)));
    let journal = runner.journal_path().to_owned();
    drop(runner);
    let session = overread_store::SessionFolder::at(journal.parent().unwrap());
    let runner = overread_workstation::resume(&session, &folders, None, "en", clock.clone());
    let session = finish(runner.unwrap(), Policy::Coin, &clock);
    if is_skipped(test, &session) {
        return;
    }
    assert_eq!(statuses(&session).len(), 1);
    assert!(matches!(statuses(&session)[0], AiStatus::Done(_)));
}

/// What the debriefings of the first lesson say of the service: lesions found, lesions missed, false marks.
const FIRST_DESK: [(&str, usize, usize, u32); 6] = [
    ("one-nodule", 1, 0, 1),
    ("clear-lungs", 0, 0, 1),
    ("two-nodules", 2, 0, 0),
    ("ground-glass", 1, 0, 0),
    ("quiet-screening", 0, 0, 0),
    ("mixed-types", 2, 1, 0),
];

#[test]
fn the_debriefings_of_the_first_lesson_are_true() {
    let test = "the_debriefings_of_the_first_lesson_are_true";
    let Some(bundle) = bundle(test, BUNDLE) else {
        return;
    };
    if std::env::var_os("OVERREAD_SLOW").is_none() {
        eprintln!("SKIPPED {test}: takes minutes; OVERREAD_SLOW=1 runs it");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::default());
    let folders = folders(place.path(), vec![bundle.parent().unwrap().to_owned()]);
    let lesson = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/chest/first-desk");
    let reader = overread_base::ReaderId::new("scripted").unwrap();
    let seed = overread_base::Seed(1);
    let scenario = lesson.join("scenario.toml");
    let sitting = Sitting::at_scenario(&scenario, &folders, reader, seed, "en", clock.clone());
    let runner = sit_down(sitting.unwrap(), &folders).unwrap();
    let session = finish(runner, Policy::FollowsAi, &clock);
    if is_skipped(test, &session) {
        return;
    }
    let mut found = Vec::new();
    for case in &session.score.cases {
        let CaseGrade::Graded { ai, .. } = &case.grade else {
            panic!("{case:?}");
        };
        let ai = ai.read.as_ref().unwrap();
        found.push((
            case.case.as_str(),
            ai.hit.len(),
            ai.missed.len(),
            ai.false_positives,
        ));
    }
    assert_eq!(found, FIRST_DESK);
    let total = &session.score.total;
    assert_eq!(total.ai.as_ref(), Some(&total.last));
}
