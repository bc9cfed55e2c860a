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
    /// Why the service may not run at `now`, in words; `None` if it may.
    pub(crate) fn refusal(&self, now: Duration) -> Option<String> {
        let when = match self.until? {
            Until::Time(until) if now >= until => return None,
            Until::Time(until) => {
                format!("it may run again in {} s", (until - now).as_secs() + 1)
            }
            Until::Released => "it stays out until a person releases it".to_owned(),
        };
        Some(format!(
            "quarantined after {} faults in a row, the last: {}; {when}",
            self.faults, self.last_fault
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
