//! Opens the images of cases on threads of its own: the open case at once, the next one ahead of need. Knows no rules.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::CaseId;
use overread_scenario::Case;

use crate::cache::ImageCache;
use crate::images::CaseImages;
use crate::library::LibraryError;
use crate::step::StepProgress;
use crate::worker::{Worker, WorkerError};

/// The threads that open images, and what they are at.
pub(crate) struct CaseOpener {
    cache: Arc<ImageCache>,
    studies: PathBuf,
    now: Worker<Wish, Answer>,
    ahead: Worker<Wish, Answer>,
    /// The wish that someone waits for.
    awaited: Option<Asked>,
    /// The wish for the next case.
    next: Option<Asked>,
    n_wishes: u64,
}

/// Images that were waited for, or why there are none.
pub(crate) struct Opened {
    pub(crate) case: CaseId,
    pub(crate) images: Result<Arc<CaseImages>, LibraryError>,
}

struct Wish {
    number: u64,
    case: Case,
    studies: PathBuf,
    progress: StepProgress,
    cache: Arc<ImageCache>,
}

struct Answer {
    number: u64,
    opened: Opened,
}

/// A wish that has been asked of a worker.
struct Asked {
    number: u64,
    case: CaseId,
    progress: StepProgress,
    is_ahead: bool,
}

impl CaseOpener {
    /// Starts the threads; DICOM folders are looked for under `studies`.
    pub(crate) fn start(studies: PathBuf, cache: Arc<ImageCache>) -> Result<Self, WorkerError> {
        Ok(Self {
            cache,
            studies,
            now: Worker::start("case-loader", open)?,
            ahead: Worker::start("case-ahead", open)?,
            awaited: None,
            next: None,
            n_wishes: 0,
        })
    }

    /// Where opened images are kept.
    pub(crate) fn cache(&self) -> &Arc<ImageCache> {
        &self.cache
    }

    pub(crate) fn studies(&self) -> &Path {
        &self.studies
    }

    /// Asks for the images of a case; what was asked before is given up, unless it is this case, begun ahead of need.
    pub(crate) fn open(&mut self, case: &Case) -> Result<StepProgress, WorkerError> {
        self.give_up();
        if let Some(next) = self.next.take() {
            if next.case == case.id {
                next.progress.bring_forward();
                let progress = next.progress.clone();
                self.awaited = Some(next);
                return Ok(progress);
            }
            next.progress.cancel();
        }
        let asked = self.ask(case, StepProgress::default(), false)?;
        let progress = asked.progress.clone();
        self.awaited = Some(asked);
        Ok(progress)
    }

    /// Begins to open a case that will be needed, on one thread. A case at hand or on its way costs nothing.
    pub(crate) fn prepare(&mut self, case: &Case) -> Result<(), WorkerError> {
        let is_known = self.next.as_ref().is_some_and(|next| next.case == case.id);
        if is_known || self.cache.holds(case, &self.studies) {
            return Ok(());
        }
        if let Some(next) = self.next.take() {
            next.progress.cancel();
        }
        self.next = Some(self.ask(case, StepProgress::ahead(), true)?);
        Ok(())
    }

    /// Nobody waits for images any more.
    pub(crate) fn give_up(&mut self) {
        if let Some(awaited) = self.awaited.take() {
            awaited.progress.cancel();
        }
    }

    /// The images that are waited for, if they are there.
    pub(crate) fn poll(&mut self) -> Option<Opened> {
        while let Some(answer) = self.now.poll().or_else(|| self.ahead.poll()) {
            if let Some(opened) = self.take(answer) {
                return Some(opened);
            }
        }
        None
    }

    /// Waits for the images that are waited for; `None` if there are none, or their thread has ended.
    pub(crate) fn wait(&mut self) -> Option<Opened> {
        loop {
            let answer = if self.awaited.as_ref()?.is_ahead {
                self.ahead.wait()?
            } else {
                self.now.wait()?
            };
            if let Some(opened) = self.take(answer) {
                return Some(opened);
            }
        }
    }

    fn ask(
        &mut self,
        case: &Case,
        progress: StepProgress,
        is_ahead: bool,
    ) -> Result<Asked, WorkerError> {
        self.n_wishes += 1;
        let number = self.n_wishes;
        let worker = if is_ahead { &self.ahead } else { &self.now };
        worker.ask(Wish {
            number,
            case: case.clone(),
            studies: self.studies.clone(),
            progress: progress.clone(),
            cache: Arc::clone(&self.cache),
        })?;
        Ok(Asked {
            number,
            case: case.id.clone(),
            progress,
            is_ahead,
        })
    }

    /// An answer to what is waited for; others are of no use any more, or lie in the cache.
    fn take(&mut self, answer: Answer) -> Option<Opened> {
        let is = |asked: &Option<Asked>| asked.as_ref().is_some_and(|a| a.number == answer.number);
        if is(&self.next) {
            self.next = None;
        }
        if !is(&self.awaited) {
            return None;
        }
        self.awaited = None;
        Some(answer.opened)
    }
}

impl Drop for CaseOpener {
    /// What nobody waits for any more ends early.
    fn drop(&mut self) {
        self.give_up();
        if let Some(next) = self.next.take() {
            next.progress.cancel();
        }
    }
}

/// Opens the images of a case. A fault of ours in it costs that case, not the session.
fn open(wish: Wish) -> Answer {
    let open = || wish.cache.open(&wish.case, &wish.studies, &wish.progress);
    // A wish given up while it waited is not begun.
    let images = if wish.progress.is_cancelled() {
        Err(LibraryError::GivenUp)
    } else {
        // Nothing is shared with what panicked but the cache, which is changed after it.
        catch_unwind(AssertUnwindSafe(open)).unwrap_or(Err(LibraryError::Crashed))
    };
    let case = wish.case.id;
    Answer {
        number: wish.number,
        opened: Opened { case, images },
    }
}

#[cfg(test)]
mod tests;
