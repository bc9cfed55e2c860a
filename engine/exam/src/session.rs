//! The session as a state machine: a command is decided into events, and events are applied. Nothing else changes it.
//!
//! "Locked first answer, then reveal, then final answer" is a rule of this file and of no screen.

use std::collections::BTreeMap;

use overread_base::{AiResult, CaseId, FindingId, MarkId, Millis};
use overread_scenario::{ReadingMode, SectionId};

use crate::case_state::CaseState;
use crate::{
    CaseFact, CasePhase, Command, Event, FindingVerdict, MarkAnswer, Percent, PlanError,
    ReaderMark, Refusal, SessionEnd, SessionPlan, SessionState, SignBlocker, StampedEvent,
    ViewerFact,
};
use exam_progress::ExamProgress;

/// Marks a case may hold.
const MAX_MARKS: usize = 200;
/// Longest report section, in bytes.
const MAX_REPORT_BYTES: usize = 64 << 10;
/// Longest remark on a verdict, in bytes.
const MAX_NOTE_BYTES: usize = 4 << 10;
/// Slices in one viewer fact, and slices of a series.
const MAX_SLICES: usize = 16_384;
/// Longest time on one slice in one viewer fact.
const MAX_DWELL: Millis = Millis(24 * 3600 * 1000);

