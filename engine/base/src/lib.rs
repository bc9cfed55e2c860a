//! The vocabulary of Overread: ids, units, patient space, codes, findings, AI results, verdicts and truth.
//!
//! Knows nothing of files, clocks, randomness beyond a passed seed, or any format: types here carry no serde;
//! each boundary (journal, contract, DICOM) has its own copies and converts.
//! Entry types: [`AiResult`] (what a service said), [`Finding`], [`CaseTruth`] (what is there), [`VolumeGeometry`].
//! Invariants: positions are millimetres in the patient's LPS system unless a name says otherwise;
//! an unknown value is `None`, never zero.

mod ai_result;
mod code;
mod date;
mod diagnostics;
mod finding;
mod id;
mod laterality;
mod seed;
mod space;
mod synthetic;
mod text;
mod truth;
mod unit;
mod verdict;

pub use ai_result::{
    AiReport, AiResult, AiStatus, Assessed, FailureKind, HeatMap, NotRunReason, OperatingPoint,
    Priority, ReportSection, ServiceIdentity, StudyProbability,
};
pub use code::Code;
pub use date::civil_date;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use finding::{Category, Certainty, Finding, Mark, MaskRle, Measure, Shape};
pub use id::{
    CaseId, FindingId, IdError, ItemId, LesionId, MarkId, ReaderId, ScenarioId, SeriesUid,
    ServiceId, SessionId, SopUid, StudyUid,
};
pub use laterality::Laterality;
pub use seed::{Rng, Seed};
pub use space::{GeometryError, Vec3, VolumeGeometry};
pub use synthetic::{
    Amount, Difficulty, LesionKind, LesionRole, LesionWish, PhantomKind, StudyFact, has_diameter,
};
pub use text::LocalText;
pub use truth::{CaseTruth, FactValue, Lesion, LesionView, NoduleType, TruthFact};
pub use unit::{Hu, Millis, Mm};
pub use verdict::Verdict;
