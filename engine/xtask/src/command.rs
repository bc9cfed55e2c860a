//! Other programs: run quietly with a deadline, or shown on the terminal. What cargo set for us alone is not handed on.

use std::env;
use std::ffi::OsStr;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::place::Place;

/// Variables that `cargo run` sets for this program; a nested cargo would take them for its own.
const OURS_ALONE: [&str; 4] = [
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_BIN_",
    "CARGO_CRATE_",
];

/// A program without the variables that concern this one alone.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    for (key, _) in env::vars_os() {
        if key
            .to_str()
            .is_some_and(|key| OURS_ALONE.iter().any(|prefix| key.starts_with(prefix)))
        {
            command.env_remove(key);
        }
    }
    command
}

/// Cargo in the checkout, with the build folder that holds this program.
pub(crate) fn cargo(place: &Place) -> Command {
    let mut command = program(&place.cargo);
    command
        .current_dir(&place.checkout)
        .env("CARGO_TARGET_DIR", &place.target);
    command
}

/// Runs to the end with the terminal as output and nothing to read.
pub(crate) fn shown(command: &mut Command) -> Result<ExitStatus> {
    command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", name_of(command)))
}

/// Runs to the end without a sound; gives what was printed.
///
/// # Errors
/// If it cannot start, does not end before the deadline (it is then killed) or ends with a failure: the message carries
/// the last lines of what it said.
pub(crate) fn quiet(command: &mut Command, deadline: Duration) -> Result<String> {
    let name = name_of(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    let printed = reader(child.stdout.take())?;
    let said = reader(child.stderr.take())?;
    let status = wait(&mut child, deadline).with_context(|| name.clone())?;
    let (printed, said) = (text_of(printed), text_of(said));
    if !status.success() {
        let words = if said.trim().is_empty() {
            &printed
        } else {
            &said
        };
        bail!("{name} failed ({status}): {}", last_lines(words, 4));
    }
    Ok(printed)
}

/// Whether a program of this name can be started.
pub(crate) fn exists(name: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

fn wait(child: &mut Child, deadline: Duration) -> Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() >= deadline {
            child.kill().context("cannot stop it")?;
            child.wait()?;
            bail!("no end after {} s", deadline.as_secs());
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn reader(source: Option<impl Read + Send + 'static>) -> Result<JoinHandle<Vec<u8>>> {
    let read = move || {
        let mut bytes = Vec::new();
        if let Some(mut source) = source {
            // What was read before a broken pipe is still worth showing.
            drop(source.read_to_end(&mut bytes));
        }
        bytes
    };
    thread::Builder::new()
        .name("output".into())
        .spawn(read)
        .context("cannot start a thread")
}

fn text_of(reader: JoinHandle<Vec<u8>>) -> String {
    String::from_utf8_lossy(&reader.join().unwrap_or_default()).into_owned()
}

fn name_of(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let first = command
        .get_args()
        .take_while(|word| !word.to_string_lossy().starts_with('-'))
        .take(2);
    let module = command.get_args().skip_while(|word| *word != "-m").take(3);
    let words = first.chain(module).map(OsStr::to_string_lossy);
    std::iter::once(program.into())
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The last lines of what a program said; where some say that they are errors, the last of those.
fn last_lines(text: &str, count: usize) -> String {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_error = |line: &&str| {
        ["ERROR: ", "E: ", "error: "]
            .iter()
            .any(|word| line.starts_with(word))
    };
    let errors: Vec<&str> = lines().filter(is_error).collect();
    let told = if errors.is_empty() {
        lines().collect()
    } else {
        errors
    };
    told[told.len().saturating_sub(count)..].join(" | ")
}

#[cfg(test)]
mod tests;
