//! Questions, requests for the AI result, and what the host says about a case and the session.

use overread_base::CaseId;
use overread_scenario::{AnswerValue, QuestionId};

use crate::{CaseFact, Event, PlantRecord, ProctorFact, Refusal, Session};

use super::fact;

impl Session {
    pub(super) fn answer(
        &self,
        question: QuestionId,
        value: AnswerValue,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.answering()?;
        if self.plan.design.question(id, &question).is_none() {
            return Err(Refusal::NotAsked { question });
        }
        Ok(fact(id, CaseFact::Answered { question, value }))
    }

    pub(super) fn request_ai(&self) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.answering()?;
        Ok(fact(id, CaseFact::AiRequested))
    }

    pub(super) fn withhold_ai(&self, case: CaseId) -> Result<Vec<Event>, Refusal> {
        Ok(fact(&case, CaseFact::AiWithheld))
    }

    pub(super) fn images_failed(
        &self,
        case: CaseId,
        reason: String,
    ) -> Result<Vec<Event>, Refusal> {
        Ok(fact(&case, CaseFact::ImagesFailed(reason)))
    }

    pub(super) fn tell_planted(
        &self,
        case: CaseId,
        record: Box<PlantRecord>,
    ) -> Result<Vec<Event>, Refusal> {
        Ok(fact(&case, CaseFact::AiPlanted(record)))
    }

    pub(super) fn proctored(&self, fact: ProctorFact) -> Result<Vec<Event>, Refusal> {
        Ok(vec![Event::Proctor(fact)])
    }
}
