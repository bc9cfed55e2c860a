//! `cargo xtask`: sets up what is missing, builds the bundled plugins, runs the room, the tests and the benches.
//! It holds no logic of the product and never installs anything outside the cache but, where it is root, Debian packages.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod chromium;
mod command;
mod command_line;
mod dciodvfy;
mod display;
mod guest;
mod highdicom;
mod onnxruntime;
mod open_badges;
mod place;
mod report;
mod room;
mod setup;
mod test;

use place::Place;
use setup::Purpose;

/// Set-up, build, run and test of Overread.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set up what is missing, build, and open the reading room: the first start, later the start menu.
    Run {
        /// What follows goes to the room; `cargo xtask run -- --help` lists it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        room: Vec<String>,
    },
    /// Set up what is missing, build, and start the command line program with what follows.
    #[command(disable_help_flag = true)]
    Overread {
        /// `cargo xtask overread --help` lists it.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Set up what is missing and run every test.
    Test {
        /// What follows goes to the test runner, for instance a part of a test's name.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        runner: Vec<String>,
    },
    /// Set up what is missing and print the environment for programs started by hand.
    Setup,
    /// Build the bundled plugins into components and print the folder they lie in.
    Guests,
    /// Run the benches beside the same work in Python and print one table with the figures to reach.
    Bench {
        /// Folder names below `engine/`, for instance `image`; none means all.
        crates: Vec<String>,
        /// Cargo's profile; `dev` is the one that run and test share.
        #[arg(long, default_value = "release")]
        profile: String,
    },
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            report::line("failed", &format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<ExitCode> {
    let place = Place::find()?;
    match task {
        Task::Run { room } => room::run(&place, &room),
        Task::Overread { arguments } => command_line::run(&place, &arguments),
        Task::Test { runner } => test::run(&place, &runner),
        Task::Setup => {
            let provided = setup::provide(&place, Purpose::Test)?;
            for (name, value) in provided.environment() {
                report::answer(&format!("export {name}='{}'", value.display()));
            }
            Ok(provided.verdict(setup::is_strict()))
        }
        Task::Guests => {
            let built = guest::build_all(&place)?;
            for missing in &built.missing {
                report::line("missing", &missing.to_string());
            }
            report::answer(&built.folder.display().to_string());
            Ok(if built.missing.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
        Task::Bench { crates, profile } => bench::run(&place, &crates, &profile),
    }
}

#[cfg(test)]
mod tests;
