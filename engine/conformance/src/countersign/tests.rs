//! A signature under a report holds for those bytes and that key alone.

use super::*;

fn key(role: KeyRole) -> SecretKey {
    SecretKey::from_seed([7; 32], role, "org.example").unwrap()
}

#[test]
fn a_reviewers_signature_names_the_reviewer() {
    let signature = countersign(b"report", &key(KeyRole::Reviewer)).unwrap();
    let by = countersigned_by(b"report", &signature).unwrap();
    assert_eq!(by, key(KeyRole::Reviewer).public());
}

#[test]
fn another_report_or_another_key_is_refused() {
    let signature = countersign(b"report", &key(KeyRole::Reviewer)).unwrap();
    let broken = Err(CountersignError::Broken);
    assert_eq!(countersigned_by(b"Report", &signature), broken);
    let other = SecretKey::from_seed([8; 32], KeyRole::Reviewer, "org.example").unwrap();
    let line = key(KeyRole::Reviewer).public().line();
    let swapped = signature.replace(&line, &other.public().line());
    assert_eq!(countersigned_by(b"report", &swapped), broken);
    // The bare message is not what is signed: a signature under a report is none under a manifest.
    let bytes = bytes_of(signature.lines().nth(2).unwrap()).unwrap();
    let public = key(KeyRole::Reviewer).public().bytes;
    assert!(!public.verifies(b"report", &bytes));
}

#[test]
fn vendors_do_not_sign_reports() {
    let vendor = KeyRole::Vendor("org.example".to_owned());
    let expected = CountersignError::Role {
        found: vendor.clone(),
    };
    assert_eq!(countersign(b"report", &key(vendor)), Err(expected.clone()));
    let signature = countersign(b"report", &key(KeyRole::Reviewer)).unwrap();
    let claimed = signature.replace(" reviewer ", " vendor:org.example ");
    assert_eq!(countersigned_by(b"report", &claimed), Err(expected));
}

#[test]
fn what_is_no_signature_is_named() {
    let signature = countersign(b"report", &key(KeyRole::Reviewer)).unwrap();
    for text in [
        "",
        "overread-report-signature 2\n",
        &signature[..signature.len() - 3],
        &signature.replace("ed25519", "rsa"),
        &signature.repeat(2),
        &"x".repeat(4096),
    ] {
        let found = countersigned_by(b"report", text);
        assert!(
            matches!(found, Err(CountersignError::Form { .. })),
            "{text:?}: {found:?}"
        );
    }
}
