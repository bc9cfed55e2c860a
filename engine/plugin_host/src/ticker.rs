//! The thread that lets time pass in the sandbox: while jobs run, the guests' epoch goes on and each job's watch is asked.
//!
//! Sleeps while no job runs. Decides nothing: what a deadline means stands in `watch`.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use wasmtime::Engine;

use crate::watch::Watch;

/// How often guests are interrupted and asked whether they may go on.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    watches: Vec<(u64, Watch)>,
    next_id: u64,
    is_closing: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole at every moment, so a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticker {
    pub(crate) fn start(engine: Engine) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let thread = Builder::new().name("plugin-ticker".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || run(&shared, &engine)
        })?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Asks `watch` at each tick until the guard is dropped.
    pub(crate) fn attach(&self, watch: Watch) -> Attached<'_> {
        let mut state = self.shared.lock();
        let id = state.next_id;
        state.next_id += 1;
        state.watches.push((id, watch));
        drop(state);
        self.shared.changed.notify_all();
        Attached { ticker: self, id }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.lock().is_closing = true;
        self.shared.changed.notify_all();
        if let Some(Err(_panic)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the thread that ends plugin jobs had panicked");
        }
    }
}

/// A job under the ticker's eye.
#[derive(Debug)]
pub(crate) struct Attached<'t> {
    ticker: &'t Ticker,
    id: u64,
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        let mut state = self.ticker.shared.lock();
        state.watches.retain(|(id, _)| *id != self.id);
    }
}

fn run(shared: &Shared, engine: &Engine) {
    let mut state = shared.lock();
    while !state.is_closing {
        state = if state.watches.is_empty() {
            shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner)
        } else {
            let waited = shared.changed.wait_timeout(state, TICK);
            waited.unwrap_or_else(PoisonError::into_inner).0
        };
        for (_, watch) in &state.watches {
            watch.tick();
        }
        engine.increment_epoch();
    }
}
