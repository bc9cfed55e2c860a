//! What a seal takes from a debriefing: the score, and the hash of the truth that it was scored against.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth, Lesion};
use overread_seal::{CanonicalError, ScoreFact, SealError, SealInput, canonical, sha256_hex};
use serde_json::{Value, json};

use crate::runner::Debrief;
use crate::score_json::score_json;

/// What the manifest of a session holds beside what its journal says.
///
/// # Errors
/// [`SealError::Score`] if a number of the score or of the truth is not finite.
pub fn seal_input(debrief: &Debrief, sealed_unix_s: u64) -> Result<SealInput, SealError> {
    let truth = truth_sha256(&debrief.truths);
    let truth = truth.map_err(|error| SealError::Score(error.to_string()))?;
    Ok(SealInput {
        case_sha256: BTreeMap::new(),
        truth_sha256: Some(truth),
        score: Some(ScoreFact::of(&score_json(&debrief.score))?),
        sealed_unix_s,
    })
}

/// SHA-256 of the canonical JSON of all truths, lower-case hex: equal truths have equal hashes on every machine.
///
/// # Errors
/// [`CanonicalError`] if a number is not finite.
pub fn truth_sha256(truths: &BTreeMap<CaseId, CaseTruth>) -> Result<String, CanonicalError> {
    let of_case = |(case, truth): (&CaseId, &CaseTruth)| {
        let lesions: Vec<Value> = truth.lesions.iter().map(lesion).collect();
        (case.as_str().to_owned(), Value::Array(lesions))
    };
    let all: Value = Value::Object(truths.iter().map(of_case).collect());
    Ok(sha256_hex(&canonical(&all)?))
}

fn lesion(lesion: &Lesion) -> Value {
    let category = lesion.category.as_ref();
    let mask = lesion.mask.as_ref().map(|mask| {
        let runs: Vec<String> = mask.runs.iter().map(u32::to_string).collect();
        sha256_hex(runs.join(" ").as_bytes())
    });
    json!({
        "id": lesion.id.as_str(),
        "code": [lesion.code.scheme, lesion.code.value],
        "centre_mm": lesion.centre.to_array(),
        "radius_mm": lesion.radius_mm,
        "type": lesion.nodule_type.map(|kind| format!("{kind:?}")),
        "laterality": lesion.laterality.map(|side| format!("{side:?}")),
        "category": category.map(|category| [category.scale.as_str(), category.value.as_str()]),
        "weight": lesion.weight,
        "mask_runs_sha256": mask,
    })
}

#[cfg(test)]
mod tests;
