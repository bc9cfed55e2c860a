//! A reader of the bytes of a journal, written apart from the journal's writer: payloads, their hashes, every violation.
//!
//! `u32 length | payload | u32 CRC-32C of the payload | 32 bytes chain`, integers little-endian; the chain is
//! `h_n = SHA-256(0x01 || h_(n-1) || SHA-256(payload_n))`, and `h` before the first record is the SHA-256 of
//! `overread journal 1`. Says nothing of what a payload means.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::hex::sha256;
use crate::merkle::{Hash, leaf_hash};

/// Larger payloads are not written, so a larger length is damage.
const MAX_PAYLOAD: usize = 64 << 20;

/// Bytes of a record beside its payload.
const OVERHEAD: usize = 40;

/// When so many violations are found, the rest of the file is not looked at.
const MOST_FAULTS: usize = 16;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// Its number; the header is record 0.
    pub number: u64,
    /// Its first byte in the file.
    pub offset: u64,
    /// What it says.
    pub payload: &'a [u8],
    /// SHA-256 of the payload.
    pub sha256: Hash,
    /// The chain hash that stands in it.
    chain: Hash,
}

/// All records of a journal, and what is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaves<'a> {
    /// Every whole record, in the order of the file.
    pub leaves: Vec<Leaf<'a>>,
    /// The chain hash after the last whole record.
    pub chain: Hash,
    /// Every violation, in the order of the file; none in a sound journal.
    pub faults: Vec<JournalFault>,
    /// Bytes of the file.
    pub n_bytes: u64,
}

impl Leaves<'_> {
    /// The leaves of the Merkle tree.
    #[must_use]
    pub fn hashes(&self) -> Vec<Hash> {
        self.leaves
            .iter()
            .map(|leaf| leaf_hash(leaf.payload))
            .collect()
    }
}

/// A violation of the format, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalFault {
    /// The number of the record; the header is record 0.
    pub record: u64,
    /// The record's first byte in the file.
    pub offset: u64,
    /// What is wrong.
    pub reason: FaultReason,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultReason {
    /// There is no record at all.
    Empty,
    /// The file ends before the record does, so many bytes of it are there: what a crash leaves.
    TornEnd(u64),
    /// The length is not that of the record.
    WrongLength,
    /// The check sum is not that of the payload.
    CheckSum,
    /// The chain does not go on from the record before: that one was changed or taken away, or this one was.
    BrokenChain,
    /// The record is whole, but by its chain it stands behind another one: `None` is the start of the file.
    WrongOrder(Option<u64>),
}

impl fmt::Display for JournalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} at byte {}: ", self.record, self.offset)?;
        match self.reason {
            FaultReason::Empty => f.write_str("there is no record"),
            FaultReason::TornEnd(n) => write!(f, "torn end, {n} bytes of a record"),
            FaultReason::WrongLength => f.write_str("bad length"),
            FaultReason::CheckSum => f.write_str("bad check sum"),
            FaultReason::BrokenChain => f.write_str(
                "broken chain: this record or the one before it was changed, or one is missing",
            ),
            FaultReason::WrongOrder(Some(n)) => {
                write!(f, "wrong order: by its chain it follows record {n}")
            }
            FaultReason::WrongOrder(None) => {
                f.write_str("wrong order: by its chain it is the first record")
            }
        }
    }
}

fn chain_start() -> Hash {
    sha256(b"overread journal 1")
}

fn chain_after(before: &Hash, payload_sha256: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0x01]);
    hasher.update(before);
    hasher.update(payload_sha256);
    hasher.finalize().into()
}

/// Reads all records of a journal.
#[must_use]
pub fn leaves(bytes: &[u8]) -> Leaves<'_> {
    let mut found = Leaves {
        leaves: Vec::new(),
        chain: chain_start(),
        faults: Vec::new(),
        n_bytes: bytes.len() as u64,
    };
    let mut offset = 0;
    while offset < bytes.len() && found.faults.len() < MOST_FAULTS {
        let rest = &bytes[offset..];
        let number = found.leaves.len() as u64;
        let mut fault = |reason| {
            found.faults.push(JournalFault {
                record: number,
                offset: offset as u64,
                reason,
            });
        };
        let (parts, reason) = match parts_of(rest, &found.chain) {
            Ok(whole) => whole,
            Err(reason) => {
                fault(reason);
                break;
            }
        };
        if let Some(reason) = reason {
            fault(reason);
        }
        found.leaves.push(Leaf {
            number,
            offset: offset as u64,
            payload: parts.payload,
            sha256: parts.sha256,
            chain: parts.chain,
        });
        found.chain = parts.chain;
        offset += parts.payload.len() + OVERHEAD;
    }
    if found.leaves.is_empty() && found.faults.is_empty() {
        found.faults.push(JournalFault {
            record: 0,
            offset: 0,
            reason: FaultReason::Empty,
        });
    }
    name_wrong_order(&mut found);
    found
}

