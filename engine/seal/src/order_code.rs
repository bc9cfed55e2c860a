//! An order as one line that a supervisor reads out or copies from another device: base32 in groups, each with a check
//! letter, so that a mistyped group is named.
//!
//! Bytes: form 1, kind, number (4, little-endian), milliseconds (8, only for `extend`), the first 4 bytes of the key's
//! SHA-256, signature (64), CRC-32C of all before (4). The key itself is one of the session's supervisors.

use crate::hex::{bytes_of_hex, hex, sha256};
use crate::keys::PublicKey;
use crate::order::{Order, OrderError, SignedOrder, check_order};

/// Crockford's letters: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The form of the code.
const FORM: u8 = 1;

/// Letters of a group before its check letter.
const GROUP: usize = 5;

/// No code is longer.
const MAX_CODE: usize = 1024;

/// The code of a signed order; `None` if key or signature are none.
#[must_use]
pub fn order_code(signed: &SignedOrder) -> Option<String> {
    let key = PublicKey::from_hex(&signed.key)?;
    let signature: [u8; 64] = bytes_of_hex(&signed.signature)?;
    let mut bytes = vec![FORM];
    let (kind, ms) = match signed.order {
        Order::Start => (0, None),
        Order::Pause => (1, None),
        Order::Resume => (2, None),
        Order::Extend(ms) => (3, Some(ms)),
        Order::Seal => (4, None),
    };
    bytes.push(kind);
    bytes.extend_from_slice(&signed.number.to_le_bytes());
    if let Some(ms) = ms {
        bytes.extend_from_slice(&ms.to_le_bytes());
    }
    bytes.extend_from_slice(&key_mark(&key));
    bytes.extend_from_slice(&signature);
    bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
    let groups: Vec<String> = values_of_bytes(&bytes)
        .chunks(GROUP)
        .enumerate()
        .map(|(idx, values)| {
            let check = check_value(idx, values);
            let letters = values.iter().copied().chain([check]);
            letters
                .map(|value| char::from(LETTERS[usize::from(value % 32)]))
                .collect()
        })
        .collect();
    Some(groups.join("-"))
}

/// Reads a code and checks it as [`check_order`] does. Small letters, spaces and line breaks do no harm.
///
/// # Errors
/// [`OrderError::Code`] names a mistyped group; the other errors are those of [`check_order`].
pub fn read_order_code(
    code: &str,
    session_id: &str,
    supervisors: &[String],
    last_number: u32,
) -> Result<SignedOrder, OrderError> {
    let bytes = bytes_of_code(code).map_err(OrderError::Code)?;
    let wrong = |what: &str| OrderError::Code(what.to_owned());
    let (body, check_sum) = bytes
        .split_last_chunk::<4>()
        .ok_or_else(|| wrong("it is too short"))?;
    if crc32c::crc32c(body) != u32::from_le_bytes(*check_sum) {
        return Err(wrong(
            "its check sum does not fit; groups are missing or swapped",
        ));
    }
    let fields = fields_of(body).ok_or_else(|| wrong("it is of another form"))?;
    let key = supervisors
        .iter()
        .find(|key| PublicKey::from_hex(key).is_some_and(|key| key_mark(&key) == fields.key_mark))
        .ok_or_else(|| OrderError::Stranger {
            number: fields.number,
            order: fields.order,
            key: format!("with the mark {}", hex(&fields.key_mark)),
            n_supervisors: supervisors.len(),
        })?;
    let signed = SignedOrder {
        order: fields.order,
        number: fields.number,
        key: key.clone(),
        signature: hex(&fields.signature),
    };
    check_order(session_id, &signed, supervisors, last_number)?;
    Ok(signed)
}

struct Fields {
    order: Order,
    number: u32,
    key_mark: [u8; 4],
    signature: [u8; 64],
}

fn fields_of(body: &[u8]) -> Option<Fields> {
    let ([FORM, kind], rest) = body.split_first_chunk()? else {
        return None;
    };
    let (number, rest) = rest.split_first_chunk()?;
    let (order, rest) = match kind {
        0 => (Order::Start, rest),
        1 => (Order::Pause, rest),
        2 => (Order::Resume, rest),
        3 => {
            let (ms, rest) = rest.split_first_chunk()?;
            (Order::Extend(u64::from_le_bytes(*ms)), rest)
        }
        4 => (Order::Seal, rest),
        _ => return None,
    };
    let (key_mark, signature) = rest.split_first_chunk()?;
    Some(Fields {
        order,
        number: u32::from_le_bytes(*number),
        key_mark: *key_mark,
        signature: signature.try_into().ok()?,
    })
}

/// By what a code names its key; the key itself is looked up.
fn key_mark(key: &PublicKey) -> [u8; 4] {
    let hash = sha256(key.bytes());
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The check value of a group: odd weights, so that one wrong letter always shows, and the group's place.
fn check_value(group_idx: usize, values: &[u8]) -> u8 {
    let weighted = |(idx, value): (usize, &u8)| (2 * idx + 1) * usize::from(*value);
    let sum: usize = values.iter().enumerate().map(weighted).sum::<usize>() + group_idx * 7;
    u8::try_from(sum % 32).unwrap_or_default()
}

/// Five bits each, the first ones highest; zeros fill the last.
fn values_of_bytes(bytes: &[u8]) -> Vec<u8> {
    let bit = |idx: usize| {
        bytes
            .get(idx / 8)
            .map_or(0, |byte| byte >> (7 - idx % 8) & 1)
    };
    (0..(bytes.len() * 8).div_ceil(5))
        .map(|value_idx| (0..5).fold(0, |value, i| value << 1 | bit(value_idx * 5 + i)))
        .collect()
}

fn bytes_of_values(values: &[u8]) -> Vec<u8> {
    let bit = |idx: usize| {
        values
            .get(idx / 5)
            .map_or(0, |value| value >> (4 - idx % 5) & 1)
    };
    (0..values.len() * 5 / 8)
        .map(|byte_idx| (0..8).fold(0, |byte, i| byte << 1 | bit(byte_idx * 8 + i)))
        .collect()
}

fn bytes_of_code(code: &str) -> Result<Vec<u8>, String> {
    if code.len() > MAX_CODE {
        return Err(format!("expected at most {MAX_CODE} letters"));
    }
    let mut letters = Vec::new();
    for letter in code.chars().filter(|c| !c.is_whitespace() && *c != '-') {
        let value = value_of(letter)
            .ok_or_else(|| format!("group {} holds {letter:?}", letters.len() / (GROUP + 1) + 1))?;
        letters.push(value);
    }
    let mut values = Vec::new();
    for (idx, group) in letters.chunks(GROUP + 1).enumerate() {
        let fits = group
            .split_last()
            .filter(|(check, group)| !group.is_empty() && **check == check_value(idx, group));
        let Some((_, group)) = fits else {
            return Err(format!("group {} is mistyped or missing", idx + 1));
        };
        values.extend_from_slice(group);
    }
    Ok(bytes_of_values(&values))
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = LETTERS.iter().position(|&l| char::from(l) == letter)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests;
