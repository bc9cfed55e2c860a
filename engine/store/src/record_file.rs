//! A file of chained records that is only ever added to: what journal and learner's log have in common on the disk.
//!
//! A crash may leave a torn last record, which its owner cuts off and tells of. Anything else that is wrong is damage, and
//! is named and never repaired.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::error::StoreError;
use crate::record::{self, Chain, Decoded};

/// The largest file of records that is read, bytes: the limit of the verifier in `overread-seal`. Files come from
/// outside too, and are read into memory.
const MAX_FILE_BYTES: u64 = 4 << 30;

/// When records go to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flush {
    /// Each before anybody is told that it is saved.
    #[default]
    EachEvent,
    /// All of them by [`crate::Journal::finish`]: for simulated readers, whose sessions nobody has to take up in the
    /// middle. Before that, nothing of the session is on the disk.
    Once,
}

/// What was found torn at the end of a file of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    /// Bytes cut off; they had never been called saved.
    pub lost_bytes: u64,
}

/// A file open for adding records. One program at a time holds it.
#[derive(Debug)]
pub(crate) struct RecordFile {
    file: Locked,
    path: PathBuf,
    chain: Chain,
    /// Why a write failed: the file's end is unknown then, and no more is written until it is opened again.
    failed: Option<String>,
    /// What waits for [`RecordFile::finish`], where records are flushed once.
    waiting: Option<Vec<u8>>,
}

/// Where the sound records of a file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordsEnd {
    /// How many there are.
    pub(crate) n_records: u64,
    /// Bytes of them.
    pub(crate) sound_bytes: u64,
    /// A torn record after them, if there is one.
    pub(crate) torn: Option<Recovery>,
    /// The chain after the last one.
    pub(crate) chain: Chain,
}

impl RecordFile {
    /// Creates a file that begins with `header`, which is on the disk when this returns, unless flushed once.
    pub(crate) fn create(path: &Path, header: &[u8], flush: Flush) -> Result<Self, StoreError> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create_new(true)
            .open(path)
            .map_err(|source| {
                if source.kind() == io::ErrorKind::AlreadyExists {
                    StoreError::Exists {
                        path: path.to_owned(),
                    }
                } else {
                    StoreError::io("create", path)(source)
                }
            })?;
        let file = Locked::of(file, path)?;
        let locked = file.0.metadata().map_err(StoreError::io("read", path))?;
        if locked.len() > 0 {
            // Between creating and locking, another program found it empty and began it.
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        let mut records = Self {
            file,
            path: path.to_owned(),
            chain: record::chain_start(),
            failed: None,
            waiting: (flush == Flush::Once).then(Vec::new),
        };
        let saved = records.append(header).and_then(|()| match flush {
            Flush::EachEvent => sync_folder(path),
            Flush::Once => Ok(()),
        });
        if let Err(error) = saved {
            // A file without a whole header could never be opened, and would be in the way of the next try.
            // That it cannot be removed is not the news.
            drop(std::fs::remove_file(path));
            return Err(error);
        }
        Ok(records)
    }

