//! The models of one bundle: opened when a job first asks, shared by all jobs of the plugin. Runs none.
//!
//! Reading, checking and opening a model can take long and can not be cut short. So it has a thread of its own, one a
//! model, and a job that must end stops waiting for it; what it opens is there for the next job.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use overread_base::NotRunReason;
use overread_bundle::{BundleSource, ModelEntry};
use overread_infer::{InferError, ModelLimits};

use crate::ending::guarded;
use crate::fault::HostFault;
use crate::model::{LoadedModel, ModelRuntime};
use crate::watch::Watch;

/// How often a job that waits for a model asks whether it must end.
const PATIENCE: Duration = Duration::from_millis(10);

type Opened = Result<Arc<dyn LoadedModel>, HostFault>;

/// The models by name.
pub(crate) struct Models {
    source: BundleSource,
    entries: Vec<ModelEntry>,
    runtime: Option<Arc<dyn ModelRuntime>>,
    openings: Mutex<BTreeMap<String, Arc<Opening>>>,
}

/// A model that is being opened, or was.
#[derive(Default)]
struct Opening {
    result: Mutex<Option<Opened>>,
    is_there: Condvar,
}

impl Models {
    pub(crate) fn new(
        source: &BundleSource,
        entries: &[ModelEntry],
        runtime: Option<Arc<dyn ModelRuntime>>,
    ) -> Self {
        Self {
            source: source.clone(),
            entries: entries.to_vec(),
            runtime,
            openings: Mutex::default(),
        }
    }

    /// The model that the manifest names so. Its file is read and checked once; a model that could not be had is tried
    /// again by the next job.
    pub(crate) fn open(&self, name: &str, watch: &Watch) -> Opened {
        let Some(entry) = self.entries.iter().find(|entry| entry.name == name) else {
            let names: Vec<&str> = self
                .entries
                .iter()
                .map(|entry| entry.name.as_str())
                .collect();
            return Err(HostFault::bad_input(format!(
                "the manifest has no model of this name; it has {}",
                names.join(", ")
            )));
        };
        let Some(runtime) = &self.runtime else {
            return Err(HostFault::NotRun(
                NotRunReason::RuntimeMissing,
                format!("no inference runtime on this machine; model `{name}` needs one"),
            ));
        };
        self.opening(entry, runtime)?.wait(watch)
    }

    /// The model's opening: one that did not fail, or a new one.
    fn opening(
        &self,
        entry: &ModelEntry,
        runtime: &Arc<dyn ModelRuntime>,
    ) -> Result<Arc<Opening>, HostFault> {
        let mut openings = self.openings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opening) = openings.get(&entry.name)
            && !matches!(*opening.result(), Some(Err(_)))
        {
            return Ok(Arc::clone(opening));
        }
        let opening = Arc::new(Opening::default());
        let (source, entry, runtime) = (self.source.clone(), entry.clone(), Arc::clone(runtime));
        let name = entry.name.clone();
        let filled = Arc::clone(&opening);
        Builder::new()
            .name("model".to_owned())
            .spawn(move || {
                let opened = guarded(|| open(&source, &entry, &*runtime));
                *filled.result() =
                    Some(opened.unwrap_or_else(|message| Err(HostFault::internal(message))));
                filled.is_there.notify_all();
            })
            .map_err(|error| HostFault::internal(format!("no thread to open a model: {error}")))?;
        openings.insert(name, Arc::clone(&opening));
        Ok(opening)
    }
}

impl Opening {
    fn result(&self) -> MutexGuard<'_, Option<Opened>> {
        self.result.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the model, or for the end of the job.
    fn wait(&self, watch: &Watch) -> Opened {
        let mut result = self.result();
        loop {
            if let Some(opened) = &*result {
                return opened.clone();
            }
            watch.check()?;
            result = self
                .is_there
                .wait_timeout(result, PATIENCE)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

fn open(source: &BundleSource, entry: &ModelEntry, runtime: &dyn ModelRuntime) -> Opened {
    let bytes = source
        .read_model(entry)
        .map_err(|(reason, message)| HostFault::NotRun(reason, message))?;
    let limits = ModelLimits {
        max_opset: entry.opset_max.map(u64::from),
        ..ModelLimits::default()
    };
    match runtime.open(&bytes, &limits) {
        Ok(model) => Ok(model.into()),
        Err(error) => Err(refused(&entry.name, &error)),
    }
}

fn refused(name: &str, error: &InferError) -> HostFault {
    let message = format!("model `{name}`: {error}");
    if matches!(
        error,
        InferError::RuntimeMissing { .. } | InferError::WrongLibrary { .. }
    ) {
        HostFault::NotRun(NotRunReason::RuntimeMissing, message)
    } else {
        HostFault::model(message)
    }
}

#[cfg(test)]
mod tests;
