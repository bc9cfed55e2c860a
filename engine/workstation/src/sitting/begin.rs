//! Begins a session: who sits where, which cases, which plan; its journal is on the disk when this is done.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use overread_base::{CaseId, Seed, SessionId};
use overread_exam::{
    AiPlan, ArmSeat, CertificationSeat, Command, ExamSeat, ProctorFact, Rubric, Session,
    SessionDesign, SessionPlan,
};
use overread_plugin_host::ExamPlugin;
use overread_scenario::{Case, Scenario, ordered};
use overread_store::SessionFolder;

use super::history::History;
use super::{Past, Sitting, SittingError, ai_plan, attempt, crossover, form};
use crate::exam_book;
use crate::exam_driver::ExamSource;
use crate::folders::Folders;
use crate::ground::Grounds;
use crate::recorded::{Recorded, recorded_of};
use crate::runner::{SessionRunner, Surroundings};
use crate::services::{PluginWish, Service, Services};
use crate::studies_note;

/// The plugins of a session.
#[derive(Default)]
pub(super) struct Plugins {
    pub(super) service: Option<Service>,
    pub(super) exam: Option<Arc<ExamPlugin>>,
    /// Whether an unsigned one may run.
    pub(super) is_developer_mode: bool,
}

impl Plugins {
    /// Those that a scenario names. An exam that lists digests takes no other bundles.
    pub(super) fn of(scenario: &Scenario, folders: &Folders) -> Result<Self, SittingError> {
        let wants_service = scenario.mode.has_ai();
        // Where every result is recorded there is nothing to run.
        let wants_service =
            wants_service && scenario.cases.iter().any(|case| case.recorded.is_none());
        let simulated = scenario.design.simulated.as_ref().filter(|_| wants_service);
        let simulated = simulated.map(Service::simulated);
        let wanted = scenario.service.as_ref();
        let wanted = wanted.filter(|_| wants_service && simulated.is_none());
        if wanted.is_none() && scenario.exam.is_none() {
            return Ok(Self {
                service: simulated,
                ..Self::default()
            });
        }
        let services = Services::open(folders)?;
        let listed = scenario.exam.as_ref();
        let listed = listed.map_or(&[][..], |exam| &exam.digests);
        let wish = |id| PluginWish {
            listed,
            ..PluginWish::any(id)
        };
        let service = wanted.map(|id| services.find_exactly(&wish(id.as_str())));
        let exam = scenario.exam.as_ref();
        let exam = exam.map(|exam| services.find_exam(&wish(exam.plugin.as_str())));
        Ok(Self {
            service: service.transpose()?.or(simulated),
            exam: exam.transpose()?.map(Arc::new),
            is_developer_mode: services.is_developer_mode(),
        })
    }
}

/// What is decided about a session before its cases are.
struct Seat {
    scenario: Scenario,
    history: History,
    arm: Option<ArmSeat>,
    /// The cases of the arm; `None` leaves all.
    pool: Option<std::collections::BTreeSet<CaseId>>,
    certification: Option<CertificationSeat>,
    /// What was overridden, in words for the record.
    overridden: Option<String>,
}

impl Seat {
    /// Arm and attempt of the reader, by the earlier sessions below `sessions`.
    fn take(
        sitting: &Sitting,
        scenario: Scenario,
        sessions: &Path,
        now_unix_s: u64,
    ) -> Result<Self, SittingError> {
        let design = &scenario.design;
        let is_limited = |form: &overread_scenario::FormSpec| form.most_exposures.is_some();
        let is_asked = design.crossover.is_some()
            || design.certification.is_some()
            || design.form.as_ref().is_some_and(is_limited);
        let is_asked = is_asked && sitting.options.past == Past::Counted;
        let history = if is_asked {
            History::read(sessions, &scenario.id)?
        } else {
            History::default()
        };
        let options = sitting.options;
        let certification = design.certification.as_ref().map(|terms| {
            let candidate = sitting.candidate.as_ref();
            attempt::take(terms, candidate, &history, now_unix_s, options.attempts)
        });
        let (certification, overridden) = certification.transpose()?.unzip();
        let arm = design.crossover.as_ref().map(|spec| {
            let reader = &sitting.reader;
            crossover::next_arm(
                spec,
                &scenario,
                &history,
                reader,
                now_unix_s,
                options.washout,
            )
        });
        let arm = arm.transpose()?;
        let mode = arm.as_ref().map_or(scenario.mode, |arm| arm.mode);
        let (arm, pool) = arm.map(|arm| (arm.seat, arm.cases)).unzip();
        Ok(Self {
            scenario: Scenario { mode, ..scenario },
            history,
            arm,
            pool,
            certification,
            overridden: overridden.flatten(),
        })
    }

    /// The cases of the session: those of its exam, else as [`Seat::cases`] says.
    fn cases_of(
        &self,
        exam: Option<&ExamSeat>,
        seed: Seed,
    ) -> Result<(Vec<CaseId>, BTreeMap<CaseId, String>), SittingError> {
        match exam {
            Some(exam) => {
                let items = exam.plan.items.iter();
                let cases = items.map(|item| item.case.clone());
                Ok((cases.collect(), BTreeMap::new()))
            }
            None => self.cases(seed),
        }
    }

