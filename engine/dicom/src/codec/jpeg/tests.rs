//! Fixtures made by dcmcjpeg (see `fixtures/README.md`) against the picture they were made from, or against what dcmdjpeg and
//! pylibjpeg make of them where they are lossy; and broken input.

use super::super::test_picture::picture;
use super::*;

macro_rules! fixture {
    ($name:literal) => {
        &include_bytes!(concat!("../../../fixtures/", $name))[..]
    };
}

const N_PIXELS: usize = 37 * 29;

#[track_caller]
fn check_lossless(bytes: &[u8], bits: u32) {
    let decoded = decode(bytes, N_PIXELS).unwrap();
    assert_eq!(
        (
            decoded.columns,
            decoded.rows,
            decoded.n_components,
            decoded.n_lines
        ),
        (37, 29, 1, 29)
    );
    let found: Vec<i64> = decoded.samples.iter().map(|&s| i64::from(s)).collect();
    assert_eq!(found, picture(bits, 0));
}

#[test]
fn all_lossless_predictors() {
    check_lossless(fixture!("lossless12_sv1.jpg"), 12);
    check_lossless(fixture!("lossless12_sv2.jpg"), 12);
    check_lossless(fixture!("lossless12_sv3.jpg"), 12);
    check_lossless(fixture!("lossless12_sv4.jpg"), 12);
    check_lossless(fixture!("lossless12_sv5.jpg"), 12);
    check_lossless(fixture!("lossless12_sv6.jpg"), 12);
    check_lossless(fixture!("lossless12_sv7.jpg"), 12);
}

#[test]
fn lossless_of_8_and_16_bits() {
    check_lossless(fixture!("lossless8.jpg"), 8);
    check_lossless(fixture!("lossless16.jpg"), 16);
}

/// Each sample within 1 of the reference: two transforms may round the same number to both sides.
#[track_caller]
fn check_lossy(bytes: &[u8], expected: &[u16], n_components: usize) {
    let decoded = decode(bytes, N_PIXELS * n_components).unwrap();
    assert_eq!(decoded.n_components, n_components);
    assert_eq!(decoded.samples.len(), expected.len());
    for (idx, (&found, &expected)) in decoded.samples.iter().zip(expected).enumerate() {
        assert!(
            found.abs_diff(expected) <= 1,
            "sample {idx}: expected {expected}, found {found}"
        );
    }
}

#[test]
fn sequential_dct_agrees_with_dcmtk_and_pylibjpeg() {
    let wide: Vec<u16> = fixture!("extended12.ref")
        .chunks_exact(2)
        .map(|c| u16::from_le_bytes([c[0], c[1]]))
        .collect();
    check_lossy(fixture!("extended12.jpg"), &wide, 1);
    let narrow = |bytes: &[u8]| bytes.iter().map(|&b| u16::from(b)).collect::<Vec<_>>();
    check_lossy(
        fixture!("baseline_rgb8.jpg"),
        &narrow(fixture!("baseline_rgb8.ref")),
        3,
    );
    check_lossy(
        fixture!("baseline_ybr8.jpg"),
        &narrow(fixture!("baseline_ybr8.ref")),
        3,
    );
}

/// By hand: three components of two lines of two pixels, 8 bits, predictor 1, restarts after each line. The one code, of
/// one bit, is for a difference of no bits, so that every sample is its prediction: 128.
#[test]
fn interleaved_lossless_components_with_restarts() {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend([
        0xFF, 0xC3, 0, 17, 8, 0, 2, 0, 2, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
    ]);
    bytes.extend([0xFF, 0xC4, 0, 20, 0, 1]);
    bytes.extend([0; 15]);
    bytes.push(0);
    bytes.extend([0xFF, 0xDD, 0, 4, 0, 2]);
    bytes.extend([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 1, 0, 0]);
    bytes.extend([0b0000_0011, 0xFF, 0xD0, 0b0000_0011, 0xFF, 0xD9]);
    let decoded = decode(&bytes, 12).unwrap();
    assert_eq!(decoded.n_lines, 2);
    assert_eq!(decoded.samples, [128; 12]);
    // Without its restart marker the second line is missing.
    let at = bytes.windows(2).position(|w| w == [0xFF, 0xD0]).unwrap();
    bytes[at + 1] = 0xD9;
    assert_eq!(decode(&bytes, 12).unwrap().n_lines, 1);
}

#[test]
fn a_larger_image_than_stated_is_refused() {
    let error = decode(fixture!("lossless8.jpg"), N_PIXELS - 1).unwrap_err();
    assert!(
        error.to_string().contains("larger than its header says"),
        "{error}"
    );
}

#[test]
fn a_cut_codestream_gives_the_lines_before() {
    for whole in [fixture!("lossless16.jpg"), fixture!("extended12.jpg")] {
        let mut most = 0;
        for len in 0..whole.len() {
            if let Ok(decoded) = decode(&whole[..len], N_PIXELS) {
                assert!(
                    decoded.n_lines >= most,
                    "{len} bytes: {} lines",
                    decoded.n_lines
                );
                most = decoded.n_lines;
            }
        }
        assert_eq!(most, 29, "the end marker alone may be missing");
        assert!(decode(&whole[..whole.len() / 2], N_PIXELS).unwrap().n_lines < 29);
    }
}

#[test]
fn every_flipped_bit_is_survived() {
    for original in [
        fixture!("lossless12_sv7.jpg"),
        fixture!("extended12.jpg"),
        fixture!("baseline_ybr8.jpg"),
    ] {
        for bit in 0..original.len() * 8 {
            let mut bytes = original.to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            // Any answer will do: the point is that there is one.
            drop(decode(&bytes, N_PIXELS * 3));
        }
    }
}
