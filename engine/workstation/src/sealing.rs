//! What a seal takes from a debriefing: the score, and the hash of the truth that it was scored against.

mod first_form;
mod second_form;

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth};
use overread_seal::{CanonicalError, ScoreFact, SealError, SealInput, canonical, sha256_hex};
use serde_json::{Map, Value, json};

use crate::runner::Debrief;
use crate::score_json::score_json;

/// The word of the second form. The first has none: its hashes stand in manifests as they are.
const SECOND: &str = "overread-truth-2";

/// The digits of a SHA-256.
const N_DIGITS: usize = 64;

/// A form in which truths are written to be hashed. None is ever edited: a sealed hash is compared in its own form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TruthForm {
    /// Lesions without their views, masks without their grids, no facts.
    First,
    /// All that a truth holds.
    Second,
}

impl TruthForm {
    /// The form in which sessions are sealed today.
    pub const NEWEST: Self = Self::Second;

    /// The form of the hash in a manifest; `None` if this version does not know it.
    #[must_use]
    pub fn of_sealed(truth_sha256: &str) -> Option<Self> {
        let (form, digits) = match truth_sha256.split_once(':') {
            None => (Self::First, truth_sha256),
            Some((SECOND, digits)) => (Self::Second, digits),
            Some(_) => return None,
        };
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_hash = digits.len() == N_DIGITS && digits.bytes().all(is_digit);
        is_hash.then_some(form)
    }
}

/// What the manifest of a session holds beside what its journal says.
///
/// # Errors
/// [`SealError::Score`] if score or truth cannot be written as canonical JSON.
pub fn seal_input(debrief: &Debrief, sealed_unix_s: u64) -> Result<SealInput, SealError> {
    let truth = truth_sha256(&debrief.truths, TruthForm::NEWEST);
    let truth = truth.map_err(|error| SealError::Score(error.to_string()))?;
    Ok(SealInput {
        case_sha256: BTreeMap::new(),
        truth_sha256: Some(truth),
        score: Some(ScoreFact::of(&score_json(&debrief.score))?),
        sealed_unix_s,
    })
}

/// SHA-256 of the canonical JSON of all truths, lower-case hex, after the word of the form and a colon: equal truths have
/// equal hashes on every machine.
///
/// A sealed hash is compared with the one of the form that it states ([`TruthForm::of_sealed`]).
/// Meanings of codes are for people and are not hashed: scheme and value name the concept.
///
/// # Errors
/// [`CanonicalError`] if the truths cannot be written as canonical JSON.
pub fn truth_sha256(
    truths: &BTreeMap<CaseId, CaseTruth>,
    form: TruthForm,
) -> Result<String, CanonicalError> {
    let cases = |of_case: fn(&CaseTruth) -> Value| {
        let written = truths.iter();
        let written = written.map(|(case, truth)| (case.as_str().to_owned(), of_case(truth)));
        Value::Object(written.collect::<Map<_, _>>())
    };
    match form {
        TruthForm::First => Ok(sha256_hex(&canonical(&cases(first_form::case))?)),
        TruthForm::Second => {
            let all = json!({ "form": SECOND, "cases": cases(second_form::case) });
            Ok(format!("{SECOND}:{}", sha256_hex(&canonical(&all)?)))
        }
    }
}

#[cfg(test)]
mod tests;
