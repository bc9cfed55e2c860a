//! How far the exam of a session is: which events its plugin has answered, what it said, how it ended. Changed by `apply`.

use overread_base::{CaseId, LocalText, Millis};

use crate::{ExamAction, ExamFact, ExamFault, ExamGrade, Session, TurnRecord};

/// A message of the exam to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamMessage {
    /// When, on the session's clock.
    pub at: Millis,
    /// The text, per language: plain text and nothing else.
    pub text: Vec<LocalText>,
}

/// What the events so far made of the exam.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExamProgress {
    /// Events that the plugin is told of; the first two are what was planned, and that the session began.
    pub(crate) n_events: u32,
    /// Events that it has answered.
    pub(crate) n_turns: u32,
    /// The case that it wants read next.
    pub(crate) next: Option<CaseId>,
    pub(crate) is_over: bool,
    pub(crate) messages: Vec<ExamMessage>,
    /// Why it is not asked any more.
    pub(crate) fault: Option<ExamFault>,
    pub(crate) grade: Option<ExamGrade>,
    pub(crate) grade_fault: Option<ExamFault>,
}

impl ExamProgress {
    pub(crate) fn new() -> Self {
        Self {
            n_events: 2,
            n_turns: 0,
            next: None,
            is_over: false,
            messages: Vec::new(),
            fault: None,
            grade: None,
            grade_fault: None,
        }
    }

    /// Whether the plugin still has to say how the exam goes on.
    pub(crate) fn is_awaiting(&self) -> bool {
        self.fault.is_none() && self.n_turns < self.n_events
    }
}

impl Session {
    pub(super) fn apply_exam(&mut self, at: Millis, fact: &ExamFact) {
        match fact {
            ExamFact::Turned(turn) => self.apply_turn(at, turn),
            ExamFact::TimedOut(id) => {
                if let Some(case) = self.cases.get_mut(id) {
                    case.timed_out_at = Some(at);
                }
            }
            ExamFact::Faulted(fault) => {
                if let Some(exam) = &mut self.exam {
                    match fault.call {
                        crate::ExamCall::GradeExam => exam.grade_fault = Some(fault.clone()),
                        crate::ExamCall::MakePlan | crate::ExamCall::Step => {
                            exam.fault = Some(fault.clone());
                        }
                    }
                }
            }
            ExamFact::Graded(grade) => {
                if let Some(exam) = &mut self.exam {
                    exam.grade = Some(grade.clone());
                }
            }
        }
    }

    fn apply_turn(&mut self, at: Millis, turn: &TurnRecord) {
        let Some(seat) = &self.plan.exam else { return };
        let case_of = |item| seat.plan.item(item).map(|item| &item.case);
        for action in &turn.actions {
            if self.action_refusal(action).is_some() {
                continue;
            }
            let Some(exam) = &mut self.exam else { return };
            match action {
                ExamAction::GoTo(item) => exam.next = case_of(item).cloned(),
                ExamAction::Message(text) => exam.messages.push(ExamMessage {
                    at,
                    text: text.clone(),
                }),
                ExamAction::EndExam => exam.is_over = true,
                ExamAction::ShowAi(item) => {
                    if let Some(case) = case_of(item).and_then(|id| self.cases.get_mut(id)) {
                        case.show_ai(at);
                    }
                }
                ExamAction::HideAi(item) => {
                    if let Some(case) = case_of(item).and_then(|id| self.cases.get_mut(id)) {
                        case.hide_ai_by_exam(at);
                    }
                }
            }
        }
        if let Some(exam) = &mut self.exam {
            exam.n_turns += 1;
        }
    }

    /// Why an action of the exam has no effect now; `None` if it has.
    ///
    /// This is where the exam, which knows the truth and the AI results, is kept from showing them too early.
    pub(super) fn action_refusal(&self, action: &ExamAction) -> Option<String> {
        let case_of = |item| {
            let seat = self.plan.exam.as_ref()?;
            let id = &seat.plan.item(item)?.case;
            Some((id, self.cases.get(id)))
        };
        match action {
            ExamAction::Message(_) | ExamAction::EndExam => None,
            ExamAction::GoTo(item) => match case_of(item) {
                Some((_, None)) => None,
                Some((id, Some(_))) => Some(format!("go-to {item}: case {id} was opened before")),
                None => Some(format!("go-to {item}: no such item")),
            },
            ExamAction::ShowAi(item) => match case_of(item) {
                Some((_, Some(case))) if case.revealed_at.is_some() => None,
                Some(_) => Some(format!("show-ai {item}: no first answer is locked")),
                None => Some(format!("show-ai {item}: no such item")),
            },
            ExamAction::HideAi(item) => match case_of(item) {
                Some((_, Some(case))) if case.revealed_at.is_some() => {
                    let is_open = |f: &overread_base::Finding| !case.verdicts.contains_key(&f.id);
                    let findings = case.revealed().map_or(&[][..], |ai| ai.findings());
                    findings
                        .iter()
                        .any(is_open)
                        .then(|| format!("hide-ai {item}: a finding has no verdict yet"))
                }
                Some(_) => Some(format!("hide-ai {item}: nothing is shown")),
                None => Some(format!("hide-ai {item}: no such item")),
            },
        }
    }
}
