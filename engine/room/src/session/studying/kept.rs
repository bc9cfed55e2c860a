//! What was read in a session is kept in the learner's log.

use anyhow::Context as _;
use overread_exam::SessionEnd;
use overread_learning::{CaseRecord, ExamRecord, LearnerAct, LearnerEvent, StepId};
use overread_store::LearnerLog;
use overread_workstation::{Debrief, Folders, SessionRunner, unix_seconds};

use super::Block;
use crate::cli::Args;

/// Keeps what was read in a practice block, once it is over; one that was given up is not done, and one that was opened
/// again later is not kept twice.
///
/// # Errors
/// If the learner's log cannot be written.
pub(in crate::session) fn keep_block(
    args: &Args,
    block: &Block,
    runner: &SessionRunner,
    debrief: &Debrief,
) -> anyhow::Result<()> {
    let folders = Folders::of_user(args.data.as_deref());
    let (mut log, kept) = LearnerLog::open(&folders.learner(), &args.reader)?;
    let session = runner.plan().session.as_str();
    if was_kept(&kept.events, session) {
        return Ok(());
    }
    let records = CaseRecord::of_session(session, &block.task, runner.scenario(), &debrief.score);
    let points = debrief.score.assessment.as_ref().map(|all| &all.points);
    let share = points.and_then(|points| {
        let possible = points.possible;
        (possible > 0.0).then(|| points.earned / possible)
    });
    let step = StepId {
        course: block.course.clone(),
        module: block.place.module.clone(),
        step: block.place.step.clone(),
    };
    let ended = debrief.score.assessment.as_ref().and_then(|all| all.ended);
    let is_whole = matches!(ended, Some(SessionEnd::Complete | SessionEnd::TimeUp));
    let exam_step = step.clone();
    let done = is_whole.then_some(LearnerAct::StepDone { step, share });
    let sat = debrief
        .pass
        .as_ref()
        .filter(|_| is_whole)
        .map(|pass| LearnerAct::ExamDone(ExamRecord::of(exam_step, session, pass)));
    let acts = records.into_iter().map(LearnerAct::CaseRead);
    for act in acts.chain(sat).chain(done) {
        log.append(&LearnerEvent {
            at_unix_s: unix_seconds(),
            act,
        })?;
    }
    Ok(())
}

/// The task under which the cases of practice sets stand in the map of competencies.
const PRACTICE_TASK: &str = "practice";

/// Keeps what was read in a practice set, once it is over; a set that was opened again later is not kept twice.
///
/// # Errors
/// If the learner's log cannot be written.
pub(in crate::session) fn keep_set(
    args: &Args,
    runner: &SessionRunner,
    debrief: &Debrief,
) -> anyhow::Result<()> {
    let folders = Folders::of_user(args.data.as_deref());
    std::fs::create_dir_all(&folders.site)
        .with_context(|| format!("cannot make {}", folders.site.display()))?;
    let (mut log, kept) = LearnerLog::open(&folders.learner(), &args.reader)?;
    let session = runner.plan().session.as_str();
    if was_kept(&kept.events, session) {
        return Ok(());
    }
    let records = CaseRecord::of_session(session, PRACTICE_TASK, runner.scenario(), &debrief.score);
    for record in records {
        log.append(&LearnerEvent {
            at_unix_s: unix_seconds(),
            act: LearnerAct::CaseRead(record),
        })?;
    }
    Ok(())
}

/// Whether a session's cases stand in the log already.
fn was_kept(events: &[LearnerEvent], session: &str) -> bool {
    let of_session = |event: &LearnerEvent| matches!(&event.act, LearnerAct::CaseRead(record) if record.session == session);
    events.iter().any(of_session)
}
