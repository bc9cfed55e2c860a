//! An index over all sessions, for lists and searches. Holds nothing that the journals do not: it can be rebuilt.

use std::path::Path;

use overread_exam::{CaseFact, Event};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::folder::{SessionFolder, sessions_in};
use crate::journal::{JournalReader, Verified};

/// What a list of sessions shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSummary {
    /// The session's id.
    pub session: String,
    /// Who reads.
    pub reader: String,
    /// What is read.
    pub scenario: String,
    /// When it began, seconds since 1970.
    pub started_unix_s: u64,
    /// Cases signed.
    pub n_signed: u64,
    /// Cases of the plan.
    pub n_cases: u64,
    /// Whether it has ended.
    pub is_ended: bool,
}

impl SessionSummary {
    /// The summary of a journal.
    #[must_use]
    pub fn of(journal: &Verified) -> Self {
        let is_signed = |event: &Event| {
            matches!(
                event,
                Event::Case {
                    fact: CaseFact::Signed,
                    ..
                }
            )
        };
        Self {
            session: journal.plan.session.as_str().to_owned(),
            reader: journal.plan.reader.as_str().to_owned(),
            scenario: journal.plan.scenario.as_str().to_owned(),
            started_unix_s: journal.started_unix_s,
            n_signed: journal
                .events
                .iter()
                .filter(|e| is_signed(&e.event))
                .count() as u64,
            n_cases: journal.plan.cases.len() as u64,
            is_ended: journal
                .events
                .iter()
                .any(|e| matches!(e.event, Event::Ended(_))),
        }
    }
}

/// The index file, open.
#[derive(Debug)]
pub struct Index {
    connection: Connection,
}

impl Index {
    /// Opens the index, or makes an empty one.
    ///
    /// # Errors
    /// [`StoreError::Index`] if the file cannot be used; it may be deleted and rebuilt.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(file).map_err(index_error)?;
        // NORMAL may lose a committed row at a power failure; FULL does not.
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(index_error)?;
        connection
            .pragma_update(None, "synchronous", "FULL")
            .map_err(index_error)?;
        connection
            .execute_batch(
                "CREATE TABLE IF NOT EXISTS session (
                    session TEXT PRIMARY KEY, reader TEXT NOT NULL, scenario TEXT NOT NULL,
                    started_unix_s INTEGER NOT NULL, n_signed INTEGER NOT NULL, n_cases INTEGER NOT NULL,
                    is_ended INTEGER NOT NULL
                ) STRICT",
            )
            .map_err(index_error)?;
        Ok(Self { connection })
    }

    /// Takes over a session, replacing what was known of it.
    ///
    /// # Errors
    /// [`StoreError::Index`] if the row cannot be written.
    pub fn put(&self, summary: &SessionSummary) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    summary.session,
                    summary.reader,
                    summary.scenario,
                    signed(summary.started_unix_s)?,
                    signed(summary.n_signed)?,
                    signed(summary.n_cases)?,
                    summary.is_ended
                ],
            )
            .map(|_| ())
            .map_err(index_error)
    }

    /// All sessions, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Index`] if the file cannot be read.
    pub fn sessions(&self) -> Result<Vec<SessionSummary>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT * FROM session ORDER BY started_unix_s DESC, session")
            .map_err(index_error)?;
        let unsigned = |value: i64| u64::try_from(value).unwrap_or(0);
        let rows = statement.query_map([], |row| {
            Ok(SessionSummary {
                session: row.get(0)?,
                reader: row.get(1)?,
                scenario: row.get(2)?,
                started_unix_s: unsigned(row.get(3)?),
                n_signed: unsigned(row.get(4)?),
                n_cases: unsigned(row.get(5)?),
                is_ended: row.get(6)?,
            })
        });
        rows.map_err(index_error)?
            .collect::<Result<_, _>>()
            .map_err(index_error)
    }

    /// Makes the index anew from the journals below `sessions`. Journals that cannot be read are returned with their
    /// reasons; the rest is indexed.
    ///
    /// # Errors
    /// [`StoreError::Index`] if the index itself cannot be written.
    pub fn rebuild(&self, sessions: &Path) -> Result<Vec<(SessionFolder, StoreError)>, StoreError> {
        self.connection
            .execute("DELETE FROM session", [])
            .map_err(index_error)?;
        let mut unreadable = Vec::new();
        for folder in sessions_in(sessions)? {
            match JournalReader::read(&folder.journal_path()) {
                Ok(journal) => self.put(&SessionSummary::of(&journal))?,
                Err(error) => unreadable.push((folder, error)),
            }
        }
        Ok(unreadable)
    }
}

fn index_error(error: rusqlite::Error) -> StoreError {
    StoreError::Index(error.to_string())
}

/// SQLite's integers are signed.
fn signed(value: u64) -> Result<i64, StoreError> {
    i64::try_from(value)
        .map_err(|_too_large| StoreError::Index(format!("number too large: {value}")))
}

#[cfg(test)]
mod tests;
