//! What is saved: the hash-chained journal of a session, its words as JSON, and an index over all sessions.
//!
//! Draws nothing and decides nothing. Entry types: [`Journal`] (write), [`JournalReader`] (read and verify),
//! [`SessionFolder`] (where a session lies), [`LearnerLog`] (what a learner did in courses),
//! [`SettingsFile`] (what is remembered of the reader between starts).
//! Invariants: an event that [`Journal::append`] returned from is on the disk; nothing written is ever rewritten;
//! a released version of a format is read for ever.

mod ai_json;
mod answer_json;
mod base_json;
mod certification_json;
mod design_json;
mod error;
mod event_json;
mod exam_json;
mod export;
mod folder;
mod index;
mod journal;
mod learner_json;
mod learner_log;
mod plan_json;
mod planted_json;
mod practice_json;
mod proctor_json;
mod question_json;
mod record;
mod record_file;
mod recorded_json;
mod settings;
mod whole;

pub use ai_json::ai_result_json;
pub use error::StoreError;
pub use exam_json::{exam_grade_json, exam_plan_json, exam_turn_json, sha256};
pub use export::{Export, ExportFile, ExportSession, MarkedAnswer, RjafrocError};
pub use folder::{SessionFolder, sessions_in};
pub use index::{Index, SessionSummary};
pub use journal::{Journal, JournalReader, Verified};
pub use learner_log::{LearnerLog, LearnerRecord};
pub use record_file::{Flush, Recovery};
pub use recorded_json::{RecordedJsonError, read_recorded_result, recorded_result_json};
pub use settings::{
    DisplayChecked, DisplayNumbers, Settings, SettingsFile, TEXT_PERCENT, TourStanding,
};
pub use whole::journal_bytes;
