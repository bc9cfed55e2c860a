//! A journal as `overread-store` writes it, read, sealed and verified by this crate's own code.

#![expect(
    clippy::unwrap_used,
    reason = "a test: what is not as expected stops it"
)]

use overread_seal::{
    CheckName, Manifest, SealInput, SecretKey, SessionFiles, SignedManifest, Verdict, check_case,
    leaves, prove_case, verify,
};

/// Held against the writer by a test of `overread-store`.
const WRITTEN: &[u8] = include_bytes!("../fixtures/journal.bin");

const SCENARIO: &[u8] = b"schema = 1\n";

fn sealed() -> (SessionFiles, SecretKey) {
    let key = SecretKey::from_seed([1; 32]);
    let manifest = Manifest::of(&leaves(WRITTEN), SCENARIO, SealInput::default()).unwrap();
    let signed = SignedManifest::sign(manifest, &key).unwrap();
    let files = SessionFiles {
        journal: WRITTEN.to_vec(),
        scenario: Some(SCENARIO.to_vec()),
        manifest: Some(signed.to_bytes().unwrap()),
    };
    (files, key)
}

#[test]
fn the_writers_words_are_understood() {
    let (files, key) = sealed();
    let report = verify(&files, &[key.public()]);
    let told = report.to_string();
    assert!(!report.is_refused(), "{told}");
    let verdict = |name: CheckName| report.of(name).unwrap().verdict;
    for (name, expected) in [
        (CheckName::Journal, Verdict::Passed),
        (CheckName::Chain, Verdict::Passed),
        (CheckName::Payloads, Verdict::Passed),
        (CheckName::Root, Verdict::Passed),
        (CheckName::Services, Verdict::Passed),
        (CheckName::Orders, Verdict::Passed),
        (CheckName::SignedStart, Verdict::Passed),
        (CheckName::Ended, Verdict::Passed),
        (CheckName::Clock, Verdict::Flagged),
        (CheckName::Incidents, Verdict::Flagged),
    ] {
        assert_eq!(verdict(name), expected, "{told}");
    }
    for words in [
        "1 results, each of the service that the plan names",
        "3 signed orders",
        "sealed by a supervisor's order",
        "jumped by -3600000 ms",
        "the window lost the focus",
        "fire alarm",
        "9 bytes of a torn record",
        "the images of case c2 could not be opened: no such folder",
    ] {
        assert!(told.contains(words), "{words:?} is not in:\n{told}");
    }
}

#[test]
fn the_writers_plan_is_in_the_manifest() {
    let manifest = Manifest::of(&leaves(WRITTEN), SCENARIO, SealInput::default()).unwrap();
    let candidate = manifest.candidate.unwrap();
    assert_eq!(
        (candidate.name.as_str(), candidate.number.as_str()),
        ("A. Reader", "17")
    );
    assert_eq!(
        (manifest.session.as_str(), manifest.reader.as_str()),
        ("exam-1", "reader")
    );
    assert_eq!(
        (manifest.mode.as_str(), manifest.rubric.as_str()),
        ("sequential", "v1")
    );
    assert_eq!(manifest.scenario.content_sha256, "07".repeat(32));
    assert_eq!(manifest.ai_plan_sha256, Some("ef".repeat(32)));
    assert_eq!(manifest.services[0].bundle_sha256, Some("ab".repeat(32)));
    let cases: Vec<&str> = manifest.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(cases, ["c1", "c2"]);
    assert_eq!(manifest.started_unix_s, 1_700_000_000);
}

#[test]
fn a_case_of_it_is_disclosed_alone() {
    let (files, key) = sealed();
    let signed = SignedManifest::parse(files.manifest.as_deref().unwrap()).unwrap();
    let proof = prove_case(&leaves(WRITTEN), &signed, "c1").unwrap();
    assert_eq!(proof["records"].as_array().unwrap().len(), 9);
    let report = check_case(&proof, &[key.public()]).unwrap();
    assert!(!report.is_refused(), "{report}");
    assert!(!proof["records"].to_string().contains("fire alarm"));
}
