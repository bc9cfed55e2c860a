//! A folder of installed packages: each comes in whole or not at all, and one program at a time changes it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::atomic::{self, PARTIAL, partial_beside};
use crate::installed::{InstallError, io_error};

const LOCK: &str = ".lock";

/// Keeps other programs from changing the shelf; the lock goes when the file is closed.
pub(crate) fn lock(root: &Path) -> Result<fs::File, InstallError> {
    fs::create_dir_all(root).map_err(io_error("create", root))?;
    let path = root.join(LOCK);
    let file = fs::File::create(&path).map_err(io_error("create", &path))?;
    file.lock().map_err(io_error("lock", &path))?;
    Ok(file)
}

/// Fills a folder beside, then moves it into place; what was there is gone only when the new one is there.
pub(crate) fn put(
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<(), InstallError>,
) -> Result<(), InstallError> {
    let partial = partial_beside(folder);
    fs::create_dir_all(&partial).map_err(io_error("create", &partial))?;
    let moved = fill(&partial).and_then(|()| {
        if folder.exists() {
            discard(folder)?;
        }
        fs::rename(&partial, folder).map_err(io_error("move into place", folder))?;
        atomic::sync_folder_of(folder).map_err(io_error("save", folder))
    });
    if moved.is_err() {
        // The reason why it was not installed counts; what is left is cleared away by the next installation.
        drop(fs::remove_dir_all(&partial));
    }
    moved
}

/// Takes a folder out of its place at once, then removes it.
pub(crate) fn discard(folder: &Path) -> Result<(), InstallError> {
    let gone = partial_beside(folder);
    fs::rename(folder, &gone).map_err(io_error("remove", folder))?;
    fs::remove_dir_all(&gone).map_err(io_error("remove", &gone))
}

/// Removes, of these folders, what an installation or removal that was cut short has left; returns what it was.
pub(crate) fn clear(folders: impl Iterator<Item = PathBuf>) -> Result<Vec<PathBuf>, InstallError> {
    let cleared: Vec<PathBuf> = folders.filter(|path| is_partial(path)).collect();
    for path in &cleared {
        fs::remove_dir_all(path).map_err(io_error("remove", path))?;
    }
    Ok(cleared)
}

/// The folders in a folder, by name; none if it cannot be listed.
pub(crate) fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = listed
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    folders
}

/// Whether a folder is a half of an installation.
pub(crate) fn is_partial(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with(PARTIAL))
}
