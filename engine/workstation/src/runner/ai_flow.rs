//! How a session comes to its AI results: asked of services, records or simulation, held until due, told when closed.

use std::path::PathBuf;
use std::sync::Arc;

use overread_base::{AiResult, CaseId, Code, LocalText, Millis, StudyUid};
use overread_exam::{
    AiView, CaseFact, CasePhase, Command, Event, PlantRecord, SimulatedCase, rules, simulate,
    usual_target,
};
use overread_plugin_host::{CancelFlag, Job};
use overread_scenario::{Case, SimulatedService};

use super::ai_desk::Original;
use super::{ImagesMode, ImagesState, RunError, SessionRunner};
use crate::cache::ImageCache;
use crate::case_opener::Opened;
use crate::ground::CasePlace;
use crate::images::CaseImages;
use crate::services::{self, Service};
use crate::step::StepProgress;

/// What the job thread is asked for.
pub(super) struct JobWish {
    case: CaseId,
    service: Service,
    source: JobSource,
}

enum JobSource {
    /// The images are there.
    Ready(Box<Job>, CasePlace),
    /// A case that is not open: its images are opened for the job alone.
    Ahead(Box<Ahead>),
}

struct Ahead {
    case: Case,
    studies: PathBuf,
    cache: Arc<ImageCache>,
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
        let opened = self
            .cache
            .open(&self.case, &self.studies, &StepProgress::ahead());
        match opened {
            Ok(images) => {
                let job = Job {
                    locale: self.locale,
                    seed: self.seed,
                    cancel: self.cancel,
                    ..Job::new(images.study.clone(), services::job_series(&images))
                };
                (service.analyze(&job), CasePlace::of_images(&images))
            }
            Err(error) => (service.not_run(unknown_study(), &error.to_string()), None),
        }
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

