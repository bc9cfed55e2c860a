//! The files of a course as the host found them, by their paths inside the course's folder. Reads nothing itself.

use std::collections::BTreeMap;

use overread_base::Diagnostics;

/// Limits of a course: far above what people write, far below what hurts.
const MAX_FILES: usize = 5000;
const MAX_FILE_BYTES: usize = 1024 * 1024;
const MAX_TOTAL_BYTES: usize = 64 * 1024 * 1024;

/// The texts of a course by path: `/` between folders, no `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CourseFiles {
    texts: BTreeMap<String, String>,
    total_bytes: usize,
}

/// Why a file does not belong to a course.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilesError {
    /// Too many of them.
    #[error("a course has at most {MAX_FILES} files")]
    TooMany,
    /// One is too large.
    #[error("{path}: a file of a course has at most {MAX_FILE_BYTES} bytes, found {found}")]
    TooLarge {
        /// Which.
        path: String,
        /// Its size in bytes.
        found: usize,
    },
    /// All of them together.
    #[error("the files of a course have at most {MAX_TOTAL_BYTES} bytes in all")]
    TooLargeInAll,
    /// A path that leads elsewhere.
    #[error("{path}: expected a path inside the course, with / between folders")]
    Path {
        /// Which.
        path: String,
    },
}

/// What is wrong with one file of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseFault {
    /// The file, inside the course.
    pub file: String,
    /// Its faults, with their lines.
    pub diagnostics: Diagnostics,
}

impl CourseFiles {
    /// The most bytes of one file.
    pub const MAX_FILE_BYTES: usize = MAX_FILE_BYTES;

    /// Adds a file.
    ///
    /// # Errors
    /// [`FilesError`] beyond the limits, and for a path that is not plain.
    pub fn add(&mut self, path: &str, text: String) -> Result<(), FilesError> {
        let is_plain = !path.is_empty()
            && path.len() <= 255
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !path.contains('\\');
        if !is_plain {
            let path = path.chars().take(255).collect();
            return Err(FilesError::Path { path });
        }
        if self.texts.len() >= MAX_FILES {
            return Err(FilesError::TooMany);
        }
        if text.len() > MAX_FILE_BYTES {
            let (path, found) = (path.to_owned(), text.len());
            return Err(FilesError::TooLarge { path, found });
        }
        self.total_bytes += text.len();
        if self.total_bytes > MAX_TOTAL_BYTES {
            return Err(FilesError::TooLargeInAll);
        }
        self.texts.insert(path.to_owned(), text);
        Ok(())
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// The languages that have a folder of texts, in order.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        let mut found: Vec<String> = self
            .paths()
            .filter_map(|path| path.strip_prefix("locales/")?.split_once('/'))
            .map(|(language, _)| language.to_owned())
            .collect();
        found.dedup();
        found
    }
}
