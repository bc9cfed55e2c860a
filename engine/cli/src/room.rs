//! Opens the reading room, the program that lies beside this one: at its start, or with a plugin on the bench.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

/// What became of the wish to open the desk.
pub(crate) enum Desk {
    /// It was open, and is closed again.
    Closed,
    /// Nothing can be drawn here, for this reason.
    Missing(String),
}

/// A plugin for the desk, with all that the room has to know.
pub(crate) struct OnBench<'a> {
    /// The bundle, or the folder with the sources.
    pub(crate) plugin: &'a Path,
    /// A folder of DICOM files.
    pub(crate) study: &'a Path,
    /// BCP 47 tag of the panels' language.
    pub(crate) locale: &'a str,
    /// Where sessions and the library are kept, if not with the user's own.
    pub(crate) data: Option<&'a Path>,
    /// Whether the CPU draws even if there is a graphics card.
    pub(crate) is_software: bool,
}

/// The exit code with which the room says that nothing can be drawn on this machine; it has said why.
const CANNOT_DRAW: i32 = 2;

/// Opens the desk with a plugin on the bench and waits until it is closed.
pub(crate) fn open_plugin(wanted: &OnBench<'_>) -> anyhow::Result<Desk> {
    let room = program(&own()?);
    if !room.is_file() {
        let reason = format!("the reading room is not installed ({})", room.display());
        return Ok(Desk::Missing(reason));
    }
    if !has_display() {
        return Ok(Desk::Missing("there is no display".to_owned()));
    }
    let is_russian = wanted.locale.split(['-', '_']).next() == Some("ru");
    let mut command = Command::new(&room);
    command.args(["--mode", "focus", "--front", "report"]);
    command.args(["--locale", if is_russian { "ru" } else { "en" }]);
    command.arg("--plugin").arg(wanted.plugin);
    command.arg("--study").arg(wanted.study);
    if let Some(data) = wanted.data {
        command.arg("--data").arg(data);
    }
    if wanted.is_software {
        command.arg("--software");
    }
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", room.display()))?;
    if status.code() == Some(CANNOT_DRAW) {
        return Ok(Desk::Missing("the desk cannot be drawn here".to_owned()));
    }
    if !status.success() {
        bail!("the desk ended with {status}");
    }
    Ok(Desk::Closed)
}

/// Whether there is something to open a window on; where displays are not named by variables there always is.
fn has_display() -> bool {
    let is_named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_named("DISPLAY") || is_named("WAYLAND_DISPLAY")
}

fn own() -> anyhow::Result<PathBuf> {
    std::env::current_exe().context("this program does not know where it lies")
}

/// Where the room lies beside this program.
fn program(own: &Path) -> PathBuf {
    own.with_file_name(format!("overread-room{}", std::env::consts::EXE_SUFFIX))
}

/// Starts `overread-room` and waits for it.
pub(crate) fn open() -> anyhow::Result<()> {
    let own = own()?;
    let room = program(&own);
    if !room.is_file() {
        bail!(
            "the reading room is not installed beside this program ({}); `overread --help` lists what works without it",
            room.display()
        );
    }
    let status = Command::new(&room)
        .status()
        .with_context(|| format!("cannot start {}", room.display()))?;
    if !status.success() {
        bail!("the reading room ended with {status}");
    }
    Ok(())
}
