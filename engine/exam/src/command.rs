//! What reader and host may ask of a session, and why it may say no. No decisions.

use overread_base::{AiResult, CaseId, FindingId, MarkId};
use overread_scenario::{AnswerValue, LabelId, QuestionId, ReadingMode, SectionId};

use crate::{ExamFact, FindingVerdict, Hint, MarkAnswer, PlantRecord, ProctorFact, ViewerFact};

/// A wish of the reader, or a message of the host.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open this case; it must be the next in the plan, unless the mode lets the reader take any.
    OpenCase(CaseId),
    /// Open the next case of the plan.
    NextCase,
    /// Set a new mark.
    AddMark(MarkAnswer),
    /// Replace what a mark says.
    EditMark {
        /// The mark.
        mark: MarkId,
        /// What it says from now on.
        answer: MarkAnswer,
    },
    /// Take a mark away.
    DeleteMark(MarkId),
    /// Say how likely a target lesion is in the case, 0 to 100.
    RateCase(u8),
    /// Make the own answer final (modes with a locked first read).
    LockFirstRead,
    /// Host: the AI job of a case came to an end, in whatever way.
    AiArrived {
        /// The case.
        case: CaseId,
        /// Result, refusal or failure.
        result: Box<AiResult>,
    },
    /// Decide on an AI finding; a later verdict replaces an earlier one.
    GiveVerdict {
        /// The finding.
        finding: FindingId,
        /// The decision.
        verdict: FindingVerdict,
        /// A remark.
        note: Option<String>,
    },
    /// Replace the text of a report section.
    EditReport {
        /// The section.
        section: SectionId,
        /// Its whole text.
        text: String,
    },
    /// Sign the report and with it the case.
    Sign,
    /// Host: what the viewer showed.
    Viewer(ViewerFact),
    /// Leave the desk.
    Pause,
    /// Come back; also the host's first command after it opened an earlier session again.
    Resume,
    /// End the session with every case signed.
    Finish,
    /// End the session as it stands.
    Abandon,
    /// Host: what the exam plugin said, or that an item's time is over.
    Exam(Box<ExamFact>),
    /// Answer a question of the open case.
    Answer {
        /// The question.
        question: QuestionId,
        /// The whole answer.
        value: AnswerValue,
    },
    /// Ask for the AI result (on request); the answer so far is kept as the first one.
    RequestAi,
    /// Ask for a hint about the open case, where the session gives any.
    AskHint,
    /// Host: the hint that was asked for.
    GiveHint {
        /// The case.
        case: CaseId,
        /// The hint.
        hint: Hint,
    },
    /// Host: no AI result is shown for this case.
    WithholdAi(CaseId),
    /// Host: the images of a case cannot be opened, for this reason.
    ImagesFailed {
        /// The case.
        case: CaseId,
        /// Why.
        reason: String,
    },
    /// Host: what had been planted into the AI result of a case that is closed.
    TellPlanted {
        /// The case.
        case: CaseId,
        /// What.
        record: Box<PlantRecord>,
    },
    /// Host: the time of the open case is over, see [`crate::Session::case_due`].
    CaseTimeUp(CaseId),
    /// Host: something happened around the session.
    Proctor(ProctorFact),
}

