//! The results of a reader study on the disk become reads: folders of sessions, and tables that an export wrote.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use overread_analysis::{ExportTexts, Read, Sitting, TextError, read_of, reads_of_tables};
use overread_base::CaseId;
use overread_exam::Observation;
use overread_scenario::{AnswerValue, QuestionId};
use overread_store::{ExportSession, SessionFolder, StoreError, sessions_in};

use crate::exporting::{ExportError, export_one};
use crate::ground::Grounds;

/// The largest table that is read, bytes.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// The table without which a folder is no export.
const READS: &str = "reads.csv";

/// The reads of all results that were named.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The reads.
    pub reads: Vec<Read>,
    /// Sessions that could not be read, each with its reason; the others count all the same.
    pub skipped: Vec<SkippedSession>,
}

/// A session that could not be read.
#[derive(Debug)]
pub struct SkippedSession {
    /// Its folder.
    pub path: PathBuf,
    /// Why.
    pub reason: ExportError,
}

/// Why results cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatheringError {
    /// A folder cannot be listed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is neither a session nor an export.
    #[error("no session, and no reads.csv of an export ({})", .0.display())]
    Nothing(PathBuf),
    /// A table cannot be read.
    #[error("cannot read the table: {reason} ({})", .path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: std::io::Error,
    },
    /// A table is larger than any study.
    #[error("the table is larger than {MOST_BYTES} bytes ({})", .0.display())]
    TooLarge(PathBuf),
    /// What stands in a table is not what an export writes.
    #[error("{fault} ({})", .path.display())]
    Text {
        /// What is wrong, with its place.
        fault: TextError,
        /// The folder of the tables.
        path: PathBuf,
    },
}

/// Reads everything that the paths hold: a session, a folder of sessions, or the tables of `session export`.
///
/// A session that is broken or has not ended is left out and named; it takes nothing else with it.
///
/// # Errors
/// [`GatheringError`] of the first path that holds nothing of the kind, or whose tables are broken.
pub fn gather_reads(paths: &[PathBuf]) -> Result<Gathered, GatheringError> {
    let mut gathered = Gathered::default();
    let mut known = BTreeMap::new();
    for path in paths {
        let one = SessionFolder::at(path);
        let folders = if one.journal_path().is_file() {
            vec![one]
        } else {
            sessions_in(path)?
        };
        let has_tables = path.join(READS).is_file();
        if folders.is_empty() && !has_tables {
            return Err(GatheringError::Nothing(path.clone()));
        }
        for folder in &folders {
            match reads_of(folder, &mut known) {
                Ok(reads) => gathered.reads.extend(reads),
                Err(reason) => gathered.skipped.push(SkippedSession {
                    path: folder.path().to_owned(),
                    reason,
                }),
            }
        }
        // Sessions beside their own export would count twice.
        if folders.is_empty() {
            gathered.reads.extend(reads_of_folder(path)?);
        }
    }
    Ok(gathered)
}

fn reads_of(
    folder: &SessionFolder,
    known: &mut BTreeMap<[u8; 32], Grounds>,
) -> Result<Vec<Read>, ExportError> {
    let (session, _) = export_one(folder, known)?;
    let [id, scenario, reader] = [
        session.plan.session.to_string(),
        session.plan.scenario.to_string(),
        session.plan.reader.to_string(),
    ];
    let sitting = Sitting {
        session: &id,
        scenario: &scenario,
        started_unix_s: session.started_unix_s,
        reader: &reader,
    };
    let rows = session.observations.iter();
    Ok(rows.map(|row| read_in(sitting, row, &session)).collect())
}

fn read_in(sitting: Sitting<'_>, row: &Observation, session: &ExportSession) -> Read {
    let marked = |question: &QuestionId| {
        let place: (CaseId, QuestionId) = (row.case.clone(), question.clone());
        session.marked.get(&place)
    };
    let key = |question: &QuestionId| -> Option<&AnswerValue> { marked(question)?.key.as_ref() };
    let shares = |question: &QuestionId| {
        let marked = marked(question)?;
        Some([marked.first, marked.last])
    };
    let unit = |question: &QuestionId| session.plan.design.unit_of(&row.case, question);
    read_of(sitting, row, key, shares, unit)
}

fn reads_of_folder(folder: &Path) -> Result<Vec<Read>, GatheringError> {
    let reads = text(&folder.join(READS))?;
    let optional = |name: &str| {
        let path = folder.join(name);
        if path.is_file() {
            text(&path)
        } else {
            Ok(String::new())
        }
    };
    let [marks, answers] = [optional("marks.csv")?, optional("answers.csv")?];
    let texts = ExportTexts {
        reads: &reads,
        marks: &marks,
        answers: &answers,
    };
    reads_of_tables(texts).map_err(|fault| GatheringError::Text {
        fault,
        path: folder.to_owned(),
    })
}

fn text(path: &Path) -> Result<String, GatheringError> {
    let failed = |reason| GatheringError::Table {
        path: path.to_owned(),
        reason,
    };
    let file = File::open(path).map_err(failed)?;
    let mut text = String::new();
    file.take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(failed)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(GatheringError::TooLarge(path.to_owned()));
    }
    Ok(text)
}
