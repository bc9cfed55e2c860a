//! Digits and sums with published values.

use super::*;

#[test]
fn digits_go_there_and_back() {
    assert_eq!(hex(&[0, 0x1f, 0xff]), "001fff");
    assert_eq!(bytes_of_hex::<3>("001fff"), Some([0, 0x1f, 0xff]));
    for text in ["001ff", "001FFF", "001ffg", "001fff0", "", "+01fff"] {
        assert_eq!(bytes_of_hex::<3>(text), None, "{text:?}");
    }
}

#[test]
fn sums_have_the_published_values() {
    // SHA-256 of `abc`: FIPS 180-2 appendix B.1. CRC-32 check value of `123456789`: ITU-T V.42, 0xcbf43926.
    let sums = sums_of(&b"abc"[..], |_| Ok(())).unwrap();
    assert_eq!(
        sums.sha256,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(sums.n_bytes, 3);
    assert_eq!(hex_sha256(b"abc"), sums.sha256);
    let sums = sums_of(&b"123456789"[..], |_| Ok(())).unwrap();
    assert_eq!(sums.crc32, 0xcbf4_3926);
}
