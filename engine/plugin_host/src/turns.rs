//! How many jobs compute at the same time: one fewer than the machine has processors, so that the screen keeps one.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::CancelFlag;

/// How often a waiting job asks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(10);

/// The turns of one host; threads share them.
#[derive(Debug)]
pub(crate) struct Turns {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Turns {
    /// As many as fit this machine, at least one.
    pub(crate) fn of_machine() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::of(processors - 1)
    }

    fn of(n: usize) -> Self {
        Self {
            free: Mutex::new(n.max(1)),
            freed: Condvar::new(),
        }
    }

    /// Waits for a turn; `None` if the job was cancelled first. The turn ends when it is dropped.
    pub(crate) fn take(&self, cancel: &CancelFlag) -> Option<Turn<'_>> {
        let mut free = self.lock();
        while *free == 0 {
            if cancel.is_cancelled() {
                return None;
            }
            let waited = self.freed.wait_timeout(free, LOOK);
            free = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Some(Turn(self))
    }

    fn lock(&self) -> MutexGuard<'_, usize> {
        // A number is whole at every moment.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to compute.
#[derive(Debug)]
pub(crate) struct Turn<'t>(&'t Turns);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.lock() += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests;
