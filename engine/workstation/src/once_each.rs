//! Values by key that are found out once each, by whoever asks first; others who ask wait for it. Clones share them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Nothing, until the value is found out.
type Place<V> = Arc<Mutex<Option<Arc<V>>>>;

/// Values that are dear to find out, by key.
#[derive(Debug)]
pub(crate) struct OnceEach<K, V> {
    places: Arc<Mutex<BTreeMap<K, Place<V>>>>,
}

impl<K: Ord + Clone, V> OnceEach<K, V> {
    /// The value of a key: as found out before, or by `find`. Where `find` fails nothing is kept, and the next one who asks
    /// tries again. `find` must neither ask for the same key nor wait for a pool of threads that may do so.
    ///
    /// # Errors
    /// What `find` fails with.
    pub(crate) fn get<E>(&self, key: &K, find: impl FnOnce() -> Result<V, E>) -> Result<Arc<V>, E> {
        let place = Arc::clone(locked(&self.places).entry(key.clone()).or_default());
        // Only this key's place is held meanwhile: other keys are found out side by side.
        let mut value = locked(&place);
        if let Some(value) = &*value {
            return Ok(Arc::clone(value));
        }
        let found = Arc::new(find()?);
        *value = Some(Arc::clone(&found));
        Ok(found)
    }
}

/// A value is put into its place whole or not at all, so that a thread that broke down leaves nothing half done.
fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, V> Clone for OnceEach<K, V> {
    fn clone(&self) -> Self {
        Self {
            places: Arc::clone(&self.places),
        }
    }
}

impl<K, V> Default for OnceEach<K, V> {
    fn default() -> Self {
        Self {
            places: Arc::default(),
        }
    }
}

#[cfg(test)]
mod tests;
