//! The models of one bundle: opened when a job first asks, shared by all jobs of the plugin. Runs none.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use overread_base::NotRunReason;
use overread_bundle::{BundleSource, ModelEntry};
use overread_infer::{InferError, ModelLimits};

use crate::fault::HostFault;
use crate::model::{LoadedModel, ModelRuntime};

/// The models by name.
pub(crate) struct Models {
    source: BundleSource,
    entries: Vec<ModelEntry>,
    runtime: Option<Arc<dyn ModelRuntime>>,
    open: Mutex<BTreeMap<String, Arc<dyn LoadedModel>>>,
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
            open: Mutex::default(),
        }
    }

    /// The model that the manifest names so. Its file is read and checked once; a model that could not be had is tried
    /// again by the next job.
    pub(crate) fn open(&self, name: &str) -> Result<Arc<dyn LoadedModel>, HostFault> {
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
        // Held while a model opens: a second job waits for it and does not open it again.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(model) = open.get(name) {
            return Ok(Arc::clone(model));
        }
        let bytes = self
            .source
            .read_model(entry)
            .map_err(|(reason, message)| HostFault::NotRun(reason, message))?;
        let limits = ModelLimits {
            max_opset: entry.opset_max.map(u64::from),
            ..ModelLimits::default()
        };
        let model: Arc<dyn LoadedModel> = match runtime.open(&bytes, &limits) {
            Ok(model) => model.into(),
            Err(error) => return Err(refused(name, &error)),
        };
        open.insert(name.to_owned(), Arc::clone(&model));
        Ok(model)
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
