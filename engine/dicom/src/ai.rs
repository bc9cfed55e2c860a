//! AI results and reports as DICOM objects: written for other systems, and read from them.

mod codes;
mod read;
mod write;

pub use read::{ReadObject, RecordedResult, ResultPicture, read_ai_results};
pub use write::{
    AiObjects, AiObjectsInfo, AiWriteError, Completion, KeyTitle, ObjectKind, ReaderReport,
    ReportLanguage, ReportedFinding, Segment, Segmentation, Statement, WrittenObject,
};
