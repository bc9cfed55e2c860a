//! `cargo xtask test`: the structure first, then set-up, every test, the SDK's examples, and one line that counts them.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use overread_plugin_kit::Language;
use overread_plugin_kit::program::{quiet, shown};

use crate::command;
use crate::guest;
use crate::place::Place;
use crate::report;
use crate::setup::{self, Provided, Purpose};

mod count;
mod scripts;

use count::Count;

/// Runs all of it; `runner` goes to the test runner.
pub(crate) fn run(place: &Place, runner: &[String]) -> Result<ExitCode> {
    let start = Instant::now();
    report::line("tests", "structure first");
    let mut tidy = command::cargo(place);
    tidy.args(["test", "--quiet", "--package", "tidy"]);
    if !shown(&mut tidy)?.success() {
        bail!("the structure is not as engine/ARCHITECTURE.md and engine/STYLE.md say");
    }
    let provided = setup::provide(place, Purpose::Test)?;
    report::line(
        "tests",
        "every crate (a first build takes about 20 minutes on 2 cores)",
    );
    let mut count = if has_nextest(place) {
        with_nextest(place, &provided, runner)?
    } else {
        report::line(
            "tests",
            "cargo-nextest is not installed: cargo test runs them, which is slower",
        );
        with_cargo(place, &provided, &["--workspace", "--no-fail-fast"], runner)?
    };
    // Options are for the runner of the workspace; the other tests know names only.
    if !runner.iter().any(|word| word.starts_with('-')) {
        count.add(scripts::of_sdks(place, runner)?);
        count.add(of_guests(place, runner)?);
    }
    report::line("tests", "examples of the SDK");
    count.add(with_cargo(
        place,
        &provided,
        &["--doc", "--package", "overread-sdk"],
        &[],
    )?);
    conclude(&count, &provided, start.elapsed());
    Ok(if count.is_passed() {
        provided.verdict(setup::is_strict())
    } else {
        ExitCode::FAILURE
    })
}

fn conclude(count: &Count, provided: &Provided, elapsed: Duration) {
    for skipped in &count.skipped {
        report::line("skipped", skipped);
    }
    let missing = provided.missing();
    if !missing.is_empty() {
        report::line("missing", &missing.join("; "));
    }
    let verdict = if count.is_passed() {
        "passed"
    } else {
        "FAILED"
    };
    report::line(verdict, &format!("{count}, {} s", elapsed.as_secs()));
}

fn has_nextest(place: &Place) -> bool {
    quiet(
        command::cargo(place).args(["nextest", "--version"]),
        Duration::from_secs(60),
    )
    .is_ok()
}

/// One process a test; the counts come from the report that `.config/nextest.toml` asks for.
fn with_nextest(place: &Place, provided: &Provided, runner: &[String]) -> Result<Count> {
    // The runner keeps its reports in the checkout, wherever the build folder lies.
    let file = place.checkout.join("target/nextest/default/junit.xml");
    if file.exists() {
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    let mut cargo = command::cargo(place);
    cargo
        .args(["nextest", "run", "--workspace", "--no-tests", "pass"])
        .args(runner);
    provided.equip_tests(&mut cargo)?;
    let is_success = shown(&mut cargo)?.success();
    let mut count = read_report(&file, is_success)?;
    count.is_failed |= !is_success;
    Ok(count)
}

fn read_report(file: &Path, is_success: bool) -> Result<Count> {
    match fs::read_to_string(file) {
        Ok(text) => {
            Count::from_junit(&text).with_context(|| format!("cannot read {}", file.display()))
        }
        // A green run that left no report would be counted as none: better no verdict than a wrong one.
        Err(error) if is_success => {
            Err(error).with_context(|| format!("the runner left no report: {}", file.display()))
        }
        Err(_) => bail!("the tests do not build"),
    }
}

/// Cargo's own runner, its lines shown and counted.
fn with_cargo(
    place: &Place,
    provided: &Provided,
    what: &[&str],
    runner: &[String],
) -> Result<Count> {
    let mut cargo = command::cargo(place);
    cargo
        .arg("test")
        .args(what)
        .arg("--")
        .arg("--show-output")
        .args(runner);
    provided.equip_tests(&mut cargo)?;
    counted(&mut cargo)
}

/// The own tests of all bundled plugins.
fn of_guests(place: &Place, runner: &[String]) -> Result<Count> {
    let sources = place.checkout.join("plugins");
    let mut count = Count::default();
    for (name, language) in guest::plugins_in(&sources)? {
        count.add(match language {
            Language::Rust => {
                report::line("tests", &format!("plugins/{name}, without a host"));
                of_guest(place, &name, runner)?
            }
            Language::Python | Language::JavaScript => {
                scripts::of_plugin(&sources.join(&name), language, runner)?
            }
        });
    }
    Ok(count)
}

/// A plugin's own tests: it is no member of the workspace and is compiled for this machine here.
fn of_guest(place: &Place, name: &str, runner: &[String]) -> Result<Count> {
    let folder = place.checkout.join("plugins").join(name);
    let mut cargo = command::cargo(place);
    cargo
        .args(["test", "--quiet", "--", "--show-output"])
        .args(runner)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", guest::build_folder(place));
    counted(&mut cargo)
}

fn counted(cargo: &mut Command) -> Result<Count> {
    let mut child = cargo
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo test")?;
    let lines = child.stdout.take().context("cargo test has no output")?;
    let mut terminal = std::io::stdout();
    let mut count = Count::default();
    for line in BufReader::new(lines).split(b'\n') {
        let line = line?;
        terminal.write_all(&line)?;
        terminal.write_all(b"\n")?;
        count.read_line(&String::from_utf8_lossy(&line));
    }
    count.is_failed |= !child.wait()?.success();
    Ok(count)
}
