//! The Python package `highdicom` for tests, which reads back what we write: that of the machine, or a pinned one.

use std::path::PathBuf;
use std::time::Duration;

use overread_plugin_kit::program::{program, quiet};
use overread_plugin_kit::{KitError, Missing, pip};

use crate::place::Place;
use crate::report;

const WHAT: &str = "the Python package highdicom";
const REQUIREMENTS: [&str; 2] = ["highdicom==0.28.2", "pydicom==3.0.2"];
/// Tests call this one.
const PYTHON: &str = "python3";

/// The folder for OVERREAD_HIGHDICOM; none where the machine's Python has the package.
pub(crate) fn provide(place: &Place) -> Result<Option<PathBuf>, Missing> {
    if asked("import highdicom").is_ok() {
        report::line("set-up", "highdicom: that of the machine");
        return Ok(None);
    }
    let missing = |error: &KitError| {
        let remedy = "connect to a network and `apt-get install python3 python3-pip`";
        Missing::new(WHAT, error.whole(), remedy)
    };
    // What it needs is compiled for one Python.
    let version = asked("import sys; print('%d.%d' % sys.version_info[:2])");
    let version = version.map_err(|error| missing(&error))?;
    let name = format!(
        "{}-python{}",
        REQUIREMENTS[0].replace("==", "-"),
        version.trim()
    );
    let entry = place.cache.entry(&name, |folder| -> Result<(), KitError> {
        report::line("set-up", "highdicom: fetching the pinned package (35 MB)");
        let [highdicom, pydicom] = REQUIREMENTS;
        let arguments = ["install", highdicom, pydicom, "--target", "."];
        pip::with_dependencies(PYTHON, &arguments, folder)
    });
    let folder = entry.map_err(|error| missing(&error))?;
    report::line("set-up", "highdicom: ready");
    Ok(Some(folder))
}

/// What a line of Python prints.
fn asked(line: &str) -> Result<String, KitError> {
    quiet(program(PYTHON).args(["-c", line]), Duration::from_secs(60))
}
