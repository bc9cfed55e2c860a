//! Base 58 and did:key against published values.

use super::{bytes_of_multibase, did_key, hex, key_of_did, key_of_hex, multibase};

/// The examples of draft-msporny-base58.
#[test]
fn base58_as_published() {
    let check = |bytes: &[u8], expected: &str| {
        assert_eq!(multibase(bytes), expected);
        assert_eq!(bytes_of_multibase(expected).unwrap(), bytes);
    };
    check(b"Hello World!", "z2NEpo7TZRRrLZSi2U");
    check(
        b"The quick brown fox jumps over the lazy dog.",
        "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    );
    check(&[0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd], "z11233QC4");
    check(&[], "z");
    check(&[0], "z1");
}

#[test]
fn other_letters_are_refused() {
    for text in ["", "2NEpo7TZRRrLZSi2U", "z0", "zl", "zI", "zO", "z+", "zé"] {
        assert_eq!(bytes_of_multibase(text), None, "{text}");
    }
    assert_eq!(bytes_of_multibase(&format!("z{}", "z".repeat(1000))), None);
}

/// The key of the Open Badges vector.
#[test]
fn a_key_has_one_did() {
    let did = "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi";
    let key = key_of_did(did).unwrap();
    assert_eq!(
        hex(&key),
        "4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5"
    );
    assert_eq!(did_key(&key), did);
    assert_eq!(key_of_hex(&hex(&key)), Some(key));
    assert_eq!(key_of_hex(&hex(&key).to_uppercase()), None);
    assert_eq!(key_of_hex(&hex(&key[1..])), None);
    assert_eq!(key_of_hex("é"), None);
    for other in [
        "did:key:",
        "did:web:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "did:key:z16MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        "did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hw",
        "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
    ] {
        assert_eq!(key_of_did(other), None, "{other}");
    }
}
