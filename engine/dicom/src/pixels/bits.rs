//! Single bits packed into bytes, the lowest first (PS3.5 8.1.1, 8.2): 1-bit pixels and overlays. No meaning.

/// Bits `first..first + n` of `bytes`; those past the end are left out. Frames follow each other without padding, so
/// that a frame may begin within a byte.
pub(crate) fn unpack(bytes: &[u8], first: u64, n: usize) -> impl Iterator<Item = bool> + '_ {
    let end = first.saturating_add(n as u64).min(bytes.len() as u64 * 8);
    (first..end).map(|at| {
        let byte = usize::try_from(at / 8)
            .ok()
            .and_then(|at| bytes.get(at))
            .copied();
        byte.unwrap_or(0) >> (at % 8) & 1 == 1
    })
}

#[cfg(test)]
mod tests {
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
}
