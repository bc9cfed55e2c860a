//! Taking up an earlier session where its journal ends: with what it began with, or a named reason why that is gone.

use std::path::PathBuf;
use std::sync::Arc;

use overread_base::{FailureKind, ServiceIdentity};
use overread_exam::{
    AiPlan, Command, ExamSeat, ProctorFact, Session, SessionPlan, SessionState, StampedEvent,
};
use overread_scenario::Scenario;
use overread_store::SessionFolder;

use super::history::jumped_ms;
use super::{SittingError, ai_plan, checked};
use crate::clock::Clock;
use crate::exam_driver::ExamSource;
use crate::folders::Folders;
use crate::ground::Grounds;
use crate::recorded::recorded_of;
use crate::runner::{ImagesMode, RunError, SessionRunner, Surroundings};
use crate::services::{PluginWish, Service, Services};
use crate::studies_note;

/// A program that was closed for no longer is not away: the start of a session is known to a second.
const MOMENT_MS: i64 = 3_000;

/// Takes up an earlier session where its journal ends; the reader is back from then on.
///
/// `studies` is what DICOM folders are relative to; `None` is where they lay when the session began.
/// A service that is gone, or not the one that the session began with, is a failed service: the rest goes on.
///
/// # Errors
/// [`SittingError`] names what is missing, damaged or different from what was read before.
pub fn resume(
    folder: &SessionFolder,
    folders: &Folders,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
) -> Result<SessionRunner, SittingError> {
    let find = |scenario: &Scenario, began: &ServiceIdentity| service_of(scenario, began, folders);
    let exam = |seat: &ExamSeat| exam_of(seat, folders);
    let desk = Desk::new(studies, locale, clock);
    take_up(folder, desk, find, exam)
}

/// As [`resume`], without opening images: for scripted readers.
///
/// # Errors
/// As [`resume`].
pub fn resume_without_images(
    folder: &SessionFolder,
    folders: &Folders,
    locale: &str,
    clock: Arc<dyn Clock>,
) -> Result<SessionRunner, SittingError> {
    let find = |scenario: &Scenario, began: &ServiceIdentity| service_of(scenario, began, folders);
    let desk = Desk {
        images: ImagesMode::None,
        ..Desk::new(None, locale, clock)
    };
    take_up(folder, desk, find, |seat| exam_of(seat, folders))
}

/// As [`resume`], with an AI service that is at hand already.
///
/// # Errors
/// As [`resume`].
pub fn resume_with(
    folder: &SessionFolder,
    studies: Option<PathBuf>,
    locale: &str,
    clock: Arc<dyn Clock>,
    service: Service,
) -> Result<SessionRunner, SittingError> {
    let at_hand = |_: &Scenario, _: &ServiceIdentity| Ok(Some(service));
    let exam = |_: &ExamSeat| ExamSource::Missing {
        kind: FailureKind::Incompatible,
        message: "the session was taken up without its exam plugin".to_owned(),
    };
    take_up(folder, Desk::new(studies, locale, clock), at_hand, exam)
}

/// As [`resume`], with the exam plugin, or why there is none, and the AI service at hand already.
///
/// # Errors
/// As [`resume`].
pub fn resume_exam(
    folder: &SessionFolder,
    locale: &str,
    clock: Arc<dyn Clock>,
    exam: ExamSource,
    service: Option<Service>,
) -> Result<SessionRunner, SittingError> {
    let at_hand = |_: &Scenario, _: &ServiceIdentity| Ok(service);
    take_up(folder, Desk::new(None, locale, clock), at_hand, |seat| {
        same_exam(seat, exam)
    })
}

/// The exam plugin that a session began with, or why it is not here; `None` for a session without an exam.
#[must_use]
pub fn exam_plugin_of(plan: &SessionPlan, folders: &Folders) -> Option<ExamSource> {
    plan.exam.as_ref().map(|seat| exam_of(seat, folders))
}

