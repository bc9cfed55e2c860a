//! How far a long step is, on standard error: a bar on a terminal, one line elsewhere.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use overread_workstation::StepProgress;

/// Steps of a bar.
const PERMILLE: u64 = 1000;

/// A bar for a step with this name.
#[expect(clippy::print_stderr, reason = "progress belongs on the terminal")]
pub(crate) fn bar(name: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        eprintln!("{name}");
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(PERMILLE);
    // The template is a constant; should it be refused, the bar keeps its own look.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {percent:>3} % {elapsed:>4} {msg}") {
        bar.set_style(style);
    }
    bar.set_message(name.to_owned());
    bar
}

/// Moves a bar to a fraction, 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=1000"
)]
pub(crate) fn set(bar: &ProgressBar, fraction: f32) {
    bar.set_position((fraction * 1000.0).clamp(0.0, 1000.0) as u64);
}

/// Shows which of some steps is done now: on the bar, or as a line of its own where there is none.
#[expect(clippy::print_stderr, reason = "progress belongs on the terminal")]
pub(crate) fn step(bar: &ProgressBar, name: &str, done: usize, of: usize) {
    if bar.is_hidden() {
        eprintln!("[{}/{of}] {name}", done + 1);
    } else {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
        bar.set_message(name.to_owned());
    }
}

/// Does a step while a bar follows its progress.
pub(crate) fn followed<T>(name: &str, step: &StepProgress, work: impl FnOnce() -> T) -> T {
    let bar = bar(name);
    let is_done = AtomicBool::new(false);
    let done = std::thread::scope(|scope| {
        let follow = || {
            while !is_done.load(Ordering::Relaxed) {
                set(&bar, step.fraction());
                std::thread::park_timeout(Duration::from_millis(100));
            }
        };
        let follower = std::thread::Builder::new().name("progress".to_owned());
        let follower = follower.spawn_scoped(scope, follow);
        let done = work();
        is_done.store(true, Ordering::Relaxed);
        if let Ok(follower) = follower {
            follower.thread().unpark();
        }
        done
    });
    bar.finish_and_clear();
    done
}
