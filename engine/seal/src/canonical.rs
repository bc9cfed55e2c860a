//! JSON in its canonical form (RFC 8785), by which it is hashed and signed.

use serde_json::Value;

use crate::hex::sha256;
use crate::merkle::Hash;

/// A value that has no canonical form.
#[derive(Debug, thiserror::Error)]
#[error("cannot be written as canonical JSON: {0}")]
pub struct CanonicalError(#[from] serde_json::Error);

/// The canonical text of a value.
///
/// # Errors
/// If a number in it is not finite, which no JSON text can say.
pub fn canonical(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    Ok(serde_json_canonicalizer::to_vec(value)?)
}

/// SHA-256 of the canonical text.
pub(crate) fn canonical_sha256(value: &Value) -> Result<Hash, CanonicalError> {
    canonical(value).map(|text| sha256(&text))
}
