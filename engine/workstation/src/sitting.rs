//! Sitting down: from a scenario file to a running session, new or taken up again. Opens files, starts nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{CaseId, FailureKind, ReaderId, Seed, ServiceIdentity, SessionId};
use overread_exam::{
    Command, ExamFault, ExamSeat, PlanError, Rubric, Session, SessionPlan, SessionState,
};
use overread_plugin_host::ExamPlugin;
use overread_scenario::{CaseOrder, MAX_FILE_BYTES, Scenario};
use overread_store::{SessionFolder, StoreError};

use crate::clock::{Clock, unix_seconds};
use crate::exam_book;
use crate::exam_driver::ExamSource;
use crate::folders::Folders;
use crate::library::LibraryError;
use crate::recorded::{Recorded, recorded_of};
use crate::runner::{RunError, SessionRunner, Surroundings, studies_beside};
use crate::services::{PluginWish, Service, ServiceError, Services};
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
    let plugins = Plugins::of(&scenario, folders)?;
    begin(sitting, scenario, &folders.sessions, plugins)
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
    let plugins = Plugins {
        service: scenario.service.is_some().then_some(service),
        ..Plugins::default()
    };
    begin(sitting, scenario, sessions, plugins)
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
    let plugins = Plugins {
        service: service.filter(|_| scenario.service.is_some()),
        exam: scenario.exam.is_some().then_some(exam),
        is_developer_mode: false,
    };
    begin(sitting, scenario, sessions, plugins)
}

/// The plugins of a session.
#[derive(Default)]
struct Plugins {
    service: Option<Service>,
    exam: Option<Arc<ExamPlugin>>,
    /// Whether an unsigned one may run.
    is_developer_mode: bool,
}

impl Plugins {
    /// Those that a scenario names. An exam that lists digests takes no other bundles.
    fn of(scenario: &Scenario, folders: &Folders) -> Result<Self, SittingError> {
        let wants_service = scenario.mode.has_ai();
        // Where every result is recorded there is nothing to run.
        let wants_service =
            wants_service && scenario.cases.iter().any(|case| case.recorded.is_none());
        let wanted = scenario.service.as_ref().filter(|_| wants_service);
        if wanted.is_none() && scenario.exam.is_none() {
            return Ok(Self::default());
        }
        let services = Services::open(folders)?;
        let listed = scenario.exam.as_ref();
        let listed = listed.map_or(&[][..], |exam| &exam.digests);
        let wish = |id| PluginWish {
            listed,
            ..PluginWish::any(id)
        };
        let service = wanted.map(|id| services.find_exactly(&wish(id.as_str())));
        let exam = scenario.exam.as_ref();
        let exam = exam.map(|exam| services.find_exam(&wish(exam.plugin.as_str())));
        Ok(Self {
            service: service.transpose()?,
            exam: exam.transpose()?.map(Arc::new),
            is_developer_mode: services.is_developer_mode(),
        })
    }
}

fn begin(
    sitting: Sitting,
    scenario: Scenario,
    sessions: &Path,
    plugins: Plugins,
) -> Result<SessionRunner, SittingError> {
    let Plugins {
        service,
        exam,
        is_developer_mode,
    } = plugins;
    let seat = exam
        .as_ref()
        .map(|exam| take_seat(exam, &scenario, &sitting))
        .transpose()?;
    let cases = match &seat {
        Some(seat) => seat
            .plan
            .items
            .iter()
            .map(|item| item.case.clone())
            .collect(),
        None => order_of(&scenario, sitting.seed),
    };
    let recorded = recorded_of(&scenario, &cases, &sitting.studies);
    let sources = cases
        .iter()
        .filter_map(|case| Some(recorded.get(case)?.source(case)));
    let sources: Vec<_> = sources.collect();
    let service = service.or_else(|| recorded_service(&cases, &recorded));
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
        recorded: sources,
        is_developer_mode,
        exam: seat,
        hit_rule: scenario.hit_rule,
        soft_limit: scenario.soft_limit,
        questions: scenario.questions.clone(),
        cases,
        design: overread_exam::SessionDesign::default(),
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
        recorded,
        exam: exam.map(ExamSource::Ready),
    };
    let runner = SessionRunner::new(session, journal, Vec::new(), surroundings)?;
    Ok(runner)
}

/// Lets the exam plugin make the plan of a session.
fn take_seat(
    exam: &ExamPlugin,
    scenario: &Scenario,
    sitting: &Sitting,
) -> Result<ExamSeat, SittingError> {
    let settings = scenario.exam.as_ref();
    let settings = settings.map_or_else(Vec::new, |exam| exam.settings.clone());
    let context = exam_book::context(
        &settings,
        &sitting.locale,
        sitting.seed,
        scenario.service.as_ref(),
        Arc::new(exam_book::casebook_of(scenario)?),
    );
    let plan = exam
        .make_plan(&context, exam_book::plan_seed(sitting.seed))
        .map_err(|fault| SittingError::Exam { fault })?;
    Ok(ExamSeat {
        plugin: exam.identity().clone(),
        locale: sitting.locale.clone(),
        settings,
        plan,
    })
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
    let find = |scenario: &Scenario, began: &ServiceIdentity| service_of(scenario, began, folders);
    let exam = |seat: &ExamSeat| exam_of(seat, folders);
    take_up(folder, studies, locale, clock, find, exam)
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
    let at_hand = |_: &Scenario, _: &ServiceIdentity| Ok(Some(service));
    let exam = |_: &ExamSeat| ExamSource::Missing {
        kind: FailureKind::Incompatible,
        message: "the session was taken up without its exam plugin".to_owned(),
    };
    take_up(folder, studies, locale, clock, at_hand, exam)
}

