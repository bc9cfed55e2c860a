//! What a screen may show of a session. No type here can hold truth, or an AI result that is not revealed.

use overread_base::{AiResult, CaseId, Finding, Millis};
use overread_scenario::{Questions, ReadingMode, SectionSpec};

use crate::case_state::CaseState;
use crate::{GivenVerdict, LockBlocker, Percent, ReaderMark, Session, SignBlocker};

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
    /// Not before the first read is locked; not even whether there is a result.
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
                .map(|state| state.phase(self.plan.mode)),
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
            worklist: self.plan.cases.iter().map(row).collect(),
            case: open.map(|(id, case)| self.case_view(id, case, now)),
        }
    }

    fn case_view<'a>(&'a self, id: &'a CaseId, case: &'a CaseState, now: Millis) -> CaseView<'a> {
        let end = case.signed_at.unwrap_or(now.max(self.last_at));
        let elapsed = case.time_between(case.start(), end);
        let is_signed = case.signed_at.is_some();
        let sections = self.plan.questions.sections.iter();
        CaseView {
            case: id,
            phase: case.phase(self.plan.mode),
            marks: &case.marks,
            rating: case.rating,
            first_rating: case.first.as_ref().and_then(|first| first.rating),
            first_marks: case.first.as_ref().map(|first| first.marks.as_slice()),
            ai: self.ai_view(case),
            report: sections
                .map(|s| (s, case.report.get(&s.id).map_or("", String::as_str)))
                .collect(),
            elapsed,
            overrun: self
                .plan
                .soft_limit
                .filter(|limit| elapsed > *limit)
                .map(|limit| elapsed.since(limit)),
            lock_blockers: case.lock_blockers(self.plan.mode),
            sign_blockers: if is_signed {
                Vec::new()
            } else {
                self.sign_blockers(case)
            },
        }
    }

    fn ai_view<'a>(&self, case: &'a CaseState) -> AiView<'a> {
        match (self.plan.mode, &case.first, case.revealed_at, &case.ai) {
            (ReadingMode::Unaided, ..) => AiView::NotUsed,
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
}
