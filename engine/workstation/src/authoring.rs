//! An educator's workshop: a project out of DICOM studies, the truth out of readers' sessions, and what goes into a pack.
//!
//! A project is a course of one module whose one step is the exam; the exam's folder holds the studies too, so that every
//! path in its scenario files is relative to the file itself.

mod identity;
mod parcel;
mod project;
mod studies_check;
mod truth;
mod views;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use overread_dicom::DicomError;
use overread_exam::PlanError;
use overread_scenario::SettleError;
use overread_store::{RecordedJsonError, StoreError};

use crate::courses::CourseError;
use crate::sitting::SittingError;
use crate::studies::StudiesError;

pub use parcel::{CourseParcel, course_parcel};
pub use project::{ExamProject, ProjectCase, ProjectReport, new_exam_project};
pub use studies_check::check_studies;
pub use truth::{DecidedCase, TruthReport, TruthWish, settle_truth};

/// The folder of the exam in a project.
pub const EXAM_FOLDER: &str = "exam";
/// The exam's scenario in that folder.
pub const EXAM_FILE: &str = "exam.toml";
/// The scenario in which each reader marks the truth.
pub const MARKING_FILE: &str = "marking.toml";
/// The scenario in which they decide where they differ.
pub const CONSENSUS_FILE: &str = "consensus.toml";
/// What the readers marked, as recorded results for the consensus.
const CONSENSUS_FOLDER: &str = "consensus";
/// The studies of the exam.
const STUDIES_FOLDER: &str = "studies";

/// Why a step of the workshop cannot be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthoringError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something is there already.
    #[error("{} is not empty", .folder.display())]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
    },
    /// There is nothing to make cases of.
    #[error("no study that could be a case: {reasons} ({})", .folder.display())]
    NoStudies {
        /// The folder that was looked through.
        folder: PathBuf,
        /// Why each study is none.
        reasons: String,
    },
    /// What was made or found has faults: all of them, each with its place.
    #[error("{what}:\n  {}", .faults.join("\n  "))]
    Faults {
        /// What has them.
        what: String,
        /// The faults.
        faults: Vec<String>,
    },
    /// A session is not one of this project, or not one that fits the others.
    #[error("{reason} ({})", .session.display())]
    Session {
        /// Its journal.
        session: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The truth has no place in the exam's file.
    #[error("{source} ({})", .file.display())]
    Settle {
        /// The exam's file.
        file: PathBuf,
        /// Why not.
        source: SettleError,
    },
    /// The study library cannot be used.
    #[error(transparent)]
    Studies(#[from] StudiesError),
    /// DICOM files cannot be read.
    #[error(transparent)]
    Dicom(#[from] DicomError),
    /// The course cannot be read.
    #[error(transparent)]
    Course(#[from] CourseError),
    /// A scenario file cannot be read or has faults.
    #[error(transparent)]
    Scenario(#[from] SittingError),
    /// A journal cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The plan in a journal is not sound.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// What the readers marked cannot be written down.
    #[error(transparent)]
    Recorded(#[from] RecordedJsonError),
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> AuthoringError {
    let path = path.to_owned();
    move |source| AuthoringError::Io {
        action,
        path,
        source,
    }
}

/// Writes a file whole, with the folders above it; what stood there is replaced at once.
fn write(path: &Path, text: &str) -> Result<(), AuthoringError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io_error("make", folder))?;
    }
    let partial = path.with_extension("partial");
    fs::write(&partial, text).map_err(io_error("write", &partial))?;
    fs::rename(&partial, path).map_err(io_error("write", path))
}
