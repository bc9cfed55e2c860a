//! AI jobs on their thread: asked for, waited for, and taken over when they are done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use overread_base::{AiResult, AiStatus, CaseId, FailureKind, Millis};
use overread_exam::{AiView, CasePhase};
use overread_plugin_host::{CancelFlag, Job};

use super::originals::{nowhere, unknown_study};
use super::{ImagesState, RunError, SessionRunner};
use crate::ground::CasePlace;
use crate::images::CaseImages;
use crate::library::LibraryError;
use crate::services::{self, Service};
use crate::step::StepProgress;

/// What the job thread is asked for.
pub(super) struct JobWish {
    pub(super) case: CaseId,
    pub(super) service: Service,
    pub(super) source: JobSource,
}

pub(super) enum JobSource {
    /// The images are there.
    Ready(Box<Job>, CasePlace),
    /// A case that is not open: its images are opened for the job alone.
    Ahead(Box<Ahead>),
}

pub(super) struct Ahead {
    /// Opens the images of the case, or takes those at hand.
    open: Box<dyn FnOnce() -> Result<Arc<CaseImages>, LibraryError> + Send>,
    locale: String,
    seed: overread_base::Seed,
    cancel: CancelFlag,
}

/// What came of a job.
pub(super) struct JobDone {
    case: CaseId,
    result: Box<AiResult>,
    /// Where the marks lie; `None` if the images could not be opened.
    place: Option<CasePlace>,
}

impl JobWish {
    pub(super) fn work(self) -> JobDone {
        let Self {
            case,
            service,
            source,
        } = self;
        let (result, place) = match source {
            JobSource::Ready(job, place) => (service.analyze(&job), Some(place)),
            JobSource::Ahead(ahead) => ahead.work(&service),
        };
        JobDone {
            case,
            result: Box::new(result),
            place,
        }
    }
}

impl Ahead {
    fn work(self, service: &Service) -> (AiResult, Option<CasePlace>) {
        // A fault of ours costs this case, not the thread and with it the results of all others. Nothing is shared with
        // what panicked but the cache, which is changed after it.
        let prepared = catch_unwind(AssertUnwindSafe(|| self.prepare()));
        match prepared.unwrap_or(Err(LibraryError::Crashed)) {
            Ok((job, place)) => (service.analyze(&job), place),
            Err(error @ LibraryError::Crashed) => (crashed(service, &error), None),
            Err(error) => (service.not_run(unknown_study(), &error.to_string()), None),
        }
    }

    /// The job on the opened images, and where they lie.
    fn prepare(self) -> Result<(Job, Option<CasePlace>), LibraryError> {
        let images = (self.open)()?;
        let job = Job {
            locale: self.locale,
            seed: self.seed,
            cancel: self.cancel,
            ..Job::new(images.study.clone(), services::job_series(&images))
        };
        Ok((job, CasePlace::of_images(&images)))
    }
}

/// The result for a case that this program failed at: nothing is wrong with the study, so it was not refused as bad input.
fn crashed(service: &Service, error: &LibraryError) -> AiResult {
    AiResult {
        service: service.identity().clone(),
        study: unknown_study(),
        status: AiStatus::Failed {
            kind: FailureKind::PluginFailure,
            message: error.to_string(),
        },
        elapsed: None,
    }
}

impl SessionRunner {
    /// Waits until the images of the open case are there or have failed: for scripted readers.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_images(&mut self) -> Result<(), RunError> {
        while matches!(self.images, ImagesState::Loading(_)) {
            let Some(opened) = self.opener.wait() else {
                break;
            };
            self.take_images(opened)?;
            self.settle()?;
        }
        Ok(())
    }

    /// Waits until the AI job of the open case came to an end: for scripted readers, after the images. A result that is
    /// held until its time stays away until the clock has come to it.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_ai(&mut self) -> Result<(), RunError> {
        while self.n_jobs > 0 && self.is_ai_pending() {
            let Some(done) = self.jobs.wait() else { break };
            self.take_job(done)?;
            self.settle()?;
        }
        Ok(())
    }

    /// Waits until every AI job has come to an end: for scripted readers in modes whose results come ahead.
    ///
    /// # Errors
    /// As [`SessionRunner::poll`].
    pub fn wait_for_jobs(&mut self) -> Result<(), RunError> {
        while self.n_jobs > 0 {
            let Some(done) = self.jobs.wait() else { break };
            self.take_job(done)?;
            self.settle()?;
        }
        Ok(())
    }

    /// When the next AI result that is held comes due, on the session's clock: of the open case, or of any.
    #[must_use]
    pub fn next_ai_due(&self) -> Option<Millis> {
        match self.session.open_case() {
            Some(case) => self.desk.due_of(case),
            None => self.desk.next_due(),
        }
    }

    fn is_ai_pending(&self) -> bool {
        let case = self.view().case;
        case.is_some_and(|case| case.phase == CasePhase::AwaitingAi || case.ai == AiView::Pending)
    }

    pub(super) fn ahead_of(&self, case: &CaseId) -> Result<Ahead, RunError> {
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let listed = listed.ok_or_else(|| RunError::UnknownCase(case.clone()))?;
        let (listed, studies) = (listed.clone(), self.opener.studies().to_owned());
        let cache = Arc::clone(self.opener.cache());
        Ok(Ahead {
            open: Box::new(move || cache.open(&listed, &studies, &StepProgress::ahead())),
            locale: self.locale.clone(),
            seed: self.plan().seed,
            cancel: self.desk.ahead(),
        })
    }

    pub(super) fn job_for(&self, images: &CaseImages) -> Job {
        let step = self.ai.step.clone();
        Job {
            locale: self.locale.clone(),
            seed: self.plan().seed,
            cancel: self.ai.cancel.clone(),
            progress: Arc::new(move |fraction, stage| {
                step.set_fraction(fraction);
                step.set_stage(stage);
            }),
            ..Job::new(images.study.clone(), services::job_series(images))
        }
    }

    /// Takes over what came of a job.
    pub(super) fn take_job(&mut self, done: JobDone) -> Result<(), RunError> {
        self.n_jobs = self.n_jobs.saturating_sub(1);
        let JobDone {
            case,
            result,
            place,
        } = done;
        let simulated = match (&self.service, self.recorded.contains_key(&case), &place) {
            // The job only opened the images of a case that is simulated.
            (Some(Service::Simulated { spec, .. }), false, Some(place)) => {
                Some((Arc::clone(spec), place.clone()))
            }
            (_, _, _) => None,
        };
        let result = match simulated {
            Some((spec, place)) => self.simulated(&spec, &case, &place)?,
            None => *result,
        };
        let original = self.at_once(result, place.unwrap_or_else(nowhere));
        self.take_original(&case, original)
    }
}

#[cfg(test)]
mod tests;