/// The exam plugin that a session began with, or why there is none.
fn exam_of(seat: &ExamSeat, folders: &Folders) -> ExamSource {
    let missing = |kind, message: String| ExamSource::Missing { kind, message };
    let services = match Services::open(folders) {
        Ok(services) => services,
        Err(error) => return missing(error.kind(), error.to_string()),
    };
    let wish = PluginWish::any(seat.plugin.id.as_str());
    let exactly = PluginWish {
        version: Some(&seat.plugin.version),
        digest: seat.plugin.bundle_digest.as_deref(),
        ..wish
    };
    // Where the very bundle is gone, another of its id is named with what is different.
    let found = services
        .find_exam(&exactly)
        .or_else(|_| services.find_exam(&wish));
    match found {
        Ok(plugin) => same_exam(seat, ExamSource::Ready(Arc::new(plugin))),
        Err(error) => missing(error.kind(), error.to_string()),
    }
}

/// The source, if it is the plugin that the session began with.
fn same_exam(seat: &ExamSeat, source: ExamSource) -> ExamSource {
    let ExamSource::Ready(plugin) = &source else {
        return source;
    };
    let (began, found) = (&seat.plugin, plugin.identity());
    if found == began {
        return source;
    }
    ExamSource::Missing {
        kind: FailureKind::BadSignature,
        message: format!(
            "the session began with {} {}, another one is installed: {} {} or other files of it",
            began.id, began.version, found.id, found.version
        ),
    }
}

/// Where the reader sits down again.
struct Desk {
    studies: Option<PathBuf>,
    locale: String,
    clock: Arc<dyn Clock>,
    images: ImagesMode,
}

impl Desk {
    fn new(studies: Option<PathBuf>, locale: &str, clock: Arc<dyn Clock>) -> Self {
        Self {
            studies,
            locale: locale.to_owned(),
            clock,
            images: ImagesMode::Opened,
        }
    }
}

fn take_up(
    folder: &SessionFolder,
    desk: Desk,
    find: impl FnOnce(&Scenario, &ServiceIdentity) -> Result<Option<Service>, SittingError>,
    find_exam: impl FnOnce(&ExamSeat) -> ExamSource,
) -> Result<SessionRunner, SittingError> {
    let scenario = checked(&folder.scenario_text()?)?;
    let (journal, found) = folder.open()?;
    // A crossover's arm reads in a mode of its own.
    let mode = found.plan.mode;
    let scenario = Scenario { mode, ..scenario };
    if found.plan.scenario_hash != scenario.hash {
        return Err(SittingError::OtherScenario {
            path: folder.scenario_path(),
        });
    }
    let Desk {
        studies,
        locale,
        clock,
        images,
    } = desk;
    let studies = studies.unwrap_or_else(|| studies_note::studies_of_session(folder.path()));
    let mut recorded = recorded_of(&scenario, &found.plan.cases, &studies);
    for source in &found.plan.recorded {
        if let Some(read) = recorded.remove(&source.case) {
            recorded.insert(source.case.clone(), read.held_to(source));
        }
    }
    let service = found.plan.service.clone().map(|began| {
        if found
            .plan
            .cases
            .iter()
            .all(|case| recorded.contains_key(case))
        {
            return Service::recorded(began, recorded.values());
        }
        let found = find(&scenario, &began);
        same_service(began, found)
    });
    let exam = found.plan.exam.as_ref().map(find_exam);
    let grounds = Grounds::default();
    let ai_plan = same_ai_plan(&found.plan, &scenario, &grounds)?;
    let away_ms = away_ms(found.started_unix_s, &found.events, clock.as_ref());
    let design = &found.plan.design;
    // Wash-out, waits and supervision have to know of it; others read when they like.
    let is_told = design.certification.is_some() || design.arm.is_some();
    let session = Session::replay(found.plan, &found.events)?;
    let surroundings = Surroundings {
        scenario,
        studies,
        locale,
        clock,
        service,
        recorded,
        exam,
        ai_plan,
        grounds,
        images,
    };
    let mut runner = SessionRunner::new(session, journal, found.events, surroundings)?;
    if runner.view().state != SessionState::Ended {
        if let Some(by_ms) = away_ms.filter(|_| is_told) {
            let jumped = ProctorFact::ClockJumped { by_ms };
            send_if_admitted(&mut runner, Command::Proctor(jumped))?;
        }
        // A supervisor who paused the session is waited for; an order that was cut off is carried out.
        send_if_admitted(&mut runner, Command::Resume)?;
    }
    Ok(runner)
}

