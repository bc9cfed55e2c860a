//! A recorded AI result as a file of its own, JSON of version 1: what `overread ai import` writes and scenarios name.

use overread_base::AiResult;
use serde::{Deserialize, Serialize};

use crate::ai_json::AiResultJson;
use crate::base_json::ValueError;

/// The version of the file.
const SCHEMA: u32 = 1;
/// The word by which the file is known.
const KIND: &str = "overread-recorded-result";

/// Why a file is not a recorded result.
#[derive(Debug, thiserror::Error)]
#[error("not a recorded AI result: {0}")]
pub struct RecordedJsonError(String);

/// One file that a recorded result was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SourceJson {
    name: String,
    sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct RecordedJson {
    kind: String,
    schema: u32,
    /// For whoever opens the file.
    purpose: String,
    /// The files that it was read from, by name.
    sources: Vec<SourceJson>,
    result: AiResultJson,
}

/// A recorded result as indented JSON; `sources` are names and SHA-256 of the files that it was read from.
///
/// # Errors
/// [`RecordedJsonError`] if a number in the result is not finite.
pub fn recorded_result_json(
    result: &AiResult,
    sources: &[(String, String)],
) -> Result<String, RecordedJsonError> {
    let source = |(name, sha256): &(String, String)| SourceJson {
        name: name.clone(),
        sha256: sha256.clone(),
    };
    let json = RecordedJson {
        kind: KIND.to_owned(),
        schema: SCHEMA,
        purpose: "for training and examination only, not for diagnosis".to_owned(),
        sources: sources.iter().map(source).collect(),
        result: result.into(),
    };
    serde_json::to_string_pretty(&json).map_err(|error| RecordedJsonError(error.to_string()))
}

/// Reads a recorded result. Its places and numbers are not judged here.
///
/// # Errors
/// [`RecordedJsonError`] names what is missing or different, with line and column.
pub fn read_recorded_result(text: &str) -> Result<AiResult, RecordedJsonError> {
    let json: RecordedJson =
        serde_json::from_str(text).map_err(|error| RecordedJsonError(error.to_string()))?;
    if json.kind != KIND || json.schema != SCHEMA {
        return Err(RecordedJsonError(format!(
            "expected kind {KIND} and schema {SCHEMA}, found {:?} and {}",
            json.kind, json.schema
        )));
    }
    json.result
        .try_into()
        .map_err(|ValueError(why)| RecordedJsonError(why))
}

#[cfg(test)]
mod tests;
