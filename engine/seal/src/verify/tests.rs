//! A sealed session passes; each change of it is refused by the check that names it.

use serde_json::json;

use super::*;
use crate::keys::SecretKey;
use crate::support::{
    case, journal_of, ordered, proctor, received, sealed, service, session, supervisor, workstation,
};

fn trusted() -> Vec<PublicKey> {
    vec![workstation().public()]
}

/// Verifies, and compares the refused checks and the words of the first of them.
#[track_caller]
fn refused(files: &SessionFiles, expected: &[CheckName], words: &str) {
    let report = verify(files, &trusted());
    assert_eq!(report.refused(), expected, "{report}");
    let told = expected
        .first()
        .map(|name| report.of(*name).unwrap().to_string());
    assert!(told.unwrap_or_default().contains(words), "{report}");
}

#[track_caller]
fn flagged(files: &SessionFiles, name: CheckName, words: &str) {
    let report = verify(files, &trusted());
    assert!(!report.is_refused(), "{report}");
    let check = report.of(name).unwrap();
    assert_eq!(check.verdict, Verdict::Flagged, "{report}");
    assert!(check.to_string().contains(words), "{report}");
}

#[test]
fn a_sealed_session_passes_every_check() {
    let report = verify(&sealed(&session()), &trusted());
    let verdicts: Vec<Verdict> = report.checks.iter().map(|check| check.verdict).collect();
    assert_eq!(verdicts, [Verdict::Passed; 15], "{report}");
}

#[test]
fn a_session_without_a_seal_is_checked_as_far_as_it_can_be() {
    let files = SessionFiles {
        manifest: None,
        ..sealed(&session())
    };
    let report = verify(&files, &[]);
    assert!(!report.is_refused());
    let not_checked = report
        .checks
        .iter()
        .filter(|c| c.verdict == Verdict::NotChecked);
    assert_eq!(not_checked.count(), 6, "{report}");
}

#[test]
fn a_torn_end_is_flagged_while_the_session_goes_on_and_refused_once_it_is_sealed() {
    let mut files = sealed(&session());
    files.journal.pop();
    refused(
        &files,
        &[CheckName::Journal, CheckName::Root, CheckName::Ended],
        "torn end",
    );
    files.manifest = None;
    flagged(&files, CheckName::Journal, "record 11 at byte");
    files.journal.truncate(20);
    assert!(verify(&files, &[]).is_refused());
}

#[test]
fn an_altered_journal_is_refused_by_its_root() {
    let files = sealed(&session());
    let altered = |payloads: &[Value]| SessionFiles {
        journal: journal_of(payloads),
        ..files.clone()
    };
    // Rewritten with a sound chain of its own: only the seal knows.
    let mut other = session();
    other[3]["fact"] = json!({"rated": {"rating": 36}});
    refused(
        &altered(&other),
        &[CheckName::Root],
        "not the journal that was sealed",
    );
    let mut shorter = session();
    shorter.remove(8);
    refused(
        &altered(&shorter),
        &[CheckName::Root],
        "records: expected 12, found 11",
    );
    let mut plan = session();
    plan[0]["plan"]["seed"] = json!("2");
    refused(
        &altered(&plan),
        &[CheckName::Root, CheckName::Facts],
        "merkle root",
    );
    let mut reader = session();
    reader[0]["plan"]["reader"] = json!("r2");
    let report = verify(&altered(&reader), &trusted());
    let told = report.of(CheckName::Facts).unwrap().to_string();
    assert!(
        told.contains("plan_sha256") || told.contains("reader"),
        "{told}"
    );
}

#[test]
fn every_flipped_byte_of_the_journal_and_the_manifest_is_found_and_named() {
    let files = sealed(&session());
    for at in 0..files.journal.len() {
        let mut changed = files.clone();
        changed.journal[at] ^= 1 << (at % 8);
        let report = verify(&changed, &trusted());
        assert!(report.is_refused(), "journal byte {at}:\n{report}");
        let chain = [CheckName::Journal, CheckName::Chain];
        let is_named = report.refused().iter().any(|name| chain.contains(name));
        assert!(is_named, "journal byte {at}:\n{report}");
    }
    let manifest = files.manifest.clone().unwrap();
    for at in 0..manifest.len() {
        let mut bytes = manifest.clone();
        bytes[at] ^= 1 << (at % 7);
        let changed = SessionFiles {
            manifest: Some(bytes),
            ..files.clone()
        };
        let report = verify(&changed, &trusted());
        assert!(report.is_refused(), "manifest byte {at}:\n{report}");
    }
}

#[test]
fn every_cut_of_the_journal_and_the_manifest_is_found() {
    let files = sealed(&session());
    for end in 0..files.journal.len() {
        let mut changed = files.clone();
        changed.journal.truncate(end);
        let report = verify(&changed, &trusted());
        assert!(
            report.refused().contains(&CheckName::Root),
            "{end}:\n{report}"
        );
    }
    let manifest = files.manifest.clone().unwrap();
    for end in 0..manifest.len() {
        let changed = SessionFiles {
            manifest: Some(manifest[..end].to_vec()),
            ..files.clone()
        };
        assert!(verify(&changed, &trusted()).is_refused(), "{end}");
    }
}

