//! A finished session written at once: for simulated readers, whose sessions nobody has to take up again in the middle.
//!
//! The bytes are those that [`Journal`](crate::Journal) would have written event by event; only the flushing differs:
//! one for the whole session.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use overread_exam::{SessionPlan, StampedEvent};

use crate::error::StoreError;
use crate::event_json::EventJson;
use crate::folder::SessionFolder;
use crate::journal::sync_folder;
use crate::plan_json::HeaderJson;
use crate::record;

/// The bytes of a journal with these events.
///
/// # Errors
/// [`StoreError::Json`] for a number that JSON cannot hold, [`StoreError::TooLarge`] for an event beyond the limit.
pub fn journal_bytes(
    plan: &SessionPlan,
    started_unix_s: u64,
    nonce: &str,
    events: &[StampedEvent],
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut chain = record::chain_start();
    let mut add = |payload: Vec<u8>| {
        let too_large = StoreError::TooLarge {
            limit: record::MAX_PAYLOAD,
            found: payload.len(),
        };
        let (encoded, after) = record::encode(&chain, &payload).ok_or(too_large)?;
        bytes.extend_from_slice(&encoded);
        chain = after;
        Ok::<(), StoreError>(())
    };
    let header = HeaderJson::new(plan, started_unix_s, nonce.to_owned());
    add(serde_json::to_vec(&header)?)?;
    for event in events {
        add(serde_json::to_vec(&EventJson::from(event))?)?;
    }
    Ok(bytes)
}

impl SessionFolder {
    /// Writes a finished session into a new folder below `sessions`; all of it is on the disk when this returns.
    ///
    /// # Errors
    /// As [`SessionFolder::create`] and [`journal_bytes`].
    pub fn create_whole(
        sessions: &Path,
        plan: &SessionPlan,
        scenario_text: &str,
        started_unix_s: u64,
        nonce: &str,
        events: &[StampedEvent],
    ) -> Result<Self, StoreError> {
        let bytes = journal_bytes(plan, started_unix_s, nonce, events)?;
        let folder = Self::at(sessions.join(plan.session.as_str()));
        fs::create_dir_all(folder.path()).map_err(StoreError::io("create", folder.path()))?;
        let scenario = folder.scenario_path();
        fs::write(&scenario, scenario_text).map_err(StoreError::io("write to", &scenario))?;
        let path = folder.journal_path();
        let mut file = create_new(&path)?;
        file.write_all(&bytes)
            .map_err(StoreError::io("write to", &path))?;
        file.sync_all().map_err(StoreError::io("save", &path))?;
        sync_folder(&path)?;
        Ok(folder)
    }
}

fn create_new(path: &Path) -> Result<File, StoreError> {
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    created.map_err(|source| {
        if source.kind() == std::io::ErrorKind::AlreadyExists {
            StoreError::Exists {
                path: path.to_owned(),
            }
        } else {
            StoreError::io("create", path)(source)
        }
    })
}

#[cfg(test)]
mod tests;
