//! Running one job and keeping what it took. Judges nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use overread_base::{AiResult, AiStatus, FailureKind};
use overread_plugin_host::{Job, Plugin, Usage};

use crate::studies::{Study, StudyKind};

/// Stack of a job's thread: the guest's own is 512 KiB, the host's functions need theirs.
const STACK_BYTES: usize = 4 << 20;

/// What came of a job.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) result: AiResult,
    /// On the wall.
    pub(crate) elapsed: Duration,
    /// In the sandbox.
    pub(crate) usage: Usage,
    /// How often the service told how far it is.
    pub(crate) n_progress: usize,
}

impl Told {
    pub(crate) fn is_late(&self) -> bool {
        matches!(
            self.result.status,
            AiStatus::Failed {
                kind: FailureKind::Deadline,
                ..
            }
        )
    }
}

/// The job of a study. What the manifest wants is granted, but for the study that lacks it.
pub(crate) fn job(plugin: &Plugin, study: &Study) -> Job {
    let mut job = Job::new(study.uid.clone(), study.series.clone());
    if study.kind != StudyKind::MissingAttributes {
        job.granted_attributes
            .clone_from(&plugin.manifest().wants.attributes);
    }
    job
}

/// Runs jobs of a plugin one after another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Runner<'p> {
    plugin: &'p Plugin,
}

impl<'p> Runner<'p> {
    pub(crate) fn new(plugin: &'p Plugin) -> Self {
        Self { plugin }
    }

    pub(crate) fn run(&self, job: &Job) -> Told {
        let n_progress = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&n_progress);
        let mut job = job.clone();
        job.progress = Arc::new(move |_fraction, _stage| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        // Each study is judged for itself, whatever the service did on those before.
        self.plugin.release();
        let started = Instant::now();
        let (result, usage) = on_own_thread(|| self.plugin.analyze_measured(&job));
        Told {
            result,
            elapsed: started.elapsed(),
            usage,
            n_progress: n_progress.load(Ordering::Relaxed),
        }
    }
}

/// Does `work` on a thread with stack enough for a guest; on this one where there is no thread to be had.
fn on_own_thread<T: Send>(work: impl Fn() -> T + Sync + Send) -> T {
    thread::scope(|scope| {
        let builder = thread::Builder::new()
            .name("conformance".to_owned())
            .stack_size(STACK_BYTES);
        let joined = builder
            .spawn_scoped(scope, &work)
            .ok()
            .and_then(|handle| handle.join().ok());
        joined.unwrap_or_else(&work)
    })
}
