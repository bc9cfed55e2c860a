//! Python guests: componentize-py, pinned and in the cache, puts an interpreter and the sources into one component.
//!
//! The interpreter's WASI imports are stubbed out, so that the component imports the contract alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::error::{KitError, Missing};
use crate::pip;
use crate::program::{heard, program, quiet};
use crate::project::Project;
use crate::workshop::{Progress, Workshop};

const WHAT: &str = "a compiler for plugins in Python";
const REQUIREMENT: &str = "componentize-py==0.25.1";
/// A folder without packages: what the machine's Python has installed must not come into a component.
const NO_PACKAGES: &str = "no-packages";
/// The least version of the machine's Python.
const LEAST: (u32, u32) = (3, 9);
/// Starts the compiler from a folder that Python does not know; the folder is the first argument.
const STARTER: &str = "import sys; sys.path.insert(0, sys.argv.pop(1)); from componentize_py import script; sys.exit(script())";
/// Building takes some 12 s, on a busy machine more.
const DEADLINE: Duration = Duration::from_secs(600);

/// What compiles Python guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PythonTools {
    python: &'static str,
    folder: PathBuf,
}

impl PythonTools {
    /// What a component depends on beside its sources.
    pub(crate) fn version() -> &'static str {
        REQUIREMENT
    }
}

pub(crate) fn find(workshop: &Workshop, progress: &Progress<'_>) -> Result<PythonTools, Missing> {
    let missing = |error: KitError| {
        let remedy = "`apt-get install python3 python3-pip`, or what your system calls these, and a network the first time";
        Missing::new(WHAT, error.whole(), remedy)
    };
    let python = pip::with_pip().map_err(missing)?;
    check_version(python).map_err(missing)?;
    let folder = workshop
        .cache
        .entry(&REQUIREMENT.replace("==", "-"), |folder| {
            progress(&format!("fetching {REQUIREMENT} (17 MB)"));
            let wanted = [
                "install",
                REQUIREMENT,
                "--only-binary",
                ":all:",
                "--target",
                ".",
            ];
            pip::alone(python, &wanted, folder)
        })
        .map_err(missing)?;
    let packages = folder.join(NO_PACKAGES).join("lib/python3/site-packages");
    fs::create_dir_all(&packages)
        .map_err(KitError::file("make", &packages))
        .map_err(missing)?;
    Ok(PythonTools { python, folder })
}

fn check_version(python: &str) -> Result<(), KitError> {
    let answer = quiet(
        program(python).args(["-c", "import sys; print(*sys.version_info[:2])"]),
        Duration::from_secs(60),
    )?;
    let mut numbers = answer
        .split_whitespace()
        .map(|word| word.parse().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < LEAST {
        return Err(KitError::refused(format!(
            "expected Python {}.{} or newer, found {}.{}",
            LEAST.0, LEAST.1, found.0, found.1
        )));
    }
    Ok(())
}

/// The component of the plugin in `source`, written to `component`.
pub(crate) fn component(
    tools: &PythonTools,
    source: &Path,
    project: &Project,
    component: &Path,
) -> Result<(), KitError> {
    let mut compiler = program(tools.python);
    compiler
        .args(["-I", "-c", STARTER])
        .arg(&tools.folder)
        .arg("-q")
        .arg("-d")
        .arg(&project.wit)
        .args(["-w", project.world, "componentize", "--stub-wasi"])
        .arg("-p")
        .arg(source);
    for folder in &project.path {
        compiler.arg("-p").arg(folder);
    }
    compiler
        .arg(&project.main)
        .arg("-o")
        .arg(component)
        .current_dir(source);
    isolate(&mut compiler, &tools.folder.join(NO_PACKAGES));
    let said = heard(&mut compiler, DEADLINE)?;
    if said.status.success() {
        return Ok(());
    }
    Err(KitError::Compile {
        place: source.join("pyproject.toml").display().to_string(),
        said: without_backtrace(&format!("{}{}", said.printed, said.complained)),
    })
}

/// Nothing of the machine's Python or of the user's settings comes into the component.
fn isolate(compiler: &mut Command, no_packages: &Path) {
    compiler
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME")
        .env("VIRTUAL_ENV", no_packages)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("RUST_BACKTRACE", "0");
}

/// What concerns the sources; the compiler's own calls tell a vendor nothing.
fn without_backtrace(said: &str) -> String {
    let end = said.find("\nStack backtrace:").unwrap_or(said.len());
    said.get(..end).unwrap_or(said).trim().to_owned()
}

#[cfg(test)]
mod tests;
