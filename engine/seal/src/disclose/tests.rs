//! One case shown without the others, and proofs that were changed.

use serde_json::json;

use super::*;
use crate::journal::leaves;
use crate::support::{journal_of, sealed, session, workstation};

fn proof() -> Value {
    let files = sealed(&session());
    let signed = SignedManifest::parse(files.manifest.as_deref().unwrap()).unwrap();
    prove_case(&leaves(&files.journal), &signed, "c1").unwrap()
}

#[track_caller]
fn check(document: &Value, refused: &[CheckName]) {
    let report = check_case(document, &[workstation().public()]).unwrap();
    assert_eq!(report.refused(), refused, "{report}");
}

#[test]
fn a_case_is_shown_without_the_others() {
    let proof = proof();
    assert_eq!(proof["records"].as_array().unwrap().len(), 5);
    let records = proof["records"].to_string();
    assert!(records.contains("\\\"rating\\\":35") && !records.contains("\\\"rating\\\":80"));
    check(&proof, &[]);
    // Through a file and back.
    check(&serde_json::from_str(&proof.to_string()).unwrap(), &[]);
}

#[test]
fn changed_proofs_are_refused() {
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut other = proof();
        change(&mut other);
        other
    };
    let disclosed = &[CheckName::Disclosed];
    let rated = |proof: &mut Value| {
        let payload = proof["records"][1]["payload"].as_str().unwrap();
        proof["records"][1]["payload"] = json!(payload.replace("35", "95"));
    };
    check(&changed(&rated), disclosed);
    check(
        &changed(&|p| p["records"][1]["number"] = json!(4)),
        disclosed,
    );
    check(
        &changed(&|p| p["records"][1]["path"][0] = json!("00".repeat(32))),
        disclosed,
    );
    check(&changed(&|p| p["case"] = json!("c2")), disclosed);
    check(
        &changed(&|p| p["manifest"]["reader"] = json!("x")),
        &[CheckName::Signatures, CheckName::KnownKeys],
    );
    for wrong in [
        changed(&|p| p["version"] = json!(2)),
        changed(&|p| p["records"] = json!([])),
        changed(&|p| p["records"][0]["path"] = json!(["x"])),
        changed(&|p| p["manifest"] = json!({})),
        json!(null),
    ] {
        assert!(check_case(&wrong, &[]).is_err());
    }
}

#[test]
fn only_cases_of_the_sealed_journal_are_proved() {
    let files = sealed(&session());
    let signed = SignedManifest::parse(files.manifest.as_deref().unwrap()).unwrap();
    let none = prove_case(&leaves(&files.journal), &signed, "c9");
    assert!(matches!(none, Err(SealError::NoCase(_))));
    let mut other = session();
    other[3]["fact"] = json!("opened");
    let other = journal_of(&other);
    assert!(matches!(
        prove_case(&leaves(&other), &signed, "c1"),
        Err(SealError::Journal(_))
    ));
}
