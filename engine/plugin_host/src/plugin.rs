//! A loaded AI service: one job at a time on each calling thread, each in a Store of its own that is dropped after it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use overread_base::{
    AiResult, AiStatus, FailureKind, Millis, NotRunReason, OperatingPoint, ServiceIdentity,
    StudyUid,
};
use overread_bundle::Manifest;
use wasmtime::Store;

use crate::bindings::AiServicePre;
use crate::ending::{self, Ending, guarded};
use crate::job_state::JobState;
use crate::log_gate::harmless;
use crate::models::Models;
use crate::quarantine::{Quarantine, QuarantineState};
use crate::sandbox::Sandbox;
use crate::texts::Texts;
use crate::ticker::Attached;
use crate::watch::Watch;
use crate::{Job, Limits, PluginError, Usage, answer};

/// The most bytes of each text of a profile.
const MAX_PROFILE_BYTES: usize = 256;
const MAX_MODALITIES: usize = 64;

/// What the jobs of a plugin share.
pub(crate) struct PluginParts {
    pub(crate) manifest: Manifest,
    pub(crate) models: Models,
    pub(crate) texts: Texts,
}

/// An AI service that is ready for jobs; threads share it.
pub struct Plugin {
    identity: ServiceIdentity,
    sandbox: Arc<Sandbox>,
    service: AiServicePre<JobState>,
    parts: Arc<PluginParts>,
    limits: Limits,
    quarantine: Mutex<Quarantine>,
    loaded: Instant,
}

