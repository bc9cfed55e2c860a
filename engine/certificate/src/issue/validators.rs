//! What programs of others say of a credential; each is left out, loudly, where it is not installed.

use std::path::Path;
use std::process::Command;

use crate::certificate::examples::{NUMBER, TestKey, name, passed};
use crate::certificate::{Candidate, Certificate, Identity};
use crate::credential::{self, document_statements, proof_statements};
use crate::timestamp::Timestamp;
use crate::words::Language;

use super::{Issued, issue};

/// `OVERREAD_OPEN_BADGES` names the folder that holds openbadgeslib and PyLD; `cargo xtask test` provides it.
fn python() -> Command {
    let mut command = Command::new("python3");
    if let Some(folder) = std::env::var_os("OVERREAD_OPEN_BADGES") {
        command.env("PYTHONPATH", folder);
    }
    command
}

fn skipped(test: &str, reason: &str) {
    eprintln!("SKIPPED {test}: {reason}");
}

/// Issued long ago and without end: validators look at their own clock.
fn long_valid(language: Language) -> Certificate {
    Certificate {
        issued: Timestamp::parse("2020-01-01T00:00:00Z").unwrap(),
        valid_until: None,
        ..passed(language)
    }
}

fn issued(certificate: &Certificate) -> Issued {
    issue(
        certificate,
        name(certificate.language),
        NUMBER,
        &TestKey::new(7),
    )
    .unwrap()
}

/// What `open_badges.py` prints, and the two canonical texts; `None` where the packages are missing.
fn judged(test: &str, issued: &Issued) -> Option<(String, String, String)> {
    let is_there = python()
        .args(["-c", "import openbadgeslib, pyld"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !is_there {
        skipped(
            test,
            "no openbadgeslib with PyLD; `cargo xtask test` provides them",
        );
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("credential.json"), &issued.credential_json).unwrap();
    std::fs::write(at("badge.png"), &issued.badge_png).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/open_badges.py");
    let output = python()
        .arg(script)
        .args([at("credential.json"), at("badge.png")])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let read = |name: &str| std::fs::read_to_string(at(name)).unwrap();
    Some((
        String::from_utf8(output.stdout).unwrap(),
        read("document.nq"),
        read("options.nq"),
    ))
}

#[track_caller]
fn check(test: &str, certificate: &Certificate) {
    let issued = issued(certificate);
    let Some((said, document, options)) = judged(test, &issued) else {
        return;
    };
    let (_, read, proof) = credential::read(issued.credential_json.as_bytes()).unwrap();
    assert_eq!(document_statements(&read).canonical(), document);
    assert_eq!(proof_statements(&proof).canonical(), options);
    let expected = format!(
        "verified\t{}\t{}\nchanged\trefused\nbaked\tsame\n",
        certificate.issuer.name, certificate.title
    );
    assert_eq!(said, expected);
}

#[test]
fn a_json_ld_processor_signs_the_same_statements_and_a_validator_accepts_them() {
    check(
        "a_json_ld_processor_signs_the_same_statements_and_a_validator_accepts_them",
        &long_valid(Language::En),
    );
}

#[test]
fn validators_accept_a_russian_certificate_with_a_hashed_identity() {
    let salt = [0x5a; 16];
    let certificate = Certificate {
        candidate: Candidate::of(name(Language::Ru), NUMBER, Identity::Hashed { salt }),
        ..long_valid(Language::Ru)
    };
    check(
        "validators_accept_a_russian_certificate_with_a_hashed_identity",
        &certificate,
    );
}

/// Quotes, backslashes and letters beyond the basic plane are escaped as N-Quads has it.
#[test]
fn validators_accept_letters_that_are_escaped() {
    let mut certificate = long_valid(Language::En);
    certificate.session.software = "Overread \"0.1\" \\ a\\b 'c' <d> ±".to_owned();
    certificate.issuer.place = None;
    check("validators_accept_letters_that_are_escaped", &certificate);
}

/// A reader of PDF that forgives nothing finds the text of both pages and the attachment.
#[test]
fn pypdf_reads_the_pages_and_the_attachment() {
    let test = "pypdf_reads_the_pages_and_the_attachment";
    let is_there = python()
        .args(["-c", "import pypdf"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !is_there {
        return skipped(test, "no pypdf; `cargo xtask test` provides it");
    }
    for language in [Language::En, Language::Ru] {
        let folder = tempfile::tempdir().unwrap();
        let certificate = long_valid(language);
        let issued = issued(&certificate);
        let file = folder.path().join("certificate.pdf");
        std::fs::write(&file, &issued.certificate_pdf).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages.py");
        let output = python()
            .arg(script)
            .args([file.as_path(), folder.path()])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("credential.json"), issued.credential_json);
        let (wall, record) = (read("page-1.txt"), read("page-2.txt"));
        for expected in [name(language), NUMBER, &certificate.issuer.name] {
            assert!(wall.contains(expected), "{expected:?} is not in {wall}");
        }
        for expected in [&certificate.session.journal_root, language.words().standing] {
            assert!(record.contains(expected), "{expected:?} is not in {record}");
        }
    }
}

#[test]
fn qpdf_finds_no_fault_in_the_pages() {
    let test = "qpdf_finds_no_fault_in_the_pages";
    let folder = tempfile::tempdir().unwrap();
    for language in [Language::En, Language::Ru] {
        let file = folder.path().join("certificate.pdf");
        std::fs::write(&file, issued(&long_valid(language)).certificate_pdf).unwrap();
        let Ok(output) = Command::new("qpdf").arg("--check").arg(&file).output() else {
            return skipped(test, "no qpdf; `apt-get install qpdf`");
        };
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(
            said.contains("No syntax or stream encoding errors"),
            "{said}"
        );
    }
}

/// What stands on the pages is text, and every letter of it is found again.
#[test]
fn poppler_reads_the_pages_and_takes_the_credential_out() {
    let test = "poppler_reads_the_pages_and_takes_the_credential_out";
    let folder = tempfile::tempdir().unwrap();
    for language in [Language::En, Language::Ru] {
        let certificate = long_valid(language);
        let issued = issued(&certificate);
        let file = folder.path().join("certificate.pdf");
        std::fs::write(&file, &issued.certificate_pdf).unwrap();
        let Ok(output) = Command::new("pdftotext").arg(&file).arg("-").output() else {
            return skipped(test, "no pdftotext; `apt-get install poppler-utils`");
        };
        let text = String::from_utf8(output.stdout).unwrap().replace('\n', " ");
        let words = language.words();
        for expected in [
            name(language),
            NUMBER,
            &certificate.issuer.name,
            &issued.check_code.to_string(),
            words.standing,
            words.no_opportunity,
            &certificate.session.journal_root,
        ] {
            assert!(text.contains(expected), "{expected:?} is not in {text}");
        }
        let taken = folder.path().join("taken.json");
        let status = Command::new("pdfdetach")
            .args(["-save", "1", "-o"])
            .args([&taken, &file])
            .status()
            .unwrap();
        assert!(status.success());
        assert_eq!(
            std::fs::read_to_string(&taken).unwrap(),
            issued.credential_json
        );
    }
}
