//! The bench: a vendor's plugin run on one study, loaded anew and run again whenever its files change. Draws nothing.
//!
//! There is no session behind it: nobody answers, nothing is scored, nothing is recorded. Opening the study, building,
//! compiling and the job itself happen on a thread of their own; a change that comes meanwhile ends the job early.

mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder as ThreadBuilder;
use std::time::Duration;

use overread_base::{AiResult, FailureKind};

use crate::folders::Folders;
use crate::reload::{Changes, Fingerprint};
use crate::runner::ImagesState;
use crate::services::Service;
use crate::step::StepProgress;
use crate::worker::WorkerError;
use work::{Shared, Update, Wish, Work};

/// Runs that are kept for the list; older ones go.
const MAX_RUNS: usize = 50;

/// Makes a bundle of a plugin's sources: gives the bundle's path, or what the compiler said.
pub type Build = Box<dyn FnMut(&StepProgress) -> Result<PathBuf, String> + Send>;

/// What is put on the bench.
pub struct BenchSetup {
    /// The bundle, or the folder with the plugin's sources: this is watched.
    pub plugin: PathBuf,
    /// How sources become a bundle; without it `plugin` is the bundle.
    pub build: Option<Build>,
    /// A folder of DICOM files.
    pub study: PathBuf,
    /// BCP 47 tag of the vendor's language.
    pub locale: String,
    /// Where things lie on this machine.
    pub folders: Folders,
    /// Time between two looks at the files.
    pub look_every: Duration,
}

impl std::fmt::Debug for BenchSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BenchSetup")
            .field("plugin", &self.plugin)
            .finish_non_exhaustive()
    }
}

/// What is being done on the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BenchStep {
    /// The images are being opened.
    OpeningStudy,
    /// The sources are being built.
    Building,
    /// The bundle is being checked and its component compiled.
    Loading,
    /// The service is at work.
    Running,
    /// Nothing: waiting for a change.
    Watching,
}

/// What broke a version before it could give a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BenchProblem {
    /// The sources do not build.
    Build(String),
    /// The host refused or ended it.
    Fault {
        /// The fault class.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
}

/// What came of a run.
#[derive(Debug, Clone, PartialEq)]
pub enum BenchOutcome {
    /// The service answered, or says why it did not run.
    Result(Box<AiResult>),
    /// It broke.
    Broke(BenchProblem),
}

/// One run of one version.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchRun {
    /// Counted from 1.
    pub number: u32,
    /// The digest of the bundle; `None` if it did not get that far.
    pub digest: Option<String>,
    /// What came of it.
    pub outcome: BenchOutcome,
}

/// A plugin on the bench.
pub struct Bench {
    updates: Receiver<Update>,
    wishes: Sender<Wish>,
    shared: Arc<Shared>,
    images: ImagesState,
    step: BenchStep,
    /// The newest first.
    runs: Vec<BenchRun>,
    shown: Option<Box<AiResult>>,
    service: Option<Service>,
    n_runs: u32,
}

impl std::fmt::Debug for Bench {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bench")
            .field("step", &self.step)
            .field("n_runs", &self.n_runs)
            .finish_non_exhaustive()
    }
}

impl Bench {
    /// Opens the study, runs the plugin, and watches its files from now on.
    ///
    /// # Errors
    /// [`WorkerError`] if the system gives no threads. Whatever is wrong with study or plugin is told by
    /// [`Bench::images`] and [`Bench::runs`].
    pub fn start(setup: BenchSetup) -> Result<Self, WorkerError> {
        let shared = Arc::new(Shared::default());
        let (wishes, wished) = channel();
        let (told, updates) = channel();
        let opening = StepProgress::default();
        // Before the first load, so that no change falls between the two.
        let changes = Changes::since(Fingerprint::of(&setup.plugin));
        watch(
            setup.plugin.clone(),
            setup.look_every,
            changes,
            wishes.clone(),
            Arc::clone(&shared),
        )?;
        let work = Work::new(setup, told, Arc::clone(&shared), opening.clone());
        spawn("plugin-bench", move || work.run(&wished))?;
        Ok(Self {
            updates,
            wishes,
            shared,
            images: ImagesState::Loading(opening),
            step: BenchStep::OpeningStudy,
            runs: Vec::new(),
            shown: None,
            service: None,
            n_runs: 0,
        })
    }

