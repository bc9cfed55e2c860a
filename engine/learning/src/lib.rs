//! What a learner has done and what comes next: progress through a course, what comes back when, and how well which tasks
//! are done with which AI. Pure: times come in with the events.
//!
//! Entry: [`LearnerEvent`] is what is kept; [`Progress`], [`Schedule`], [`Competencies`] and [`Certification`] are
//! computed from the events anew, so that nothing but these has to be saved; [`Group`] is the same over many learners.

mod case_record;
mod certification;
mod competency;
mod event;
mod exams;
#[cfg(test)]
mod fixture;
mod group;
mod group_page;
mod group_table;
mod knowledge;
mod progress;
mod repetition;
mod week;
mod words;

pub use case_record::{CaseRecord, PRACTICE_TASK};
pub use certification::{Attempt, Certification, Part, PartStatus, Reason};
pub use competency::{Cell, CellKey, Competencies, WEAK_BELOW, WEAK_FROM_CASES};
pub use event::{
    ComponentRecord, ExamRecord, ItemId, LearnerAct, LearnerEvent, StepId, TestRecord, not_kept,
};
pub use exams::CourseExams;
pub use group::{Damaged, Group, GroupCell, GroupLearner, GroupLog, ModuleProgress};
pub use group_page::group_page;
pub use group_table::group_table;
pub use knowledge::{TestRefusal, test_record, test_seat};
pub use progress::{Progress, StepState};
pub use repetition::{Card, DueItem, Schedule};
pub use week::{Week, WeekReliance, weeks};
pub use words::{
    PageLanguage, ai_text, component_text, metric_text, reason_text, status_text, verdict_text,
};
