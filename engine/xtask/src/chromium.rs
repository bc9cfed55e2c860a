//! The browser Chromium for tests, which opens the pages that we write: that of the machine, or Debian's.

use overread_plugin_kit::{Missing, debian, program};

use crate::report;

const WHAT: &str = "the browser Chromium, for tests of the analysis page";
const PACKAGE: &str = "chromium";
/// What it is called by different distributors.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Makes sure that the browser is on the search path, and installs it where we are root.
pub(crate) fn provide() -> Result<(), Missing> {
    if is_there() {
        report::line("set-up", "chromium: that of the machine");
        return Ok(());
    }
    let by_hand =
        "`apt-get install chromium` as root, or a Chromium of your system on the search path";
    if !(debian::is_root() && debian::is_here()) {
        return Err(Missing::new(WHAT, "not installed", by_hand));
    }
    report::line("set-up", "chromium: installing the package");
    debian::install(&[PACKAGE]).map_err(|error| Missing::new(WHAT, error.whole(), by_hand))?;
    if !is_there() {
        let why = "installed, but not on the search path";
        return Err(Missing::new(WHAT, why, by_hand));
    }
    report::line("set-up", "chromium: ready");
    Ok(())
}

fn is_there() -> bool {
    NAMES.iter().any(|name| program::exists(name))
}
