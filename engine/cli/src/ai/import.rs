//! `overread ai import`: what another system's objects say about a study, and as a recorded result. Runs no service.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use overread_base::Diagnostics;
use overread_dicom::{RecordedResult, read_ai_results};
use overread_store::{recorded_result_json, sha256};
use overread_workstation::judge_result;

use super::Import;
use super::told::told;

/// Prints the results; fails if there is none, or if the one that was to be written is none.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &Import) -> anyhow::Result<()> {
    let mut of_images = Diagnostics::default();
    let library = overread_dicom::open_folder(&wanted.study, &mut of_images)?;
    if library.studies.is_empty() {
        bail!("no studies in {}", wanted.study.display());
    }
    let mut found = Diagnostics::default();
    let results = read_ai_results(&wanted.objects, &library, &mut found)?;
    for result in &results {
        print!("{}", told(result));
    }
    for diagnostic in found.all() {
        eprintln!("{diagnostic}");
    }
    if results.is_empty() {
        bail!("no AI result in {}", wanted.objects.display());
    }
    let Some(out) = &wanted.out else {
        return Ok(());
    };
    let about =
        |result: &&RecordedResult| library.studies.iter().any(|s| s.uid == result.result.study);
    let about: Vec<&RecordedResult> = results.iter().filter(about).collect();
    let [result] = about.as_slice() else {
        bail!(
            "--out takes one result about the study: expected 1, found {} ({})",
            about.len(),
            wanted.objects.display()
        );
    };
    if let Err(why) = judge_result(&result.result) {
        bail!(
            "the result is not sound: {why} ({})",
            wanted.objects.display()
        );
    }
    let text = recorded_result_json(&result.result, &sources(result)?)?;
    fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("recorded result written to {}", out.display());
    Ok(())
}

/// Names and digests of the files of a result.
fn sources(result: &RecordedResult) -> anyhow::Result<Vec<(String, String)>> {
    let mut files: Vec<&PathBuf> = result.objects.iter().map(|object| &object.file).collect();
    files.sort();
    files.dedup();
    files.into_iter().map(|file| source(file)).collect()
}

fn source(file: &Path) -> anyhow::Result<(String, String)> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.file_name().unwrap_or(file.as_os_str());
    let digest = sha256(&bytes);
    let digest: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((name.to_string_lossy().into_owned(), digest.concat()))
}