    pub(super) fn take_images(&mut self, loaded: Opened) -> Result<(), RunError> {
        match loaded.images {
            Ok(images) => self.images = ImagesState::Ready(images),
            Err(error) => {
                let reason = error.to_string();
                tracing::warn!("case {} cannot be shown: {reason}", loaded.case);
                self.images = ImagesState::Failed(reason.clone());
                let case = loaded.case;
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

    /// The result of a case for which nothing has to run: recorded or simulated.
    fn original_at_hand(
        &mut self,
        case: &CaseId,
        images: Option<&Result<Arc<CaseImages>, String>>,
    ) -> Result<Option<Original>, RunError> {
        if let Some(recorded) = self.recorded.get(case) {
            let found = match images {
                Some(Ok(images)) => Some((
                    recorded.result_for(&images.study),
                    CasePlace::of_images(images).unwrap_or_else(nowhere),
                )),
                Some(Err(reason)) => {
                    Some((recorded.without_images(unknown_study(), reason), nowhere()))
                }
                None if self.images_of.as_ref() == Some(case)
                    && self.images_mode == ImagesMode::Opened =>
                {
                    None
                }
                None => {
                    let only: Vec<AiResult> = recorded.results().take(2).cloned().collect();
                    match <[AiResult; 1]>::try_from(only) {
                        Ok([only]) => Some((only, self.ground(case)?.place.clone())),
                        Err(_) => None,
                    }
                }
            };
            return Ok(found.map(|(result, place)| self.at_once(result, place)));
        }
        let Some(Service::Simulated { spec, .. }) = &self.service else {
            return Ok(None);
        };
        let spec = Arc::clone(spec);
        let place = match images {
            Some(Ok(images)) => CasePlace::of_images(images),
            Some(Err(_)) => return Ok(None),
            None => {
                let is_enough = self.images_mode == ImagesMode::None;
                let ground = self.ground(case)?;
                (ground.is_exact || is_enough).then(|| ground.place.clone())
            }
        };
        let Some(place) = place else { return Ok(None) };
        let result = self.simulated(&spec, case, &place)?;
        let latency = result.elapsed.unwrap_or(Millis(0));
        let due = Millis(self.asked_at(case).0.saturating_add(latency.0));
        Ok(Some(Original { result, place, due }))
    }

    fn simulated(
        &mut self,
        spec: &SimulatedService,
        case: &CaseId,
        place: &CasePlace,
    ) -> Result<AiResult, RunError> {
        let seed = self.plan().seed;
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let difficulty = listed.and_then(|listed| listed.difficulty);
        let target = self.target()?;
        let truth = self.ground(case)?.truth.as_ref();
        Ok(simulate(
            spec,
            &SimulatedCase {
                case,
                truth,
                difficulty,
                study: &place.study,
                series: &place.series,
                bounds: place.bounds,
                target: &target,
                seed,
            },
        ))
    }

    /// What a simulated service looks for: the commonest lesion of the session's cases.
    fn target(&mut self) -> Result<Code, RunError> {
        if let Some(target) = &self.target {
            return Ok(target.clone());
        }
        let cases = self.plan().cases.clone();
        let target = usual_target(&self.grounds.truths(&self.scenario, &cases)?);
        self.target = Some(target.clone());
        Ok(target)
    }

    /// Since when the result of a case is asked for: its opening, or the start of the session where results come ahead.
    fn asked_at(&self, case: &CaseId) -> Millis {
        if rules(self.plan().mode).takes_results_ahead {
            return Millis(0);
        }
        let opened = self.events.iter().rev().find(|stamped| {
            matches!(&stamped.event, Event::Case { case: of, fact: CaseFact::Opened } if of == case)
        });
        opened.map_or(self.now(), |opened| opened.at)
    }

    fn at_once(&self, result: AiResult, place: CasePlace) -> Original {
        Original {
            result,
            place,
            due: self.now(),
        }
    }

    fn take_original(&mut self, case: &CaseId, original: Original) -> Result<(), RunError> {
        let other = self.other_result(case)?;
        let truth = self.ground(case)?.truth.clone();
        self.desk
            .take(case, truth.as_ref(), original, other.as_ref());
        Ok(())
    }

    /// The result of another case, for an error that needs one: of the next in the plan that is at hand, else the last
    /// that a service gave.
    fn other_result(&mut self, case: &CaseId) -> Result<Option<AiResult>, RunError> {
        if self.desk.error_of(case).is_none() {
            return Ok(None);
        }
        let cases = self.plan().cases.clone();
        let own = cases.iter().position(|of| of == case).unwrap_or(0);
        let others = (1..cases.len()).filter_map(|step| cases.get((own + step) % cases.len()));
        for other in others {
            let is_simulated = matches!(self.service, Some(Service::Simulated { .. }));
            if let Some(recorded) = self.recorded.get(other) {
                if let Some(result) = recorded.results().next() {
                    return Ok(Some(result.clone()));
                }
            } else if let (true, Some(Service::Simulated { spec, .. })) =
                (is_simulated, self.service.clone())
            {
                let place = self.ground(other)?.place.clone();
                return Ok(Some(self.simulated(&spec, other, &place)?));
            }
        }
        Ok(self.desk.other_than(case))
    }

    fn ahead_of(&self, case: &CaseId) -> Result<Ahead, RunError> {
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let listed = listed.ok_or_else(|| RunError::UnknownCase(case.clone()))?;
        Ok(Ahead {
            case: listed.clone(),
            studies: self.opener.studies().to_owned(),
            cache: Arc::clone(self.opener.cache()),
            locale: self.locale.clone(),
            seed: self.plan().seed,
            cancel: self.desk.ahead(),
        })
    }

    fn job_for(&self, images: &CaseImages) -> Job {
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

    /// Gives the session the results that are due.
    pub(super) fn deliver_results(&mut self) -> Result<(), RunError> {
        while let Some(held) = self.desk.pop_due(self.now()) {
            if !self.session.wants_ai_result(&held.case) {
                tracing::info!("late AI result of case {} dropped", held.case);
                continue;
            }
            self.save(Command::AiArrived {
                case: held.case,
                result: held.result,
            })?;
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

    /// Writes what had been planted into the results of cases that are closed.
    pub(super) fn tell_planted(&mut self) -> Result<(), RunError> {
        for case in self.desk.untold() {
            if !self.session.is_closed(&case) {
                continue;
            }
            let record = self.record_of(&case)?;
            self.desk.tell(case.clone());
            if let Some(record) = record {
                let record = Box::new(record);
                self.tell_host(Command::TellPlanted { case, record })?;
            }
        }
        Ok(())
    }

    /// What was planted into the result of a case: as remembered, planted once more where the result is at hand, or by
    /// kind and severity only where the program was started anew since.
    fn record_of(&mut self, case: &CaseId) -> Result<Option<PlantRecord>, RunError> {
        if self.desk.record_of(case).is_none()
            && let Some(original) = self.original_at_hand(case, None)?
        {
            let other = self.other_result(case)?;
            let truth = self.ground(case)?.truth.clone();
            let Original { result, place, .. } = original;
            self.desk
                .planted(case, truth.as_ref(), result, &place, other.as_ref());
        }
        if let Some(record) = self.desk.record_of(case) {
            return Ok(Some(record.clone()));
        }
        Ok(self.desk.error_of(case).map(bare_record))
    }
}

/// What is known of a planted error by the plan alone.
pub(super) fn bare_record(error: &overread_exam::PlannedError) -> PlantRecord {
    let told = |locale: &str, value: &str| LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    };
    PlantRecord {
        kind: error.kind,
        severity: error.severity,
        findings: Vec::new(),
        places: Vec::new(),
        told: vec![
            told(
                "en",
                "Planned for this case; what it changed is not known any more, because the program was started anew.",
            ),
            told(
                "ru",
                "Запланировано для этого случая; что именно изменено, уже неизвестно: программа была запущена заново.",
            ),
        ],
        is_void: false,
    }
}

/// The study of a case whose images could not be opened: a nil UID, which no study has.
fn unknown_study() -> StudyUid {
    StudyUid::new("2.25.0").unwrap_or_else(|_| unreachable!("a constant that is a UID"))
}

/// The place of a case whose images could not be opened.
fn nowhere() -> CasePlace {
    let series = overread_base::SeriesUid::new("2.25.0");
    let origin = overread_base::Vec3::new(0.0, 0.0, 0.0);
    CasePlace {
        study: unknown_study(),
        series: series.unwrap_or_else(|_| unreachable!("a constant that is a UID")),
        bounds: (origin, origin),
    }
}
