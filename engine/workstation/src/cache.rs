//! The images of cases that were opened, kept within a budget of memory: opening one again costs nothing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use overread_scenario::{Case, CaseSource};

use crate::images::CaseImages;
use crate::library::{self, LibraryError};
use crate::step::StepProgress;

/// The share of the machine's memory that kept images may take.
const SHARE_OF_MEMORY: u64 = 4;

/// The memory of a machine that does not say how much it has.
const UNKNOWN_MEMORY_BYTES: u64 = 8 << 30;

/// Opened images, the least recently used of which go first when they are too many.
///
/// What someone still looks at stays in memory as long as that takes, but is not found here any more.
#[derive(Debug)]
pub struct ImageCache {
    budget_bytes: u64,
    /// The least recently used first.
    entries: Mutex<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    images: Arc<CaseImages>,
    bytes: u64,
}

/// Where images come from. A folder that has changed since is another one.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    source: CaseSource,
    studies: PathBuf,
    changed: Option<SystemTime>,
}

impl Key {
    fn of(case: &Case, studies: &Path) -> Self {
        let changed = match &case.source {
            CaseSource::Phantom(_) => None,
            CaseSource::Dicom(source) => {
                let folder = std::fs::metadata(studies.join(&source.folder));
                folder.and_then(|folder| folder.modified()).ok()
            }
        };
        Self {
            source: case.source.clone(),
            studies: studies.to_owned(),
            changed,
        }
    }
}

impl ImageCache {
    /// A cache for so many bytes of pixels.
    #[must_use]
    pub fn with_budget(budget_bytes: u64) -> Self {
        Self {
            budget_bytes,
            entries: Mutex::new(Vec::new()),
        }
    }

    /// A cache for a quarter of the machine's memory.
    #[must_use]
    pub fn of_machine() -> Self {
        Self::with_budget(memory_bytes().unwrap_or(UNKNOWN_MEMORY_BYTES) / SHARE_OF_MEMORY)
    }

    /// The images of a case: those at hand, or made or read as [`crate::open_images`] does, and then kept.
    ///
    /// # Errors
    /// [`LibraryError`] names what is missing or wrong, and where. Failures are not kept.
    pub fn open(
        &self,
        case: &Case,
        studies: &Path,
        progress: &StepProgress,
    ) -> Result<Arc<CaseImages>, LibraryError> {
        let key = Key::of(case, studies);
        if let Some(images) = self.take_up(&key) {
            progress.set(1, 1);
            return Ok(images);
        }
        let images = Arc::new(library::open_images(case, studies, progress)?);
        self.keep(key, &images);
        Ok(images)
    }

    /// Whether the images of a case are at hand.
    #[must_use]
    pub fn holds(&self, case: &Case, studies: &Path) -> bool {
        let key = Key::of(case, studies);
        self.entries().iter().any(|entry| entry.key == key)
    }

    /// The entry of a key, which becomes the most recently used.
    fn take_up(&self, key: &Key) -> Option<Arc<CaseImages>> {
        let mut entries = self.entries();
        let found = entries.iter().position(|entry| entry.key == *key)?;
        let entry = entries.remove(found);
        let images = Arc::clone(&entry.images);
        entries.push(entry);
        Some(images)
    }

    fn keep(&self, key: Key, images: &Arc<CaseImages>) {
        let mut entries = self.entries();
        entries.retain(|entry| entry.key != key);
        let bytes = bytes_of(images);
        if bytes > self.budget_bytes {
            return;
        }
        let images = Arc::clone(images);
        entries.push(Entry { key, images, bytes });
        let mut total: u64 = entries.iter().map(|entry| entry.bytes).sum();
        while total > self.budget_bytes {
            total -= entries.remove(0).bytes;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The memory that the pixels of a case take; texts beside them do not count.
fn bytes_of(images: &CaseImages) -> u64 {
    let of_series = images.series.iter().map(|series| {
        let colour = series
            .colour
            .iter()
            .map(|image| image.pixels().len() as u64);
        series.volume.geometry().voxel_count() * 2 + colour.sum::<u64>() * 3
    });
    of_series.sum()
}

/// The machine's memory, where the system tells it.
fn memory_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(test)]
mod tests;
