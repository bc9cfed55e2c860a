//! The append-only journal of a session: what is in it stands on the disk, in order, and cannot be changed unseen.
//!
//! A crash may leave a torn last record: opening cuts it off and says so in a new record. Anything else that is wrong
//! is damage, and is named and never repaired.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use overread_base::Millis;
use overread_exam::{Event, SessionPlan, StampedEvent};

use crate::error::StoreError;
use crate::event_json::EventJson;
use crate::plan_json::HeaderJson;
use crate::record::{self, Chain, Decoded};

/// A journal open for writing. One program at a time holds it.
#[derive(Debug)]
pub struct Journal {
    file: Locked,
    path: PathBuf,
    chain: Chain,
    /// A write that failed half-way leaves the file's end unknown: no more is written until it is opened again.
    has_failed: bool,
    /// What waits for [`Journal::finish`], where events are flushed once.
    waiting: Option<Vec<u8>>,
}

/// When events go to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flush {
    /// Each before anybody is told that it is saved.
    #[default]
    EachEvent,
    /// All of them by [`Journal::finish`]: for simulated readers, whose sessions nobody has to take up in the middle.
    /// Before that, nothing of the session is on the disk.
    Once,
}

/// What was found torn at the end of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    /// Bytes cut off; they had never been called saved.
    pub lost_bytes: u64,
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
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create_new(true)
            .open(path)
            .map_err(|source| {
                if source.kind() == std::io::ErrorKind::AlreadyExists {
                    StoreError::Exists {
                        path: path.to_owned(),
                    }
                } else {
                    StoreError::io("create", path)(source)
                }
            })?;
        let mut journal = Self {
            file: Locked::of(file, path)?,
            path: path.to_owned(),
            chain: record::chain_start(),
            has_failed: false,
            waiting: (flush == Flush::Once).then(Vec::new),
        };
        let header = HeaderJson::new(plan, started_unix_s, nonce.to_owned());
        let saved = serde_json::to_vec(&header)
            .map_err(StoreError::from)
            .and_then(|payload| journal.append_payload(&payload))
            .and_then(|()| match flush {
                Flush::EachEvent => sync_folder(path),
                Flush::Once => Ok(()),
            });
        if let Err(error) = saved {
            // A journal without a whole header could never be opened, and would be in the way of the next try.
            // That it cannot be removed is not the news.
            drop(std::fs::remove_file(path));
            return Err(error);
        }
        Ok(journal)
    }

    /// Opens the journal of an earlier session to go on with it.
    ///
    /// A torn last record is cut off, and a `Recovered` event with its size is appended.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another program holds it; [`StoreError::Damaged`] or [`StoreError::Unknown`] name the
    /// first record that is not sound; nothing is changed then.
    pub fn open(path: &Path) -> Result<(Self, Verified), StoreError> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .open(path)
            .map_err(StoreError::io("open", path))?;
        let mut file = Locked::of(file, path)?;
        // A program that was killed between writing and saving left a record that is read back from memory, but may not
        // be on the disk yet: what goes on from here shows it as saved.
        file.0.sync_all().map_err(StoreError::io("save", path))?;
        let bytes = read_all(&mut file.0, path)?;
        let (mut verified, chain) = read_records(&bytes, path)?;
        let mut journal = Self {
            file,
            path: path.to_owned(),
            chain,
            has_failed: false,
            waiting: None,
        };
        if let Some(Recovery { lost_bytes }) = verified.torn {
            journal.cut_off(verified.sound_bytes)?;
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
        self.append_payload(&serde_json::to_vec(&EventJson::from(event))?)
    }

    /// Flushes what waits: after this the whole session is on the disk, and further events go there one by one.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it could not be written; the journal then takes no more.
    pub fn finish(&mut self) -> Result<(), StoreError> {
        let Some(waiting) = self.waiting.take() else {
            return Ok(());
        };
        self.has_failed = true;
        self.file
            .0
            .write_all(&waiting)
            .map_err(StoreError::io("write to", &self.path))?;
        self.file
            .0
            .sync_all()
            .map_err(StoreError::io("save", &self.path))?;
        sync_folder(&self.path)?;
        self.has_failed = false;
        Ok(())
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn append_payload(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        if self.has_failed {
            return Err(StoreError::Failed {
                path: self.path.clone(),
            });
        }
        let too_large = StoreError::TooLarge {
            limit: record::MAX_PAYLOAD,
            found: payload.len(),
        };
        let (bytes, chain) = record::encode(&self.chain, payload).ok_or(too_large)?;
        if let Some(waiting) = &mut self.waiting {
            waiting.extend_from_slice(&bytes);
            self.chain = chain;
            return Ok(());
        }
        self.has_failed = true;
        self.file
            .0
            .write_all(&bytes)
            .map_err(StoreError::io("write to", &self.path))?;
        self.file
            .0
            .sync_data()
            .map_err(StoreError::io("save", &self.path))?;
        self.has_failed = false;
        self.chain = chain;
        Ok(())
    }

    fn cut_off(&mut self, at_byte: u64) -> Result<(), StoreError> {
        self.file
            .0
            .set_len(at_byte)
            .map_err(StoreError::io("shorten", &self.path))?;
        self.file
            .0
            .sync_all()
            .map_err(StoreError::io("save", &self.path))
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
        let mut file = File::open(path).map_err(StoreError::io("open", path))?;
        let bytes = read_all(&mut file, path)?;
        read_records(&bytes, path).map(|(verified, _)| verified)
    }
}

