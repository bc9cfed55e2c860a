//! The session as a state machine: a command is decided into events, and events are applied. Nothing else changes it.
//!
//! "Locked first answer, then reveal, then final answer" is a rule of this file and of no screen.

use std::collections::BTreeMap;

use overread_base::{AiResult, CaseId, Millis};

use crate::case_state::CaseState;
use crate::{
    CaseFact, CasePhase, Command, Event, PlanError, Refusal, SessionEnd, SessionPlan, SessionState,
    StampedEvent,
};
use around::Supervision;
use clock::SessionClock;
use exam_progress::ExamProgress;
use interruption::Interrupting;

/// A reading session: its plan and what the events so far made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub(crate) plan: SessionPlan,
    pub(crate) cases: BTreeMap<CaseId, CaseState>,
    /// What came for cases that are not open yet.
    pub(crate) ahead: BTreeMap<CaseId, Ahead>,
    /// The case opened last, signed or not.
    pub(crate) last_opened: Option<CaseId>,
    pub(crate) state: SessionState,
    pub(crate) last_at: Millis,
    pub(crate) clock: SessionClock,
    pub(crate) supervision: Supervision,
    pub(crate) interrupting: Interrupting,
    /// How far the exam is, if the cases are read for one.
    pub(crate) exam: Option<ExamProgress>,
    /// What a score needs beyond the cases.
    pub(crate) trace: crate::rubric_v2::trace::Trace,
}

/// What is known of the AI result of a case that has not been opened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Ahead {
    /// The result.
    Result(Box<AiResult>),
    /// There is none: the case belongs to the hidden subset without AI.
    Withheld,
}

