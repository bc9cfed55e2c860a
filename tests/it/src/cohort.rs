//! Cohorts of simulated readers: what is put into them comes back out of their scores, in every mode that can show it.

use overread_base::Seed;
use overread_exam::{Policy, ReaderModel};
use overread_scenario::ReadingMode;
use overread_seal::{SecretKey, SessionFiles, verify};
use overread_stats::Estimate;
use overread_workstation::{Cohort, CohortSession, Folders, in_mode, simulate_cohort};

const SENSITIVITY: f64 = 0.8;
const SPECIFICITY: f64 = 0.85;
const FOLLOWS: f64 = 0.4;
const READERS: usize = 40;

const SCENARIO: &str = r#"
schema = 1
id = "it.cohort"
title = { en = "Cohort" }
mode = "sequential"
service = "test.simulated"
order = "shuffled"
[hit]
rule = "centre-distance"
least_radius_mm = 7.5
[questions]
labels = [{ id = "nodule", text = { en = "Nodule" } }]
sections = [{ id = "text", title = { en = "Text" } }]
[simulated]
name = { en = "Simulated" }
version = "1.0.0"
sensitivity = 0.6
specificity = 0.6
false_marks_per_case = 0.5
place_sd_mm = 1
latency_s = 2
threshold = 0.5
[[cases]]
id = "a"
count = 20
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 71000, slices = 16 }
[[cases]]
id = "b"
count = 20
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 72000, slices = 16, random = { count = 1, diameter_mm = [8, 12], types = ["solid"] } }
"#;

/// Hits and opportunities over all readers.
#[derive(Default)]
struct Pooled {
    hits: f64,
    n: f64,
}

impl Pooled {
    fn add(&mut self, estimate: Option<Estimate>) {
        if let Some(estimate) = estimate {
            self.hits += estimate.value * estimate.n as f64;
            self.n += estimate.n as f64;
        }
    }

    /// Within three standard errors of what was put in: 99.7 % of right programs pass on any seed, this one is fixed.
    #[track_caller]
    fn check(&self, expected: f64, what: &str) {
        let error = (expected * (1.0 - expected) / self.n).sqrt();
        let found = self.hits / self.n;
        assert!(
            (found - expected).abs() <= 3.0 * error,
            "{what}: expected {expected}, found {found} of {}",
            self.n
        );
    }
}

fn cohort(mode: ReadingMode, key: Option<&SecretKey>) -> Vec<CohortSession> {
    let data = tempfile::tempdir().unwrap();
    let text = in_mode(SCENARIO.trim_start(), mode).unwrap();
    let model = ReaderModel {
        hard_sensitivity: None,
        sees_ai_errors: 0.0,
        sensitivity: SENSITIVITY,
        specificity: SPECIFICITY,
        lesion_sensitivity: 0.9,
        follows_ai: FOLLOWS,
        notices_defects: 0.0,
    };
    let cohort = Cohort {
        scenario_text: &text,
        studies: data.path().to_owned(),
        n_readers: READERS,
        policy: Policy::Model(model),
        seed: Seed(5),
        seal: key,
        supervisor: None,
    };
    let folders = Folders::of_user(Some(data.path()));
    let sealed = |session: CohortSession| {
        if let Some(key) = key {
            let files = SessionFiles::read(&session.folder).unwrap();
            let report = verify(&files, &[key.public()]);
            assert!(!report.is_refused(), "{report:?}");
        }
        session
    };
    simulate_cohort(&cohort, &folders, sealed, &|_| {}).unwrap()
}

#[test]
fn sensitivity_specificity_and_trust_come_back_in_every_mode_that_has_a_first_answer() {
    let key = SecretKey::generate().unwrap();
    let modes = [
        ReadingMode::Unaided,
        ReadingMode::Sequential,
        ReadingMode::OnRequest,
    ];
    for mode in modes {
        let sealed = (mode == ReadingMode::Sequential).then_some(&key);
        let (mut sensitivity, mut specificity) = (Pooled::default(), Pooled::default());
        let (mut gained, mut lost) = (Pooled::default(), Pooled::default());
        let sessions = cohort(mode, sealed);
        assert_eq!(sessions.len(), READERS);
        for session in &sessions {
            let total = &session.debrief.score.total;
            sensitivity.add(total.first.case_sensitivity);
            specificity.add(total.first.case_specificity);
            if let Some(reliance) = &total.reliance {
                gained.add(reliance.relative_ai_reliance);
                lost.add(reliance.over_reliance);
            }
        }
        let word = mode.word();
        sensitivity.check(SENSITIVITY, &format!("{word}, sensitivity"));
        specificity.check(SPECIFICITY, &format!("{word}, specificity"));
        if mode.has_ai() {
            gained.check(FOLLOWS, &format!("{word}, right advice taken"));
            lost.check(FOLLOWS, &format!("{word}, wrong advice followed"));
        }
    }
}
