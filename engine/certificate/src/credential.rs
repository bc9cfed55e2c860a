//! The Open Badges 3.0 credential: one fixed shape, so that nothing in it is unsigned and nothing has to be looked up.
//!
//! JSON, statements and facts say the same: [`wire::Credential`] is the JSON, `statements` what is signed of it,
//! `reading` the way back. A document with one key more or less is refused.

mod reading;
mod statements;
pub(crate) mod wire;
mod writing;

use crate::certificate::Certificate;
use crate::faults::FactError;

pub(crate) use statements::{document_statements, proof_statements};
pub(crate) use wire::{Credential, Proof};
pub(crate) use writing::{credential, proof_options};

/// The longest credential that is read.
pub const MAX_CREDENTIAL_BYTES: usize = 128 * 1024;

/// Why a text is no credential of this shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialError {
    /// Larger than any that we write.
    #[error("expected at most {MAX_CREDENTIAL_BYTES} bytes of JSON, found {0}")]
    TooLong(usize),
    /// No JSON, or other keys.
    #[error("not a credential of this form: {0}")]
    Json(String),
    /// A context that we do not know: what it would make of the words is unknown.
    #[error("unknown context: expected {expected:?}, found {found:?}")]
    Context {
        /// Ours.
        expected: Vec<String>,
        /// The document's.
        found: Vec<String>,
    },
    /// A value of another form.
    #[error("{place}: expected {expected}, found {found:?}")]
    Value {
        /// Where in the document.
        place: String,
        /// The form.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// Facts that no certificate states.
    #[error(transparent)]
    Fact(#[from] FactError),
}

/// Reads a credential: its facts and its proof. Whether the proof holds is not looked at.
pub(crate) fn read(json: &[u8]) -> Result<(Certificate, Credential, Proof), CredentialError> {
    if json.len() > MAX_CREDENTIAL_BYTES {
        return Err(CredentialError::TooLong(json.len()));
    }
    let found: Credential =
        serde_json::from_slice(json).map_err(|error| CredentialError::Json(error.to_string()))?;
    reading::facts(found)
}

#[cfg(test)]
mod tests;