impl Session {
    /// A session before its first event.
    ///
    /// # Errors
    /// [`PlanError`] if the plan has no cases, one of them twice, or a service that does not fit the reading mode.
    pub fn new(plan: SessionPlan) -> Result<Self, PlanError> {
        if plan.cases.is_empty() {
            return Err(PlanError::NoCases);
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some(case) = plan.cases.iter().find(|case| !seen.insert(*case)) {
            return Err(PlanError::RepeatedCase { case: case.clone() });
        }
        if let Some(seat) = &plan.exam
            && !seat
                .plan
                .items
                .iter()
                .map(|item| &item.case)
                .eq(&plan.cases)
        {
            return Err(PlanError::OtherItems);
        }
        match (&plan.service, plan.mode.has_ai()) {
            (None, true) => return Err(PlanError::NoService { mode: plan.mode }),
            (Some(service), false) => {
                return Err(PlanError::ServiceNotUsed {
                    mode: plan.mode,
                    service: service.id.to_string(),
                });
            }
            (Some(_), true) | (None, false) => {}
        }
        Ok(Self {
            exam: plan.exam.as_ref().map(|_| ExamProgress::new()),
            clock: SessionClock::new(&plan.design),
            supervision: Supervision::default(),
            interrupting: Interrupting::default(),
            plan,
            cases: BTreeMap::new(),
            ahead: BTreeMap::new(),
            last_opened: None,
            state: SessionState::Running,
            last_at: Millis(0),
            trace: crate::rubric_v2::trace::Trace::default(),
        })
    }

    /// The session that these events make: replaying a journal gives the session that wrote it.
    ///
    /// # Errors
    /// As [`Session::new`].
    pub fn replay(plan: SessionPlan, events: &[StampedEvent]) -> Result<Self, PlanError> {
        let mut session = Self::new(plan)?;
        events.iter().for_each(|event| session.apply(event));
        Ok(session)
    }

    /// What was fixed before the first case.
    #[must_use]
    pub fn plan(&self) -> &SessionPlan {
        &self.plan
    }

    /// The case that is open and not signed.
    #[must_use]
    pub fn open_case(&self) -> Option<&CaseId> {
        let id = self.last_opened.as_ref()?;
        self.cases
            .get(id)
            .filter(|case| case.closed_at().is_none())
            .map(|_| id)
    }

    /// Decides a command into the events that it causes; the session itself does not change.
    ///
    /// The host writes the events to the journal and then applies them, in order. A time before the last event's is
    /// taken as the last event's.
    ///
    /// # Errors
    /// [`Refusal`] with the reason, or all reasons.
    pub fn decide(&self, at: Millis, command: Command) -> Result<Vec<StampedEvent>, Refusal> {
        let at = at.max(self.last_at);
        self.check_admitted(at, &command)?;
        let events = match command {
            Command::Exam(fact) => self.decide_exam(at, *fact),
            Command::TellPlanted { case, record } => self.tell_planted(case, record),
            Command::Proctor(fact) => self.proctored(at, fact),
            Command::Abandon => Ok(vec![Event::Ended(SessionEnd::Abandoned)]),
            Command::Resume => self.resume(),
            Command::AiArrived { case, result } => self.ai_arrived(case, result),
            Command::WithholdAi(case) => self.withhold_ai(case),
            Command::AskHint => self.ask_hint(),
            Command::GiveHint { case, hint } => self.give_hint(case, hint),
            Command::ImagesFailed { case, reason } => self.images_failed(case, reason),
            Command::CaseTimeUp(case) => self.case_time_up(at, case),
            Command::Pause => self.pause(at),
            Command::Finish => self.finish(),
            Command::OpenCase(case) => self.open(Some(case)),
            Command::NextCase => self.open(None),
            Command::AddMark(answer) => self.add_mark(answer),
            Command::EditMark { mark, answer } => self.edit_mark(mark, answer),
            Command::DeleteMark(mark) => self.delete_mark(mark),
            Command::RateCase(rating) => self.rate(rating),
            Command::Answer { question, value } => self.answer(question, value),
            Command::LockFirstRead => self.lock(),
            Command::RequestAi => self.request_ai(),
            Command::GiveVerdict {
                finding,
                verdict,
                note,
            } => self.give_verdict(finding, verdict, note),
            Command::EditReport { section, text } => self.edit_report(section, text),
            Command::Sign => self.sign(),
            Command::Viewer(fact) => self.viewer(fact),
        }?;
        Ok(events
            .into_iter()
            .map(|event| StampedEvent { at, event })
            .collect())
    }

    /// Whether the state of the session admits such a command at all.
    fn check_admitted(&self, at: Millis, command: &Command) -> Result<(), Refusal> {
        let admission = admission(command);
        if admission >= Admission::BeforeEnd && self.state == SessionState::Ended {
            return Err(Refusal::SessionEnded);
        }
        if admission >= Admission::OnceStarted && !self.clock.is_started() {
            return Err(Refusal::NotStarted);
        }
        if admission >= Admission::NotInPause && self.state == SessionState::Paused {
            return Err(Refusal::Paused);
        }
        if admission >= Admission::InTime {
            self.check_time(at)?;
        }
        if admission >= Admission::Undisturbed && self.is_stalled() {
            return Err(Refusal::ArchiveStalled);
        }
        Ok(())
    }

    /// The case that may be opened next: the one that the exam wants, else the first of the worklist that was not
    /// opened.
    pub(crate) fn next_case(&self) -> Option<&CaseId> {
        let is_unopened = |case: &&CaseId| !self.cases.contains_key(*case);
        let wanted = match &self.exam {
            Some(exam) if exam.is_over || exam.is_awaiting() => return None,
            // Without its plugin an exam goes on in the order of the plan.
            Some(exam) if exam.fault.is_none() => exam.next.as_ref().filter(is_unopened),
            Some(_) | None => None,
        };
        wanted.or_else(|| self.worklist_order().into_iter().find(is_unopened))
    }

    /// The next case, if its AI result has to be there before it may be opened and is not: it might be one that the
    /// service decides alone.
    #[must_use]
    pub fn awaited_ahead(&self) -> Option<&CaseId> {
        let next = self.next_case()?;
        self.is_awaited_ahead(next).then_some(next)
    }

    /// The cases that a score speaks of: all of the plan; of an exam that ended as it should, those that it asked for.
    pub(crate) fn scored_cases(&self) -> impl Iterator<Item = &CaseId> {
        let is_chosen = self.exam.as_ref().is_some_and(|exam| exam.is_over);
        let cases = self.plan.cases.iter();
        cases.filter(move |case| !is_chosen || self.cases.contains_key(*case))
    }

    fn open(&self, wanted: Option<CaseId>) -> Result<Vec<Event>, Refusal> {
        if let Some(wanted) = &wanted {
            if !self.plan.cases.contains(wanted) {
                return Err(Refusal::UnknownCase {
                    case: wanted.clone(),
                });
            }
            if let Some(case) = self.cases.get(wanted) {
                check_open(wanted, case)?;
            }
        }
        if let Some(open) = self.open_case() {
            return Err(Refusal::CaseOpen { case: open.clone() });
        }
        if self.is_awaiting_exam() {
            return Err(Refusal::AwaitingExam);
        }
        let next = self.next_case().ok_or(Refusal::NoCaseLeft)?;
        let case = match wanted {
            Some(found) if found != *next && !self.is_order_free() => {
                return Err(Refusal::OutOfOrder {
                    expected: next.clone(),
                    found,
                });
            }
            Some(found) => found,
            None => next.clone(),
        };
        if self.is_awaited_ahead(&case) {
            return Err(Refusal::AwaitingAi { case });
        }
        let mut events = fact(&case, CaseFact::Opened);
        if let Some(Ahead::Result(result)) = self.ahead.get(&case) {
            events.extend(self.shows_at_opening(&case, result));
        }
        Ok(events)
    }

    /// The case that commands of the reader speak of: open, and not signed.
    fn current(&self) -> Result<(&CaseId, &CaseState), Refusal> {
        let id = self.last_opened.as_ref().ok_or(Refusal::NoOpenCase)?;
        let case = self.cases.get(id).ok_or(Refusal::NoOpenCase)?;
        check_open(id, case)?;
        Ok((id, case))
    }

    /// The current case, where the reader's answer may change: not while the AI result is awaited.
    fn answering(&self) -> Result<(&CaseId, &CaseState), Refusal> {
        let (id, case) = self.current()?;
        match case.phase(self.plan.mode_of(id)) {
            CasePhase::AwaitingAi => Err(Refusal::AlreadyLocked),
            CasePhase::FirstRead | CasePhase::FinalRead | CasePhase::Signed => Ok((id, case)),
        }
    }
}

/// What a command needs of the state of the session; each step needs what those before it need too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Admission {
    /// Taken in every state.
    Always,
    /// Taken until the end.
    BeforeEnd,
    /// Taken once the supervisor has started the session, if one has to.
    OnceStarted,
    /// Not taken in a pause.
    NotInPause,
    /// Taken while there is time left.
    InTime,
    /// Not taken while the archive stalls.
    Undisturbed,
}