    /// Takes over what the thread finished. Call it once a frame; it never blocks.
    pub fn poll(&mut self) {
        while let Ok(update) = self.updates.try_recv() {
            self.take(update);
        }
    }

    /// Waits until another run has come to its end: for programs without a screen. `None` after `longest`, or when no
    /// run will come any more.
    pub fn wait_for_run(&mut self, longest: Duration) -> Option<&BenchRun> {
        let before = self.n_runs;
        while self.n_runs == before {
            match self.updates.recv_timeout(longest) {
                Ok(update) => self.take(update),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
        self.runs.first()
    }

    /// Runs the plugin once more; one that is in quarantine is released for it.
    pub fn run_again(&self) {
        // The thread ends only where the study cannot be opened: then there is nothing to run on.
        if self.wishes.send(Wish::Again).is_err() {
            tracing::debug!("the bench has ended");
        }
    }

    /// The images of the study.
    #[must_use]
    pub fn images(&self) -> &ImagesState {
        &self.images
    }

    /// What is being done.
    #[must_use]
    pub fn step(&self) -> BenchStep {
        self.step
    }

    /// How far the job or the build is.
    #[must_use]
    pub fn progress(&self) -> StepProgress {
        self.shared.progress()
    }

    /// Whether a thread is at work.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.step != BenchStep::Watching
    }

    /// The newest result that a version of the plugin gave.
    #[must_use]
    pub fn shown(&self) -> Option<&AiResult> {
        self.shown.as_deref()
    }

    /// The version that was loaded last.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        self.service.as_ref()
    }

    /// The runs so far, the newest first.
    #[must_use]
    pub fn runs(&self) -> &[BenchRun] {
        &self.runs
    }

    /// How the newest version broke; `None` if it gave a result.
    #[must_use]
    pub fn fault(&self) -> Option<(&BenchProblem, Option<&str>)> {
        let newest = self.runs.first()?;
        match &newest.outcome {
            BenchOutcome::Broke(problem) => Some((problem, newest.digest.as_deref())),
            BenchOutcome::Result(_) => None,
        }
    }

    fn take(&mut self, update: Update) {
        match update {
            Update::Step(step) => self.step = step,
            Update::Loaded(service) => self.service = Some(service),
            Update::Images(Ok(images)) => self.images = ImagesState::Ready(images),
            Update::Images(Err(reason)) => self.images = ImagesState::Failed(reason),
            Update::Ended { digest, outcome } => {
                self.n_runs += 1;
                if let BenchOutcome::Result(result) = &outcome {
                    self.shown = Some(result.clone());
                }
                self.runs.insert(
                    0,
                    BenchRun {
                        number: self.n_runs,
                        digest,
                        outcome,
                    },
                );
                self.runs.truncate(MAX_RUNS);
            }
        }
    }
}

impl Drop for Bench {
    /// A job that nobody waits for any more ends early, and the files are watched no longer.
    fn drop(&mut self) {
        self.shared.end();
    }
}

/// Looks at the files now and then, until the bench is gone.
fn watch(
    path: PathBuf,
    every: Duration,
    mut changes: Changes,
    wishes: Sender<Wish>,
    shared: Arc<Shared>,
) -> Result<(), WorkerError> {
    spawn("plugin-watch", move || {
        while !shared.is_over.load(Ordering::Relaxed) {
            std::thread::sleep(every);
            if changes.note(Fingerprint::of(&path)) {
                shared.cancel_for_change();
                if wishes.send(Wish::Changed).is_err() {
                    return;
                }
            }
        }
    })
}

fn spawn(name: &'static str, work: impl FnOnce() + Send + 'static) -> Result<(), WorkerError> {
    let started = ThreadBuilder::new().name(name.to_owned()).spawn(work);
    started
        .map(|_| ())
        .map_err(|error| WorkerError::new(name, format!("cannot be started: {error}")))
}

#[cfg(test)]
mod tests;
