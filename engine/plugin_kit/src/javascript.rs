//! JavaScript guests: componentize-qjs, pinned and in the cache, puts QuickJS and the modules into one component.
//!
//! It is the compiler behind jco's QuickJS backend, taken alone since jco brings eight times as much.
//! The engine's WASI imports are stubbed out, so that the component imports the contract alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{KitError, Missing};
use crate::program::{exists, heard, program, quiet};
use crate::project::Project;
use crate::workshop::{Progress, Workshop};

const WHAT: &str = "a compiler for plugins in JavaScript";
const NAME: &str = "componentize-qjs-0.4.5";
/// The files from which npm installs it: exact versions with their digests.
const PINNED: [(&str, &str); 2] = [
    ("package.json", include_str!("javascript/package.json")),
    (
        "package-lock.json",
        include_str!("javascript/package-lock.json"),
    ),
];
const STARTER: &str = "node_modules/componentize-qjs/cli.mjs";
/// The least version of the machine's Node.
const LEAST_MAJOR: u32 = 20;
/// A download may take this long; building takes about a second.
const DEADLINE: Duration = Duration::from_secs(600);

/// What compiles JavaScript guests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JavaScriptTools {
    starter: PathBuf,
}

impl JavaScriptTools {
    /// What a component depends on beside its sources.
    pub(crate) fn version() -> &'static str {
        NAME
    }
}

pub(crate) fn find(
    workshop: &Workshop,
    progress: &Progress<'_>,
) -> Result<JavaScriptTools, Missing> {
    let missing = |error: KitError| {
        let remedy = format!(
            "install Node {LEAST_MAJOR} or newer with npm, and connect to a network the first time"
        );
        Missing::new(WHAT, error.whole(), remedy)
    };
    check_version().map_err(missing)?;
    let folder = workshop
        .cache
        .entry(NAME, |folder| {
            if !exists("npm") {
                return Err(KitError::refused("there is no npm"));
            }
            progress(&format!("fetching {NAME} (10 MB)"));
            for (name, text) in PINNED {
                let file = folder.join(name);
                fs::write(&file, text).map_err(KitError::file("write", &file))?;
            }
            let mut npm = program("npm");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder);
            quiet(&mut npm, DEADLINE).map(drop)
        })
        .map_err(missing)?;
    Ok(JavaScriptTools {
        starter: folder.join(STARTER),
    })
}

fn check_version() -> Result<(), KitError> {
    if !exists("node") {
        return Err(KitError::refused("there is no node"));
    }
    let answer = quiet(program("node").arg("--version"), Duration::from_secs(60))?;
    match major(&answer) {
        Some(major) if major >= LEAST_MAJOR => Ok(()),
        _ => Err(KitError::refused(format!(
            "expected Node {LEAST_MAJOR} or newer, found {}",
            answer.trim()
        ))),
    }
}

fn major(answer: &str) -> Option<u32> {
    let number = answer.trim().strip_prefix('v')?;
    number.split('.').next()?.parse().ok()
}

/// The component of the plugin in `source`, written to `component`.
pub(crate) fn component(
    tools: &JavaScriptTools,
    source: &Path,
    project: &Project,
    component: &Path,
) -> Result<(), KitError> {
    let mut compiler = program("node");
    compiler
        .arg(&tools.starter)
        .arg("--wit")
        .arg(&project.wit)
        .arg("--js")
        .arg(source.join(&project.main))
        .arg("--module-root")
        .arg(&project.root)
        .args(["-n", project.world, "--sync", "--stub-wasi", "-o"])
        .arg(component)
        .env_remove("NODE_OPTIONS")
        .env("RUST_BACKTRACE", "0")
        .current_dir(source);
    let said = heard(&mut compiler, DEADLINE)?;
    if said.status.success() {
        return Ok(());
    }
    Err(KitError::Compile {
        place: source.join(&project.main).display().to_string(),
        said: format!("{}{}", said.printed, said.complained)
            .trim()
            .to_owned(),
    })
}

#[cfg(test)]
mod tests;
