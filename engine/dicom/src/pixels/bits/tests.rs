//! The order of bits and the end of the bytes.

use super::unpack;

#[track_caller]
fn check(bytes: &[u8], first: u64, n: usize, expected: &str) {
    let found: String = unpack(bytes, first, n)
        .map(|bit| if bit { '1' } else { '0' })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn bits_run_from_the_lowest_and_across_bytes() {
    check(&[0b0000_0101, 0b1000_0001], 0, 16, "1010000010000001");
    check(&[0b0000_0101, 0b1000_0001], 6, 4, "0010");
    check(&[0xFF], 5, 9, "111");
    check(&[0xFF], 8, 1, "");
    check(&[], 0, 8, "");
    check(&[0xFF], u64::MAX, usize::MAX, "");
}
