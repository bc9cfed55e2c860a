//! De-identification of a folder into another one, with progress. The work is the dicom crate's; no library.

use std::path::Path;

use overread_base::Diagnostics;
use overread_dicom::{Deidentifier, DicomError, FolderReport, Progress};

use crate::StepProgress;

struct Follow<'a>(&'a StepProgress);

impl Progress for Follow<'_> {
    fn loaded(&self, n_loaded: u32, n_frames: u32) {
        self.0.set(n_loaded as usize, n_frames as usize);
    }
}

/// De-identifies all files under `from` into `to`: see [`overread_dicom::deidentify_folder`].
///
/// # Errors
/// What [`overread_dicom::deidentify_folder`] says.
pub fn deidentify_folder(
    from: &Path,
    to: &Path,
    deidentifier: &Deidentifier,
    progress: &StepProgress,
) -> Result<(FolderReport, Diagnostics), DicomError> {
    overread_dicom::deidentify_folder(from, to, deidentifier, &Follow(progress))
}
