//! What a session runs in: all that is neither rule nor record. Opens nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::CaseId;
use overread_exam::AiPlan;
use overread_scenario::Scenario;

use super::ImagesMode;
use crate::clock::Clock;
use crate::exam_driver::ExamSource;
use crate::ground::Grounds;
use crate::recorded::Recorded;
use crate::services::Service;

/// What a session runs in: all that is neither rule nor record.
pub struct Surroundings {
    /// The scenario of the plan.
    pub scenario: Scenario,
    /// The folder that DICOM cases lie in.
    pub studies: PathBuf,
    /// The reader's language.
    pub locale: String,
    /// The program's clock.
    pub clock: Arc<dyn Clock>,
    /// The AI service; `None` in unaided mode.
    pub service: Option<Service>,
    /// What other systems said about cases: the service is not run on them.
    pub recorded: BTreeMap<CaseId, Recorded>,
    /// The exam plugin; `None` for a session without an exam.
    pub exam: Option<ExamSource>,
    /// What each case's AI result is shown as.
    pub ai_plan: AiPlan,
    /// What is known of the cases so far.
    pub(crate) grounds: Grounds,
    /// Whether images are opened.
    pub images: ImagesMode,
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings")
            .field("scenario", &self.scenario.id)
            .finish_non_exhaustive()
    }
}

/// The folder that a scenario's DICOM folders are relative to, if none is configured: that of the scenario file.
#[must_use]
pub fn studies_beside(scenario: &Path) -> PathBuf {
    // A file named without a folder has an empty one above it.
    let above = scenario
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    above.unwrap_or(Path::new(".")).to_owned()
}
