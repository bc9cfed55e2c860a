//! What a screen may show of a session. No type here can hold truth, or an AI result that is not revealed.

use overread_base::{AiResult, CaseId, Finding, LocalText, Millis, ServiceIdentity};
use overread_scenario::{Questions, ReadingMode, SectionSpec};

use crate::case_state::CaseState;
use crate::session::exam_progress::ExamProgress;
use crate::{
    ExamFault, ExamGrade, ExamMessage, GivenVerdict, LockBlocker, Percent, ReaderMark, Session,
    SignBlocker,
};

/// The session as the reader may see it now.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionView<'a> {
    /// Whether it runs.
    pub state: SessionState,
    /// When the AI result may be seen.
    pub mode: ReadingMode,
    /// What the reader is asked.
    pub questions: &'a Questions,
    /// Every case in the order of the plan.
    pub worklist: Vec<WorklistRow<'a>>,
    /// The case opened last, signed or not; `None` before the first.
    pub case: Option<CaseView<'a>>,
    /// The exam that the cases are read for.
    pub exam: Option<ExamView<'a>>,
}

/// What may be shown of an exam: nothing of what its plugin knows about the cases.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamView<'a> {
    /// Its title, per language.
    pub title: &'a [LocalText],
    /// Who conducts it.
    pub plugin: &'a ServiceIdentity,
    /// Whether it has not said yet how it goes on.
    pub is_awaiting: bool,
    /// Whether it asks for nothing more.
    pub is_over: bool,
    /// What it told the reader, in order.
    pub messages: &'a [ExamMessage],
    /// Time left for the open case, if its item has a limit.
    pub time_left: Option<Millis>,
    /// Why its plugin is not asked any more: the cases go on in the order of the plan.
    pub fault: Option<&'a ExamFault>,
    /// The result, after the end.
    pub grade: Option<&'a ExamGrade>,
    /// Why there is no result, after the end.
    pub grade_fault: Option<&'a ExamFault>,
}

/// Whether a session runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionState {
    /// Being read.
    Running,
    /// The reader is away.
    Paused,
    /// Over.
    Ended,
}

/// One row of the worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistRow<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// How far it is; `None` if it has not been opened.
    pub phase: Option<CasePhase>,
    /// Whether it is the one that may be opened now.
    pub is_next: bool,
}

/// How far a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CasePhase {
    /// The reader's own answer, before the lock (sequential mode only).
    FirstRead,
    /// Locked; the AI job has not come to an end yet.
    AwaitingAi,
    /// The answer that will be signed.
    FinalRead,
    /// Signed.
    Signed,
}

/// A case as the reader may see it now.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// How far it is.
    pub phase: CasePhase,
    /// The reader's marks, in the order of setting.
    pub marks: &'a [ReaderMark],
    /// The reader's rating.
    pub rating: Option<Percent>,
    /// The locked first rating (sequential mode).
    pub first_rating: Option<Percent>,
    /// The locked first marks (sequential mode).
    pub first_marks: Option<&'a [ReaderMark]>,
    /// What may be seen of the AI result.
    pub ai: AiView<'a>,
    /// The report: each section with its text, in order.
    pub report: Vec<(&'a SectionSpec, &'a str)>,
    /// Time on the case so far, pauses left out.
    pub elapsed: Millis,
    /// By how much the soft limit is overrun.
    pub overrun: Option<Millis>,
    /// Whether the case was closed because its time in the exam was over; its phase is [`CasePhase::Signed`] then too.
    pub is_timed_out: bool,
    /// Why the first read can't be locked; empty where it can, and where there is nothing to lock.
    pub lock_blockers: Vec<LockBlocker>,
    /// Why the report can't be signed; empty where it can, and when it is signed.
    pub sign_blockers: Vec<SignBlocker>,
}

/// What may be seen of the AI result of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum AiView<'a> {
    /// The reading mode has no AI.
    NotUsed,
    /// Not before the first read is locked, not even whether there is a result; nor while an exam keeps it away.
    Hidden,
    /// The first read is locked and the job still runs.
    Pending,
    /// On screen.
    Revealed(RevealedAi<'a>),
}

/// A revealed AI result with the reader's decisions.
#[derive(Debug, Clone, PartialEq)]
pub struct RevealedAi<'a> {
    /// The whole result: service, status, report.
    pub result: &'a AiResult,
    /// Each finding with its verdict.
    pub findings: Vec<FindingRow<'a>>,
    /// When it was shown, on the session's clock.
    pub revealed_at: Millis,
}

