//! A named thread that does one thing at a time, newest wishes last, and answers through a channel. Knows no task.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::Builder;

/// Wishes that may wait; more are refused, which the caller tells the user.
const QUEUE: usize = 16;

/// A thread that turns each `Wish` into an `Answer`.
#[derive(Debug)]
pub(crate) struct Worker<Wish, Answer> {
    name: &'static str,
    wishes: SyncSender<Wish>,
    answers: Receiver<Answer>,
}

/// The worker's thread could not be started, is busy beyond measure, or has ended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("background worker {name}: {problem}")]
pub struct WorkerError {
    name: &'static str,
    problem: String,
}

impl WorkerError {
    /// What became of the thread `name`.
    pub(crate) fn new(name: &'static str, problem: String) -> Self {
        Self { name, problem }
    }
}

impl<Wish: Send + 'static, Answer: Send + 'static> Worker<Wish, Answer> {
    /// Starts a thread called `name` that answers each wish by `work`. It ends when the worker is dropped.
    ///
    /// # Errors
    /// [`WorkerError`] if the system gives no thread.
    pub(crate) fn start(
        name: &'static str,
        mut work: impl FnMut(Wish) -> Answer + Send + 'static,
    ) -> Result<Self, WorkerError> {
        let (wishes, received) = sync_channel::<Wish>(QUEUE);
        // One place more than wishes may wait, so that the thread never blocks on an answer nobody fetches.
        let (answered, answers) = sync_channel::<Answer>(QUEUE + 1);
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            for wish in received {
                if answered.send(work(wish)).is_err() {
                    break;
                }
            }
        });
        match thread {
            Ok(_) => Ok(Self {
                name,
                wishes,
                answers,
            }),
            Err(error) => Err(WorkerError {
                name,
                problem: format!("cannot be started: {error}"),
            }),
        }
    }

    /// Asks for something to be done.
    ///
    /// # Errors
    /// [`WorkerError`] if too many wishes wait or the thread has ended.
    pub(crate) fn ask(&self, wish: Wish) -> Result<(), WorkerError> {
        self.wishes.try_send(wish).map_err(|error| match error {
            TrySendError::Full(_) => WorkerError {
                name: self.name,
                problem: format!("{QUEUE} wishes wait already"),
            },
            TrySendError::Disconnected(_) => WorkerError {
                name: self.name,
                problem: "has ended".to_owned(),
            },
        })
    }

    /// The next answer, if one is there.
    pub(crate) fn poll(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }

    /// Waits for the next answer; `None` if the thread has ended.
    pub(crate) fn wait(&self) -> Option<Answer> {
        self.answers.recv().ok()
    }
}

#[cfg(test)]
mod tests;
