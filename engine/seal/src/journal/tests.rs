//! Every way to damage a journal, and the name that it gets.

use super::*;
use crate::support::{journal_of_bytes, session};

fn records() -> Vec<Vec<u8>> {
    (0..6_u8)
        .map(|n| vec![b'a' + n; 5 + usize::from(n)])
        .collect()
}

fn reasons(bytes: &[u8]) -> Vec<String> {
    leaves(bytes)
        .faults
        .iter()
        .map(ToString::to_string)
        .collect()
}

/// The bytes of each record.
fn cut(payloads: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let whole = journal_of_bytes(payloads);
    let mut rest = &whole[..];
    payloads
        .iter()
        .map(|payload| {
            let (record, after) = rest.split_at(payload.len() + OVERHEAD);
            rest = after;
            record.to_vec()
        })
        .collect()
}

#[test]
fn a_sound_journal_gives_its_payloads_and_their_hashes() {
    let bytes = journal_of_bytes(&records());
    let found = leaves(&bytes);
    assert_eq!(found.faults, []);
    let payloads: Vec<&[u8]> = found.leaves.iter().map(|leaf| leaf.payload).collect();
    assert_eq!(payloads, records());
    assert_eq!(found.leaves[2].sha256, sha256(&records()[2]));
    assert_eq!(found.leaves[1].offset, 45);
    // By the format's description, worked out by hand with another program:
    // h0 = SHA-256("overread journal 1"), h1 = SHA-256(01 || h0 || SHA-256("aaaaa")).
    let first = leaves(&bytes[..45]);
    let inner = sha256(b"aaaaa");
    let start = sha256(b"overread journal 1");
    assert_eq!(
        first.chain,
        sha256(&[&[1][..], &start[..], &inner[..]].concat())
    );
}

#[test]
fn a_cut_at_every_byte_is_a_torn_end_and_nothing_before_it_is_lost() {
    let bytes = journal_of_bytes(&records());
    let ends: Vec<usize> = cut(&records())
        .iter()
        .scan(0, |at, record| {
            *at += record.len();
            Some(*at)
        })
        .collect();
    assert_eq!(reasons(&[]), ["record 0 at byte 0: there is no record"]);
    for end in 1..bytes.len() {
        let found = leaves(&bytes[..end]);
        let n_whole = ends.iter().filter(|&&e| e <= end).count();
        assert_eq!(found.leaves.len(), n_whole, "cut at {end}");
        if ends.contains(&end) {
            // A journal that ends with a whole record is sound by itself: only the manifest knows of the rest.
            assert_eq!(found.faults, []);
            continue;
        }
        let start = n_whole.checked_sub(1).map_or(0, |n| ends[n]);
        let expected = format!(
            "record {n_whole} at byte {start}: torn end, {} bytes of a record",
            end - start
        );
        assert_eq!(reasons(&bytes[..end]), [expected]);
    }
}

/// A file may have its length before it has its bytes.
#[test]
fn zeros_from_any_byte_of_the_last_record_on_are_a_torn_end() {
    let bytes = journal_of_bytes(&records());
    let start = bytes.len() - cut(&records()).last().unwrap().len();
    for from in start..bytes.len() {
        let mut zeroed = bytes.clone();
        zeroed[from..].fill(0);
        assert_ne!(zeroed, bytes, "the last byte of these records is no zero");
        for n_grown in [0, 100] {
            zeroed.resize(bytes.len() + n_grown, 0);
            let found = leaves(&zeroed);
            assert_eq!(found.leaves.len(), records().len() - 1, "from {from}");
            let reason = FaultReason::TornEnd((zeroed.len() - start) as u64);
            let fault = JournalFault {
                record: 5,
                offset: start as u64,
                reason,
            };
            assert_eq!(found.faults, [fault], "from {from}");
        }
    }
}

