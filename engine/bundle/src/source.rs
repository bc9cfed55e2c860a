//! Where the files of a bundle lie: in a folder, or in a packed plugin, read by name and within bounds. Checks no digest
//! but a model's.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use overread_base::{Diagnostics, NotRunReason};

use crate::archive::{self, Entry};
use crate::form::{Form, PLUGIN};
use crate::hex::{Sums, sums_of};
use crate::manifest::{ModelEntry, is_bundle_path};

/// The largest model file, in bytes.
pub const MAX_MODEL_BYTES: u64 = 2048 << 20;

/// The files of a bundle; clones share the open file of a packed plugin.
#[derive(Debug, Clone)]
pub struct BundleSource(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Folder(PathBuf),
    Packed(Arc<Packed>),
}

#[derive(Debug)]
struct Packed {
    path: PathBuf,
    file: Mutex<File>,
    entries: BTreeMap<String, Entry>,
}

impl BundleSource {
    /// The folder or the packed plugin at `path`; of the latter the form of the archive is checked, and no contents.
    ///
    /// # Errors
    /// All faults of the archive, or that there is nothing to open.
    pub fn open(path: &Path) -> Result<Self, Diagnostics> {
        Self::open_as(&PLUGIN, path)
    }

    /// As [`BundleSource::open`], for a package of this form.
    pub(crate) fn open_as(form: &Form, path: &Path) -> Result<Self, Diagnostics> {
        let shown = path.display().to_string();
        let fault = |message: String| {
            let mut found = Diagnostics::default();
            found.error(shown.clone(), message);
            found
        };
        let whole = fs::canonicalize(path)
            .map_err(|error| fault(format!("no such folder or {}: {error}", form.what)))?;
        if whole.is_dir() {
            return Ok(Self(Kind::Folder(whole)));
        }
        let opened = File::open(&whole).and_then(|file| Ok((file.metadata()?.is_file(), file)));
        let (is_file, mut file) =
            opened.map_err(|error| fault(format!("cannot be opened: {error}")))?;
        if !is_file {
            return Err(fault("is neither a folder nor a file".to_owned()));
        }
        let entries = archive::entries(form, &shown, &mut file)?;
        let entries = entries.into_iter().map(|entry| (entry.name.clone(), entry));
        Ok(Self(Kind::Packed(Arc::new(Packed {
            path: whole,
            file: Mutex::new(file),
            entries: entries.collect(),
        }))))
    }

