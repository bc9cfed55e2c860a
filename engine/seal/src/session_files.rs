//! The files of a session that a verifier reads.

use std::path::Path;

use crate::error::SealError;
use crate::files;

/// The journal in a session's folder.
pub const JOURNAL_FILE: &str = "journal.ovj";
/// The copy of the scenario.
pub const SCENARIO_FILE: &str = "scenario.toml";
/// The signed manifest.
pub const MANIFEST_FILE: &str = "manifest.json";

/// The largest journal that is read, in bytes.
pub(crate) const MAX_JOURNAL: u64 = 4 << 30;
/// The largest manifest or scenario that is read, in bytes.
pub(crate) const MAX_MANIFEST: u64 = 64 << 20;

/// The bytes of a session's files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SessionFiles {
    /// The journal.
    pub journal: Vec<u8>,
    /// The copy of the scenario, if there is one.
    pub scenario: Option<Vec<u8>>,
    /// The manifest; `None` if the session is not sealed.
    pub manifest: Option<Vec<u8>>,
}

impl SessionFiles {
    /// Reads a session's folder.
    ///
    /// # Errors
    /// [`SealError::Io`] if there is no journal or a file cannot be read, [`SealError::TooLarge`].
    pub fn read(folder: &Path) -> Result<Self, SealError> {
        Self::around(&folder.join(JOURNAL_FILE))
    }

    /// Reads a journal, and the files that belong to it in the same folder.
    ///
    /// # Errors
    /// As [`SessionFiles::read`].
    pub fn around(journal: &Path) -> Result<Self, SealError> {
        let optional = |name: &str| {
            let path = journal.with_file_name(name);
            if path.exists() {
                files::read(&path, MAX_MANIFEST).map(Some)
            } else {
                Ok(None)
            }
        };
        Ok(Self {
            journal: files::read(journal, MAX_JOURNAL)?,
            scenario: optional(SCENARIO_FILE)?,
            manifest: optional(MANIFEST_FILE)?,
        })
    }
}
