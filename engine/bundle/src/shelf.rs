//! A folder of installed packages: each comes in whole or not at all, and one program at a time changes it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::atomic::{self, PARTIAL, partial_beside};
use crate::installed::{InstallError, io_error};

const LOCK: &str = ".lock";

/// What stands, after [`PARTIAL`], before the name of a folder that was set aside. No number of a process is like it.
const ASIDE: &str = "old-";

/// Keeps other programs from changing the shelf; the lock goes when the file is closed.
pub(crate) fn lock(root: &Path) -> Result<fs::File, InstallError> {
    fs::create_dir_all(root).map_err(io_error("create", root))?;
    let path = root.join(LOCK);
    let file = fs::File::create(&path).map_err(io_error("create", &path))?;
    file.lock().map_err(io_error("lock", &path))?;
    Ok(file)
}

/// Fills a folder beside, then moves it into place; what was there is gone only when the new one is there.
///
/// Leftovers on the shelf are cleared before, by [`clear`].
pub(crate) fn put(
    folder: &Path,
    fill: impl FnOnce(&Path) -> Result<(), InstallError>,
) -> Result<(), InstallError> {
    let partial = partial_beside(folder);
    fs::create_dir_all(&partial).map_err(io_error("create", &partial))?;
    let moved = fill(&partial).and_then(|()| take_place(&partial, folder));
    if moved.is_err() {
        // The reason why it was not installed counts; what is left is cleared away by the next installation.
        drop(fs::remove_dir_all(&partial));
    }
    moved
}

/// Moves `partial` to `folder`. What was there is set aside meanwhile, and comes back if the new one does not get there.
fn take_place(partial: &Path, folder: &Path) -> Result<(), InstallError> {
    let aside = aside_of(folder);
    let is_replaced = folder.exists();
    if is_replaced {
        fs::rename(folder, &aside).map_err(io_error("set aside", folder))?;
    }
    let moved = fs::rename(partial, folder).map_err(io_error("move into place", folder));
    let saved =
        moved.and_then(|()| atomic::sync_folder_of(folder).map_err(io_error("save", folder)));
    if saved.is_err() {
        // The first fault counts. Where the way back fails too, the next `clear` finds what was set aside.
        drop(fs::rename(folder, partial));
        if is_replaced {
            drop(fs::rename(&aside, folder));
        }
    } else if is_replaced {
        // The new one is installed, whatever becomes of the old: the next `clear` tries again.
        drop(fs::remove_dir_all(&aside));
    }
    saved
}

/// Where a folder is set aside while another takes its place: a name that tells, after a program was killed, whose it is.
fn aside_of(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!("{PARTIAL}{ASIDE}{name}"))
}

/// The place of a folder that was set aside; `None` for another one.
fn place_of_aside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_prefix(PARTIAL)?.strip_prefix(ASIDE)?;
    Some(path.with_file_name(name))
}

/// Takes a folder out of its place at once, then removes it.
///
/// Leftovers on the shelf are cleared before, by [`clear`]: an older one of this place would come back otherwise.
pub(crate) fn discard(folder: &Path) -> Result<(), InstallError> {
    let gone = partial_beside(folder);
    fs::rename(folder, &gone).map_err(io_error("remove", folder))?;
    fs::remove_dir_all(&gone).map_err(io_error("remove", &gone))
}

/// Removes, of these folders, what an installation or removal that was cut short has left; returns what it was.
///
/// What was set aside for another that never came into its place is the only one there is, and goes back there.
pub(crate) fn clear(folders: impl Iterator<Item = PathBuf>) -> Result<Vec<PathBuf>, InstallError> {
    let left: Vec<PathBuf> = folders.filter(|path| is_partial(path)).collect();
    let mut cleared = Vec::new();
    for path in left {
        match place_of_aside(&path).filter(|place| !place.exists()) {
            Some(place) => {
                fs::rename(&path, &place).map_err(io_error("put back", &place))?;
                atomic::sync_folder_of(&place).map_err(io_error("save", &place))?;
            }
            None => {
                fs::remove_dir_all(&path).map_err(io_error("remove", &path))?;
                cleared.push(path);
            }
        }
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

#[cfg(test)]
mod tests;