/// Why a command was refused. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The session is over.
    #[error("the session has ended")]
    SessionEnded,
    /// The session is paused.
    #[error("the session is paused")]
    Paused,
    /// No case is open.
    #[error("no case is open")]
    NoOpenCase,
    /// A case is open and not signed.
    #[error("case {case} is open and not signed")]
    CaseOpen {
        /// The open case.
        case: CaseId,
    },
    /// The case is not in the plan.
    #[error("case {case} is not in the plan")]
    UnknownCase {
        /// The case asked for.
        case: CaseId,
    },
    /// The plan has another case next.
    #[error("case {expected} is next in the plan, found {found}")]
    OutOfOrder {
        /// The next case.
        expected: CaseId,
        /// The case asked for.
        found: CaseId,
    },
    /// Every case has been read.
    #[error("no case is left to open")]
    NoCaseLeft,
    /// The case is signed: nothing in it changes any more.
    #[error("case {case} is signed")]
    Signed {
        /// The case.
        case: CaseId,
    },
    /// The time of the case is over: nothing in it changes any more.
    #[error("the time of case {case} is over")]
    TimedOut {
        /// The case.
        case: CaseId,
    },
    /// The exam has not said yet how it goes on.
    #[error("the exam has not said yet how it goes on")]
    AwaitingExam,
    /// The exam took the AI result off the screen.
    #[error("the exam took the AI result off the screen")]
    AiHiddenByExam,
    /// The session has no exam.
    #[error("the session has no exam")]
    NoExam,
    /// A fact of an exam that does not fit where the session is.
    #[error("this fact of the exam does not fit where the session is")]
    ExamFact,
    /// The first read is locked already.
    #[error("the first read is locked already")]
    AlreadyLocked,
    /// The first read can't be locked yet.
    #[error("the first read cannot be locked: {}", list(.0))]
    NotLockable(Vec<LockBlocker>),
    /// The report can't be signed yet.
    #[error("the report cannot be signed: {}", list(.0))]
    NotSignable(Vec<SignBlocker>),
    /// The reading mode has no such act.
    #[error("not offered in reading mode {}", .0.word())]
    NotInThisMode(ReadingMode),
    /// The AI result is not on screen yet.
    #[error("the AI result has not been shown yet")]
    AiNotRevealed,
    /// The case has an AI result already; the first one counts.
    #[error("case {case} has an AI result already")]
    AiArrivedBefore {
        /// The case.
        case: CaseId,
    },
    /// The service in the result is not the one of the plan.
    #[error("the plan names AI service {expected}, found {found}")]
    OtherService {
        /// Id and version of the plan.
        expected: String,
        /// Id and version found.
        found: String,
    },
    /// The AI result names no such finding.
    #[error("the AI result has no finding {finding}")]
    UnknownFinding {
        /// The finding asked for.
        finding: FindingId,
    },
    /// There is no such mark.
    #[error("there is no mark {mark}")]
    UnknownMark {
        /// The mark asked for.
        mark: MarkId,
    },
    /// The scenario has no such label.
    #[error("the scenario has no label {label}")]
    UnknownLabel {
        /// The label asked for.
        label: LabelId,
    },
    /// The scenario has no such report section.
    #[error("the report has no section {section}")]
    UnknownSection {
        /// The section asked for.
        section: SectionId,
    },
    /// The mark is neither a point nor a box.
    #[error("a mark must be a point or a box")]
    Shape,
    /// The mark's numbers are not finite, beyond 10 m, or its corners are not in order.
    #[error("a mark must have finite coordinates within 10000 mm of the origin and low <= high")]
    Place,
    /// The confidence is not on the scenario's scale.
    #[error("confidence must be a multiple of {step}, found {found}")]
    Confidence {
        /// The step of the scale.
        step: u8,
        /// The value found.
        found: u8,
    },
    /// The rating is above 100.
    #[error("case rating must be 0 to 100, found {found}")]
    Rating {
        /// The value found.
        found: u8,
    },
    /// More marks than a case may have.
    #[error("a case holds at most {limit} marks")]
    TooManyMarks {
        /// The limit.
        limit: usize,
    },
    /// A text that is too long.
    #[error("text must be at most {limit} bytes, found {found}")]
    TextTooLong {
        /// The limit, in bytes.
        limit: usize,
        /// The length found, in bytes.
        found: usize,
    },
    /// The case has no such question, or it is not asked now.
    #[error("question {question} is not asked now")]
    NotAsked {
        /// The question.
        question: QuestionId,
    },
    /// The answer is not of the question's kind or range.
    #[error("question {question} takes another answer: {problem}")]
    Answer {
        /// The question.
        question: QuestionId,
        /// What is wrong with it.
        problem: String,
    },
    /// The session has not been started by its supervisor.
    #[error("the supervisor has not started the session yet")]
    NotStarted,
    /// The scenario allows no pause, or no further one.
    #[error("no pause is allowed now")]
    NoPause,
    /// The supervisor's order does not count here.
    #[error("the order does not count: {problem}")]
    Order {
        /// Why.
        problem: String,
    },
    /// A supervisor paused the session: only a supervisor's order goes on.
    #[error("a supervisor has paused the session")]
    PausedByOrder,
    /// The time of the session is over.
    #[error("the time of the session is over")]
    TimeUp,
    /// What the host says is not so yet.
    #[error("it is not time for that yet")]
    NotDue,
    /// The archive stalls: nothing can be answered until it goes on.
    #[error("the archive has stalled")]
    ArchiveStalled,
    /// There is no such interruption to come back from.
    #[error("interruption {n} does not last")]
    NotInterrupted {
        /// The how-manieth.
        n: u32,
    },
    /// The terms do not ask for the focus of the window.
    #[error("the focus of the window is not watched in this session")]
    FocusNotWatched,
    /// The focus is where it was.
    #[error("the focus of the window has not changed")]
    SameFocus,
    /// An incident report without words.
    #[error("an incident report must not be empty")]
    EmptyIncident,
    /// The service decided the case alone: nobody reads it.
    #[error("case {case} is signed by the AI service")]
    DecidedByService {
        /// The case.
        case: CaseId,
    },
    /// The case may be opened once the service has said whether it decides it alone.
    #[error("the AI result of case {case} is still awaited")]
    AwaitingAi {
        /// The case.
        case: CaseId,
    },
    /// An AI result is withheld only where it would have been shown.
    #[error("the AI result of case {case} would not be shown yet")]
    WithheldTooEarly {
        /// The case.
        case: CaseId,
    },
    /// That the images cannot be opened was said before.
    #[error("case {case} is known not to open")]
    ImagesFailedBefore {
        /// The case.
        case: CaseId,
    },
    /// What was planted into the case has been told.
    #[error("what was planted into case {case} has been told")]
    PlantedToldBefore {
        /// The case.
        case: CaseId,
    },
    /// The session gives no hints, as examinations do not.
    #[error("no hints are given in this session")]
    NoHints,
    /// Every hint about the case has been given.
    #[error("case {case} has no further hint")]
    NoHintLeft {
        /// The case.
        case: CaseId,
    },
    /// A hint was asked for and has not been given yet, or none was asked for.
    #[error("case {case} awaits {}", if *is_awaited { "a hint already" } else { "no hint" })]
    HintOrder {
        /// The case.
        case: CaseId,
        /// Whether one is awaited.
        is_awaited: bool,
    },
    /// A viewer fact that cannot be.
    #[error("viewer fact out of bounds")]
    ViewerFact,
    /// Cases are left unread, so the session is not complete.
    #[error("{left} cases are not signed yet")]
    Unread {
        /// How many.
        left: usize,
    },
}

/// Why the first read can't be locked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockBlocker {
    /// The case has no rating.
    #[error("the case is not rated")]
    NotRated,
    /// A required question has no answer.
    #[error("question {0} is not answered")]
    NotAnswered(QuestionId),
}

/// Why the report can't be signed. All reasons are given at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignBlocker {
    /// The first read is not locked (modes with a locked first read).
    #[error("the first read is not locked")]
    FirstReadNotLocked,
    /// The AI job is still running; it always comes to an end, if only by a time limit.
    #[error("the AI result is still awaited")]
    AiPending,
    /// The case has no rating.
    #[error("the case is not rated")]
    NotRated,
    /// A required section of the report is empty.
    #[error("report section {0} is empty")]
    SectionEmpty(SectionId),
    /// A required question has no answer.
    #[error("question {0} is not answered")]
    NotAnswered(QuestionId),
    /// An AI finding has no verdict.
    #[error("AI finding {0} has no verdict")]
    NoVerdict(FindingId),
}

/// All reasons in one line.
fn list<T: std::fmt::Display>(reasons: &[T]) -> String {
    reasons
        .iter()
        .map(T::to_string)
        .collect::<Vec<_>>()
        .join("; ")
}
