//! Lines of keys that are right and wrong, what a role covers, and signatures with published values.

use super::*;

/// RFC 8032 section 7.1, test 1: seed, public key, and the signature of the empty message.
const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC_KEY: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const SIGNATURE: &str = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

fn key(role: &str) -> SecretKey {
    let seed = bytes_of_hex(SEED).unwrap();
    SecretKey::from_seed(seed, KeyRole::parse(role).unwrap(), "org.example").unwrap()
}

#[test]
fn keys_and_signatures_are_those_of_rfc_8032() {
    let key = key("reviewer");
    assert_eq!(key.public().bytes.hex(), PUBLIC_KEY);
    let signature = key.sign(b"");
    assert_eq!(hex(&signature), SIGNATURE);
    assert!(key.public().bytes.verifies(b"", &signature));
    assert!(!key.public().bytes.verifies(b"x", &signature));
    let mut other = signature;
    other[0] ^= 1;
    assert!(!key.public().bytes.verifies(b"", &other));
}

#[test]
fn lines_go_there_and_back() {
    let key = key("vendor:org.example");
    let public = key.public();
    let line = format!("overread-key-1 ed25519 {PUBLIC_KEY} vendor:org.example org.example");
    assert_eq!(public.line(), line);
    assert_eq!(PublicKey::parse(&format!("{line}\n")).unwrap(), public);
    let again = SecretKey::parse(&key.secret_line()).unwrap();
    assert_eq!(again.public(), public);
}

#[test]
fn a_secret_is_never_shown() {
    let key = key("reviewer");
    assert!(key.secret_line().contains(SEED));
    assert!(!format!("{key:?}").contains(SEED));
    for line in [
        format!("overread-secret-key-1 ed25519 {SEED}0 reviewer a"),
        format!("overread-secret-key-1 ed25519 {SEED} nobody a"),
        format!("overread-secret-key-1 ed25519 reviewer {SEED} a"),
        format!("overread-secret-key-1 ed25519 x reviewer {SEED}{SEED}"),
        format!("overread-secret-key-1 {SEED}"),
    ] {
        let error = SecretKey::parse(&line).unwrap_err();
        assert!(!format!("{error}{error:?}").contains(SEED), "{error}");
    }
}

#[track_caller]
fn check_refused(line: &str, says: &str) {
    let error = PublicKey::parse(line).unwrap_err().to_string();
    assert!(error.contains(says), "no {says:?} in {error}");
}

#[test]
fn lines_that_are_no_public_keys() {
    check_refused("", "found 1 words");
    check_refused("overread-key-1 ed25519", "found 2 words");
    check_refused(&key("site").secret_line(), "other first words");
    check_refused(
        "overread-key-1 ed25519 00 reviewer a",
        "64 small hexadecimal digits",
    );
    check_refused(
        &format!("overread-key-1 ed25519 {PUBLIC_KEY} boss a"),
        "`boss` is no role",
    );
    check_refused(
        &format!("overread-key-1 ed25519 {PUBLIC_KEY} vendor: a"),
        "is no role",
    );
    check_refused(
        &format!("overread-key-1 ed25519 {PUBLIC_KEY} reviewer a\u{1b}[0m"),
        "is no owner id",
    );
    check_refused(
        &format!("overread-key-1 ed25519 {PUBLIC_KEY} reviewer a\nx"),
        "more than one line",
    );
    // A point of small order: every message has a signature by it.
    let weak = format!("01{}", "0".repeat(62));
    check_refused(
        &format!("overread-key-1 ed25519 {weak} reviewer a"),
        "sound Ed25519 key",
    );
}

#[test]
fn a_vendor_covers_its_ids_at_the_dot_only() {
    let role = KeyRole::parse("vendor:org.example").unwrap();
    for (id, expected) in [
        ("org.example", true),
        ("org.example.nodule", true),
        ("org.example.a.b", true),
        ("org.example2.nodule", false),
        ("org.examples", false),
        ("org.exampl", false),
        ("org", false),
        ("com.org.example", false),
    ] {
        assert_eq!(role.covers(id), expected, "{id}");
    }
    assert!(KeyRole::Reviewer.covers("org.other"));
}

#[test]
fn new_keys_differ() {
    let new = || SecretKey::generate(KeyRole::Site, "here").unwrap().public();
    assert_ne!(new().bytes, new().bytes);
    assert!(SecretKey::generate(KeyRole::Site, "two words").is_err());
}
