//! `overread scenario check`: all faults of scenario files, each with its line.

use std::path::PathBuf;

use anyhow::bail;
use overread_workstation::read_scenario;

/// Checks every file and says what it holds or what is wrong with it; fails if one has an error.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn check(files: &[PathBuf]) -> anyhow::Result<()> {
    let mut n_broken = 0;
    for file in files {
        let text = match read_scenario(file) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("error: {error}");
                n_broken += 1;
                continue;
            }
        };
        let (scenario, found) = overread_scenario::check(&text);
        for diagnostic in found.all() {
            eprintln!("{}: {diagnostic}", file.display());
        }
        match scenario {
            Some(scenario) => println!(
                "{}: {} with {} {}, mode {}, hash {}",
                file.display(),
                scenario.id,
                scenario.cases.len(),
                if scenario.cases.len() == 1 {
                    "case"
                } else {
                    "cases"
                },
                scenario.mode.word(),
                scenario.hash
            ),
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
