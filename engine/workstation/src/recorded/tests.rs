//! Recorded results in sessions: read like a service's, with the digest in the plan, and failures named.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use overread_base::{
    AiReport, AiResult, AiStatus, Code, Finding, FindingId, Mark, ReaderId, Seed, SeriesUid, Shape,
    Vec3,
};
use overread_exam::{CaseFact, Event, Policy, StampedEvent};
use overread_store::{JournalReader, SessionFolder, recorded_result_json};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text, shared_dicom};

use super::*;
use crate::clock::ManualClock;
use crate::fixture::folders_in;
use crate::folders::Folders;
use crate::runner::{SessionRunner, debrief_of};
use crate::scripted::ScriptedReader;
use crate::sitting::{Sitting, resume, sit_down};

/// A place with a tiny study in `one` and a scenario whose only case has a recorded result.
struct Place {
    root: tempfile::TempDir,
    studies: PathBuf,
    clock: Arc<ManualClock>,
}

impl Place {
    fn new(recorded: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        TinyCt::numbered(1).write(&root.path().join("one")).unwrap();
        let place = Self {
            studies: root.path().to_owned(),
            root,
            clock: Arc::new(ManualClock::default()),
        };
        place.write_scenario(
            &TinyCase::dicom("a", "one", Some(&[[0.0, 0.0, 0.0, 4.0]])),
            recorded,
        );
        place
    }

    fn write_scenario(&self, case: &TinyCase, recorded: &str) {
        let text = scenario_text(
            Reading::Sequential("gone.service"),
            std::slice::from_ref(case),
        );
        let title = format!("title = {{ en = \"Case {}\" }}", case.id);
        assert!(text.contains(&title), "{text}");
        let text = text.replace(&title, &format!("{title}\nrecorded = \"{recorded}\""));
        fs::write(self.root.path().join("scenario.toml"), text).unwrap();
    }

    fn folders(&self) -> Folders {
        Folders {
            studies: Some(self.studies.clone()),
            ..folders_in(self.root.path())
        }
    }

    fn sit(&self) -> SessionRunner {
        let scenario = self.root.path().join("scenario.toml");
        let reader = ReaderId::new("scripted").unwrap();
        let folders = self.folders();
        let sitting = Sitting::at_scenario(
            &scenario,
            &folders,
            reader,
            Seed(1),
            "en",
            self.clock.clone(),
        );
        sit_down(sitting.unwrap(), &folders).unwrap()
    }

    fn read(&self, runner: &mut SessionRunner) {
        let policy = Policy::FollowsAi;
        let reader = ScriptedReader::new(policy, &self.clock);
        reader.read(runner, &mut |_, _| {}).unwrap();
    }

    /// A result of a service about the tiny study, with a mark at the truth's place.
    fn record(&self, name: &str) -> AiResult {
        let images = self.root.path().join("one");
        let library = overread_dicom::open_folder(&images, &mut Diagnostics::default()).unwrap();
        let study = &library.studies[0];
        let result = AiResult {
            service: ServiceIdentity {
                id: ServiceId::new("vendor.noddet").unwrap(),
                version: "1.2".to_owned(),
                ..unknown_service()
            },
            study: study.uid.clone(),
            status: AiStatus::Done(AiReport {
                findings: vec![finding(&study.series[0].uid)],
                ..AiReport::default()
            }),
            elapsed: None,
        };
        let text = recorded_result_json(&result, &[]).unwrap();
        fs::write(self.root.path().join(name), text).unwrap();
        result
    }
}

fn finding(series: &SeriesUid) -> Finding {
    Finding {
        id: FindingId::new("N1").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: series.clone(),
            shape: Shape::Point(Vec3::default()),
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// The results that arrived, and whether each was revealed after its case's first answer was locked.
fn arrived(events: &[StampedEvent]) -> Vec<AiResult> {
    let mut is_locked = false;
    let mut results = Vec::new();
    for stamped in events {
        let Event::Case { fact, .. } = &stamped.event else {
            continue;
        };
        match fact {
            CaseFact::FirstReadLocked => is_locked = true,
            CaseFact::AiReceived(result) => results.push(AiResult::clone(result)),
            CaseFact::AiRevealed => {
                assert!(is_locked, "revealed before the first answer was locked")
            }
            CaseFact::Opened
            | CaseFact::MarkSet(_)
            | CaseFact::MarkDeleted(_)
            | CaseFact::Rated(_)
            | CaseFact::VerdictGiven { .. }
            | CaseFact::ReportEdited { .. }
            | CaseFact::Signed
            | CaseFact::Answered { .. }
            | CaseFact::AiRequested
            | CaseFact::AiWithheld
            | CaseFact::DecidedByAi(_)
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::TimedOut
            | CaseFact::AiPlanted(_)
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_)
            | CaseFact::Viewer(_) => {}
        }
    }
    results
}

#[test]
fn a_recorded_result_stands_in_for_a_service_and_its_replay_gives_the_same_score() {
    let place = Place::new("ai.json");
    let expected = place.record("ai.json");
    let mut runner = place.sit();
    let plan = runner.plan().clone();
    assert_eq!(plan.service.as_ref(), Some(&expected.service));
    let bytes = fs::read(place.root.path().join("ai.json")).unwrap();
    assert_eq!(plan.recorded[0].sha256, hex(&sha256(&bytes)));
    assert_eq!(plan.recorded[0].service, expected.service);
    place.read(&mut runner);
    assert_eq!(arrived(runner.events()), [expected]);
    let score = runner.debrief().unwrap().unwrap().score;
    let journal = JournalReader::read(runner.journal_path()).unwrap();
    assert_eq!(journal.plan, plan);
    let again = debrief_of(&journal.plan, runner.scenario(), &journal.events).unwrap();
    assert_eq!(again.score, score);
}

/// The status that a session ends up with for a record of these bytes.
#[track_caller]
fn check_failed(name: &str, bytes: Option<&[u8]>, expected: &str) {
    let place = Place::new(name);
    if let Some(bytes) = bytes {
        fs::write(place.root.path().join(name), bytes).unwrap();
    }
    let mut runner = place.sit();
    place.read(&mut runner);
    let results = arrived(runner.events());
    let [
        AiResult {
            status: AiStatus::Failed { message, .. },
            ..
        },
    ] = results.as_slice()
    else {
        panic!("{results:?}")
    };
    assert!(message.contains(expected), "{message}");
}

#[test]
fn what_cannot_be_read_is_a_failed_result_and_no_negative() {
    check_failed("gone", None, "is not there");
    check_failed("bad.json", Some(b"{}"), "missing field");
    check_failed(
        "noise.dcm",
        Some(&[7; 4096]),
        "no DICOM objects with an AI result",
    );
}

#[test]
fn a_file_is_read_up_to_the_limit_and_not_beyond() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("ten");
    fs::write(&path, [7; 10]).unwrap();
    assert_eq!(read_within(&path, 10).unwrap(), [7; 10]);
    assert_eq!(read_within(&path, u64::MAX).unwrap(), [7; 10]);
    let refused = read_within(&path, 9).unwrap_err();
    assert_eq!(refused, "a file of 10 bytes, at most 9 are read");
    // Without an end, and without a length to be judged by.
    let endless = Path::new("/dev/zero");
    if endless.exists() {
        let refused = read_within(endless, 1000).unwrap_err();
        assert_eq!(refused, "a file of 1001 bytes, at most 1000 are read");
    }
}

