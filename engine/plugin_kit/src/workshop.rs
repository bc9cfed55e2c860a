//! Where a build finds its tools and puts its work: cache, cargo, build folder; and what was found, found once.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::cache::Cache;
use crate::error::{KitError, Missing};
use crate::javascript::{self, JavaScriptTools};
use crate::python::{self, PythonTools};
use crate::rust::{self, RustToolchain};

/// Hears one line a step.
pub type Progress<'p> = dyn Fn(&str) + 'p;

/// The tools and folders of builds.
#[derive(Debug)]
pub struct Workshop {
    /// What was downloaded or unpacked.
    pub cache: Cache,
    /// The cargo to call.
    pub cargo: OsString,
    /// Where compilers keep their work.
    pub build_folder: PathBuf,
    /// Folders of this machine and what stands for them in a guest's panic messages.
    pub names_of_folders: Vec<(PathBuf, String)>,
    /// A folder of trained models, for those that a plugin's own folder does not hold.
    pub models: Option<PathBuf>,
    /// Whether cargo keeps its own lines of progress to itself.
    pub is_quiet: bool,
    rust: OnceLock<Result<RustToolchain, Missing>>,
    python: OnceLock<Result<PythonTools, Missing>>,
    javascript: OnceLock<Result<JavaScriptTools, Missing>>,
}

impl Workshop {
    /// A workshop with this cache that works in `build_folder`.
    #[must_use]
    pub fn new(cache: Cache, build_folder: PathBuf) -> Self {
        Self {
            cache,
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            build_folder,
            names_of_folders: Vec::new(),
            models: None,
            is_quiet: false,
            rust: OnceLock::new(),
            python: OnceLock::new(),
            javascript: OnceLock::new(),
        }
    }

    /// The compiler of Rust guests, looked for or fetched once; `folder` is one that rustup may have settings for.
    ///
    /// # Errors
    /// [`KitError::Missing`] if no way gives one.
    pub fn rust(&self, folder: &Path, progress: &Progress<'_>) -> Result<RustToolchain, KitError> {
        let found = self.rust.get_or_init(|| rust::find(self, folder, progress));
        Ok(found.clone()?)
    }

    /// The compiler of Python guests, found or fetched once.
    ///
    /// # Errors
    /// [`KitError::Missing`] if the machine has no Python with pip, or the compiler cannot be fetched.
    pub(crate) fn python(&self, progress: &Progress<'_>) -> Result<PythonTools, KitError> {
        let found = self.python.get_or_init(|| python::find(self, progress));
        Ok(found.clone()?)
    }

    /// The compiler of JavaScript guests, found or fetched once.
    ///
    /// # Errors
    /// [`KitError::Missing`] if the machine has no Node, or the compiler cannot be fetched.
    pub(crate) fn javascript(&self, progress: &Progress<'_>) -> Result<JavaScriptTools, KitError> {
        let found = self
            .javascript
            .get_or_init(|| javascript::find(self, progress));
        Ok(found.clone()?)
    }
}
