//! Flipped bits: none passes, none is taken for the torn end of a crash, and nothing is repaired.

use overread_base::Seed;
use overread_store::{Journal, JournalReader, StoreError, journal_bytes};

use crate::exam::{events, plan};

/// Where each record begins, and at the end the length of the whole.
fn starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut at = 0;
    while at < bytes.len() {
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        at += usize::try_from(length).unwrap() + 40;
        starts.push(at);
    }
    starts
}

/// The error names the record that was hit.
#[track_caller]
fn check(error: &StoreError, starts: &[usize], at: usize) {
    let hit = starts.iter().filter(|&&start| start <= at).count() as u64 - 1;
    let is_named = matches!(error, StoreError::NotAJournal { .. }) && hit == 0
        || matches!(error, StoreError::Damaged { record, .. } if *record == hit);
    assert!(is_named, "byte {at} in record {hit}: {error}");
}

#[test]
fn every_bit_of_a_short_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let whole = journal_bytes(&plan(), 0, "n", &events()[..3]).unwrap();
    let starts = starts(&whole);
    // Of the long header every tenth byte, of the events every one.
    let bytes = (0..starts[1]).step_by(10).chain(starts[1]..whole.len());
    for at in bytes {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[at] ^= 1 << bit;
            std::fs::write(&path, &changed).unwrap();
            check(&JournalReader::read(&path).unwrap_err(), &starts, at);
            check(&Journal::open(&path).unwrap_err(), &starts, at);
            assert_eq!(
                std::fs::read(&path).unwrap(),
                changed,
                "nothing is repaired"
            );
        }
    }
}

#[test]
fn bits_anywhere_in_an_examination() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let whole = journal_bytes(&plan(), 0, "n", &events()).unwrap();
    let starts = starts(&whole);
    let draw = Seed(20_251_125);
    for n in 0..400_u64 {
        let drawn = draw.index(n).0;
        let at = usize::try_from(drawn % whole.len() as u64).unwrap();
        let mut changed = whole.clone();
        changed[at] ^= 1 << (drawn >> 60 & 7);
        std::fs::write(&path, &changed).unwrap();
        check(&JournalReader::read(&path).unwrap_err(), &starts, at);
    }
}
