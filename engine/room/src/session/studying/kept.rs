//! What was read in a session is kept in the learner's log.

use anyhow::Context as _;
use overread_exam::SessionEnd;
use overread_learning::{
    CaseRecord, ExamRecord, LearnerAct, LearnerEvent, PRACTICE_TASK, StepId, not_kept,
};
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
    let session = runner.plan().session.as_str();
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
    let done = is_whole.then(|| LearnerAct::StepDone {
        step,
        share,
        session: Some(session.to_owned()),
    });
    let sat = debrief
        .pass
        .as_ref()
        .filter(|_| is_whole)
        .map(|pass| LearnerAct::ExamDone(ExamRecord::of(exam_step, session, pass)));
    let read = records.into_iter().map(LearnerAct::CaseRead);
    keep(args, runner, read.chain(sat).chain(done).collect())
}

/// Keeps what was read in a practice set, once it is over; a set that was opened again later is not kept twice.
///
/// # Errors
/// If the learner's log cannot be written.
pub(in crate::session) fn keep_set(
    args: &Args,
    runner: &SessionRunner,
    debrief: &Debrief,
) -> anyhow::Result<()> {
    let session = runner.plan().session.as_str();
    let records = CaseRecord::of_session(session, PRACTICE_TASK, runner.scenario(), &debrief.score);
    let acts = records.into_iter().map(LearnerAct::CaseRead).collect();
    keep(args, runner, acts)
}

/// Adds to the log of whoever read the session what it does not hold yet; somebody else may look at it later.
fn keep(args: &Args, runner: &SessionRunner, acts: Vec<LearnerAct>) -> anyhow::Result<()> {
    let reader = runner.plan().reader.as_str();
    let folders = Folders::of_user(args.data.as_deref());
    std::fs::create_dir_all(&folders.site)
        .with_context(|| format!("cannot make {}", folders.site.display()))?;
    let (mut log, kept) = LearnerLog::open(&folders.learner(reader), reader)?;
    for act in not_kept(&kept.events, acts) {
        log.append(&LearnerEvent {
            at_unix_s: unix_seconds(),
            act,
        })?;
    }
    Ok(())
}
