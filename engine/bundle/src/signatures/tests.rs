//! Signature files that hold, and every way in which one does not.

use super::*;
use crate::keys::KeyRole;

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32], KeyRole::Reviewer, "a").unwrap()
}

fn file(seeds: &[u8]) -> Vec<u8> {
    let signatures: Vec<_> = seeds
        .iter()
        .map(|seed| ManifestSignature::new(&crate::form::PLUGIN, &key(*seed), b"manifest"))
        .collect();
    written(&signatures)
}

#[test]
fn signatures_go_there_and_back_in_any_order() {
    let read_back = read(&crate::form::PLUGIN, &file(&[1, 2, 3]), b"manifest").unwrap();
    assert_eq!(read_back.len(), 3);
    assert_eq!(file(&[3, 1, 2]), file(&[1, 2, 3]));
    assert!(
        read(&crate::form::PLUGIN, &file(&[]), b"manifest")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_changed_byte_anywhere_is_refused() {
    let whole = file(&[1, 2]);
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        assert!(
            read(&crate::form::PLUGIN, &changed, b"manifest").is_err(),
            "byte {at}"
        );
        let is_refused = read(&crate::form::PLUGIN, &whole[..at], b"manifest").is_err();
        assert!(is_refused || is_whole_lines(&whole[..at]), "cut at {at}");
    }
}

/// A file that lost whole lines is a file with fewer signatures: the rules of trust see to that.
fn is_whole_lines(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n")
}

#[track_caller]
fn check_refused(bytes: &[u8], says: &str) {
    let faults = read(&crate::form::PLUGIN, bytes, b"manifest")
        .unwrap_err()
        .join("; ");
    assert!(faults.contains(says), "no {says:?} in {faults}");
}

#[test]
fn files_that_are_none() {
    check_refused(b"", "line 1 must be");
    check_refused(b"\xff", "not UTF-8");
    check_refused(b"overread-signatures 2\n", "line 1 must be");
    check_refused(b"overread-signatures 1\nx\n", "line 2 must be");
    let mut twice = file(&[1]);
    twice.extend_from_slice(&file(&[1])["overread-signatures 1\n".len()..]);
    check_refused(&twice, "line 3 is out of order");
    let seeds: Vec<u8> = (0..=u8::try_from(MAX_SIGNATURES).unwrap()).collect();
    check_refused(&file(&seeds), "may have 32 signatures");
    let faults = read(&crate::form::PLUGIN, &file(&[1, 2]), b"another").unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains("not one of this manifest"));
}

#[test]
fn a_signature_for_something_else_is_none_for_a_bundle() {
    let bare = ManifestSignature {
        key: key(1).public().bytes,
        bytes: key(1).sign(b"manifest"),
    };
    check_refused(&written(&[bare]), "not one of this manifest");
}
