//! Tests of the SDKs and plugins in Python and JavaScript, by the runners that come with both languages.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use overread_plugin_kit::program::{Said, exists, heard, program};
use overread_plugin_kit::{Language, source_folders};

use super::count::Count;
use crate::place::Place;
use crate::report;

/// Tests of a plugin take seconds.
const DEADLINE: Duration = Duration::from_secs(600);

/// The tests of the SDKs for both languages.
pub(super) fn of_sdks(place: &Place, names: &[String]) -> Result<Count> {
    let mut count = Count::default();
    for language in [Language::Python, Language::JavaScript] {
        let folder = place.checkout.join("sdk").join(language.word());
        if folder.join(language.project_file()).is_file() {
            count.add(in_folder(&folder, language, &[], names)?);
        }
    }
    Ok(count)
}

/// The tests of one plugin.
pub(super) fn of_plugin(folder: &Path, language: Language, names: &[String]) -> Result<Count> {
    let path = source_folders(folder, language)?;
    in_folder(folder, language, &path, names)
}

fn in_folder(
    folder: &Path,
    language: Language,
    path: &[PathBuf],
    names: &[String],
) -> Result<Count> {
    let mut runner = match language {
        Language::Python => python(folder, path, names)?,
        Language::JavaScript | Language::Rust => javascript(folder, names),
    };
    let short: PathBuf = folder.components().rev().take(2).collect();
    let shown: PathBuf = short.components().rev().collect();
    let interpreter = runner.get_program().to_string_lossy().into_owned();
    if !exists(&interpreter) {
        let skipped = format!("tests in {}: there is no {interpreter}", shown.display());
        return Ok(Count {
            skipped: vec![skipped],
            ..Count::default()
        });
    }
    report::line("tests", &format!("{}, without a host", shown.display()));
    let said = heard(runner.current_dir(folder), DEADLINE)?;
    let count = match language {
        Language::Python => read_unittest(&said),
        Language::JavaScript | Language::Rust => read_tap(&said),
    };
    if !count.is_passed() {
        report::line("tests", &format!("{}{}", said.printed, said.complained));
    }
    Ok(count)
}

fn python(folder: &Path, path: &[PathBuf], names: &[String]) -> Result<Command> {
    let mut runner = program("python3");
    runner.args(["-m", "unittest", "discover", "-s", "tests"]);
    for name in names {
        runner.args(["-k", name]);
    }
    let folders = std::iter::once(folder).chain(path.iter().map(PathBuf::as_path));
    let search = env::join_paths(folders).context("a folder with a colon in its name")?;
    runner
        .env("PYTHONPATH", search)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(runner)
}

fn javascript(folder: &Path, names: &[String]) -> Command {
    let mut runner = program("node");
    runner.args(["--test", "--test-reporter=tap"]);
    for name in names {
        runner.arg(format!("--test-name-pattern={name}"));
    }
    runner.args(test_files(folder));
    runner
}

/// The files in `test`: unnamed, node would also run those of templates further down, whose SDK is not there yet.
fn test_files(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder.join("test")).into_iter().flatten();
    let mut files: Vec<PathBuf> = listed
        .flatten()
        .map(|entry| Path::new("test").join(entry.file_name()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "js"))
        .collect();
    files.sort();
    files
}

/// `Ran 5 tests in 0.1s`, and `FAILED (failures=1, errors=2)` or `OK (skipped=1)` after it.
fn read_unittest(said: &Said) -> Count {
    let mut count = Count::default();
    let mut n_run = 0;
    for line in said.complained.lines() {
        if let Some(rest) = line.strip_prefix("Ran ") {
            n_run = leading_number(rest);
        } else if line.starts_with("FAILED (") || line.starts_with("OK (") {
            let of = |key: &str| {
                line.split_once(key)
                    .map_or(0, |(_, rest)| leading_number(rest))
            };
            count.n_failed = of("failures=") + of("errors=") + of("unexpected successes=");
            count.n_left_out = of("skipped=");
        }
    }
    count.n_passed = n_run.saturating_sub(count.n_failed + count.n_left_out);
    // With none to run the newer runners end with a code of its own, and so they do where names leave none.
    let has_none = n_run == 0 && count.n_failed == 0 && said.status.code() == Some(5);
    count.is_failed = !said.status.success() && !has_none;
    count
}

/// `# pass 5`, `# fail 1`, `# skipped 2` at the end.
fn read_tap(said: &Said) -> Count {
    let of = |key: &str| {
        let found = said
            .printed
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix(key));
        found.map_or(0, leading_number)
    };
    Count {
        n_passed: of("# pass "),
        n_failed: of("# fail ") + of("# cancelled "),
        n_left_out: of("# skipped ") + of("# todo "),
        is_failed: !said.status.success(),
        ..Count::default()
    }
}

fn leading_number(text: &str) -> u64 {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
