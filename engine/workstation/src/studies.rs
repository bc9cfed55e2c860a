//! The local study library: DICOM files kept by study, series and SOP Instance UID, with a summary of each study.
//!
//! `STUDY/SERIES/SOP.dcm`; beside the series `study.json`, which can be computed again from the files, and thumbnails.
//! Files are only ever added, each whole or not at all. Not here: showing, judging or changing of images.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use overread_base::{IdError, StudyUid};
use overread_dicom::{DicomError, Patient, Secret};

mod folder;
mod import;
mod place;
mod secret;
mod summary;
mod thumbnail;

pub use folder::deidentify_folder;
pub use import::{Identity, ImportOptions, ImportReport};
pub use secret::random_secret;

/// The folder for files whose SOP Instance UID belongs to another file already.
const CONFLICTS: &str = "conflicts";
const LOCK: &str = "lock";

/// Why the library cannot be used. What concerns one file only is in the report of its import.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudiesError {
    /// The operating system refused.
    #[error("{action} failed: {source} ({})", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Two imports at a time would take each other's files for broken ones.
    #[error("another import is running ({})", .folder.display())]
    Busy {
        /// The library.
        folder: PathBuf,
    },
    /// The files to import lie in the library.
    #[error("the library cannot be imported into itself ({})", .folder.display())]
    Itself {
        /// The library.
        folder: PathBuf,
    },
    /// The disk is full: what was imported before is complete.
    #[error("the disk is full: {n_missing} files are not imported ({})", .folder.display())]
    DiskFull {
        /// Files that were not imported, for this or another reason.
        n_missing: usize,
        /// The library.
        folder: PathBuf,
    },
    /// The folder of files cannot be read.
    #[error(transparent)]
    Dicom(#[from] DicomError),
    /// An identifier that is none.
    #[error(transparent)]
    Id(#[from] IdError),
}

fn io_error<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(io::Error) -> StudiesError + 'a {
    move |source| StudiesError::Io {
        action,
        path: path.to_owned(),
        source,
    }
}

/// What the library holds of one study.
#[derive(Debug, Clone, PartialEq)]
pub struct StudySummary {
    /// Study Instance UID.
    pub uid: StudyUid,
    /// Study Date, `YYYYMMDD`.
    pub date: Option<String>,
    /// Study Time.
    pub time: Option<String>,
    /// Study Description.
    pub description: Option<String>,
    /// Who was examined: patient data, for whoever asked for it.
    pub patient: Patient,
    /// Whether all its series and objects say that the patient's identity was removed.
    pub is_deidentified: bool,
    /// Series with images.
    pub series: Vec<SeriesSummary>,
    /// Objects without images by modality, with their number.
    pub objects: BTreeMap<String, usize>,
    /// Files by their path in the study's folder: size in bytes and SHA-256 in hexadecimal digits.
    pub files: BTreeMap<String, (u64, String)>,
    /// What is odd about it.
    pub warnings: Vec<String>,
    /// The study's folder.
    pub folder: PathBuf,
}

/// What the library holds of one series, or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesSummary {
    /// Series Instance UID.
    pub uid: String,
    /// 1-based part and the number of parts.
    pub part: (u32, u32),
    /// Series Number.
    pub number: Option<i32>,
    /// Modality.
    pub modality: String,
    /// Series Description.
    pub description: Option<String>,
    /// Body Part Examined.
    pub body_part: Option<String>,
    /// Frames.
    pub n_frames: usize,
    /// Columns and rows.
    pub size: [u32; 2],
    /// A PNG of the middle frame, at most 128 pixels wide and high, if it could be decoded.
    pub thumbnail: Option<PathBuf>,
}

/// The library in one folder.
#[derive(Debug, Clone)]
pub struct StudyLibrary {
    folder: PathBuf,
}

impl StudyLibrary {
    /// The library in `folder`, which is made if it is not there.
    ///
    /// # Errors
    /// [`StudiesError::Io`] if the folder cannot be made or read.
    pub fn open(folder: &Path) -> Result<Self, StudiesError> {
        fs::create_dir_all(folder).map_err(io_error("making", folder))?;
        let folder = fs::canonicalize(folder).map_err(io_error("finding", folder))?;
        Ok(Self { folder })
    }

    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What UIDs, pseudonyms and dates of this library follow from; made by chance at the first call and kept.
    ///
    /// # Errors
    /// [`StudiesError::Io`] if it can neither be read nor made.
    pub fn secret(&self) -> Result<Secret, StudiesError> {
        secret::of_library(&self.folder)
    }

    /// All studies by date, then UID, with what cannot be read of the library named.
    ///
    /// Summaries that an interrupted import left out are computed again, and kept if no import is running.
    ///
    /// # Errors
    /// [`StudiesError::Io`] if the folder cannot be read.
    pub fn list(&self) -> Result<(Vec<StudySummary>, Vec<String>), StudiesError> {
        let lock = self.lock().ok();
        let (mut studies, mut problems) = (Vec::new(), Vec::new());
        for folder in self.study_folders()? {
            match summary::read_or_make(&folder, lock.is_some()) {
                Ok(Some(study)) => studies.push(study),
                Ok(None) => {}
                Err(error) => problems.push(error.to_string()),
            }
        }
        studies.sort_by(|a, b| (&a.date, &a.uid).cmp(&(&b.date, &b.uid)));
        Ok((studies, problems))
    }

    /// The folder of the study with this Study or Series Instance UID; `None` if the library does not hold it.
    ///
    /// # Errors
    /// [`StudiesError::Io`] if the folder cannot be read.
    pub fn find(&self, uid: &str) -> Result<Option<PathBuf>, StudiesError> {
        if !place::is_plain(uid) || uid == CONFLICTS {
            return Ok(None);
        }
        let study = self.folder.join(uid);
        if study.is_dir() {
            return Ok(Some(study));
        }
        let holds = |folder: &PathBuf| folder.join(uid).is_dir();
        Ok(self.study_folders()?.into_iter().find(holds))
    }

    fn study_folders(&self) -> Result<Vec<PathBuf>, StudiesError> {
        let entries = fs::read_dir(&self.folder).map_err(io_error("reading", &self.folder))?;
        let mut folders: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_dir() && !path.ends_with(CONFLICTS))
            .collect();
        folders.sort();
        Ok(folders)
    }

    /// Keeps other imports out until the file is dropped.
    fn lock(&self) -> Result<File, StudiesError> {
        let path = self.folder.join(LOCK);
        let mut options = fs::OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io_error("opening", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(StudiesError::Busy {
                folder: self.folder.clone(),
            }),
            Err(TryLockError::Error(error)) => Err(io_error("locking", &path)(error)),
        }
    }
}

#[cfg(test)]
mod tests;
