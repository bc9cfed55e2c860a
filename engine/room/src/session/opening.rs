//! Sitting down off the frame thread: the window is there at once, and says what is being prepared.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use overread_workstation::SessionRunner;

use super::errand::Errand;
use super::sitting::{self, NobodySits};
use crate::cli::Args;

/// A session on its way: its scenario is checked, its services are found and compiled.
pub(super) struct Opening {
    args: Args,
    /// What it is for.
    errand: Errand,
    done: Receiver<Result<SessionRunner, NobodySits>>,
}

impl Opening {
    /// Begins to sit down as the command line says, for an errand.
    pub(super) fn start(args: &Args, errand: Errand) -> Result<Self, NobodySits> {
        let (told, done) = channel();
        let wanted = args.clone();
        let work = move || {
            // The window was closed meanwhile: nobody sits down any more.
            if told.send(sitting::sit(&wanted)).is_err() {
                tracing::debug!("the window is closed");
            }
        };
        Builder::new()
            .name("sit-down".to_owned())
            .spawn(work)
            .map_err(|error| NobodySits::from(anyhow::Error::from(error)))?;
        let args = args.clone();
        Ok(Self { args, errand, done })
    }

    /// The command line that asked for it.
    pub(super) fn args(&self) -> &Args {
        &self.args
    }

    /// What it is for.
    pub(super) fn errand(&self) -> &Errand {
        &self.errand
    }

    /// The session, or why there is none; `None` while it is on its way.
    pub(super) fn poll(&self) -> Option<Result<SessionRunner, NobodySits>> {
        match self.done.try_recv() {
            Ok(sat) => Some(sat),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(NobodySits::from(anyhow::anyhow!(
                "sitting down crashed: a fault of this program"
            )))),
        }
    }
}