/// The fields of a record.
struct Parts<'a> {
    payload: &'a [u8],
    check_sum: u32,
    chain: Hash,
    sha256: Hash,
}

impl<'a> Parts<'a> {
    /// The record of a payload of this length at the start of `bytes`, if they reach so far.
    fn cut(bytes: &'a [u8], length: usize) -> Option<Self> {
        let (payload, rest) = bytes.get(4..)?.split_at_checked(length)?;
        let (check_sum, rest) = rest.split_first_chunk::<4>()?;
        Some(Self {
            payload,
            check_sum: u32::from_le_bytes(*check_sum),
            chain: *rest.first_chunk::<32>()?,
            sha256: sha256(payload),
        })
    }

    fn has_check_sum(&self) -> bool {
        self.check_sum == crc32c::crc32c(self.payload)
    }

    fn follows(&self, before: &Hash) -> bool {
        self.chain == chain_after(before, &self.sha256)
    }

    /// How many bytes of the chain hash are those that were to be written; none where the payload is another one.
    fn n_sound_of_chain(&self, before: &Hash) -> usize {
        let expected = chain_after(before, &self.sha256);
        let is_other = |idx: &usize| self.chain[*idx] != expected[*idx];
        if self.has_check_sum() {
            (0..self.chain.len())
                .find(is_other)
                .unwrap_or(self.chain.len())
        } else {
            0
        }
    }
}

/// The record at the start of `bytes` with what is wrong with it; or why there is none.
fn parts_of<'a>(
    bytes: &'a [u8],
    before: &Hash,
) -> Result<(Parts<'a>, Option<FaultReason>), FaultReason> {
    let torn = FaultReason::TornEnd(bytes.len() as u64);
    let length = bytes
        .first_chunk::<4>()
        .map(|length| u32::from_le_bytes(*length))
        .ok_or(torn)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let stated = (length <= MAX_PAYLOAD)
        .then(|| Parts::cut(bytes, length))
        .flatten();
    let fits = stated
        .as_ref()
        .map(|parts| (parts.has_check_sum(), parts.follows(before)));
    let reason = match fits {
        Some((true, true)) => None,
        Some((true, false)) => Some(FaultReason::BrokenChain),
        Some((false, true)) => Some(FaultReason::CheckSum),
        Some((false, false)) | None => {
            // Nothing fits: the length itself may be what was changed.
            if let Some(parts) = at_another_length(bytes, before) {
                return Ok((parts, Some(FaultReason::WrongLength)));
            }
            Some(FaultReason::CheckSum)
        }
    };
    let Some(parts) = stated else {
        return Err(if length > MAX_PAYLOAD {
            FaultReason::WrongLength
        } else {
            torn
        });
    };
    // A file that grew before its bytes were written ends in zeros, which may begin within the chain hash.
    let ends_in_zeros = || {
        let first = parts.payload.len() + 8 + parts.n_sound_of_chain(before);
        bytes[first..].iter().all(|&b| b == 0)
    };
    if reason.is_some() && ends_in_zeros() {
        return Err(torn);
    }
    Ok((parts, reason))
}

/// The sound record at the start of `bytes` whose length is another than stated.
fn at_another_length<'a>(bytes: &'a [u8], before: &Hash) -> Option<Parts<'a>> {
    let rest = bytes.get(4..)?;
    let longest = rest.len().checked_sub(OVERHEAD - 4)?.min(MAX_PAYLOAD);
    let mut check_sum = 0_u32;
    for length in 0..=longest {
        if rest[length..].starts_with(&check_sum.to_le_bytes()) {
            let parts = Parts::cut(bytes, length)?;
            if parts.follows(before) {
                return Some(parts);
            }
        }
        check_sum = crc32c::crc32c_append(check_sum, &rest[length..=length]);
    }
    None
}

/// A broken chain whose record follows another one of the file is an order that was changed.
fn name_wrong_order(found: &mut Leaves<'_>) {
    for fault in &mut found.faults {
        if fault.reason != FaultReason::BrokenChain {
            continue;
        }
        let Some(leaf) = found.leaves.iter().find(|leaf| leaf.number == fault.record) else {
            continue;
        };
        let follows = |before: &Hash| chain_after(before, &leaf.sha256) == leaf.chain;
        if follows(&chain_start()) {
            fault.reason = FaultReason::WrongOrder(None);
        } else if let Some(other) = found.leaves.iter().find(|other| follows(&other.chain)) {
            fault.reason = FaultReason::WrongOrder(Some(other.number));
        }
    }
}

#[cfg(test)]
mod tests;
