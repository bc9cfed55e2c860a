//! The folder in which compiled components are kept between runs of the program. Compiles nothing.
//!
//! `code` is the cache of wasmtime, `known` says which components lie there because the compiler came to its end.

use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use wasmtime::{Cache, CacheConfig, Engine};

use crate::PluginError;

/// Compiled components that are kept, in bytes.
const CACHE_BYTES: u64 = 512 << 20;

/// The folder of one host.
#[derive(Debug)]
pub(crate) struct CompileFolder {
    code: PathBuf,
    known: PathBuf,
    /// Where nothing is to be kept: it goes with the host.
    _temporary: Option<TempDir>,
}

impl CompileFolder {
    /// Opens `wanted`, or a temporary folder if there is none or it is of no use.
    pub(crate) fn open(wanted: Option<&Path>) -> Result<Self, PluginError> {
        if let Some(wanted) = wanted {
            match Self::at(wanted) {
                Ok(folder) => return Ok(folder),
                Err(error) => {
                    let path = wanted.display();
                    tracing::warn!("compiled plugins are not kept: {error} ({path})");
                }
            }
        }
        let sandbox = |error: std::io::Error| {
            PluginError::Sandbox(format!("no folder for compiled plugins: {error}"))
        };
        let temporary = tempfile::tempdir().map_err(sandbox)?;
        let folder = Self::at(temporary.path()).map_err(sandbox)?;
        Ok(Self {
            _temporary: Some(temporary),
            ..folder
        })
    }

    fn at(folder: &Path) -> std::io::Result<Self> {
        let folder = std::path::absolute(folder)?;
        let (code, known) = (folder.join("code"), folder.join("known"));
        private_folder(&code)?;
        private_folder(&known)?;
        Ok(Self {
            code,
            known,
            _temporary: None,
        })
    }

    /// The folder of wasmtime's cache.
    pub(crate) fn code(&self) -> &Path {
        &self.code
    }

    /// Whether the component with this key was compiled within the compiler's limits.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.known.join(key).exists()
    }

    /// Notes that the component was compiled; if that fails, it is compiled again next time.
    pub(crate) fn note(&self, key: &str) {
        if let Err(error) = fs::write(self.known.join(key), "") {
            let path = self.known.display();
            tracing::warn!("a compiled plugin is not noted: {error} ({path})");
        }
    }
}

/// A name for a component on an engine: other settings, another wasmtime or another component give another.
pub(crate) fn key(engine: &Engine, component: &[u8]) -> String {
    let mut hasher = Sha256Hasher(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hasher.0.update(component);
    let digest = hasher.0.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the whole digest is taken")
    }
}

/// wasmtime's cache in a folder.
pub(crate) fn cache(code: &Path) -> wasmtime::Result<Cache> {
    let mut config = CacheConfig::new();
    config.with_directory(code);
    Cache::new(config)
}

/// Removes the oldest files of a folder of code until the rest is within [`CACHE_BYTES`].
///
/// The compiler does it, since its process ends before wasmtime's own tidying would begin.
pub(crate) fn shrink(code: &Path) {
    shrink_to(code, CACHE_BYTES);
}

fn shrink_to(code: &Path, most_bytes: u64) {
    let mut files = Vec::new();
    list(code, &mut files);
    let mut total: u64 = files.iter().map(|file| file.bytes).sum();
    files.sort_by_key(|file| file.changed);
    for file in files {
        if total <= most_bytes {
            return;
        }
        // Another process may have been faster.
        if fs::remove_file(&file.path).is_ok() {
            total -= file.bytes;
            forget_all(code);
        }
    }
}

/// Which component a file of code belongs to only wasmtime knows: all are compiled again, which finds those that stay.
fn forget_all(code: &Path) {
    let known = code.with_file_name("known");
    for entry in fs::read_dir(known).into_iter().flatten().flatten() {
        fs::remove_file(entry.path()).ok();
    }
}

struct Kept {
    changed: SystemTime,
    bytes: u64,
    path: PathBuf,
}

fn list(folder: &Path, files: &mut Vec<Kept>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(about) = entry.metadata() else {
            continue;
        };
        if about.is_dir() {
            list(&entry.path(), files);
        } else {
            files.push(Kept {
                changed: about.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                bytes: about.len(),
                path: entry.path(),
            });
        }
    }
}

/// Machine code is read from there: nobody else may write to it.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests;
