//! `overread session export`: ended sessions as tables, and in the layouts of statistics programs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args as ArgGroup, ValueEnum};
use overread_store::{ExportFile, SessionFolder, sessions_in};
use overread_workstation::{debrief_with, export_of, grades_beside, score_json};

use super::{beside, scenario_of};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layout {
    /// Long tables: reads, marks, answers, cases, readers, modalities.
    Csv,
    /// Each session's events, one a line, and its score.
    Json,
    /// Case ratings as iMRMC reads them.
    Imrmc,
    /// Marks as RJafroc reads them.
    Rjafroc,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Export {
    /// Sessions, or folders of sessions.
    #[arg(required = true)]
    sessions: Vec<PathBuf>,
    /// The folder to write to; it must not hold such files yet.
    #[arg(long)]
    out: PathBuf,
    /// What is written; all of it if not given.
    #[arg(long = "as", value_enum, value_delimiter = ',')]
    layouts: Vec<Layout>,
}

/// Exports and says what was written.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn run(wanted: &Export) -> anyhow::Result<()> {
    let folders = folders_of(&wanted.sessions)?;
    let export = export_of(&folders)?;
    let is_wanted = |layout| wanted.layouts.is_empty() || wanted.layouts.contains(&layout);
    let mut files: Vec<ExportFile> = Vec::new();
    if is_wanted(Layout::Csv) {
        files.extend(export.csv());
    }
    if is_wanted(Layout::Imrmc) {
        files.push(export.imrmc());
    }
    if is_wanted(Layout::Rjafroc) {
        files.push(export.rjafroc()?);
    }
    std::fs::create_dir_all(&wanted.out)
        .with_context(|| format!("cannot create {}", wanted.out.display()))?;
    for file in &files {
        write_new(&wanted.out.join(file.name), &file.bytes)?;
        println!("{}", wanted.out.join(file.name).display());
    }
    if is_wanted(Layout::Json) {
        for folder in &folders {
            for (name, text) in texts(folder)? {
                let path = wanted.out.join(name);
                write_new(&path, text.as_bytes())?;
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}

/// The sessions that are named, each once; a path without any is a mistake, and not left out in silence.
fn folders_of(named: &[PathBuf]) -> anyhow::Result<Vec<SessionFolder>> {
    let (mut folders, mut known) = (Vec::new(), BTreeSet::new());
    for path in named {
        let folder = SessionFolder::at(path);
        let found = if folder.journal_path().is_file() {
            vec![folder]
        } else {
            sessions_in(path)?
        };
        if found.is_empty() {
            bail!("no session in {}", path.display());
        }
        for folder in found {
            let place = std::fs::canonicalize(folder.path());
            let place = place.unwrap_or_else(|_| folder.path().to_owned());
            if known.insert(place) {
                folders.push(folder);
            }
        }
    }
    Ok(folders)
}

/// The events of a session as JSON lines, and its score.
fn texts(folder: &SessionFolder) -> anyhow::Result<Vec<(String, String)>> {
    let path = folder.journal_path();
    let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = String::new();
    for leaf in overread_seal::leaves(&bytes).leaves {
        lines.push_str(&String::from_utf8_lossy(leaf.payload));
        lines.push('\n');
    }
    let journal = overread_store::JournalReader::read(&path)?;
    let scenario = scenario_of(&journal, &beside(&path))?;
    let grades = grades_beside(&path, &journal.plan)?;
    let debrief = debrief_with(&journal.plan, &scenario, &journal.events, grades)?;
    let session = journal.plan.session;
    Ok(vec![
        (format!("{session}.events.jsonl"), lines),
        (format!("{session}.score.json"), score_json(&debrief.score)),
    ])
}

/// Writes a file that is not there yet: nothing is overwritten.
fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path);
    let mut file = file.with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(bytes)
        .with_context(|| format!("cannot write {}", path.display()))
}
