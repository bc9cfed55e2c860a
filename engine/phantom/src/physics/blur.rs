//! The point spread of an image in its plane.

use crate::num::index_in;

/// A Gaussian blur of SD `sigma` pixels along rows and columns of a `side` x `side` image, edges repeated.
pub(crate) fn gaussian(image: &mut [f32], side: usize, sigma: f32) {
    let radius = index_in(3.0 * sigma + 1.0, 12);
    let mut taps: Vec<f32> = (0..=radius)
        .map(|i| libm::expf(-0.5 * (i as f32 / sigma.max(0.05)) * (i as f32 / sigma.max(0.05))))
        .collect();
    let total = taps[0] + 2.0 * taps[1..].iter().sum::<f32>();
    taps.iter_mut().for_each(|t| *t /= total);
    let mut line = vec![0.0f32; side + 2 * radius];
    for row in image.chunks_exact_mut(side) {
        line[..radius].fill(row[0]);
        line[radius..radius + side].copy_from_slice(row);
        line[radius + side..].fill(row[side - 1]);
        for (x, out) in row.iter_mut().enumerate() {
            let middle = x + radius;
            *out = taps[1..]
                .iter()
                .zip(1..)
                .fold(taps[0] * line[middle], |sum, (t, i)| {
                    sum + t * (line[middle - i] + line[middle + i])
                });
        }
    }
    let source = image.to_vec();
    for (y, out) in image.chunks_exact_mut(side).enumerate() {
        let row = |y: usize| &source[y * side..][..side];
        for (o, s) in out.iter_mut().zip(row(y)) {
            *o = taps[0] * s;
        }
        for (i, t) in taps.iter().enumerate().skip(1) {
            let (up, down) = (row(y.saturating_sub(i)), row((y + i).min(side - 1)));
            for ((o, a), b) in out.iter_mut().zip(up).zip(down) {
                *o += t * (a + b);
            }
        }
    }
}