/// As [`resume`], with the exam plugin, or why there is none, and the AI service at hand already.
///
/// # Errors
/// As [`resume`].
pub fn resume_exam(
    folder: &SessionFolder,
    locale: &str,
    clock: Arc<dyn Clock>,
    exam: ExamSource,
    service: Option<Service>,
) -> Result<SessionRunner, SittingError> {
    let at_hand = |_: &Scenario, _: &ServiceIdentity| Ok(service);
    take_up(folder, None, locale, clock, at_hand, |seat| {
        same_exam(seat, exam)
    })
}

/// The exam plugin that a session began with, or why it is not here; `None` for a session without an exam.
#[must_use]
pub fn exam_plugin_of(plan: &SessionPlan, folders: &Folders) -> Option<ExamSource> {
    plan.exam.as_ref().map(|seat| exam_of(seat, folders))
}

/// The exam plugin that a session began with, or why there is none.
fn exam_of(seat: &ExamSeat, folders: &Folders) -> ExamSource {
    let missing = |kind, message: String| ExamSource::Missing { kind, message };
    let services = match Services::open(folders) {
        Ok(services) => services,
        Err(error) => return missing(error.kind(), error.to_string()),
    };
    let wish = PluginWish::any(seat.plugin.id.as_str());
    let exactly = PluginWish {
        version: Some(&seat.plugin.version),
        digest: seat.plugin.bundle_digest.as_deref(),
        ..wish
    };
    // Where the very bundle is gone, another of its id is named with what is different.
    let found = services
        .find_exam(&exactly)
        .or_else(|_| services.find_exam(&wish));
    match found {
        Ok(plugin) => same_exam(seat, ExamSource::Ready(Arc::new(plugin))),
        Err(error) => missing(error.kind(), error.to_string()),
    }
}

/// The source, if it is the plugin that the session began with.
fn same_exam(seat: &ExamSeat, source: ExamSource) -> ExamSource {
    let ExamSource::Ready(plugin) = &source else {
        return source;
    };
    let (began, found) = (&seat.plugin, plugin.identity());
    if found == began {
        return source;
    }
    ExamSource::Missing {
        kind: FailureKind::BadSignature,
        message: format!(
            "the session began with {} {}, another one is installed: {} {} or other files of it",
            began.id, began.version, found.id, found.version
        ),
    }
}

fn take_up(
    folder: &SessionFolder,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
    find: impl FnOnce(&Scenario, &ServiceIdentity) -> Result<Option<Service>, SittingError>,
    find_exam: impl FnOnce(&ExamSeat) -> ExamSource,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&folder.scenario_text()?)?;
    let (journal, found) = folder.open()?;
    if found.plan.scenario_hash != scenario.hash {
        return Err(SittingError::OtherScenario {
            path: folder.scenario_path(),
        });
    }
    let studies = studies.unwrap_or_else(|| studies_note::studies_of_session(folder.path()));
    let mut recorded = recorded_of(&scenario, &found.plan.cases, &studies);
    for source in &found.plan.recorded {
        if let Some(read) = recorded.remove(&source.case) {
            recorded.insert(source.case.clone(), read.held_to(source));
        }
    }
    let service = found.plan.service.clone().map(|began| {
        if found
            .plan
            .cases
            .iter()
            .all(|case| recorded.contains_key(case))
        {
            return Service::recorded(began, recorded.values());
        }
        let found = find(&scenario, &began);
        same_service(began, found)
    });
    let exam = found.plan.exam.as_ref().map(find_exam);
    let session = Session::replay(found.plan, &found.events)?;
    let surroundings = Surroundings {
        scenario,
        studies,
        locale: locale.to_owned(),
        clock,
        service,
        recorded,
        exam,
    };
    let mut runner = SessionRunner::new(session, journal, found.events, surroundings)?;
    if runner.view().state != SessionState::Ended {
        runner.send(Command::Resume)?;
    }
    Ok(runner)
}

/// The service of a session whose results are all recorded: that of the first case.
fn recorded_service(cases: &[CaseId], recorded: &BTreeMap<CaseId, Recorded>) -> Option<Service> {
    let first = recorded.get(cases.first()?)?;
    let is_whole = cases.iter().all(|case| recorded.contains_key(case));
    is_whole.then(|| Service::recorded(first.identity().clone(), recorded.values()))
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

/// The very bundle that a session began with; where that is gone, another one of its id, which is then named.
fn service_of(
    scenario: &Scenario,
    began: &ServiceIdentity,
    folders: &Folders,
) -> Result<Option<Service>, SittingError> {
    let services = Services::open(folders)?;
    let listed = scenario.exam.as_ref();
    let wish = PluginWish {
        listed: listed.map_or(&[][..], |exam| &exam.digests),
        ..PluginWish::any(began.id.as_str())
    };
    let exactly = PluginWish {
        digest: began.bundle_digest.as_deref(),
        ..wish
    };
    let found = services
        .find_exactly(&exactly)
        .or_else(|_| services.find_exactly(&wish));
    Ok(Some(found?))
}

fn order_of(scenario: &Scenario, seed: Seed) -> Vec<CaseId> {
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
