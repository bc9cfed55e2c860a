//! Python's pip as a way to fetch pinned files; nothing is installed where other programs look.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::command;

/// A download may take this long.
const DOWNLOAD: Duration = Duration::from_secs(15 * 60);

/// The first Python 3 that has pip.
pub(crate) fn with_pip() -> Result<&'static str> {
    for name in ["python3", "python"] {
        let asked = command::quiet(
            command::program(name).args(["-m", "pip", "--version"]),
            Duration::from_secs(60),
        );
        if asked.is_ok() {
            return Ok(name);
        }
    }
    bail!("there is no python3 with pip")
}

/// Downloads or installs exactly what is named, quietly; `arguments` begin with pip's own command.
pub(crate) fn pip(python: &str, arguments: &[&str], folder: &Path) -> Result<()> {
    let alone: Vec<&str> = arguments.iter().copied().chain(["--no-deps"]).collect();
    pip_with_dependencies(python, &alone, folder)
}

/// As [`pip`], with what the named packages need.
pub(crate) fn pip_with_dependencies(python: &str, arguments: &[&str], folder: &Path) -> Result<()> {
    let mut command: Command = command::program(python);
    command
        .args(["-m", "pip"])
        .args(arguments)
        .current_dir(folder);
    command.args([
        "--no-input",
        "--disable-pip-version-check",
        "--quiet",
        "--retries",
        "2",
    ]);
    command.env("PIP_ROOT_USER_ACTION", "ignore");
    command::quiet(&mut command, DOWNLOAD).map(drop)
}

/// Unpacks a zip archive; a wheel is one.
pub(crate) fn unzip(python: &str, archive: &Path, into: &Path) -> Result<()> {
    let mut command = command::program(python);
    command.args(["-m", "zipfile", "-e"]).arg(archive).arg(into);
    command::quiet(&mut command, DOWNLOAD).map(drop)
}
