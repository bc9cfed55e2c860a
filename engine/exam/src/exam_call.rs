//! What passes between a session and its exam plugin: events and answers in, turns and the grade out. Calls nothing.

use overread_base::{AiReport, CaseId, FailureKind, FindingId, ItemId, LocalText, Millis, Verdict};

use crate::Percent;

/// Something that an exam plugin is told, and when it happened.
#[derive(Debug, Clone, PartialEq)]
pub struct StampedExamEvent {
    /// On the session's clock.
    pub at: Millis,
    /// What happened.
    pub event: ExamEvent,
}

/// Something that an exam plugin is told.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamEvent {
    /// The session began.
    Started,
    /// The item's case was opened.
    Opened(ItemId),
    /// The reader's own answer was locked, before any AI result.
    AnsweredFirst(ExamAnswer),
    /// The AI result came on screen.
    AiShown(ItemId),
    /// The AI result was taken off the screen.
    AiHidden(ItemId),
    /// The case was signed.
    Answered(ExamAnswer),
    /// The item's time was over before the case was signed.
    TimedOut(ItemId),
    /// The session ended as it should.
    Finished,
    /// Anything else, by name: `abandoned` when the reader gave up.
    Other {
        /// What it is.
        kind: String,
        /// Its parts by name.
        fields: Vec<(String, String)>,
    },
}

/// What the reader says about an item.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamAnswer {
    /// The item.
    pub item: ItemId,
    /// The reader's findings in the shape of a service's: own marks by their ids, and in a final answer the AI findings
    /// that the reader took over as `ai:` and their ids.
    pub report: AiReport,
    /// The rating of the case; `None` if the case was not rated.
    pub confidence: Option<Percent>,
    /// The verdicts on the service's findings, in its order.
    pub decisions: Vec<(FindingId, Verdict)>,
    /// Time on the case so far, pauses left out.
    pub reading: Millis,
    /// Time for which the AI result was on screen, pauses left out.
    pub ai_visible: Millis,
}

/// What an exam plugin wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExamAction {
    /// This item is next.
    GoTo(ItemId),
    /// Show the item's AI result; before the first answer is locked it stays hidden whatever the plugin says.
    ShowAi(ItemId),
    /// Take the item's AI result off the screen; not while a finding still needs its verdict.
    HideAi(ItemId),
    /// Tell the reader something, per language.
    Message(Vec<LocalText>),
    /// The exam is over once the open case is closed.
    EndExam,
}

/// What a plugin made of one event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExamTurn {
    /// The plugin's own state, handed back with the next event.
    pub state: Vec<u8>,
    /// What it wants done, in order.
    pub actions: Vec<ExamAction>,
    /// What of its wishes this host does not know and left out.
    pub notes: Vec<String>,
}

/// The result of an exam.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamGrade {
    /// Whether it is passed.
    pub is_passed: bool,
    /// The score on the plugin's own scale.
    pub score: f64,
    /// Figures by item.
    pub rows: Vec<MarkRow>,
    /// What the reader is told about it, per language.
    pub feedback: Vec<LocalText>,
}

/// One figure of a grade.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkRow {
    /// The item; `None` for a figure of the whole exam.
    pub item: Option<ItemId>,
    /// What was measured, in the plugin's words.
    pub metric: String,
    /// The figure.
    pub value: f64,
}

/// A call of an exam plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExamCall {
    /// `make-plan`.
    MakePlan,
    /// `step`.
    Step,
    /// `grade-exam`.
    GradeExam,
}

impl ExamCall {
    /// The name of the function in the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MakePlan => "make-plan",
            Self::Step => "step",
            Self::GradeExam => "grade-exam",
        }
    }
}

/// How a call of an exam plugin went wrong: a result, never a crash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", .call.word())]
pub struct ExamFault {
    /// Which call.
    pub call: ExamCall,
    /// The class of the fault.
    pub kind: FailureKind,
    /// Details for people.
    pub message: String,
}

/// A fact about the exam of a session, as the journal keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamFact {
    /// The plugin answered an event.
    Turned(TurnRecord),
    /// The time of an item was over; its case is closed as it stands.
    TimedOut(CaseId),
    /// A call went wrong. After a fault of `step` the cases go on in the order of the plan.
    Faulted(ExamFault),
    /// The result.
    Graded(ExamGrade),
}

/// A turn as the journal keeps it: the state by its digest, because it can be computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TurnRecord {
    /// Which event it answers, counted from 0.
    pub number: u32,
    /// SHA-256 of the plugin's state after it.
    pub state_sha256: [u8; 32],
    /// What the plugin wants done.
    pub actions: Vec<ExamAction>,
    /// What was left out.
    pub notes: Vec<String>,
    /// Which of the actions had no effect, and why.
    pub refused: Vec<String>,
}
