//! A session on one small synthetic chest CT, read without a screen up to the point that a picture shall show.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{
    AiReport, AiStatus, Code, Finding, FindingId, Mark, ReaderId, Seed, ServiceId, ServiceIdentity,
    Shape, StudyProbability, Vec3,
};
use overread_exam::{Command, MarkAnswer, Percent};
use overread_scenario::LabelId;
use overread_testkit::{Reading, TinyCase, hostile_bundle, scenario_text};
use overread_workstation::{
    CaseImages, Folders, ImagesState, ManualClock, Service, Sitting, SittingOptions, StepProgress,
    open_images, sit_down, sit_down_with,
};

const SERVICE: &str = "test.recorded";

/// A session on the disk, and the images of its case.
pub(crate) struct Sat {
    pub(crate) data: tempfile::TempDir,
    pub(crate) images: Arc<CaseImages>,
    /// Where the reader has set a mark.
    pub(crate) own_mm: Vec3,
    /// Where the service has marked a finding.
    pub(crate) ai_mm: Vec3,
}

/// Reads the case, marks a place, locks the answer and sees the AI result.
pub(crate) fn read_until_reveal() -> Sat {
    let data = tempfile::tempdir().unwrap();
    let nodule = "{ diameter_mm = 14, type = \"solid\" }";
    let case = TinyCase::phantom("chest", 77, nodule);
    let text = scenario_text(Reading::Sequential(SERVICE), &[case]);
    let scenario = overread_scenario::check(&text).0.unwrap();
    let source = &scenario.cases[0];
    let images = open_images(source, Path::new("."), &StepProgress::default()).unwrap();
    let geometry = images.series[0].volume.geometry().clone();
    let beside = |right: f64, down: f64| {
        geometry.centre() + geometry.row_dir * right + geometry.col_dir * down
    };
    let (own_mm, ai_mm) = (beside(-70.0, 10.0), beside(80.0, -15.0));
    let recorded = Service::Recorded {
        identity: Box::new(identity()),
        results: Arc::new(BTreeMap::from([(
            images.study.clone(),
            said(&images, ai_mm),
        )])),
    };
    let sitting = Sitting {
        scenario_text: text,
        studies: data.path().to_owned(),
        reader: ReaderId::new("test").unwrap(),
        seed: Seed(1),
        locale: "en".to_owned(),
        clock: Arc::new(ManualClock::default()),
        candidate: None,
        options: SittingOptions::default(),
    };
    let mut runner = sit_down_with(sitting, &data.path().join("sessions"), recorded).unwrap();
    let answer = MarkAnswer {
        place: Mark {
            series: images.series[0].facts.uid.clone(),
            shape: Shape::Point(own_mm),
        },
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(80).unwrap(),
        laterality: None,
    };
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    assert!(matches!(runner.images(), ImagesState::Ready(_)));
    runner.send(Command::AddMark(answer)).unwrap();
    runner.send(Command::RateCase(70)).unwrap();
    runner.send(Command::LockFirstRead).unwrap();
    runner.wait_for_ai().unwrap();
    drop(runner);
    Sat {
        data,
        images: Arc::new(images),
        own_mm,
        ai_mm,
    }
}

/// Reads a small case with the guest `name` as the service, out of a developer's folder, up to what came of its job.
pub(crate) fn read_with_a_developers_plugin(name: &str) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    let developers = data.path().join("developers");
    let id = hostile_bundle(&developers.join("guest"), name, "").unwrap();
    let case = TinyCase::phantom("chest", 77, "{ diameter_mm = 14, type = \"solid\" }");
    let sitting = Sitting {
        scenario_text: scenario_text(Reading::Sequential(id), &[case]),
        studies: data.path().to_owned(),
        reader: ReaderId::new("test").unwrap(),
        seed: Seed(1),
        locale: "en".to_owned(),
        clock: Arc::new(ManualClock::default()),
        candidate: None,
        options: SittingOptions::default(),
    };
    let folders = Folders {
        plugins: vec![developers],
        ..Folders::of_user(Some(data.path()))
    };
    let mut runner = sit_down(sitting, &folders).unwrap();
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    runner.send(Command::RateCase(70)).unwrap();
    runner.send(Command::LockFirstRead).unwrap();
    runner.wait_for_ai().unwrap();
    drop(runner);
    data
}

/// The journal of the only session in a data folder.
#[track_caller]
pub(crate) fn journal_in(data: &Path) -> PathBuf {
    let sessions: Vec<_> = std::fs::read_dir(data.join("sessions"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("journal.ovj"))
        .collect();
    assert_eq!(sessions.len(), 1, "{sessions:?}");
    sessions.into_iter().next().unwrap()
}

fn identity() -> ServiceIdentity {
    ServiceIdentity {
        id: ServiceId::new(SERVICE).unwrap(),
        name: Vec::new(),
        version: "1.0.0".to_owned(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point: None,
    }
}

fn said(images: &CaseImages, at_mm: Vec3) -> AiStatus {
    let half = Vec3::new(9.0, 9.0, 9.0);
    let finding = Finding {
        id: FindingId::new("f0").unwrap(),
        code: Code::nodule(),
        site: None,
        laterality: None,
        probability: Some(0.9),
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: images.series[0].facts.uid.clone(),
            shape: Shape::Cuboid {
                low: at_mm - half,
                high: at_mm + half,
            },
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    };
    AiStatus::Done(AiReport {
        probability: Some(StudyProbability {
            value: 0.9,
            threshold: 0.5,
        }),
        findings: vec![finding],
        ..AiReport::default()
    })
}
