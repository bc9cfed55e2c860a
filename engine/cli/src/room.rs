//! `overread` alone: opens the reading room, the program that lies beside this one, with the first lesson.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

/// The first lesson, in the folder of the scenarios.
const FIRST_LESSON: &str = "scenarios/chest/first-desk/scenario.toml";

/// Starts `overread-room` and waits for it.
pub(crate) fn open() -> anyhow::Result<()> {
    let own = std::env::current_exe().context("this program does not know where it lies")?;
    let room = own.with_file_name(format!("overread-room{}", std::env::consts::EXE_SUFFIX));
    if !room.is_file() {
        bail!(
            "the reading room is not installed beside this program ({}); `overread --help` lists what works without it",
            room.display()
        );
    }
    let mut command = Command::new(&room);
    if let Some(lesson) = first_lesson(&own) {
        command.arg("--scenario").arg(lesson);
    }
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", room.display()))?;
    if !status.success() {
        bail!("the reading room ended with {status}");
    }
    Ok(())
}

/// The first lesson in the working folder, beside the program or next to its folder; the room opens without it too.
fn first_lesson(program: &Path) -> Option<PathBuf> {
    let here = std::iter::once(Path::new("."));
    here.chain(program.ancestors().skip(1).take(2))
        .map(|folder| folder.join(FIRST_LESSON))
        .find(|lesson| lesson.is_file())
}
