//! Questions: which are asked when, what counts as an answer, and which answers count.

use std::collections::BTreeMap;

use overread_base::CaseId;
use overread_scenario::{AnswerValue, AskedWhen, Question, QuestionId, QuestionKind};

use super::answer_value::check_value;
use super::fact;
use crate::case_state::CaseState;
use crate::mode_rules::{AiTiming, rules};
use crate::{CaseFact, CasePhase, Event, QuestionRow, Refusal, Session, SessionState};

type Answers = BTreeMap<QuestionId, AnswerValue>;

impl Session {
    pub(super) fn answer(
        &self,
        question: QuestionId,
        value: AnswerValue,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        let asked = self.plan.design.question(id, &question);
        let is_open = |asked: &&Question| {
            self.is_asked(asked, id, case) && self.is_branch_open(asked, id, &case.answers)
        };
        let Some(asked) = asked.filter(is_open) else {
            return Err(Refusal::NotAsked { question });
        };
        if let Err(problem) = check_value(asked, self.plan.design.choices_of(asked), &value) {
            return Err(Refusal::Answer { question, problem });
        }
        Ok(fact(id, CaseFact::Answered { question, value }))
    }

    /// The questions of a case whose branch rules are met by these answers, in order. Other answers are kept in the
    /// journal and do not count.
    fn counted_questions<'a>(&'a self, id: &CaseId, answers: &Answers) -> Vec<&'a Question> {
        let mut counted: Vec<&Question> = Vec::new();
        for question in self.plan.design.questions_of(id) {
            let is_open = question.branch.as_ref().is_none_or(|branch| {
                // Only a question that stands before and counts itself opens a branch.
                counted.iter().any(|before| before.id == branch.question)
                    && answers
                        .get(&branch.question)
                        .is_some_and(|value| is_one_of(value, &branch.values))
            });
            if is_open {
                counted.push(question);
            }
        }
        counted
    }

    /// The answers of the locked first read that count, in the order of the questions; none where no read was locked.
    #[must_use]
    pub fn first_answers(&self, case: &CaseId) -> Vec<(&Question, &AnswerValue)> {
        let first = self.cases.get(case).and_then(|state| state.first.as_ref());
        first.map_or_else(Vec::new, |first| self.counted_answers(case, &first.answers))
    }

    /// The answers of the final read that count, in the order of the questions. Answers to questions that their branch
    /// no longer asks stay in the journal and do not count.
    #[must_use]
    pub fn final_answers(&self, case: &CaseId) -> Vec<(&Question, &AnswerValue)> {
        let state = self.cases.get(case);
        state.map_or_else(Vec::new, |state| self.counted_answers(case, &state.answers))
    }

    fn counted_answers<'a>(
        &'a self,
        id: &CaseId,
        answers: &'a Answers,
    ) -> Vec<(&'a Question, &'a AnswerValue)> {
        let counted = self.counted_questions(id, answers).into_iter();
        counted
            .filter_map(|question| Some((question, answers.get(&question.id)?)))
            .collect()
    }

    fn is_branch_open(&self, question: &Question, id: &CaseId, answers: &Answers) -> bool {
        let counted = self.counted_questions(id, answers);
        counted.iter().any(|open| open.id == question.id)
    }

    /// Whether a question is asked now, its branch rule left aside.
    fn is_asked(&self, question: &Question, id: &CaseId, case: &CaseState) -> bool {
        let mode = self.plan.mode_of(id);
        let rules = rules(mode);
        // A forecast is one only before any result: where results stand from the start there is nothing to forecast.
        let is_before_ai =
            rules.has_first_read() && rules.timing != AiTiming::FromStart && case.first.is_none();
        let is_in_phase = match (question.asked, case.phase(mode)) {
            (_, CasePhase::AwaitingAi | CasePhase::Signed)
            | (AskedWhen::Final, CasePhase::FirstRead) => false,
            (AskedWhen::First, CasePhase::FirstRead | CasePhase::FinalRead) => is_before_ai,
            (AskedWhen::Both, CasePhase::FirstRead | CasePhase::FinalRead)
            | (AskedWhen::Final, CasePhase::FinalRead) => true,
        };
        is_in_phase
            && match question.kind {
                QuestionKind::AiForecast => is_before_ai,
                // Nobody can say anything about a result that is not on screen.
                QuestionKind::AiVerdict
                | QuestionKind::Defect
                | QuestionKind::Interpretation
                | QuestionKind::Localisation => case.revealed_at.is_some(),
                QuestionKind::Choice(_)
                | QuestionKind::MultiChoice(_)
                | QuestionKind::Scale(_)
                | QuestionKind::RegionGrid(_)
                | QuestionKind::Number { .. }
                | QuestionKind::Caliper
                | QuestionKind::Text { .. }
                | QuestionKind::Urgency
                | QuestionKind::Confidence
                | QuestionKind::Likert { .. } => true,
            }
    }

    /// The required questions that are asked now and have no answer.
    fn unanswered<'a>(&'a self, id: &CaseId, case: &CaseState) -> Vec<&'a Question> {
        let counted = self.counted_questions(id, &case.answers).into_iter();
        counted
            .filter(|question| {
                question.is_required
                    && self.is_asked(question, id, case)
                    && !case.answers.get(&question.id).is_some_and(is_answer)
            })
            .collect()
    }

    /// The required questions that have to be answered before the first read is locked.
    pub(super) fn unanswered_before_lock<'a>(
        &'a self,
        id: &CaseId,
        case: &CaseState,
    ) -> Vec<&'a Question> {
        let mut unanswered = self.unanswered(id, case);
        unanswered.retain(|question| question.asked != AskedWhen::Final);
        unanswered
    }

    /// The required questions that have to be answered before the case is signed.
    pub(super) fn unanswered_before_signing<'a>(
        &'a self,
        id: &CaseId,
        case: &CaseState,
    ) -> Vec<&'a Question> {
        let mut unanswered = self.unanswered(id, case);
        // A case that is signed without asking for the result has no first answer to go with a forecast.
        unanswered.retain(|question| {
            question.asked != AskedWhen::First && question.kind != QuestionKind::AiForecast
        });
        unanswered
    }

    /// The questions of a case that are asked now or were answered, in order, without those of closed branches.
    pub(crate) fn question_rows<'a>(
        &'a self,
        id: &CaseId,
        case: &'a CaseState,
    ) -> Vec<QuestionRow<'a>> {
        let first = case.first.as_ref().map(|first| &first.answers);
        let counted = self.counted_questions(id, &case.answers).into_iter();
        counted
            .map(|question| QuestionRow {
                question,
                answer: case.answers.get(&question.id),
                first: first.and_then(|answers| answers.get(&question.id)),
                is_open: self.state == SessionState::Running && self.is_asked(question, id, case),
            })
            .filter(|row| row.answer.is_some() || self.is_asked(row.question, id, case))
            .collect()
    }
}

/// Whether an answer is one of the codes of a branch; of several choices one is enough.
fn is_one_of(value: &AnswerValue, codes: &[String]) -> bool {
    match value {
        AnswerValue::Code(code) => codes.contains(code),
        AnswerValue::Codes(chosen) => chosen.iter().any(|code| codes.contains(code)),
        AnswerValue::Number(_)
        | AnswerValue::Percent(_)
        | AnswerValue::Text(_)
        | AnswerValue::Caliper { .. } => false,
    }
}

/// Whether a required question is answered by this: blank text is none, no choice at all is one.
fn is_answer(value: &AnswerValue) -> bool {
    match value {
        AnswerValue::Text(text) => !text.trim().is_empty(),
        AnswerValue::Code(_)
        | AnswerValue::Codes(_)
        | AnswerValue::Number(_)
        | AnswerValue::Percent(_)
        | AnswerValue::Caliper { .. } => true,
    }
}

#[cfg(test)]
mod tests;
