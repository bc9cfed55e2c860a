//! Frames packed by hand (PS3.5 annex G) in all widths, and broken ones.

use super::*;

fn shape(samples_per_pixel: u16, bits_allocated: u16) -> FrameShape {
    FrameShape {
        rows: 2,
        columns: 3,
        samples_per_pixel,
        bits_allocated,
        bits_stored: bits_allocated,
    }
}

/// A frame of segments: a run where all bytes are equal, else literals, with a byte that means nothing in between.
fn frame(planes: &[[u8; 6]]) -> Vec<u8> {
    let mut segments = Vec::new();
    for plane in planes {
        segments.push(if plane.iter().all(|b| *b == plane[0]) {
            vec![251, plane[0]]
        } else {
            let mut packed = vec![128, 3];
            packed.extend(&plane[..4]);
            packed.push(1);
            packed.extend(&plane[4..]);
            packed
        });
    }
    let mut out = u32::try_from(planes.len()).unwrap().to_le_bytes().to_vec();
    let mut at = 64;
    for segment in &segments {
        out.extend(u32::try_from(at).unwrap().to_le_bytes());
        at += segment.len();
    }
    out.resize(64, 0);
    out.extend(segments.concat());
    out
}

#[test]
fn one_and_two_bytes_a_sample() {
    let (high, low) = ([1, 2, 3, 4, 5, 6], [0; 6]);
    assert_eq!(decode(shape(1, 8), &frame(&[high])).unwrap(), high);
    let words = decode(shape(1, 16), &frame(&[high, low])).unwrap();
    assert_eq!(words, [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]);
}

#[test]
fn four_bytes_and_three_components() {
    let planes: Vec<[u8; 6]> = (0..4_u8).map(|p| [p * 10, 1, 2, 3, 4, p]).collect();
    let longs = decode(shape(1, 32), &frame(&planes)).unwrap();
    assert_eq!(longs[..4], [30, 20, 10, 0]);
    assert_eq!(longs[20..], [3, 2, 1, 0]);
    let colours = decode(shape(3, 8), &frame(&planes[..3])).unwrap();
    assert_eq!(colours[..3], [0, 10, 20]);
    let planes: Vec<[u8; 6]> = (0..6_u8).map(|p| [p, 9, 9, 9, 9, 8]).collect();
    let wide = decode(shape(3, 16), &frame(&planes)).unwrap();
    assert_eq!(wide[..6], [1, 0, 3, 2, 5, 4]);
}

#[test]
fn other_numbers_of_segments_are_refused() {
    let one = frame(&[[1, 2, 3, 4, 5, 6]]);
    let error = decode(shape(1, 16), &one).unwrap_err();
    assert_eq!(error.to_string(), "RLE segments: expected 2, found 1");
}

#[test]
fn every_cut_and_every_flipped_bit_is_survived() {
    let whole = frame(&[[1, 2, 3, 4, 5, 6], [7; 6]]);
    for len in 0..whole.len() {
        assert!(decode(shape(1, 16), &whole[..len]).is_err(), "{len} bytes");
    }
    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        // Any answer will do: the point is that there is one.
        drop(decode(shape(1, 16), &bytes));
    }
}
