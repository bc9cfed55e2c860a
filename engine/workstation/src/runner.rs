//! Runs one session: decides commands, writes the journal, and only then lets the screen see the effect.
//!
//! Images are opened and services run on worker threads; `poll` collects what they finished. Draws nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{AiResult, CaseId, CaseTruth, Millis, StudyUid};
use overread_exam::{
    Command, ExamFact, PlanError, Refusal, Score, Session, SessionPlan, SessionState, SessionView,
    StampedEvent,
};
use overread_plugin_host::{CancelFlag, Job};
use overread_scenario::Scenario;
use overread_store::{Journal, StoreError};

use crate::cache::ImageCache;
use crate::case_opener::{CaseOpener, Opened};
use crate::clock::Clock;
use crate::exam_book::casebook_of;
use crate::exam_driver::{ExamDriver, ExamSource, StartError};
use crate::exam_replay::ExamOutcome;
use crate::images::CaseImages;
use crate::library::{self, LibraryError};
use crate::recorded::Recorded;
use crate::services::{self, Service};
use crate::step::StepProgress;
use crate::worker::{Worker, WorkerError};

/// Why a command had no effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The rules of the session say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The journal cannot be written: nothing is shown as done that is not saved.
    #[error("not saved: {0}")]
    NotSaved(#[from] StoreError),
    /// A background thread failed.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// The scenario has no such case.
    #[error("the scenario has no case {0}")]
    UnknownCase(CaseId),
    /// A case's truth cannot be made.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The recorded plan is not sound.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The AI job of the open case never came to an end.
    #[error("the AI job of the open case never came to an end")]
    NoAiResult,
}

impl From<StartError> for RunError {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Worker(error) => Self::Worker(error),
            StartError::Plan(error) => Self::Plan(error),
        }
    }
}

/// The images of the open case.
#[derive(Debug, Clone, Default)]
pub enum ImagesState {
    /// No case is open.
    #[default]
    None,
    /// Being made or read; how far it is.
    Loading(StepProgress),
    /// There.
    Ready(Arc<CaseImages>),
    /// They could not be opened, for this reason; the session goes on.
    Failed(String),
}

/// After the session: what was there, and what was made of it.
#[derive(Debug, Clone)]
pub struct Debrief {
    /// The score of the session.
    pub score: Score,
    /// The truth of each case that has one.
    pub truths: BTreeMap<CaseId, CaseTruth>,
    /// The exam that the cases were read for, with its grade.
    pub exam: Option<ExamOutcome>,
}

/// How far the AI job of the open case is.
#[derive(Debug, Clone, Default)]
pub struct AiProgress {
    /// The fraction done.
    pub step: StepProgress,
    /// Ends the job when set.
    pub cancel: CancelFlag,
}

struct JobWish {
    case: CaseId,
    service: Service,
    job: Box<Job>,
}

struct JobDone {
    case: CaseId,
    result: Box<AiResult>,
}

/// A session with its journal, its images and its AI jobs.
pub struct SessionRunner {
    session: Session,
    journal: Journal,
    events: Vec<StampedEvent>,
    scenario: Scenario,
    locale: String,
    clock: Arc<dyn Clock>,
    /// Where the session's clock stood when this program took it up.
    clock_base: Millis,
    service: Option<Service>,
    recorded: BTreeMap<CaseId, Recorded>,
    exam: Option<ExamDriver>,
    opener: CaseOpener,
    jobs: Worker<JobWish, JobDone>,
    images: ImagesState,
    images_of: Option<CaseId>,
    ai: AiProgress,
    /// Jobs asked for whose results have not been taken over.
    n_jobs: usize,
}

