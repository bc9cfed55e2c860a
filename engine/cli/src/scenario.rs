//! `overread scenario`: checks, shows and counts out scenario files, and prints their schema.

use std::path::{Path, PathBuf};

use anyhow::bail;
use overread_scenario::Scenario;
use overread_workstation::{StepProgress, check_studies, read_scenario, studies_beside};

use crate::args::ScenarioCommand;
use crate::progress;

pub(crate) mod practice;
pub(crate) mod preview;

pub(crate) fn run(command: &ScenarioCommand) -> anyhow::Result<()> {
    match command {
        ScenarioCommand::Check {
            files,
            with_studies,
            studies,
        } => check(files, *with_studies, studies.as_deref()),
        ScenarioCommand::Preview(wanted) => preview::run(wanted),
        ScenarioCommand::Blueprint { file } => {
            print(&overread_scenario::blueprint(&read(file)?).to_string());
            Ok(())
        }
        ScenarioCommand::Practice(wanted) => practice::run(wanted),
        ScenarioCommand::Schema => {
            print(&overread_scenario::schema());
            Ok(())
        }
    }
}

/// Checks every file and says what it holds or what is wrong with it; fails if one has an error.
fn check(files: &[PathBuf], with_studies: bool, studies: Option<&Path>) -> anyhow::Result<()> {
    let mut n_broken = 0;
    for file in files {
        match checked(file) {
            Some(_) if with_studies && studies_told(file, studies)? => n_broken += 1,
            Some(scenario) => print(&format!(
                "{}: {}\n",
                file.display(),
                overread_scenario::summary(&scenario)
            )),
            None => n_broken += 1,
        }
    }
    if n_broken > 0 {
        bail!(
            "{n_broken} of {} scenario files cannot be used",
            files.len()
        );
    }
    Ok(())
}

/// Opens the studies of a scenario and names what is wrong with them; whether one of it is an error.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(crate) fn studies_told(file: &Path, studies: Option<&Path>) -> anyhow::Result<bool> {
    let text = read_scenario(file)?;
    let (scenario, _) = overread_scenario::check(&text);
    let Some(scenario) = scenario else {
        return Ok(true);
    };
    let beside = || studies_beside(file);
    let studies = studies.map_or_else(beside, Path::to_owned);
    let step = StepProgress::default();
    let found = progress::followed("opening studies", &step, || {
        check_studies(&scenario, &text, &studies, &step)
    });
    for diagnostic in found.all() {
        eprintln!("{}: {diagnostic}", file.display());
    }
    Ok(found.has_errors())
}

/// A sound scenario file, or an error after its faults were named.
pub(crate) fn read(file: &Path) -> anyhow::Result<Scenario> {
    match checked(file) {
        Some(scenario) => Ok(scenario),
        None => bail!("{} cannot be used", file.display()),
    }
}

/// Reads a file and names its faults; nothing for a file that cannot be used.
#[expect(clippy::print_stderr, reason = "the program's own output")]
fn checked(file: &Path) -> Option<Scenario> {
    let text = match read_scenario(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("error: {error}");
            return None;
        }
    };
    let (scenario, found) = overread_scenario::check(&text);
    for diagnostic in found.all() {
        eprintln!("{}: {diagnostic}", file.display());
    }
    scenario
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn print(text: &str) {
    print!("{text}");
}
