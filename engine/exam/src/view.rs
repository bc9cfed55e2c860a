//! What a screen may show of a session. No type here can hold truth, or an AI result that is not revealed.

use overread_base::{AiResult, CaseId, Finding, LocalText, Millis, Priority, ServiceIdentity};
use overread_scenario::{AnswerValue, Interruption, Question, Questions, ReadingMode, SectionSpec};

use crate::case_state::CaseState;
use crate::mode_rules::{AiTiming, rules};
use crate::session::exam_progress::ExamProgress;
use crate::{
    Call, ExamFault, ExamGrade, ExamMessage, GivenVerdict, Hint, LockBlocker, Percent, ReaderMark,
    Session, SessionDesign, SignBlocker,
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
    /// Every case in the order of the plan; in triage urgent ones first.
    pub worklist: Vec<WorklistRow<'a>>,
    /// The case opened last, signed or not; `None` before the first.
    pub case: Option<CaseView<'a>>,
    /// The exam that the cases are read for.
    pub exam: Option<ExamView<'a>>,
    /// What the scenario's design sets for this session.
    pub design: &'a SessionDesign,
    /// Time and what happens around the session.
    pub clock: ClockView<'a>,
}

/// Time limits, supervision and interruptions as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClockView<'a> {
    /// Time left of the whole session.
    pub session_left: Option<Millis>,
    /// Time left for the open case.
    pub case_left: Option<Millis>,
    /// Whether a supervisor has to start the session first.
    pub awaits_start: bool,
    /// Whether the reader may pause now.
    pub may_pause: bool,
    /// Whether a supervisor paused the session: only a supervisor's order goes on.
    pub is_paused_by_order: bool,
    /// What interrupts the reader now.
    pub interruption: Option<InterruptionView<'a>>,
    /// The number that the next order of a supervisor has to carry.
    pub next_order: u32,
    /// How often the window lost the focus, where that is watched.
    pub n_focus_lost: u32,
    /// For how long in all.
    pub focus_lost_for: Millis,
    /// Incident reports so far.
    pub n_incidents: u32,
}

/// An interruption that has not been dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterruptionView<'a> {
    /// What happens.
    pub what: &'a Interruption,
    /// The how-manieth of the session.
    pub n: u32,
    /// Since when, on the session's clock.
    pub since: Millis,
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRow<'a> {
    /// The question; those that its branch rule leaves out are not listed.
    pub question: &'a Question,
    /// The answer so far.
    pub answer: Option<&'a AnswerValue>,
    /// The locked first answer.
    pub first: Option<&'a AnswerValue>,
    /// Whether it can be answered now.
    pub is_open: bool,
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
    /// Whether it is one that may be opened now.
    pub is_next: bool,
    /// What the service says about its urgency, in modes in which results order the worklist.
    pub priority: Option<Priority>,
    /// What the service decided alone about it.
    pub decided_by_ai: Option<Call>,
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
    /// The questions about the case that are asked in this phase or were answered, in order.
    pub questions: Vec<QuestionRow<'a>>,
    /// Whether the reader decides between two reads that disagree.
    pub is_arbitration: bool,
    /// Why the images of the case cannot be opened.
    pub images_failed: Option<&'a str>,
    /// The report: each section with its text, in order.
    pub report: Vec<(&'a SectionSpec, &'a str)>,
    /// Time on the case so far, pauses left out.
    pub elapsed: Millis,
    /// By how much the soft limit is overrun.
    pub overrun: Option<Millis>,
    /// Whether the case was closed because its time was over; its phase is [`CasePhase::Signed`] then too.
    pub is_timed_out: bool,
    /// The hints that were given, and whether there may be more.
    pub hints: HintsView<'a>,
    /// Why the first read can't be locked; empty where it can, and where there is nothing to lock.
    pub lock_blockers: Vec<LockBlocker>,
    /// Why the report can't be signed; empty where it can, and when it is signed.
    pub sign_blockers: Vec<SignBlocker>,
}

/// The hints about a case as the reader sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HintsView<'a> {
    /// Whether one may be asked for now.
    pub may_ask: bool,
    /// Whether one was asked for and has not come yet.
    pub is_awaited: bool,
    /// Those that were given, in order; one without a text says that there is none.
    pub given: &'a [Hint],
}