impl SessionRunner {
    /// Takes up a session: a new one whose journal has just been created, or an old one with its events.
    ///
    /// # Errors
    /// [`RunError::Worker`] if the system gives no threads; [`RunError::Refused`] never on events of a sound journal.
    pub fn new(
        session: Session,
        journal: Journal,
        events: Vec<StampedEvent>,
        surroundings: Surroundings,
    ) -> Result<Self, RunError> {
        let clock_base = events.last().map_or(Millis(0), |last| last.at);
        let jobs = Worker::start("ai-job", |wish: JobWish| JobDone {
            result: Box::new(wish.service.analyze(&wish.job)),
            case: wish.case,
        })?;
        let Surroundings {
            scenario,
            studies,
            locale,
            clock,
            service,
            recorded,
            exam,
        } = surroundings;
        let opener = CaseOpener::start(studies, Arc::new(ImageCache::of_machine()))?;
        let exam = match exam {
            Some(source) => {
                let book = casebook_of(&scenario)?;
                ExamDriver::start(&session, book, &events, source)?
            }
            None => None,
        };
        let mut runner = Self {
            session,
            journal,
            events,
            scenario,
            locale,
            clock,
            clock_base,
            service,
            recorded,
            exam,
            opener,
            jobs,
            images: ImagesState::None,
            images_of: None,
            ai: AiProgress::default(),
            n_jobs: 0,
        };
        runner.drive_exam()?;
        runner.load_open_case()?;
        Ok(runner)
    }

    /// The session's clock.
    #[must_use]
    pub fn now(&self) -> Millis {
        Millis(self.clock_base.0 + self.clock.now().0)
    }