    /// The cases of the session in its order, and the cell that each was drawn for.
    fn cases(&self, seed: Seed) -> Result<(Vec<CaseId>, BTreeMap<CaseId, String>), SittingError> {
        let is_mine = |case: &Case| {
            self.pool
                .as_ref()
                .is_none_or(|pool| pool.contains(&case.id))
        };
        let mut cases: Vec<&Case> = self.scenario.cases.iter().filter(|c| is_mine(c)).collect();
        let mut cells = BTreeMap::new();
        if let Some(spec) = &self.scenario.design.form {
            cells = form::draw(spec, &cases, &self.history.exposures(), seed.child("form"))?;
            cases.retain(|case| cells.contains_key(&case.id));
        }
        Ok((ordered(cases, self.scenario.order, seed), cells))
    }
}

fn session_id(scenario: &Scenario, started: u64, nonce: &str) -> Result<SessionId, SittingError> {
    let id = SessionId::new(format!("{}-{started}-{nonce}", scenario.id));
    // A scenario id is short and plain, so this never happens; a fault of ours is still named.
    id.map_err(|error| SittingError::Scenario(error.to_string()))
}

/// Begins a session; `find` finds the plugins that it needs.
pub(super) fn begin(
    sitting: Sitting,
    scenario: Scenario,
    sessions: &Path,
    find: impl FnOnce(&Scenario) -> Result<Plugins, SittingError>,
    grounds: Grounds,
) -> Result<SessionRunner, SittingError> {
    let started = sitting.clock.wall_ms() / 1000;
    let seat = Seat::take(&sitting, scenario, sessions, started)?;
    let plugins = find(&seat.scenario)?;
    let exam = plugins.exam.as_ref();
    let exam_seat = exam.map(|exam| take_seat(exam, &seat.scenario, &sitting));
    let exam_seat = exam_seat.transpose()?;
    let (cases, cells) = seat.cases_of(exam_seat.as_ref(), sitting.seed)?;
    let recorded = recorded_of(&seat.scenario, &cases, &sitting.studies);
    let service = plugins
        .service
        .or_else(|| recorded_service(&cases, &recorded));
    let ai_plan = ai_plan::draw(&seat.scenario, &cases, sitting.seed, &grounds)?;
    let design = SessionDesign {
        ai_plan_sha256: ai_plan.as_ref().map(AiPlan::sha256),
        cells,
        arm: seat.arm,
        certification: seat.certification,
        ..SessionDesign::of(&seat.scenario, &cases)
    };
    let nonce = nonce(started);
    let sources = cases.iter();
    let sources = sources.filter_map(|case| Some(recorded.get(case)?.source(case)));
    let scenario = seat.scenario;
    let plan = SessionPlan {
        session: session_id(&scenario, started, &nonce)?,
        reader: sitting.reader,
        scenario: scenario.id.clone(),
        scenario_hash: scenario.hash,
        seed: sitting.seed,
        software: format!("overread {}", env!("CARGO_PKG_VERSION")),
        rubric: Rubric::V2,
        mode: scenario.mode,
        service: service.as_ref().map(|service| service.identity().clone()),
        recorded: sources.collect(),
        is_developer_mode: plugins.is_developer_mode,
        exam: exam_seat,
        hit_rule: scenario.hit_rule,
        soft_limit: scenario.soft_limit,
        questions: scenario.questions.clone(),
        cases,
        design,
    };
    let session = Session::new(plan.clone())?;
    let text = &sitting.scenario_text;
    let (folder, journal) = SessionFolder::create_flushed(
        sessions,
        &plan,
        text,
        started,
        &nonce,
        sitting.options.flush,
    )?;
    studies_note::write(folder.path(), &sitting.studies);
    let surroundings = Surroundings {
        scenario,
        studies: sitting.studies,
        locale: sitting.locale,
        clock: sitting.clock,
        service,
        recorded,
        exam: plugins.exam.map(ExamSource::Ready),
        ai_plan: ai_plan.unwrap_or_default(),
        grounds,
        images: sitting.options.images,
    };
    let mut runner = SessionRunner::new(session, journal, Vec::new(), surroundings)?;
    if let Some(overridden) = seat.overridden {
        runner.send(Command::Proctor(ProctorFact::Incident(overridden)))?;
    }
    Ok(runner)
}

/// Lets the exam plugin make the plan of a session.
fn take_seat(
    exam: &ExamPlugin,
    scenario: &Scenario,
    sitting: &Sitting,
) -> Result<ExamSeat, SittingError> {
    let settings = scenario.exam.as_ref();
    let settings = settings.map_or_else(Vec::new, |exam| exam.settings.clone());
    let context = exam_book::context(
        &settings,
        &sitting.locale,
        sitting.seed,
        scenario.service.as_ref(),
        Arc::new(exam_book::casebook_of(scenario)?),
    );
    let plan = exam
        .make_plan(&context, exam_book::plan_seed(sitting.seed))
        .map_err(|fault| SittingError::Exam { fault })?;
    Ok(ExamSeat {
        plugin: exam.identity().clone(),
        locale: sitting.locale.clone(),
        settings,
        plan,
    })
}

/// The service of a session whose results are all recorded: that of the first case.
fn recorded_service(cases: &[CaseId], recorded: &BTreeMap<CaseId, Recorded>) -> Option<Service> {
    let first = recorded.get(cases.first()?)?;
    let is_whole = cases.iter().all(|case| recorded.contains_key(case));
    is_whole.then(|| Service::recorded(first.identity().clone(), recorded.values()))
}

/// A word that no other session of this second has on this machine: the process and a counter.
fn nonce(started: u64) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static SITTINGS: AtomicU32 = AtomicU32::new(0);
    let own =
        u64::from(std::process::id()) << 32 | u64::from(SITTINGS.fetch_add(1, Ordering::Relaxed));
    format!("{:08x}", Seed(started).index(own).0 >> 32)
}
