//! Finds the plugins of this machine and starts them. A service that cannot run is still named, with the reason.

mod found;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{
    AiResult, AiStatus, Code, FailureKind, NotRunReason, ServiceId, ServiceIdentity, StudyUid,
};
use overread_bundle::{Bundle, BundleError, Grants, InstallError, PluginKind};
use overread_exam::simulated_identity;
use overread_infer::Runtime;
use overread_plugin_host::{
    ExamPlugin, HostConfig, Job, JobSeries, Plugin, PluginError, PluginHost,
};
use overread_scenario::SimulatedService;

use crate::folders::Folders;
use crate::images::CaseImages;
use crate::priors::days_before;
use crate::recorded::Recorded;
use found::Chosen;
pub use found::{Found, FoundPlugin, PluginWish, Plugins};

/// Why a service cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// No bundle of that id in any folder.
    #[error("no {what} {id} in {}{}", list(.searched), passed_over(.broken))]
    NotFound {
        /// What was asked for: an AI service or an exam scenario.
        what: &'static str,
        /// Its id.
        id: String,
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
    /// The plugin is here and may not be used so.
    #[error("{message}")]
    Refused {
        /// How.
        kind: FailureKind,
        /// Which, and why.
        message: String,
    },
    /// The store of installed plugins cannot be changed so.
    #[error(transparent)]
    Store(#[from] InstallError),
}

impl ServiceError {
    /// The class of the fault, as a result would report it.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::NotFound { .. } => FailureKind::Incompatible,
            Self::Bundle(error) => error.kind,
            Self::Host(error) => error.kind(),
            Self::Refused { kind, .. } => *kind,
            Self::Store(_) => FailureKind::RefusedManifest,
        }
    }
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
    plugins: Plugins,
}

impl std::fmt::Debug for Services {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Services")
            .field("plugins", &self.plugins)
            .finish_non_exhaustive()
    }
}

