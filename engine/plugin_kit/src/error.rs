//! Why a plugin was not made: what is missing on the machine, what a program said, what is wrong with the sources.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a plugin was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KitError {
    /// The machine lacks something.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// A file or folder cannot be used.
    #[error("cannot {what} {}", path.display())]
    File {
        /// What was tried: read, write, make, remove.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A program cannot be started or watched.
    #[error("cannot {what} {program}")]
    Start {
        /// What was tried: start, read from, stop.
        what: &'static str,
        /// The program.
        program: String,
        /// The reason.
        source: io::Error,
    },
    /// A program ended with a failure.
    #[error("{program} failed ({status}): {words}")]
    Failed {
        /// The program and its first words.
        program: String,
        /// How it ended.
        status: String,
        /// The last lines of what it said.
        words: String,
    },
    /// A program did not end.
    #[error("{program}: no end after {seconds} s")]
    NoEnd {
        /// The program and its first words.
        program: String,
        /// Its deadline.
        seconds: u64,
    },
    /// The sources do not become a component; what the compiler said was shown or is part of it.
    #[error("it does not compile: {place}{}{said}", if said.is_empty() { "" } else { "\n" })]
    Compile {
        /// The manifest or main file.
        place: String,
        /// What the compiler said, whole; empty where it was shown already.
        said: String,
    },
    /// A folder, a manifest or an option is not what is expected.
    #[error("{0}")]
    Refused(String),
}

impl KitError {
    /// For `map_err`: what was tried, and with which file.
    pub(crate) fn file<'p>(
        what: &'static str,
        path: &'p Path,
    ) -> impl FnOnce(io::Error) -> Self + use<'p> {
        move |source| Self::File {
            what,
            path: path.to_path_buf(),
            source,
        }
    }

    pub(crate) fn refused(text: impl Into<String>) -> Self {
        Self::Refused(text.into())
    }

    /// The sentence with all its causes.
    #[must_use]
    pub fn whole(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}

/// What is not there, why, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The thing, as the user knows it.
    pub what: &'static str,
    /// Why it is not there.
    pub why: String,
    /// What the user can do.
    pub remedy: String,
}

impl Missing {
    /// All three.
    pub fn new(what: &'static str, why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            what,
            why: why.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is missing: {}\n{:10}to mend it: {}",
            self.what, self.why, "", self.remedy
        )
    }
}

impl std::error::Error for Missing {}