#[test]
fn a_changed_score_is_named() {
    let files = sealed(&session());
    let signed = SignedManifest::parse(files.manifest.as_deref().unwrap()).unwrap();
    // Changed and signed again by the same hand, but with the old hash.
    let mut manifest = signed.manifest().clone();
    manifest.score.as_mut().unwrap().value["total"] = json!(2);
    let again = SignedManifest::sign(manifest.clone(), &workstation()).unwrap();
    let changed = SessionFiles {
        manifest: Some(again.to_bytes().unwrap()),
        ..files
    };
    refused(
        &changed,
        &[CheckName::ScoreHash],
        "a changed score: expected SHA-256",
    );

    let recomputed = r#"{"cases":[{"id":"c1","points":0.75}],"total":1.0}"#;
    assert_eq!(
        check_score(signed.manifest(), recomputed).verdict,
        Verdict::Passed
    );
    let check = check_score(&manifest, recomputed);
    assert_eq!(check.verdict, Verdict::Failed);
    let told = check.to_string();
    assert!(
        told.contains("a changed score: total: expected 1.0, found 2 in the manifest"),
        "{told}"
    );
    assert_eq!(check_score(signed.manifest(), "{").verdict, Verdict::Failed);
    manifest.score = None;
    assert_eq!(
        check_score(&manifest, recomputed).verdict,
        Verdict::NotChecked
    );
}

#[test]
fn only_trusted_keys_make_a_seal() {
    let files = sealed(&session());
    let report = verify(&files, &[supervisor().public()]);
    assert_eq!(report.refused(), [CheckName::KnownKeys], "{report}");
    let report = verify(&files, &[]);
    assert_eq!(
        report.of(CheckName::KnownKeys).unwrap().verdict,
        Verdict::NotChecked
    );
    // Anybody can sign again with a key of one's own: it is not a trusted one.
    let signed = SignedManifest::parse(files.manifest.as_deref().unwrap()).unwrap();
    let stranger = SecretKey::from_seed([9; 32]);
    let forged = SignedManifest::sign(signed.manifest().clone(), &stranger).unwrap();
    let forged = SessionFiles {
        manifest: Some(forged.to_bytes().unwrap()),
        ..files.clone()
    };
    refused(
        &forged,
        &[CheckName::KnownKeys],
        "none of the 1 trusted keys signed",
    );
    let mut both = signed;
    both.add_signature(&stranger, 1_700_003_700).unwrap();
    let both = SessionFiles {
        manifest: Some(both.to_bytes().unwrap()),
        ..files.clone()
    };
    flagged(&both, CheckName::KnownKeys, "keys that are not known");
    // The bare manifest, without any signature.
    let mut bare = SignedManifest::parse(both.manifest.as_deref().unwrap())
        .unwrap()
        .document()
        .clone();
    bare.as_object_mut().unwrap().remove("proof");
    let bare = SessionFiles {
        manifest: Some(crate::canonical::canonical(&bare).unwrap()),
        ..files
    };
    refused(
        &bare,
        &[CheckName::Signatures, CheckName::KnownKeys],
        "is not signed",
    );
}

#[test]
fn a_swapped_plugin_is_named_by_its_digest() {
    let with = |service: &Value| {
        let mut events = session();
        events[5] = received(40, "c1", service);
        events
    };
    let words = "record 5: case c1 was answered by a swapped plugin";
    refused(
        &sealed(&with(&service("1.0.0", "ba"))),
        &[CheckName::Services],
        words,
    );
    // Another version under the digests of the plan is looked at, and no more.
    flagged(
        &sealed(&with(&service("1.0.1", "ab"))),
        CheckName::Services,
        "record 5: case c1 was answered under another version",
    );
    let mut model = service("1.0.0", "ab");
    model["models_sha256"][0][1] = json!("dc".repeat(32));
    refused(&sealed(&with(&model)), &[CheckName::Services], words);
    refused(
        &sealed(&with(&json!({}))),
        &[CheckName::Services],
        "does not name",
    );

    // A change of version that was planted is part of the examination; another bundle never is.
    let planted = |service: &Value| {
        let mut events = with(service);
        let record = json!({"kind": "version.silent-change"});
        events.insert(
            7,
            case(55, "c1", &json!({"ai-planted": {"record": record}})),
        );
        sealed(&events)
    };
    refused(&planted(&service("2.0.0", "ab")), &[], "");
    refused(
        &planted(&service("2.0.0", "ba")),
        &[CheckName::Services],
        words,
    );

    // A recorded result is another system's word.
    let mut events = with(&service("9", "99"));
    events[0]["plan"]["recorded"] =
        json!([{"case": "c1", "service": service("9", "99"), "sha256": "00"}]);
    refused(&sealed(&events), &[], "");
}

