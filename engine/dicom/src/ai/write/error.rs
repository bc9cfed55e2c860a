//! Why an AI object was not written. What was written otherwise than asked is in the object's notes.

use std::io;
use std::path::PathBuf;

/// Why an object was not written; each names the place last.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AiWriteError {
    /// The statement speaks of a series that the study does not hold.
    #[error("series is not in the study: expected one of study {study}, found {series}")]
    SeriesNotInStudy {
        /// The series.
        series: String,
        /// The study.
        study: String,
    },
    /// The statement is about another study.
    #[error("the result is about study {found}, the images are of study {expected}")]
    OtherStudy {
        /// The study of the images.
        expected: String,
        /// The study of the statement.
        found: String,
    },
    /// A mark that meets no frame of its series.
    #[error("the mark lies outside every frame of its series (series {series})")]
    MarkOutside {
        /// The series.
        series: String,
    },
    /// A mark of a series of several images without positions: it does not say which image it is on.
    #[error(
        "the mark does not say on which image it lies: expected 1 image without a position, found {n_images} (series {series})"
    )]
    Ambiguous {
        /// Images of the series.
        n_images: usize,
        /// The series.
        series: String,
    },
    /// An object in the patient's space, of images that name no frame of reference.
    #[error("a position in the patient needs a Frame of Reference UID (series {series})")]
    NoFrameOfReference {
        /// The series.
        series: String,
    },
    /// An image that does not say what it is cannot be referred to.
    #[error("SOP Class UID of the image is missing (SOP instance {sop})")]
    NoSopClass {
        /// The image.
        sop: String,
    },
    /// A mask whose runs do not fill its grid, or a map whose values do not.
    #[error("{what}: expected {expected} voxels, found {found} ({place})")]
    Voxels {
        /// The mask or map.
        what: &'static str,
        /// Voxels of the grid.
        expected: u64,
        /// Voxels of the runs or values.
        found: u64,
        /// Finding, or series.
        place: String,
    },
    /// A number that is not finite.
    #[error("{what} is not a finite number ({place})")]
    NotFinite {
        /// What the number is.
        what: &'static str,
        /// Finding, or series.
        place: String,
    },
    /// More than one object may hold.
    #[error("{what}: at most {limit}, found {found} ({place})")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The most that is written.
        limit: u64,
        /// What was found.
        found: u64,
        /// Finding, or series.
        place: String,
    },
    /// Nothing to put into the object, which may not be empty.
    #[error("nothing to write: {what}")]
    Nothing {
        /// What is missing.
        what: &'static str,
    },
    /// The date or time of the objects is none.
    #[error("{what}: expected {expected}, found {found:?}")]
    Moment {
        /// Date or time.
        what: &'static str,
        /// The form.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// An image that a picture needs cannot be read.
    #[error("the image cannot be drawn: {why} (SOP instance {sop})")]
    Image {
        /// What the reader said.
        why: String,
        /// The image.
        sop: String,
    },
    /// The object could not be put into bytes.
    #[error("the object cannot be encoded: {why}")]
    Encode {
        /// What the encoder said.
        why: String,
    },
    /// The disk refused.
    #[error("writing failed: {source} ({path})", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}
