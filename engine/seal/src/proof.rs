//! Signatures over JSON documents as data integrity proofs of the suite `eddsa-jcs-2022` (W3C, vc-di-eddsa).
//!
//! Signed is `SHA-256(canonical proof without its value) || SHA-256(canonical document without its proofs)`. Several
//! proofs stand beside each other, each over the document alone; their keys are `did:key`.

use serde_json::{Map, Value, json};

use crate::canonical::canonical_sha256;
use crate::error::SealError;
use crate::keys::{PublicKey, SecretKey};

/// The most proofs that a document may carry.
const MOST_PROOFS: usize = 16;

/// The multicodec of an Ed25519 public key.
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];

/// One proof of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedProof {
    /// Whose signature it is.
    pub key: PublicKey,
    /// When it was made, in the words of who signed.
    pub created: String,
    /// Whether the signature is one over this document by this key.
    pub is_valid: bool,
}

/// Adds a signature to a document; `created` is a date and time as `2026-11-25T10:47:58Z`.
///
/// # Errors
/// [`SealError::Proof`] if the document is no JSON object, or its proofs are none.
pub fn add_proof(document: &mut Value, key: &SecretKey, created: &str) -> Result<(), SealError> {
    let (bare, mut proofs) = parted(document)?;
    if proofs.len() >= MOST_PROOFS {
        return Err(SealError::Proof(format!(
            "expected at most {MOST_PROOFS} signatures"
        )));
    }
    let name = multibase_key(&key.public());
    let mut proof = Map::new();
    for (field, value) in [
        ("type", "DataIntegrityProof"),
        ("cryptosuite", "eddsa-jcs-2022"),
        ("created", created),
        ("verificationMethod", &format!("did:key:{name}#{name}")),
        ("proofPurpose", "assertionMethod"),
    ] {
        proof.insert(field.to_owned(), json!(value));
    }
    if let Some(context) = bare.get("@context") {
        proof.insert("@context".to_owned(), context.clone());
    }
    let signature = key.sign(&signed_bytes(&bare, &proof)?);
    proof.insert("proofValue".to_owned(), json!(multibase(&signature)));
    proofs.push(proof);
    let mut signed = bare;
    let mut proofs: Vec<Value> = proofs.into_iter().map(Value::Object).collect();
    let value = if proofs.len() == 1 {
        proofs.remove(0)
    } else {
        Value::Array(proofs)
    };
    signed.insert("proof".to_owned(), value);
    *document = Value::Object(signed);
    Ok(())
}

/// All signatures of a document, each checked. None is no error: the document is then unsigned.
///
/// # Errors
/// [`SealError::Proof`] if a proof is not one of this suite, or names no key.
pub fn check_proofs(document: &Value) -> Result<Vec<CheckedProof>, SealError> {
    let (bare, proofs) = parted(document)?;
    proofs
        .into_iter()
        .map(|mut proof| {
            let value = proof.remove("proofValue");
            let signature = value
                .as_ref()
                .and_then(Value::as_str)
                .and_then(bytes_of_multibase::<64>)
                .ok_or_else(|| {
                    SealError::Proof("expected 64 bytes in base58 as `proofValue`".to_owned())
                })?;
            let text = |field: &str| proof.get(field).and_then(Value::as_str);
            for (field, expected) in [
                ("type", "DataIntegrityProof"),
                ("cryptosuite", "eddsa-jcs-2022"),
                ("proofPurpose", "assertionMethod"),
            ] {
                if text(field) != Some(expected) {
                    return Err(SealError::Proof(format!("expected {field} `{expected}`")));
                }
            }
            let key = text("verificationMethod").and_then(key_of_method);
            let key = key.ok_or_else(|| {
                SealError::Proof("expected an Ed25519 `did:key` as `verificationMethod`".to_owned())
            })?;
            // A context of the proof that is not the document's would be another proof.
            let fits = proof
                .get("@context")
                .is_none_or(|context| bare.get("@context") == Some(context));
            let is_valid = fits && key.verifies(&signed_bytes(&bare, &proof)?, &signature);
            Ok(CheckedProof {
                key,
                created: text("created").unwrap_or_default().to_owned(),
                is_valid,
            })
        })
        .collect()
}

/// The document without its proofs, and these.
fn parted(document: &Value) -> Result<(Map<String, Value>, Vec<Map<String, Value>>), SealError> {
    let object = document
        .as_object()
        .ok_or_else(|| SealError::Proof("the document is no JSON object".to_owned()))?;
    let mut bare = object.clone();
    let proofs = match bare.remove("proof") {
        None => Vec::new(),
        Some(proofs) if proofs.is_array() => proofs.as_array().cloned().unwrap_or_default(),
        Some(one) => vec![one],
    };
    if proofs.len() > MOST_PROOFS {
        return Err(SealError::Proof(format!(
            "expected at most {MOST_PROOFS} signatures, found {}",
            proofs.len()
        )));
    }
    let object = |proof: Value| {
        proof
            .as_object()
            .cloned()
            .ok_or_else(|| SealError::Proof("a proof is no JSON object".to_owned()))
    };
    let proofs = proofs.into_iter().map(object).collect::<Result<_, _>>()?;
    Ok((bare, proofs))
}

fn signed_bytes(
    bare: &Map<String, Value>,
    proof: &Map<String, Value>,
) -> Result<[u8; 64], SealError> {
    let hash = |object: &Map<String, Value>| {
        canonical_sha256(&Value::Object(object.clone()))
            .map_err(|error| SealError::Proof(error.to_string()))
    };
    let mut bytes = [0; 64];
    bytes[..32].copy_from_slice(&hash(proof)?);
    bytes[32..].copy_from_slice(&hash(bare)?);
    Ok(bytes)
}

fn multibase(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

fn bytes_of_multibase<const N: usize>(text: &str) -> Option<[u8; N]> {
    // Base58 takes time by the square of its length.
    let digits = text
        .strip_prefix('z')
        .filter(|digits| digits.len() <= 128)?;
    bs58::decode(digits).into_vec().ok()?.try_into().ok()
}

/// The key as in a `did:key`.
fn multibase_key(key: &PublicKey) -> String {
    multibase(&[&ED25519_PUBLIC[..], &key.bytes()[..]].concat())
}

/// The key of `did:key:NAME#NAME`.
fn key_of_method(method: &str) -> Option<PublicKey> {
    let (name, again) = method.strip_prefix("did:key:")?.split_once('#')?;
    let bytes: [u8; 34] = bytes_of_multibase(name)?;
    let key = bytes.strip_prefix(&ED25519_PUBLIC)?;
    (name == again)
        .then(|| PublicKey::from_bytes(key.try_into().ok()?))
        .flatten()
}

#[cfg(test)]
mod tests;
