//! Python packages for tests that judge our certificates (openbadgeslib, PyLD, pypdf): the machine's, or pinned ones.

use std::path::PathBuf;
use std::time::Duration;

use overread_plugin_kit::program::{program, quiet};
use overread_plugin_kit::{KitError, Missing, pip};

use crate::place::Place;
use crate::report;

const WHAT: &str = "the Python packages openbadgeslib, PyLD and pypdf";
const REQUIREMENTS: [&str; 4] = [
    "openbadgeslib==4.6.3",
    "pyld==3.3.0",
    "cryptography==50.0.2",
    "pypdf==7.1.1",
];
/// Tests call this one.
const PYTHON: &str = "python3";

/// The folder for OVERREAD_OPEN_BADGES; none where the machine's Python has the packages.
pub(crate) fn provide(place: &Place) -> Result<Option<PathBuf>, Missing> {
    if asked("import openbadgeslib, pyld, pypdf").is_ok() {
        report::line("set-up", "openbadgeslib: that of the machine");
        return Ok(None);
    }
    let missing = |error: &KitError| {
        let remedy =
            "connect to a network and `apt-get install python3 python3-pip` (Python 3.10 or later)";
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
        report::line(
            "set-up",
            "openbadgeslib: fetching the pinned packages (36 MB)",
        );
        let [badges, pyld, cryptography, pypdf] = REQUIREMENTS;
        let arguments = [
            "install",
            badges,
            pyld,
            cryptography,
            pypdf,
            "--target",
            ".",
        ];
        pip::with_dependencies(PYTHON, &arguments, folder)
    });
    let folder = entry.map_err(|error| missing(&error))?;
    report::line("set-up", "openbadgeslib: ready");
    Ok(Some(folder))
}

/// What a line of Python prints.
fn asked(line: &str) -> Result<String, KitError> {
    quiet(program(PYTHON).args(["-c", line]), Duration::from_secs(60))
}
