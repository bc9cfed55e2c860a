//! Values as samples of a type, and their statistics.

use crate::lazy::SampleType;

/// How far a probability may be outside 0 to 1: sums of weights are not exact.
const PROBABILITY_SLACK: f32 = 1e-3;

/// Appends values as little-endian samples, rounded and kept to the type's range.
pub(crate) fn push_sample_bytes(values: &[f32], sample: SampleType, out: &mut Vec<u8>) {
    match sample {
        SampleType::Uint8 => out.extend(values.iter().map(|&v| to_u8(v))),
        SampleType::Uint16 => push(values, |v| to_u16(v).to_le_bytes(), out),
        SampleType::Int16 => push(values, |v| to_i16(v).to_le_bytes(), out),
        SampleType::Float32 => push(values, f32::to_le_bytes, out),
    }
}

/// Appends the bytes of each value.
pub(crate) fn push<T: Copy, const N: usize>(
    values: &[T],
    bytes: impl Fn(T) -> [u8; N],
    out: &mut Vec<u8>,
) {
    let start = out.len();
    out.resize(start + values.len() * N, 0);
    for (out, &value) in out[start..].as_chunks_mut::<N>().0.iter_mut().zip(values) {
        *out = bytes(value);
    }
}

/// 0 to 255 for 0 to 1; `None` for what is no probability.
pub(crate) fn grey_of_probability(value: f32) -> Option<u8> {
    let range = -PROBABILITY_SLACK..=1.0 + PROBABILITY_SLACK;
    range.contains(&value).then(|| to_u8(value * 255.0))
}

/// The nearest whole number within `low..=high`, halves away from zero; 0 for what is not a number. As `round` does it,
/// in instructions that every processor has for many values at a time.
#[expect(
    clippy::cast_possible_truncation,
    reason = "callers pass ranges of at most 16 bits"
)]
fn to_whole(value: f32, low: f32, high: f32) -> i32 {
    let value = value.clamp(low, high);
    let whole = value as i32;
    let rest = value - whole as f32;
    whole + i32::from(rest >= 0.5) - i32::from(rest <= -0.5)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 255"
)]
fn to_u8(value: f32) -> u8 {
    to_whole(value, 0.0, 255.0) as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 65,535"
)]
fn to_u16(value: f32) -> u16 {
    to_whole(value, 0.0, 65_535.0) as u16
}

#[expect(clippy::cast_possible_truncation, reason = "-32,768 to 32,767")]
fn to_i16(value: f32) -> i16 {
    to_whole(value, -32_768.0, 32_767.0) as i16
}

/// Statistics of finite values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Statistics {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) mean: f64,
    /// Of the population.
    pub(crate) sd: f64,
    pub(crate) count: u64,
}

/// Sums for statistics, in one pass.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// The first value; differences to it are summed, which keeps the digits that matter.
    first: Option<f64>,
    min: f64,
    max: f64,
    sum: f64,
    squares: f64,
    count: u64,
}

impl Sums {
    /// Adds the finite values among `values`.
    pub(crate) fn add(&mut self, values: &[f32]) {
        for value in values
            .iter()
            .filter(|v| v.is_finite())
            .map(|&v| f64::from(v))
        {
            let first = *self.first.get_or_insert_with(|| {
                (self.min, self.max) = (value, value);
                value
            });
            self.min = self.min.min(value);
            self.max = self.max.max(value);
            self.sum += value - first;
            self.squares += (value - first) * (value - first);
            self.count += 1;
        }
    }

    /// `None` if no value was finite.
    pub(crate) fn finish(self) -> Option<Statistics> {
        let n = self.count as f64;
        let mean = self.sum / n;
        Some(Statistics {
            min: self.min,
            max: self.max,
            mean: self.first? + mean,
            sd: (self.squares / n - mean * mean).max(0.0).sqrt(),
            count: self.count,
        })
    }
}

#[cfg(test)]
mod tests;
