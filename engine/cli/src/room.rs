//! `overread` alone: opens the reading room, the program that lies beside this one.

use std::process::Command;

use anyhow::{Context as _, bail};

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
    let status = Command::new(&room)
        .status()
        .with_context(|| format!("cannot start {}", room.display()))?;
    if !status.success() {
        bail!("the reading room ended with {status}");
    }
    Ok(())
}
