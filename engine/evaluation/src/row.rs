//! One study and what one service said about it, as a line of JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::defect::{Defect, Refusal};

/// The version of the lines that are written. Lines of version 1, which lack the keys from `unstated` on, are read too.
pub const SCHEMA: u32 = 2;

/// One line: equal studies and services give equal lines but for `seconds` and `opening_seconds`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// [`SCHEMA`], or 1 for an earlier line.
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
    /// Targets of which nobody says whether they are in the study, as `SCHEME:VALUE`: no figure of theirs counts it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unstated: Vec<String>,
    /// At or above it the study's probability counts as positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
    /// How long it took to open the study before the job, where it came from files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_seconds: Option<f64>,
    /// Why the service declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
    /// The technical defects that can be told without a person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub defects: Vec<Defect>,
    /// The day of the study, `YYYY-MM-DD`, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// SHA-256 of what was said of the study besides its images: with another truth the row is made anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<String>,
    /// What is odd about the study or its truth, for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
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
    /// The study could not be opened, so that nothing was asked of the service: no word against it.
    NotOpened,
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
    /// It is not the JSON of a row, or cannot be written as such.
    #[error("line {line}: {source}")]
    Json {
        /// The line, from 1; 0 for a row that is written, which has none yet.
        line: usize,
        /// What the reader says.
        source: serde_json::Error,
    },
    /// It was written by another version.
    #[error("line {line}: expected schema 1 to {SCHEMA}, found {found}")]
    Schema {
        /// The line, from 1.
        line: usize,
        /// The version found.
        found: u32,
    },
}

impl Row {
    /// Whether a target is in the study; `None` where nobody says.
    #[must_use]
    pub fn is_present(&self) -> Option<bool> {
        match (self.present.is_empty(), self.unstated.is_empty()) {
            (false, _) => Some(true),
            (true, true) => Some(false),
            (true, false) => None,
        }
    }

    /// Whether the truth says where everything is that is in the study.
    #[must_use]
    pub fn is_located(&self) -> bool {
        self.is_present()
            .is_some_and(|is_present| !is_present || !self.lesions.is_empty())
    }

    /// From the study's files to the result, seconds.
    #[must_use]
    pub fn total_seconds(&self) -> Option<f64> {
        let job = self.seconds?;
        Some(job + self.opening_seconds.unwrap_or(0.0))
    }

    /// The row as one line, without its end.
    ///
    /// # Errors
    /// [`RowError::Json`] of line 0 if it cannot be written. NaN and infinities become `null`.
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
            if (1..=SCHEMA).contains(&row.schema) {
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

#[cfg(test)]
mod tests;
