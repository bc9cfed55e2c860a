//! The writings of keys, signatures and digests: lower-case hex, base58btc with its `z`, and did:key.

use std::fmt::Write as _;

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The multicodec of an Ed25519 public key, as a varint.
const ED25519: [u8; 2] = [0xed, 0x01];
/// Nothing that we read is longer: a signature has 64 bytes.
const LONGEST: usize = 128;

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
    text
}

/// An Ed25519 public key out of 64 digits of lower-case hex; `None` for what is none.
#[must_use]
pub fn key_of_hex(digits: &str) -> Option<[u8; 32]> {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let pairs = digits.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => Some(nibble(high)? * 16 + nibble(low)?),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

/// `z` and the base58btc digits of `bytes`.
pub(crate) fn multibase(bytes: &[u8]) -> String {
    let n_zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
    // Digits of base 58, the least first.
    let mut digits: Vec<u8> = Vec::new();
    for &byte in bytes {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = small(carry % 58);
            carry /= 58;
        }
        while carry > 0 {
            digits.push(small(carry % 58));
            carry /= 58;
        }
    }
    let letter = |digit: u8| char::from(ALPHABET[usize::from(digit)]);
    let zeros = std::iter::repeat_n('1', n_zeros);
    std::iter::once('z')
        .chain(zeros)
        .chain(digits.into_iter().rev().map(letter))
        .collect()
}

/// The bytes of a text that [`multibase`] writes, and of no other.
pub(crate) fn bytes_of_multibase(text: &str) -> Option<Vec<u8>> {
    let digits = text
        .strip_prefix('z')
        .filter(|rest| rest.len() <= LONGEST)?;
    let mut bytes: Vec<u8> = Vec::new();
    for letter in digits.bytes() {
        let digit = ALPHABET.iter().position(|&known| known == letter)?;
        let mut carry = u32::try_from(digit).ok()?;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = small(carry & 0xff);
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(small(carry & 0xff));
            carry >>= 8;
        }
    }
    let n_zeros = digits.bytes().take_while(|&letter| letter == b'1').count();
    bytes.extend(std::iter::repeat_n(0, n_zeros));
    bytes.reverse();
    Some(bytes)
}

/// A remainder that fits a byte.
fn small(value: u32) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// The did:key of an Ed25519 public key.
#[must_use]
pub fn did_key(key: &[u8; 32]) -> String {
    let mut bytes = ED25519.to_vec();
    bytes.extend(key);
    format!("did:key:{}", multibase(&bytes))
}

/// The Ed25519 public key of a did:key; `None` for keys of other kinds and what is none.
#[must_use]
pub fn key_of_did(did: &str) -> Option<[u8; 32]> {
    let bytes = bytes_of_multibase(did.strip_prefix("did:key:")?)?;
    let key = bytes.strip_prefix(&ED25519)?.try_into().ok()?;
    // One key has one did: other writings of it are refused.
    (did_key(&key) == did).then_some(key)
}

#[cfg(test)]
mod tests;