#[test]
fn every_flipped_bit_is_named_with_its_record() {
    let bytes = journal_of_bytes(&records());
    let mut record_of = Vec::new();
    for (number, record) in cut(&records()).iter().enumerate() {
        record_of.extend(std::iter::repeat_n((number, record.len()), record.len()));
    }
    let mut at_in_record = 0;
    for at in 0..bytes.len() {
        let (number, length) = record_of[at];
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            let told = reasons(&changed);
            let first = told.first().expect("a flipped bit is found");
            assert!(
                first.starts_with(&format!("record {number} at byte")),
                "{first}"
            );
            let expected = match at_in_record {
                0..4 => "bad length",
                n if n < length - 32 => "bad check sum",
                _ => "broken chain",
            };
            assert!(first.contains(expected), "byte {at} bit {bit}: {first}");
        }
        at_in_record = if at_in_record + 1 == length {
            0
        } else {
            at_in_record + 1
        };
    }
}

#[test]
fn records_that_were_moved_repeated_or_taken_out_are_named() {
    let parts = cut(&records());
    let join = |order: &[usize]| {
        let picked: Vec<Vec<u8>> = order.iter().map(|&idx| parts[idx].clone()).collect();
        reasons(&picked.concat())
    };
    assert_eq!(join(&[0, 1, 2, 3, 4, 5]), Vec::<String>::new());
    let swapped = join(&[0, 1, 3, 2, 4, 5]);
    assert_eq!(swapped.len(), 3);
    assert!(
        swapped[0].contains("record 2 at byte 91: wrong order: by its chain it follows record 3")
    );
    assert!(swapped[1].contains("wrong order: by its chain it follows record 1"));
    let repeated = join(&[0, 1, 1, 2]);
    assert!(repeated[0].contains("record 2") && repeated[0].contains("follows record 0"));
    let missing = join(&[0, 1, 3, 4]);
    assert_eq!(missing.len(), 1);
    assert!(
        missing[0].contains("record 2 at byte 91: broken chain"),
        "{missing:?}"
    );
    let first_taken = join(&[1, 2]);
    assert!(first_taken[0].contains("record 0 at byte 0: broken chain"));
    let first_later = join(&[0, 1, 0]);
    assert!(first_later[0].contains("by its chain it is the first record"));
}

#[test]
fn a_changed_payload_with_a_new_check_sum_breaks_the_chain_for_good() {
    let mut parts = cut(&records());
    let mut payload = records()[2].clone();
    payload[0] = b'X';
    parts[2][4] = b'X';
    let check_sum = crc32c::crc32c(&payload).to_le_bytes();
    let at = 4 + payload.len();
    parts[2][at..at + 4].copy_from_slice(&check_sum);
    let told = reasons(&parts.concat());
    assert!(
        told[0].starts_with("record 2") && told[0].contains("broken chain"),
        "{told:?}"
    );
}

#[test]
fn what_is_no_journal_is_refused_without_much_work() {
    for bytes in [&b"PK\x03\x04"[..], b"{}", &[0xff; 500], &[0; 4], &[0; 100]] {
        assert!(!leaves(bytes).faults.is_empty(), "{bytes:?}");
    }
    // Zeros behind a sound journal are what a power failure leaves.
    let mut bytes = journal_of_bytes(&records());
    bytes.extend_from_slice(&[0; 57]);
    assert!(reasons(&bytes)[0].contains("record 6") && reasons(&bytes)[0].contains("torn end, 57"));
    // Garbage of many short records stops early.
    let mut bytes = Vec::new();
    for n in 0..1000_u32 {
        bytes.extend_from_slice(&[1, 0, 0, 0, 7]);
        bytes.extend_from_slice(&[u8::try_from(n % 255).unwrap() + 1; 36]);
    }
    assert_eq!(leaves(&bytes).faults.len(), MOST_FAULTS);
}

#[test]
fn a_session_has_one_leaf_a_record() {
    let bytes = crate::support::journal_of(&session());
    let found = leaves(&bytes);
    assert_eq!(
        (found.faults.len(), found.hashes().len()),
        (0, session().len())
    );
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let found = leaves(&bytes);
        proptest::prop_assert!(!found.faults.is_empty());
    }
}
