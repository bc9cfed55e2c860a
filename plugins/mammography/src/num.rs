//! Conversions between kinds of numbers. No other arithmetic.

/// A count or index of a grid.
pub(crate) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A coordinate rounded down into `0..n`; 0 where `n` is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..n first; not a number becomes 0"
)]
pub(crate) fn index(at: f64, n: usize) -> usize {
    at.floor().clamp(0.0, n.saturating_sub(1) as f64) as usize
}

/// Values of images and probabilities are f32.
#[expect(clippy::cast_possible_truncation, reason = "a mean of f32 values")]
pub(crate) fn single(value: f64) -> f32 {
    value as f32
}

pub(crate) fn logit(p: f64) -> f64 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
