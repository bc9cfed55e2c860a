//! What is told of closed cases: the debriefing after the end, in practice the feedback between cases, and the learner's log.

use std::time::Instant;

use overread_base::CaseId;
use overread_desk::LastAct;
use overread_exam::{CasePhase, SessionState};

use super::Seated;
use super::complaint::Complaint;
use super::keeping::Keeping;
use crate::session::errand::Errand;
use crate::session::studying;

impl Seated {
    /// After the end: score and truth once, and the images of the case that the debriefing shows.
    pub(super) fn take_debrief(&mut self) {
        if self.runner.view().state != SessionState::Ended {
            return;
        }
        // An act that was refused before the end stands in the way of nothing; only a debriefing that failed is not tried anew.
        if self.debrief.is_none() && !self.has_debrief_failed {
            match self.runner.debrief() {
                Ok(debrief) => self.debrief = debrief,
                Err(error) => {
                    self.has_debrief_failed = true;
                    self.fail(error);
                }
            }
        }
        self.keep_block();
        let cases = &self.runner.scenario().cases;
        let wanted = self.desk.wanted_case();
        let wanted = wanted.and_then(|id| cases.iter().find(|case| &case.id == id));
        self.late.poll(wanted, &self.desk);
    }
    /// In practice, while no case is read: truth and score of the closed case that the desk wants, else of the last one,
    /// and its images.
    pub(super) fn take_feedback(&mut self) {
        let wanted = self.told_case();
        if self.feedback_of != wanted {
            let told = wanted.as_ref().map(|case| self.runner.feedback(case));
            self.feedback_of = wanted;
            self.feedback = match told.transpose() {
                Ok(told) => told.flatten(),
                Err(error) => {
                    self.fail(error);
                    None
                }
            };
        }
        if let Some(feedback) = &self.feedback {
            let cases = &self.runner.scenario().cases;
            let shown = cases.iter().find(|case| case.id == feedback.case);
            self.late.poll(shown, &self.desk);
        }
    }

    /// The case that feedback is wanted on; `None` while one is read, and in sessions that tell nothing before their end.
    fn told_case(&self) -> Option<CaseId> {
        let view = self.runner.view();
        let open = view.case.as_ref()?;
        let is_between = view.state == SessionState::Running && open.phase == CasePhase::Signed;
        if !is_between || !view.design.tells_after_each_case() {
            return None;
        }
        Some(self.desk.wanted_case().unwrap_or(open.case).clone())
    }

    /// Keeps what was read in a block of a course or in a practice set in the learner's log, once. Where that fails the
    /// reader is told, and it is tried again.
    fn keep_block(&mut self) {
        let Some(debrief) = &self.debrief else { return };
        let now = Instant::now();
        if !self.keeping.is_due(now) {
            return;
        }
        let kept = match &self.errand {
            Errand::Block(block) => studying::keep_block(&self.args, block, &self.runner, debrief),
            Errand::Set(_) => studying::keep_set(&self.args, &self.runner, debrief),
            Errand::None | Errand::Look(_) | Errand::Tour(_) => Ok(()),
        };
        match kept {
            Ok(()) => {
                self.keeping = Keeping::Done;
                if matches!(self.error, Some(Complaint::NotKept(_))) {
                    self.error = None;
                    self.saved = LastAct::Saved;
                }
            }
            Err(error) => {
                self.keeping = Keeping::Failed(now);
                tracing::warn!("what was read was not kept in the learner's log: {error:#}");
                self.error = Some(Complaint::NotKept(format!("{error:#}")));
                self.saved = LastAct::NotSaved;
            }
        }
    }
}
