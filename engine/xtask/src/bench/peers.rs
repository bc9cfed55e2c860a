//! The same work in Python: pinned packages in the cache, the scripts of `tests/peers`, and the lines they print.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use overread_plugin_kit::program::{program, quiet};
use overread_plugin_kit::{Missing, pip};

use super::{Inputs, printed};
use crate::place::Place;
use crate::report;
use crate::room;
use crate::setup::Provided;

const WHAT: &str = "the Python peers of the benches";
/// Changes when a version below changes.
const ENTRY: &str = "bench-peers-2";
const REQUIREMENTS: [&str; 9] = [
    "dicomsdl==0.109.4",
    "numpy>=2.2",
    "onnxruntime==1.31.1",
    "pydicom==3.0.2",
    "pylibjpeg==2.1.0",
    "pylibjpeg-libjpeg==2.5.0",
    "pylibjpeg-openjpeg==2.6.0",
    "pylibjpeg-rle==2.2.0",
    "simpleitk==2.5.7",
];

/// Changes when a version of the next list changes.
const STATS_ENTRY: &str = "bench-stats-peers-1";
/// pyfroc is used where it is installed: it brings half a gigabyte, and figures of merit it leaves to R.
const STATS_REQUIREMENTS: [&str; 3] = ["scikit-learn==1.9.1", "MLstatkit==0.1.91", "girth==0.8.0"];

/// The bundled service whose inference the peers repeat.
const SERVICE: &str = "lung-nodule";

/// What another program took for one kind of work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Peer {
    /// The kind of work, as `figures` calls it.
    pub(crate) work: String,
    /// Program and version.
    pub(crate) program: String,
    pub(crate) best_ms: f64,
    /// What came out, where the peer says so.
    pub(crate) result: Option<String>,
}

/// What the peers of the crate `name` took; what is missing is named and left out.
pub(crate) fn of_crate(
    place: &Place,
    provided: &Provided,
    name: &str,
    inputs: &Inputs,
) -> Vec<Peer> {
    let measured = match name {
        "dicom" => measure(place, provided, "dicom.py", &[inputs.series.as_os_str()]),
        "infer" => measure(place, provided, "model.py", &[inputs.model.as_os_str()]),
        "plugin_host" => inference(place, provided),
        "stats" => statistics(place, provided, inputs),
        _ => Ok(Vec::new()),
    };
    measured.unwrap_or_else(|error| {
        let remedy = "connect to a network and `apt-get install python3 python3-pip`";
        let missing = Missing::new(WHAT, format!("{error:#}"), remedy);
        report::line("missing", &missing.to_string());
        Vec::new()
    })
}

/// The bundled service as a plugin and by Python alone, on one phantom.
fn inference(place: &Place, provided: &Provided) -> Result<Vec<Peer>> {
    let Some(bundles) = provided.bundles() else {
        bail!("the bundled service is not built");
    };
    room::build(place, &["overread"])?;
    let overread = place.target.join("debug").join("overread");
    let studies = place.target.join("bench-phantoms");
    let study = studies.join("chest-ct-1");
    if !study.is_dir() {
        let mut make = program(&overread);
        make.args(["phantom", "make", "--seed", "1", "--out"])
            .arg(&studies);
        quiet(&mut make, Duration::from_secs(600))?;
    }
    let bundle = bundles.join(SERVICE);
    let arguments = [overread.as_os_str(), bundle.as_os_str(), study.as_os_str()];
    measure(place, provided, "inference.py", &arguments)
}

/// Python's packages and R's on the files of our benches; R is used where it is installed.
fn statistics(place: &Place, provided: &Provided, inputs: &Inputs) -> Result<Vec<Peer>> {
    let folder = [inputs.stats.as_os_str()];
    let mut peers = match r(place, inputs) {
        Ok(peers) => peers,
        Err(error) => {
            report::line("peers", &format!("SKIPPED R: {error:#}"));
            Vec::new()
        }
    };
    let python = pip::with_pip()?;
    let packages = stats_packages(place, python)?;
    peers.extend(scripted(
        place, provided, "stats.py", &folder, python, &packages,
    )?);
    Ok(peers)
}

fn r(place: &Place, inputs: &Inputs) -> Result<Vec<Peer>> {
    let mut command = program("Rscript");
    command
        .arg("--vanilla")
        .arg(place.checkout.join("tests/peers/stats.R"))
        .arg(&inputs.stats);
    let lines = printed(&mut command)?;
    Ok(lines.lines().filter_map(read_line).collect())
}

fn stats_packages(place: &Place, python: &str) -> Result<PathBuf> {
    place.cache.entry(STATS_ENTRY, |folder| {
        report::line(
            "set-up",
            "Python peers of the statistics: fetching pinned packages",
        );
        let arguments: Vec<&str> = ["install", "--only-binary", ":all:", "--target", "."]
            .into_iter()
            .chain(STATS_REQUIREMENTS)
            .collect();
        Ok(pip::with_dependencies(python, &arguments, folder)?)
    })
}

fn measure(
    place: &Place,
    provided: &Provided,
    script: &str,
    arguments: &[&OsStr],
) -> Result<Vec<Peer>> {
    let python = pip::with_pip()?;
    let packages = packages(place, python)?;
    scripted(place, provided, script, arguments, python, &packages)
}

fn scripted(
    place: &Place,
    provided: &Provided,
    script: &str,
    arguments: &[&OsStr],
    python: &str,
    packages: &Path,
) -> Result<Vec<Peer>> {
    report::line("bench", &format!("peers: tests/peers/{script}"));
    let mut command = program(python);
    command
        .arg(place.checkout.join("tests/peers").join(script))
        .args(arguments)
        .current_dir(&place.checkout)
        .env("PYTHONPATH", packages)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .envs(provided.environment());
    let lines = printed(&mut command).with_context(|| format!("tests/peers/{script}"))?;
    Ok(lines.lines().filter_map(read_line).collect())
}

fn packages(place: &Place, python: &str) -> Result<PathBuf> {
    place.cache.entry(ENTRY, |folder| {
        report::line(
            "set-up",
            "Python peers: fetching pinned packages (430 MB unpacked)",
        );
        let arguments: Vec<&str> = ["install", "--only-binary", ":all:", "--target", "."]
            .into_iter()
            .chain(REQUIREMENTS)
            .collect();
        Ok(pip::with_dependencies(python, &arguments, folder)?)
    })
}

/// `work <tab> program <tab> milliseconds`, and with one more tab the result; any other line is shown and not counted.
fn read_line(line: &str) -> Option<Peer> {
    let parts: Vec<&str> = line.split('\t').collect();
    let peer = match parts.as_slice() {
        [work, program, ms, result @ ..] if result.len() < 2 => {
            ms.trim().parse().ok().map(|best_ms| Peer {
                work: work.trim().to_owned(),
                program: program.trim().to_owned(),
                best_ms,
                result: result.first().map(|result| result.trim().to_owned()),
            })
        }
        _ => None,
    };
    if peer.is_none() && !line.trim().is_empty() {
        report::line("peers", line);
    }
    peer
}

#[cfg(test)]
mod tests;
