//! Baked and taken out again, and pictures that are damaged or hold something else.

use std::io::Write as _;

use super::{BakingError, SIGNATURE, bake, chunk_bytes, unbake};
use crate::certificate::examples::passed;
use crate::credential::MAX_CREDENTIAL_BYTES;
use crate::words::Language;

fn badge() -> Vec<u8> {
    crate::badge::draw_badge(&passed(Language::En)).unwrap()
}

/// A picture with these text chunks: flag, method and bytes of each.
fn with(texts: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let badge = badge();
    // The signature and the first chunk.
    let mut png = badge[..33].to_vec();
    for (flag, method, bytes) in texts {
        let mut data = b"openbadgecredential\0".to_vec();
        data.extend([*flag, *method, b'e', b'n', 0, b'x', 0]);
        data.extend(*bytes);
        png.extend(chunk_bytes(*b"iTXt", &data));
    }
    png.extend(&badge[33..]);
    png
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_credential_goes_in_and_comes_out() {
    let baked = bake(&badge(), "{\"a\":\"ё\"}").unwrap();
    assert_eq!(unbake(&baked).unwrap(), "{\"a\":\"ё\"}");
    let again = bake(&baked, "{}").unwrap();
    assert_eq!(unbake(&again).unwrap(), "{}");
    assert_eq!(bake(&badge(), "{}").unwrap(), again);
    let decoder = png::Decoder::new(std::io::Cursor::new(&baked));
    let reader = decoder.read_info().unwrap();
    assert_eq!(reader.info().size(), (512, 512));
    let text = &reader.info().utf8_text[0];
    assert_eq!(text.keyword, "openbadgecredential");
    assert_eq!(text.get_text().unwrap(), "{\"a\":\"ё\"}");
}

#[test]
fn text_of_other_bakers_is_read() {
    assert_eq!(unbake(&with(&[(0, 0, b"{}")])).unwrap(), "{}");
    assert_eq!(unbake(&with(&[(1, 0, &deflated(b"{}"))])).unwrap(), "{}");
}

#[track_caller]
fn refused(png: &[u8], expected: &str) {
    let error = unbake(png).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn other_texts_are_refused() {
    refused(&badge(), "holds no credential");
    refused(&with(&[(0, 0, b"a"), (0, 0, b"b")]), "holds 2 credentials");
    refused(&with(&[(2, 0, b"a")]), "its compression is unknown");
    refused(&with(&[(1, 0, b"a")]), "its compressed bytes are damaged");
    refused(&with(&[(0, 0, b"\xff")]), "it is not UTF-8");
    let bomb = deflated(&vec![b'a'; MAX_CREDENTIAL_BYTES * 100]);
    assert!(bomb.len() < MAX_CREDENTIAL_BYTES);
    refused(&with(&[(1, 0, &bomb)]), "longer than any credential");
    let mut short = SIGNATURE.to_vec();
    short.extend(chunk_bytes(*b"IHDR", &[]));
    short.extend(chunk_bytes(*b"iTXt", b"openbadgecredential\0\0"));
    short.extend(chunk_bytes(*b"IEND", &[]));
    refused(&short, "it breaks off");
}

#[test]
fn damaged_pictures_are_refused() {
    let baked = bake(&badge(), "{}").unwrap();
    for length in 0..baked.len() {
        assert!(unbake(&baked[..length]).is_err(), "{length}");
    }
    refused(
        &[&baked[..], b"x"].concat(),
        "something stands after its end",
    );
    refused(b"GIF89a", "not a PNG");
    let mut changed = baked.clone();
    changed[20] ^= 1;
    refused(&changed, "its checksum differs (chunk IHDR, byte 8)");
    assert_eq!(
        unbake(&vec![0; 17 * 1024 * 1024]),
        Err(BakingError::TooLong(17 * 1024 * 1024))
    );
}
