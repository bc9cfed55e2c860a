//! Everything that running and testing needs beyond cargo: what is there, what was fetched, what is missing.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Result;

use overread_plugin_kit::Missing;

use crate::place::Place;
use crate::{chromium, dciodvfy, display, guest, highdicom, onnxruntime, open_badges, report};

/// What the set-up is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A person sits before the screen.
    Run,
    /// Nothing is drawn.
    CommandLine,
    /// Tests draw on the software driver and validate what was written.
    Test,
}

/// What the set-up found or made.
#[derive(Default)]
pub(crate) struct Provided {
    runtime: Option<PathBuf>,
    bundles: Option<PathBuf>,
    software_driver: Option<PathBuf>,
    tools: Vec<PathBuf>,
    highdicom: Option<PathBuf>,
    open_badges: Option<PathBuf>,
    missing: Vec<Missing>,
}

/// Finds or makes all of it. What cannot be had is named and the rest goes on.
///
/// # Errors
/// If a bundled plugin does not build: that is a fault of the checkout, not of the machine.
pub(crate) fn provide(place: &Place, purpose: Purpose) -> Result<Provided> {
    let mut provided = Provided::default();
    match onnxruntime::provide(place) {
        Ok(library) => provided.runtime = Some(library),
        Err(missing) => provided.missing.push(missing),
    }
    if purpose != Purpose::CommandLine {
        match display::provide(purpose) {
            Ok(driver) => provided.software_driver = driver,
            Err(missing) => provided.missing.push(missing),
        }
    }
    if purpose == Purpose::Test {
        match dciodvfy::provide(place) {
            Ok(folder) => provided.tools.extend(folder),
            Err(missing) => provided.missing.push(missing),
        }
        match highdicom::provide(place) {
            Ok(folder) => provided.highdicom = folder,
            Err(missing) => provided.missing.push(missing),
        }
        if let Err(missing) = chromium::provide() {
            provided.missing.push(missing);
        }
        match open_badges::provide(place) {
            Ok(folder) => provided.open_badges = folder,
            Err(missing) => provided.missing.push(missing),
        }
    }
    let built = guest::build_all(place)?;
    provided.bundles = Some(built.folder);
    provided.missing.extend(built.missing);
    for missing in &provided.missing {
        report::line("missing", &missing.to_string());
    }
    Ok(provided)
}

/// Whether something missing is a failure: it is where nobody looks at the output.
pub(crate) fn is_strict() -> bool {
    env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

impl Provided {
    /// What our programs read: the folder of bundles and the runtime's library.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let bundles = self
            .bundles
            .clone()
            .map(|folder| ("OVERREAD_PLUGINS", folder));
        let runtime = self
            .runtime
            .clone()
            .map(|library| ("ORT_DYLIB_PATH", library));
        bundles.into_iter().chain(runtime).collect()
    }

    /// The folder of bundles, one folder a plugin.
    pub(crate) fn bundles(&self) -> Option<&Path> {
        self.bundles.as_deref()
    }

    /// The names of what is missing.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        self.missing.iter().map(|missing| missing.what).collect()
    }

    /// Hands the environment to a program that a person uses.
    pub(crate) fn equip(&self, command: &mut Command) {
        command.envs(self.environment());
    }

    /// Hands the environment to tests: also the software driver alone, and the tools.
    pub(crate) fn equip_tests(&self, command: &mut Command) -> Result<()> {
        self.equip(command);
        if let Some(driver) = &self.software_driver {
            command
                .env("VK_DRIVER_FILES", driver)
                .env("VK_ICD_FILENAMES", driver)
                .env("WGPU_BACKEND", "vulkan");
        }
        if let Some(folder) = &self.highdicom {
            command.env("OVERREAD_HIGHDICOM", folder);
        }
        if let Some(folder) = &self.open_badges {
            command.env("OVERREAD_OPEN_BADGES", folder);
        }
        if !self.tools.is_empty() {
            command.env("PATH", self.search_path()?);
        }
        Ok(())
    }

    /// Success, unless something is missing where that counts.
    pub(crate) fn verdict(&self, is_strict: bool) -> ExitCode {
        if is_strict && !self.missing.is_empty() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }

    fn search_path(&self) -> Result<OsString> {
        let path = env::var_os("PATH").unwrap_or_default();
        Ok(env::join_paths(
            self.tools.iter().cloned().chain(env::split_paths(&path)),
        )?)
    }
}
