//! What happened in a session: the facts that the journal keeps. No rules and no file format.

use overread_base::{AiResult, CaseId, FindingId, LocalText, MarkId, Millis, SeriesUid};
use overread_scenario::{AnswerValue, QuestionId, SectionId};

use crate::{Call, ExamFact, FindingVerdict, Percent, PlantRecord, ProctorFact, ReaderMark};

/// A fact and when it happened.
#[derive(Debug, Clone, PartialEq)]
pub struct StampedEvent {
    /// On the session's clock: milliseconds since the session began, without the time it lay closed. Never decreases.
    pub at: Millis,
    /// What happened.
    pub event: Event,
}

/// A fact of the session.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// Something happened in a case.
    Case {
        /// The case.
        case: CaseId,
        /// What happened.
        fact: CaseFact,
    },
    /// The reader left the desk; time stands still until [`Event::Resumed`].
    Paused,
    /// The reader is back, or the program was started again on this session.
    Resumed,
    /// The journal ended in a torn record when it was opened; what was lost had never been called saved.
    Recovered {
        /// How many bytes were cut off.
        lost_bytes: u64,
    },
    /// The session is over.
    Ended(SessionEnd),
    /// Something happened in the exam that the cases are read for; its grade comes after the end.
    Exam(ExamFact),
    /// Something happened around the session.
    Proctor(ProctorFact),
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionEnd {
    /// Every case was signed, or every one that its exam asked for.
    Complete,
    /// The reader gave up; unsigned cases are not graded.
    Abandoned,
    /// The time of the whole session was over; what was not closed by then is not graded.
    TimeUp,
    /// A supervisor ended it; what was not closed by then is not graded.
    Sealed,
}

/// A fact of one case. Answers are full states, never differences.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseFact {
    /// The case was opened.
    Opened,
    /// A mark was set, or an earlier one with the same id replaced.
    MarkSet(ReaderMark),
    /// A mark was taken away.
    MarkDeleted(MarkId),
    /// How likely a target lesion is in the case, in the reader's view.
    Rated(Percent),
    /// The reader's own answer is final from here on.
    FirstReadLocked,
    /// The AI job of the case came to an end; nobody has seen the result yet.
    AiReceived(Box<AiResult>),
    /// The AI result was shown to the reader.
    AiRevealed,
    /// The reader decided on an AI finding.
    VerdictGiven {
        /// The finding.
        finding: FindingId,
        /// The decision.
        verdict: FindingVerdict,
        /// The reader's remark.
        note: Option<String>,
    },
    /// A section of the report now reads so.
    ReportEdited {
        /// The section.
        section: SectionId,
        /// Its whole text.
        text: String,
    },
    /// The report was signed: the final answer.
    Signed,
    /// What the viewer showed.
    Viewer(ViewerFact),
    /// A question was answered, or an earlier answer replaced.
    Answered {
        /// The question.
        question: QuestionId,
        /// The whole answer.
        value: AnswerValue,
    },
    /// The reader asked for the AI result (on request); the answer so far is kept as the first one.
    AiRequested,
    /// No AI result is shown for this case: it belongs to the hidden subset without AI.
    AiWithheld,
    /// The service decided the case alone (autonomous audit, band-pass); nobody reads it.
    DecidedByAi(Call),
    /// The two readers of a double reading disagree: the reader sees both reads and decides.
    ArbitrationOpened,
    /// The images of the case cannot be opened; it is not graded.
    ImagesFailed(String),
    /// The time for the case was over: it is closed as it stands.
    TimedOut,
    /// What had been planted into the AI result; written once the case is closed.
    AiPlanted(Box<PlantRecord>),
    /// The reader asked for a hint: the case is not read without help from here on.
    HintAsked,
    /// A hint was given.
    HintGiven(Hint),
}

/// What was said on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What, per language; nothing where there is no hint for the case.
    pub text: Vec<LocalText>,
    /// How many more hints there are.
    pub left: u32,
}

/// What the viewer showed, coarse: for search coverage and time, never for the answer.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewerFact {
    /// The first image of the case stood on screen: the case's time starts here.
    ImagePainted,
    /// Slices that were on screen since the last such fact.
    SlicesShown {
        /// The series.
        series: SeriesUid,
        /// How many slices the series has.
        n_slices: u32,
        /// The slices shown, each with its time.
        shown: Vec<SliceDwell>,
    },
    /// The window of the main viewport.
    WindowChanged {
        /// Centre, HU.
        centre_hu: f32,
        /// Width, HU.
        width_hu: f32,
    },
    /// The AI overlay was switched.
    AiOverlay(Visibility),
}

/// How long one slice was on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SliceDwell {
    /// Counted from 0 along the normal of the stack.
    pub slice_idx: u32,
    /// For how long.
    pub shown_for: Millis,
}

/// Whether a layer is on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// On screen.
    Shown,
    /// Not on screen.
    Hidden,
}