    /// The folder or the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match &self.0 {
            Kind::Folder(root) => root,
            Kind::Packed(packed) => &packed.path,
        }
    }

    /// Whether it is a packed plugin.
    #[must_use]
    pub fn is_packed(&self) -> bool {
        matches!(self.0, Kind::Packed(_))
    }

    /// The bytes of a model, checked against its digest.
    ///
    /// # Errors
    /// The reason and the sentence for people, with file and digest.
    pub fn read_model(&self, entry: &ModelEntry) -> Result<Vec<u8>, (NotRunReason, String)> {
        let mut bytes = Vec::new();
        let sums = self.copy(&entry.file, MAX_MODEL_BYTES, |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        });
        match sums.and_then(|sums| is_that_model(entry, &sums)) {
            Ok(()) => Ok(bytes),
            Err(what) => Err((NotRunReason::ModelMissing, of_model(entry, &what))),
        }
    }

    /// Whether the model is the one that the manifest names; its bytes are read and left.
    pub(crate) fn check_model(&self, entry: &ModelEntry) -> Result<(), String> {
        self.copy(&entry.file, MAX_MODEL_BYTES, |_| Ok(()))
            .and_then(|sums| is_that_model(entry, &sums))
    }

    /// The names of all its files, in order.
    pub(crate) fn names(&self) -> Result<Vec<String>, String> {
        match &self.0 {
            Kind::Packed(packed) => Ok(packed.entries.keys().cloned().collect()),
            Kind::Folder(root) => {
                let mut names = Vec::new();
                list(root, "", &mut names)
                    .map_err(|error| format!("the folder cannot be listed: {error}"))?;
                names.sort();
                Ok(names)
            }
        }
    }

    /// Whether there is anything of this name.
    pub(crate) fn has(&self, path: &str) -> bool {
        match &self.0 {
            Kind::Folder(root) => {
                is_bundle_path(path) && root.join(path).symlink_metadata().is_ok()
            }
            Kind::Packed(packed) => packed.entries.contains_key(path),
        }
    }

    /// The size of a file, without reading it.
    pub(crate) fn size(&self, path: &str) -> Result<u64, String> {
        match &self.0 {
            Kind::Folder(root) => Ok(plain_file(root, path)?.1),
            Kind::Packed(packed) => Ok(packed.entry(path)?.n_bytes),
        }
    }

    /// The bytes of a file that has at most `max_bytes`.
    pub(crate) fn read(&self, path: &str, max_bytes: u64) -> Result<(Vec<u8>, Sums), String> {
        let mut bytes = Vec::new();
        let sums = self.copy(path, max_bytes, |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok((bytes, sums))
    }

    /// Hands on the bytes of a file that has at most `max_bytes`, chunk by chunk.
    pub(crate) fn copy(
        &self,
        path: &str,
        max_bytes: u64,
        each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Sums, String> {
        let bounded = |found: u64| {
            (found <= max_bytes)
                .then_some(())
                .ok_or_else(|| format!("is too large: at most {max_bytes} bytes, found {found}"))
        };
        let unread = |error: io::Error| format!("cannot be read: {error}");
        match &self.0 {
            Kind::Folder(root) => {
                let (full, n_bytes) = plain_file(root, path)?;
                bounded(n_bytes)?;
                let file = File::open(&full).map_err(unread)?;
                // A file that grows meanwhile is still bounded.
                let sums = sums_of(file.take(max_bytes + 1), each).map_err(unread)?;
                bounded(sums.n_bytes)?;
                Ok(sums)
            }
            Kind::Packed(packed) => {
                let entry = packed.entry(path)?;
                bounded(entry.n_bytes)?;
                let mut file = packed.file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(entry.offset)).map_err(unread)?;
                let sums = sums_of(Read::take(&mut *file, entry.n_bytes), each).map_err(unread)?;
                if (sums.n_bytes, sums.crc32) != (entry.n_bytes, entry.crc32) {
                    return Err(format!(
                        "is damaged: expected checksum {:08x}, found {:08x}",
                        entry.crc32, sums.crc32
                    ));
                }
                Ok(sums)
            }
        }
    }
}

impl Packed {
    fn entry(&self, path: &str) -> Result<&Entry, String> {
        self.entries
            .get(path)
            .ok_or_else(|| "the file is missing".to_owned())
    }
}

fn is_that_model(entry: &ModelEntry, sums: &Sums) -> Result<(), String> {
    if sums.sha256 == entry.sha256 {
        Ok(())
    } else {
        Err(format!(
            "the file is another one, its SHA-256 is {}",
            sums.sha256
        ))
    }
}

/// A sentence about a model.
pub(crate) fn of_model(entry: &ModelEntry, what: &str) -> String {
    format!(
        "model `{}` ({}, SHA-256 {}): {what}",
        entry.name, entry.file, entry.sha256
    )
}

/// A file of the folder, inside it after links are followed, with its size.
fn plain_file(root: &Path, path: &str) -> Result<(PathBuf, u64), String> {
    if !is_bundle_path(path) {
        return Err("not a path inside the bundle".to_owned());
    }
    let full = fs::canonicalize(root.join(path)).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            "the file is missing".to_owned()
        } else {
            format!("cannot be opened: {error}")
        }
    })?;
    if !full.starts_with(root) {
        return Err("is a link that leads out of the bundle".to_owned());
    }
    let found = fs::metadata(&full)
        .ok()
        .filter(fs::Metadata::is_file)
        .ok_or("is not a file")?;
    let n_bytes = found.len();
    Ok((full, n_bytes))
}

/// All that is no folder below `root`, links included, which are not followed.
fn list(root: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if below.is_empty() {
            name.into_owned()
        } else {
            format!("{below}/{name}")
        };
        if names.len() > archive::MAX_ENTRIES || below.len() > 255 {
            return Err(io::Error::other("too many files or folders"));
        }
        if entry.file_type()?.is_dir() {
            list(root, &path, names)?;
        } else {
            names.push(path);
        }
    }
    Ok(())
}
