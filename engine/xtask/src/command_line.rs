//! `cargo xtask overread`: the command line program, built like everything else and with what its services need.

use std::process::ExitCode;

use anyhow::{Context as _, Result};
use overread_plugin_kit::program::program;

use crate::place::Place;
use crate::report;
use crate::room;
use crate::setup::{self, Purpose};

/// Commands that start a service; the rest need nothing but the program.
const WITH_SERVICES: [&str; 2] = ["plugin", "session"];

/// Builds and starts `overread` with `arguments`, in the folder that the user is in; gives its exit code.
pub(crate) fn run(place: &Place, arguments: &[String]) -> Result<ExitCode> {
    let mut overread = program(place.target.join("debug").join("overread"));
    overread.args(arguments);
    if needs_services(arguments) {
        setup::provide(place, Purpose::CommandLine)?.equip(&mut overread);
    }
    let programs = programs(arguments);
    let shown = programs.join(" and ");
    report::line("build", &format!("{shown} (some minutes the first time)"));
    room::build(place, programs)?;
    let status = overread.status().context("cannot start overread")?;
    Ok(room::exit_code(status))
}

/// What has to be built: `overread`, and where it will open the desk the room beside it.
fn programs(arguments: &[String]) -> &'static [&'static str] {
    let is_run = arguments.len() >= 2 && arguments[0] == "plugin" && arguments[1] == "run";
    let stays_without_screen = arguments
        .iter()
        .any(|word| word == "--picture" || word.starts_with("--picture="));
    if needs_services(arguments) && (arguments.is_empty() || is_run && !stays_without_screen) {
        &["overread", "overread-room"]
    } else {
        &["overread"]
    }
}

fn needs_services(arguments: &[String]) -> bool {
    let only_asks = arguments
        .iter()
        .any(|word| matches!(word.as_str(), "--help" | "-h" | "--version" | "-V"));
    !only_asks
        && arguments
            .first()
            .is_none_or(|word| WITH_SERVICES.contains(&word.as_str()))
}

#[cfg(test)]
mod tests;
