//! Python's pip as a way to fetch pinned files; nothing is installed where other programs look.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::error::KitError;
use crate::program::{program, quiet};

/// A download may take this long.
const DOWNLOAD: Duration = Duration::from_secs(15 * 60);

/// The first Python 3 that has pip.
///
/// # Errors
/// [`KitError::Refused`] if there is none.
pub fn with_pip() -> Result<&'static str, KitError> {
    for name in ["python3", "python"] {
        let asked = quiet(
            program(name).args(["-m", "pip", "--version"]),
            Duration::from_secs(60),
        );
        if asked.is_ok() {
            return Ok(name);
        }
    }
    Err(KitError::refused("there is no python3 with pip"))
}

/// Downloads or installs exactly what is named, quietly; `arguments` begin with pip's own command.
///
/// # Errors
/// What pip says.
pub fn alone(python: &str, arguments: &[&str], folder: &Path) -> Result<(), KitError> {
    let alone: Vec<&str> = arguments.iter().copied().chain(["--no-deps"]).collect();
    with_dependencies(python, &alone, folder)
}

/// As [`alone`], with what the named packages need.
///
/// # Errors
/// What pip says.
pub fn with_dependencies(python: &str, arguments: &[&str], folder: &Path) -> Result<(), KitError> {
    let mut command: Command = program(python);
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
    quiet(&mut command, DOWNLOAD).map(drop)
}

/// Unpacks a zip archive; a wheel is one.
///
/// # Errors
/// What Python says.
pub fn unzip(python: &str, archive: &Path, into: &Path) -> Result<(), KitError> {
    let mut command = program(python);
    command.args(["-m", "zipfile", "-e"]).arg(archive).arg(into);
    quiet(&mut command, DOWNLOAD).map(drop)
}
