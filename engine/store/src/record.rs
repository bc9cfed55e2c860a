//! One record of a journal in bytes: length, payload, check sum, chain hash. Knows nothing of what the payload says.
//!
//! `u32 length | payload | u32 CRC-32C of the payload | SHA-256 chain`, integers little-endian. The chain is
//! `h_n = SHA-256(0x01 || h_(n-1) || SHA-256(payload_n))`; the one before the first record is the hash of a fixed word.

use sha2::{Digest as _, Sha256};

/// A chain hash.
pub(crate) type Chain = [u8; 32];

/// Largest payload, in bytes: an AI result with masks and maps has room, a damaged length has not.
pub(crate) const MAX_PAYLOAD: usize = 64 << 20;

/// Bytes of a record beside its payload.
pub(crate) const OVERHEAD: usize = 4 + 4 + 32;

/// The chain before the first record.
pub(crate) fn chain_start() -> Chain {
    Sha256::digest(b"overread journal 1").into()
}

/// The chain after a record.
pub(crate) fn chain_after(before: &Chain, payload: &[u8]) -> Chain {
    let mut hasher = Sha256::new();
    hasher.update([0x01]);
    hasher.update(before);
    hasher.update(Sha256::digest(payload));
    hasher.finalize().into()
}

/// The bytes of a record; `None` if the payload is too large.
pub(crate) fn encode(before: &Chain, payload: &[u8]) -> Option<(Vec<u8>, Chain)> {
    let length = u32::try_from(payload.len())
        .ok()
        .filter(|_| payload.len() <= MAX_PAYLOAD)?;
    let chain = chain_after(before, payload);
    let mut bytes = Vec::with_capacity(payload.len() + OVERHEAD);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(payload);
    bytes.extend_from_slice(&crc32c::crc32c(payload).to_le_bytes());
    bytes.extend_from_slice(&chain);
    Some((bytes, chain))
}

/// What stands at the start of `bytes`.
pub(crate) enum Decoded<'a> {
    /// A whole, sound record.
    Record {
        payload: &'a [u8],
        chain: Chain,
        length: usize,
    },
    /// The bytes end before the record does: what a crash leaves.
    Torn,
    /// The record is whole, but not what was written.
    Damaged(&'static str),
    /// No bytes left.
    End,
}

/// Reads the record at the start of `bytes`.
pub(crate) fn decode<'a>(before: &Chain, bytes: &'a [u8]) -> Decoded<'a> {
    let decoded = decode_as_stated(before, bytes);
    // A flipped bit in the length must not pass for a crash: cutting that off would lose saved records.
    if matches!(decoded, Decoded::Torn) && holds_whole_record(before, bytes) {
        return Decoded::Damaged("length does not fit the record");
    }
    decoded
}

/// Whether a sound record of any other length than the stated one stands at the start of `bytes`.
fn holds_whole_record(before: &Chain, bytes: &[u8]) -> bool {
    let Some((_, rest)) = bytes.split_first_chunk::<4>() else {
        return false;
    };
    let Some(longest) = rest.len().checked_sub(OVERHEAD - 4) else {
        return false;
    };
    let mut check_sum = 0;
    for length in 0..=longest.min(MAX_PAYLOAD) {
        if let Some(last) = length.checked_sub(1) {
            check_sum = crc32c::crc32c_append(check_sum, &rest[last..length]);
        }
        let (payload, tail) = rest.split_at(length);
        let stands = tail.starts_with(&check_sum.to_le_bytes());
        if stands && tail[4..].starts_with(&chain_after(before, payload)) {
            return true;
        }
    }
    false
}

fn decode_as_stated<'a>(before: &Chain, bytes: &'a [u8]) -> Decoded<'a> {
    if bytes.is_empty() {
        return Decoded::End;
    }
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else {
        return Decoded::Torn;
    };
    let Ok(length) = usize::try_from(u32::from_le_bytes(*length)) else {
        return Decoded::Damaged("length");
    };
    if length > MAX_PAYLOAD {
        return Decoded::Damaged("length is beyond the limit");
    }
    let Some((payload, rest)) = rest.split_at_checked(length) else {
        return Decoded::Torn;
    };
    let Some((check_sum, rest)) = rest.split_first_chunk::<4>() else {
        return Decoded::Torn;
    };
    let Some((chain, _)) = rest.split_first_chunk::<32>() else {
        return Decoded::Torn;
    };
    let has_check_sum = u32::from_le_bytes(*check_sum) == crc32c::crc32c(payload);
    let expected = chain_after(before, payload);
    if !has_check_sum || *chain != expected {
        // After a power failure a file may have grown before its bytes were written: it ends in zeros, from any byte
        // on. Where they begin within the chain, all before them is as it was written.
        let n_written = if has_check_sum {
            let pairs = chain.iter().zip(&expected);
            pairs
                .take_while(|(found, written)| found == written)
                .count()
        } else {
            0
        };
        let unwritten = &bytes[length + OVERHEAD - 32 + n_written..];
        if unwritten.iter().all(|&byte| byte == 0) {
            return Decoded::Torn;
        }
    }
    if !has_check_sum {
        return Decoded::Damaged("check sum does not fit");
    }
    if *chain != expected {
        return Decoded::Damaged("hash chain is broken");
    }
    Decoded::Record {
        payload,
        chain: *chain,
        length: length + OVERHEAD,
    }
}
