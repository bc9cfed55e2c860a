//! Sitting down: from a scenario file to a running session, new or taken up again. Opens files, starts nothing else.

mod ai_plan;
mod attempt;
mod begin;
mod crossover;
mod form;
mod history;
mod own_study;
mod refused;
mod take_up;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{ReaderId, Seed};
use overread_exam::{AiPlanError, Candidate, ExamFault, PlanError};
use overread_plugin_host::ExamPlugin;
use overread_scenario::{MAX_FILE_BYTES, Scenario};
use overread_store::{Flush, StoreError};

use crate::clock::Clock;
use crate::folders::Folders;
use crate::ground::Grounds;
use crate::library::LibraryError;
use crate::runner::{ImagesMode, RunError, SessionRunner, studies_beside};
use crate::services::{Service, ServiceError};
pub use attempt::may_go_on;
use begin::{Plugins, begin};
pub use crossover::Guard;
pub use own_study::study_scenario;
pub use refused::SeatRefusal;
pub use take_up::{exam_plugin_of, resume, resume_exam, resume_with, resume_without_images};

/// Who sits down to what.
pub struct Sitting {
    /// The scenario file's text.
    pub scenario_text: String,
    /// What DICOM folders are relative to.
    pub studies: PathBuf,
    /// Who reads.
    pub reader: ReaderId,
    /// The seed of all that is drawn for the session.
    pub seed: Seed,
    /// BCP 47 tag of the reader's language.
    pub locale: String,
    /// The program's clock.
    pub clock: Arc<dyn Clock>,
    /// Who sits an examination for a certificate; such a scenario needs it, others do not use it.
    pub candidate: Option<Candidate>,
    /// What may differ from one sitting to the next.
    pub options: SittingOptions,
}

/// What may differ from one sitting to the next; the default is a reader at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SittingOptions {
    /// Whether images are opened.
    pub images: ImagesMode,
    /// The wash-out between the sessions of a crossover.
    pub washout: Guard,
    /// Number of attempts at a certificate, and the time between them.
    pub attempts: Guard,
    /// When events go to the disk.
    pub flush: Flush,
    /// Whether earlier sessions on this machine count.
    pub past: Past,
}

/// Whether earlier sessions on this machine count: for exposures, arms and attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Past {
    /// They do.
    #[default]
    Counted,
    /// They do not: each session of a simulated cohort is its reader's first.
    Ignored,
}

