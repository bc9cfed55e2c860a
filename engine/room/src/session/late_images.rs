//! The images of a signed case, opened again for the debriefing: one at a time, on a thread of their own.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use overread_base::CaseId;
use overread_desk::{DeskImages, DeskStudy};
use overread_scenario::Case;
use overread_workstation::{StepProgress, open_images};

use super::study::desk_study;

/// The images of the case that the debriefing shows.
pub(super) struct LateImages {
    studies: PathBuf,
    case: Option<CaseId>,
    state: State,
}

enum State {
    None,
    Loading(StepProgress, Receiver<Result<DeskStudy, String>>),
    Ready(Box<DeskStudy>),
    Failed(String),
}

impl LateImages {
    /// None yet; DICOM folders are looked for under `studies`.
    pub(super) fn new(studies: PathBuf) -> Self {
        Self {
            studies,
            case: None,
            state: State::None,
        }
    }

    /// Whether a thread is at work.
    pub(super) fn is_loading(&self) -> bool {
        matches!(self.state, State::Loading(..))
    }

    /// What the viewer is given.
    pub(super) fn images(&self) -> DeskImages<'_> {
        match &self.state {
            State::None => DeskImages::None,
            State::Loading(progress, _) => DeskImages::Loading(progress.fraction()),
            State::Ready(study) => DeskImages::Ready(study),
            State::Failed(reason) => DeskImages::Failed(reason),
        }
    }

    /// Takes over what the thread finished, and starts one if another case is wanted.
    pub(super) fn poll(&mut self, wanted: Option<&Case>) {
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
        let Some(case) = wanted else { return };
        if self.case.as_ref() != Some(&case.id) {
            self.case = Some(case.id.clone());
            self.state = self.start(case.clone());
        }
    }

    fn start(&self, case: Case) -> State {
        let progress = StepProgress::default();
        let (sender, receiver) = channel();
        let (studies, step) = (self.studies.clone(), progress.clone());
        let work = move || {
            let opened = open_images(&case, &studies, &step)
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
