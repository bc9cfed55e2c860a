//! What a component was made of: one digest over sources, contract and tools, so that nothing is built twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::digest::hex;
use crate::error::KitError;

/// Folders of a project that hold what was made, not what is written.
const MADE: [&str; 4] = ["target", "node_modules", "__pycache__", "build"];
/// More files than this are no plugin's sources.
const MAX_FILES: usize = 10_000;

/// The digest over all files below `folders`, and `settings`.
///
/// # Errors
/// [`KitError::File`] if something cannot be read; [`KitError::Refused`] if the folders hold too many files.
pub(crate) fn digest(folders: &[&Path], settings: &[&str]) -> Result<String, KitError> {
    let mut files = BTreeMap::new();
    for (number, folder) in folders.iter().enumerate() {
        collect(folder, &PathBuf::from(number.to_string()), &mut files)?;
    }
    let mut whole = Sha256::new();
    for setting in settings {
        whole.update(setting.as_bytes());
        whole.update([0]);
    }
    for (name, file) in files {
        let bytes = fs::read(&file).map_err(KitError::file("read", &file))?;
        whole.update(name.as_os_str().as_encoded_bytes());
        whole.update([0]);
        whole.update(Sha256::digest(&bytes));
    }
    Ok(hex(&whole.finalize()))
}

fn collect(
    folder: &Path,
    name: &Path,
    files: &mut BTreeMap<PathBuf, PathBuf>,
) -> Result<(), KitError> {
    for entry in fs::read_dir(folder).map_err(KitError::file("read", folder))? {
        let entry = entry.map_err(KitError::file("read", folder))?;
        let own = entry.file_name();
        let text = own.to_string_lossy();
        if text.starts_with('.') || MADE.contains(&&*text) {
            continue;
        }
        let kind = entry.file_type().map_err(KitError::file("read", folder))?;
        // A link may lead in a circle; what it leads to is read as a file or not at all.
        if kind.is_dir() {
            collect(&entry.path(), &name.join(&own), files)?;
        } else if entry.path().is_file() {
            files.insert(name.join(&own), entry.path());
        }
        if files.len() > MAX_FILES {
            return Err(KitError::refused(format!(
                "expected at most {MAX_FILES} files of sources, found more ({})",
                folder.display()
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
