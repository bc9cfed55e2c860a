//! What can go wrong with saved files, each with its place.

use std::path::PathBuf;

/// Why something could not be saved or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {action}: {source} ({})", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Another program works on the same session.
    #[error("the session is open in another program ({})", .path.display())]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// A session of that name is there already.
    #[error("there is a session here already ({})", .path.display())]
    Exists {
        /// Its journal.
        path: PathBuf,
    },
    /// The file is not a journal.
    #[error("not a journal: {problem} ({})", .path.display())]
    NotAJournal {
        /// What is missing or wrong.
        problem: String,
        /// The file.
        path: PathBuf,
    },
    /// A record inside the journal is damaged: everything before it is sound.
    #[error("record {record} at byte {offset} is damaged: {problem} ({})", .path.display())]
    Damaged {
        /// The number of the record; the header is record 0.
        record: u64,
        /// Where it starts.
        offset: u64,
        /// What is wrong.
        problem: String,
        /// The journal.
        path: PathBuf,
    },
    /// A sound record that this version cannot understand.
    #[error("record {record} at byte {offset} cannot be understood: {problem} ({})", .path.display())]
    Unknown {
        /// The number of the record.
        record: u64,
        /// Where it starts.
        offset: u64,
        /// What is wrong.
        problem: String,
        /// The journal.
        path: PathBuf,
    },
    /// A record that would be too large to be read back.
    #[error("a record must be at most {limit} bytes, found {found}")]
    TooLarge {
        /// The limit.
        limit: usize,
        /// The size of the record.
        found: usize,
    },
    /// A journal that failed once: what is on the disk is uncertain until it is opened again.
    #[error("{reason}; the file has to be opened again ({})", .path.display())]
    Failed {
        /// Why it failed.
        reason: String,
        /// The journal.
        path: PathBuf,
    },
    /// A value that JSON cannot hold, such as a number that is not finite.
    #[error("cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The index failed; it can be rebuilt from the journals.
    #[error("index: {0}")]
    Index(String),
}

impl StoreError {
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }
}
