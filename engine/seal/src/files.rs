//! Files read within a bound and written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::error::SealError;

/// The file, if it has at most `limit` bytes.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, SealError> {
    let file = File::open(path).map_err(SealError::io("open", path))?;
    let mut bytes = Vec::new();
    let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(SealError::io("read", path))?;
    if bytes.len() as u64 > limit {
        let found = fs::metadata(path).map_or(bytes.len() as u64, |meta| meta.len());
        return Err(SealError::TooLarge {
            limit,
            found,
            path: path.to_owned(),
        });
    }
    Ok(bytes)
}

/// The file as text.
pub(crate) fn read_text(path: &Path, limit: u64) -> Result<String, SealError> {
    String::from_utf8(read(path, limit)?).map_err(|error| SealError::Io {
        action: "read as text",
        path: path.to_owned(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidData, error.utf8_error()),
    })
}

/// Writes a file that must not be there yet; `mode` are its permissions where the system has such.
pub(crate) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), SealError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    with_mode(&mut options, mode);
    let mut file = options.open(path).map_err(SealError::io("create", path))?;
    file.write_all(bytes)
        .map_err(SealError::io("write to", path))?;
    file.sync_all().map_err(SealError::io("save", path))?;
    sync_folder_of(path)
}

/// Writes a file so that after a crash either the old one or the new one is there, whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), SealError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let beside = PathBuf::from(beside);
    let written = write_new(&beside, bytes, 0o644)
        .and_then(|()| fs::rename(&beside, path).map_err(SealError::io("write", path)));
    if written.is_err() {
        // What is left of a failed try is only in the way; that it cannot be removed is not the news.
        drop(fs::remove_file(&beside));
    }
    written?;
    sync_folder_of(path)
}

/// A new name is only safe once its folder's entry is on the disk.
fn sync_folder_of(path: &Path) -> Result<(), SealError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let open = File::open(folder).map_err(SealError::io("open", folder))?;
    open.sync_all().map_err(SealError::io("save", folder))
}

#[cfg(unix)]
fn with_mode(options: &mut OpenOptions, mode: u32) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(mode);
}

#[cfg(not(unix))]
fn with_mode(_options: &mut OpenOptions, _mode: u32) {}

/// Refuses a file that others than its owner may read or write.
#[cfg(unix)]
pub(crate) fn refuse_open_to_others(path: &Path) -> Result<(), SealError> {
    use std::os::unix::fs::PermissionsExt as _;
    let meta = fs::metadata(path).map_err(SealError::io("look at", path))?;
    let found = meta.permissions().mode() & 0o777;
    if found & 0o077 == 0 {
        return Ok(());
    }
    Err(SealError::OpenToOthers {
        found,
        path: path.to_owned(),
    })
}

/// Where the system has no such permissions, its own protection of the user's folder has to do.
#[cfg(not(unix))]
pub(crate) fn refuse_open_to_others(_path: &Path) -> Result<(), SealError> {
    Ok(())
}
