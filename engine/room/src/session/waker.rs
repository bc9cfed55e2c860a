//! Wakes the sleeping desk while background threads work: they know neither window nor event loop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, Thread};
use std::time::Duration;

use bevy::prelude::*;
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};

/// The window's event loop, if there is a window.
pub(crate) type Proxy<'w> = Option<Res<'w, EventLoopProxyWrapper>>;

/// Time between two looks at what the threads have done.
const PERIOD: Duration = Duration::from_millis(120);

/// A thread that sends a wake-up now and then, but only while asked to.
#[derive(Resource, Default)]
pub(crate) struct Waker {
    is_busy: Arc<AtomicBool>,
    thread: Option<Thread>,
}

impl Waker {
    /// From now on wakes the desk every so often, or no longer.
    pub(crate) fn keep_awake(&mut self, is_busy: bool, proxy: Proxy<'_>) {
        if self.is_busy.swap(is_busy, Ordering::Relaxed) == is_busy || !is_busy {
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
        let (is_busy, proxy) = (Arc::clone(&self.is_busy), (*proxy).clone());
        let work = move || {
            loop {
                if !is_busy.load(Ordering::Relaxed) {
                    std::thread::park();
                }
                std::thread::sleep(PERIOD);
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
