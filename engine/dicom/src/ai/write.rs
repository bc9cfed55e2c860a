//! AI results and readers' reports written as DICOM objects. No reading, no drawing.
//!
//! One [`AiObjects`] for a study, one function for each kind of object; every object is whole in memory before a file
//! is made. UIDs come from the passed seed, the moment from the caller: equal input gives equal bytes.

mod capture;
mod common;
mod data_set;
mod error;
mod key_objects;
mod map;
mod mask;
mod multi_frame;
mod outline;
mod picture;
mod place;
mod presentation;
mod report;
mod segmentation;
mod sr;
mod statement;
mod words;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use overread_base::{FindingId, Seed, SeriesUid, SopUid};

pub use common::AiObjects;
pub use error::AiWriteError;
pub use key_objects::KeyTitle;
pub use statement::{Completion, ReaderReport, ReportedFinding, Statement};

/// What the objects of one export share. Nothing has a default: the caller answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AiObjectsInfo {
    /// Content Date, `YYYYMMDD`.
    pub date: String,
    /// Content Time, `HHMMSS`.
    pub time: String,
    /// The language of texts.
    pub language: ReportLanguage,
    /// All UIDs come from it, from the author and from the study: equal seeds give equal UIDs.
    pub seed: Seed,
}

/// The language of the texts in an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportLanguage {
    /// `en`.
    English,
    /// `ru`.
    Russian,
}

impl ReportLanguage {
    /// The BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }
}

/// The kinds of objects that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// Comprehensive 3D SR with a TID 1500 Measurement Report.
    Report,
    /// Segmentation, binary.
    Segmentation,
    /// Grayscale Softcopy Presentation State.
    PresentationState,
    /// Key Object Selection Document.
    KeyObjects,
    /// Secondary Capture Image, RGB.
    SecondaryCapture,
    /// Parametric Map, 32-bit float.
    ParametricMap,
}

impl ObjectKind {
    /// SOP Class UID (PS3.4 B.5).
    #[must_use]
    pub fn sop_class(self) -> &'static str {
        match self {
            Self::Report => "1.2.840.10008.5.1.4.1.1.88.34",
            Self::Segmentation => "1.2.840.10008.5.1.4.1.1.66.4",
            Self::PresentationState => "1.2.840.10008.5.1.4.1.1.11.1",
            Self::KeyObjects => "1.2.840.10008.5.1.4.1.1.88.59",
            Self::SecondaryCapture => "1.2.840.10008.5.1.4.1.1.7",
            Self::ParametricMap => "1.2.840.10008.5.1.4.1.1.30",
        }
    }

    /// Modality (0008,0060). A capture keeps that of its source and has none of its own.
    fn modality(self) -> &'static str {
        match self {
            Self::Report => "SR",
            Self::Segmentation => "SEG",
            Self::PresentationState => "PR",
            Self::KeyObjects => "KO",
            Self::SecondaryCapture | Self::ParametricMap => "OT",
        }
    }

    /// The beginning of file names.
    #[must_use]
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Report => "sr",
            Self::Segmentation => "seg",
            Self::PresentationState => "pr",
            Self::KeyObjects => "ko",
            Self::SecondaryCapture => "sc",
            Self::ParametricMap => "pm",
        }
    }
}

/// A DICOM object in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenObject {
    /// Its kind, with its SOP class.
    pub kind: ObjectKind,
    /// SOP Instance UID.
    pub sop: SopUid,
    /// Series Instance UID.
    pub series: SeriesUid,
    /// The whole Part 10 file.
    pub bytes: Vec<u8>,
    /// What was written otherwise than stated, for people; empty if nothing was.
    pub notes: Vec<String>,
}

impl WrittenObject {
    /// A file name that no other object of the export has, e.g. `sr-2.25.123.dcm`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}-{}.dcm", self.kind.file_stem(), self.sop)
    }

    /// Writes the file into `folder` under [`WrittenObject::file_name`]; it is complete or not there. An older file of
    /// the same name is replaced.
    ///
    /// # Errors
    /// [`AiWriteError::Io`] if the disk refuses.
    pub fn write_into(&self, folder: &Path) -> Result<std::path::PathBuf, AiWriteError> {
        let path = folder.join(self.file_name());
        let partial = folder.join(format!(".{}.{}", self.file_name(), std::process::id()));
        let io = |source| AiWriteError::Io {
            path: path.clone(),
            source,
        };
        let written = fs::File::create(&partial).and_then(|mut file| {
            file.write_all(&self.bytes)?;
            file.sync_data()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&partial, &path)) {
            // The first error is the one to tell; the unfinished file may not even be there.
            fs::remove_file(&partial).ok();
            return Err(io(error));
        }
        Ok(path)
    }
}

/// A written segmentation, and which segment is which mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segmentation {
    /// The object.
    pub object: WrittenObject,
    /// The series that was segmented.
    pub source: SeriesUid,
    /// Its segments, by number.
    pub segments: Vec<Segment>,
}

/// One segment: one mask of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Segment Number (0062,0004), from 1.
    pub number: u16,
    /// The finding.
    pub finding: FindingId,
    /// Which of the finding's marks, from 0.
    pub mark_idx: usize,
    /// The images that hold a part of it.
    pub(crate) sources: Vec<(SopUid, u32)>,
}

#[cfg(test)]
mod tests;