/// Sends what a session may refuse where it stands: one whose time was over has ended before it is told anything.
fn send_if_admitted(runner: &mut SessionRunner, command: Command) -> Result<(), RunError> {
    match runner.send(command) {
        Ok(()) | Err(RunError::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// For how long the calendar says that the program was closed; `None` for a moment.
pub(super) fn away_ms(
    started_unix_s: u64,
    events: &[StampedEvent],
    clock: &dyn Clock,
) -> Option<i64> {
    let at_ms = events.last().map_or(0, |last| last.at.0);
    let left_ms = i128::from(started_unix_s) * 1000 + i128::from(at_ms) + jumped_ms(events);
    let by_ms = i64::try_from(i128::from(clock.wall_ms()) - left_ms).ok()?;
    (by_ms > MOMENT_MS).then_some(by_ms)
}

/// The plan of AI results, drawn again; it must be the one that the journal is bound to.
fn same_ai_plan(
    plan: &SessionPlan,
    scenario: &Scenario,
    grounds: &Grounds,
) -> Result<AiPlan, SittingError> {
    let drawn = ai_plan::draw(scenario, &plan.cases, plan.seed, grounds)?;
    let found = drawn.as_ref().map(AiPlan::sha256);
    if found == plan.design.ai_plan_sha256 {
        return Ok(drawn.unwrap_or_default());
    }
    let named = |digest: Option<String>| digest.unwrap_or_else(|| "none".to_owned());
    Err(SittingError::OtherAiPlan {
        expected: named(plan.design.ai_plan_sha256.clone()),
        found: named(found),
    })
}

/// The service found, if it is the one that the session began with; else one that says what is wrong.
fn same_service(
    identity: ServiceIdentity,
    found: Result<Option<Service>, SittingError>,
) -> Service {
    let message = match found {
        Ok(Some(service)) if *service.identity() == identity => return service,
        Ok(Some(service)) => format!(
            "the session began with {} {}, another one is installed: {} {} or other files of it",
            identity.id,
            identity.version,
            service.identity().id,
            service.identity().version
        ),
        Ok(None) => format!("the session began with {}, now there is none", identity.id),
        Err(error) => error.to_string(),
    };
    tracing::warn!("{message}");
    Service::Broken {
        identity: Box::new(identity),
        kind: FailureKind::BadSignature,
        message,
    }
}

/// The very bundle that a session began with; where that is gone, another one of its id, which is then named.
fn service_of(
    scenario: &Scenario,
    began: &ServiceIdentity,
    folders: &Folders,
) -> Result<Option<Service>, SittingError> {
    if let Some(simulated) = &scenario.design.simulated {
        return Ok(Some(Service::simulated(simulated)));
    }
    let services = Services::open(folders)?;
    let listed = scenario.exam.as_ref();
    let wish = PluginWish {
        listed: listed.map_or(&[][..], |exam| &exam.digests),
        ..PluginWish::any(began.id.as_str())
    };
    let exactly = PluginWish {
        digest: began.bundle_digest.as_deref(),
        ..wish
    };
    let found = services
        .find_exactly(&exactly)
        .or_else(|_| services.find_exactly(&wish));
    Ok(Some(found?))
}

#[cfg(test)]
mod tests;
