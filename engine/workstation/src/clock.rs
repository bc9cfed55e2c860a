//! The clock that a session reads: milliseconds since it started. The only place where the machine's clock is asked.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime};

use overread_base::Millis;

/// A clock that never goes backwards.
pub trait Clock: Send + Sync {
    /// Time since the clock was made.
    fn now(&self) -> Millis;
}

/// The machine's monotonic clock.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// Starts at zero.
    #[must_use]
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        Millis(u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX))
    }
}

/// A clock that is moved by hand: for scripted readers, whose times must be equal on every run.
#[derive(Debug, Default)]
pub struct ManualClock {
    now_ms: AtomicU64,
}

impl ManualClock {
    /// Moves the clock on.
    pub fn advance(&self, by: Millis) {
        self.now_ms.fetch_add(by.0, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        Millis(self.now_ms.load(Ordering::Relaxed))
    }
}

/// Seconds since 1970 by the machine's calendar clock; zero if it stands before that.
#[must_use]
pub fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests;
