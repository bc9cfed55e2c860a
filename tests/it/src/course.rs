//! A course of six tiny cases and a recorded service that is sometimes right: the ground that the session tests share.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{
    AiReport, AiStatus, Code, Finding, FindingId, Mark, ReaderId, Seed, SeriesUid, ServiceId,
    ServiceIdentity, Shape, StudyProbability, StudyUid, Vec3,
};
use overread_exam::{CaseFact, Event, Policy, Score, SessionPlan, StampedEvent};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};
use overread_workstation::{
    Folders, ManualClock, ScriptedReader, Service, SessionRunner, Sitting, SittingOptions,
    sit_down, sit_down_with,
};

/// The id of the recorded service.
pub(crate) const SERVICE: &str = "test.recorded";

/// A case: its name, its lesions (`x, y, z, radius`), the places that the service marks, and its probability.
type Row = (
    &'static str,
    Option<&'static [[f64; 4]]>,
    &'static [[f64; 3]],
    f32,
);

/// The service finds one and invents one, is silent on a normal case, finds one of two, calls a normal case abnormal,
/// and misses the only lesion; nobody knows what is in the last case.
const CASES: [Row; 6] = [
    (
        "found",
        Some(&[[20.0, 20.0, 20.0, 4.0]]),
        &[[21.0, 20.0, 20.0], [60.0, 60.0, 60.0]],
        0.9,
    ),
    ("quiet", Some(&[]), &[], 0.1),
    (
        "half",
        Some(&[[20.0, 40.0, 30.0, 6.0], [60.0, 20.0, 40.0, 4.0]]),
        &[[22.0, 41.0, 30.0]],
        0.8,
    ),
    ("alarm", Some(&[]), &[[40.0, 40.0, 40.0]], 0.7),
    ("missed", Some(&[[30.0, 30.0, 60.0, 5.0]]), &[], 0.2),
    ("unknown", None, &[[10.0, 10.0, 10.0]], 0.6),
];

/// The course on disk.
pub(crate) struct Course {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) service: Service,
}

/// A session that was read to its end.
pub(crate) struct Finished {
    pub(crate) score: Score,
    pub(crate) plan: SessionPlan,
    pub(crate) events: Vec<StampedEvent>,
    pub(crate) journal: PathBuf,
}

impl Course {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut results = BTreeMap::new();
        for ((name, _, places, probability), number) in CASES.iter().zip(1..) {
            let ct = TinyCt::numbered(number);
            ct.write(&folder.path().join(name)).unwrap();
            let status = said(&ct.series, places, *probability);
            results.insert(StudyUid::new(ct.study).unwrap(), status);
        }
        let service = Service::Recorded {
            identity: Box::new(identity()),
            results: Arc::new(results),
        };
        Self { folder, service }
    }

    pub(crate) fn text(&self, reading: Reading<'_>) -> String {
        let cases = CASES.map(|(name, lesions, _, _)| TinyCase::dicom(name, name, lesions));
        scenario_text(reading, &cases)
    }

    pub(crate) fn sessions(&self) -> PathBuf {
        self.folder.path().join("sessions")
    }

    pub(crate) fn sitting(&self, text: String, seed: u64, clock: &Arc<ManualClock>) -> Sitting {
        Sitting {
            scenario_text: text,
            studies: self.folder.path().to_owned(),
            reader: ReaderId::new("scripted").unwrap(),
            seed: Seed(seed),
            locale: "en".to_owned(),
            clock: clock.clone(),
            candidate: None,
            options: SittingOptions::default(),
        }
    }

    /// A whole session with the recorded service.
    pub(crate) fn read(&self, policy: Policy, seed: u64) -> Finished {
        self.read_with(policy, seed, self.service.clone())
    }

    pub(crate) fn read_with(&self, policy: Policy, seed: u64, service: Service) -> Finished {
        let clock = Arc::new(ManualClock::default());
        let text = self.text(Reading::Sequential(SERVICE));
        let sitting = self.sitting(text, seed, &clock);
        finish(
            sit_down_with(sitting, &self.sessions(), service).unwrap(),
            policy,
            &clock,
        )
    }

    /// A whole session without AI.
    pub(crate) fn read_alone(&self, policy: Policy, seed: u64) -> Finished {
        let clock = Arc::new(ManualClock::default());
        let sitting = self.sitting(self.text(Reading::Unaided), seed, &clock);
        let folders = folders(self.folder.path(), Vec::new());
        finish(sit_down(sitting, &folders).unwrap(), policy, &clock)
    }
}

/// All folders below one, and bundles from `plugins`.
pub(crate) fn folders(root: &Path, plugins: Vec<PathBuf>) -> Folders {
    Folders {
        sessions: root.join("sessions"),
        compile_cache: root.join("compiled"),
        plugins,
        bundled: Vec::new(),
        site: root.join("site"),
        studies: None,
        courses: Vec::new(),
        scenarios: Vec::new(),
        onnxruntime: std::env::var_os("ORT_DYLIB_PATH").map(PathBuf::from),
    }
}

/// Lets a policy read what is left of a session.
pub(crate) fn finish(
    mut runner: SessionRunner,
    policy: Policy,
    clock: &Arc<ManualClock>,
) -> Finished {
    let reader = ScriptedReader::new(policy, clock);
    reader.read(&mut runner, &mut |_, _| {}).unwrap();
    Finished {
        score: runner.debrief().unwrap().unwrap().score,
        plan: runner.plan().clone(),
        events: runner.events().to_vec(),
        journal: runner.journal_path().to_owned(),
    }
}

/// What came of the AI jobs, in the order of the cases.
pub(crate) fn statuses(session: &Finished) -> Vec<&AiStatus> {
    let mut statuses = Vec::new();
    for stamped in &session.events {
        if let Event::Case { fact, .. } = &stamped.event
            && let CaseFact::AiReceived(result) = fact
        {
            statuses.push(&result.status);
        }
    }
    statuses
}

/// A copy of a session's folder below `to`, for a test to damage.
pub(crate) fn copy_session(journal: &Path, to: &Path) -> PathBuf {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(journal.parent().unwrap()).unwrap() {
        let from = entry.unwrap().path();
        fs::copy(&from, to.join(from.file_name().unwrap())).unwrap();
    }
    to.join(journal.file_name().unwrap())
}

pub(crate) fn identity() -> ServiceIdentity {
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

fn said(series: &str, places: &[[f64; 3]], probability: f32) -> AiStatus {
    let finding = |(idx, &[x, y, z]): (usize, &[f64; 3])| {
        let half = Vec3::new(3.0, 3.0, 3.0);
        let centre = Vec3::new(x, y, z);
        let shape = Shape::Cuboid {
            low: centre - half,
            high: centre + half,
        };
        Finding {
            id: FindingId::new(format!("f{idx}")).unwrap(),
            code: Code::nodule(),
            site: None,
            laterality: None,
            probability: Some(probability),
            certainty: None,
            category: None,
            marks: vec![Mark {
                series: SeriesUid::new(series).unwrap(),
                shape,
            }],
            measures: Vec::new(),
            notes: Vec::new(),
        }
    };
    AiStatus::Done(AiReport {
        probability: Some(StudyProbability {
            value: probability,
            threshold: 0.5,
        }),
        findings: places.iter().enumerate().map(finding).collect(),
        ..AiReport::default()
    })
}