/// One AI finding and the reader's verdict on it.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingRow<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The verdict, if given.
    pub verdict: Option<&'a GivenVerdict>,
}

impl Session {
    /// What may be shown at `now`.
    #[must_use]
    pub fn view(&self, now: Millis) -> SessionView<'_> {
        let next = if self.open_case().is_some() {
            None
        } else {
            self.next_case()
        };
        let row = |case| WorklistRow {
            case,
            phase: self
                .cases
                .get(case)
                .map(|state| state.phase(self.plan.mode_of(case))),
            is_next: self.state == SessionState::Running && next == Some(case),
        };
        let open = self
            .last_opened
            .as_ref()
            .and_then(|id| Some((id, self.cases.get(id)?)));
        SessionView {
            state: self.state,
            mode: self.plan.mode,
            questions: &self.plan.questions,
            worklist: self.listed_cases().map(row).collect(),
            case: open.map(|(id, case)| self.case_view(id, case, now)),
            exam: self.exam_view(now),
        }
    }

    /// The cases that the reader may know of: all, or in an exam those that it has asked for.
    pub(crate) fn listed_cases(&self) -> impl Iterator<Item = &CaseId> {
        let chooses = |exam: &ExamProgress| exam.fault.is_none();
        let is_chosen = self.exam.as_ref().is_some_and(chooses);
        let next = self.next_case();
        let cases = self.plan.cases.iter();
        cases.filter(move |case| !is_chosen || self.cases.contains_key(*case) || next == Some(case))
    }

    fn exam_view(&self, now: Millis) -> Option<ExamView<'_>> {
        let (exam, seat) = (self.exam.as_ref()?, self.plan.exam.as_ref()?);
        let is_ended = self.state == SessionState::Ended;
        Some(ExamView {
            title: &seat.plan.title,
            plugin: &seat.plugin,
            is_awaiting: exam.is_awaiting(),
            is_over: exam.is_over,
            messages: &exam.messages,
            time_left: self.open_case().and_then(|open| self.time_left(open, now)),
            fault: exam.fault.as_ref(),
            grade: exam.grade.as_ref().filter(|_| is_ended),
            grade_fault: exam.grade_fault.as_ref(),
        })
    }

    fn case_view<'a>(&'a self, id: &'a CaseId, case: &'a CaseState, now: Millis) -> CaseView<'a> {
        let end = case.closed_at().unwrap_or(now.max(self.last_at));
        let elapsed = case.time_between(case.start(), end);
        let is_closed = case.closed_at().is_some();
        let mode = self.plan.mode_of(id);
        let sections = self.plan.questions.sections.iter();
        CaseView {
            case: id,
            phase: case.phase(mode),
            marks: &case.marks,
            rating: case.rating,
            first_rating: case.first.as_ref().and_then(|first| first.rating),
            first_marks: case.first.as_ref().map(|first| first.marks.as_slice()),
            ai: ai_view(mode, case),
            report: sections
                .map(|s| (s, case.report.get(&s.id).map_or("", String::as_str)))
                .collect(),
            elapsed,
            overrun: self
                .plan
                .soft_limit
                .filter(|limit| elapsed > *limit)
                .map(|limit| elapsed.since(limit)),
            is_timed_out: case.timed_out_at.is_some(),
            lock_blockers: case.lock_blockers(mode),
            sign_blockers: if is_closed {
                Vec::new()
            } else {
                self.sign_blockers(id, case)
            },
        }
    }
}

fn ai_view(mode: ReadingMode, case: &CaseState) -> AiView<'_> {
    match (mode, &case.first, case.revealed_at, &case.ai) {
        (ReadingMode::Unaided, ..) => AiView::NotUsed,
        (ReadingMode::Sequential, Some(_), Some(_), Some(_)) if case.is_ai_hidden_by_exam => {
            AiView::Hidden
        }
        (ReadingMode::Sequential, Some(_), Some(revealed_at), Some(result)) => {
            let row = |finding| FindingRow {
                finding,
                verdict: case.verdicts.get(&finding.id),
            };
            let findings = result.findings().iter().map(row).collect();
            AiView::Revealed(RevealedAi {
                result,
                findings,
                revealed_at,
            })
        }
        (ReadingMode::Sequential, Some(_), _, _) => AiView::Pending,
        (ReadingMode::Sequential, None, _, _) => AiView::Hidden,
    }
}