fn admission(command: &Command) -> Admission {
    match command {
        // Exam plugins grade, and planted errors are told, after the end too.
        Command::Exam(_) | Command::TellPlanted { .. } => Admission::Always,
        // The host's first command after it opened a session again is to come back.
        Command::Proctor(_) | Command::Abandon | Command::Resume => Admission::BeforeEnd,
        Command::AiArrived { .. }
        | Command::WithholdAi(_)
        | Command::GiveHint { .. }
        | Command::ImagesFailed { .. }
        | Command::CaseTimeUp(_) => Admission::OnceStarted,
        Command::Pause | Command::Finish => Admission::NotInPause,
        Command::Viewer(_) => Admission::InTime,
        Command::OpenCase(_)
        | Command::NextCase
        | Command::AddMark(_)
        | Command::EditMark { .. }
        | Command::DeleteMark(_)
        | Command::RateCase(_)
        | Command::Answer { .. }
        | Command::LockFirstRead
        | Command::RequestAi
        | Command::AskHint
        | Command::GiveVerdict { .. }
        | Command::EditReport { .. }
        | Command::Sign => Admission::Undisturbed,
    }
}

/// Nothing changes in a case that is closed.
fn check_open(id: &CaseId, case: &CaseState) -> Result<(), Refusal> {
    let case_id = || id.clone();
    if case.signed_at.is_some() {
        Err(Refusal::Signed { case: case_id() })
    } else if case.timed_out_at.is_some() {
        Err(Refusal::TimedOut { case: case_id() })
    } else if case.decided_by_ai.is_some() {
        Err(Refusal::DecidedByService { case: case_id() })
    } else {
        Ok(())
    }
}

fn fact(case: &CaseId, fact: CaseFact) -> Vec<Event> {
    vec![Event::Case {
        case: case.clone(),
        fact,
    }]
}

fn check_length(text: &str, limit: usize) -> Result<(), Refusal> {
    if text.len() > limit {
        Err(Refusal::TextTooLong {
            limit,
            found: text.len(),
        })
    } else {
        Ok(())
    }
}

mod ai;
mod answer;
mod answer_value;
mod apply;
pub(crate) mod around;
mod clock;
mod double_reading;
pub(crate) mod exam_progress;
mod exam_rules;
mod hints;
mod interruption;
pub(crate) mod questions;
mod sign;
mod standing;
#[cfg(test)]
mod tests;
mod triage;
