//! Sitting down: from a scenario file to a running session, new or taken up again. Opens files, starts nothing else.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{FailureKind, ReaderId, Seed, ServiceIdentity, SessionId};
use overread_exam::{Command, PlanError, Rubric, Session, SessionPlan, SessionState};
use overread_scenario::{CaseOrder, MAX_FILE_BYTES, ReadingMode, Scenario};
use overread_store::{SessionFolder, StoreError};

use crate::clock::{Clock, unix_seconds};
use crate::folders::Folders;
use crate::runner::{RunError, SessionRunner, Surroundings, studies_beside};
use crate::services::{Service, ServiceError, Services};
use crate::studies_note;

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
    /// The plan of the session is not sound.
    #[error(transparent)]
    Plan(#[from] PlanError),
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
    let service = service_of(&scenario, folders)?;
    begin(sitting, scenario, &folders.sessions, service)
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
    let service = scenario.service.is_some().then_some(service);
    begin(sitting, scenario, sessions, service)
}

fn begin(
    sitting: Sitting,
    scenario: Scenario,
    sessions: &Path,
    service: Option<Service>,
) -> Result<SessionRunner, SittingError> {
    let started = unix_seconds();
    let nonce = nonce(started);
    let plan = SessionPlan {
        session: SessionId::new(format!("{}-{started}-{nonce}", scenario.id)).map_err(|e| {
            // A scenario id is short and plain, so this never happens; a fault of ours is still named.
            SittingError::Scenario(e.to_string())
        })?,
        reader: sitting.reader,
        scenario: scenario.id.clone(),
        scenario_hash: scenario.hash,
        seed: sitting.seed,
        software: format!("overread {}", env!("CARGO_PKG_VERSION")),
        rubric: Rubric::V1,
        mode: scenario.mode,
        service: service.as_ref().map(|service| service.identity().clone()),
        is_developer_mode: false,
        exam: None,
        hit_rule: scenario.hit_rule,
        soft_limit: scenario.soft_limit,
        questions: scenario.questions.clone(),
        cases: order_of(&scenario, sitting.seed),
    };
    let session = Session::new(plan.clone())?;
    let text = &sitting.scenario_text;
    let (folder, journal) = SessionFolder::create(sessions, &plan, text, started, &nonce)?;
    studies_note::write(folder.path(), &sitting.studies);
    let Sitting {
        studies,
        locale,
        clock,
        ..
    } = sitting;
    let surroundings = Surroundings {
        scenario,
        studies,
        locale,
        clock,
        service,
    };
    let runner = SessionRunner::new(session, journal, Vec::new(), surroundings)?;
    Ok(runner)
}

/// Takes up an earlier session where its journal ends; the reader is back from then on.
///
/// `studies` is what DICOM folders are relative to; `None` is where they lay when the session began.
/// A service that is gone, or not the one that the session began with, is a failed service: the rest goes on.
///
/// # Errors
/// [`SittingError`] names what is missing, damaged or different from what was read before.
pub fn resume(
    folder: &SessionFolder,
    folders: &Folders,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
) -> Result<SessionRunner, SittingError> {
    let find = |scenario: &Scenario| service_of(scenario, folders);
    take_up(folder, studies, locale, clock, find)
}

/// As [`resume`], with an AI service that is at hand already.
///
/// # Errors
/// As [`resume`].
pub fn resume_with(
    folder: &SessionFolder,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
    service: Service,
) -> Result<SessionRunner, SittingError> {
    let at_hand = |_: &Scenario| Ok(Some(service));
    take_up(folder, studies, locale, clock, at_hand)
}

fn take_up(
    folder: &SessionFolder,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
    find: impl FnOnce(&Scenario) -> Result<Option<Service>, SittingError>,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&folder.scenario_text()?)?;
    let (journal, found) = folder.open()?;
    if found.plan.scenario_hash != scenario.hash {
        return Err(SittingError::OtherScenario {
            path: folder.scenario_path(),
        });
    }
    let recorded = found.plan.service.clone();
    let service = recorded.map(|identity| same_service(identity, find(&scenario)));
    let session = Session::replay(found.plan, &found.events)?;
    let surroundings = Surroundings {
        scenario,
        studies: studies.unwrap_or_else(|| studies_note::read(folder.path())),
        locale: locale.to_owned(),
        clock,
        service,
    };
    let mut runner = SessionRunner::new(session, journal, found.events, surroundings)?;
    if runner.view().state != SessionState::Ended {
        runner.send(Command::Resume)?;
    }
    Ok(runner)
}

/// The service found, if it is the one that the session began with; else one that says what is wrong.
fn same_service(
    identity: ServiceIdentity,
    found: Result<Option<Service>, SittingError>,
) -> Service {
    let message = match found {
        Ok(Some(service)) if *service.identity() == identity => return service,
        Ok(Some(service)) => format!(
            "the session began with {} {}, another one is installed: {} {} or other files of it",
            identity.id,
            identity.version,
            service.identity().id,
            service.identity().version
        ),
        Ok(None) => format!("the session began with {}, now there is none", identity.id),
        Err(error) => error.to_string(),
    };
    tracing::warn!("{message}");
    Service::Broken {
        identity: Box::new(identity),
        kind: FailureKind::BadSignature,
        message,
    }
}

/// A scenario of one case: a folder of DICOM files, read with the service if there is one. It has no truth, so it is
/// not graded.
#[must_use]
pub fn study_scenario(folder: &str, service: Option<&str>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let reading = match service {
        Some(service) => format!("mode = \"sequential\"\nservice = {}", quoted(service)),
        None => "mode = \"unaided\"".to_owned(),
    };
    let folder = quoted(folder);
    format!(
        r#"schema = 1
id = "study.single"
title = {{ en = "A study of your own", ru = "Собственное исследование" }}
{reading}

[hit]
rule = "centre-distance"
least_radius_mm = 7.5

[questions]
labels = [{{ id = "finding", text = {{ en = "Finding", ru = "Находка" }} }}]

[[questions.sections]]
id = "findings"
title = {{ en = "Findings", ru = "Описание" }}
required = false

[[questions.sections]]
id = "impression"
title = {{ en = "Impression", ru = "Заключение" }}
required = true

[[cases]]
id = "study"
title = {{ en = "Study", ru = "Исследование" }}
dicom = {{ folder = {folder} }}
"#
    )
}

fn checked(text: &str) -> Result<Scenario, SittingError> {
    let (scenario, found) = overread_scenario::check(text);
    scenario.ok_or_else(|| {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        SittingError::Scenario(faults.join("\n"))
    })
}

fn service_of(scenario: &Scenario, folders: &Folders) -> Result<Option<Service>, SittingError> {
    match (&scenario.service, scenario.mode) {
        (Some(id), ReadingMode::Sequential) => Ok(Some(Services::open(folders)?.find(id)?)),
        (None, _) | (_, ReadingMode::Unaided) => Ok(None),
    }
}

fn order_of(scenario: &Scenario, seed: Seed) -> Vec<overread_base::CaseId> {
    let mut cases: Vec<_> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    if scenario.order == CaseOrder::Shuffled {
        seed.child("case order").rng().shuffle(&mut cases);
    }
    cases
}

/// A word that no other session of this second has on this machine: the process and a counter.
fn nonce(started: u64) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static SITTINGS: AtomicU32 = AtomicU32::new(0);
    let own =
        u64::from(std::process::id()) << 32 | u64::from(SITTINGS.fetch_add(1, Ordering::Relaxed));
    format!("{:08x}", Seed(started).index(own).0 >> 32)
}

#[cfg(test)]
mod tests;
