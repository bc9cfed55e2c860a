//! AI results and reports as DICOM objects: written for other systems, and read from them.

mod read;
mod write;

pub use read::{ReadObject, RecordedResult, ResultPicture, read_ai_results};
