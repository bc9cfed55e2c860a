//! A switch that ends runs from another thread. No clock of its own.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ort::session::RunOptions;

/// Ends every run that it was passed to; clones share the switch. Once thrown it stays thrown.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Switch>);

#[derive(Default)]
struct Switch {
    is_thrown: AtomicBool,
    next_id: AtomicU64,
    runs: Mutex<Vec<(u64, Arc<RunOptions>)>>,
}

impl Cancel {
    /// A switch that is not thrown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the runs that are under way before their next node, and all later ones at once.
    pub fn cancel(&self) {
        self.0.is_thrown.store(true, Ordering::SeqCst);
        for (_, options) in self.runs().iter() {
            terminate(options);
        }
    }

    /// Whether the switch was thrown.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_thrown.load(Ordering::SeqCst)
    }

    /// Lets the switch end the run with these options until the guard is dropped.
    pub(crate) fn watch(&self, options: &Arc<RunOptions>) -> Watched<'_> {
        let id = self.0.next_id.fetch_add(1, Ordering::Relaxed);
        self.runs().push((id, Arc::clone(options)));
        // Thrown between the caller's check and the push: nobody else would end this run.
        if self.is_cancelled() {
            terminate(options);
        }
        Watched { cancel: self, id }
    }

    /// Whether a run is under way.
    #[cfg(test)]
    pub(crate) fn is_watching(&self) -> bool {
        !self.runs().is_empty()
    }

    fn runs(&self) -> MutexGuard<'_, Vec<(u64, Arc<RunOptions>)>> {
        // The list is whole at every moment, so a panic elsewhere leaves nothing half done.
        self.0.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancel")
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}

/// A run that the switch can end.
pub(crate) struct Watched<'a> {
    cancel: &'a Cancel,
    id: u64,
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.cancel.runs().retain(|(id, _)| *id != self.id);
    }
}

fn terminate(options: &RunOptions) {
    if let Err(error) = options.terminate() {
        tracing::warn!("a run could not be ended: {error}");
    }
}
