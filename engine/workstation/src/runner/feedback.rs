//! In practice: what was there and what was made of it, as soon as a case is closed. Of other cases not a word.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth};
use overread_exam::{Score, ScoreInput, SessionState, score_session};

use super::{RunError, SessionRunner};

/// What is shown of a closed case of a session that goes on.
#[derive(Debug, Clone)]
pub struct CaseFeedback {
    /// The case.
    pub case: CaseId,
    /// The score so far: of this case alone there is something to read in it, the others are not judged.
    pub score: Score,
    /// Its truth, where it is known; of no other case.
    pub truths: BTreeMap<CaseId, CaseTruth>,
}

impl SessionRunner {
    /// Truth and score of one closed case, in a session for practice that tells after each case; `None` in every other
    /// session, and for a case that can still be changed.
    ///
    /// # Errors
    /// [`RunError::Library`] if a synthetic case's truth cannot be made.
    pub fn feedback(&mut self, case: &CaseId) -> Result<Option<CaseFeedback>, RunError> {
        let tells = self.plan().design.tells_after_each_case();
        let is_running = self.session.state() != SessionState::Ended;
        if !tells || !is_running || !self.session.is_closed(case) {
            return Ok(None);
        }
        let own = [case.clone()];
        let truths = self.grounds.truths(&self.scenario, &own)?;
        let input = ScoreInput::of(&self.scenario, truths.clone());
        Ok(Some(CaseFeedback {
            case: case.clone(),
            score: score_session(&self.session, &input),
            truths,
        }))
    }
}

#[cfg(test)]
mod tests;
