//! One case of a sealed session shown without the others: its records with their proofs, and the signed manifest.

use serde_json::{Value, json};

use crate::error::SealError;
use crate::facts::{Facts, text};
use crate::hex::{bytes_of_hex, hex};
use crate::journal::Leaves;
use crate::keys::PublicKey;
use crate::manifest::{JournalFact, SignedManifest};
use crate::merkle::{Hash, inclusion_proof, is_included, leaf_hash};
use crate::report::{Check, CheckName, Report, Verdict};
use crate::verify::signature_checks;

const FORMAT: &str = "overread-case-proof";
const VERSION: u64 = 1;

/// The most records that a proof may hold.
const MOST_RECORDS: usize = 1_000_000;

/// All records of a case with a proof that each is in the sealed journal.
///
/// # Errors
/// [`SealError::Journal`] if the journal is not the sealed one, [`SealError::NoCase`] if it has nothing of the case.
pub fn prove_case(
    leaves: &Leaves<'_>,
    signed: &SignedManifest,
    case: &str,
) -> Result<Value, SealError> {
    if JournalFact::of(leaves) != signed.manifest().journal {
        return Err(SealError::Journal(
            "it is not the one that was sealed".to_owned(),
        ));
    }
    let facts = Facts::of(leaves);
    let of_case = facts.of_case.get(case);
    let numbers = of_case.ok_or_else(|| SealError::NoCase(case.to_owned()))?;
    let hashes = leaves.hashes();
    let record = |number: &u64| {
        let missing = || SealError::Proof(format!("record {number} is missing"));
        let idx = usize::try_from(*number).ok();
        let idx = idx.filter(|idx| *idx < hashes.len()).ok_or_else(missing)?;
        let path = inclusion_proof(&hashes, idx).ok_or_else(missing)?;
        let payload = std::str::from_utf8(leaves.leaves[idx].payload)
            .map_err(|error| SealError::Proof(format!("record {number}: {error}")))?;
        let path: Vec<String> = path.iter().map(|hash| hex(hash)).collect();
        Ok(json!({"number": number, "payload": payload, "path": path}))
    };
    let records: Vec<Value> = numbers
        .iter()
        .map(record)
        .collect::<Result<_, SealError>>()?;
    Ok(json!({
        "format": FORMAT,
        "version": VERSION,
        "case": case,
        "records": records,
        "manifest": signed.document(),
    }))
}

/// Checks a proof of a case: the manifest's signatures, and that every record is in the sealed journal and of the case.
///
/// # Errors
/// [`SealError::Proof`] or [`SealError::Manifest`] if the document is no proof.
pub fn check_case(document: &Value, trusted: &[PublicKey]) -> Result<Report, SealError> {
    let no = |what: &str| SealError::Proof(what.to_owned());
    let version = document.get("version").and_then(Value::as_u64);
    if text(document, "format") != Some(FORMAT) || version != Some(VERSION) {
        return Err(no("expected overread-case-proof of version 1"));
    }
    let case = text(document, "case").ok_or_else(|| no("no case"))?;
    let manifest = document.get("manifest").ok_or_else(|| no("no manifest"))?;
    let signed = SignedManifest::of_document(manifest.clone())?;
    let journal = &signed.manifest().journal;
    let root: Hash = bytes_of_hex(&journal.merkle_root).ok_or_else(|| no("the root is no hash"))?;
    let records = document.get("records").and_then(Value::as_array);
    let records = records.ok_or_else(|| no("no records"))?;
    if records.is_empty() || records.len() > MOST_RECORDS {
        return Err(no("no records, or too many"));
    }
    let mut told = Vec::new();
    for record in records {
        let (number, payload, path) =
            parts_of(record).ok_or_else(|| no("a record has not the form of one"))?;
        let leaf = leaf_hash(payload.as_bytes());
        if !is_included(&leaf, number, journal.n_records, &path, &root) {
            told.push(format!("record {number} is not in the sealed journal"));
        }
        let event: Value = serde_json::from_str(payload).unwrap_or_default();
        if text(&event, "case") != Some(case) {
            told.push(format!("record {number} is not of the case"));
        }
    }
    let sound = format!(
        "{} records of the case are in the sealed journal; that none was left out is not proved",
        records.len()
    );
    let disclosed = Check::told(CheckName::Disclosed, Verdict::Failed, told, sound);
    let [signatures, keys] = signature_checks(&signed, trusted);
    Ok(Report {
        checks: vec![signatures, keys, disclosed],
    })
}

fn parts_of(record: &Value) -> Option<(u64, &str, Vec<Hash>)> {
    let path = record.get("path")?.as_array()?;
    let hash = |hash: &Value| bytes_of_hex(hash.as_str()?);
    Some((
        record.get("number")?.as_u64()?,
        text(record, "payload")?,
        path.iter().map(hash).collect::<Option<_>>()?,
    ))
}

#[cfg(test)]
mod tests;
