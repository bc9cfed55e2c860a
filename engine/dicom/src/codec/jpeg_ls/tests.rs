//! Fixtures made by CharLS (see `fixtures/README.md`) against the picture they were made from, and broken input.

use super::super::test_picture::picture;
use super::*;

#[track_caller]
fn check(bytes: &[u8], bits: u32, n_components: usize, near: i64) {
    let decoded = decode(bytes, 37 * 29 * n_components).unwrap();
    assert_eq!(
        (decoded.columns, decoded.rows, decoded.n_components),
        (37, 29, n_components)
    );
    for component in 0..n_components {
        let expected = picture(bits, component as u64);
        for (idx, expected) in expected.into_iter().enumerate() {
            let found = i64::from(decoded.samples[idx * n_components + component]);
            assert!(
                (found - expected).abs() <= near,
                "component {component}, x {}, y {}: expected {expected} within {near}, found {found}",
                idx % 37,
                idx / 37
            );
        }
    }
}

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../../../fixtures/", $name, ".jls"))
    };
}

#[test]
fn one_component() {
    check(fixture!("grey3"), 3, 1, 0);
    check(fixture!("grey8"), 8, 1, 0);
    check(fixture!("grey12"), 12, 1, 0);
    // CharLS states 15 bits and its thresholds in an LSE segment here.
    check(fixture!("grey16"), 16, 1, 0);
    check(fixture!("grey8_near2"), 8, 1, 2);
    check(fixture!("grey12_near5"), 12, 1, 5);
}

#[test]
fn three_components() {
    check(fixture!("rgb8_none"), 8, 3, 0);
    check(fixture!("rgb8_line"), 8, 3, 0);
    check(fixture!("rgb8_sample"), 8, 3, 0);
    check(fixture!("rgb8_line_near1"), 8, 3, 1);
    check(fixture!("rgb8_sample_near3"), 8, 3, 3);
}

/// At a restart all state begins anew, so that two images one above the other make one with a restart between.
#[test]
fn a_restart_marker_begins_anew() {
    let one = fixture!("grey8");
    let scan_header = one.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap();
    let (head, scan) = (&one[..scan_header], &one[scan_header..one.len() - 2]);
    let mut head = head.to_vec();
    head[8] = 58;
    let restart_every_29_lines = [0xFF, 0xDD, 0, 4, 0, 29];
    let entropy_coded = &scan[10..];
    let whole = [
        &head,
        &restart_every_29_lines[..],
        scan,
        &[0xFF, 0xD0],
        entropy_coded,
        &[0xFF, 0xD9],
    ]
    .concat();
    let decoded = decode(&whole, 37 * 58).unwrap();
    let expected: Vec<i64> = [picture(8, 0), picture(8, 0)].concat();
    let found: Vec<i64> = decoded.samples.iter().map(|&s| i64::from(s)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_larger_image_than_stated_is_refused() {
    let error = decode(fixture!("grey8"), 37 * 29 - 1).unwrap_err();
    assert!(
        error.to_string().contains("larger than its header says"),
        "{error}"
    );
}

#[test]
fn a_cut_codestream_is_refused() {
    let whole = fixture!("grey8");
    for len in [0, 1, 2, 10, 20, 40, whole.len() / 2] {
        assert!(decode(&whole[..len], 37 * 29).is_err(), "{len} bytes");
    }
}

#[test]
fn broken_codestreams_never_panic() {
    let mut rng = overread_base::Seed(7).rng();
    for original in [
        &fixture!("grey8")[..],
        fixture!("grey12_near5"),
        fixture!("rgb8_sample"),
        fixture!("grey16"),
    ] {
        for _ in 0..3000 {
            let mut bytes = original.to_vec();
            for _ in 0..=rng.below(4) {
                let at = usize::try_from(rng.below(bytes.len() as u64)).unwrap();
                bytes[at] = u8::try_from(rng.below(256)).unwrap();
            }
            // Any answer will do: the point is that there is one.
            drop(decode(&bytes, 37 * 29 * 3));
        }
    }
}

/// Noise in place of a codestream makes contexts believe in enormous errors, and then codes them.
#[test]
fn errors_beyond_the_range_of_samples_are_refused() {
    let header = [
        &[0xFF, 0xD8, 0xFF, 0xF7, 0, 11, 16, 4, 0, 4, 0, 1, 1, 0x11, 0][..],
        // Type 1, maximum 65,535, thresholds as usual, a reset that hardly ever comes.
        &[
            0xFF, 0xF8, 0, 13, 1, 0xFF, 0xFF, 0, 18, 0, 67, 1, 20, 0xFF, 0xFF,
        ],
        &[0xFF, 0xDA, 0, 8, 1, 1, 0, 85, 0, 0],
    ]
    .concat();
    let mut n_refused = 0;
    for seed in 0..40 {
        let mut rng = overread_base::Seed(seed).rng();
        // Long runs of zeros are large values.
        let noise = (0..400_000_u64).map(|idx| match idx % 8 {
            0..5 => 0,
            _ => u8::try_from(1 + rng.below(0x7E)).unwrap(),
        });
        let bytes: Vec<u8> = header.iter().copied().chain(noise).collect();
        n_refused += usize::from(decode(&bytes, 1024 * 1024).is_err());
    }
    assert_eq!(n_refused, 40);
}

/// One column of four rows, coded as nothing but ones: runs that never end before their lines.
fn scan_of(frame_ids: &[u8], scan_ids: &[u8], interleave: u8) -> Vec<u8> {
    let [n_frame, n_scan] = [frame_ids, scan_ids].map(|ids| u8::try_from(ids.len()).unwrap());
    let mut bytes = vec![
        0xFF,
        0xD8,
        0xFF,
        0xF7,
        0,
        8 + 3 * n_frame,
        8,
        0,
        4,
        0,
        1,
        n_frame,
    ];
    bytes.extend(frame_ids.iter().flat_map(|&id| [id, 0x11, 0]));
    bytes.extend([0xFF, 0xDA, 0, 6 + 2 * n_scan, n_scan]);
    bytes.extend(scan_ids.iter().flat_map(|&id| [id, 0]));
    bytes.extend([0, interleave, 0]);
    bytes.extend([0xFF, 0x7F].repeat(64));
    bytes
}

#[test]
fn a_scan_that_repeats_a_component_is_refused() {
    let whole = decode(&scan_of(&[1, 2], &[2, 1], 1), 8).unwrap();
    assert_eq!(whole.samples, [0; 8]);
    for (frame_ids, scan_ids) in [
        (&[1][..], &[1; 5][..]),
        (&[1], &[1, 1]),
        (&[1, 2], &[1, 1]),
        (&[1, 2], &[1, 2, 1]),
        (&[1, 1], &[1, 1]),
        (&[1], &[]),
    ] {
        for interleave in [1, 2] {
            let result = decode(&scan_of(frame_ids, scan_ids, interleave), 8);
            assert!(result.is_err(), "{frame_ids:?} {scan_ids:?} {interleave}");
        }
    }
}
