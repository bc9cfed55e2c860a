//! What is found of a certificate, and that no change goes unseen.

use crate::certificate::examples::{NUMBER, TestKey, name, passed};
use crate::certificate::{Candidate, Certificate, Identity};
use crate::issue::{Issued, Signer as _, issue};
use crate::timestamp::Timestamp;
use crate::words::Language;

use super::{CheckName, Outcome, Report, verify};

fn issued(language: Language) -> Issued {
    issue(&passed(language), name(language), NUMBER, &TestKey::new(7)).unwrap()
}

fn trusted() -> [[u8; 32]; 1] {
    [TestKey::new(7).public_key()]
}

fn now() -> Timestamp {
    Timestamp::parse("2027-01-01T00:00:00Z").unwrap()
}

fn report(file: &[u8]) -> Report {
    verify(file, &trusted(), now(), None).unwrap()
}

#[track_caller]
fn refused(report: &Report, name: CheckName, expected: &str) {
    assert!(!report.is_valid());
    let check = report.first_fault().unwrap();
    assert_eq!(check.name, name, "{:?}", check.outcome);
    let (Outcome::Refused(reason) | Outcome::NotMade(reason)) = &check.outcome else {
        panic!("{check:?}");
    };
    assert!(reason.contains(expected), "{reason}");
}

#[test]
fn what_was_issued_is_verified_in_every_form() {
    for language in [Language::En, Language::Ru] {
        let issued = issued(language);
        let code = issued.check_code.to_string();
        let files = [
            issued.credential_json.as_bytes(),
            &issued.badge_png,
            &issued.certificate_pdf,
        ];
        for file in files {
            let report = verify(file, &trusted(), now(), Some(&code)).unwrap();
            assert!(report.is_valid(), "{:?}", report.checks);
            assert_eq!(report.certificate, Some(passed(language)));
            assert_eq!(report.check_code, Some(issued.check_code));
        }
    }
}

#[test]
fn a_hashed_identity_is_verified_with_the_name_on_the_page() {
    let salt = [9; 16];
    let name = name(Language::En);
    let certificate = Certificate {
        candidate: Candidate::of(name, NUMBER, Identity::Hashed { salt }),
        ..passed(Language::En)
    };
    let issued = issue(&certificate, name, NUMBER, &TestKey::new(7)).unwrap();
    assert!(!issued.credential_json.contains(name));
    assert!(!issued.credential_json.contains(NUMBER));
    assert!(report(issued.credential_json.as_bytes()).is_valid());
    assert!(report(&issued.certificate_pdf).is_valid());
    let page = replaced(
        &issued.certificate_pdf,
        &crate::multibase::hex(name.as_bytes()),
        &crate::multibase::hex("Dr Maria Example-Lindqvisk".as_bytes()),
    );
    refused(
        &report(&page),
        CheckName::Page,
        "is not that of the credential",
    );
}

/// The file with the one place where `old` stands changed.
#[track_caller]
fn replaced(file: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = |window: &[u8]| window == old.as_bytes();
    let places: Vec<usize> = (0..file.len())
        .filter(|&place| file.get(place..place + old.len()).is_some_and(at))
        .collect();
    assert!(!places.is_empty(), "{old} is not there");
    let mut changed = file.to_vec();
    for place in places.into_iter().rev() {
        changed.splice(place..place + old.len(), new.bytes());
    }
    changed
}

#[track_caller]
fn tampered(old: &str, new: &str, name: CheckName, expected: &str) {
    let json = issued(Language::En).credential_json;
    refused(
        &report(&replaced(json.as_bytes(), old, new)),
        name,
        expected,
    );
}

#[test]
fn a_changed_fact_is_refused_by_the_proof() {
    let changed = "the content was changed after it was signed";
    tampered("0.8462", "0.9462", CheckName::Proof, changed);
    tampered("Dr Maria", "Dr Marie", CheckName::Proof, changed);
    tampered("RC-2026-0417", "RC-2026-0418", CheckName::Proof, changed);
    tampered("2026-11-25-rc", "2026-11-26-rc", CheckName::Proof, changed);
    tampered(
        "2026-11-25T16:40:00Z",
        "2026-11-24T16:40:00Z",
        CheckName::Proof,
        changed,
    );
    tampered("n 60;", "n 61;", CheckName::Proof, changed);
    tampered("2029-11-24", "2039-11-24", CheckName::Proof, changed);
    tampered("\"60\"", "\"61\"", CheckName::Proof, changed);
    tampered(
        &"c3".repeat(32),
        &"c4".repeat(32),
        CheckName::Proof,
        changed,
    );
    tampered("Exampleton", "Elsewhere", CheckName::Proof, changed);
}

#[test]
fn another_shape_is_refused_by_the_form() {
    tampered(
        "credentials/v2",
        "credentials/v1",
        CheckName::Form,
        "unknown context",
    );
    tampered(
        "\"achievementType\":\"Certificate\"",
        "\"achievementType\":\"Degree\"",
        CheckName::Form,
        "credentialSubject.achievement.achievementType: expected Certificate",
    );
    tampered(
        "\"proof\":",
        "\"termsOfUse\":[],\"proof\":",
        CheckName::Form,
        "unknown field `termsOfUse`",
    );
    tampered(
        "\"validFrom\":",
        "\"validFrom\":\"2020-01-01T00:00:00Z\",\"validFrom\":",
        CheckName::Form,
        "duplicate field `validFrom`",
    );
    tampered(
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
        CheckName::Form,
        "cryptosuite: expected eddsa-rdfc-2022",
    );
    tampered(
        "urn:uuid:",
        "urn:uuid:x",
        CheckName::Form,
        "expected urn:uuid: and a UUID",
    );
}

