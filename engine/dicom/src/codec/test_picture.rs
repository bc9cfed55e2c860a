//! The picture that the fixtures of the codecs were made from; for tests.

/// Samples of a component, row by row, of 37 x 29 pixels.
pub(super) fn picture(bits: u32, component: u64) -> Vec<i64> {
    let mut out = Vec::new();
    for y in 0..29_u64 {
        for x in 0..37_u64 {
            let noise =
                (((x * 7919 + y * 104_729 + component * 31) * 2_654_435_761) % (1 << 32)) >> 27;
            let mut value = x * x * 3 + y * 37 + component * 50 + noise;
            if (x / 8 + y / 8) % 3 == 0 {
                value = (y / 8) * 11;
            }
            if bits == 16 {
                value *= 5;
            }
            out.push(i64::try_from(value % (1 << bits)).unwrap());
        }
    }
    out
}
