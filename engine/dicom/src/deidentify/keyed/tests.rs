//! Tests: replacements are repeatable, valid and of a known hash.

use super::*;

#[test]
fn the_keyed_hash_is_hmac_sha_256() {
    // RFC 4231 has keys that are not 32 bytes hashed; the expected value is from Python's hmac module with the key
    // SHA-256("key") and the message "message".
    let hex: String = Secret::from_bytes(b"key")
        .hmac(b"message")
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(
        hex,
        "f2d38830fc8f84e6229a78cbbafdbcf946522bc114a8e2d6c91f1f32ece297f8"
    );
}

#[test]
fn a_replaced_uid_is_valid_and_the_same_each_time() {
    let secret = Secret::from_bytes(b"a");
    let uid = secret.uid("1.2.3");
    assert!(uid.starts_with("2.25.") && uid.len() <= 44, "{uid}");
    assert_eq!(uid, secret.uid("1.2.3"));
    assert_ne!(uid, secret.uid("1.2.4"));
    assert_ne!(uid, Secret::from_bytes(b"b").uid("1.2.3"));
}

#[test]
fn uids_of_the_standard_are_known() {
    let check = |uid, expected| assert_eq!(is_standard_uid(uid), expected, "{uid}");
    check("1.2.840.10008.5.1.4.1.1.2", true);
    check("1.2.840.10008.1.4.1.1", true);
    check("1.2.840.10008.5.1.4.1.1.481.3", true);
    check("1.2.840.10008.20200101.123456.1", false);
    check("1.2.826.0.1.3680043.1", false);
    check("2.25.1", false);
}

#[test]
fn days_go_back_by_one_to_ten_years() {
    let secret = Secret::from_bytes(b"a");
    for patient in 0..1000 {
        assert!((1..=3650).contains(&secret.days_back(&patient.to_string())));
    }
}
