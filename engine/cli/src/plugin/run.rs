//! `overread plugin run`: a plugin in the desk, loaded anew whenever it changes; without a screen one job and its picture.

mod headless;

use std::path::{Path, PathBuf};

use clap::Args;

use crate::room::{self, Desk, OnBench};

/// Where the picture goes if nobody says.
const PICTURE: &str = "findings.png";

#[derive(Debug, Args)]
pub(crate) struct PluginRun {
    /// The bundle of the service, or the folder with its sources, which are built.
    pub(crate) bundle: PathBuf,
    /// A folder of DICOM files.
    #[arg(long)]
    pub(crate) study: PathBuf,
    /// Stays without a screen: prints the result as JSON and draws the findings into this file.
    #[arg(long, value_name = "OUT.png")]
    pub(crate) picture: Option<PathBuf>,
    /// The language of the texts of the result, and of the desk.
    #[arg(long, default_value = "en")]
    pub(crate) locale: String,
    /// Where sessions and the library are kept; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Draws the desk on the CPU even if there is a graphics card.
    #[arg(long)]
    pub(crate) software: bool,
}

/// Opens the desk with the plugin, or does one job where there is no screen or a picture is wanted.
#[expect(
    clippy::print_stderr,
    reason = "what is done in place of what was asked for is said"
)]
pub(crate) fn run(wanted: &PluginRun) -> anyhow::Result<()> {
    if let Some(picture) = &wanted.picture {
        return headless::run(wanted, picture);
    }
    let on_bench = OnBench {
        plugin: &wanted.bundle,
        study: &wanted.study,
        locale: &wanted.locale,
        data: wanted.data.as_deref(),
        is_software: wanted.software,
    };
    let why_not = match room::open_plugin(&on_bench)? {
        Desk::Closed => return Ok(()),
        Desk::Missing(reason) => reason,
    };
    eprintln!("{why_not}: running without a screen, the picture goes to {PICTURE}");
    headless::run(wanted, Path::new(PICTURE))
}
