//! What a manifest holds, who may sign it, and what is not sealed.

use serde_json::json;

use super::*;
use crate::support::{SCENARIO, input, journal_of, session, supervisor, workstation};

fn manifest() -> Manifest {
    Manifest::of(&leaves(&journal_of(&session())), SCENARIO, input()).unwrap()
}

#[test]
fn a_manifest_says_what_the_journal_says() {
    let manifest = manifest();
    assert_eq!(
        (manifest.session.as_str(), manifest.reader.as_str()),
        ("s1", "r1")
    );
    assert_eq!(manifest.journal.n_records, 12);
    let candidate = manifest.candidate.as_ref().unwrap();
    assert_eq!(
        (
            candidate.name.as_str(),
            candidate.number.as_str(),
            candidate.attempt
        ),
        ("A. Reader", "17", 1)
    );
    assert_eq!(manifest.ai_plan_sha256, Some("ef".repeat(32)));
    assert_eq!(manifest.cases[0].sha256, Some("11".repeat(32)));
    assert_eq!(manifest.cases[1].sha256, None);
    assert_eq!(manifest.services[0].id, "org.example.nodule");
    assert_eq!(manifest.services[0].bundle_sha256, Some("ab".repeat(32)));
    assert_eq!(manifest.exam_plugin, None);
    assert_eq!(manifest.scenario.copy_sha256, sha256_hex(SCENARIO));
    assert_eq!(
        (manifest.started_unix_s, manifest.sealed_unix_s),
        (1_700_000_000, 1_700_003_600)
    );
}

#[test]
fn a_manifest_comes_back_from_its_bytes_and_from_no_other_text() {
    let signed = SignedManifest::sign(manifest(), &workstation()).unwrap();
    let bytes = signed.to_bytes().unwrap();
    let back = SignedManifest::parse(&bytes).unwrap();
    assert_eq!(back, signed);
    assert!(
        back.signatures()
            .unwrap()
            .iter()
            .all(|proof| proof.is_valid)
    );
    let pretty = serde_json::to_vec_pretty(signed.document()).unwrap();
    let text = SignedManifest::parse(&pretty).unwrap_err().to_string();
    assert!(text.contains("not canonical"), "{text}");
    let twice = String::from_utf8(bytes.clone())
        .unwrap()
        .replacen('{', r#"{"reader":"x","#, 1);
    assert!(SignedManifest::parse(twice.as_bytes()).is_err());
    for (field, value) in [
        ("version", json!(2)),
        ("format", json!("x")),
        ("more", json!(1)),
    ] {
        let mut other = signed.document().clone();
        other[field] = value;
        let bytes = canonical(&other).unwrap();
        assert!(SignedManifest::parse(&bytes).is_err(), "{field}");
    }
    for end in 0..bytes.len() {
        assert!(SignedManifest::parse(&bytes[..end]).is_err());
    }
}

#[test]
fn what_goes_on_or_is_damaged_is_not_sealed() {
    let of = |bytes: &[u8]| Manifest::of(&leaves(bytes), SCENARIO, input());
    let mut unfinished = session();
    unfinished.pop();
    assert!(matches!(
        of(&journal_of(&unfinished)),
        Err(SealError::NotEnded)
    ));
    let whole = journal_of(&session());
    assert!(matches!(
        of(&whole[..whole.len() - 1]),
        Err(SealError::Journal(_))
    ));
    assert!(matches!(of(b""), Err(SealError::Journal(_))));
    let mut other = session();
    other[3] = json!({"no": "event"});
    assert!(matches!(
        of(&journal_of(&other)),
        Err(SealError::Journal(_))
    ));
    assert!(matches!(ScoreFact::of("{"), Err(SealError::Score(_))));
}

#[test]
fn a_folder_is_sealed_once_and_countersigned_over_the_same_journal() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at(JOURNAL_FILE), journal_of(&session())).unwrap();
    std::fs::write(at(SCENARIO_FILE), SCENARIO).unwrap();
    seal_folder(folder.path(), input(), &workstation()).unwrap();
    assert!(seal_folder(folder.path(), input(), &workstation()).is_err());
    let signed = countersign_folder(folder.path(), &supervisor(), 1_700_003_700).unwrap();
    let keys: Vec<_> = signed.signatures().unwrap().iter().map(|p| p.key).collect();
    assert_eq!(keys, [workstation().public(), supervisor().public()]);
    let kept = std::fs::read(at(MANIFEST_FILE)).unwrap();
    assert_eq!(SignedManifest::parse(&kept).unwrap(), signed);

    let mut other = session();
    other[3]["fact"] = json!({"rated": {"rating": 95}});
    std::fs::write(at(JOURNAL_FILE), journal_of(&other)).unwrap();
    let text = countersign_folder(folder.path(), &supervisor(), 0)
        .unwrap_err()
        .to_string();
    assert!(text.contains("not the one that was sealed"), "{text}");
}

#[test]
fn times_are_written_in_utc() {
    // Checked with `date -u -d @N`.
    assert_eq!(date_time(0), "1970-01-01T00:00:00Z");
    assert_eq!(date_time(951_782_399), "2000-02-28T23:59:59Z");
    assert_eq!(date_time(1_700_003_600), "2023-11-14T23:13:20Z");
    assert_eq!(date_time(4_107_542_399), "2100-02-28T23:59:59Z");
}
