//! What may happen in a session's exam: which facts of its plugin are taken, and when an item's time is over.

use overread_base::{CaseId, Millis};

use crate::{Event, ExamFact, Refusal, Session, SessionState, TurnRecord};

impl Session {
    /// Decides a fact that the host brings from the exam plugin. Taken in every state: the plugin answers events that
    /// happened before a pause, and grades after the end.
    pub(super) fn decide_exam(&self, at: Millis, fact: ExamFact) -> Result<Vec<Event>, Refusal> {
        let exam = self.exam.as_ref().ok_or(Refusal::NoExam)?;
        let is_ended = self.state == SessionState::Ended;
        let fact = match fact {
            ExamFact::Turned(turn) if exam.is_awaiting() && turn.number == exam.n_turns => {
                ExamFact::Turned(self.with_refusals(turn))
            }
            ExamFact::TimedOut(case) if self.due(at) == Some(&case) => ExamFact::TimedOut(case),
            ExamFact::Faulted(fault) => {
                let is_first = match fault.call {
                    crate::ExamCall::GradeExam => {
                        is_ended && exam.grade.is_none() && exam.grade_fault.is_none()
                    }
                    crate::ExamCall::MakePlan | crate::ExamCall::Step => exam.fault.is_none(),
                };
                if !is_first {
                    return Err(Refusal::ExamFact);
                }
                ExamFact::Faulted(fault)
            }
            ExamFact::Graded(grade)
                if is_ended && exam.grade.is_none() && exam.grade_fault.is_none() =>
            {
                ExamFact::Graded(grade)
            }
            ExamFact::Turned(_) | ExamFact::TimedOut(_) | ExamFact::Graded(_) => {
                return Err(Refusal::ExamFact);
            }
        };
        Ok(vec![Event::Exam(fact)])
    }

    /// The turn with what of it has no effect.
    fn with_refusals(&self, turn: TurnRecord) -> TurnRecord {
        // No action changes what another one is judged by.
        let refusals = turn.actions.iter();
        let refused = refusals
            .filter_map(|action| self.action_refusal(action))
            .collect();
        TurnRecord { refused, ..turn }
    }

    /// The open case whose time is over at `now`, if its item has a time limit.
    #[must_use]
    pub fn due(&self, now: Millis) -> Option<&CaseId> {
        if self.state != SessionState::Running {
            return None;
        }
        let id = self.open_case()?;
        let left = self.time_left(id, now)?;
        (left == Millis(0)).then_some(id)
    }

    /// How much of a case's time is left at `now`; `None` without a limit.
    pub(crate) fn time_left(&self, id: &CaseId, now: Millis) -> Option<Millis> {
        let seat = self.plan.exam.as_ref()?;
        let limit = seat.plan.item_of(id)?.time_limit?;
        let case = self.cases.get(id)?;
        let spent = case.time_between(case.start(), now.max(self.last_at));
        Some(limit.since(spent))
    }

    /// Whether the exam plugin still has to answer an event; the host goes on asking it, also after the end.
    #[must_use]
    pub fn is_awaiting_exam(&self) -> bool {
        self.exam
            .as_ref()
            .is_some_and(super::exam_progress::ExamProgress::is_awaiting)
    }

    /// Whether the exam has ended without a grade, or a reason why there is none.
    #[must_use]
    pub fn wants_grade(&self) -> bool {
        let is_ungraded = |exam: &super::exam_progress::ExamProgress| {
            !exam.is_awaiting() && exam.grade.is_none() && exam.grade_fault.is_none()
        };
        self.state == SessionState::Ended && self.exam.as_ref().is_some_and(is_ungraded)
    }

    /// Whether the exam is over and no case is open any more, so that nothing is left but to end the session.
    #[must_use]
    pub fn is_exam_over(&self) -> bool {
        let is_over = self.exam.as_ref().is_some_and(|exam| exam.is_over);
        is_over
            && self.state == SessionState::Running
            && self.open_case().is_none()
            && !self.is_awaiting_exam()
    }
}

#[cfg(test)]
mod tests;
