//! How a host function ends other than well: a typed failure for the guest, or a stop that ends the job.

use overread_base::{FailureKind, NotRunReason};

use crate::bindings::overread::plugin::types::FailureKind as WireKind;

/// Why the host ends a job from inside: travels through the guest as a trap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(
    unreachable_pub,
    reason = "part of a type that the generated bindings re-export"
)]
pub enum Stop {
    /// A person or the host ended it.
    #[error("cancelled")]
    Cancelled,
    /// It ran past its deadline.
    #[error("past its deadline")]
    Deadline,
}

/// The end of a host function that does not return what was asked for.
#[derive(Debug, Clone, PartialEq)]
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub enum HostFault {
    /// The job ends now.
    Stop(Stop),
    /// The guest is told, and may go on.
    Failure(WireKind, String),
    /// As a failure of the kind `limit`; if the job fails, this is why.
    Limit(FailureKind, String),
    /// As a failure; if the job gives no result, this is why it did not run.
    NotRun(NotRunReason, String),
}

impl From<Stop> for HostFault {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl HostFault {
    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self::Failure(WireKind::BadInput, message.into())
    }

    pub(crate) fn model(message: impl Into<String>) -> Self {
        Self::Failure(WireKind::Model, message.into())
    }

    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::Failure(WireKind::Internal, message.into())
    }

    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self::Limit(FailureKind::HostBudget, message.into())
    }
}
