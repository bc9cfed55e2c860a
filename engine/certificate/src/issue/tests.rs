//! What is issued, and what is not.

use crate::certificate::examples::{NAME, NUMBER, TestKey, name, passed};
use crate::certificate::{Candidate, Certificate, Identity};
use crate::faults::FactError;
use crate::metric::Verdict;
use crate::words::Language;

use super::{IssueError, Signer, issue};

#[test]
fn equal_facts_give_equal_bytes() {
    for language in [Language::En, Language::Ru] {
        let make = || issue(&passed(language), name(language), NUMBER, &TestKey::new(7)).unwrap();
        assert_eq!(make(), make());
    }
}

/// For looking at: `OVERREAD_CERTIFICATES=FOLDER cargo test -p overread-certificate examples_can_be_kept`.
#[test]
fn examples_can_be_kept() {
    for language in [Language::En, Language::Ru] {
        let issued = issue(&passed(language), name(language), NUMBER, &TestKey::new(7)).unwrap();
        assert!(issued.certificate_pdf.len() < 200_000);
        assert!(issued.badge_png.len() < 100_000);
        let Some(folder) = std::env::var_os("OVERREAD_CERTIFICATES") else {
            continue;
        };
        let at = |kind: &str| {
            let name = format!("{}.{kind}", language.word());
            std::path::Path::new(&folder).join(name)
        };
        std::fs::write(at("json"), &issued.credential_json).unwrap();
        std::fs::write(at("png"), &issued.badge_png).unwrap();
        std::fs::write(at("pdf"), &issued.certificate_pdf).unwrap();
    }
}

#[track_caller]
fn refused(certificate: &Certificate, name: &str, signer: &dyn Signer, expected: &str) {
    let error = issue(certificate, name, NUMBER, signer)
        .unwrap_err()
        .to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn who_has_not_passed_is_not_certified() {
    let key = TestKey::new(7);
    let failed = Certificate {
        has_passed: false,
        ..passed(Language::En)
    };
    refused(&failed, NAME, &key, "has not passed");
    let mut open = passed(Language::En);
    open.metrics[1].verdict = Some(Verdict::TooFew);
    refused(&open, NAME, &key, "the component sensitivity is too few");
    let mut below = passed(Language::En);
    below.metrics[1].verdict = Some(Verdict::NotMet);
    refused(&below, NAME, &key, "the component sensitivity is not met");
}

#[test]
fn another_name_is_not_certified() {
    let key = TestKey::new(7);
    refused(
        &passed(Language::En),
        "Dr No",
        &key,
        "not that of the certificate's candidate",
    );
    let salt = [1; 16];
    let hashed = Certificate {
        candidate: Candidate::of(NAME, NUMBER, Identity::Hashed { salt }),
        ..passed(Language::En)
    };
    assert!(issue(&hashed, NAME, NUMBER, &key).is_ok());
    refused(
        &hashed,
        "Dr No",
        &key,
        "not that of the certificate's candidate",
    );
}

#[test]
fn another_key_does_not_sign() {
    refused(
        &passed(Language::En),
        NAME,
        &TestKey::new(8),
        "the key that signs is not the issuer's",
    );
    struct Broken;
    impl Signer for Broken {
        fn public_key(&self) -> [u8; 32] {
            TestKey::new(7).public_key()
        }
        fn sign(&self, _message: &[u8]) -> [u8; 64] {
            [0; 64]
        }
    }
    refused(&passed(Language::En), NAME, &Broken, "does not hold");
}

#[test]
fn letters_that_the_font_lacks_are_named() {
    let certificate = Certificate {
        candidate: Candidate::of("李雷", NUMBER, Identity::Plain),
        ..passed(Language::En)
    };
    refused(
        &certificate,
        "李雷",
        &TestKey::new(7),
        "has no letter '李' (U+674E)",
    );
}

#[test]
fn hidden_letters_are_not_signed() {
    let key = TestKey::new(7);
    for hidden in [
        "a\nb",
        "a\u{202e}b",
        "a\u{200b}b",
        "a\0b",
        "a\u{7f}b",
        " a",
        "a ",
        "",
    ] {
        let certificate = Certificate {
            title: hidden.to_owned(),
            ..passed(Language::En)
        };
        let error = issue(&certificate, NAME, NUMBER, &key).unwrap_err();
        assert!(
            matches!(error, IssueError::Fact(FactError::Text { .. })),
            "{hidden:?}: {error}"
        );
    }
}

/// The longest texts and the most lines that are allowed still fit on the pages, or are refused by name.
#[test]
fn full_pages_fit() {
    let mut certificate = passed(Language::En);
    certificate.title = "Reading of the chest in computed tomography with and without an AI service for pulmonary nodules, one two three four".to_owned();
    certificate.issuer.name = "The Example Centre for the Continuing Education and Certification of Readers of Medical Images in Example".to_owned();
    certificate.issuer.name.truncate(100);
    let pattern = certificate.metrics[1].clone();
    let stated = certificate.metrics[5].clone();
    certificate.metrics.clear();
    for idx in 0..20 {
        let mut metric = if idx < 10 {
            pattern.clone()
        } else {
            stated.clone()
        };
        metric.code = format!("metric-{idx}");
        metric.title = "A quantity with a very long name that goes on to sixty chars".to_owned();
        metric.method = format!("a method of its own, number {idx}");
        certificate.metrics.push(metric);
    }
    let issued = issue(&certificate, NAME, NUMBER, &TestKey::new(7)).unwrap();
    if let Some(folder) = std::env::var_os("OVERREAD_CERTIFICATES") {
        let folder = std::path::Path::new(&folder);
        std::fs::write(folder.join("full.pdf"), &issued.certificate_pdf).unwrap();
        std::fs::write(folder.join("full.png"), &issued.badge_png).unwrap();
    }
}
