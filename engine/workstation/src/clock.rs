//! The clock that a session reads: milliseconds since it started. The only place where the machine's clock is asked.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Instant, SystemTime};

use overread_base::Millis;

/// A clock that never goes backwards.
pub trait Clock: Send + Sync {
    /// Time since the clock was made.
    fn now(&self) -> Millis;

    /// Milliseconds since 1970 by the calendar clock, which anybody can set: for dates, never for spans.
    fn wall_ms(&self) -> u64;
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

    fn wall_ms(&self) -> u64 {
        unix_millis()
    }
}

/// A clock that is moved by hand: for scripted readers, whose times must be equal on every run.
#[derive(Debug)]
pub struct ManualClock {
    now_ms: AtomicU64,
    /// Where the calendar stood when the clock was made.
    wall_start_ms: u64,
    /// By how much the calendar was set since.
    wall_set_ms: AtomicI64,
}

impl Default for ManualClock {
    /// A clock at zero whose calendar starts where the machine's stands.
    fn default() -> Self {
        Self::at_wall(unix_millis())
    }
}

impl ManualClock {
    /// A clock at zero whose calendar stands at so many milliseconds since 1970.
    #[must_use]
    pub fn at_wall(wall_ms: u64) -> Self {
        Self {
            now_ms: AtomicU64::new(0),
            wall_start_ms: wall_ms,
            wall_set_ms: AtomicI64::new(0),
        }
    }

    /// Moves the clock on, and its calendar with it.
    pub fn advance(&self, by: Millis) {
        self.now_ms.fetch_add(by.0, Ordering::Relaxed);
    }

    /// Sets the calendar forward, or back, without time passing.
    pub fn set_wall(&self, by_ms: i64) {
        self.wall_set_ms.fetch_add(by_ms, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        Millis(self.now_ms.load(Ordering::Relaxed))
    }

    fn wall_ms(&self) -> u64 {
        let passed = self.wall_start_ms.saturating_add(self.now().0);
        passed.saturating_add_signed(self.wall_set_ms.load(Ordering::Relaxed))
    }
}

/// Seconds since 1970 by the machine's calendar clock; zero if it stands before that.
#[must_use]
pub fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn unix_millis() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

#[cfg(test)]
mod tests;
