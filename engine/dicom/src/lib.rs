//! DICOM in and out: folders of files as studies, series and volumes, and series written as files.
//!
//! Reading is lenient: what can be read is kept, what is refused or read otherwise than written is named. Knows no
//! screen and no session. No type of the DICOM crates is public. Entry points: [`open_folder`], [`load_volume`],
//! [`load_frame`], [`write_study`], [`AiObjects`].

mod ai;
mod budget;
mod charset;
mod codec;
mod data_set;
mod deidentify;
mod dicom_dir;
mod error;
mod ids;
mod instance;
mod library;
mod load;
mod lut;
mod meta;
mod model;
mod names;
mod object;
mod options;
mod pages;
mod part10;
mod pixels;
mod pool;
mod resample;
mod stack;
mod tag;
mod text;
mod values;
mod view;
mod voi;
mod write;

pub use ai::{
    AiObjects, AiObjectsInfo, AiWriteError, Completion, KeyTitle, ObjectKind, ReadObject,
    ReaderReport, RecordedResult, ReportLanguage, ReportedFinding, ResultPicture, Segment,
    Segmentation, Statement, WrittenObject, read_ai_results,
};
pub use deidentify::{
    Clean, Dates, Deed, Deidentified, Deidentifier, DeidentifyError, DeidentifyOptions, FileReport,
    FolderReport, Outcome, PixelFlag, Retain, Secret, deidentify_folder,
};
pub use error::DicomError;
pub use ids::{InstanceIds, files_under, instance_ids};
pub use library::{open_folder, open_folder_with};
pub use load::{LoadedFrame, LoadedVolume, Progress, load_frame, load_stack, load_volume};
pub use model::{
    Frame, FrameGroup, FrameStorage, Library, Patient, PixelSpacing, Series, SeriesGeometry,
    SpacingSource, Study, StudyObject, VoiWindow,
};
pub use names::{sop_class_name, transfer_syntax_name};
pub use options::ReadOptions;
pub use stack::detector_stacks;
pub use write::{
    NewSeries, Overwrite, ProjectionInfo, ProjectionModality, SeriesInfo, write_ct_series,
    write_study,
};

#[cfg(test)]
mod tests;
