//! The order of the worklist: that of the plan, or in triage by what the service says of each case.

use overread_base::{AiResult, CaseId, Priority};

use super::Ahead;
use crate::Session;
use crate::mode_rules::rules;
use crate::rubric_v1::is_ai_positive;

impl Session {
    /// Whether the reader may take any unread case: an exam that chooses its items leaves no choice.
    pub(crate) fn is_order_free(&self) -> bool {
        let is_chosen = self.exam.as_ref().is_some_and(|exam| exam.fault.is_none());
        rules(self.plan.mode).is_order_free && !is_chosen
    }

    /// Every case of the plan in the order in which the worklist shows them.
    ///
    /// In triage urgent ones come first, by priority and then by probability. A case of which the service has said
    /// nothing stands before those that it holds to be routine: unknown is not harmless. Equal ones keep the order of
    /// the plan.
    pub(crate) fn worklist_order(&self) -> Vec<&CaseId> {
        let mut cases: Vec<&CaseId> = self.plan.cases.iter().collect();
        if self.is_order_free() {
            cases.sort_by(|a, b| {
                let (a, b) = (self.standing(a), self.standing(b));
                b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
            });
        }
        cases
    }

    /// What the service says about the urgency of a case; `None` before its result, and where results order nothing.
    pub(crate) fn priority_of(&self, id: &CaseId) -> Option<Priority> {
        if !self.is_order_free() {
            return None;
        }
        let result = self.result_of(id)?;
        let report = result.report()?;
        Some(report.priority.unwrap_or(if is_ai_positive(result) {
            Priority::Urgent
        } else {
            Priority::Routine
        }))
    }

    fn standing(&self, id: &CaseId) -> (u8, f32) {
        let rank = match self.priority_of(id) {
            Some(Priority::Stat) => 3,
            Some(Priority::Urgent) => 2,
            None => 1,
            Some(Priority::Routine) => 0,
        };
        let report = self.result_of(id).and_then(AiResult::report);
        let probability = report.and_then(|report| report.probability);
        (
            rank,
            probability.map_or(-1.0, |probability| probability.value),
        )
    }

    /// The result of a case as it came, shown or not.
    fn result_of(&self, id: &CaseId) -> Option<&AiResult> {
        match (self.cases.get(id), self.ahead.get(id)) {
            (Some(case), _) => case.ai.as_ref(),
            (None, Some(Ahead::Result(result))) => Some(result),
            (None, Some(Ahead::Withheld) | None) => None,
        }
    }
}
