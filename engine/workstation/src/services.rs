//! Finds the AI services of this machine and starts them. A service that cannot run is still named, with the reason.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{
    AiResult, AiStatus, FailureKind, NotRunReason, ServiceId, ServiceIdentity, StudyUid,
};
use overread_bundle::{Bundle, BundleError};
use overread_infer::Runtime;
use overread_plugin_host::{HostConfig, Job, JobSeries, Plugin, PluginError, PluginHost};

use crate::folders::Folders;
use crate::images::CaseImages;

/// Why a service cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// No bundle of that id in any folder.
    #[error("no AI service {id} in {}{}", list(.searched), passed_over(.broken))]
    NotFound {
        /// The service asked for.
        id: ServiceId,
        /// The folders searched.
        searched: Vec<PathBuf>,
        /// The bundles that could not be opened, with their reasons: it may be one of them.
        broken: Vec<String>,
    },
    /// The bundle is broken.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The plugin host cannot start.
    #[error(transparent)]
    Host(#[from] PluginError),
}

fn list(folders: &[PathBuf]) -> String {
    if folders.is_empty() {
        return "any folder (none is configured)".to_owned();
    }
    folders
        .iter()
        .map(|f| f.display().to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn passed_over(broken: &[String]) -> String {
    let lines = broken
        .iter()
        .map(|bundle| format!("\n  not opened: {bundle}"));
    lines.collect()
}

/// The plugin host with the folders it may look into.
pub struct Services {
    host: PluginHost,
    folders: Vec<PathBuf>,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services")
            .field("folders", &self.folders)
            .finish_non_exhaustive()
    }
}

/// A service of a session: running, recorded, or known by name with the reason why it does not run.
#[derive(Clone)]
pub enum Service {
    /// Ready for jobs.
    Ready(Arc<Plugin>),
    /// Answers with what another system, or an earlier run, said about these studies.
    Recorded {
        /// Who said it.
        identity: Box<ServiceIdentity>,
        /// What was said, by study.
        results: Arc<BTreeMap<StudyUid, AiStatus>>,
    },
    /// Its manifest could be read, but it cannot be started.
    Broken {
        /// Who it is.
        identity: Box<ServiceIdentity>,
        /// How it is broken.
        kind: FailureKind,
        /// Details for people.
        message: String,
    },
}

impl Service {
    /// Who it is.
    #[must_use]
    pub fn identity(&self) -> &ServiceIdentity {
        match self {
            Self::Ready(plugin) => plugin.identity(),
            Self::Recorded { identity, .. } | Self::Broken { identity, .. } => identity,
        }
    }

    /// Does a job. Whatever goes wrong is in the result's status.
    #[must_use]
    pub fn analyze(&self, job: &Job) -> AiResult {
        let status = match self {
            Self::Ready(plugin) => {
                // A fault of ours ends the job, never the session; the plugin keeps no state between jobs.
                let run = std::panic::AssertUnwindSafe(|| plugin.analyze(job));
                match std::panic::catch_unwind(run) {
                    Ok(result) => return result,
                    Err(_) => AiStatus::Failed {
                        kind: FailureKind::PluginFailure,
                        message: "the plugin host crashed: a fault of this program".to_owned(),
                    },
                }
            }
            Self::Recorded { results, .. } => {
                let recorded = results.get(&job.study).cloned();
                recorded.unwrap_or_else(|| AiStatus::NotRun {
                    reason: NotRunReason::OutOfScope,
                    message: "nothing was recorded for this study".to_owned(),
                })
            }
            Self::Broken { kind, message, .. } => AiStatus::Failed {
                kind: *kind,
                message: message.clone(),
            },
        };
        self.result(job.study.clone(), status)
    }

    /// The result for a case whose images could not be opened: the service was not run, which is not a negative.
    #[must_use]
    pub fn not_run(&self, study: StudyUid, message: &str) -> AiResult {
        let status = AiStatus::NotRun {
            reason: NotRunReason::BadInput,
            message: message.to_owned(),
        };
        self.result(study, status)
    }

    fn result(&self, study: StudyUid, status: AiStatus) -> AiResult {
        AiResult {
            service: self.identity().clone(),
            study,
            status,
            elapsed: None,
        }
    }
}

/// The series of a case as a job takes them, in the order of the case.
#[must_use]
pub fn job_series(images: &CaseImages) -> Vec<JobSeries> {
    let series = images.series.iter().map(|series| JobSeries {
        uid: series.uid.clone(),
        study: 0,
        days_before: None,
        modality: series.modality.clone(),
        volume: series.volume.clone(),
        attributes: series.attributes.clone(),
    });
    series.collect()
}

impl Services {
    /// Starts the plugin host; a missing inference library is a state that services report, not an error here.
    ///
    /// # Errors
    /// [`ServiceError::Host`] if the sandbox itself cannot start.
    pub fn open(folders: &Folders) -> Result<Self, ServiceError> {
        let runtime = match Runtime::load(folders.onnxruntime.as_deref()) {
            Ok(runtime) => Some(runtime),
            Err(error) => {
                tracing::warn!("services that need a model will not run: {error}");
                None
            }
        };
        let config = HostConfig {
            compile_cache: Some(folders.compile_cache.clone()),
            runtime,
            ..HostConfig::default()
        };
        Ok(Self {
            host: PluginHost::new(config)?,
            folders: folders.plugins.clone(),
        })
    }

    /// The sandbox that they run in.
    #[must_use]
    pub fn plugin_host(&self) -> &PluginHost {
        &self.host
    }

    /// The bundle folders found, each with its manifest's id or the reason why it is none.
    #[must_use]
    pub fn bundles(&self) -> Vec<(PathBuf, Result<Bundle, BundleError>)> {
        let mut found = Vec::new();
        for folder in &self.folders {
            let Ok(entries) = std::fs::read_dir(folder) else {
                continue;
            };
            let mut paths: Vec<PathBuf> = entries
                .filter_map(|entry| Some(entry.ok()?.path()))
                .collect();
            paths.retain(|path| path.join("plugin.toml").is_file());
            paths.sort();
            found.extend(paths.into_iter().map(|path| {
                let bundle = Bundle::open(&path);
                (path, bundle)
            }));
        }
        found
    }

    /// The service with this id; of several the first folder's.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] if there is none.
    pub fn find(&self, id: &ServiceId) -> Result<Service, ServiceError> {
        let mut broken = Vec::new();
        for (path, bundle) in self.bundles() {
            match bundle {
                Ok(bundle) if bundle.manifest().id == *id => return Ok(self.start(&bundle)),
                Ok(_) => {}
                Err(error) => broken.push(format!("{}: {error}", path.display())),
            }
        }
        Err(ServiceError::NotFound {
            id: id.clone(),
            searched: self.folders.clone(),
            broken,
        })
    }

    /// The service of a bundle folder.
    ///
    /// # Errors
    /// [`ServiceError::Bundle`] if the folder is not a bundle.
    pub fn open_bundle(&self, folder: &Path) -> Result<Service, ServiceError> {
        Ok(self.start(&Bundle::open(folder)?))
    }

    fn start(&self, bundle: &Bundle) -> Service {
        match self.host.load(bundle) {
            Ok(plugin) => Service::Ready(Arc::new(plugin)),
            Err(error) => Service::Broken {
                identity: Box::new(bundle.identity()),
                kind: error.kind(),
                message: error.to_string(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
