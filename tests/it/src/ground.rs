//! A scenario of synthetic cases with a simulated service and planted errors, read without images: what the tests of
//! reading modes, forms and clocks share. A session of it takes a moment.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{CaseId, ReaderId, Seed};
use overread_exam::{
    AiPlan, CaseFact, Event, Policy, ReaderModel, SessionEnd, SessionPlan, StampedEvent,
};
use overread_scenario::{ReadingMode, Scenario};
use overread_store::SessionFolder;
use overread_workstation::{
    Debrief, Folders, ImagesMode, ManualClock, ScriptedReader, SessionRunner, Sitting,
    SittingError, SittingOptions, resume_without_images, sit_down, truth_of,
};

use crate::course::folders;

/// How many cases there are.
pub(crate) const N_CASES: u64 = 10;

/// The scenario as a text; `mode` is the one line that differs from mode to mode, `more` whatever a test adds.
pub(crate) fn text(mode: ReadingMode, more: &str) -> String {
    let mut text = format!(
        r#"schema = 1
id = "test.ground"
title = {{ en = "Ground" }}
mode = "{}"
service = "test.simulated"
order = "shuffled"

[hit]
rule = "centre-distance"
least_radius_mm = 10

[simulated]
name = {{ en = "Simulated" }}
version = "2.1"
sensitivity = 0.8
specificity = 0.7
latency_s = 20

[questions]
labels = [{{ id = "nodule", text = {{ en = "Nodule" }} }}]
sections = [{{ id = "impression", title = {{ en = "Impression" }}, required = true }}]

[[questions.ask]]
id = "present"
text = {{ en = "Is there a nodule?" }}
kind = "choice"
options = [{{ code = "yes", text = {{ en = "Yes" }} }}, {{ code = "no", text = {{ en = "No" }} }}]
required = true
scoring = "exact"

[[questions.ask]]
id = "plan"
text = {{ en = "What next?" }}
kind = "text"
most_chars = 200
asked = "final"
scoring = {{ rule = "rubric", graders = 2, most_apart = 3 }}

{more}
"#,
        mode.word()
    );
    for number in 0..N_CASES {
        let (nodules, present, tag) = if number % 2 == 0 {
            ("{ diameter_mm = 9, type = \"solid\" }", "yes", "abnormal")
        } else {
            ("", "no", "normal")
        };
        text.push_str(&format!(
            r#"
[[cases]]
id = "c{number}"
title = {{ en = "Case {number}" }}
tags = ["{tag}"]
phantom = {{ kind = "chest-ct", seed = {}, slices = 16, nodules = [{nodules}] }}
key = {{ present = "{present}" }}
"#,
            500 + number
        ));
    }
    text
}

/// Three kinds of errors over the simulated service.
pub(crate) const PLANTED: &str = r#"
[[planted]]
kinds = ["fp.artefact"]
count = 2

[[planted]]
kinds = ["c.wrong-patient"]
count = 1

[[planted]]
kinds = ["a.late"]
count = 1
delay_s = 90
"#;

/// A reader who is right four times in five and follows the service half of the time.
pub(crate) fn reader_model() -> Policy {
    Policy::Model(ReaderModel {
        hard_sensitivity: None,
        sees_ai_errors: 0.0,
        sensitivity: 0.8,
        specificity: 0.8,
        lesion_sensitivity: 1.0,
        follows_ai: 0.5,
        notices_defects: 0.5,
    })
}

/// A folder for sessions.
pub(crate) struct Ground {
    pub(crate) folder: tempfile::TempDir,
}

/// A session that was read to its end.
pub(crate) struct Read {
    pub(crate) plan: SessionPlan,
    pub(crate) events: Vec<StampedEvent>,
    pub(crate) debrief: Debrief,
    pub(crate) journal: PathBuf,
}

impl Ground {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub(crate) fn folders(&self) -> Folders {
        folders(self.folder.path(), Vec::new())
    }

    pub(crate) fn sitting(&self, text: &str, seed: u64, clock: &Arc<ManualClock>) -> Sitting {
        Sitting {
            scenario_text: text.to_owned(),
            studies: self.folder.path().to_owned(),
            reader: ReaderId::new("scripted").unwrap(),
            seed: Seed(seed),
            locale: "en".to_owned(),
            clock: clock.clone(),
            candidate: None,
            options: SittingOptions {
                images: ImagesMode::None,
                ..SittingOptions::default()
            },
        }
    }

    pub(crate) fn sit(
        &self,
        text: &str,
        seed: u64,
        clock: &Arc<ManualClock>,
    ) -> Result<SessionRunner, SittingError> {
        sit_down(self.sitting(text, seed, clock), &self.folders())
    }

    /// A whole session of the model reader.
    pub(crate) fn read(&self, text: &str, seed: u64) -> Read {
        let clock = Arc::new(ManualClock::default());
        let runner = self
            .sit(text, seed, &clock)
            .unwrap_or_else(|e| panic!("{e}"));
        finish(runner, &clock)
    }

    /// The session in a folder, taken up and read to its end.
    pub(crate) fn go_on(&self, journal: &Path) -> Read {
        let clock = Arc::new(ManualClock::default());
        let session = SessionFolder::at(journal.parent().unwrap());
        let runner = resume_without_images(&session, &self.folders(), "en", clock.clone());
        finish(runner.unwrap_or_else(|e| panic!("{e}")), &clock)
    }
}

/// Lets the model reader read what is left.
pub(crate) fn finish(mut runner: SessionRunner, clock: &Arc<ManualClock>) -> Read {
    let reader = ScriptedReader::new(reader_model(), clock);
    let read = reader.read(&mut runner, &mut |_, _| {});
    let mode = runner.plan().mode;
    read.unwrap_or_else(|error| panic!("{}: {error}", mode.word()));
    Read {
        plan: runner.plan().clone(),
        events: runner.events().to_vec(),
        debrief: runner.debrief().unwrap().unwrap(),
        journal: runner.journal_path().to_owned(),
    }
}

impl Read {
    /// The facts of a case with their numbers.
    pub(crate) fn facts<'a>(
        &'a self,
        of: &'a CaseId,
    ) -> impl Iterator<Item = (usize, &'a StampedEvent, &'a CaseFact)> {
        let events = self.events.iter().enumerate();
        events.filter_map(move |(idx, stamped)| {
            let Event::Case { case, fact } = &stamped.event else {
                return None;
            };
            (case == of).then_some((idx, stamped, fact))
        })
    }

    pub(crate) fn end(&self) -> Option<SessionEnd> {
        self.events.iter().find_map(|stamped| {
            let Event::Ended(end) = stamped.event else {
                return None;
            };
            Some(end)
        })
    }
}

/// The plan of AI results as the session has it: drawn again, and held against the digest in its journal.
pub(crate) fn ai_plan(text: &str, plan: &SessionPlan) -> AiPlan {
    let scenario: Scenario = overread_scenario::check(text).0.unwrap();
    let truths = scenario.cases.iter().filter_map(|case| {
        let truth = truth_of(case).unwrap()?;
        Some((case.id.clone(), truth))
    });
    let drawn = AiPlan::draw(&scenario, &plan.cases, &truths.collect(), plan.seed).unwrap();
    assert_eq!(Some(drawn.sha256()), plan.design.ai_plan_sha256);
    drawn
}

/// A copy of a session whose journal ends after so many bytes.
pub(crate) fn cut(read: &Read, to: &Path, n_bytes: usize) -> PathBuf {
    let journal = crate::course::copy_session(&read.journal, to);
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..n_bytes]).unwrap();
    journal
}
