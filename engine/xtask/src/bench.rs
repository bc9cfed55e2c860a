//! `cargo xtask bench`: the benches of the crates that have them, with what they need set up.

use std::fs;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::command;
use crate::place::Place;
use crate::report;
use crate::setup::{self, Purpose};

/// Runs the benches of `crates` (folder names below `engine/`), or of all that have some.
pub(crate) fn run(place: &Place, crates: &[String]) -> Result<ExitCode> {
    let having = crates_with_benches(place)?;
    if let Some(unknown) = crates.iter().find(|name| !having.contains(name)) {
        bail!(
            "no benches in engine/{unknown}; there are some in: {}",
            having.join(", ")
        );
    }
    let provided = setup::provide(place, Purpose::Test)?;
    let chosen = if crates.is_empty() { &having } else { crates };
    for name in chosen {
        report::line("bench", name);
        let mut cargo = command::cargo(place);
        cargo
            .args(["bench", "--bench", "*", "--package"])
            .arg(format!("overread-{}", name.replace('_', "-")));
        provided.equip_tests(&mut cargo)?;
        if !command::shown(&mut cargo)?.success() {
            bail!("the benches of engine/{name} failed");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn crates_with_benches(place: &Place) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(place.checkout.join("engine"))? {
        let entry = entry?;
        if entry.path().join("benches").is_dir() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}