/// What may be seen of the AI result of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum AiView<'a> {
    /// The reading mode has no AI.
    NotUsed,
    /// Not before the first read is locked, not even whether there is a result; nor while an exam keeps it away; nor
    /// where the second reader agrees.
    Hidden,
    /// It will be shown once the job has come to an end.
    Pending,
    /// Not asked for yet (on request).
    OnRequest,
    /// There is none for this case: it belongs to the hidden subset without AI.
    Withheld,
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
        let may_open = self.state == SessionState::Running
            && self.clock.is_started()
            && self.open_case().is_none();
        let next = self.next_case().filter(|_| may_open);
        let row = |case| self.worklist_row(case, next);
        let open = self
            .last_opened
            .as_ref()
            .and_then(|id| Some((id, self.cases.get(id)?)));
        SessionView {
            state: self.state,
            mode: self.plan.mode,
            questions: &self.plan.questions,
            worklist: self.listed_cases().into_iter().map(row).collect(),
            case: open.map(|(id, case)| self.case_view(id, case, now)),
            exam: self.exam_view(now),
            design: &self.plan.design,
            clock: self.clock_view(now),
        }
    }

    /// One row, given the case that comes next if one may be opened now.
    fn worklist_row<'a>(&'a self, case: &'a CaseId, next: Option<&CaseId>) -> WorklistRow<'a> {
        let state = self.cases.get(case);
        let is_choice = self.is_order_free() && next.is_some() && state.is_none();
        let decided = state.and_then(|state| state.decided_by_ai);
        WorklistRow {
            case,
            phase: state.map(|state| state.phase(self.plan.mode_of(case))),
            is_next: (next == Some(case) || is_choice) && !self.is_awaited_ahead(case),
            priority: self.priority_of(case),
            decided_by_ai: decided.map(|(call, _)| call),
        }
    }

    fn clock_view(&self, now: Millis) -> ClockView<'_> {
        let of_item = self.open_case().and_then(|open| self.time_left(open, now));
        let (n_focus_lost, focus_lost_for) = self.supervision.focus_lost(now.max(self.last_at));
        ClockView {
            session_left: self.session_left(now),
            case_left: of_item.into_iter().chain(self.case_left(now)).min(),
            awaits_start: !self.clock.is_started(),
            may_pause: self.may_pause(now),
            is_paused_by_order: self.clock.is_paused_by_order(),
            interruption: self.interruption(),
            next_order: self.supervision.next_order(),
            n_focus_lost,
            focus_lost_for,
            n_incidents: self.supervision.n_incidents(),
        }
    }

    /// The cases that the reader may know of: all, or in an exam those that it has asked for.
    pub(crate) fn listed_cases(&self) -> Vec<&CaseId> {
        let chooses = |exam: &ExamProgress| exam.fault.is_none();
        let is_chosen = self.exam.as_ref().is_some_and(chooses);
        let next = self.next_case();
        let mut cases = self.worklist_order();
        cases.retain(|case| !is_chosen || self.cases.contains_key(*case) || next == Some(*case));
        cases
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
            questions: self.question_rows(id, case),
            is_arbitration: case.arbitration_at.is_some(),
            images_failed: case.images_failed.as_deref(),
            report: sections
                .map(|s| (s, case.report.get(&s.id).map_or("", String::as_str)))
                .collect(),
            elapsed,
            overrun: self
                .plan
                .soft_limit
                .filter(|limit| elapsed > *limit)
                .map(|limit| elapsed.since(limit)),
            hints: self.hints_view(case),
            is_timed_out: case.timed_out_at.is_some(),
            lock_blockers: self.lock_blockers(id, case),
            sign_blockers: if is_closed {
                Vec::new()
            } else {
                self.sign_blockers(id, case)
            },
        }
    }
}

fn ai_view(mode: ReadingMode, case: &CaseState) -> AiView<'_> {
    let rules = rules(mode);
    if rules.timing == AiTiming::Never {
        return AiView::NotUsed;
    }
    if case.withheld_at.is_some() {
        return AiView::Withheld;
    }
    match (case.revealed_at, &case.ai) {
        (Some(_), Some(_)) if case.is_ai_hidden_by_exam => AiView::Hidden,
        (Some(revealed_at), Some(result)) => {
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
        _ => match rules.timing {
            AiTiming::Never => AiView::NotUsed,
            AiTiming::FromStart => AiView::Pending,
            AiTiming::OnRequest if case.requested_at.is_some() => AiView::Pending,
            AiTiming::OnRequest => AiView::OnRequest,
            AiTiming::AfterLock if case.first.is_some() => AiView::Pending,
            AiTiming::AfterLockIfDiscordant if case.first.is_some() && case.ai.is_none() => {
                AiView::Pending
            }
            AiTiming::AfterLock | AiTiming::AfterLockIfDiscordant => AiView::Hidden,
        },
    }
}
