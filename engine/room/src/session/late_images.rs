//! The images of a signed case, opened again for the debriefing: one at a time, on a thread of their own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use overread_base::CaseId;
use overread_desk::{Desk, DeskArriving, DeskImages, DeskStudy};
use overread_scenario::Case;
use overread_workstation::{ImageCache, StepProgress};

use super::arriving::{desk_arriving, want_slice};
use super::study::desk_study;

/// The images of the case that the debriefing shows.
pub(super) struct LateImages {
    studies: PathBuf,
    cache: Arc<ImageCache>,
    case: Option<CaseId>,
    state: State,
    /// What can be seen of them while they are being read.
    arriving: Option<DeskArriving>,
}

enum State {
    None,
    Loading(StepProgress, Receiver<Result<DeskStudy, String>>),
    Ready(Box<DeskStudy>),
    Failed(String),
}

impl LateImages {
    /// None yet; DICOM folders are looked for under `studies`, and images that were opened before in `cache`.
    pub(super) fn new(studies: PathBuf, cache: Arc<ImageCache>) -> Self {
        Self {
            studies,
            cache,
            case: None,
            state: State::None,
            arriving: None,
        }
    }

    /// Whether a thread is at work.
    pub(super) fn is_loading(&self) -> bool {
        matches!(self.state, State::Loading(..))
    }

    /// What the viewer is given.
    pub(super) fn images(&self) -> DeskImages<'_> {
        match (&self.state, &self.arriving) {
            (State::None, _) => DeskImages::None,
            (State::Loading(..), Some(arriving)) => DeskImages::Arriving(arriving),
            (State::Loading(progress, _), None) => DeskImages::Loading(progress.fraction()),
            (State::Ready(study), _) => DeskImages::Ready(study),
            (State::Failed(reason), _) => DeskImages::Failed(reason),
        }
    }

    /// Takes over what the thread finished, and starts one if another case is wanted.
    pub(super) fn poll(&mut self, wanted: Option<&Case>, desk: &Desk) {
        if let State::Loading(_, receiver) = &self.state {
            match receiver.try_recv() {
                Ok(Ok(study)) => self.state = State::Ready(Box::new(study)),
                Ok(Err(reason)) => self.state = State::Failed(reason),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => {
                    self.state = State::Failed("the images were not opened".to_owned());
                }
            }
        }
        if let Some(case) = wanted
            && self.case.as_ref() != Some(&case.id)
        {
            if let State::Loading(progress, _) = &self.state {
                progress.cancel();
            }
            self.case = Some(case.id.clone());
            self.state = self.start(case.clone());
        }
        self.arriving = match (&self.state, &self.case) {
            (State::Loading(progress, _), Some(case)) => {
                want_slice(desk, progress);
                desk_arriving(case.clone(), progress)
            }
            _ => None,
        };
    }

    fn start(&self, case: Case) -> State {
        let progress = StepProgress::default();
        let (sender, receiver) = channel();
        let (studies, step) = (self.studies.clone(), progress.clone());
        let cache = Arc::clone(&self.cache);
        let work = move || {
            let opened = cache
                .open(&case, &studies, &step)
                .map(|images| desk_study(case.id, &images))
                .map_err(|error| error.to_string());
            // The reader has gone to another case: nobody waits for these.
            if sender.send(opened).is_err() {
                tracing::debug!("images of a case that is no longer shown");
            }
        };
        match Builder::new().name("debrief-images".to_owned()).spawn(work) {
            Ok(_) => State::Loading(progress, receiver),
            Err(error) => State::Failed(format!("no thread for opening images: {error}")),
        }
    }
}
