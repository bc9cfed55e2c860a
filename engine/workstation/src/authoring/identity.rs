//! Which DICOM files of a folder still say who the patient is. Reads headers, removes nothing.

use std::path::{Path, PathBuf};

use overread_base::Diagnostics;
use overread_dicom::{DicomError, InstanceIds, files_under, instance_ids};

/// The DICOM files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct DicomFiles {
    /// Files that say that the patient's identity was removed (0012,0062).
    pub(super) clean: Vec<PathBuf>,
    /// Files that do not say so, or cannot be read, each with why it must stay where it is.
    pub(super) refused: Vec<(PathBuf, String)>,
}

/// Whether a file is DICOM; one that cannot be read counts as such, so that its fault is named.
pub(super) fn is_dicom(file: &Path) -> bool {
    !matches!(instance_ids(file), Err(DicomError::NotDicom { .. }))
}

/// Looks at every file of a folder, or at one file; what is not DICOM is passed over.
pub(super) fn dicom_files(folder: &Path) -> Result<DicomFiles, DicomError> {
    let mut found = Diagnostics::default();
    let mut files = DicomFiles::default();
    let files_there = if folder.is_file() {
        vec![folder.to_owned()]
    } else {
        files_under(folder, &mut found)?
    };
    for file in files_there {
        match instance_ids(&file) {
            Ok(InstanceIds {
                is_deidentified: true,
                ..
            }) => files.clean.push(file),
            Ok(_) => {
                let why = "still carries identities: Patient Identity Removed (0012,0062) is not YES; import it with overread study import";
                files.refused.push((file, why.to_owned()));
            }
            Err(DicomError::NotDicom { .. }) => {}
            Err(error) => files.refused.push((file, error.to_string())),
        }
    }
    for diagnostic in found.all() {
        files
            .refused
            .push((folder.to_owned(), diagnostic.to_string()));
    }
    Ok(files)
}
