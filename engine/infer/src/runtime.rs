//! The ONNX Runtime library: found, loaded once for the process, its log passed on. Opens models; runs none.

use std::env;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;

use crate::{InferError, Model, ModelLimits, inspect};

/// The environment variable that names the library where no path is passed.
const LIBRARY_VARIABLE: &str = "ORT_DYLIB_PATH";

/// One for the process, since the library allows one; kept until the process ends.
static LOADED: Mutex<Option<Runtime>> = Mutex::new(None);

/// A loaded ONNX Runtime; cheap to clone.
#[derive(Debug, Clone)]
pub struct Runtime {
    environment: Environment,
    library: Arc<PathBuf>,
}

impl Runtime {
    /// Loads the library `path`, or the one that `ORT_DYLIB_PATH` names.
    ///
    /// The first library that loads stays for the life of the process: later calls give it again, whatever their path.
    ///
    /// # Errors
    /// [`InferError::RuntimeMissing`] if none is named or there is no such file; [`InferError::WrongLibrary`] if the
    /// file is not an ONNX Runtime, or too old a one.
    pub fn load(path: Option<&Path>) -> Result<Self, InferError> {
        // A panic while loading leaves `None`, which is true.
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = &*loaded {
            return Ok(runtime.clone());
        }
        let library = match path {
            Some(path) => path.to_path_buf(),
            None => named_by_environment()?,
        };
        if !library.is_file() {
            return Err(InferError::RuntimeMissing {
                why: format!("no such file: {}", library.display()),
            });
        }
        let runtime = Self {
            environment: start(&library)?,
            library: Arc::new(library),
        };
        *loaded = Some(runtime.clone());
        Ok(runtime)
    }

    /// The file of the library.
    #[must_use]
    pub fn library(&self) -> &Path {
        &self.library
    }

    /// Opens a model from the bytes of its file. Reads no other file.
    ///
    /// # Errors
    /// [`InferError::Refused`] names every limit that the model breaks; [`InferError::Runtime`] if the library does not
    /// accept it.
    pub fn open(&self, model: &[u8], limits: &ModelLimits) -> Result<Model, InferError> {
        let faults = inspect::faults(model, limits);
        if !faults.is_empty() {
            return Err(InferError::Refused(faults));
        }
        guarded(|| Model::open(&self.environment, model, limits))
    }
}

/// Runs `work`; a panic of the bindings becomes an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, InferError>) -> Result<T, InferError> {
    // Nothing that `work` touches is used after a panic: a session that panicked is dropped or only read.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied());
        Err(InferError::Runtime(
            text.unwrap_or("the bindings panicked").to_owned(),
        ))
    })
}

fn named_by_environment() -> Result<PathBuf, InferError> {
    env::var_os(LIBRARY_VARIABLE)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .ok_or_else(|| InferError::RuntimeMissing {
            why: format!("{LIBRARY_VARIABLE} is not set and no library was named"),
        })
}

fn start(library: &Path) -> Result<Environment, InferError> {
    let wrong = |why: String| InferError::WrongLibrary {
        why,
        path: library.to_path_buf(),
    };
    guarded(|| {
        let builder = ort::init_from(library).map_err(|error| wrong(error.to_string()))?;
        let environment = builder
            .with_name("overread")
            .with_telemetry(false)
            .with_logger(Arc::new(log))
            .build()
            .map_err(|error| wrong(error.to_string()))?;
        environment.set_log_level(LogLevel::Warning);
        Ok(environment)
    })
    .map_err(|error| {
        if let InferError::Runtime(why) = error {
            wrong(why)
        } else {
            error
        }
    })
}

/// The library's own log: what it calls a warning concerns its optimiser, not the user.
fn log(level: LogLevel, category: &str, _id: &str, place: &str, message: &str) {
    match level {
        LogLevel::Error | LogLevel::Fatal => {
            tracing::warn!(target: "onnxruntime", category, place, "{message}");
        }
        LogLevel::Warning => tracing::debug!(target: "onnxruntime", category, place, "{message}"),
        LogLevel::Info | LogLevel::Verbose => {
            tracing::trace!(target: "onnxruntime", category, place, "{message}");
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
