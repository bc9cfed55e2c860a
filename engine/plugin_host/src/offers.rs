//! The host's side of the contract's imports: one file an interface. The work itself stands in `lazy`, `ops` and `model`.

mod convert;
mod imaging;
mod inference;
mod services;

use crate::bindings::overread::plugin::types;
use crate::fault::HostFault;
use crate::job_state::JobState;
use crate::log_gate::harmless;

pub(crate) use convert::vec3;

/// A message to the guest may quote the guest: it is cut.
const MAX_MESSAGE_BYTES: usize = 1024;

impl types::Host for JobState {
    /// What the guest is told; a stop is no failure but the end of the job.
    fn convert_failure(&mut self, fault: HostFault) -> wasmtime::Result<types::Failure> {
        let (kind, message) = match fault {
            HostFault::Stop(stop) => return Err(stop.into()),
            HostFault::Failure(kind, message) => (kind, message),
            HostFault::Limit(kind, message) => {
                self.told.limit = Some((kind, message.clone()));
                (types::FailureKind::Limit, message)
            }
            HostFault::NotRun(reason, message) => {
                self.told.not_run = Some((reason, message.clone()));
                (convert::failure_of(reason), message)
            }
        };
        Ok(types::Failure {
            kind,
            message: harmless(&message, MAX_MESSAGE_BYTES),
        })
    }
}

#[cfg(test)]
mod storm;
#[cfg(test)]
mod tests;
