//! The file of an evaluation: a line for each study done, added as it is done. Judges nothing.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use overread_base::ServiceIdentity;
use overread_evaluation::{Row, RowError};

use crate::library::LibraryError;

/// Why an evaluation cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The file of rows cannot be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file of rows holds something else.
    #[error("{}: {source}", .path.display())]
    Row {
        /// The file.
        path: PathBuf,
        /// Which line, and why.
        source: RowError,
    },
    /// A study cannot be made.
    #[error("{case}: {source}")]
    Case {
        /// The study.
        case: String,
        /// Why.
        source: Box<LibraryError>,
    },
    /// The service finds nothing that such studies can hold.
    #[error(
        "{service} names no finding that a phantom of kind {kind} can hold (it names: {named})"
    )]
    NoTarget {
        /// The service.
        service: String,
        /// The kind of study.
        kind: &'static str,
        /// What it names.
        named: String,
    },
}

/// The file of an evaluation: rows, added one by one as studies are done.
#[derive(Debug)]
pub struct EvaluationFile {
    path: PathBuf,
    rows: Vec<Row>,
}

impl EvaluationFile {
    /// Opens the file, or starts it. A last line that was cut off is dropped.
    ///
    /// # Errors
    /// [`EvaluateError::Io`] and [`EvaluateError::Row`] name the file and what is wrong with it.
    pub fn open(path: &Path) -> Result<Self, EvaluateError> {
        let io = |source| EvaluateError::Io {
            path: path.to_owned(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(io(error)),
        };
        let rows = Row::read_all(&text).map_err(|source| EvaluateError::Row {
            path: path.to_owned(),
            source,
        })?;
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        if whole < text.len() {
            let file = OpenOptions::new().write(true).open(path).map_err(io)?;
            file.set_len(whole as u64).map_err(io)?;
        }
        Ok(Self {
            path: path.to_owned(),
            rows: last_of_each(rows),
        })
    }

    /// All rows, by service, version and case.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows of one service with one bundle.
    pub(super) fn rows_of(&self, service: &ServiceIdentity) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| {
            row.service == service.id.as_str() && row.digest == service.bundle_digest
        })
    }

    /// The file, opened to add rows to it from several threads.
    pub(super) fn writer(&self) -> Result<Writer, EvaluateError> {
        let io = |source| EvaluateError::Io {
            path: self.path.clone(),
            source,
        };
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)
            .map_err(io)?;
        Ok(Writer {
            path: self.path.clone(),
            out: Mutex::new((file, Vec::new())),
        })
    }

    /// Takes over rows that were added to the file; a later row of a study replaces an earlier one.
    pub(super) fn take_over(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
        self.rows = last_of_each(std::mem::take(&mut self.rows));
    }
}

/// By service, version and case, and of several rows of one study the last.
fn last_of_each(rows: Vec<Row>) -> Vec<Row> {
    let mut last = BTreeMap::new();
    for row in rows {
        let key = (
            row.service.clone(),
            row.version.clone(),
            row.case.clone(),
            row.digest.clone(),
        );
        last.insert(key, row);
    }
    last.into_values().collect()
}

/// Adds rows to the file, each as one line and whole.
pub(super) struct Writer {
    path: PathBuf,
    out: Mutex<(File, Vec<Row>)>,
}

impl Writer {
    pub(super) fn keep(&self, row: Row) -> Result<(), EvaluateError> {
        let io = |source| EvaluateError::Io {
            path: self.path.clone(),
            source,
        };
        let line = row.to_line().map_err(std::io::Error::other).map_err(io)?;
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.0
            .write_all(format!("{line}\n").as_bytes())
            .map_err(io)?;
        out.1.push(row);
        Ok(())
    }

    /// What was added.
    pub(super) fn into_rows(self) -> Vec<Row> {
        let (_, rows) = self
            .out
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        rows
    }
}