    /// Opens a file to add to it; `each` is given every sound record with its number and place. A torn end stays until
    /// [`RecordFile::cut_off`].
    pub(crate) fn open(
        path: &Path,
        each: impl FnMut(u64, u64, &[u8]) -> Result<(), StoreError>,
    ) -> Result<(Self, RecordsEnd), StoreError> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .open(path)
            .map_err(StoreError::io("open", path))?;
        let mut file = Locked::of(file, path)?;
        // A program that was killed between writing and saving left a record that is read back from memory, but may not
        // be on the disk yet: what goes on from here shows it as saved.
        file.0.sync_all().map_err(StoreError::io("save", path))?;
        let bytes = read_all(&mut file.0, path, MAX_FILE_BYTES)?;
        let end = read_records(&bytes, path, each)?;
        let records = Self {
            file,
            path: path.to_owned(),
            chain: end.chain,
            failed: None,
            waiting: None,
        };
        Ok((records, end))
    }

    /// A file as it is, before its first record.
    #[cfg(test)]
    pub(crate) fn over(file: File, path: PathBuf) -> Self {
        Self {
            file: Locked(file),
            path,
            chain: record::chain_start(),
            failed: None,
            waiting: None,
        }
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a record. When this returns, it is on the disk, unless records are flushed once.
    pub(crate) fn append(&mut self, payload: &[u8]) -> Result<(), StoreError> {
        if let Some(reason) = &self.failed {
            return Err(StoreError::Failed {
                reason: reason.clone(),
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
        self.written(&bytes, File::sync_data)?;
        self.chain = chain;
        Ok(())
    }

    /// Flushes what waits; further records go to the disk one by one.
    pub(crate) fn finish(&mut self) -> Result<(), StoreError> {
        let Some(waiting) = self.waiting.take() else {
            return Ok(());
        };
        self.written(&waiting, File::sync_all)?;
        sync_folder(&self.path).inspect_err(|error| self.failed = Some(error.to_string()))
    }

    /// Writes bytes and has them on the disk. The first failure stays known with its reason.
    fn written(
        &mut self,
        bytes: &[u8],
        sync: fn(&File) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let file = &mut self.file.0;
        let written = file
            .write_all(bytes)
            .map_err(StoreError::io("write to", &self.path))
            .and_then(|()| sync(file).map_err(StoreError::io("save", &self.path)));
        written.inspect_err(|error| self.failed = Some(error.to_string()))
    }

    /// All bytes of the file.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        read_all(&mut self.file.0, &self.path, MAX_FILE_BYTES)
    }

    /// Begins a file without any sound record with a header, which is on the disk when this returns.
    pub(crate) fn begin_anew(&mut self, header: &[u8]) -> Result<(), StoreError> {
        assert_eq!(
            self.chain,
            record::chain_start(),
            "what has a sound record is not begun anew"
        );
        self.cut_off(0)?;
        self.append(header)?;
        sync_folder(&self.path)
    }

    /// Cuts off what stands after the sound records.
    pub(crate) fn cut_off(&mut self, sound_bytes: u64) -> Result<(), StoreError> {
        self.file
            .0
            .set_len(sound_bytes)
            .map_err(StoreError::io("shorten", &self.path))?;
        self.file
            .0
            .sync_all()
            .map_err(StoreError::io("save", &self.path))
    }
}

/// The bytes of a file, unlocked.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut file = File::open(path).map_err(StoreError::io("open", path))?;
    read_all(&mut file, path, MAX_FILE_BYTES)
}

/// Gives `each` every sound record from the start, with its number and its place in bytes.
pub(crate) fn read_records(
    bytes: &[u8],
    path: &Path,
    mut each: impl FnMut(u64, u64, &[u8]) -> Result<(), StoreError>,
) -> Result<RecordsEnd, StoreError> {
    let mut chain = record::chain_start();
    let (mut offset, mut n_records) = (0_usize, 0_u64);
    let torn = loop {
        match record::decode(&chain, &bytes[offset..]) {
            Decoded::End => break None,
            Decoded::Torn => {
                break Some(Recovery {
                    lost_bytes: (bytes.len() - offset) as u64,
                });
            }
            Decoded::Damaged(problem) if n_records == 0 => {
                return Err(StoreError::NotAJournal {
                    problem: problem.to_owned(),
                    path: path.to_owned(),
                });
            }
            Decoded::Damaged(problem) => {
                return Err(StoreError::Damaged {
                    record: n_records,
                    offset: offset as u64,
                    problem: problem.to_owned(),
                    path: path.to_owned(),
                });
            }
            Decoded::Record {
                payload,
                chain: after,
                length,
            } => {
                each(n_records, offset as u64, payload)?;
                (chain, offset, n_records) = (after, offset + length, n_records + 1);
            }
        }
    };
    Ok(RecordsEnd {
        n_records,
        sound_bytes: offset as u64,
        torn,
        chain,
    })
}

/// The bytes of a file, if they are at most `limit`; [`io::ErrorKind::FileTooLarge`] names those that are more.
fn read_all(file: &mut File, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    read_within(file, limit).map_err(StoreError::io("read", path))
}

fn read_within(file: &mut File, limit: u64) -> io::Result<Vec<u8>> {
    let stated = file.metadata()?.len();
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    if stated <= limit {
        // A file may grow while it is read.
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    }
    let found = stated.max(bytes.len() as u64);
    if found > limit {
        let told = format!("expected at most {limit} bytes, found {found}");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, told));
    }
    Ok(bytes)
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
mod tests;
