//! `cargo xtask run`: set-up, build, and the room, which begins with the first start or with the start menu.

use std::process::{ExitCode, ExitStatus};

use anyhow::{Context as _, Result, bail};

use overread_plugin_kit::program::{program, shown};

use crate::command;
use crate::place::Place;
use crate::report;
use crate::setup::{self, Purpose};

/// Options that only ask the program about itself.
const QUESTIONS: [&str; 4] = ["--help", "-h", "--version", "-V"];

/// Builds and opens the room; gives its exit code.
pub(crate) fn run(place: &Place, arguments: &[String]) -> Result<ExitCode> {
    let only_asks = only_asks(arguments);
    let mut room = program(place.target.join("debug").join("overread-room"));
    if !only_asks {
        setup::provide(place, Purpose::Run)?.equip(&mut room);
    }
    report::line(
        "build",
        "the room (about 20 minutes on 2 cores the first time)",
    );
    // The command line program opens the room that lies beside it.
    build(place, &["overread-room", "overread"])?;
    // Lessons and courses are found from the checkout.
    room.args(arguments).current_dir(&place.checkout);
    report::line("run", "opening the room");
    let status = room.status().context("cannot start the room")?;
    Ok(exit_code(status))
}

/// Builds programs of the workspace with the features that all its crates ask for together, so that nothing is built
/// twice.
pub(crate) fn build(place: &Place, programs: &[&str]) -> Result<()> {
    let mut cargo = command::cargo(place);
    cargo.args(["build", "--workspace"]);
    // The programs start the compiler of plugins, which lies beside them.
    for program in programs.iter().chain(&["overread-compile"]) {
        cargo.args(["--bin", program]);
    }
    if !shown(&mut cargo)?.success() {
        bail!("it does not build: {}", programs.join(", "));
    }
    Ok(())
}

/// The exit code of a program that we started for the user.
pub(crate) fn exit_code(status: ExitStatus) -> ExitCode {
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

fn only_asks(arguments: &[String]) -> bool {
    let mut words = arguments.iter().map(String::as_str);
    words.any(|word| QUESTIONS.contains(&word))
}

#[cfg(test)]
mod tests;