fn read_all(file: &mut File, path: &Path) -> Result<Vec<u8>, StoreError> {
    file.seek(SeekFrom::Start(0))
        .map_err(StoreError::io("read", path))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(StoreError::io("read", path))?;
    Ok(bytes)
}

/// All sound records from the start; the header must be one of them.
fn read_records(bytes: &[u8], path: &Path) -> Result<(Verified, Chain), StoreError> {
    let not_a_journal = |problem: String| StoreError::NotAJournal {
        problem,
        path: path.to_owned(),
    };
    let mut chain = record::chain_start();
    let mut offset = 0usize;
    let mut n_records = 0u64;
    let mut header = None;
    let mut events = Vec::new();
    let torn = loop {
        let place = |problem: String| (n_records, offset as u64, problem, path.to_owned());
        match record::decode(&chain, &bytes[offset..]) {
            Decoded::End => break None,
            Decoded::Torn => {
                break Some(Recovery {
                    lost_bytes: (bytes.len() - offset) as u64,
                });
            }
            Decoded::Damaged(problem) if n_records == 0 => {
                return Err(not_a_journal(problem.to_owned()));
            }
            Decoded::Damaged(problem) => {
                let (record, offset, problem, path) = place(problem.to_owned());
                return Err(StoreError::Damaged {
                    record,
                    offset,
                    problem,
                    path,
                });
            }
            Decoded::Record {
                payload,
                chain: after,
                length,
            } => {
                if n_records == 0 {
                    header = Some(header_of(payload).map_err(not_a_journal)?);
                } else {
                    let event = event_of(payload).map_err(|problem| {
                        let (record, offset, problem, path) = place(problem);
                        StoreError::Unknown {
                            record,
                            offset,
                            problem,
                            path,
                        }
                    })?;
                    events.push(event);
                }
                (chain, offset, n_records) = (after, offset + length, n_records + 1);
            }
        }
    };
    let (started_unix_s, plan) =
        header.ok_or_else(|| not_a_journal("no whole header".to_owned()))?;
    let chain_hex = chain.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((
        Verified {
            plan,
            started_unix_s,
            events,
            n_records,
            sound_bytes: offset as u64,
            torn,
            chain_hex,
        },
        chain,
    ))
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

/// A file with its lock. The lock lies on the journal itself and ends with the program, even if that is killed.
#[derive(Debug)]
struct Locked(File);

impl Locked {
    fn of(file: File, path: &Path) -> Result<Self, StoreError> {
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
                path: path.to_owned(),
            }),
            Err(TryLockError::Error(source)) => Err(StoreError::io("lock", path)(source)),
        }
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing is not enough: a program that this one is just starting has a copy of the file for a moment, and the
        // lock with it. If it cannot be given back, closing does it a moment later.
        drop(self.0.unlock());
    }
}

/// A new file is only safe once its folder's entry is on the disk.
pub(crate) fn sync_folder(file: &Path) -> Result<(), StoreError> {
    let folder = file
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let open = File::open(folder).map_err(StoreError::io("open", folder))?;
    open.sync_all().map_err(StoreError::io("save", folder))
}

#[cfg(test)]
pub(crate) mod tests;
