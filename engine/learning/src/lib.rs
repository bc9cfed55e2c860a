//! What a learner has done and what comes next: progress through a course, what comes back when, and how well which tasks
//! are done with which AI. Pure: times come in with the events.
//!
//! Entry: [`LearnerEvent`] is what is kept; [`Progress`], [`Schedule`] and [`Competencies`] are computed from the events
//! anew, so that nothing but these has to be saved.

mod competency;
mod event;
mod progress;
mod repetition;

pub use competency::{Cell, CellKey, Competencies, WEAK_BELOW, WEAK_FROM_CASES, Week, weeks};
pub use event::{CaseRecord, ItemId, LearnerAct, LearnerEvent, StepId};
pub use progress::{Progress, StepState};
pub use repetition::{Card, Schedule};
