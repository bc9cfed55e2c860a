//! Which instance a file is, and which files a folder holds. No pixels, no grouping.

use std::path::{Path, PathBuf};

use overread_base::{Diagnostics, SeriesUid, SopUid, StudyUid};

use crate::DicomError;
use crate::dicom_dir::is_directory;
use crate::instance::Instance;
use crate::library::list_files;
use crate::part10::read_header;
use crate::tag::Tag;

/// What places a file, and whether it says that it names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceIds {
    /// Study Instance UID (0020,000D); the SOP Instance UID where it is missing.
    pub study: StudyUid,
    /// Series Instance UID (0020,000E); the SOP Instance UID where it is missing.
    pub series: SeriesUid,
    /// SOP Instance UID (0008,0018).
    pub sop: SopUid,
    /// Whether Patient Identity Removed (0012,0062) is YES.
    pub is_deidentified: bool,
}

/// Reads the UIDs of a file, as leniently as [`open_folder`](crate::open_folder) does.
///
/// # Errors
/// [`DicomError`] if the file is not DICOM, cannot be read, is a DICOMDIR, or has no SOP Instance UID.
pub fn instance_ids(file: &Path) -> Result<InstanceIds, DicomError> {
    let header = read_header(file)?;
    if is_directory(&header) {
        return Err(DicomError::unsupported("a DICOMDIR as an instance", file));
    }
    let instance = Instance::of(file, header)?;
    let removed = instance.header.values().text(Tag(0x0012, 0x0062));
    Ok(InstanceIds {
        study: instance.study,
        series: instance.series,
        sop: instance.sop,
        is_deidentified: removed.as_deref() == Some("YES"),
    })
}

/// All files under a folder by path, with the limits of [`open_folder`](crate::open_folder), DICOM or not.
///
/// # Errors
/// [`DicomError::Io`] if the folder itself cannot be read; what lies deeper is a diagnostic.
pub fn files_under(
    folder: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<PathBuf>, DicomError> {
    list_files(folder, diagnostics)
}
