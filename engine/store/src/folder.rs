//! Where a session lies: one folder with its journal and a copy of the scenario that was read.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use overread_exam::SessionPlan;

use crate::error::StoreError;
use crate::journal::{Journal, Verified};
use crate::record_file::{Flush, sync_folder};

const JOURNAL: &str = "journal.ovj";
const SCENARIO: &str = "scenario.toml";

/// The folder of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFolder {
    path: PathBuf,
}

impl SessionFolder {
    /// A folder that holds a session, or may come to hold one.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Begins a session in a new folder below `sessions`: its scenario and its plan are on the disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if the session is there already, [`StoreError::Io`] if it cannot be written.
    pub fn create(
        sessions: &Path,
        plan: &SessionPlan,
        scenario_text: &str,
        started_unix_s: u64,
        nonce: &str,
    ) -> Result<(Self, Journal), StoreError> {
        let flush = Flush::EachEvent;
        Self::create_flushed(sessions, plan, scenario_text, started_unix_s, nonce, flush)
    }

    /// As [`SessionFolder::create`], flushed as told.
    ///
    /// # Errors
    /// As [`SessionFolder::create`].
    pub fn create_flushed(
        sessions: &Path,
        plan: &SessionPlan,
        scenario_text: &str,
        started_unix_s: u64,
        nonce: &str,
        flush: Flush,
    ) -> Result<(Self, Journal), StoreError> {
        let path = sessions.join(plan.session.as_str());
        let is_first = !sessions.is_dir();
        fs::create_dir_all(&path).map_err(StoreError::io("create", &path))?;
        if flush == Flush::EachEvent {
            // The entries of new folders are on the disk only once the folders around them are.
            sync_folder(&path)?;
            if is_first {
                sync_folder(sessions)?;
            }
        }
        let folder = Self { path };
        // The scenario first: a journal without its scenario could not be scored.
        let journal_path = folder.journal_path();
        if journal_path.exists() {
            return Err(StoreError::Exists { path: journal_path });
        }
        let scenario = folder.scenario_path();
        let mut file = File::create(&scenario).map_err(StoreError::io("create", &scenario))?;
        file.write_all(scenario_text.as_bytes())
            .map_err(StoreError::io("write to", &scenario))?;
        if flush == Flush::EachEvent {
            file.sync_all().map_err(StoreError::io("save", &scenario))?;
        }
        let journal = Journal::create_flushed(&journal_path, plan, started_unix_s, nonce, flush)?;
        Ok((folder, journal))
    }

    /// Opens the session to go on with it.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn open(&self) -> Result<(Journal, Verified), StoreError> {
        Journal::open(&self.journal_path())
    }

    /// The scenario as it was when the session began.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the copy cannot be read.
    pub fn scenario_text(&self) -> Result<String, StoreError> {
        let path = self.scenario_path();
        fs::read_to_string(&path).map_err(StoreError::io("read", &path))
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The journal.
    #[must_use]
    pub fn journal_path(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// The copy of the scenario.
    #[must_use]
    pub fn scenario_path(&self) -> PathBuf {
        self.path.join(SCENARIO)
    }
}

/// The sessions below a folder, in the order of their names; none if the folder is not there.
///
/// # Errors
/// [`StoreError::Io`] if the folder cannot be listed.
pub fn sessions_in(sessions: &Path) -> Result<Vec<SessionFolder>, StoreError> {
    if !sessions.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(sessions).map_err(StoreError::io("list", sessions))? {
        let folder = SessionFolder::at(entry.map_err(StoreError::io("list", sessions))?.path());
        if folder.journal_path().is_file() {
            found.push(folder);
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

#[cfg(test)]
mod tests;
