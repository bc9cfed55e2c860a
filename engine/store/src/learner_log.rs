//! The log of a learner: what was done in courses and practice, over all sessions, in a file that is only added to.
//!
//! It has the records of a journal: what [`LearnerLog::append`] returned from is on the disk, a torn end is cut off.

use std::path::{Path, PathBuf};

use overread_learning::LearnerEvent;

use crate::error::StoreError;
use crate::learner_json::{LearnerEventJson, LearnerHeaderJson};
use crate::record_file::{Flush, RecordFile, RecordsEnd, Recovery, bytes_of, read_records};

/// A learner's log, open for writing. One program at a time holds it.
#[derive(Debug)]
pub struct LearnerLog {
    records: RecordFile,
}

/// A learner's log that was read whole.
#[derive(Debug, Clone, PartialEq)]
pub struct LearnerRecord {
    /// The name that the learner gave; empty where none was given.
    pub learner: String,
    /// Everything that was done, in order.
    pub events: Vec<LearnerEvent>,
    /// A torn record at the end, if there was one.
    pub torn: Option<Recovery>,
}

/// The log of the reader who was the first to learn in a folder.
const FIRST: &str = "learner.log";

/// What the payload of every header begins with.
const HEADER_START: &[u8] = br#"{"form":"overread-learner","#;

impl LearnerLog {
    /// Where the log of a reader lies in a folder: `learner.log` is that of whoever learned there first, and the others
    /// have `learner-READER.log`, so that nobody's attempts and results count for somebody else.
    #[must_use]
    pub fn path_of(folder: &Path, reader: &str) -> PathBuf {
        let (first, own) = (
            folder.join(FIRST),
            folder.join(format!("learner-{reader}.log")),
        );
        if own.exists() {
            return own;
        }
        match Self::read(&first) {
            Ok(record) if record.learner != reader => own,
            // One that was torn in its header is nobody's: whoever opens it begins it. Any other that cannot be read is
            // named by whoever opens it, and not passed over.
            Ok(_) | Err(_) => first,
        }
    }

    /// Opens a log to go on with it, or begins one for a learner, also where a crash tore the first record. A torn last
    /// record is cut off.
    ///
    /// # Errors
    /// [`StoreError`] as of a journal; nothing is changed then.
    pub fn open(path: &Path, learner: &str) -> Result<(Self, LearnerRecord), StoreError> {
        let header = serde_json::to_vec(&LearnerHeaderJson::new(learner))?;
        let begun = |torn| LearnerRecord {
            learner: learner.to_owned(),
            events: Vec::new(),
            torn,
        };
        if !path.exists() {
            let records = RecordFile::create(path, &header, Flush::EachEvent)?;
            return Ok((Self { records }, begun(None)));
        }
        let mut read = Read::default();
        let (mut records, end) = RecordFile::open(path, |number, offset, payload| {
            read.take(number, offset, payload, path)
        })?;
        if end.n_records == 0 && is_torn_header(&records.bytes()?) {
            records.begin_anew(&header)?;
            return Ok((Self { records }, begun(end.torn)));
        }
        let record = read.record(end, path)?;
        if record.torn.is_some() {
            records.cut_off(end.sound_bytes)?;
        }
        Ok((Self { records }, record))
    }

    /// Adds an event. When this returns, it is on the disk.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it could not be written; the log then takes no more until it is opened again.
    pub fn append(&mut self, event: &LearnerEvent) -> Result<(), StoreError> {
        self.records
            .append(&serde_json::to_vec(&LearnerEventJson::from(event))?)
    }

    /// Reads a log without changing or locking it, such as one that an educator was given.
    ///
    /// # Errors
    /// [`StoreError`] names what is not sound; a torn end is no error.
    pub fn read(path: &Path) -> Result<LearnerRecord, StoreError> {
        let bytes = bytes_of(path)?;
        let mut read = Read::default();
        let end = read_records(&bytes, path, |number, offset, payload| {
            read.take(number, offset, payload, path)
        })?;
        read.record(end, path)
    }
}

/// Whether a file without a whole record is what a crash left of a header, so that nothing was ever saved in it.
///
/// That a record reaches beyond the file is not enough: a length that was changed says so too, and another kind of file
/// may begin with any number.
fn is_torn_header(bytes: &[u8]) -> bool {
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else {
        return true;
    };
    // Zeros are what the file grew by before it was written.
    let n_written = rest
        .iter()
        .rposition(|&byte| byte != 0)
        .map_or(0, |last| last + 1);
    let written = &rest[..n_written];
    let is_header = written.starts_with(HEADER_START) || HEADER_START.starts_with(written);
    // A header is one object with a text as its last value: where it closes, the payload ends.
    let closed = written.windows(2).position(|pair| pair == b"\"}");
    let is_at_its_end = |at| u32::try_from(at + 2) == Ok(u32::from_le_bytes(*length));
    is_header && closed.is_none_or(is_at_its_end)
}

/// What the records say, so far as they are read; the header must be the first of them.
#[derive(Default)]
struct Read {
    learner: Option<String>,
    events: Vec<LearnerEvent>,
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
            let header = serde_json::from_slice::<LearnerHeaderJson>(payload)
                .map_err(|error| error.to_string())
                .and_then(LearnerHeaderJson::into_learner);
            self.learner =
                Some(header.map_err(|problem| StoreError::NotAJournal { problem, path })?);
            return Ok(());
        }
        let event = serde_json::from_slice::<LearnerEventJson>(payload)
            .map_err(|error| error.to_string())
            .and_then(|json| LearnerEvent::try_from(json).map_err(|error| error.0));
        self.events
            .push(event.map_err(|problem| StoreError::Unknown {
                record,
                offset,
                problem,
                path,
            })?);
        Ok(())
    }

    fn record(self, end: RecordsEnd, path: &Path) -> Result<LearnerRecord, StoreError> {
        let learner = self.learner.ok_or_else(|| StoreError::NotAJournal {
            problem: "no whole header".to_owned(),
            path: path.to_owned(),
        })?;
        Ok(LearnerRecord {
            learner,
            events: self.events,
            torn: end.torn,
        })
    }
}

#[cfg(test)]
mod tests;
