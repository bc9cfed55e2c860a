//! The reading room: Bevy draws it, egui panels stand on its monitors, the session runs behind them.
//! The only crate that knows Bevy; knows no rule of reading or scoring.

#![expect(
    elided_lifetimes_in_paths,
    reason = "systems take Bevy's parameters by the dozen; their lifetimes would say nothing"
)]

mod app;
mod cli;
mod drawn;
mod gpu;
mod headless;
mod hud;
mod layout;
mod mode;
mod pointer;
mod probe;
mod room;
mod screen;
mod seat;
mod seat_camera;
mod session;
mod settle;
mod window_keys;
mod words;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::atomic::Ordering;

use bevy::app::AppExit;
use clap::Parser as _;
use tracing_subscriber::EnvFilter;

use crate::cli::{Args, StartMode};
use crate::mode::Mode;
use crate::session::Reading;

/// Nothing can be drawn on this machine, or the command line is wrong.
const CANNOT_START: u8 = 2;
/// There is nothing to read: the scenario, the study or the journal named cannot be opened.
const CANNOT_SIT: u8 = 3;

fn main() -> ExitCode {
    let args = Args::parse();
    start_log();
    match run(&args) {
        Ok(code) => code,
        Err(error) => {
            complain(&reason(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.screenshot.is_none()
        && !args.check_gpu
        && let Err(missing) = probe::display()
    {
        complain(&missing.to_string());
        return Ok(ExitCode::from(CANNOT_START));
    }
    let adapter = match probe::adapter(args.software) {
        Ok(adapter) => adapter,
        Err(missing) => {
            complain(&missing.to_string());
            return Ok(ExitCode::from(CANNOT_START));
        }
    };
    tracing::info!(
        adapter = adapter.name,
        software = adapter.is_software,
        "drawing"
    );
    if args.check_gpu {
        return check_gpu(args, &adapter.name);
    }
    let mode = match args.mode {
        Some(StartMode::Focus) => Mode::Focus,
        None if adapter.is_software => Mode::Focus,
        Some(StartMode::Room) | None => Mode::Room,
    };
    let mut reading = Reading::begin(args);
    let failure = reading.failure().map(ToString::to_string);
    if let Some(reason) = &failure {
        complain(reason);
    }
    if let Some(out) = &args.screenshot {
        if failure.is_some() {
            return Ok(ExitCode::from(CANNOT_SIT));
        }
        headless::take(args, mode, reading, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let has_failed = reading.has_failed();
    // A window opens all the same and shows the reason: whoever started it with a click sees no terminal.
    match app::windowed(args, mode, reading).run() {
        AppExit::Success if has_failed.load(Ordering::Relaxed) => Ok(ExitCode::from(CANNOT_SIT)),
        AppExit::Success => Ok(ExitCode::SUCCESS),
        AppExit::Error(code) => Ok(ExitCode::from(code.get())),
    }
}

/// Prints how the card's greys compare with the CPU renderer's; fails where they differ by more than one.
#[expect(clippy::print_stdout, reason = "the program's own output")]
fn check_gpu(args: &Args, adapter: &str) -> anyhow::Result<ExitCode> {
    println!("{adapter}");
    let compared = gpu::compare(args.software)?;
    for picture in &compared {
        println!(
            "{}: {} of {} pixels differ, by {} of 255 at most",
            picture.name, picture.n_differ, picture.n_pixels, picture.greatest
        );
    }
    let agrees = compared.iter().all(|picture| picture.greatest <= 1);
    Ok(if agrees {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn start_log() {
    let filter = EnvFilter::try_from_env("OVERREAD_LOG").unwrap_or_else(|_not_set| {
        // What these warn of is said by us where a reader can do something about it, or is of no use to one.
        EnvFilter::new(
            "warn,overread_room=info,wgpu_hal=error,naga=error,bevy_render::renderer=error,winit=error,egui=error",
        )
    });
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(is_terminal)
        .with_writer(std::io::stderr)
        .init();
}

/// An error with its causes, each said once: many errors name their cause in their own words already.
fn reason(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// Says on standard error why the program ends.
fn complain(text: &str) {
    // If even standard error is closed there is nobody to tell.
    if writeln!(std::io::stderr(), "overread-room: {text}").is_err() {
        tracing::debug!("standard error is closed");
    }
}
