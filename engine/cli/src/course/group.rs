//! `overread course group`: an educator's page and tables over the logs of many learners.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use overread_learning::{Damaged, Group, GroupLog, PageLanguage, group_page, group_table};
use overread_store::LearnerLog;
use overread_workstation::{Folders, course_folders, read_course, unix_seconds};

use crate::scenario::print;

/// The largest log that is read: years of work need less.
const MAX_LOG_BYTES: u64 = 64 * 1024 * 1024;
/// The most logs of one call.
const MAX_LOGS: usize = 5000;
/// How deep folders are searched for logs.
const MAX_DEPTH: u32 = 6;

#[derive(Debug, Args)]
pub(crate) struct GroupArgs {
    /// Logs of learners (learner.log, learner-READER.log), or folders that hold them.
    #[arg(required = true)]
    logs: Vec<PathBuf>,
    /// The page that is written (HTML); one that is there is replaced.
    #[arg(long)]
    out: PathBuf,
    /// A folder for the same as tables: competencies.csv, group.csv and learners.csv.
    #[arg(long)]
    tables: Option<PathBuf>,
    /// The folder of the course; the first that is found if not given.
    #[arg(long)]
    course: Option<PathBuf>,
    /// The language of the page.
    #[arg(long, value_enum, default_value_t = Language::En)]
    language: Language,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
}

/// Reads the logs, writes page and tables, and names each log that gave nothing.
///
/// # Errors
/// If there is no course or no log at all, or something cannot be written. Damaged logs are no error.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn run(wanted: &GroupArgs) -> anyhow::Result<()> {
    let folder = match &wanted.course {
        Some(folder) => folder.clone(),
        None => course_folders(&Folders::of_user(None))
            .into_iter()
            .next()
            .context("no course was found; --course names one")?,
    };
    let course = read_course(&folder)?
        .course
        .with_context(|| format!("{} cannot be used as a course", folder.display()))?;
    let mut files = Vec::new();
    for path in &wanted.logs {
        if path.is_dir() {
            search(path, MAX_DEPTH, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        bail!(
            "no log was found: the log of a learner is called learner.log, or learner-READER.log"
        );
    }
    if files.len() > MAX_LOGS {
        bail!("expected at most {MAX_LOGS} logs, found {}", files.len());
    }
    let (mut logs, mut damaged) = (Vec::new(), Vec::new());
    for file in &files {
        match read(file) {
            Ok(log) => logs.push(log),
            Err(reason) => {
                eprintln!("{}: not counted: {reason}", file.display());
                damaged.push(Damaged {
                    source: file.display().to_string(),
                    reason,
                });
            }
        }
    }
    let group = Group::of(&course, logs, damaged);
    let language = match wanted.language {
        Language::En => PageLanguage::En,
        Language::Ru => PageLanguage::Ru,
    };
    let page = group_page(&course, &group, language, unix_seconds());
    write(&wanted.out, &page)?;
    if let Some(folder) = &wanted.tables {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for (name, text) in group_table(&course, &group) {
            write(&folder.join(name), &text)?;
        }
    }
    print(&format!(
        "{}: learners: {}, from {} of {} logs\n",
        wanted.out.display(),
        group.learners.len(),
        files.len() - group.damaged.len(),
        files.len()
    ));
    Ok(())
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The logs of a folder and those in it, in the order of their paths; links are not followed.
fn search(folder: &Path, depth: u32, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let kind = entry.file_type();
        paths.push((entry.path(), kind.is_ok_and(|kind| kind.is_dir())));
    }
    paths.sort();
    for (path, is_folder) in paths {
        if is_folder && depth > 0 {
            search(&path, depth - 1, files)?;
        } else if path.extension().is_some_and(|ext| ext == "log") && path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// A log, or why it gives nothing.
fn read(file: &Path) -> Result<GroupLog, String> {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > MAX_LOG_BYTES {
        return Err(format!(
            "expected at most {MAX_LOG_BYTES} bytes, found {size}"
        ));
    }
    let record = LearnerLog::read(file).map_err(|error| error.to_string())?;
    Ok(GroupLog {
        source: file.display().to_string(),
        learner: record.learner,
        events: record.events,
        note: record.torn.map(|torn| {
            format!(
                "a torn record at the end was left out: {} bytes",
                torn.lost_bytes
            )
        }),
    })
}
