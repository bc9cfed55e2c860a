//! The command line program `overread`. Reads arguments and prints; the work is done by the crates it calls.

use std::io::IsTerminal as _;

use clap::Parser as _;

mod ai;
mod analyse;
mod args;
mod centre;
mod certificate;
mod course;
mod events;
mod phantom;
mod picture;
mod plugin;
mod progress;
mod reader;
mod room;
mod scenario;
mod score;
mod service;
mod session;
mod study;

/// Work that was done and whose answer is not a yes: how the program ends, and what it says on standard error.
#[derive(Debug)]
struct EndsWith {
    code: i32,
    said: String,
}

impl std::fmt::Display for EndsWith {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for EndsWith {}

/// Exit code for input that was refused and for work that failed; clap itself ends with 2 for wrong arguments.
const FAILED: i32 = 1;

#[expect(
    clippy::print_stderr,
    reason = "the reason of a failure belongs on the terminal"
)]
fn main() {
    end_quietly_on_a_closed_pipe();
    let args = args::Args::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_env("OVERREAD_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    if let Err(error) = run(args) {
        eprintln!("overread: {}", reason(&error));
        let code = error
            .downcast_ref()
            .map_or(FAILED, |end: &EndsWith| end.code);
        std::process::exit(code);
    }
}

/// Who pipes the output into `head` has read enough: that is no fault, and no panic for the terminal.
fn end_quietly_on_a_closed_pipe() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_closed_pipe = panic.payload_as_str().is_some_and(|text| {
            text.starts_with("failed printing to stdout") && text.contains("Broken pipe")
        });
        if is_closed_pipe {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// The error with its causes, each said once: many errors name their cause in their own words already.
fn reason(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

fn run(args: args::Args) -> anyhow::Result<()> {
    match args.command {
        None => room::open(),
        Some(args::Command::Study(args::StudyCommand::Show {
            path,
            repair_cp1251,
        })) => study::show(&path, overread_dicom::ReadOptions { repair_cp1251 }),
        Some(args::Command::Study(args::StudyCommand::Deidentify(wanted))) => {
            study::deidentify::run(&wanted)
        }
        Some(args::Command::Study(args::StudyCommand::Import(wanted))) => {
            study::import::run(&wanted)
        }
        Some(args::Command::Study(args::StudyCommand::List(wanted))) => study::list::run(&wanted),
        Some(args::Command::Phantom(command)) => phantom::run(&command),
        Some(args::Command::Plugin(command)) => plugin::run(&command),
        Some(args::Command::Service(command)) => service::run(&command),
        Some(args::Command::Scenario(command)) => scenario::run(&command),
        Some(args::Command::Course(command)) => course::run(&command),
        Some(args::Command::Session(command)) => session::run(command),
        Some(args::Command::Ai(command)) => ai::run(&command),
        Some(args::Command::Analyse(wanted)) => analyse::run(&wanted),
        Some(args::Command::Certificate(command)) => certificate::run(&command),
        Some(args::Command::Centre(command)) => centre::run(&command),
    }
}
