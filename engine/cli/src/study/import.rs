//! `overread study import`: DICOM files into the local study library, without identities unless told otherwise.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args as ArgGroup;
use overread_workstation::{
    Folders, Identity, ImportOptions, ImportReport, StepProgress, StudyLibrary,
};

use super::choice::{Choice, ProfileWord};
use super::deidentify::deeds_table;
use crate::progress;

#[derive(Debug, Clone, ArgGroup)]
pub(crate) struct Import {
    /// The folder to read, with its subfolders. Nothing in it is changed.
    folder: PathBuf,
    /// The library's folder; the user's own if not given.
    #[arg(long)]
    library: Option<PathBuf>,
    /// Copies files as they are, names and all: never for a course.
    #[arg(long, conflicts_with_all = ["profile", "dates", "keep", "clean", "accept", "secret_file", "seed"])]
    keep_identity: bool,
    /// What is removed at all.
    #[arg(long, value_enum, default_value_t = ProfileWord::Course)]
    profile: ProfileWord,
    #[command(flatten)]
    choice: Choice,
}

/// Imports the folder; fails if a file of it is not in the library afterwards.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &Import) -> anyhow::Result<()> {
    let library = library(wanted.library.clone())?;
    let identity = if wanted.keep_identity {
        Identity::Keep
    } else {
        Identity::Remove(wanted.choice.options(wanted.profile))
    };
    let options = ImportOptions {
        identity,
        secret: wanted.choice.secret()?,
    };
    let step = StepProgress::default();
    let work = || library.import(&wanted.folder, &options, &step);
    let report = progress::followed("importing", &step, work)?;
    print!("{}", describe(&report));
    for (file, why) in report.refused.iter().chain(&report.undecodable) {
        eprintln!("{}: {why}", file.display());
    }
    for (file, to) in &report.conflicts {
        eprintln!(
            "{}: another file has the same SOP Instance UID; kept as {}",
            file.display(),
            to.display()
        );
    }
    match (
        report.n_new + report.n_known + report.conflicts.len(),
        report.refused.len(),
    ) {
        (0, 0) => bail!("no DICOM files in {}", wanted.folder.display()),
        (_, 0) => Ok(()),
        (_, n) => bail!("{n} files were refused and are not in the library"),
    }
}

/// The library in this folder, or the user's own.
pub(super) fn library(folder: Option<PathBuf>) -> anyhow::Result<StudyLibrary> {
    let folder = folder.unwrap_or_else(|| Folders::of_user(None).library());
    Ok(StudyLibrary::open(&folder)?)
}

fn describe(report: &ImportReport) -> String {
    let mut text = format!(
        "new {}, there already {}, kept apart {}, refused {}, not DICOM {}\n",
        report.n_new,
        report.n_known,
        report.conflicts.len(),
        report.refused.len(),
        report.n_other,
    );
    if !report.undecodable.is_empty() {
        text.push_str(&format!(
            "pixels that cannot be decoded: {} files\n",
            report.undecodable.len()
        ));
    }
    text.push_str(&deeds_table(&report.deeds));
    for (flag, n) in &report.flags {
        text.push_str(&format!("flag {:<22} {n:>8} files\n", flag.word()));
    }
    for study in &report.studies {
        text.push_str(&format!(
            "study {}: {} series, {} files\n",
            study.uid,
            study.series.len(),
            study.files.len()
        ));
    }
    text
}