/// What a component says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// DICOM modalities that it reads.
    pub modalities: Vec<String>,
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.identity.id)
            .field("version", &self.identity.version)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Plugin {
    pub(crate) fn new(
        identity: ServiceIdentity,
        sandbox: Arc<Sandbox>,
        service: AiServicePre<JobState>,
        parts: PluginParts,
        limits: Limits,
    ) -> Self {
        Self {
            identity,
            sandbox,
            service,
            parts: Arc::new(parts),
            limits,
            quarantine: Mutex::default(),
            loaded: Instant::now(),
        }
    }

    /// Who it is.
    #[must_use]
    pub fn identity(&self) -> &ServiceIdentity {
        &self.identity
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.parts.manifest
    }

    /// What each of its jobs may use.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Starts the component without a study and asks who it is.
    ///
    /// # Errors
    /// [`PluginError::Describe`] if it does not come back in time with a profile.
    pub fn describe(&self) -> Result<Profile, PluginError> {
        let nobody = StudyUid::new("2.25.0").unwrap_or_else(|_| unreachable!("a constant UID"));
        let job = Job::new(nobody, Vec::new());
        let (watch, _ticking) = self.watch(self.limits.describe, &job);
        let mut store = self.store(watch, &job);
        let called = guarded(|| {
            let service = self.service.instantiate(&mut store)?;
            service.overread_plugin_service().call_describe(&mut store)
        });
        let status = match called {
            Ok(Ok(profile)) => {
                let text = |text: &String| harmless(text, MAX_PROFILE_BYTES);
                return Ok(Profile {
                    name: text(&profile.name),
                    version: text(&profile.version),
                    modalities: profile
                        .modalities
                        .iter()
                        .take(MAX_MODALITIES)
                        .map(text)
                        .collect(),
                });
            }
            Ok(Err(error)) => ending::of_trap(&error, &store.data().circumstances()),
            Err(message) => AiStatus::Failed {
                kind: FailureKind::Trap,
                message,
            },
        };
        Err(match status {
            AiStatus::Failed { kind, message } => PluginError::Describe { kind, message },
            AiStatus::Done(_) | AiStatus::NotRun { .. } => PluginError::Describe {
                kind: FailureKind::PluginFailure,
                message: "it asked for what only a job has".to_owned(),
            },
        })
    }

    /// Does a job on the calling thread, when its turn has come: a host lets one job fewer compute at a time than the
    /// machine has processors, and at least one. Whatever goes wrong is in the result's status.
    ///
    /// Ends soon after the job's deadline or its cancel flag, whatever the guest does. What can't be cut short is one
    /// step of a host function: a slab of a volume, or a node of a model.
    #[must_use]
    pub fn analyze(&self, job: &Job) -> AiResult {
        self.analyze_measured(job).0
    }

    /// As [`Plugin::analyze`], with what the job took; nothing if the job did not run.
    #[must_use]
    pub fn analyze_measured(&self, job: &Job) -> (AiResult, Usage) {
        let mut usage = Usage::default();
        // A job that is cancelled while it waits runs without a turn: it ends before its first instruction.
        let _turn = self.sandbox.turn(&job.cancel);
        let started = Instant::now();
        let refusal = self.quarantine().refusal(self.loaded.elapsed());
        let (status, claimed) = match refusal {
            Some(message) => {
                let reason = NotRunReason::Quarantined;
                (AiStatus::NotRun { reason, message }, None)
            }
            None => {
                let ended = guarded(|| self.run(job, &mut usage)).unwrap_or_else(|message| {
                    let kind = FailureKind::Trap;
                    (AiStatus::Failed { kind, message }, None)
                });
                self.note(&ended.0);
                ended
            }
        };
        let mut service = self.identity.clone();
        if claimed.is_some() {
            service.operating_point = claimed;
        }
        let result = AiResult {
            service,
            study: job.study.clone(),
            status,
            elapsed: Some(Millis(
                started.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
            )),
        };
        (result, usage)
    }

    /// Whether it may run now, or was left alone after faults, and until when.
    #[must_use]
    pub fn quarantine_state(&self) -> QuarantineState {
        self.quarantine().state(self.loaded.elapsed())
    }

    /// Lets a quarantined plugin run again.
    pub fn release(&self) {
        self.quarantine().note_success();
    }

    fn run(&self, job: &Job, usage: &mut Usage) -> (AiStatus, Option<OperatingPoint>) {
        let started = Instant::now();
        let (watch, _ticking) = self.watch(self.limits.analyze, job);
        let mut store = self.store(watch, job);
        if let Err(stop) = store.data().context.watch.check() {
            return (ending::stopped(stop, &store.data().context.watch), None);
        }
        let called = self
            .service
            .instantiate(&mut store)
            .and_then(|service| service.overread_plugin_service().call_analyze(&mut store));
        let state = store.into_data();
        state.services.tell_dropped();
        let ended = match ending::of_call(called, &state) {
            Ending::Other(status) => (status, None),
            Ending::Report(report) => match answer::checked(*report, &state.series, &state.kept) {
                Ok(answer) => (AiStatus::Done(answer.report), answer.claimed),
                Err(message) => {
                    let kind = FailureKind::OutputInvalid;
                    (AiStatus::Failed { kind, message }, None)
                }
            },
        };
        *usage = state.usage(started.elapsed());
        ended
    }

    /// The job's watch, asked at each tick until the guard is dropped.
    fn watch(&self, allowed: Duration, job: &Job) -> (Watch, Attached<'_>) {
        self.sandbox.watch(allowed, job.cancel.clone())
    }

    fn store(&self, watch: Watch, job: &Job) -> Store<JobState> {
        let state = JobState::new(Arc::clone(&self.parts), self.limits, watch, job);
        self.sandbox.store(&self.limits.store(), state)
    }

    fn note(&self, status: &AiStatus) {
        let now = self.loaded.elapsed();
        match status {
            AiStatus::Done(_) | AiStatus::NotRun { .. } => self.quarantine().note_success(),
            AiStatus::Failed { kind, message } => {
                // The message may quote the guest, and a guest sees a patient's images: it is in the result only.
                let service = self.identity.id.as_str();
                tracing::warn!(target: "plugin", service, "job failed: {}", kind.name());
                if is_fault(*kind) {
                    self.quarantine().note_fault(now, message);
                }
            }
        }
    }

    fn quarantine(&self) -> MutexGuard<'_, Quarantine> {
        // The record is whole at every moment, so a panic elsewhere leaves nothing half done.
        self.quarantine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the plugin itself is to blame: a failure that it reports, or a job that was ended, is none.
fn is_fault(kind: FailureKind) -> bool {
    match kind {
        FailureKind::PluginFailure | FailureKind::Cancelled => false,
        FailureKind::RefusedManifest
        | FailureKind::BadSignature
        | FailureKind::Incompatible
        | FailureKind::CompileFailed
        | FailureKind::LinkFailed
        | FailureKind::Trap
        | FailureKind::Deadline
        | FailureKind::Fuel
        | FailureKind::Memory
        | FailureKind::HostBudget
        | FailureKind::OutputInvalid => true,
    }
}
