//! The inverse discrete cosine transform of 8 x 8 coefficients (T.81 A.3.3), in single precision.

/// `C(u) / 2 cos((2x + 1) u pi / 16)` by u, then x.
const BASIS: [[f32; 8]; 8] = {
    // cos(k pi / 16) / 2 for k = 0 to 8.
    const COS: [f32; 9] = [
        0.5,
        0.490_392_64,
        0.461_939_77,
        0.415_734_8,
        0.353_553_4,
        0.277_785_12,
        0.191_341_72,
        0.097_545_16,
        0.0,
    ];
    let mut basis = [[0.0; 8]; 8];
    let mut u = 0;
    while u < 8 {
        let mut x = 0;
        while x < 8 {
            // The cosine repeats every 32 steps, mirrored at 16 and turned at 8.
            let step = (2 * x + 1) * u % 32;
            let mirrored = if step > 16 { 32 - step } else { step };
            basis[u][x] = if u == 0 {
                COS[4]
            } else if mirrored > 8 {
                -COS[16 - mirrored]
            } else {
                COS[mirrored]
            };
            x += 1;
        }
        u += 1;
    }
    basis
};

/// The values of a block of coefficients, both row by row.
pub(super) fn inverse(coefficients: &[f32; 64]) -> [f32; 64] {
    let mut half = [0.0; 64];
    for (row, out) in coefficients.chunks_exact(8).zip(half.chunks_exact_mut(8)) {
        for (&coefficient, basis) in row.iter().zip(&BASIS) {
            if coefficient != 0.0 {
                for (to, &factor) in out.iter_mut().zip(basis) {
                    *to += coefficient * factor;
                }
            }
        }
    }
    let mut values = [0.0; 64];
    for (row, basis) in half.chunks_exact(8).zip(&BASIS) {
        for (out, &factor) in values.chunks_exact_mut(8).zip(basis) {
            for (to, &value) in out.iter_mut().zip(row) {
                *to += value * factor;
            }
        }
    }
    values
}
