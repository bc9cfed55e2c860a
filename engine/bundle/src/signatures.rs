//! The file `SIGNATURES` of a bundle: detached Ed25519 signatures over its manifest, which pins all other files.
//! Says whether a signature holds, not whether its key is trusted.

use crate::form::Form;
use crate::hex::{bytes_of_hex, hex};
use crate::keys::{KeyBytes, SecretKey};

/// The most bytes of the file.
pub(crate) const MAX_SIGNATURES_BYTES: u64 = 16 << 10;
/// The most signatures of a bundle.
pub const MAX_SIGNATURES: usize = 32;

const HEADER: &str = "overread-signatures 1";
/// One signature of a bundle's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestSignature {
    /// Whose it is.
    pub key: KeyBytes,
    bytes: [u8; 64],
}

impl ManifestSignature {
    /// Signs the manifest of a package of this form.
    #[must_use]
    pub(crate) fn new(form: &Form, key: &SecretKey, manifest: &[u8]) -> Self {
        Self {
            key: key.public().bytes,
            bytes: key.sign(&message(form, manifest)),
        }
    }

    /// Whether it is one of this manifest.
    #[must_use]
    pub(crate) fn fits(&self, form: &Form, manifest: &[u8]) -> bool {
        self.key.verifies(&message(form, manifest), &self.bytes)
    }
}

fn message(form: &Form, manifest: &[u8]) -> Vec<u8> {
    [form.context, manifest].concat()
}

/// Reads the file and checks each signature against the manifest.
///
/// # Errors
/// All faults, each with its line.
pub(crate) fn read(
    form: &Form,
    bytes: &[u8],
    manifest: &[u8],
) -> Result<Vec<ManifestSignature>, Vec<String>> {
    let one = |fault: &str| Err(vec![fault.to_owned()]);
    let Ok(text) = str::from_utf8(bytes) else {
        return one("not UTF-8");
    };
    let Some(body) = text
        .strip_prefix(HEADER)
        .and_then(|rest| rest.strip_prefix('\n'))
    else {
        return one("line 1 must be `overread-signatures 1`");
    };
    if !body.is_empty() && !body.ends_with('\n') {
        return one("the last line is cut off");
    }
    let mut signatures: Vec<ManifestSignature> = Vec::new();
    let mut faults = Vec::new();
    for (line, number) in body.split_terminator('\n').zip(2..) {
        if signatures.len() == MAX_SIGNATURES {
            faults.push(format!("a bundle may have {MAX_SIGNATURES} signatures"));
            break;
        }
        let Some(signature) = signature(line) else {
            faults.push(format!("line {number} must be `ed25519 KEY SIGNATURE`"));
            continue;
        };
        if !signature.fits(form, manifest) {
            faults.push(format!(
                "the signature by key {} is not one of this manifest (line {number}): the manifest or the signature was changed after signing",
                signature.key.id()
            ));
        }
        // In the order of the keys, each once: equal signatures give equal bytes.
        if signatures
            .last()
            .is_some_and(|last| last.key >= signature.key)
        {
            faults.push(format!(
                "line {number} is out of order: each key stands once, by its digits"
            ));
        }
        signatures.push(signature);
    }
    if faults.is_empty() {
        Ok(signatures)
    } else {
        Err(faults)
    }
}

fn signature(line: &str) -> Option<ManifestSignature> {
    let (key, bytes) = line.strip_prefix("ed25519 ")?.split_once(' ')?;
    Some(ManifestSignature {
        key: KeyBytes::from_hex(key)?,
        bytes: bytes_of_hex(bytes)?,
    })
}

/// The bytes of the file for these signatures.
pub(crate) fn written(signatures: &[ManifestSignature]) -> Vec<u8> {
    let mut sorted: Vec<&ManifestSignature> = signatures.iter().collect();
    sorted.sort_by_key(|signature| signature.key);
    let mut text = format!("{HEADER}\n");
    for signature in sorted {
        text.push_str(&format!(
            "ed25519 {} {}\n",
            signature.key.hex(),
            hex(&signature.bytes)
        ));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests;