#[test]
fn another_scenario_is_refused() {
    let mut files = sealed(&session());
    files.scenario = Some(b"schema = 1\n".to_vec());
    refused(
        &files,
        &[CheckName::Scenario],
        "another scenario: expected SHA-256",
    );
    files.scenario = None;
    refused(&files, &[CheckName::Scenario], "missing");
}

#[test]
fn orders_count_once_and_only_from_supervisors_of_this_session() {
    let with = |at: usize, event: Value| {
        let mut events = session();
        events.insert(at, event);
        sealed(&events)
    };
    let extend = Order::Extend(60_000);
    refused(&with(7, ordered(55, &supervisor(), 2, extend)), &[], "");
    refused(
        &with(7, ordered(55, &supervisor(), 1, extend)),
        &[CheckName::Orders],
        "record 7: order 1 (extend 60000): expected a number above 1",
    );
    refused(
        &with(7, ordered(55, &workstation(), 2, extend)),
        &[CheckName::Orders],
        "none of the 1 supervisors",
    );
    flagged(
        &with(7, ordered(55, &supervisor(), 5, extend)),
        CheckName::Orders,
        "order 5 follows order 1",
    );
    let mut forged = ordered(55, &supervisor(), 2, extend);
    forged["fact"]["ordered"]["order"] = json!({"extend": {"ms": 6_000_000}});
    refused(
        &with(7, forged),
        &[CheckName::Orders],
        "the signature does not hold",
    );
    let broken = proctor(55, &json!({"ordered": {"order": "dance"}}));
    refused(
        &with(7, broken),
        &[CheckName::Orders],
        "not the form of an order",
    );
}

#[test]
fn a_start_that_the_terms_ask_for_has_to_come_first() {
    let mut events = session();
    let start = events.remove(1);
    refused(&sealed(&events), &[CheckName::SignedStart], "there is none");
    events.insert(4, start);
    refused(
        &sealed(&events),
        &[CheckName::SignedStart],
        "before the supervisor's start in record 4",
    );
    events[0]["plan"]["design"]["certification"]["needs_signed_start"] = json!(false);
    refused(&sealed(&events), &[], "");
}

#[test]
fn nothing_is_answered_after_the_end() {
    let mut events = session();
    events.push(case(110, "c2", &json!({"ai-planted": {"record": {}}})));
    refused(&sealed(&events), &[], "");
    events.push(case(120, "c2", &json!({"rated": {"rating": 1}})));
    refused(
        &sealed(&events),
        &[CheckName::Ended],
        "was answered after it in 13",
    );
    let ended_as = |end: &str| {
        let mut events = session();
        events[11]["end"] = json!(end);
        events
    };
    flagged(
        &sealed(&ended_as("time-up")),
        CheckName::Ended,
        "ended as time-up",
    );
    flagged(
        &sealed(&ended_as("sealed")),
        CheckName::Ended,
        "ended as sealed",
    );
    let mut events = ended_as("sealed");
    events.insert(11, ordered(95, &supervisor(), 2, Order::Seal));
    refused(&sealed(&events), &[], "");
}

#[test]
fn clocks_focus_and_incidents_are_told_and_not_punished() {
    let with = |fact: Value| {
        let mut events = session();
        events.insert(7, proctor(55, &fact));
        sealed(&events)
    };
    let jump = with(json!({"clock-jumped": {"by_ms": -3_600_000}}));
    flagged(&jump, CheckName::Clock, "jumped by -3600000 ms");
    flagged(
        &with(json!("focus-lost")),
        CheckName::Incidents,
        "lost the focus",
    );
    let incident = with(json!({"incident": {"text": "fire\nalarm"}}));
    flagged(
        &incident,
        CheckName::Incidents,
        "incident at 0 s: fire\\nalarm",
    );
    let mut events = session();
    events[6]["at_ms"] = json!(5);
    flagged(
        &sealed(&events),
        CheckName::Clock,
        "record 6: the session's clock goes back from 40 to 5 ms",
    );
    let mut events = session();
    events.insert(
        7,
        json!({"at_ms": 55, "event": "recovered", "lost_bytes": 9}),
    );
    flagged(
        &sealed(&events),
        CheckName::Incidents,
        "9 bytes of a torn record",
    );
}

#[test]
fn payloads_that_say_nothing_are_named() {
    let mut journal = session();
    journal[4] = json!([1]);
    journal[0]["schema"] = json!(2);
    let files = SessionFiles {
        journal: journal_of(&journal),
        ..SessionFiles::default()
    };
    let report = verify(&files, &[]);
    assert_eq!(report.refused(), [CheckName::Payloads], "{report}");
    let told = report.to_string();
    assert!(
        told.contains("record 0: it is of another version than 1"),
        "{told}"
    );
    assert!(
        told.contains("record 4: expected `at_ms` and `event`"),
        "{told}"
    );
}
