//! The proof `eddsa-rdfc-2022`: what is hashed, signed and checked.

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::credential::{Credential, Proof, document_statements, proof_statements};
use crate::multibase::bytes_of_multibase;

/// The digests of a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digests {
    /// Of the proof's options.
    pub(crate) options: [u8; 32],
    /// Of the document.
    pub(crate) document: [u8; 32],
}

impl Digests {
    pub(crate) fn of(document: &Credential, options: &Proof) -> Self {
        Self {
            options: sha256(&proof_statements(options).canonical()),
            document: sha256(&document_statements(document).canonical()),
        }
    }

    /// What is signed.
    pub(crate) fn message(&self) -> [u8; 64] {
        let mut message = [0; 64];
        let (options, document) = message.split_at_mut(32);
        options.copy_from_slice(&self.options);
        document.copy_from_slice(&self.document);
        message
    }
}

pub(crate) fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

#[cfg(test)]
pub(crate) fn sha256_bytes(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether the value of `proof` is a signature of `message` by `key`. Weak keys and malleable signatures are refused.
pub(crate) fn holds(proof: &Proof, message: &[u8], key: &[u8; 32]) -> bool {
    let signature = proof
        .proof_value
        .as_deref()
        .and_then(bytes_of_multibase)
        .and_then(|bytes| <[u8; 64]>::try_from(bytes).ok());
    let Some(signature) = signature else {
        return false;
    };
    is_signed(message, &signature, key)
}

pub(crate) fn is_signed(message: &[u8], signature: &[u8; 64], key: &[u8; 32]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| {
        !key.is_weak()
            && key
                .verify_strict(message, &Signature::from_bytes(signature))
                .is_ok()
    })
}

#[cfg(test)]
mod tests;
