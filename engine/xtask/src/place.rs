//! Where things lie: the checkout, the build folder, the cache. Nothing is created here.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use overread_plugin_kit::Cache;

/// The folders of one call.
pub(crate) struct Place {
    /// The checkout: the folder of the workspace's `Cargo.toml`.
    pub(crate) checkout: PathBuf,
    /// Cargo's build folder, shared by run, test and the guests.
    pub(crate) target: PathBuf,
    /// What was downloaded or unpacked.
    pub(crate) cache: Cache,
    /// The cargo that started us.
    pub(crate) cargo: OsString,
}

impl Place {
    /// Reads the environment that `cargo run` gives us.
    pub(crate) fn find() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let checkout = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .map(Path::to_path_buf)
            .with_context(|| format!("no checkout above {}", Path::new(&manifest).display()))?;
        // The program lies in `<target>/debug/`, whatever set the build folder: variable, configuration or default.
        let program = env::current_exe().context("this program does not know where it lies")?;
        let target = program
            .ancestors()
            .nth(2)
            .map(Path::to_path_buf)
            .with_context(|| format!("no build folder above {}", program.display()))?;
        Ok(Self {
            checkout,
            target,
            cache: Cache::of_user()?,
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        })
    }
}
