//! What can go wrong with keys, manifests, orders and sealed results, each with its place.

use std::path::PathBuf;

/// Why something could not be sealed, read or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
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
    /// A file beyond what is read into memory.
    #[error("expected at most {limit} bytes, found {found} ({})", .path.display())]
    TooLarge {
        /// The limit.
        limit: u64,
        /// The size of the file.
        found: u64,
        /// The file.
        path: PathBuf,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// A file that does not hold a key of this kind.
    #[error("no key: expected `{expected}` and 64 lower-case hexadecimal digits, found {found} ({})", .path.display())]
    KeyFile {
        /// The word of the kind.
        expected: &'static str,
        /// What stands there.
        found: String,
        /// The file.
        path: PathBuf,
    },
    /// A secret key that others on this machine may read.
    #[error("others may read this secret key: expected permissions 600, found {found:o} ({})", .path.display())]
    OpenToOthers {
        /// The file's permissions.
        found: u32,
        /// The file.
        path: PathBuf,
    },
    /// The journal is not sound, so it is not sealed.
    #[error("the journal is not sound: {0}")]
    Journal(String),
    /// The session goes on, so it is not sealed.
    #[error("the session has not ended")]
    NotEnded,
    /// The score that is to be sealed is not one.
    #[error("the score is no JSON: {0}")]
    Score(String),
    /// The file is no manifest that this version reads.
    #[error("no manifest: {0}")]
    Manifest(String),
    /// A proof that cannot be made or read.
    #[error("no proof: {0}")]
    Proof(String),
    /// There is no such case.
    #[error("no record of case `{0}` in the journal")]
    NoCase(String),
    /// The file is not one of sealed results, or is not whole.
    #[error("no sealed results: {0}")]
    Sealed(String),
    /// The results are sealed to another centre.
    #[error("sealed to another key: expected {expected}, found {found}")]
    OtherCentre {
        /// The public half of the key that was given.
        expected: String,
        /// The key that the file is sealed to.
        found: String,
    },
    /// The sealed results were changed.
    #[error("the sealed results were changed: {0}")]
    Tampered(String),
}

impl SealError {
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
