//! One folder of things that are fetched or unpacked once. An entry appears whole or not at all.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::error::KitError;

/// The folder.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// A cache in `root`, which is made with the first entry.
    #[must_use]
    pub fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The one that `OVERREAD_CACHE` names, else the user's.
    ///
    /// # Errors
    /// [`KitError::Refused`] if the variable is no absolute path, or there is no home folder.
    pub fn of_user() -> Result<Self, KitError> {
        if let Some(folder) = env::var_os("OVERREAD_CACHE").filter(|value| !value.is_empty()) {
            let folder = PathBuf::from(folder);
            if !folder.is_absolute() {
                return Err(KitError::refused(format!(
                    "OVERREAD_CACHE must be an absolute path, found {}",
                    folder.display()
                )));
            }
            return Ok(Self::at(folder));
        }
        let base = BaseDirs::new().ok_or_else(|| {
            KitError::refused("no home folder: set OVERREAD_CACHE to a folder for downloads")
        })?;
        Ok(Self::at(base.cache_dir().join("overread")))
    }

    /// Where the entry `name` lies, if it was made before.
    #[must_use]
    pub fn existing(&self, name: &str) -> Option<PathBuf> {
        let folder = self.root.join(name);
        folder.is_dir().then_some(folder)
    }

    /// The folder of the entry `name`; where it is missing, `make` fills a fresh folder that is then renamed into place.
    ///
    /// A lock keeps two calls from making the same entry, and an interrupted call leaves nothing that a later one takes
    /// for whole.
    ///
    /// # Errors
    /// Those of `make`, and [`KitError::File`] if the cache cannot be written.
    pub fn entry<E: From<KitError>>(
        &self,
        name: &str,
        make: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<PathBuf, E> {
        if let Some(folder) = self.existing(name) {
            return Ok(folder);
        }
        fs::create_dir_all(&self.root).map_err(KitError::file("make", &self.root))?;
        let lock_file = self.root.join(format!(".{name}.lock"));
        let lock = File::create(&lock_file).map_err(KitError::file("write", &lock_file))?;
        lock.lock().map_err(KitError::file("lock", &lock_file))?;
        if let Some(folder) = self.existing(name) {
            return Ok(folder);
        }
        let partial = self.root.join(format!(".{name}.partial"));
        remove(&partial)?;
        fs::create_dir_all(&partial).map_err(KitError::file("make", &partial))?;
        let folder = self.root.join(name);
        let made = make(&partial).and_then(|()| {
            fs::rename(&partial, &folder)
                .map_err(|e| E::from(KitError::file("move into place", &folder)(e)))
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
///
/// # Errors
/// [`KitError::File`].
pub fn remove(folder: &Path) -> Result<(), KitError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(KitError::file("remove", folder)(error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
