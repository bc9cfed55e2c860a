//! Files and folders that are there whole or not at all: written beside, saved, and moved into place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the name of something half written begins with.
pub(crate) const PARTIAL: &str = ".partial-";

/// A path beside `path` that nobody else writes to.
pub(crate) fn partial_beside(path: &Path) -> PathBuf {
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let count = WRITTEN.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!("{PARTIAL}{}-{count}-{name}", std::process::id()))
}

/// Whether only the owner may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrecy {
    Open,
    Secret,
}

/// Writes a file, replacing what was there; on a failure what was there stays.
pub(crate) fn write_file<T>(
    path: &Path,
    secrecy: Secrecy,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> io::Result<T> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let partial = partial_beside(path);
    let written = create(&partial, secrecy).and_then(|file| {
        let mut to = BufWriter::new(file);
        let done = write(&mut to)?;
        to.flush()?;
        to.get_ref().sync_all()?;
        fs::rename(&partial, path)?;
        sync_folder_of(path)?;
        Ok(done)
    });
    if written.is_err() {
        // It may not even have been created; the failure to write is what counts.
        drop(fs::remove_file(&partial));
    }
    written
}

/// A new file, from its first moment readable for its owner only if it is secret.
pub(crate) fn create(path: &Path, secrecy: Secrecy) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if secrecy == Secrecy::Secret {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = secrecy;
    options.open(path)
}

/// Saves the entry of `path` in its folder.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        #[cfg(unix)]
        Some(folder) if folder.as_os_str().is_empty() => File::open(".")?.sync_all(),
        #[cfg(unix)]
        Some(folder) => File::open(folder)?.sync_all(),
        // Elsewhere a folder is no file that could be saved.
        _ => Ok(()),
    }
}
