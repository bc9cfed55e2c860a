//! Other programs: run quietly with a deadline, or shown on the terminal. What cargo set for us alone is not handed on.

use std::env;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::error::KitError;

/// Variables that `cargo run` sets for this program; a nested cargo would take them for its own.
const OURS_ALONE: [&str; 4] = [
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_BIN_",
    "CARGO_CRATE_",
];

/// A program without the variables that concern this one alone.
pub fn program(name: impl AsRef<OsStr>) -> Command {
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

/// Runs to the end with the terminal as output and nothing to read.
///
/// # Errors
/// [`KitError::Start`].
pub fn shown(command: &mut Command) -> Result<ExitStatus, KitError> {
    let name = name_of(command);
    command
        .stdin(Stdio::null())
        .status()
        .map_err(broken("start", &name))
}

/// What a program said to the end.
#[derive(Debug)]
pub struct Said {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output.
    pub printed: String,
    /// Its standard error.
    pub complained: String,
}

/// Runs to the end without a sound; gives what was printed.
///
/// # Errors
/// If it cannot start, does not end before the deadline (it is then killed) or ends with a failure: the message carries
/// the last lines of what it said.
pub fn quiet(command: &mut Command, deadline: Duration) -> Result<String, KitError> {
    let said = heard(command, deadline)?;
    if said.status.success() {
        return Ok(said.printed);
    }
    let words = if said.complained.trim().is_empty() {
        &said.printed
    } else {
        &said.complained
    };
    Err(KitError::Failed {
        program: name_of(command),
        status: said.status.to_string(),
        words: last_lines(words, 4),
    })
}

/// Runs to the end without a sound; gives all that it said, whether it failed or not.
///
/// # Errors
/// If it cannot start or does not end before the deadline; it is then killed.
pub fn heard(command: &mut Command, deadline: Duration) -> Result<Said, KitError> {
    let name = name_of(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(broken("start", &name))?;
    let reading = broken("read from", &name);
    let (printed, complained) = reader(child.stdout.take())
        .and_then(|printed| Ok((printed, reader(child.stderr.take())?)))
        .map_err(reading)?;
    let status = wait(&mut child, &name, deadline)?;
    Ok(Said {
        status,
        printed: text_of(printed),
        complained: text_of(complained),
    })
}

/// Whether a program of this name can be started.
#[must_use]
pub fn exists(name: &str) -> bool {
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).is_file()))
}

fn broken<'n>(what: &'static str, name: &'n str) -> impl FnOnce(io::Error) -> KitError + use<'n> {
    move |source| KitError::Start {
        what,
        program: name.to_owned(),
        source,
    }
}

fn wait(child: &mut Child, name: &str, deadline: Duration) -> Result<ExitStatus, KitError> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(broken("watch", name))? {
            return Ok(status);
        }
        if start.elapsed() >= deadline {
            child.kill().map_err(broken("stop", name))?;
            child.wait().map_err(broken("stop", name))?;
            return Err(KitError::NoEnd {
                program: name.to_owned(),
                seconds: deadline.as_secs(),
            });
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn reader(source: Option<impl Read + Send + 'static>) -> io::Result<JoinHandle<Vec<u8>>> {
    let read = move || {
        let mut bytes = Vec::new();
        if let Some(mut source) = source {
            // What was read before a broken pipe is still worth showing.
            drop(source.read_to_end(&mut bytes));
        }
        bytes
    };
    thread::Builder::new().name("output".into()).spawn(read)
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
        ["ERROR: ", "E: ", "error: ", "npm error "]
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
