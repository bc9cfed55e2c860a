//! Why a file, a series or a write was refused. Remarks that do not refuse anything go to `Diagnostics`.

use std::io;
use std::path::{Path, PathBuf};

use overread_base::GeometryError;
use overread_image::VolumeError;

/// Why DICOM data were refused; each names the place last.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DicomError {
    /// The operating system refused.
    #[error("{action} failed: {source} ({path})", path = path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Neither a preamble with `DICM` nor a data set that starts as DICOM does.
    #[error("not a DICOM file ({path})", path = path.display())]
    NotDicom {
        /// The file.
        path: PathBuf,
    },
    /// Valid, but of a kind that is not read here.
    #[error("{what} is not supported ({place})")]
    Unsupported {
        /// The kind.
        what: String,
        /// File, or series.
        place: String,
    },
    /// Contradicts itself or the standard, beyond repair.
    #[error("{what} ({place})")]
    Damaged {
        /// What is wrong.
        what: String,
        /// File, or series.
        place: String,
    },
    /// Larger than what is accepted from outside.
    #[error("{what}: at most {limit}, found {found} ({place})")]
    TooLarge {
        /// What is counted.
        what: &'static str,
        /// The most that is accepted.
        limit: u64,
        /// What was found.
        found: u64,
        /// File, or series.
        place: String,
    },
    /// The frames are not slices of one volume.
    #[error("not a volume: {why} (series {series})")]
    NotAVolume {
        /// Why.
        why: String,
        /// Series Instance UID.
        series: String,
    },
    /// The caller asked to stop.
    #[error("loading was cancelled")]
    Cancelled,
    /// Nothing is written over files that are there.
    #[error("folder is not empty ({path})", path = path.display())]
    FolderNotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// The grid that follows from the header is impossible.
    #[error("{source} ({place})")]
    Geometry {
        /// What is wrong with it.
        source: GeometryError,
        /// File, or series.
        place: String,
    },
    /// Samples and grid do not fit.
    #[error("{source} ({place})")]
    Volume {
        /// What is wrong.
        source: VolumeError,
        /// File, or series.
        place: String,
    },
}

impl DicomError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    pub(crate) fn damaged(what: impl Into<String>, path: &Path) -> Self {
        Self::Damaged {
            what: what.into(),
            place: path.display().to_string(),
        }
    }

    pub(crate) fn unsupported(what: impl Into<String>, path: &Path) -> Self {
        Self::Unsupported {
            what: what.into(),
            place: path.display().to_string(),
        }
    }
}
