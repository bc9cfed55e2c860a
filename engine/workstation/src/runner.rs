//! Runs one session: decides commands, writes the journal, and only then lets the screen see the effect.
//!
//! Images are opened and services run on worker threads; `poll` collects what they finished. Draws nothing.

mod ai_desk;
mod ai_flow;
mod debrief;
mod feedback;
mod hint_giving;
mod jobs;
mod lookahead;
mod orders;
mod originals;
mod surroundings;
mod timekeeper;
mod told;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use overread_base::{CaseId, Code, Millis};
use overread_exam::{
    Command, ExamFact, PlanError, Refusal, Session, SessionPlan, SessionView, StampedEvent,
};
use overread_plugin_host::CancelFlag;
use overread_scenario::{AiErrorKind, Scenario};
use overread_store::{Journal, StoreError};

use crate::cache::ImageCache;
use crate::case_opener::CaseOpener;
use crate::clock::Clock;
use crate::exam_book::casebook_of;
use crate::exam_driver::{ExamDriver, StartError};
use crate::ground::{Ground, Grounds};
use crate::images::CaseImages;
use crate::library::LibraryError;
use crate::recorded::Recorded;
use crate::services::Service;
use crate::step::StepProgress;
use crate::worker::{Worker, WorkerError};
use ai_desk::AiDesk;
pub(crate) use debrief::debrief_knowing;
pub use debrief::{Debrief, debrief_of, debrief_with};
pub use feedback::CaseFeedback;
use jobs::{JobDone, JobWish};
use lookahead::Lookahead;
pub use surroundings::{Surroundings, studies_beside};
use timekeeper::WallWatch;

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
    /// A supervisor's order whose signature does not hold.
    #[error(transparent)]
    Order(#[from] overread_seal::OrderError),
    /// The session waits for a supervisor's order, and there is no supervisor.
    #[error("the session waits for a supervisor's order, and there is no supervisor")]
    NoSupervisor,
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

/// Whether a session opens images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImagesMode {
    /// Those of each case as it is read.
    #[default]
    Opened,
    /// None: for scripted readers with a simulated or recorded service. Everything else is as in any session.
    None,
}

/// The images of the open case.
#[derive(Debug, Clone, Default)]
pub enum ImagesState {
    /// No case is open, or the session opens no images.
    #[default]
    None,
    /// Being made or read; how far it is.
    Loading(StepProgress),
    /// There.
    Ready(Arc<CaseImages>),
    /// They could not be opened, for this reason; the session goes on.
    Failed(String),
}

/// How far the AI job of the open case is.
#[derive(Debug, Clone, Default)]
pub struct AiProgress {
    /// The fraction done.
    pub step: StepProgress,
    /// Ends the job when set.
    pub cancel: CancelFlag,
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
    images_mode: ImagesMode,
    grounds: Grounds,
    /// What a simulated service looks for, once that was asked.
    targets: Option<Arc<[Code]>>,
    /// The thread that draws decoys ahead, where the session needs any.
    lookahead: Option<Lookahead>,
    desk: AiDesk,
    wall: WallWatch,
}

impl SessionRunner {
    /// Takes up a session: a new one whose journal has just been created, or an old one with its events.
    ///
    /// # Errors
    /// [`RunError::Worker`] if the system gives no threads; [`RunError::Library`] if a synthetic case of a session whose AI
    /// results need its truth cannot be made; [`RunError::Refused`] never on events of a sound journal.
    pub fn new(
        session: Session,
        journal: Journal,
        events: Vec<StampedEvent>,
        surroundings: Surroundings,
    ) -> Result<Self, RunError> {
        let clock_base = events.last().map_or(Millis(0), |last| last.at);
        let jobs = Worker::start("ai-job", JobWish::work)?;
        let Surroundings {
            scenario,
            studies,
            locale,
            clock,
            service,
            recorded,
            exam,
            ai_plan,
            grounds,
            images,
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
            desk: AiDesk::new(ai_plan, &events),
            wall: WallWatch::start(clock.as_ref()),
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
            images_mode: images,
            grounds,
            targets: None,
            lookahead: None,
        };
        runner.look_ahead()?;
        runner.settle()?;
        Ok(runner)
    }

    /// Puts the whole session on the disk, where its events are flushed once; else they are there already.
    ///
    /// # Errors
    /// [`RunError::NotSaved`] if they cannot be written.
    pub fn finish_record(&mut self) -> Result<(), RunError> {
        Ok(self.journal.finish()?)
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
        self.keep_time()?;
        self.save(command)?;
        self.settle()
    }

    /// Does all that follows by itself from where the session is, until nothing more does.
    fn settle(&mut self) -> Result<(), RunError> {
        loop {
            let n_events = self.events.len();
            self.keep_time()?;
            self.drive_exam()?;
            self.load_open_case()?;
            self.want_results()?;
            self.deliver_results()?;
            self.withhold_result()?;
            self.tell_planted()?;
            self.give_hint()?;
            if self.events.len() == n_events {
                return Ok(());
            }
        }
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
        self.settle()
    }

    /// Takes over what the worker threads finished, and what is due. Call it once a frame; it never blocks.
    ///
    /// # Errors
    /// [`RunError`] if a result cannot be saved; the result stays away, and the session says so.
    pub fn poll(&mut self) -> Result<(), RunError> {
        while let Some(opened) = self.opener.poll() {
            self.take_images(opened)?;
        }
        while let Some(done) = self.jobs.poll() {
            self.take_job(done)?;
        }
        self.settle()
    }

    /// Takes over what is due by the clock, and nothing that worker threads finished: for scripted readers, whose events
    /// must not depend on how fast a thread is.
    pub(crate) fn tick(&mut self) -> Result<(), RunError> {
        self.settle()
    }

    /// What is known of a case without its images: for scripted readers, never for a panel.
    pub(crate) fn ground(&self, case: &CaseId) -> Result<Arc<Ground>, RunError> {
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let listed = listed.ok_or_else(|| RunError::UnknownCase(case.clone()))?;
        Ok(self.grounds.of(listed)?)
    }

    /// The error that is planned for a case: for scripted readers that notice defects by chance.
    pub(crate) fn planted_kind(&self, case: &CaseId) -> Option<AiErrorKind> {
        self.desk.error_of(case).map(|error| error.kind)
    }

    /// Whether the session opens images.
    #[must_use]
    pub fn images_mode(&self) -> ImagesMode {
        self.images_mode
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
        if self.images_mode == ImagesMode::None {
            return Ok(());
        }
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
}

impl Drop for SessionRunner {
    /// A job that nobody waits for any more ends early.
    fn drop(&mut self) {
        self.ai.cancel.cancel();
        self.desk.cancel_ahead();
    }
}

impl std::fmt::Debug for SessionRunner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRunner")
            .field("events", &self.events.len())
            .finish_non_exhaustive()
    }
}