#[test]
fn layout_does_not_matter() {
    let json = issued(Language::Ru).credential_json;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert!(report(pretty.as_bytes()).is_valid());
}

#[test]
fn keys_dates_and_codes_are_checked() {
    let json = issued(Language::En).credential_json;
    let file = json.as_bytes();
    let check = |trusted: &[[u8; 32]], now: &str, code: Option<&str>| {
        verify(file, trusted, Timestamp::parse(now).unwrap(), code).unwrap()
    };
    let during = "2027-01-01T00:00:00Z";
    refused(
        &check(&[], during, None),
        CheckName::Issuer,
        "no trusted key was given",
    );
    let other = [TestKey::new(8).public_key()];
    refused(
        &check(&other, during, None),
        CheckName::Issuer,
        "is none of the 1 trusted keys",
    );
    let before = check(&trusted(), "2026-11-25T16:39:59Z", None);
    refused(
        &before,
        CheckName::Dates,
        "valid only from 2026-11-25T16:40:00Z",
    );
    let after = check(&trusted(), "2029-11-24T16:40:01Z", None);
    refused(&after, CheckName::Dates, "valid until 2029-11-24T16:40:00Z");
    let others_code = issued(Language::Ru).check_code.to_string();
    let other = check(&trusted(), during, Some(&others_code));
    refused(&other, CheckName::CheckCode, "which is this credential's");
    assert!(verify(file, &trusted(), now(), Some("12345")).is_err());
}

/// Signed again by somebody else, with that key as issuer: only trust finds it.
#[test]
fn a_forger_with_a_key_is_not_trusted() {
    let forger = TestKey::new(9);
    let mut certificate = passed(Language::En);
    certificate.issuer.key = forger.public_key();
    let forged = issue(&certificate, name(Language::En), NUMBER, &forger).unwrap();
    refused(
        &report(forged.credential_json.as_bytes()),
        CheckName::Issuer,
        "is none of the 1 trusted keys",
    );
}

/// Bytes of a file that are changed one at a time: each must be seen.
#[track_caller]
fn every_change_is_seen(file: &[u8], step: usize, flips: &[u8]) {
    let whole = report(file);
    assert!(whole.is_valid());
    for place in (0..file.len()).step_by(step) {
        for flip in flips {
            let mut changed = file.to_vec();
            changed[place] ^= flip;
            let seen = match verify(&changed, &trusted(), now(), None) {
                Err(_) => true,
                Ok(report) => !report.is_valid(),
            };
            assert!(seen, "byte {place} changed by {flip:#x}");
        }
    }
}

#[test]
fn no_byte_of_a_credential_can_be_changed() {
    let [english, russian] = [Language::En, Language::Ru].map(|it| issued(it).credential_json);
    every_change_is_seen(english.as_bytes(), 1, &[0x01]);
    every_change_is_seen(english.as_bytes(), 5, &[0x20, 0xff]);
    every_change_is_seen(russian.as_bytes(), 11, &[0x01, 0x02]);
}

#[test]
fn no_byte_of_a_badge_can_be_changed() {
    every_change_is_seen(&issued(Language::En).badge_png, 41, &[0x01, 0x80]);
}

#[test]
fn no_byte_of_the_pages_can_be_changed() {
    every_change_is_seen(&issued(Language::En).certificate_pdf, 1511, &[0x01, 0x20]);
}

#[test]
fn a_page_that_says_something_else_is_refused() {
    let issued = issued(Language::En);
    let mut other = passed(Language::En);
    other.metrics[4].value = Some(crate::certificate::examples::measure(0.95));
    // The pages of another certificate around this credential.
    let page = crate::page::draw(
        &other,
        crate::page::Holder {
            name: name(Language::En),
            number: NUMBER,
        },
        &issued.credential_json,
        issued.check_code,
    )
    .unwrap();
    refused(
        &report(&page),
        CheckName::Page,
        "the page differs from what the credential says",
    );
    let older = replaced(
        &issued.certificate_pdf,
        "/OverreadPageForm 1",
        "/OverreadPageForm 7",
    );
    refused(&report(&older), CheckName::Page, "drawn by another version");
}

#[test]
fn other_files_are_named() {
    assert!(verify(b"", &[], now(), None).is_err());
    assert!(verify(b"GIF89a", &[], now(), None).is_err());
    refused(&report(b"{}"), CheckName::Form, "missing field");
    refused(&report(b"%PDF-1.7\n"), CheckName::Form, "no attached file");
    refused(
        &report(b"\x89PNG\r\n\x1a\n"),
        CheckName::Form,
        "no first or no last chunk",
    );
    let long = format!("{{\"a\":\"{}\"}}", "a".repeat(200_000));
    refused(
        &report(long.as_bytes()),
        CheckName::Form,
        "expected at most",
    );
    let deep = "{\"@context\":".to_owned() + &"[".repeat(50_000);
    refused(&report(deep.as_bytes()), CheckName::Form, "");
}

/// Files that break off, and files put together from two, are refused and break nothing.
#[test]
fn broken_files_are_refused() {
    let issued = issued(Language::Ru);
    let forms: [(&[u8], usize); 3] = [
        (issued.credential_json.as_bytes(), 13),
        (&issued.badge_png, 997),
        (&issued.certificate_pdf, 997),
    ];
    for (file, step) in forms {
        for length in (0..file.len()).step_by(step) {
            let broken = verify(&file[..length], &trusted(), now(), None);
            assert!(broken.is_err() || !broken.unwrap().is_valid(), "{length}");
            let spliced = [&file[..length], &file[length / 2..]].concat();
            let spliced = verify(&spliced, &trusted(), now(), None);
            assert!(
                length == 0 || spliced.is_err() || !spliced.unwrap().is_valid(),
                "{length}"
            );
        }
    }
}