/// A reading session: its plan and what the events so far made of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub(crate) plan: SessionPlan,
    pub(crate) cases: BTreeMap<CaseId, CaseState>,
    /// The case opened last, signed or not.
    pub(crate) last_opened: Option<CaseId>,
    pub(crate) state: SessionState,
    pub(crate) last_at: Millis,
    /// How far the exam is, if the cases are read for one.
    pub(crate) exam: Option<ExamProgress>,
    /// What a score needs beyond the cases.
    pub(crate) trace: crate::rubric_v2::trace::Trace,
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
        let cases = BTreeMap::new();
        Ok(Self {
            exam: plan.exam.as_ref().map(|_| ExamProgress::new()),
            plan,
            cases,
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

    /// Whether an AI result of this case would still be taken.
    #[must_use]
    pub fn wants_ai_result(&self, case: &CaseId) -> bool {
        self.state != SessionState::Ended
            && self.plan.mode_of(case).has_ai()
            && self
                .cases
                .get(case)
                .is_some_and(|state| state.ai.is_none() && state.closed_at().is_none())
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
        let events = if let Command::Exam(fact) = command {
            self.decide_exam(at, *fact)?
        } else {
            match self.state {
                SessionState::Ended => Err(Refusal::SessionEnded),
                SessionState::Paused => self.decide_paused(command),
                SessionState::Running => self.decide_running(command),
            }?
        };
        Ok(events
            .into_iter()
            .map(|event| StampedEvent { at, event })
            .collect())
    }

    fn decide_paused(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::Resume => Ok(vec![Event::Resumed]),
            Command::Abandon => Ok(vec![Event::Ended(SessionEnd::Abandoned)]),
            Command::AiArrived { case, result } => self.ai_arrived(case, result),
            Command::OpenCase(_)
            | Command::NextCase
            | Command::AddMark(_)
            | Command::EditMark { .. }
            | Command::DeleteMark(_)
            | Command::RateCase(_)
            | Command::LockFirstRead
            | Command::GiveVerdict { .. }
            | Command::EditReport { .. }
            | Command::Sign
            | Command::Viewer(_)
            | Command::Pause
            | Command::Answer { .. }
            | Command::RequestAi
            | Command::Finish => Err(Refusal::Paused),
            Command::WithholdAi(case) => self.withhold_ai(case),
            Command::ImagesFailed { case, reason } => self.images_failed(case, reason),
            Command::TellPlanted { case, record } => self.tell_planted(case, record),
            Command::Proctor(fact) => self.proctored(fact),
            Command::Exam(_) => Err(Refusal::ExamFact),
        }
    }

    fn decide_running(&self, command: Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::OpenCase(case) => self.open(Some(case)),
            Command::NextCase => self.open(None),
            Command::AddMark(answer) => self.add_mark(answer),
            Command::EditMark { mark, answer } => self.edit_mark(mark, answer),
            Command::DeleteMark(mark) => self.delete_mark(mark),
            Command::RateCase(rating) => self.rate(rating),
            Command::LockFirstRead => self.lock(),
            Command::AiArrived { case, result } => self.ai_arrived(case, result),
            Command::GiveVerdict {
                finding,
                verdict,
                note,
            } => self.give_verdict(finding, verdict, note),
            Command::EditReport { section, text } => self.edit_report(section, text),
            Command::Sign => self.sign(),
            Command::Viewer(fact) => self.viewer(fact),
            Command::Pause => Ok(vec![Event::Paused]),
            // Coming back to a session that was not paused: the program was started again.
            Command::Resume => Ok(vec![Event::Resumed]),
            Command::Finish => self.finish(),
            Command::Abandon => Ok(vec![Event::Ended(SessionEnd::Abandoned)]),
            Command::Exam(_) => Err(Refusal::ExamFact),
            Command::Answer { question, value } => self.answer(question, value),
            Command::RequestAi => self.request_ai(),
            Command::WithholdAi(case) => self.withhold_ai(case),
            Command::ImagesFailed { case, reason } => self.images_failed(case, reason),
            Command::TellPlanted { case, record } => self.tell_planted(case, record),
            Command::Proctor(fact) => self.proctored(fact),
        }
    }

    /// The case that may be opened next: the one that the exam wants, else the first of the plan that was not opened.
    pub(crate) fn next_case(&self) -> Option<&CaseId> {
        let is_unopened = |case: &&CaseId| !self.cases.contains_key(*case);
        let wanted = match &self.exam {
            Some(exam) if exam.is_over || exam.is_awaiting() => return None,
            // Without its plugin an exam goes on in the order of the plan.
            Some(exam) if exam.fault.is_none() => exam.next.as_ref().filter(is_unopened),
            Some(_) | None => None,
        };
        wanted.or_else(|| self.plan.cases.iter().find(is_unopened))
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
        match wanted {
            Some(found) if found != *next => Err(Refusal::OutOfOrder {
                expected: next.clone(),
                found,
            }),
            Some(_) | None => Ok(vec![Event::Case {
                case: next.clone(),
                fact: CaseFact::Opened,
            }]),
        }
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

    fn add_mark(&self, answer: MarkAnswer) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        self.check_answer(&answer)?;
        if case.marks.len() >= MAX_MARKS {
            return Err(Refusal::TooManyMarks { limit: MAX_MARKS });
        }
        let name = format!("m{}", case.n_marks_ever + 1);
        let Ok(mark) = MarkId::new(name) else {
            return Err(Refusal::TooManyMarks { limit: MAX_MARKS });
        };
        Ok(fact(id, CaseFact::MarkSet(ReaderMark { id: mark, answer })))
    }

    fn edit_mark(&self, mark: MarkId, answer: MarkAnswer) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        if !case.marks.iter().any(|m| m.id == mark) {
            return Err(Refusal::UnknownMark { mark });
        }
        self.check_answer(&answer)?;
        Ok(fact(id, CaseFact::MarkSet(ReaderMark { id: mark, answer })))
    }

    fn delete_mark(&self, mark: MarkId) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.answering()?;
        if !case.marks.iter().any(|m| m.id == mark) {
            return Err(Refusal::UnknownMark { mark });
        }
        Ok(fact(id, CaseFact::MarkDeleted(mark)))
    }

    fn rate(&self, rating: u8) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.answering()?;
        let rating = Percent::new(rating).ok_or(Refusal::Rating { found: rating })?;
        Ok(fact(id, CaseFact::Rated(rating)))
    }

    fn lock(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let mode = self.plan.mode_of(id);
        if !crate::rules(mode).needs_lock {
            return Err(Refusal::NotInThisMode(mode));
        }
        if case.first.is_some() {
            return Err(Refusal::AlreadyLocked);
        }
        let blockers = case.lock_blockers(mode);
        if !blockers.is_empty() {
            return Err(Refusal::NotLockable(blockers));
        }
        let mut events = fact(id, CaseFact::FirstReadLocked);
        if case.ai.is_some() {
            events.extend(fact(id, CaseFact::AiRevealed));
        }
        Ok(events)
    }

    fn ai_arrived(&self, id: CaseId, result: Box<AiResult>) -> Result<Vec<Event>, Refusal> {
        let Some(service) = self.plan.service_of(&id) else {
            return Err(Refusal::NotInThisMode(self.plan.mode));
        };
        if !self.plan.cases.contains(&id) {
            return Err(Refusal::UnknownCase { case: id });
        }
        let Some(case) = self.cases.get(&id) else {
            return Err(Refusal::NoOpenCase);
        };
        check_open(&id, case)?;
        if self.plan.mode_of(&id) == ReadingMode::Unaided {
            return Err(Refusal::NotInThisMode(ReadingMode::Unaided));
        }
        if case.ai.is_some() {
            return Err(Refusal::AiArrivedBefore { case: id });
        }
        let name = |s: &overread_base::ServiceIdentity| format!("{} {}", s.id, s.version);
        if (&result.service.id, &result.service.version) != (&service.id, &service.version) {
            return Err(Refusal::OtherService {
                expected: name(service),
                found: name(&result.service),
            });
        }
        let is_locked = case.first.is_some();
        let mut events = fact(&id, CaseFact::AiReceived(result));
        if is_locked {
            events.extend(fact(&id, CaseFact::AiRevealed));
        }
        Ok(events)
    }

    fn give_verdict(
        &self,
        finding: FindingId,
        verdict: FindingVerdict,
        note: Option<String>,
    ) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let mode = self.plan.mode_of(id);
        if mode == ReadingMode::Unaided {
            return Err(Refusal::NotInThisMode(mode));
        }
        if case.is_ai_hidden_by_exam {
            return Err(Refusal::AiHiddenByExam);
        }
        let result = case.revealed().ok_or(Refusal::AiNotRevealed)?;
        if !result.findings().iter().any(|f| f.id == finding) {
            return Err(Refusal::UnknownFinding { finding });
        }
        if let FindingVerdict::Modified(answer) = &verdict {
            self.check_answer(answer)?;
        }
        if let Some(note) = &note {
            check_length(note, MAX_NOTE_BYTES)?;
        }
        Ok(fact(
            id,
            CaseFact::VerdictGiven {
                finding,
                verdict,
                note,
            },
        ))
    }

    fn edit_report(&self, section: SectionId, text: String) -> Result<Vec<Event>, Refusal> {
        let (id, _) = self.current()?;
        if !self.plan.questions.sections.iter().any(|s| s.id == section) {
            return Err(Refusal::UnknownSection { section });
        }
        check_length(&text, MAX_REPORT_BYTES)?;
        Ok(fact(id, CaseFact::ReportEdited { section, text }))
    }

    fn sign(&self) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let blockers = self.sign_blockers(id, case);
        if blockers.is_empty() {
            Ok(fact(id, CaseFact::Signed))
        } else {
            Err(Refusal::NotSignable(blockers))
        }
    }

    /// Every reason why the report of a case cannot be signed.
    pub(crate) fn sign_blockers(&self, id: &CaseId, case: &CaseState) -> Vec<SignBlocker> {
        let mut blockers = Vec::new();
        if self.plan.mode_of(id) == ReadingMode::Sequential && case.withheld_at.is_none() {
            if case.first.is_none() {
                blockers.push(SignBlocker::FirstReadNotLocked);
            } else if case.revealed_at.is_none() {
                blockers.push(SignBlocker::AiPending);
            }
        }
        if case.rating.is_none() {
            blockers.push(SignBlocker::NotRated);
        }
        let is_empty = |section: &&overread_scenario::SectionSpec| {
            section.is_required
                && case
                    .report
                    .get(&section.id)
                    .is_none_or(|text| text.trim().is_empty())
        };
        let empty = self.plan.questions.sections.iter().filter(is_empty);
        blockers.extend(empty.map(|section| SignBlocker::SectionEmpty(section.id.clone())));
        let findings = case.revealed().map_or(&[][..], AiResult::findings);
        let open = findings
            .iter()
            .filter(|finding| !case.verdicts.contains_key(&finding.id));
        blockers.extend(open.map(|finding| SignBlocker::NoVerdict(finding.id.clone())));
        blockers
    }

    fn viewer(&self, viewer_fact: ViewerFact) -> Result<Vec<Event>, Refusal> {
        let (id, case) = self.current()?;
        let is_sound = match &viewer_fact {
            ViewerFact::ImagePainted => true,
            ViewerFact::SlicesShown {
                n_slices, shown, ..
            } => {
                shown.len() <= MAX_SLICES
                    && usize::try_from(*n_slices).is_ok_and(|n| n <= MAX_SLICES)
                    && shown
                        .iter()
                        .all(|s| s.slice_idx < *n_slices && s.shown_for <= MAX_DWELL)
            }
            ViewerFact::WindowChanged {
                centre_hu,
                width_hu,
            } => centre_hu.is_finite() && width_hu.is_finite(),
            // The overlay of a result that is not revealed cannot be switched.
            ViewerFact::AiOverlay(_) => case.revealed().is_some() && !case.is_ai_hidden_by_exam,
        };
        if is_sound {
            Ok(fact(id, CaseFact::Viewer(viewer_fact)))
        } else {
            Err(Refusal::ViewerFact)
        }
    }

    fn finish(&self) -> Result<Vec<Event>, Refusal> {
        if self.is_awaiting_exam() {
            return Err(Refusal::AwaitingExam);
        }
        if let (Some(open), Some(_)) = (self.open_case(), &self.exam) {
            return Err(Refusal::CaseOpen { case: open.clone() });
        }
        let is_closed = |id: &&CaseId| {
            self.cases
                .get(*id)
                .is_some_and(|case| case.closed_at().is_some())
        };
        let is_over = self.exam.as_ref().is_some_and(|exam| exam.is_over);
        let left = self.plan.cases.len() - self.plan.cases.iter().filter(is_closed).count();
        if left > 0 && !is_over {
            Err(Refusal::Unread { left })
        } else {
            Ok(vec![Event::Ended(SessionEnd::Complete)])
        }
    }
}

/// Nothing changes in a case that is closed.
fn check_open(id: &CaseId, case: &CaseState) -> Result<(), Refusal> {
    if case.signed_at.is_some() {
        Err(Refusal::Signed { case: id.clone() })
    } else if case.timed_out_at.is_some() {
        Err(Refusal::TimedOut { case: id.clone() })
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

mod answer;
mod apply;
mod around;
pub(crate) mod exam_progress;
mod exam_rules;
#[cfg(test)]
mod tests;
