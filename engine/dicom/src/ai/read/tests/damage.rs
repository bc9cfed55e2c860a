//! Damaged objects: whatever is in a file, reading ends with a result or a named reason.

use std::fs;

use overread_base::{Diagnostics, Seed};
use overread_testkit::shared_dicom;

use super::super::read_ai_results;
use super::build::Bench;
use super::{cad, seg};

/// Flips bytes, cuts and swaps lengths of a file by the seed, and reads each outcome.
fn damage(bytes: &[u8], seed: Seed) {
    let bench = Bench::with_ct();
    let library = bench.library();
    let path = bench.objects().join("damaged.dcm");
    for round in 0..120 {
        let mut rng = seed.index(round).rng();
        let mut below = |n: usize| usize::try_from(rng.below(n as u64)).unwrap();
        let mut damaged = bytes.to_vec();
        match round % 3 {
            0 => damaged.truncate(below(bytes.len())),
            1 => {
                for _ in 0..8 {
                    let at = below(bytes.len());
                    damaged[at] ^= 1 << below(8);
                }
            }
            _ => {
                let at = below(bytes.len() - 8);
                damaged[at..at + 4].copy_from_slice(&[
                    0xFF,
                    0xFF,
                    0xFF,
                    u8::try_from(below(256)).unwrap(),
                ]);
            }
        }
        fs::write(&path, &damaged).unwrap();
        let mut found = Diagnostics::default();
        let results = read_ai_results(&bench.objects(), &library, &mut found).unwrap();
        assert!(results.len() <= 1);
    }
}

#[test]
fn damaged_fixtures_are_read_or_refused() {
    damage(&cad::chest_with_findings(), Seed(1));
    for (number, bytes) in (2..).zip(seg::of_each_type()) {
        damage(&bytes, Seed(number));
    }
}

#[test]
fn damaged_objects_of_other_programs_are_read_or_refused() {
    let Some(shared) = shared_dicom("damaged_objects_of_other_programs_are_read_or_refused") else {
        return;
    };
    for (number, name) in (10..).zip([
        "golden/sr_tid1500.dcm",
        "golden/seg.dcm",
        "derived/highdicom_sr_document_with_multiple_groups.dcm",
        "derived/highdicom_seg_image_ct_binary.dcm",
        "odd/test-SR.dcm",
    ]) {
        damage(&fs::read(shared.join(name)).unwrap(), Seed(number));
    }
}
