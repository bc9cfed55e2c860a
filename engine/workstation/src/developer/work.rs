//! The bench's own thread: opens the study, then builds, loads and runs the plugin as often as it is wished.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};

use overread_base::{AiStatus, FailureKind, Seed};
use overread_plugin_host::{CancelFlag, Job};

use super::{BenchOutcome, BenchProblem, BenchSetup, BenchStep};
use crate::images::CaseImages;
use crate::library;
use crate::services::{self, Service, ServiceError, Services};
use crate::step::StepProgress;

/// What the thread is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// The files are others.
    Changed,
    /// The same once more.
    Again,
}

/// What the thread tells.
pub(super) enum Update {
    Step(BenchStep),
    Loaded(Service),
    Images(Result<Arc<CaseImages>, String>),
    Ended {
        digest: Option<String>,
        outcome: BenchOutcome,
    },
}

/// What both sides and the watcher see.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) is_over: AtomicBool,
    /// Whether a change came since the present run began.
    is_outdated: AtomicBool,
    current: Mutex<Current>,
}

#[derive(Debug, Default, Clone)]
struct Current {
    progress: StepProgress,
    cancel: CancelFlag,
}

impl Shared {
    pub(super) fn progress(&self) -> StepProgress {
        self.current().progress
    }

    pub(super) fn cancel_for_change(&self) {
        self.is_outdated.store(true, Ordering::Relaxed);
        self.current().cancel.cancel();
    }

    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.current().cancel.cancel();
    }

    fn begin(&self) -> Current {
        let fresh = Current::default();
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        *current = fresh.clone();
        self.is_outdated.store(false, Ordering::Relaxed);
        fresh
    }

    fn current(&self) -> Current {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }
}

pub(super) struct Work {
    setup: BenchSetup,
    told: Sender<Update>,
    shared: Arc<Shared>,
    opening: StepProgress,
    /// The version that ran last.
    service: Option<Service>,
}

impl Work {
    pub(super) fn new(
        setup: BenchSetup,
        told: Sender<Update>,
        shared: Arc<Shared>,
        opening: StepProgress,
    ) -> Self {
        Self {
            setup,
            told,
            shared,
            opening,
            service: None,
        }
    }

    /// Opens the study, runs the plugin, and again at each wish until the other side is gone.
    pub(super) fn run(mut self, wishes: &Receiver<Wish>) {
        let Some(images) = self.open_study() else {
            self.tell(Update::Step(BenchStep::Watching));
            return;
        };
        let services = match Services::open(&self.setup.folders) {
            Ok(services) => services,
            Err(error) => {
                self.ended(None, BenchOutcome::Broke(problem(&error)));
                return;
            }
        };
        let mut wish = Wish::Changed;
        loop {
            if self.shared.is_over.load(Ordering::Relaxed) {
                return;
            }
            self.run_once(wish, &services, &images);
            let Ok(next) = wishes.recv() else { return };
            // Several changes while one version was at work are one.
            wish = wishes.try_iter().fold(next, |wish, more| match more {
                Wish::Changed => Wish::Changed,
                Wish::Again => wish,
            });
        }
    }

    fn open_study(&self) -> Option<Arc<CaseImages>> {
        let open = || library::open_folder(&self.setup.study, None, &self.opening);
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(open));
        let opened = opened.unwrap_or(Err(library::LibraryError::Crashed));
        let images = opened.map(Arc::new).map_err(|error| error.to_string());
        self.tell(Update::Images(images.clone()));
        images.ok()
    }

    fn run_once(&mut self, wish: Wish, services: &Services, images: &Arc<CaseImages>) {
        let current = self.shared.begin();
        // A fault of ours ends this run, never the bench; nothing of the run is used after it.
        let run = std::panic::AssertUnwindSafe(|| self.attempt(wish, services, images, &current));
        let (digest, outcome) = std::panic::catch_unwind(run).unwrap_or_else(|_| {
            let message = "the plugin host crashed: a fault of this program".to_owned();
            let kind = FailureKind::CompileFailed;
            (
                None,
                BenchOutcome::Broke(BenchProblem::Fault { kind, message }),
            )
        });
        // Another version is on its way: what became of this one is of no use.
        let is_outdated = self.shared.is_outdated.load(Ordering::Relaxed);
        let was_cut_short = matches!(
            &outcome,
            BenchOutcome::Broke(BenchProblem::Fault {
                kind: FailureKind::Cancelled,
                ..
            })
        );
        if is_outdated && was_cut_short {
            return;
        }
        self.ended(digest, outcome);
    }

    fn attempt(
        &mut self,
        wish: Wish,
        services: &Services,
        images: &CaseImages,
        current: &Current,
    ) -> (Option<String>, BenchOutcome) {
        let service = match self.service.take().filter(|_| wish == Wish::Again) {
            Some(service) => {
                if let Service::Ready(plugin, _) = &service {
                    plugin.release();
                }
                service
            }
            None => match self.load(services, current) {
                Ok(service) => {
                    self.tell(Update::Loaded(service.clone()));
                    service
                }
                Err(problem) => return (None, BenchOutcome::Broke(problem)),
            },
        };
        self.tell(Update::Step(BenchStep::Running));
        let result = service.analyze(&self.job(images, current));
        self.service = Some(service);
        let digest = result.service.bundle_digest.clone();
        let outcome = match result.status {
            AiStatus::Failed { kind, message } => {
                BenchOutcome::Broke(BenchProblem::Fault { kind, message })
            }
            AiStatus::Done(_) | AiStatus::NotRun { .. } => BenchOutcome::Result(Box::new(result)),
        };
        (digest, outcome)
    }

    fn load(&mut self, services: &Services, current: &Current) -> Result<Service, BenchProblem> {
        let bundle: PathBuf = match &mut self.setup.build {
            None => self.setup.plugin.clone(),
            Some(build) => {
                tell(&self.told, Update::Step(BenchStep::Building));
                build(&current.progress).map_err(BenchProblem::Build)?
            }
        };
        self.tell(Update::Step(BenchStep::Loading));
        let opened = services.open_bundle(&bundle);
        opened.map_err(|error| problem(&error))
    }

    fn job(&self, images: &CaseImages, current: &Current) -> Job {
        let step = current.progress.clone();
        step.set_stage("");
        Job {
            locale: self.setup.locale.clone(),
            seed: Seed(0),
            cancel: current.cancel.clone(),
            progress: Arc::new(move |fraction, stage| {
                step.set_fraction(fraction);
                step.set_stage(stage);
            }),
            ..Job::new(images.study.clone(), services::job_series(images))
        }
    }

    fn ended(&self, digest: Option<String>, outcome: BenchOutcome) {
        self.tell(Update::Ended { digest, outcome });
        self.tell(Update::Step(BenchStep::Watching));
    }

    fn tell(&self, update: Update) {
        tell(&self.told, update);
    }
}

fn tell(told: &Sender<Update>, update: Update) {
    // The bench is gone: the thread ends at its next look.
    if told.send(update).is_err() {
        tracing::debug!("nobody looks at the bench any more");
    }
}

/// A bundle that cannot be opened, by its fault class.
fn problem(error: &ServiceError) -> BenchProblem {
    let kind = match error {
        ServiceError::Bundle(error) => error.kind,
        ServiceError::Host(error) => error.kind(),
        ServiceError::Refused { kind, .. } => *kind,
        ServiceError::NotFound { .. } | ServiceError::Store(_) => FailureKind::RefusedManifest,
    };
    BenchProblem::Fault {
        kind,
        message: error.to_string(),
    }
}
