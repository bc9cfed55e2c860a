//! Starts the sandbox and turns bundles into plugins. Runs no job itself.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use overread_bundle::{Bundle, CONTRACT, PluginKind};
use overread_infer::Runtime;

use wasmtime::component::{HasSelf, Linker};

use crate::bindings::{AiService, AiServicePre};
use crate::compile::Compiler;
use crate::compile_cache::CompileFolder;
use crate::job_state::JobState;
use crate::model::ModelRuntime;
use crate::models::Models;
use crate::plugin::{Plugin, PluginParts};
use crate::sandbox::{EngineKind, Sandbox};
use crate::texts::Texts;
use crate::{CompileLimits, Limits, PluginError};

/// What a plugin host is started with.
#[derive(Debug, Clone, Default)]
pub struct HostConfig {
    /// The folder in which compiled components are kept; `None` compiles at each start.
    pub compile_cache: Option<PathBuf>,
    /// The program that compiles; `None` takes `overread-compile` beside the running program.
    pub compiler: Option<PathBuf>,
    /// What compiling one component may take.
    pub compile_limits: CompileLimits,
    /// What runs models; without it services that need a model answer that they were not run.
    pub runtime: Option<Runtime>,
}

/// Asked for the state at each call of a host function.
fn called(state: &mut JobState) -> &mut JobState {
    state.tally.host_calls += 1;
    state
}

/// The sandbox of all AI services of a program; threads share it.
pub struct PluginHost {
    sandbox: Arc<Sandbox>,
    linker: Linker<JobState>,
    /// Started with the first exam scenario.
    exam_sandbox: OnceLock<Result<Arc<Sandbox>, PluginError>>,
    compile_folder: Arc<CompileFolder>,
    compiler: Compiler,
    runtime: Option<Arc<dyn ModelRuntime>>,
}

impl fmt::Debug for PluginHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginHost")
            .field("has_runtime", &self.runtime.is_some())
            .finish_non_exhaustive()
    }
}

impl PluginHost {
    /// Starts the sandbox.
    ///
    /// # Errors
    /// [`PluginError::Sandbox`] if this machine cannot run it.
    pub fn new(mut config: HostConfig) -> Result<Self, PluginError> {
        let runtime = config.runtime.take();
        let runtime = runtime.map(|runtime| Arc::new(runtime) as Arc<dyn ModelRuntime>);
        Self::start(config, runtime)
    }

    /// Starts the sandbox with any runtime for models, such as one that a test brings.
    ///
    /// # Errors
    /// As [`PluginHost::new`].
    pub fn with_runtime(
        compile_cache: Option<&Path>,
        runtime: Option<Arc<dyn ModelRuntime>>,
    ) -> Result<Self, PluginError> {
        let config = HostConfig {
            compile_cache: compile_cache.map(Path::to_owned),
            ..HostConfig::default()
        };
        Self::start(config, runtime)
    }

    fn start(
        config: HostConfig,
        runtime: Option<Arc<dyn ModelRuntime>>,
    ) -> Result<Self, PluginError> {
        let compile_folder = Arc::new(CompileFolder::open(config.compile_cache.as_deref())?);
        let compiler = Compiler {
            program: config.compiler,
            limits: config.compile_limits,
        };
        let sandbox = Sandbox::start(
            EngineKind::Ai,
            Arc::clone(&compile_folder),
            compiler.clone(),
        )?;
        let mut linker = Linker::new(sandbox.engine());
        AiService::add_to_linker::<_, HasSelf<JobState>>(&mut linker, called)
            .map_err(|error| PluginError::Sandbox(format!("{error:#}")))?;
        Ok(Self {
            sandbox: Arc::new(sandbox),
            linker,
            exam_sandbox: OnceLock::new(),
            compile_folder,
            compiler,
            runtime,
        })
    }

    /// The sandbox of exam scenarios, started when it is first asked for.
    pub(crate) fn exam_sandbox(&self) -> Result<&Arc<Sandbox>, PluginError> {
        let started = self.exam_sandbox.get_or_init(|| {
            let folder = Arc::clone(&self.compile_folder);
            Sandbox::start(EngineKind::Exam, folder, self.compiler.clone()).map(Arc::new)
        });
        started.as_ref().map_err(Clone::clone)
    }

    /// Whether loading a bundle finds its component compiled; if not, loading takes seconds where it is large.
    #[must_use]
    pub fn is_compiled(&self, bundle: &Bundle) -> bool {
        let component = bundle.component();
        match bundle.manifest().kind {
            PluginKind::AiService => self.sandbox.is_compiled(component),
            PluginKind::ExamScenario => self
                .exam_sandbox()
                .is_ok_and(|sandbox| sandbox.is_compiled(component)),
        }
    }

    /// Makes a plugin of a bundle, with the limits that its manifest asks for, clipped to the ceilings.
    ///
    /// Compiles the component, or finds it in the cache, and runs nothing of it.
    ///
    /// # Errors
    /// [`PluginError`] says what does not fit.
    pub fn load(&self, bundle: &Bundle) -> Result<Plugin, PluginError> {
        self.load_within(bundle, Limits::granted(&bundle.manifest().limits))
    }

    /// As [`PluginHost::load`], with limits that the caller sets.
    ///
    /// # Errors
    /// As [`PluginHost::load`].
    pub fn load_within(&self, bundle: &Bundle, limits: Limits) -> Result<Plugin, PluginError> {
        let manifest = bundle.manifest();
        match manifest.kind {
            PluginKind::AiService => {}
            PluginKind::ExamScenario => return Err(PluginError::Kind),
        }
        if manifest.api.major != CONTRACT.major || manifest.api.minor > CONTRACT.minor {
            return Err(PluginError::Version {
                needed: manifest.api,
            });
        }
        let compiled = self.sandbox.compile(bundle.component())?;
        let service = self
            .linker
            .instantiate_pre(&compiled)
            .and_then(AiServicePre::new)
            .map_err(|error| PluginError::Link(format!("{error:#}")))?;
        let parts = PluginParts {
            models: Models::new(bundle.source(), &manifest.models, self.runtime.clone()),
            texts: Texts::new(bundle.locales()),
            manifest: manifest.clone(),
        };
        Ok(Plugin::new(
            bundle.identity(),
            Arc::clone(&self.sandbox),
            service,
            parts,
            limits,
        ))
    }
}
