//! When what was read is kept in the learner's log: once, and anew after a while where that failed.

use std::time::{Duration, Instant};

/// After this time a log that could not be written is tried again: its disk may have room then, or the other window that
/// held it be closed.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// How far the keeping has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Keeping {
    /// Not tried yet.
    #[default]
    Due,
    /// Failed at this time.
    Failed(Instant),
    /// All of it is kept.
    Done,
}

impl Keeping {
    /// Whether it is to be tried now.
    pub(super) fn is_due(self, now: Instant) -> bool {
        match self {
            Self::Due => true,
            Self::Failed(at) => now.saturating_duration_since(at) >= AGAIN_AFTER,
            Self::Done => false,
        }
    }
}

#[cfg(test)]
mod tests;
