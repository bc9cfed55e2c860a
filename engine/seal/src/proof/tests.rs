//! The suite against the published vector of vc-di-eddsa, and documents that were changed.

use std::path::{Path, PathBuf};

use super::*;
use crate::canonical::canonical;
use crate::hex::hex;

/// The published vector in `../shared/stats`, or under `OVERREAD_SHARED`; `None` after naming the skipped test.
fn vector(test: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("OVERREAD_SHARED").map_or(beside, PathBuf::from);
    let found = folder.join("stats/vc_di_eddsa_jcs");
    if found.is_dir() {
        return Some(found);
    }
    eprintln!("SKIPPED {test}: no ../shared/stats/vc_di_eddsa_jcs");
    None
}

fn key(first: u8) -> SecretKey {
    SecretKey::from_seed([first; 32])
}

#[test]
fn the_published_vector_is_made_and_checked() {
    let Some(folder) = vector("the_published_vector_is_made_and_checked") else {
        return;
    };
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let json = |name: &str| -> Value { serde_json::from_str(&text(name)).unwrap() };
    let unsigned = json("unsigned.json");
    assert_eq!(
        canonical(&unsigned).unwrap(),
        text("canonDocJCS.txt").trim().as_bytes()
    );
    assert_eq!(
        hex(&canonical_sha256(&unsigned).unwrap()),
        text("docHashJCS.txt").trim()
    );
    let config = json("proofConfigJCS.json");
    assert_eq!(
        canonical(&config).unwrap(),
        text("proofCanonJCS.txt").trim().as_bytes()
    );
    let combined = signed_bytes(unsigned.as_object().unwrap(), config.as_object().unwrap());
    assert_eq!(hex(&combined.unwrap()), text("combinedHashJCS.txt").trim());

    let signed = json("signedJCS.json");
    let proofs = check_proofs(&signed).unwrap();
    assert_eq!(proofs.len(), 1);
    assert!(proofs[0].is_valid);

    // The private key is multicodec 0x1300 (as the varint 80 26) and 32 bytes.
    let private = json("keyPair.json")["privateKeyMultibase"]
        .as_str()
        .unwrap()
        .to_owned();
    let private: [u8; 34] = bytes_of_multibase(&private).unwrap();
    let key = SecretKey::from_seed(private[2..].try_into().unwrap());
    let mut made = unsigned;
    add_proof(&mut made, &key, "2023-02-24T23:36:38Z").unwrap();
    assert_eq!(made, signed);
}

#[test]
fn several_signatures_stand_beside_each_other() {
    let mut document = json!({"a": 1.5, "b": ["x", null]});
    assert_eq!(check_proofs(&document).unwrap(), []);
    add_proof(&mut document, &key(1), "2026-11-25T10:00:00Z").unwrap();
    add_proof(&mut document, &key(2), "2026-11-25T11:00:00Z").unwrap();
    let proofs = check_proofs(&document).unwrap();
    let keys: Vec<PublicKey> = proofs.iter().map(|proof| proof.key).collect();
    assert_eq!(keys, [key(1).public(), key(2).public()]);
    assert!(proofs.iter().all(|proof| proof.is_valid));
    document["a"] = json!(1.25);
    assert!(
        check_proofs(&document)
            .unwrap()
            .iter()
            .all(|proof| !proof.is_valid)
    );
}

#[test]
fn every_change_of_a_proof_is_refused_or_invalid() {
    let mut document = json!({"a": 1});
    add_proof(&mut document, &key(1), "2026-11-25T10:00:00Z").unwrap();
    let other = multibase_key(&key(2).public());
    for (field, value) in [
        ("created", json!("2026-11-25T10:00:01Z")),
        ("proofPurpose", json!("authentication")),
        ("cryptosuite", json!("eddsa-rdfc-2022")),
        ("type", json!("Other")),
        (
            "verificationMethod",
            json!(format!("did:key:{other}#{other}")),
        ),
        ("verificationMethod", json!("did:key:zzz#zzz")),
        ("proofValue", json!("z1")),
        ("proofValue", json!(multibase(&[7; 64]))),
        ("@context", json!("x")),
        ("new", json!(true)),
    ] {
        let mut changed = document.clone();
        changed["proof"][field] = value.clone();
        let holds = check_proofs(&changed).is_ok_and(|proofs| proofs[0].is_valid);
        assert!(!holds, "{field} = {value}");
    }
    assert!(check_proofs(&json!([1])).is_err());
    assert!(check_proofs(&json!({"proof": vec![json!({}); 17]})).is_err());
}
