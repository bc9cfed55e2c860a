//! `cargo xtask bench`: our benches and the same work in Python, in one run, as one table beside the figures to reach.
//!
//! Nothing is judged by time in a test: this command prints, and a person reads.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use anyhow::{Context as _, Result, bail};

use overread_plugin_kit::program::shown;

use crate::command;
use crate::place::Place;
use crate::report;
use crate::setup::{self, Purpose};

mod criterion;
mod figures;
mod peers;
mod results;

/// What benches write and their peers read.
pub(crate) struct Inputs {
    /// The folder of the slices that the bench of the DICOM crate opens.
    pub(crate) series: PathBuf,
    /// The model that the bench of the inference crate runs.
    pub(crate) model: PathBuf,
    /// The folder in which the benches of the statistics leave what they analyse, and their results.
    pub(crate) stats: PathBuf,
}

/// Runs the benches of `crates` (folder names below `engine/`), or of all that have some, with a profile of cargo.
pub(crate) fn run(place: &Place, crates: &[String], profile: &str) -> Result<ExitCode> {
    let having = crates_with_benches(place)?;
    if let Some(unknown) = crates.iter().find(|name| !having.contains(name)) {
        bail!(
            "no benches in engine/{unknown}; there are some in: {}",
            having.join(", ")
        );
    }
    let provided = setup::provide(place, Purpose::Test)?;
    let inputs = Inputs {
        series: place.target.join("bench-series"),
        model: place.target.join("bench-model.onnx"),
        stats: place.target.join("bench-stats"),
    };
    if inputs.stats.is_dir() {
        fs::remove_dir_all(&inputs.stats).context("cannot remove the results of an earlier run")?;
    }
    let start = SystemTime::now();
    let chosen = if crates.is_empty() { &having } else { crates };
    for name in chosen {
        report::line("bench", &format!("engine/{name}"));
        let mut cargo = command::cargo(place);
        cargo
            .args(["bench", "--bench", "*", "--profile", profile, "--package"])
            .arg(format!("overread-{}", name.replace('_', "-")));
        provided.equip_tests(&mut cargo)?;
        cargo
            .env("OVERREAD_BENCH_SERIES", &inputs.series)
            .env("OVERREAD_BENCH_MODEL", &inputs.model)
            .env("OVERREAD_BENCH_STATS", &inputs.stats);
        if !shown(&mut cargo)?.success() {
            bail!("the benches of engine/{name} failed");
        }
    }
    let ours = criterion::results_since(&place.target.join("criterion"), start)?;
    let mut others = Vec::new();
    for name in chosen {
        others.extend(peers::of_crate(place, &provided, name, &inputs));
    }
    for line in figures::table(&ours, &others) {
        report::answer(&line);
    }
    for line in results::table(&results::ours(&inputs.stats)?, &others) {
        report::answer(&line);
    }
    Ok(ExitCode::SUCCESS)
}

/// What a program prints, whatever it says on standard error going to the terminal.
fn printed(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cannot start it")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("ended with {}\n{text}", output.status);
    }
    Ok(text)
}

fn crates_with_benches(place: &Place) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place.checkout.join("engine"))? {
        let entry = entry?;
        if entry.path().join("benches").is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