/// A few packed bytes and a grid of 2^34 voxels: what they would unpack to is nobody's to hold.
#[test]
fn a_map_beyond_the_limit_is_a_failed_result() {
    let place = Place::new("ai.json");
    let mut result = place.record("ai.json");
    let AiStatus::Done(report) = &mut result.status else {
        panic!()
    };
    let spacing = Vec3::new(1.0, 1.0, 1.0);
    let size = [16_384, 16_384, 64];
    report.heat_maps.push(overread_base::HeatMap {
        name: "map".to_owned(),
        series: SeriesUid::new("1.2.3").unwrap(),
        geometry: overread_base::VolumeGeometry::axial(size, spacing, Vec3::default()).unwrap(),
        values: vec![0; 9],
    });
    let text = recorded_result_json(&result, &[]).unwrap();
    // Nine zeros by `zlib.compress` of Python.
    let text = text.replace(
        "\"values\": \"AAAAAAAAAAAA\"",
        "\"packed\": \"eJxjYIACAAAJAAE=\"",
    );
    assert!(text.contains("packed"), "{text}");
    check_failed(
        "ai.json",
        Some(text.as_bytes()),
        "voxels, found 17179869184",
    );
}

#[test]
fn a_result_about_another_study_is_a_failed_one() {
    let place = Place::new("ai.json");
    let mut other = place.record("ai.json");
    other.study = StudyUid::new("1.2.3.4").unwrap();
    let text = recorded_result_json(&other, &[]).unwrap();
    check_failed("ai.json", Some(text.as_bytes()), "about another study");
}

#[test]
fn unsound_results_are_refused() {
    let place = Place::new("ai.json");
    let result = place.record("ai.json");
    let AiStatus::Done(report) = &result.status else {
        panic!()
    };
    let check = |change: &dyn Fn(&mut AiReport), expected: &str| {
        let mut report = report.clone();
        change(&mut report);
        let status = AiStatus::Done(report);
        let error = judge_result(&AiResult {
            status,
            ..result.clone()
        })
        .unwrap_err();
        assert!(error.contains(expected), "{error}");
    };
    check(&|r| r.findings.push(r.findings[0].clone()), "stands twice");
    check(
        &|r| r.findings[0].probability = Some(1.5),
        "expected 0 to 1",
    );
    check(
        &|r| r.findings[0].marks[0].shape = Shape::Point(Vec3::new(f64::NAN, 0.0, 0.0)),
        "not finite",
    );
    check(
        &|r| r.findings[0].marks[0].shape = Shape::Polygon(Vec::new()),
        "3 to",
    );
}

#[test]
fn a_record_that_changed_since_is_named_when_the_session_goes_on() {
    let place = Place::new("ai.json");
    place.record("ai.json");
    let runner = place.sit();
    let folder = SessionFolder::at(runner.journal_path().parent().unwrap());
    drop(runner);
    let path = place.root.path().join("ai.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("0.9", "0.1")).unwrap();
    let mut runner = resume(&folder, &place.folders(), None, "en", place.clock.clone()).unwrap();
    place.read(&mut runner);
    let results = arrived(runner.events());
    let AiStatus::Failed { message, .. } = &results[0].status else {
        panic!("{results:?}")
    };
    assert!(message.contains("began with another one"), "{message}");
}

#[test]
fn objects_of_a_real_service_are_read_directly() {
    let Some(shared) = shared_dicom("objects_of_a_real_service_are_read_directly") else {
        return;
    };
    let mut place = Place::new("golden");
    place.studies = shared;
    place.write_scenario(
        &TinyCase::dicom("a", "chest_ct_lung_tumour", None),
        "golden",
    );
    let mut runner = place.sit();
    place.read(&mut runner);
    let results = arrived(runner.events());
    assert_eq!(results[0].service.id.as_str(), "vendor.noddet");
    assert_eq!(results[0].findings().len(), 2);
    assert_eq!(runner.plan().recorded[0].sha256.len(), 64);
}
