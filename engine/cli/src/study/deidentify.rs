//! `overread study deidentify`: a folder of DICOM files without identities, and a report of what was done.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args as ArgGroup;
use overread_dicom::{Deed, Deidentifier, FolderReport, Outcome, PixelFlag};
use overread_workstation::{StepProgress, deidentify_folder, random_secret};
use serde_json::json;

use super::choice::{Choice, ProfileWord};
use crate::progress;

#[derive(Debug, Clone, ArgGroup)]
pub(crate) struct Deidentify {
    /// The folder to read, with its subfolders. Nothing in it is changed.
    from: PathBuf,
    /// The folder to write to, new or empty.
    to: PathBuf,
    /// What is removed at all.
    #[arg(long, value_enum, default_value_t = ProfileWord::Basic)]
    profile: ProfileWord,
    #[command(flatten)]
    choice: Choice,
    /// A new file for the report of what was done; JSON if it ends in .json, else text. It names no patient.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// De-identifies the folder; fails if a file of it was refused or nothing was written.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &Deidentify) -> anyhow::Result<()> {
    let secret = match wanted.choice.secret()? {
        Some(secret) => secret,
        None => random_secret().context("no secret can be made")?,
    };
    let report_file = wanted.report.as_deref().map(new_file).transpose()?;
    let deidentifier = Deidentifier::new(wanted.choice.options(wanted.profile), secret);
    let step = StepProgress::default();
    let work = || deidentify_folder(&wanted.from, &wanted.to, &deidentifier, &step);
    let (report, refused) = progress::followed("de-identifying", &step, work)?;
    print!("{}", table(&report));
    for diagnostic in refused.all() {
        eprintln!("{diagnostic}");
    }
    if let (Some(mut file), Some(path)) = (report_file, &wanted.report) {
        let text = if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            format!("{:#}\n", as_json(&report))
        } else {
            table(&report) + &lines(&report)
        };
        file.write_all(text.as_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    match (report.n_written(), report.n_refused()) {
        (0, 0) => bail!("no DICOM files in {}", wanted.from.display()),
        (_, 0) => Ok(()),
        (_, n) => bail!("{n} files were refused and not copied"),
    }
}

/// A file that is not there yet.
fn new_file(path: &Path) -> anyhow::Result<File> {
    File::create_new(path).with_context(|| format!("cannot make {}", path.display()))
}

/// Counts of files, of deeds and of flags.
fn table(report: &FolderReport) -> String {
    let n = |is: fn(&Outcome) -> bool| report.files.iter().filter(|file| is(file)).count();
    let mut text = format!(
        "files {}: written {}, refused {}, twice there {}, not DICOM {}\n",
        report.files.len(),
        report.n_written(),
        report.n_refused(),
        n(|file| matches!(file, Outcome::Duplicate)),
        n(|file| matches!(file, Outcome::NotDicom)),
    );
    text.push_str(&deeds_table(&report.deeds()));
    for (flag, (all, refused)) in report.flags() {
        // Writing into a string does not fail.
        writeln!(
            text,
            "flag {:<22} {all:>8} files, {refused} of them refused",
            flag.word()
        )
        .ok();
    }
    text
}

/// How many attributes each deed was done to.
pub(super) fn deeds_table(deeds: &BTreeMap<Deed, u64>) -> String {
    deeds
        .iter()
        .map(|(deed, n)| format!("attributes {:<16} {n:>8}\n", deed.word()))
        .collect()
}

/// One line a file, by its number in the order of paths.
fn lines(report: &FolderReport) -> String {
    let numbered = (1..).zip(&report.files);
    numbered
        .map(|(number, file): (usize, _)| match file {
            Outcome::Written { to, report } => {
                let flags = words(&report.flags);
                let notes = report.notes.join("; ");
                format!("{number}: {} {flags} {notes}", to.display())
                    .trim_end()
                    .to_owned()
                    + "\n"
            }
            Outcome::Duplicate => format!("{number}: the same as another file\n"),
            Outcome::NotDicom => format!("{number}: not DICOM\n"),
            Outcome::Refused { why, .. } => format!("{number}: refused: {why}\n"),
        })
        .collect()
}

fn words(flags: &[PixelFlag]) -> String {
    let words: Vec<&str> = flags.iter().map(|flag| flag.word()).collect();
    words.join(",")
}

fn as_json(report: &FolderReport) -> serde_json::Value {
    let counts = |deeds: BTreeMap<Deed, u64>| -> BTreeMap<&str, u64> {
        deeds
            .into_iter()
            .map(|(deed, n)| (deed.word(), n))
            .collect()
    };
    let files: Vec<_> = report
        .files
        .iter()
        .map(|file| match file {
            Outcome::Written { to, report } => json!({
                "outcome": "written",
                "to": to.display().to_string(),
                "attributes": counts(report.deeds.iter().map(|(&deed, &n)| (deed, u64::from(n))).collect()),
                "flags": report.flags.iter().map(|flag| flag.word()).collect::<Vec<_>>(),
                "notes": report.notes,
            }),
            Outcome::Duplicate => json!({ "outcome": "duplicate" }),
            Outcome::NotDicom => json!({ "outcome": "not-dicom" }),
            Outcome::Refused { why, flags } => json!({
                "outcome": "refused",
                "why": why,
                "flags": flags.iter().map(|flag| flag.word()).collect::<Vec<_>>(),
            }),
        })
        .collect();
    let flags: BTreeMap<&str, _> = report
        .flags()
        .into_iter()
        .map(|(flag, (all, refused))| (flag.word(), json!({ "files": all, "refused": refused })))
        .collect();
    json!({
        "schema": 1,
        "attributes": counts(report.deeds()),
        "flags": flags,
        "files": files,
    })
}
