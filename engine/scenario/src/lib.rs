//! Scenario files: TOML of schema 1 in, a checked [`Scenario`] out. Opens no files, makes no images, scores nothing.
//!
//! Entry: [`check`] reads a text and names every fault of it with line and column.
//! Invariants: a [`Scenario`] has been checked whole: ids are unique, every number is in range, every text exists in
//! at least one language, and what the reading mode needs is there.

mod cases;
mod check;
mod exam;
mod hash;
mod model;
mod questions;

pub use check::{MAX_FILE_BYTES, check};
pub use exam::HOST_FACTS;
pub(crate) use model::MAX_EXAM_SETTINGS;
pub use model::{
    Case, CaseOrder, CaseSource, DicomSource, Difficulty, ExamSpec, HitRule, LabelChoice, LabelId,
    NodulePlace, NoduleSpec, Nodules, PhantomKind, PhantomSpec, Questions, RandomNodules,
    ReadingMode, Scenario, ScenarioHash, SectionId, SectionSpec,
};
