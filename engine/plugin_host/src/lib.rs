//! Runs AI services as WebAssembly components: the sandbox, the host side of `overread:plugin`, checked answers.
//!
//! Knows no DICOM, no screen and no exam. A plugin sees the one study of its job through handles, and no file, network,
//! clock, environment or truth. Entry types: [`PluginHost`], [`Plugin`], [`Job`].
//! Invariants: each job has a Store of its own, so nothing of one patient is left for the next; every host function and
//! the guest itself end at the job's deadline; whatever a plugin does, [`Plugin::analyze`] returns an
//! [`overread_base::AiResult`] that says how the job ended, and an answer that breaks the contract is none.
#![allow(unexpected_cfgs, reason = "`cargo fuzz` sets `fuzzing`")]

mod answer;
mod bindings;
mod compile;
mod compile_cache;
mod ending;
mod error;
mod exam;
mod fault;
mod host;
mod job;
mod job_state;
mod lazy;
mod limiter;
mod limits;
mod log_gate;
mod model;
mod models;
mod offers;
mod ops;
mod plugin;
mod quarantine;
mod sandbox;
mod services;
mod texts;
mod ticker;
mod turns;
mod usage;
mod watch;

#[cfg(any(test, fuzzing))]
#[expect(
    clippy::unwrap_used,
    reason = "for tests: what cannot be made says where"
)]
mod fixtures;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
#[cfg(test)]
mod next;

pub use compile::compile_main;
pub use error::PluginError;
pub use exam::{ExamContext, ExamPlugin};
pub use host::{HostConfig, PluginHost};
pub use job::{Job, JobSeries, Progress};
pub use limits::{CallBudget, CompileLimits, ExamLimits, Limits};
pub use model::{LoadedModel, ModelRuntime};
pub use plugin::{Plugin, Profile};
pub use quarantine::QuarantineState;
pub use usage::Usage;
pub use watch::CancelFlag;
