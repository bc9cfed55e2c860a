//! A long step as it goes on: how far it is, what has arrived of the images, and whether it shall go on at all.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use overread_image::{Voi, Volume};
use overread_viewer::SeriesFacts;

/// How far a long step is; cheap to clone and to read from another thread.
#[derive(Debug, Clone, Default)]
pub struct StepProgress {
    permille: Arc<AtomicU32>,
    stage: Arc<Mutex<String>>,
    arriving: Arc<Mutex<Arriving>>,
    is_cancelled: Arc<AtomicBool>,
    is_ahead: Arc<AtomicBool>,
}

/// What can be seen of a study while it is being read.
#[derive(Debug, Clone)]
pub struct Glimpse {
    /// The series that is being read, which is the first to be shown.
    pub series: Arc<ArrivingSeries>,
    /// The slice that is wanted, from 0.
    pub wanted: u32,
    /// The last wanted slice that came, and its number; `None` before the first one.
    pub slice: Option<(u32, Volume)>,
}

/// What is known of a series before its pixels are there.
#[derive(Debug, Clone)]
pub struct ArrivingSeries {
    /// What the files say of it.
    pub facts: SeriesFacts,
    /// Slices that will come.
    pub n_slices: u32,
    /// The windows and VOI LUTs that the file offers.
    pub vois: Vec<Voi>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
}

/// The first series on its way, and the slice that someone looks at.
#[derive(Debug, Default)]
struct Arriving {
    series: Option<Arc<ArrivingSeries>>,
    wanted: u32,
    slice: Option<(u32, Volume)>,
}

impl StepProgress {
    /// A step that is done ahead of need, on one thread, until [`StepProgress::bring_forward`] says that it is needed.
    pub(crate) fn ahead() -> Self {
        let step = Self::default();
        step.is_ahead.store(true, Ordering::Relaxed);
        step
    }

    /// The fraction done, 0 to 1.
    #[must_use]
    pub fn fraction(&self) -> f32 {
        let permille = u16::try_from(self.permille.load(Ordering::Relaxed)).unwrap_or(1000);
        f32::from(permille.min(1000)) / 1000.0
    }

    /// What the step is at, in the words of whoever does it: a text from outside. Empty where nobody said.
    #[must_use]
    pub fn stage(&self) -> String {
        self.stage
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Says what the step is at; only the beginning of a long text is kept.
    pub fn set_stage(&self, stage: &str) {
        const MAX_CHARS: usize = 200;
        let mut kept = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        if *kept != stage {
            *kept = stage.chars().take(MAX_CHARS).collect();
        }
    }

    /// Ends the step between two images: nobody waits for it any more.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the step shall end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// What can be seen of the images so far; `None` before the files' headers are read, and where there is nothing
    /// to see on the way.
    #[must_use]
    pub fn glimpse(&self) -> Option<Glimpse> {
        let arriving = self.arriving();
        let series = Arc::clone(arriving.series.as_ref()?);
        Some(Glimpse {
            series,
            wanted: arriving.wanted,
            slice: arriving.slice.clone(),
        })
    }

    /// Asks for a slice of the arriving series: it comes next, if it is not there yet, and then what is nearest to it.
    pub fn want_slice(&self, slice: u32) {
        let mut arriving = self.arriving();
        let last = arriving.series.as_ref().map(|s| s.n_slices.max(1) - 1);
        if let Some(last) = last {
            arriving.wanted = slice.min(last);
        }
    }

    /// Someone waits for a step that was begun ahead of need: it gets all threads.
    pub(crate) fn bring_forward(&self) {
        self.is_ahead.store(false, Ordering::Relaxed);
    }

    /// On how many threads the step may be done.
    pub(crate) fn threads(&self) -> usize {
        match self.is_ahead.load(Ordering::Relaxed) {
            true => 1,
            false => usize::MAX,
        }
    }

    /// The first series begins to arrive, its middle slice first.
    pub(crate) fn begin_series(&self, series: ArrivingSeries) {
        let mut arriving = self.arriving();
        arriving.wanted = series.n_slices / 2;
        arriving.slice = None;
        arriving.series = Some(Arc::new(series));
    }

    /// The slice to be read next.
    pub(crate) fn wanted_slice(&self) -> u32 {
        self.arriving().wanted
    }

    /// Whether the wanted slice has not come yet.
    pub(crate) fn is_waiting_for_slice(&self) -> bool {
        let arriving = self.arriving();
        let shown = arriving.slice.as_ref().map(|(slice, _)| *slice);
        arriving.series.is_some() && shown != Some(arriving.wanted)
    }

    /// A wanted slice has come.
    pub(crate) fn show_slice(&self, slice: u32, pixels: Volume) {
        self.arriving().slice = Some((slice, pixels));
    }

    /// Sets the fraction done; what is not a number counts as nothing done.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0..=1000"
    )]
    pub(crate) fn set_fraction(&self, fraction: f32) {
        self.permille.store(
            (fraction * 1000.0).clamp(0.0, 1000.0) as u32,
            Ordering::Relaxed,
        );
    }

    pub(crate) fn set(&self, done: usize, of: usize) {
        let permille = (done.min(of) * 1000).checked_div(of).unwrap_or(0);
        self.permille
            .store(u32::try_from(permille).unwrap_or(1000), Ordering::Relaxed);
    }

    fn arriving(&self) -> MutexGuard<'_, Arriving> {
        self.arriving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
