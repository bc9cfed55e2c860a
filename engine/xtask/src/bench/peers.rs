//! The same work in Python: pinned packages in the cache, the scripts of `tests/peers`, and the lines they print.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::printed;
use crate::place::Place;
use crate::report::{self, Missing};
use crate::setup::Provided;
use crate::{command, python};

const WHAT: &str = "the Python peers of the benches";
/// Changes when a version below changes.
const ENTRY: &str = "bench-peers-1";
const REQUIREMENTS: [&str; 5] = [
    "dicomsdl==0.109.4",
    "numpy>=2.2",
    "onnxruntime==1.31.1",
    "pydicom==3.0.2",
    "simpleitk==2.5.7",
];

/// The script that does the same work as the benches of a crate.
const SCRIPTS: [(&str, &str); 2] = [("dicom", "dicom.py"), ("plugin_host", "inference.py")];

/// What another program took for one kind of work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Peer {
    /// The kind of work, as `figures` calls it.
    pub(crate) work: String,
    /// Program and version.
    pub(crate) program: String,
    pub(crate) best_ms: f64,
}

/// What the peers of the crate `name` took; what is missing is named and left out.
pub(crate) fn of_crate(place: &Place, provided: &Provided, name: &str, series: &Path) -> Vec<Peer> {
    let Some((_, script)) = SCRIPTS.iter().find(|(of, _)| *of == name) else {
        return Vec::new();
    };
    let script = place.checkout.join("tests/peers").join(script);
    if !script.is_file() {
        return Vec::new();
    }
    match measure(place, provided, &script, series) {
        Ok(peers) => peers,
        Err(missing) => {
            report::line("missing", &missing.to_string());
            Vec::new()
        }
    }
}

fn measure(
    place: &Place,
    provided: &Provided,
    script: &Path,
    series: &Path,
) -> Result<Vec<Peer>, Missing> {
    let remedy = "connect to a network and `apt-get install python3 python3-pip`";
    let missing = |error: anyhow::Error| Missing::new(WHAT, format!("{error:#}"), remedy);
    let python = python::with_pip().map_err(missing)?;
    let packages = packages(place, python).map_err(missing)?;
    report::line("bench", &format!("peers: {}", script.display()));
    let mut command = command::program(python);
    command
        .arg(script)
        .arg(series)
        .current_dir(&place.checkout)
        .env("PYTHONPATH", packages)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .envs(provided.environment());
    let lines = printed(&mut command).map_err(missing)?;
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
        python::pip_with_dependencies(python, &arguments, folder)
    })
}

/// `work <tab> program <tab> milliseconds`; any other line is shown and not counted.
fn read_line(line: &str) -> Option<Peer> {
    let parts: Vec<&str> = line.split('\t').collect();
    let peer = match parts.as_slice() {
        [work, program, ms] => ms.trim().parse().ok().map(|best_ms| Peer {
            work: work.trim().to_owned(),
            program: program.trim().to_owned(),
            best_ms,
        }),
        _ => None,
    };
    if peer.is_none() && !line.trim().is_empty() {
        report::line("peers", line);
    }
    peer
}

#[cfg(test)]
mod tests;
