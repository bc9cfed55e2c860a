//! The reading session as a state machine over events, and its score. Knows no clock, no file, no screen.
//!
//! Entry: `Session`. A [`Command`] is decided into events, the host writes them to the journal, and only then applies
//! them; [`SessionView`] is what a screen may show; `score` judges a log against the truth.
//! Invariants: no view type can hold truth or an AI result that is not revealed yet; a locked answer never changes;
//! the same events give the same session and the same score, bit for bit.

mod case_state;
mod command;
mod event;
#[cfg(test)]
mod fixture;
mod mark;
mod plan;
mod policy;
mod rubric_v1;
mod score;
mod session;
mod view;

pub use command::{Command, LockBlocker, Refusal, SignBlocker};
pub use event::{CaseFact, Event, SessionEnd, SliceDwell, StampedEvent, ViewerFact, Visibility};
pub use mark::{FindingVerdict, GivenVerdict, MarkAnswer, Percent, ReaderMark};
pub use plan::{PlanError, SessionPlan};
pub use policy::{Policy, PolicyCase};
pub use rubric_v1::score;
pub use score::{
    Accuracy, AiOutcome, AiScore, Call, CaseGrade, CaseScore, CaseTimes, CertificateBar,
    LesionSwitches, ReadScore, Rubric, Score, TotalScore, Ungraded, VerdictCounts,
};
pub use session::Session;
pub use view::{
    AiView, CasePhase, CaseView, FindingRow, RevealedAi, SessionState, SessionView, WorklistRow,
};
