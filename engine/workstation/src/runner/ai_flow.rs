//! How a session comes to its AI results: asked for as they are wanted, held until due, withheld where that is planned.

use std::sync::Arc;

use overread_base::{AiResult, AiStatus, CaseId, FailureKind};
use overread_exam::{AiView, Command, MAX_REASON_BYTES, rules};
use overread_store::StoreError;

use super::ai_desk::{Beside, Original};
use super::jobs::{JobSource, JobWish};
use super::originals::{nowhere, unknown_study};
use super::{ImagesMode, ImagesState, RunError, SessionRunner};
use crate::case_opener::Opened;
use crate::ground::CasePlace;
use crate::library::LibraryError;
use crate::services::Service;

/// The first bytes of a text, cut between two letters.
fn up_to(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

/// The kind of a fault, for the log: nothing of what the study or its place is called.
const fn kind_of(error: &LibraryError) -> &'static str {
    match error {
        LibraryError::Phantom(_) => "the phantom cannot be made",
        LibraryError::NoFolder { .. } => "its folder is not there",
        LibraryError::NoImages { .. } => "its folder holds no readable images",
        LibraryError::NoSeries { .. } => "its series is not in the folder",
        LibraryError::Dicom(_) => "its DICOM files cannot be read",
        LibraryError::Volume(_) => "samples and grid do not fit",
        LibraryError::Id(_) => "an identifier is none",
        LibraryError::GivenUp => "given up",
        LibraryError::Crashed => "opening it crashed",
    }
}

impl SessionRunner {
    pub(super) fn take_images(&mut self, loaded: Opened) -> Result<(), RunError> {
        match loaded.images {
            Ok(images) => self.images = ImagesState::Ready(images),
            Err(error) => {
                // The reason names folders and files, which may be named after the patient: journal and screen have it.
                tracing::warn!("case {} cannot be shown: {}", loaded.case, kind_of(&error));
                let reason = error.to_string();
                self.images = ImagesState::Failed(reason.clone());
                let case = loaded.case;
                // A folder of many faults has many words; the session keeps the first of them, for it has to know.
                let reason = up_to(reason, MAX_REASON_BYTES);
                self.tell_host(Command::ImagesFailed { case, reason })?;
            }
        }
        self.prepare_next_case()?;
        self.want_results()
    }

    /// Sends what the session may refuse because it is over or the case is closed: then it is of no use any more.
    pub(super) fn tell_host(&mut self, command: Command) -> Result<(), RunError> {
        match self.save(command) {
            Err(RunError::Refused(refusal)) => {
                tracing::info!("not taken any more: {refusal}");
                Ok(())
            }
            other => other,
        }
    }

    /// Asks for the results that are wanted now: of the open case, or of all where they come ahead.
    pub(super) fn want_results(&mut self) -> Result<(), RunError> {
        let wanted: Vec<CaseId> = if rules(self.plan().mode).takes_results_ahead {
            self.plan().cases.clone()
        } else {
            self.session.open_case().into_iter().cloned().collect()
        };
        for case in wanted {
            let is_open = !self.desk.is_asked(&case) && !self.desk.is_withheld(&case);
            if is_open && self.session.wants_ai_result(&case) {
                self.ask_for(&case)?;
            }
        }
        Ok(())
    }

    fn ask_for(&mut self, case: &CaseId) -> Result<(), RunError> {
        let images = match (&self.images, self.images_of.as_ref() == Some(case)) {
            (ImagesState::Ready(images), true) => Some(Ok(Arc::clone(images))),
            (ImagesState::Failed(reason), true) => Some(Err(reason.clone())),
            (_, _) => None,
        };
        let is_loading =
            self.images_of.as_ref() == Some(case) && matches!(self.images, ImagesState::Loading(_));
        if let Some(original) = self.original_at_hand(case, images.as_ref())? {
            self.desk.ask(case);
            return self.take_original(case, original);
        }
        if is_loading {
            return Ok(());
        }
        let Some(service) = self.service_of(case) else {
            return Ok(());
        };
        let source = match images {
            Some(Ok(images)) => {
                let place = CasePlace::of_images(&images).unwrap_or_else(nowhere);
                JobSource::Ready(Box::new(self.job_for(&images)), place)
            }
            Some(Err(reason)) => {
                self.desk.ask(case);
                let result = service.not_run(unknown_study(), &reason);
                return self.take_original(case, self.at_once(result, nowhere()));
            }
            None if self.images_mode == ImagesMode::None => {
                self.desk.ask(case);
                let result = service.not_run(unknown_study(), "this session opens no images");
                return self.take_original(case, self.at_once(result, nowhere()));
            }
            // One job ahead at a time: the open case's comes soon, and the queue stays short.
            None if self.n_jobs > 0 => return Ok(()),
            None => JobSource::Ahead(Box::new(self.ahead_of(case)?)),
        };
        self.desk.ask(case);
        self.n_jobs += 1;
        let case = case.clone();
        Ok(self.jobs.ask(JobWish {
            case,
            service,
            source,
        })?)
    }

    /// The service that answers for a case by a job: what is recorded about it, or that of the session.
    fn service_of(&self, case: &CaseId) -> Option<Service> {
        match self.recorded.get(case) {
            Some(recorded) => Some(Service::recorded(
                recorded.identity().clone(),
                std::iter::once(recorded),
            )),
            None => self.service.clone(),
        }
    }

    pub(super) fn take_original(
        &mut self,
        case: &CaseId,
        original: Original,
    ) -> Result<(), RunError> {
        let other = self.other_result(case)?;
        let decoys = self.decoys_for_error(case)?;
        let truth = self.ground(case)?.truth.clone();
        let beside = Beside {
            other: other.as_ref(),
            decoys: &decoys,
        };
        self.desk.take(case, truth.as_ref(), original, beside);
        Ok(())
    }

    /// Gives the session the results that are due.
    pub(super) fn deliver_results(&mut self) -> Result<(), RunError> {
        while let Some(held) = self.desk.pop_due(self.now()) {
            if !self.session.wants_ai_result(&held.case) {
                tracing::info!("late AI result of case {} dropped", held.case);
                continue;
            }
            let (case, service) = (held.case.clone(), held.result.service.clone());
            let (study, elapsed) = (held.result.study.clone(), held.result.elapsed);
            let saved = self.save(Command::AiArrived {
                case: held.case,
                result: held.result,
            });
            match saved {
                // Nobody could ever be shown it: the service has failed, and the reader goes on.
                Err(RunError::NotSaved(error @ StoreError::TooLarge { .. })) => {
                    let result = Box::new(AiResult {
                        service,
                        study,
                        status: AiStatus::Failed {
                            kind: FailureKind::OutputInvalid,
                            message: error.to_string(),
                        },
                        elapsed,
                    });
                    self.save(Command::AiArrived { case, result })?;
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Says that there is no result where one would be shown by now, or would order the worklist or decide the case.
    pub(super) fn withhold_result(&mut self) -> Result<(), RunError> {
        let open = self.session.open_case().cloned();
        let is_ahead = rules(self.plan().mode).takes_results_ahead;
        for case in self.desk.withheld() {
            if !self.session.wants_ai_result(&case) {
                continue;
            }
            let is_pending = || {
                let view = self.view().case;
                view.is_some_and(|case| case.ai == AiView::Pending)
            };
            if is_ahead || (open.as_ref() == Some(&case) && is_pending()) {
                self.tell_host(Command::WithholdAi(case))?;
            }
        }
        Ok(())
    }
}
