//! Compiles components in a process of their own, which is killed when it takes too long or too much memory.
//!
//! A component made to break a compiler breaks that process only. What it made lies in the cache, where the program
//! finds it; nothing but the outcome comes back.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::limits::CompileLimits;
use crate::log_gate::harmless;
use crate::sandbox::EngineKind;

mod child;

pub use child::run as compile_main;

/// The program that compiles; it lies beside the one that runs.
const PROGRAM: &str = "overread-compile";
/// What the compiler may say.
const MAX_ANSWER_BYTES: usize = 4 * 1024;
/// How much longer it may take by the clock on the wall than in processor time.
const WALL_FACTOR: u32 = 10;
/// Linux tells processor time in hundredths of a second (USER_HZ).
const MILLIS_PER_TICK: u64 = 10;
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Starts compilers.
#[derive(Debug, Clone)]
pub(crate) struct Compiler {
    /// `None` looks beside the running program.
    pub(crate) program: Option<PathBuf>,
    pub(crate) limits: CompileLimits,
}

impl Compiler {
    /// Compiles into the cache in `code`; an error says why not, for people.
    pub(crate) fn compile(
        &self,
        kind: EngineKind,
        code: &Path,
        component: &[u8],
    ) -> Result<(), String> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => beside_the_program()?,
        };
        let started = Instant::now();
        let mut child = Command::new(&program)
            .arg(kind.name())
            .arg(code)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{} cannot start: {error}", program.display()))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (outcome, said) = thread::scope(|scope| {
            // A pipe that breaks is a compiler that has ended: how, its outcome says.
            let fed = stdin.map(|mut pipe| {
                scope.spawn(move || {
                    let length = component.len() as u64;
                    let sent = pipe.write_all(&length.to_le_bytes());
                    sent.and_then(|()| pipe.write_all(component)).ok();
                    // Open until the compiler ends: when it closes, the compiler ends too.
                    pipe
                })
            });
            let heard = stdout.map(|pipe| {
                scope.spawn(move || {
                    let mut said = Vec::new();
                    pipe.take(MAX_ANSWER_BYTES as u64)
                        .read_to_end(&mut said)
                        .ok();
                    said
                })
            });
            let outcome = self.wait(&mut child, started);
            drop(fed.map(thread::ScopedJoinHandle::join));
            let said = heard
                .and_then(|heard| heard.join().ok())
                .unwrap_or_default();
            (outcome, said)
        });
        match outcome? {
            true => Ok(()),
            false if said.is_empty() => Err("the compiler broke".to_owned()),
            false => Err(harmless(&String::from_utf8_lossy(&said), MAX_ANSWER_BYTES)),
        }
    }

    /// Waits for the compiler's end, or ends it: whether it compiled, or what it used too much of.
    fn wait(&self, child: &mut Child, started: Instant) -> Result<bool, String> {
        let mut pause = Duration::from_millis(1);
        loop {
            let too_much = match child.try_wait() {
                Ok(Some(status)) => return Ok(status.success()),
                Ok(None) => self.too_much(child.id(), started),
                Err(error) => Some(format!("it cannot be watched: {error}")),
            };
            if let Some(too_much) = too_much {
                // It may have ended by itself just now; it must not stay behind as a zombie.
                child.kill().and_then(|()| child.wait().map(drop)).ok();
                return Err(too_much);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(LOOK);
        }
    }

    fn too_much(&self, id: u32, started: Instant) -> Option<String> {
        let CompileLimits { time, memory_bytes } = self.limits;
        let used = processor_time(id).unwrap_or_default();
        if used > time || started.elapsed() > time * WALL_FACTOR {
            return Some(format!("took longer than {} s", time.as_secs_f64()));
        }
        let used = resident_bytes(id)?;
        (used > memory_bytes).then(|| format!("used more than {} MiB", memory_bytes >> 20))
    }
}

/// What a process has computed so far; `None` where the system does not say, or the process has ended.
fn processor_time(id: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The program's name, in brackets, may hold anything; utime and stime are the 12th and 13th fields after it.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).take(2);
    let ticks = ticks.next()?.parse::<u64>().ok()? + ticks.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * MILLIS_PER_TICK))
}

/// The memory that a process holds; `None` where the system does not say, or the process has ended.
fn resident_bytes(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// The compiler in the folder of the running program, or in the one above it, where tests find it.
fn beside_the_program() -> Result<PathBuf, String> {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().map_err(|error| {
        format!("no compiler: the program does not know where it lies: {error}")
    })?;
    let folders = here.ancestors().skip(1).take(2);
    let mut candidates = folders.map(|folder| folder.join(&name));
    candidates.find(|path| path.is_file()).ok_or_else(|| {
        let folder = here.parent().unwrap_or(&here).display();
        format!("no compiler beside the program: {name} is missing (looked in {folder} and above; `cargo build --workspace` makes it)")
    })
}

#[cfg(test)]
mod tests;
