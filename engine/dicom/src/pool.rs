//! The order in which frames are read: what someone looks at first, then what is nearest to it, on several threads.
//! Knows neither files nor codecs.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use overread_image::Volume;
use rayon::Scope;

use crate::{DicomError, Progress};

/// What to do with each frame.
pub(crate) trait FrameReader: Sync {
    /// What is known of a frame besides its samples.
    type Frame: Send;

    /// Reads frame `idx` into its slice.
    fn read(&self, idx: usize, samples: &mut [i16]) -> Result<Self::Frame, DicomError>;

    /// A frame that has been read as a volume of one slice, to be looked at before the others are there.
    fn alone(&self, idx: usize, frame: &Self::Frame, samples: &[i16]) -> Option<Volume>;
}

/// Reads each slice of `n_slice` samples; frames that were not reached are [`DicomError::Cancelled`].
pub(crate) fn read_slices<R: FrameReader>(
    samples: &mut [i16],
    n_slice: usize,
    reader: &R,
    progress: &dyn Progress,
) -> Vec<Result<R::Frame, DicomError>> {
    let slots: Vec<Mutex<Slot<'_, R::Frame>>> = samples
        .chunks_mut(n_slice.max(1))
        .map(|samples| {
            let frame = None;
            Mutex::new(Slot { samples, frame })
        })
        .collect();
    let pool = Pool {
        waiting: Mutex::new((0..slots.len()).collect()),
        slots,
        n_loaded: AtomicU32::new(0),
        n_workers: AtomicUsize::new(1),
        reader,
        progress,
    };
    rayon::scope(|scope| pool.work(scope));
    pool.slots
        .into_iter()
        .map(|slot| {
            let slot = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
            slot.frame.unwrap_or(Err(DicomError::Cancelled))
        })
        .collect()
}

/// A slice of the volume, and what became of its frame.
struct Slot<'a, F> {
    samples: &'a mut [i16],
    frame: Option<Result<F, DicomError>>,
}

struct Pool<'a, R: FrameReader> {
    /// Frames that nobody has begun.
    waiting: Mutex<BTreeSet<usize>>,
    slots: Vec<Mutex<Slot<'a, R::Frame>>>,
    n_loaded: AtomicU32,
    n_workers: AtomicUsize,
    reader: &'a R,
    progress: &'a dyn Progress,
}

impl<'a, R: FrameReader> Pool<'a, R> {
    /// Reads frame by frame until none waits. Other workers are called in as long as more threads are allowed, which
    /// may change on the way.
    fn work<'s>(&'s self, scope: &Scope<'s>)
    where
        'a: 's,
    {
        loop {
            if self.progress.is_cancelled() {
                return;
            }
            let Some(idx) = self.take_nearest() else {
                return;
            };
            self.call_help(scope);
            self.read(idx);
            self.show_wanted();
        }
    }

    fn call_help<'s>(&'s self, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let n_allowed = self.progress.threads().min(rayon::current_num_threads());
        let more = |n: usize| (n < n_allowed).then_some(n + 1);
        let order = Ordering::Relaxed;
        if self.n_workers.fetch_update(order, order, more).is_ok() {
            scope.spawn(|scope| self.work(scope));
        }
    }

    /// The frame nearest to the wanted one, the lower of two equally near.
    fn take_nearest(&self) -> Option<usize> {
        let wanted = self.progress.wanted() as usize;
        let mut waiting = locked(&self.waiting);
        let below = waiting.range(..=wanted).next_back().copied();
        let above = waiting.range(wanted..).next().copied();
        let nearest = match (below, above) {
            (Some(below), Some(above)) if above - wanted < wanted - below => Some(above),
            (below, above) => below.or(above),
        };
        nearest.inspect(|idx| {
            waiting.remove(idx);
        })
    }

    fn read(&self, idx: usize) {
        let mut slot = locked(&self.slots[idx]);
        slot.frame = Some(self.reader.read(idx, slot.samples));
        drop(slot);
        let n_loaded = self.n_loaded.fetch_add(1, Ordering::Relaxed) + 1;
        let n_frames = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.progress.loaded(n_loaded, n_frames);
    }

    /// Hands over the wanted frame, if someone waits for it and it is there.
    fn show_wanted(&self) {
        if !self.progress.is_waiting() {
            return;
        }
        let wanted = self.progress.wanted();
        let Some(slot) = self.slots.get(wanted as usize) else {
            return;
        };
        // One that is being read comes by when it is there.
        let slot = match slot.try_lock() {
            Ok(slot) => slot,
            Err(TryLockError::Poisoned(slot)) => slot.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if let Some(Ok(frame)) = &slot.frame
            && let Some(slice) = self.reader.alone(wanted as usize, frame, slot.samples)
        {
            drop(slot);
            self.progress.show(wanted, slice);
        }
    }
}

/// A panic elsewhere ends the whole load: what it leaves behind is not looked at.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
