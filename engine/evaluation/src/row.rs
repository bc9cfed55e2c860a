//! One study and what one service said about it, as a line of JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The version of the lines.
pub const SCHEMA: u32 = 1;

/// One line: equal studies and services give equal lines but for `seconds`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Id of the service.
    pub service: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its bundle, where it has one.
    pub digest: Option<String>,
    /// The study, e.g. `chest-ct/medium/900001`; unique in a set.
    pub case: String,
    /// Kind of the study, e.g. `chest-ct`.
    pub kind: String,
    /// How hard the study is, where that is known.
    pub difficulty: Option<String>,
    /// What subgroups are made of: name and value, e.g. `sex` and `F`.
    pub groups: BTreeMap<String, String>,
    /// The codes of the service's targets that are in the study, as `SCHEME:VALUE`.
    pub present: Vec<String>,
    /// The lesions of the service's targets.
    pub lesions: Vec<LesionRow>,
    /// What came of the job.
    pub status: Status,
    /// Why the service did not run, or how it failed.
    pub reason: Option<String>,
    /// How long the job took.
    pub seconds: Option<f64>,
    /// The probability for the study as a whole.
    pub probability: Option<f64>,
    /// Whether the service calls the study positive.
    pub is_positive: Option<bool>,
    /// The score of each target, as `SCHEME:VALUE`.
    pub scores: BTreeMap<String, f64>,
    /// The findings on targets.
    pub marks: Vec<MarkRow>,
    /// Overlap of the findings' masks with the lesions' masks (Dice), where both have some.
    pub dice: Option<f64>,
    /// Measured values beside the true ones.
    pub numbers: Vec<NumberRow>,
    /// Categories beside the true ones.
    pub categories: Vec<CategoryRow>,
}

/// What came of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The service read the study.
    Done,
    /// The service declined.
    NotRun,
    /// The service broke.
    Failed,
}

/// A lesion of the truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LesionRow {
    /// Its code, as `SCHEME:VALUE`.
    pub code: String,
    /// Radius of the sphere or disc of equal size, mm.
    pub radius_mm: f64,
}

/// A finding of the service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkRow {
    /// Its code, as `SCHEME:VALUE`.
    pub code: String,
    /// Its probability; 1 where the service gives none.
    pub score: f64,
    /// Index of the lesion that it is on.
    pub lesion: Option<usize>,
    /// Whether it has a place in the images.
    pub is_placed: bool,
}

/// A measured value beside the true one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRow {
    /// What was measured, as `SCHEME:VALUE`.
    pub code: String,
    /// What it is called.
    pub meaning: String,
    /// The UCUM unit.
    pub ucum: String,
    /// What is true.
    pub truth: f64,
    /// What the service said.
    pub said: f64,
}

/// A category beside the true one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRow {
    /// The scale.
    pub scale: String,
    /// What is true.
    pub truth: String,
    /// What the service said.
    pub said: String,
}

/// Why a line is no row.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// It is not the JSON of a row.
    #[error("line {line}: {source}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        source: serde_json::Error,
    },
    /// It was written by another version.
    #[error("line {line}: expected schema {SCHEMA}, found {found}")]
    Schema {
        /// The line, from 1.
        line: usize,
        /// The version found.
        found: u32,
    },
}

impl Row {
    /// The row as one line, without its end.
    ///
    /// # Errors
    /// [`RowError::Json`] for numbers that JSON cannot hold.
    pub fn to_line(&self) -> Result<String, RowError> {
        serde_json::to_string(self).map_err(|source| RowError::Json { line: 0, source })
    }

    /// All rows of a text of lines. A last line without its end is left out: it was cut off while being written.
    ///
    /// # Errors
    /// [`RowError`] names the first line that is no row.
    pub fn read_all(text: &str) -> Result<Vec<Self>, RowError> {
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let lines = whole.lines().enumerate().map(|(idx, line)| {
            let line_number = idx + 1;
            let row: Self = serde_json::from_str(line).map_err(|source| RowError::Json {
                line: line_number,
                source,
            })?;
            if row.schema == SCHEMA {
                Ok(row)
            } else {
                Err(RowError::Schema {
                    line: line_number,
                    found: row.schema,
                })
            }
        });
        lines.collect()
    }
}