    /// What may be shown now.
    #[must_use]
    pub fn view(&self) -> SessionView<'_> {
        self.session.view(self.now())
    }

    /// The images of the open case.
    #[must_use]
    pub fn images(&self) -> &ImagesState {
        &self.images
    }

    /// How far the AI job of the open case is.
    #[must_use]
    pub fn ai_progress(&self) -> &AiProgress {
        &self.ai
    }

    /// The scenario that is read; the desk takes titles, briefing and case texts from it, never truth.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The AI service of the session.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        self.service.as_ref()
    }

    /// What was fixed before the first case.
    #[must_use]
    pub fn plan(&self) -> &SessionPlan {
        self.session.plan()
    }

    /// Where the session is being saved.
    #[must_use]
    pub fn journal_path(&self) -> &Path {
        self.journal.path()
    }

    /// What DICOM cases' folders are relative to.
    #[must_use]
    pub fn studies(&self) -> &Path {
        self.opener.studies()
    }

    /// The images of this session's cases that are kept in memory.
    #[must_use]
    pub fn image_cache(&self) -> &Arc<ImageCache> {
        self.opener.cache()
    }

    /// Everything that happened.
    #[must_use]
    pub fn events(&self) -> &[StampedEvent] {
        &self.events
    }

    /// Decides a command, saves its events and applies them. What could not be saved has not happened.
    ///
    /// # Errors
    /// [`RunError`]: the refusal, or why nothing could be saved.
    pub fn send(&mut self, command: Command) -> Result<(), RunError> {
        self.close_due_case()?;
        self.save(command)?;
        self.drive_exam()?;
        self.load_open_case()
    }

    /// Decides a command; what it causes is on the disk, and then in the session, when this returns.
    fn save(&mut self, command: Command) -> Result<(), RunError> {
        let decided = self.session.decide(self.now(), command)?;
        for event in decided {
            self.journal.append(&event)?;
            self.session.apply(&event);
            if let Some(exam) = &mut self.exam {
                exam.hear(&self.session, &event);
            }
            self.events.push(event);
        }
        Ok(())
    }

    /// Closes the open case as it stands, if its time in the exam is over.
    fn close_due_case(&mut self) -> Result<(), RunError> {
        let due = self.session.due(self.now()).cloned();
        match due {
            Some(case) => self.save(Command::Exam(Box::new(ExamFact::TimedOut(case)))),
            None => Ok(()),
        }
    }

    /// Takes over what the exam plugin said, and asks it on.
    fn drive_exam(&mut self) -> Result<(), RunError> {
        loop {
            let Some(exam) = &mut self.exam else {
                return Ok(());
            };
            exam.drive(&self.session);
            let Some(fact) = exam.poll() else {
                return Ok(());
            };
            self.take_fact(fact)?;
        }
    }

    fn take_fact(&mut self, fact: Option<ExamFact>) -> Result<(), RunError> {
        if let Some(fact) = fact {
            self.save(Command::Exam(Box::new(fact)))?;
        }
        if self.session.is_exam_over() {
            self.save(Command::Finish)?;
        }
        Ok(())
    }

    /// Whether the exam plugin is at work: its answer comes by [`SessionRunner::poll`].
    #[must_use]
    pub fn is_awaiting_exam(&self) -> bool {
        self.exam.as_ref().is_some_and(ExamDriver::is_busy)
    }

    /// Waits until the exam plugin has said all that it has to say: for scripted readers.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_exam(&mut self) -> Result<(), RunError> {
        self.drive_exam()?;
        while let Some(fact) = self.exam.as_mut().and_then(ExamDriver::wait) {
            self.take_fact(fact)?;
            self.drive_exam()?;
        }
        self.load_open_case()
    }

    /// Takes over what the worker threads finished. Call it once a frame; it never blocks.
    ///
    /// # Errors
    /// [`RunError`] if a result cannot be saved; the result stays away, and the session says so.
    pub fn poll(&mut self) -> Result<(), RunError> {
        while let Some(opened) = self.opener.poll() {
            self.take_images(opened)?;
        }
        while let Some(done) = self.jobs.poll() {
            self.take_result(done)?;
        }
        self.close_due_case()?;
        self.drive_exam()?;
        self.load_open_case()
    }

    /// Waits until the images of the open case are there or have failed: for scripted readers.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_images(&mut self) -> Result<(), RunError> {
        while matches!(self.images, ImagesState::Loading(_)) {
            let Some(opened) = self.opener.wait() else {
                break;
            };
            self.take_images(opened)?;
        }
        Ok(())
    }

    /// Waits until the AI job of the open case came to an end: for scripted readers, after the images.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_ai(&mut self) -> Result<(), RunError> {
        while self.n_jobs > 0 && self.is_ai_pending() {
            let Some(done) = self.jobs.wait() else { break };
            self.take_result(done)?;
        }
        Ok(())
    }

    /// The score and the truth, once the session has ended; `None` before.
    ///
    /// # Errors
    /// [`RunError::Library`] if a synthetic case's truth cannot be made.
    pub fn debrief(&self) -> Result<Option<Debrief>, RunError> {
        if self.view().state != SessionState::Ended {
            return Ok(None);
        }
        Ok(Some(debrief_of(self.plan(), &self.scenario, &self.events)?))
    }

    fn is_ai_pending(&self) -> bool {
        self.view()
            .case
            .is_some_and(|case| case.phase == overread_exam::CasePhase::AwaitingAi)
    }

    /// Asks for the images of the open case, if they are not those at hand.
    fn load_open_case(&mut self) -> Result<(), RunError> {
        let open = self.session.open_case().cloned();
        if open == self.images_of {
            return Ok(());
        }
        self.images_of = open.clone();
        self.ai.cancel.cancel();
        self.ai = AiProgress::default();
        self.images = ImagesState::None;
        self.opener.give_up();
        let Some(id) = open else { return Ok(()) };
        let case = self
            .scenario
            .cases
            .iter()
            .find(|c| c.id == id)
            .cloned()
            .ok_or(RunError::UnknownCase(id))?;
        self.images = ImagesState::Loading(self.opener.open(&case)?);
        Ok(())
    }

    /// Opens the case that comes after the open one ahead of need, if the order of cases says which that is.
    fn prepare_next_case(&mut self) -> Result<(), RunError> {
        let order = &self.plan().cases;
        let open = order
            .iter()
            .position(|id| Some(id) == self.images_of.as_ref());
        let next = open.and_then(|open| order.get(open + 1));
        let next = next.and_then(|id| self.scenario.cases.iter().find(|case| case.id == *id));
        match next {
            Some(case) if self.exam.is_none() => Ok(self.opener.prepare(case)?),
            Some(_) | None => Ok(()),
        }
    }

    fn take_images(&mut self, loaded: Opened) -> Result<(), RunError> {
        let (state, job) = match loaded.images {
            Ok(images) => {
                let job = self.job_for(&images);
                (ImagesState::Ready(images), Ok(job))
            }
            Err(error) => {
                let reason = error.to_string();
                tracing::warn!("case {} cannot be shown: {reason}", loaded.case);
                (ImagesState::Failed(reason.clone()), Err(reason))
            }
        };
        self.images = state;
        self.prepare_next_case()?;
        if !self.session.wants_ai_result(&loaded.case) {
            return Ok(());
        }
        if let Some(recorded) = self.recorded.get(&loaded.case) {
            let result = Box::new(match &job {
                Ok(job) => recorded.result_for(&job.study),
                Err(reason) => recorded.without_images(unknown_study(), reason),
            });
            let case = loaded.case;
            return self.send(Command::AiArrived { case, result });
        }
        let Some(service) = self.service.clone() else {
            return Ok(());
        };
        match job {
            Ok(job) => {
                let job = Box::new(job);
                let case = loaded.case;
                self.jobs.ask(JobWish { case, service, job })?;
                self.n_jobs += 1;
                Ok(())
            }
            Err(reason) => {
                let result = Box::new(service.not_run(unknown_study(), &reason));
                self.send(Command::AiArrived {
                    case: loaded.case,
                    result,
                })
            }
        }
    }

    fn job_for(&self, images: &CaseImages) -> Job {
        let step = self.ai.step.clone();
        Job {
            locale: self.locale.clone(),
            seed: self.plan().seed,
            cancel: self.ai.cancel.clone(),
            progress: Arc::new(move |fraction, stage| {
                step.set_fraction(fraction);
                step.set_stage(stage);
            }),
            ..Job::new(images.study.clone(), services::job_series(images))
        }
    }

    fn take_result(&mut self, done: JobDone) -> Result<(), RunError> {
        self.n_jobs = self.n_jobs.saturating_sub(1);
        if !self.session.wants_ai_result(&done.case) {
            tracing::info!("late AI result of case {} dropped", done.case);
            return Ok(());
        }
        self.send(Command::AiArrived {
            case: done.case,
            result: done.result,
        })
    }
}

