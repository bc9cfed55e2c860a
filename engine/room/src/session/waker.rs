//! Wakes the sleeping desk while background threads work: they know neither window nor event loop.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{Builder, Thread};
use std::time::Duration;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

/// The window's event loop, if there is a window.
pub(crate) type Proxy<'w> = Option<Res<'w, EventLoopProxyWrapper>>;

/// How often the desk looks at what the threads have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rhythm {
    /// Not at all: nothing comes.
    Asleep,
    /// Now and then: something may come at any time, as when files are watched.
    Watching,
    /// Often: something is on its way.
    Busy,
    /// As often as this many milliseconds: images are played.
    Playing(u64),
}

impl Rhythm {
    /// That of a desk whose threads are at work, or watch.
    pub(crate) const fn of(is_busy: bool, is_watching: bool) -> Self {
        match (is_busy, is_watching) {
            (true, _) => Self::Busy,
            (false, true) => Self::Watching,
            (false, false) => Self::Asleep,
        }
    }

    /// The same, but at least as often as images are played.
    pub(crate) fn playing(self, every: Option<Duration>) -> Self {
        // A millisecond is as fine as the thread's sleep is.
        let every = every.map(|every| u64::try_from(every.as_millis()).unwrap_or(u64::MAX).max(1));
        every.map_or(self, |every| {
            Self::Playing(match self.period_ms() {
                0 => every,
                period => period.min(every),
            })
        })
    }

    /// Time between two looks; zero is never.
    const fn period_ms(self) -> u64 {
        match self {
            Self::Asleep => 0,
            Self::Watching => 700,
            Self::Busy => 120,
            Self::Playing(period) => period,
        }
    }
}

/// A thread that sends a wake-up now and then, but only while asked to.
#[derive(Resource, Default)]
pub(crate) struct Waker {
    period_ms: Arc<AtomicU64>,
    thread: Option<Thread>,
}

impl Waker {
    /// From now on wakes the desk every so often, or no longer.
    pub(crate) fn keep_awake(&mut self, rhythm: Rhythm, proxy: Proxy<'_>) {
        let period_ms = rhythm.period_ms();
        let before = self.period_ms.swap(period_ms, Ordering::Relaxed);
        if before == period_ms || rhythm == Rhythm::Asleep {
            return;
        }
        match (&self.thread, proxy) {
            (Some(thread), _) => thread.unpark(),
            (None, Some(proxy)) => self.start(proxy),
            // Without a window whoever draws asks for every frame.
            (None, None) => {}
        }
    }

    fn start(&mut self, proxy: Res<'_, EventLoopProxyWrapper>) {
        let (period_ms, proxy) = (Arc::clone(&self.period_ms), (*proxy).clone());
        let work = move || {
            loop {
                let wait = match period_ms.load(Ordering::Relaxed) {
                    0 => {
                        std::thread::park();
                        continue;
                    }
                    wait => Duration::from_millis(wait),
                };
                // A change of rhythm unparks: what has become busy is looked at soon.
                std::thread::park_timeout(wait);
                if proxy.send_event(WinitUserEvent::WakeUp).is_err() {
                    return;
                }
            }
        };
        match Builder::new().name("desk-waker".to_owned()).spawn(work) {
            Ok(handle) => self.thread = Some(handle.thread().clone()),
            Err(error) => tracing::warn!("the desk wakes only by input: {error}"),
        }
    }
}