/// Why nobody can sit down.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SittingError {
    /// The scenario file cannot be read.
    #[error("cannot read the scenario: {source} ({})", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file is larger than any scenario.
    #[error("a scenario file must be at most {MAX_FILE_BYTES} bytes, found {found} ({})", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        found: u64,
    },
    /// The scenario has faults: all of them, each with its line.
    #[error("the scenario has faults:\n{0}")]
    Scenario(String),
    /// The scenario that lies beside the journal is not the one that the journal names.
    #[error("the scenario beside the journal is not the one that was read ({})", .path.display())]
    OtherScenario {
        /// The scenario file.
        path: PathBuf,
    },
    /// The folder of a study has no name that a scenario could carry.
    #[error("not a folder with a plain name ({})", .folder.display())]
    StudyFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The AI service of the scenario cannot be had.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The exam plugin of the scenario makes no plan.
    #[error("the exam cannot begin: {fault} ({})", .fault.kind.name())]
    Exam {
        /// Which call went wrong, and how.
        fault: ExamFault,
    },
    /// The truth of the exam's cases cannot be made.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The plan of the session is not sound.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The reader may not sit down now.
    #[error(transparent)]
    Seat(#[from] SeatRefusal),
    /// The errors that the scenario plants cannot be spread over its cases.
    #[error(transparent)]
    AiPlan(#[from] AiPlanError),
    /// Scenario and seed give another plan of what the AI shows than the one that the journal is bound to.
    #[error(
        "the plan of AI results is not the one that the session began with: expected SHA-256 {expected}, found {found}"
    )]
    OtherAiPlan {
        /// The digest in the journal.
        expected: String,
        /// The digest of the plan drawn now.
        found: String,
    },
    /// The session cannot be saved or read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The session cannot run.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl Sitting {
    /// Reads the scenario file; DICOM folders are relative to `folders.studies`, or else to the file's own folder.
    ///
    /// # Errors
    /// [`SittingError::Read`] or [`SittingError::TooLarge`].
    pub fn at_scenario(
        path: &Path,
        folders: &Folders,
        reader: ReaderId,
        seed: Seed,
        locale: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SittingError> {
        let beside = || studies_beside(path);
        Ok(Self {
            scenario_text: read_scenario(path)?,
            studies: folders.studies.clone().unwrap_or_else(beside),
            reader,
            seed,
            locale: locale.to_owned(),
            clock,
            candidate: None,
            options: SittingOptions::default(),
        })
    }

    /// A session over one folder of DICOM files, with an AI service or alone; it has no truth and is not graded.
    ///
    /// # Errors
    /// [`SittingError::Read`] if there is no such folder, [`SittingError::StudyFolder`] if its name cannot be written
    /// in a scenario.
    pub fn at_study(
        folder: &Path,
        service: Option<&str>,
        reader: ReaderId,
        locale: &str,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SittingError> {
        let nameless = || SittingError::StudyFolder {
            folder: folder.to_owned(),
        };
        let whole = folder.canonicalize().map_err(|source| SittingError::Read {
            path: folder.to_owned(),
            source,
        })?;
        let parent = whole.parent().ok_or_else(nameless)?;
        let name = whole.file_name().and_then(|name| name.to_str());
        let name = name
            .filter(|name| !name.contains([':', '\\']))
            .ok_or_else(nameless)?;
        Ok(Self {
            scenario_text: study_scenario(name, service),
            studies: parent.to_owned(),
            reader,
            seed: Seed(0),
            locale: locale.to_owned(),
            clock,
            candidate: None,
            options: SittingOptions::default(),
        })
    }
}

/// The text of a scenario file, if it is not too large for one.
///
/// # Errors
/// [`SittingError::Read`] or [`SittingError::TooLarge`].
pub fn read_scenario(path: &Path) -> Result<String, SittingError> {
    let read = |source| SittingError::Read {
        path: path.to_owned(),
        source,
    };
    let found = std::fs::metadata(path).map_err(read)?.len();
    if found > MAX_FILE_BYTES as u64 {
        return Err(SittingError::TooLarge {
            path: path.to_owned(),
            found,
        });
    }
    std::fs::read_to_string(path).map_err(read)
}

/// Begins a session: its scenario and plan are on the disk when this returns.
///
/// # Errors
/// [`SittingError`] with all faults of the scenario, or what is missing.
pub fn sit_down(sitting: Sitting, folders: &Folders) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&sitting.scenario_text)?;
    let find = |scenario: &Scenario| Plugins::of(scenario, folders);
    begin(
        sitting,
        scenario,
        &folders.sessions,
        find,
        Grounds::default(),
    )
}

/// As [`sit_down`], with what is known of the cases at hand already.
pub(crate) fn sit_knowing(
    sitting: Sitting,
    folders: &Folders,
    grounds: Grounds,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&sitting.scenario_text)?;
    let find = |scenario: &Scenario| Plugins::of(scenario, folders);
    begin(sitting, scenario, &folders.sessions, find, grounds)
}

/// As [`sit_down`], with an AI service that is at hand already; an unaided scenario leaves it aside.
///
/// # Errors
/// As [`sit_down`].
pub fn sit_down_with(
    sitting: Sitting,
    sessions: &Path,
    service: Service,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&sitting.scenario_text)?;
    let find = |scenario: &Scenario| {
        Ok(Plugins {
            service: is_wanted(scenario).then_some(service),
            ..Plugins::default()
        })
    };
    begin(sitting, scenario, sessions, find, Grounds::default())
}

/// As [`sit_down`], with the exam plugin, and where the scenario has one the AI service, at hand already.
///
/// # Errors
/// As [`sit_down`].
pub fn sit_exam(
    sitting: Sitting,
    sessions: &Path,
    exam: Arc<ExamPlugin>,
    service: Option<Service>,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&sitting.scenario_text)?;
    let find = |scenario: &Scenario| {
        Ok(Plugins {
            service: service.filter(|_| is_wanted(scenario)),
            exam: scenario.exam.is_some().then_some(exam),
            is_developer_mode: false,
        })
    };
    begin(sitting, scenario, sessions, find, Grounds::default())
}

/// Whether a session on the scenario has a service: unaided none is used even if one is named.
fn is_wanted(scenario: &Scenario) -> bool {
    scenario.mode.has_ai() && scenario.service.is_some()
}

pub(crate) fn checked(text: &str) -> Result<Scenario, SittingError> {
    let (scenario, found) = overread_scenario::check(text);
    scenario.ok_or_else(|| {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        SittingError::Scenario(faults.join("\n"))
    })
}

#[cfg(test)]
mod tests;
