//! Values as samples of a type, and their statistics.

use crate::lazy::SampleType;

/// How far a probability may be outside 0 to 1: sums of weights are not exact.
const PROBABILITY_SLACK: f32 = 1e-3;

/// Values as little-endian samples, rounded and kept to the type's range.
pub(crate) fn sample_bytes(values: &[f32], sample: SampleType) -> Vec<u8> {
    match sample {
        SampleType::Uint8 => values.iter().map(|&v| to_u8(v)).collect(),
        SampleType::Uint16 => values
            .iter()
            .flat_map(|&v| to_u16(v).to_le_bytes())
            .collect(),
        SampleType::Int16 => values
            .iter()
            .flat_map(|&v| to_i16(v).to_le_bytes())
            .collect(),
        SampleType::Float32 => values.iter().flat_map(|v| v.to_le_bytes()).collect(),
    }
}

/// 0 to 255 for 0 to 1; `None` for what is no probability.
pub(crate) fn grey_of_probability(value: f32) -> Option<u8> {
    let range = -PROBABILITY_SLACK..=1.0 + PROBABILITY_SLACK;
    range.contains(&value).then(|| to_u8(value * 255.0))
}

// `as` rounds towards zero, keeps to the range, and takes what is not a number as 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "keeping to the range of the type is what is wanted"
)]
fn to_u8(value: f32) -> u8 {
    value.round() as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "keeping to the range of the type is what is wanted"
)]
fn to_u16(value: f32) -> u16 {
    value.round() as u16
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "keeping to the range of the type is what is wanted"
)]
fn to_i16(value: f32) -> i16 {
    value.round() as i16
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
