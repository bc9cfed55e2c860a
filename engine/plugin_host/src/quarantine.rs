//! When a service that keeps breaking is left alone: three faults in a row, then longer and longer pauses.
//!
//! Reads no clock: time is passed in.

use std::time::Duration;

const FAULTS_IN_A_ROW: u32 = 3;
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(10),
    Duration::from_secs(60),
];

/// What a quarantine looks like from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuarantineState {
    /// It may run; so many faults in a row stand against it.
    Free {
        /// The faults.
        faults: u32,
    },
    /// It may run again by itself after a pause.
    Paused {
        /// The faults in a row.
        faults: u32,
        /// The last of them, for people.
        last_fault: String,
        /// What is left of the pause.
        remaining: Duration,
    },
    /// It stays out until a person releases it.
    Held {
        /// The faults in a row.
        faults: u32,
        /// The last of them, for people.
        last_fault: String,
    },
}

/// The record of one plugin.
#[derive(Debug, Default)]
pub(crate) struct Quarantine {
    faults: u32,
    /// Pauses taken so far.
    pauses: usize,
    until: Option<Until>,
    last_fault: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Time(Duration),
    Released,
}

impl Quarantine {
    /// How things stand at `now`.
    pub(crate) fn state(&self, now: Duration) -> QuarantineState {
        let (faults, last_fault) = (self.faults, self.last_fault.clone());
        match self.until {
            Some(Until::Time(until)) if now < until => QuarantineState::Paused {
                faults,
                last_fault,
                remaining: until - now,
            },
            Some(Until::Released) => QuarantineState::Held { faults, last_fault },
            Some(Until::Time(_)) | None => QuarantineState::Free { faults },
        }
    }

    /// Why the service may not run at `now`, in words; `None` if it may.
    pub(crate) fn refusal(&self, now: Duration) -> Option<String> {
        let (faults, last_fault, when) = match self.state(now) {
            QuarantineState::Free { .. } => return None,
            QuarantineState::Paused {
                faults,
                last_fault,
                remaining,
            } => {
                let seconds = remaining.as_secs() + 1;
                (
                    faults,
                    last_fault,
                    format!("it may run again in {seconds} s"),
                )
            }
            QuarantineState::Held { faults, last_fault } => {
                let when = "it stays out until a person releases it".to_owned();
                (faults, last_fault, when)
            }
        };
        Some(format!(
            "quarantined after {faults} faults in a row, the last: {last_fault}; {when}"
        ))
    }

    /// Notes a job that ended as it should.
    pub(crate) fn note_success(&mut self) {
        *self = Self::default();
    }

    /// Notes a fault at `now`.
    pub(crate) fn note_fault(&mut self, now: Duration, fault: &str) {
        self.faults += 1;
        fault.clone_into(&mut self.last_fault);
        if self.faults >= FAULTS_IN_A_ROW {
            self.until = Some(match PAUSES.get(self.pauses) {
                Some(&pause) => Until::Time(now + pause),
                None => Until::Released,
            });
            self.pauses += 1;
        }
    }
}

#[cfg(test)]
mod tests;