impl Drop for SessionRunner {
    /// A job that nobody waits for any more ends early.
    fn drop(&mut self) {
        self.ai.cancel.cancel();
    }
}

impl std::fmt::Debug for SessionRunner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRunner")
            .field("events", &self.events.len())
            .finish_non_exhaustive()
    }
}

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
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings")
            .field("scenario", &self.scenario.id)
            .finish_non_exhaustive()
    }
}

/// Score and truth of a session out of its record. Whoever shows it makes sure that the session has ended.
///
/// # Errors
/// [`RunError::Library`] if a synthetic case's truth cannot be made, [`RunError::Plan`] if the plan is not sound.
pub fn debrief_of(
    plan: &SessionPlan,
    scenario: &Scenario,
    events: &[StampedEvent],
) -> Result<Debrief, RunError> {
    let mut truths = BTreeMap::new();
    for case in &scenario.cases {
        if let Some(truth) = library::truth_of(case)? {
            truths.insert(case.id.clone(), truth);
        }
    }
    let session = Session::replay(plan.clone(), events)?;
    let score = overread_exam::score(&session, &truths);
    Ok(Debrief {
        score,
        truths,
        exam: ExamOutcome::of(plan, events),
    })
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

/// The study of a case whose images could not be opened: a nil UID, which no study has.
fn unknown_study() -> StudyUid {
    StudyUid::new("2.25.0").unwrap_or_else(|_| unreachable!("a constant that is a UID"))
}
