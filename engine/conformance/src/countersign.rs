//! A reviewer's signature under a report: Ed25519 over the bytes of its JSON, in a file beside it. Trusts nobody.

use overread_bundle::{KeyRole, PublicKey, SecretKey};

/// First line of the file.
const HEADER: &str = "overread-report-signature 1";
/// What stands before the report in the signed message: a signature under a report is one under nothing else.
const CONTEXT: &[u8] = b"overread conformance report 1\n";
/// The most bytes of such a file.
const MAX_BYTES: usize = 1024;

/// Why a report is not signed, or its signature does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CountersignError {
    /// Reports are signed by reviewers.
    #[error("a reviewer's key signs a report, this one is of the role {found}")]
    Role {
        /// The key's role.
        found: KeyRole,
    },
    /// The signature's file is none.
    #[error("not the signature of a report: {why}")]
    Form {
        /// What is wrong with it.
        why: String,
    },
    /// The report is not the one that was signed.
    #[error("the signature does not hold: the report was changed, or another one was signed")]
    Broken,
}

/// The text of the file that holds the signature under these bytes of a report.
///
/// # Errors
/// [`CountersignError::Role`] if the key is no reviewer's.
pub fn countersign(report: &[u8], key: &SecretKey) -> Result<String, CountersignError> {
    let public = key.public();
    check_role(&public)?;
    let signature = key.sign(&message(report));
    let digits: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{HEADER}\n{}\n{digits}\n", public.line()))
}

/// Who signed these bytes of a report; whether to trust that key is for the caller to say.
///
/// # Errors
/// [`CountersignError`] if the text is no such signature, or it does not hold.
pub fn countersigned_by(report: &[u8], signature: &str) -> Result<PublicKey, CountersignError> {
    let form = |why: &str| CountersignError::Form {
        why: why.to_owned(),
    };
    if signature.len() > MAX_BYTES {
        return Err(form("too long"));
    }
    let lines: Vec<&str> = signature.lines().collect();
    let [HEADER, key, digits] = lines[..] else {
        return Err(form(
            "expected its first line, a public key and a signature",
        ));
    };
    let key = PublicKey::parse(key).map_err(|error| CountersignError::Form {
        why: error.to_string(),
    })?;
    check_role(&key)?;
    let bytes = bytes_of(digits).ok_or_else(|| form("128 hexadecimal digits expected"))?;
    if key.bytes.verifies(&message(report), &bytes) {
        Ok(key)
    } else {
        Err(CountersignError::Broken)
    }
}

fn check_role(key: &PublicKey) -> Result<(), CountersignError> {
    match &key.role {
        KeyRole::Reviewer => Ok(()),
        KeyRole::Vendor(_) | KeyRole::Site => Err(CountersignError::Role {
            found: key.role.clone(),
        }),
    }
}

fn message(report: &[u8]) -> Vec<u8> {
    [CONTEXT, report].concat()
}

fn bytes_of(digits: &str) -> Option<[u8; 64]> {
    let mut bytes = [0; 64];
    if digits.len() != 2 * bytes.len() || !digits.is_ascii() {
        return None;
    }
    for (idx, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * idx..2 * idx + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
