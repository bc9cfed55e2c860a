//! The append-only journal of a session: what is in it stands on the disk, in order, and cannot be changed unseen.
//!
//! A crash may leave a torn last record: opening cuts it off and says so in a new record. Anything else that is wrong
//! is damage, and is named and never repaired.

use std::path::Path;

use overread_base::Millis;
use overread_exam::{Event, SessionPlan, StampedEvent};

use crate::error::StoreError;
use crate::event_json::EventJson;
use crate::plan_json::HeaderJson;
use crate::record_file::{Flush, RecordFile, RecordsEnd, Recovery, bytes_of, read_records};

/// A journal open for writing. One program at a time holds it.
#[derive(Debug)]
pub struct Journal {
    records: RecordFile,
}

/// A journal that was read whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What was fixed before the first case.
    pub plan: SessionPlan,
    /// When the session began, seconds since 1970.
    pub started_unix_s: u64,
    /// Everything that happened.
    pub events: Vec<StampedEvent>,
    /// Records, the header counted.
    pub n_records: u64,
    /// Bytes of sound records.
    pub sound_bytes: u64,
    /// A torn record at the end, if there is one.
    pub torn: Option<Recovery>,
    /// The chain hash after the last sound record, lower-case hex.
    pub chain_hex: String,
}

impl Journal {
    /// Creates the journal of a new session; its plan is on the disk when this returns.
    ///
    /// `nonce` makes the chains of equal sessions differ.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is a file already, [`StoreError::Io`] if it cannot be written.
    pub fn create(
        path: &Path,
        plan: &SessionPlan,
        started_unix_s: u64,
        nonce: &str,
    ) -> Result<Self, StoreError> {
        Self::create_flushed(path, plan, started_unix_s, nonce, Flush::EachEvent)
    }

    /// As [`Journal::create`], flushed as told; the bytes do not depend on it.
    ///
    /// # Errors
    /// As [`Journal::create`].
    pub fn create_flushed(
        path: &Path,
        plan: &SessionPlan,
        started_unix_s: u64,
        nonce: &str,
        flush: Flush,
    ) -> Result<Self, StoreError> {
        let header = HeaderJson::new(plan, started_unix_s, nonce.to_owned());
        let records = RecordFile::create(path, &serde_json::to_vec(&header)?, flush)?;
        Ok(Self { records })
    }

    /// Opens the journal of an earlier session to go on with it.
    ///
    /// A torn last record is cut off, and a `Recovered` event with its size is appended.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another program holds it; [`StoreError::Damaged`] or [`StoreError::Unknown`] name the
    /// first record that is not sound; nothing is changed then.
    pub fn open(path: &Path) -> Result<(Self, Verified), StoreError> {
        let mut read = Read::default();
        let (records, end) = RecordFile::open(path, |number, offset, payload| {
            read.take(number, offset, payload, path)
        })?;
        let mut verified = read.verified(end, path)?;
        let mut journal = Self { records };
        if let Some(Recovery { lost_bytes }) = verified.torn {
            journal.records.cut_off(verified.sound_bytes)?;
            let at = verified.events.last().map_or(Millis(0), |last| last.at);
            let recovered = StampedEvent {
                at,
                event: Event::Recovered { lost_bytes },
            };
            journal.append(&recovered)?;
            verified.events.push(recovered);
            verified.n_records += 1;
        }
        Ok((journal, verified))
    }

    /// Appends an event. When this returns, the event is on the disk, unless events are flushed once.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it could not be written; the journal then takes no more until it is opened again.
    pub fn append(&mut self, event: &StampedEvent) -> Result<(), StoreError> {
        self.records
            .append(&serde_json::to_vec(&EventJson::from(event))?)
    }

    /// Flushes what waits: after this the whole session is on the disk, and further events go there one by one.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it could not be written; the journal then takes no more.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        self.records.finish()
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.records.path()
    }
}

/// Reads journals without changing or locking them.
#[derive(Debug, Clone, Copy)]
pub struct JournalReader;

impl JournalReader {
    /// Reads and verifies every record of a journal.
    ///
    /// # Errors
    /// As [`Journal::open`]; a torn end is no error but stands in [`Verified::torn`].
    pub fn read(path: &Path) -> Result<Verified, StoreError> {
        let bytes = bytes_of(path)?;
        let mut read = Read::default();
        let end = read_records(&bytes, path, |number, offset, payload| {
            read.take(number, offset, payload, path)
        })?;
        read.verified(end, path)
    }
}

/// What the records of a journal say, so far as they are read; the header must be the first of them.
#[derive(Default)]
struct Read {
    header: Option<(u64, SessionPlan)>,
    events: Vec<StampedEvent>,
}

impl Read {
    fn take(
        &mut self,
        record: u64,
        offset: u64,
        payload: &[u8],
        path: &Path,
    ) -> Result<(), StoreError> {
        let path = path.to_owned();
        if record == 0 {
            let header = header_of(payload);
            self.header =
                Some(header.map_err(|problem| StoreError::NotAJournal { problem, path })?);
            return Ok(());
        }
        let event = event_of(payload).map_err(|problem| StoreError::Unknown {
            record,
            offset,
            problem,
            path,
        })?;
        self.events.push(event);
        Ok(())
    }

    fn verified(self, end: RecordsEnd, path: &Path) -> Result<Verified, StoreError> {
        let (started_unix_s, plan) = self.header.ok_or_else(|| StoreError::NotAJournal {
            problem: "no whole header".to_owned(),
            path: path.to_owned(),
        })?;
        Ok(Verified {
            plan,
            started_unix_s,
            events: self.events,
            n_records: end.n_records,
            sound_bytes: end.sound_bytes,
            torn: end.torn,
            chain_hex: end.chain.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }
}

/// When the session began and its plan.
fn header_of(payload: &[u8]) -> Result<(u64, SessionPlan), String> {
    let json: HeaderJson = serde_json::from_slice(payload).map_err(|e| e.to_string())?;
    Ok((json.started_unix_s(), json.into_plan().map_err(|e| e.0)?))
}

fn event_of(payload: &[u8]) -> Result<StampedEvent, String> {
    let json: EventJson = serde_json::from_slice(payload).map_err(|e| e.to_string())?;
    StampedEvent::try_from(json).map_err(|e| e.0)
}

#[cfg(test)]
pub(crate) mod tests;
