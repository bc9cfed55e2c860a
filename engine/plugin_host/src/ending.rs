//! How a call of the guest ended, as the status of a result. Judges no report; `answer` does.

use std::panic::{AssertUnwindSafe, catch_unwind};

use overread_base::{AiStatus, FailureKind, NotRunReason};
use wasmtime::Trap;

use crate::bindings::overread::plugin::types::{self, Failure, Outcome};
use crate::fault::Stop;
use crate::job_state::JobState;
use crate::limiter::SummingLimiter;
use crate::log_gate::harmless;
use crate::watch::Watch;

/// What a person is told at most.
const MAX_MESSAGE_BYTES: usize = 1024;

/// A finished report of the guest, not yet judged, or how else the job ended.
pub(crate) enum Ending {
    Report(Box<types::Report>),
    Other(AiStatus),
}

/// What the guest was told that explains a job without a result.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) limit: Option<(FailureKind, String)>,
    pub(crate) not_run: Option<(NotRunReason, String)>,
}

/// What the host knows of a call of the guest, whatever kind of plugin it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Circumstances<'a> {
    pub(crate) watch: &'a Watch,
    pub(crate) limiter: &'a SummingLimiter,
    pub(crate) told: &'a Told,
    pub(crate) call_bytes: usize,
    pub(crate) handles: usize,
}

/// How the call of `analyze` ended, with what the host knows of the job.
pub(crate) fn of_call(
    called: wasmtime::Result<Result<Outcome, Failure>>,
    state: &JobState,
) -> Ending {
    Ending::Other(match called {
        Ok(Ok(Outcome::Done(report))) => return Ending::Report(Box::new(report)),
        Ok(Ok(Outcome::NotRun(why))) => AiStatus::NotRun {
            reason: reason(why.reason),
            message: harmless(&why.message, MAX_MESSAGE_BYTES),
        },
        Ok(Err(failure)) => of_failure(&failure, state),
        Err(error) => of_trap(&error, &state.circumstances()),
    })
}

fn reason(reason: types::NotRunReason) -> NotRunReason {
    match reason {
        types::NotRunReason::OutOfScope => NotRunReason::OutOfScope,
        types::NotRunReason::MissingSeries => NotRunReason::MissingSeries,
        types::NotRunReason::BadInput => NotRunReason::BadInput,
        types::NotRunReason::UnsupportedAge => NotRunReason::UnsupportedAge,
        types::NotRunReason::RuntimeMissing => NotRunReason::RuntimeMissing,
        types::NotRunReason::ModelMissing => NotRunReason::ModelMissing,
    }
}

fn of_failure(failure: &Failure, state: &JobState) -> AiStatus {
    use types::FailureKind as Kind;
    let message = harmless(&failure.message, MAX_MESSAGE_BYTES);
    let failed = |kind, message| AiStatus::Failed { kind, message };
    match failure.kind {
        Kind::RuntimeMissing => not_run(NotRunReason::RuntimeMissing, message),
        Kind::ModelMissing => not_run(NotRunReason::ModelMissing, message),
        Kind::UnsupportedInput => not_run(NotRunReason::OutOfScope, message),
        Kind::Cancelled if state.context.watch.is_cancelled() => {
            stopped(Stop::Cancelled, &state.context.watch)
        }
        Kind::Limit => match &state.told.limit {
            Some((kind, limit)) => failed(*kind, limit.clone()),
            None => failed(FailureKind::PluginFailure, format!("limit: {message}")),
        },
        Kind::Unsupported => failed(
            FailureKind::PluginFailure,
            format!("unsupported: {message}"),
        ),
        Kind::BadInput => failed(FailureKind::PluginFailure, format!("bad input: {message}")),
        Kind::Model => failed(FailureKind::PluginFailure, format!("model: {message}")),
        Kind::Cancelled => failed(FailureKind::PluginFailure, format!("cancelled: {message}")),
        Kind::Internal => failed(FailureKind::PluginFailure, message),
    }
}

fn not_run(reason: NotRunReason, message: String) -> AiStatus {
    AiStatus::NotRun { reason, message }
}

/// The first cause that the host knows of: a guest that was refused something often ends with `unreachable`.
pub(crate) fn of_trap(error: &wasmtime::Error, known: &Circumstances<'_>) -> AiStatus {
    let failed = |kind, message: String| AiStatus::Failed {
        kind,
        message: harmless(&message, MAX_MESSAGE_BYTES),
    };
    if let Some(&stop) = error.downcast_ref::<Stop>() {
        return stopped(stop, known.watch);
    }
    if let Some((reason, message)) = &known.told.not_run {
        return not_run(*reason, message.clone());
    }
    if let Some(refused) = known.limiter.refused() {
        return failed(FailureKind::Memory, refused.to_owned());
    }
    if let Some((kind, message)) = &known.told.limit {
        return failed(*kind, message.clone());
    }
    let cause = error.root_cause().to_string();
    // These have no type of their own in wasmtime; the words only choose the kind, the message tells them whole.
    if cause.contains("resource limit exceeded") {
        return failed(FailureKind::Memory, cause);
    }
    if cause.contains("fuel allocated for hostcalls") {
        let most = known.call_bytes;
        let message = format!("the guest passed more than {most} bytes in one call");
        return failed(FailureKind::HostBudget, message);
    }
    if cause.contains("handle limit exceeded") {
        let message = format!("too many handles: at most {}", known.handles);
        return failed(FailureKind::HostBudget, message);
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => failed(
            FailureKind::Fuel,
            "the guest used up its instructions".to_owned(),
        ),
        Some(trap) => failed(FailureKind::Trap, trap.to_string()),
        None => failed(FailureKind::Trap, cause),
    }
}

/// The job was ended by its deadline or from outside.
pub(crate) fn stopped(stop: Stop, watch: &Watch) -> AiStatus {
    let (kind, message) = match stop {
        Stop::Cancelled => (FailureKind::Cancelled, "ended from outside".to_owned()),
        Stop::Deadline => {
            let allowed = watch.allowed();
            let message = format!("not done within {:.1} s", allowed.as_secs_f64());
            (FailureKind::Deadline, message)
        }
    };
    AiStatus::Failed { kind, message }
}

/// Runs `work`; a panic, which would be a mistake of the host's own, becomes its message.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Everything that a job touches is dropped with it, and shared parts are whole at every moment.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied());
        format!(
            "the host broke: {}",
            text.unwrap_or("panic without a message")
        )
    })
}
