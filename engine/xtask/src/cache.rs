//! One folder of things that are fetched or unpacked once. An entry appears whole or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folder.
pub(crate) struct Cache {
    root: PathBuf,
}

impl Cache {
    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where the entry `name` lies, if it was made before.
    pub(crate) fn existing(&self, name: &str) -> Option<PathBuf> {
        let folder = self.root.join(name);
        folder.is_dir().then_some(folder)
    }

    /// The folder of the entry `name`; where it is missing, `make` fills a fresh folder that is then renamed into place.
    ///
    /// A lock keeps two calls from making the same entry, and an interrupted call leaves nothing that a later one takes
    /// for whole.
    pub(crate) fn entry(
        &self,
        name: &str,
        make: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        if let Some(folder) = self.existing(name) {
            return Ok(folder);
        }
        fs::create_dir_all(&self.root)
            .with_context(|| format!("cannot make the cache folder {}", self.root.display()))?;
        let lock = self.root.join(format!(".{name}.lock"));
        let lock =
            File::create(&lock).with_context(|| format!("cannot write {}", lock.display()))?;
        lock.lock().context("cannot lock the cache folder")?;
        if let Some(folder) = self.existing(name) {
            return Ok(folder);
        }
        let partial = self.root.join(format!(".{name}.partial"));
        remove(&partial)?;
        fs::create_dir_all(&partial)
            .with_context(|| format!("cannot make {}", partial.display()))?;
        let folder = self.root.join(name);
        let made = make(&partial).and_then(|()| {
            fs::rename(&partial, &folder)
                .with_context(|| format!("cannot move into place: {}", folder.display()))
        });
        if let Err(error) = made {
            // The reason why it was not made is worth more than a second one why it cannot be removed.
            drop(remove(&partial));
            return Err(error);
        }
        Ok(folder)
    }
}

/// Removes a folder with all that is in it; one that is not there is as good as removed.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", folder.display())),
    }
}

#[cfg(test)]
mod tests;
