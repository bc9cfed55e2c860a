//! Ends the test when reading one file takes far too long: finds hangs, and measures nothing.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// No file may take 2 s on a machine of its own; on one that builds other things meanwhile, only a hang takes so long.
const LIMIT: Duration = Duration::from_secs(40);

/// Watches one thing at a time.
pub(crate) struct Watchdog {
    watched: Sender<Option<String>>,
}

/// Until it is dropped, the watchdog watches.
pub(crate) struct Watch {
    watched: Sender<Option<String>>,
}

impl Watchdog {
    pub(crate) fn start() -> Self {
        let (watched, begun) = channel();
        thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || guard(&begun))
            .unwrap();
        Self { watched }
    }

    pub(crate) fn watch(&self, what: &str) -> Watch {
        self.watched.send(Some(what.to_owned())).unwrap();
        Watch {
            watched: self.watched.clone(),
        }
    }
}

/// Each thing that is begun must be followed by another message within the limit.
#[expect(
    clippy::print_stderr,
    reason = "which file it was must be seen when the test is ended"
)]
fn guard(begun: &Receiver<Option<String>>) {
    while let Ok(message) = begun.recv() {
        let Some(what) = message else { continue };
        if begun.recv_timeout(LIMIT) == Err(RecvTimeoutError::Timeout) {
            eprintln!("{what}: not read within {} s", LIMIT.as_secs());
            std::process::abort();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // The watchdog lives as long as the test; after its end there is nothing to tell.
        self.watched.send(None).ok();
    }
}
