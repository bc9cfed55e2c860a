//! Whether a job ends soon after it is told to stop.

use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use overread_base::{AiStatus, FailureKind};
use overread_plugin_host::{CancelFlag, Plugin};

use super::Answered;
use super::jobs::job;
use crate::report::Judged;

/// How long a job may go on after it is told to stop.
const MOST: Duration = Duration::from_secs(1);
/// A service that tells nothing is stopped after this time.
const PATIENCE: Duration = Duration::from_millis(100);
const STACK_BYTES: usize = 4 << 20;

/// When a job was told to stop, and the switch that tells it.
#[derive(Debug, Clone, Default)]
struct Stopper {
    flag: CancelFlag,
    told: Arc<Mutex<Option<Instant>>>,
}

impl Stopper {
    /// Stops the job; the first call counts.
    fn stop(&self) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.get_or_insert_with(Instant::now);
        self.flag.cancel();
    }

    fn told(&self) -> Option<Instant> {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn judge(plugin: &Plugin, answered: &[Answered], judged: &mut Judged) {
    // The job that takes longest: there is most to interrupt.
    let longest = answered
        .iter()
        .filter(|answer| answer.is_done())
        .max_by_key(|answer| answer.told.elapsed);
    let Some(answer) = longest else {
        judged.skip("the service read no study");
        return;
    };
    let place = answer.study.kind.name();
    if answer.told.n_progress == 0 {
        judged.found.warn(
            place,
            "the service never calls progress: it learns of a stop only when the host ends it",
        );
    }
    let stopper = Stopper::default();
    let mut job = job(plugin, &answer.study);
    job.cancel = stopper.flag.clone();
    let on_progress = stopper.clone();
    job.progress = Arc::new(move |_fraction, _stage| on_progress.stop());
    plugin.release();
    let ended = thread::scope(|scope| {
        let (tell, ended) = mpsc::channel();
        let work = move || {
            let result = plugin.analyze(&job);
            // Nobody is left to hear it only if this check itself was given up.
            drop(tell.send((result, Instant::now())));
        };
        let builder = thread::Builder::new()
            .name("conformance".to_owned())
            .stack_size(STACK_BYTES);
        builder.spawn_scoped(scope, work).ok()?;
        match ended.recv_timeout(PATIENCE) {
            Ok(ended) => Some(ended),
            Err(_still_running) => {
                stopper.stop();
                ended.recv().ok()
            }
        }
    });
    let Some((result, at)) = ended else {
        judged.skip("this machine gave no thread for the job");
        return;
    };
    let Some(told) = stopper.told() else {
        judged.note("the job was done before it could be stopped");
        return;
    };
    let is_stopped = matches!(
        result.status,
        AiStatus::Failed {
            kind: FailureKind::Cancelled,
            ..
        }
    );
    let took = at.saturating_duration_since(told);
    judge_time(place, is_stopped, took, judged);
}

fn judge_time(place: &str, is_stopped: bool, took: Duration, judged: &mut Judged) {
    judged.note(format!(
        "{} {} ms after it was told to stop",
        if is_stopped { "stopped" } else { "was done" },
        took.as_millis()
    ));
    if took > MOST {
        judged.found.error(
            place,
            format!(
                "went on for {} ms after it was told to stop, at most {} ms",
                took.as_millis(),
                MOST.as_millis()
            ),
        );
    }
}

#[cfg(test)]
mod tests;