/// A service of a session: running, recorded, or known by name with the reason why it does not run.
#[derive(Clone)]
pub enum Service {
    /// Ready for jobs, which see what the user granted.
    Ready(Arc<Plugin>, Grants),
    /// Answers with what another system, or an earlier run, said about these studies.
    Recorded {
        /// Who said it.
        identity: Box<ServiceIdentity>,
        /// What was said, by study.
        results: Arc<BTreeMap<StudyUid, AiStatus>>,
    },
    /// Stands in where no algorithm exists: a session makes its answers from the truth of the cases.
    Simulated {
        /// Who it is said to be.
        identity: Box<ServiceIdentity>,
        /// How well it does.
        spec: Arc<SimulatedService>,
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
            Self::Ready(plugin, _) => plugin.identity(),
            Self::Recorded { identity, .. }
            | Self::Simulated { identity, .. }
            | Self::Broken { identity, .. } => identity,
        }
    }

    /// What it can find, by its manifest; empty for one that is not ready.
    #[must_use]
    pub fn targets(&self) -> &[Code] {
        match self {
            Self::Ready(plugin, _) => &plugin.manifest().clinical.findings,
            Self::Recorded { .. } | Self::Simulated { .. } | Self::Broken { .. } => &[],
        }
    }

    /// A service that a scenario simulates.
    #[must_use]
    pub fn simulated(spec: &SimulatedService) -> Self {
        Self::Simulated {
            identity: Box::new(simulated_identity(spec)),
            spec: Arc::new(spec.clone()),
        }
    }

    /// A service that answers with what was recorded.
    #[must_use]
    pub(crate) fn recorded<'a>(
        identity: ServiceIdentity,
        records: impl Iterator<Item = &'a Recorded>,
    ) -> Self {
        let results = records.flat_map(Recorded::results);
        let results = results.map(|result| (result.study.clone(), result.status.clone()));
        Self::Recorded {
            identity: Box::new(identity),
            results: Arc::new(results.collect()),
        }
    }

    /// Does a job. Whatever goes wrong is in the result's status.
    #[must_use]
    pub fn analyze(&self, job: &Job) -> AiResult {
        let status = match self {
            Self::Ready(plugin, grants) => {
                let job = granted(job, grants);
                // A fault of ours ends the job, never the session; the plugin keeps no state between jobs.
                let run = std::panic::AssertUnwindSafe(|| plugin.analyze(&job));
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
            Self::Simulated { .. } => AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                message: "a simulated service answers in the sessions of its scenario only"
                    .to_owned(),
            },
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

/// The job with what the user granted besides.
fn granted(job: &Job, grants: &Grants) -> Job {
    let mut job = job.clone();
    job.granted_attributes
        .extend(grants.attributes.iter().cloned());
    job.granted_prior_studies |= grants.prior_studies;
    job
}

/// The series of a case as a job takes them, in the order of the case.
#[must_use]
pub fn job_series(images: &CaseImages) -> Vec<JobSeries> {
    let date = images.study_date.as_deref();
    let series = images.series.iter().map(|series| JobSeries {
        uid: series.facts.uid.clone(),
        study: series.facts.prior,
        days_before: match series.facts.prior {
            0 => None,
            _ => days_before(date, series.facts.study_date.as_deref()),
        },
        modality: series.facts.modality.clone(),
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
            plugins: Plugins::at(folders),
        })
    }

    /// The sandbox that they run in.
    #[must_use]
    pub fn plugin_host(&self) -> &PluginHost {
        &self.host
    }

    /// All plugins of this machine, each judged. Reads manifests and signatures, and opens no bundle.
    #[must_use]
    pub fn found(&self) -> Found {
        self.plugins.found()
    }

    /// Where they are looked for.
    #[must_use]
    pub fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Whether a plugin may run that is neither signed as this site asks nor part of the program: then nothing here gives
    /// a certificate.
    #[must_use]
    pub fn is_developer_mode(&self) -> bool {
        let found = self.found();
        let mut usable = found.plugins.iter().filter(|plugin| plugin.is_usable());
        usable.any(|plugin| plugin.verdict().needs_developer_mode())
    }

    /// Sets what the user grants to a plugin.
    ///
    /// # Errors
    /// [`ServiceError::Store`] for what its manifest does not want, or if it cannot be saved.
    pub fn set_grants(&self, plugin: &FoundPlugin, grants: Grants) -> Result<(), ServiceError> {
        Ok(self.plugins.set_grants(plugin, grants)?)
    }

    /// The bundles of AI services that may run, opened; and what is broken, with its reason.
    #[must_use]
    pub fn bundles(&self) -> Vec<(PathBuf, Result<Bundle, BundleError>)> {
        let plugins = self.found().plugins;
        let services = plugins.iter().filter(|plugin| {
            plugin.is_usable() && plugin.signed().manifest().kind == PluginKind::AiService
        });
        services
            .map(|plugin| (plugin.path().to_owned(), Bundle::open(plugin.path())))
            .collect()
    }

    /// The service with this id, for lessons: of several that may run the first found, developers' folders first, then
    /// the newest installed, then the program's own.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] if there is none.
    pub fn find(&self, id: &ServiceId) -> Result<Service, ServiceError> {
        self.find_exactly(&PluginWish::any(id.as_str()))
    }

    /// The service that is wished for. One that is here and may not be used so is a broken service with its reason.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] if there is none.
    pub fn find_exactly(&self, wish: &PluginWish<'_>) -> Result<Service, ServiceError> {
        Ok(match self.choose(wish, "AI service")? {
            Chosen::Opened(bundle, grants) => self.start(&bundle, grants),
            Chosen::Refused(identity, kind, message) => Service::Broken {
                identity,
                kind,
                message,
            },
        })
    }

    /// The exam scenario that is wished for.
    ///
    /// # Errors
    /// [`ServiceError`]: there is none, it may not be used so, or it cannot be loaded.
    pub fn find_exam(&self, wish: &PluginWish<'_>) -> Result<ExamPlugin, ServiceError> {
        match self.choose(wish, "exam scenario")? {
            Chosen::Opened(bundle, _) => Ok(self.host.load_exam(&bundle)?),
            Chosen::Refused(_, kind, message) => Err(ServiceError::Refused { kind, message }),
        }
    }

    fn choose(&self, wish: &PluginWish<'_>, what: &'static str) -> Result<Chosen, ServiceError> {
        let found = self.found();
        self.plugins.choose(&found, wish).ok_or_else(|| {
            let broken = found.broken.iter();
            ServiceError::NotFound {
                what,
                id: wish.id.to_owned(),
                searched: self.plugins.searched(),
                broken: broken
                    .map(|(path, reason)| format!("{}: {reason}", path.display()))
                    .collect(),
            }
        })
    }

    /// The service of a bundle folder or a packed plugin that is named by its path: a developer's, whoever signed it.
    ///
    /// # Errors
    /// [`ServiceError::Bundle`] if it is not a bundle.
    pub fn open_bundle(&self, path: &Path) -> Result<Service, ServiceError> {
        Ok(self.start(&Bundle::open(path)?, Grants::default()))
    }

    fn start(&self, bundle: &Bundle, grants: Grants) -> Service {
        match self.host.load(bundle) {
            Ok(plugin) => Service::Ready(Arc::new(plugin), grants),
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
