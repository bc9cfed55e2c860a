//! An image as the network wants it: reduced, greys standardised, in a frame of fixed size. Decides nothing.
//!
//! models/chest-radiograph/steps.py does the same with the same numbers; the tests of both compare one image.

/// Columns of the frame; the maps have half as many.
pub(crate) const WIDTH: usize = 320;
/// Rows of the frame.
pub(crate) const HEIGHT: usize = 384;
/// Numbers under each pixel of the maps: four greys and the place.
pub(crate) const N_CHANNELS: usize = 6;
/// The share of an image's range up to which a border is black.
const BLACK: f32 = 0.03;
/// Grey levels outside these shares of the sorted pixels of the field are beyond 0 and 1.
const LOW: f64 = 0.02;
const HIGH: f64 = 0.98;
/// What is left of them.
const FLOOR: f32 = -0.25;
const CEILING: f32 = 1.25;
/// Pixels this near to an end of the range have no grey level of their own, as a share of it.
const END: f32 = 0.004;

/// Greys by rows, dense tissue bright.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Image {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) values: Vec<f32>,
}

/// First and one past the last row and column of what is not a black border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) rows: (usize, usize),
    pub(crate) columns: (usize, usize),
}

/// Columns and rows of the maps of an image: its shape kept, as large as fits, at least 1.
pub(crate) fn maps_size(width: f64, height: f64) -> (usize, usize) {
    let scale = (half(WIDTH) / width).min(half(HEIGHT) / height);
    let size = |length: f64, most: usize| whole(length * scale + 0.5).clamp(1, most / 2);
    (size(width, WIDTH), size(height, HEIGHT))
}

fn half(n: usize) -> f64 {
    n as f64 / 2.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a positive number of pixels or an index; what is not a number becomes 0"
)]
fn whole(v: f64) -> usize {
    v as usize
}

impl Image {
    /// The values, inverted where black is stored as the highest; what is no number becomes the least.
    pub(crate) fn new(
        columns: usize,
        rows: usize,
        mut values: Vec<f32>,
        is_inverted: bool,
    ) -> Self {
        if is_inverted {
            for value in &mut values {
                *value = -*value;
            }
        }
        let least = values
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .fold(f32::INFINITY, f32::min);
        for value in &mut values {
            if !value.is_finite() {
                *value = if least.is_finite() { least } else { 0.0 };
            }
        }
        Self {
            columns,
            rows,
            values,
        }
    }

    /// Least and greatest value.
    pub(crate) fn range(&self) -> (f32, f32) {
        let values = || self.values.iter().copied();
        (
            values().fold(f32::INFINITY, f32::min),
            values().fold(f32::NEG_INFINITY, f32::max),
        )
    }

    pub(crate) fn field(&self) -> Field {
        let (low, high) = self.range();
        let level = f64::from(low + BLACK * (high - low));
        let row_means = (0..self.rows).map(|y| {
            let row = y * self.columns..(y + 1) * self.columns;
            mean(self.values.get(row).unwrap_or(&[]).iter().copied())
        });
        let column_means = (0..self.columns)
            .map(|x| mean(self.values.iter().skip(x).step_by(self.columns).copied()));
        Field {
            rows: ends(row_means, level),
            columns: ends(column_means, level),
        }
    }

    /// The values of the field.
    fn inside(&self, field: Field) -> Vec<f32> {
        let (x0, x1) = field.columns;
        let rows = self.values.chunks(self.columns.max(1));
        rows.take(field.rows.1)
            .skip(field.rows.0)
            .flat_map(|row| row.get(x0..x1).unwrap_or(&[]))
            .copied()
            .collect()
    }

    /// The share of the field's pixels that lie at an end of the range and so show nothing.
    pub(crate) fn share_at_ends(&self, field: Field) -> f64 {
        let (low, high) = self.range();
        let near = END * (high - low);
        let inside = self.inside(field);
        let n = inside
            .iter()
            .filter(|&&v| v <= low + near || v >= high - near)
            .count();
        n as f64 / inside.len().max(1) as f64
    }

    /// Grey from -1 to 1 between two shares of the field's sorted pixels.
    pub(crate) fn standardised(&self, field: Field) -> Self {
        let mut ranked = self.inside(field);
        ranked.sort_by(f32::total_cmp);
        let last = ranked.len().saturating_sub(1);
        let at = |share: f64| {
            let idx = whole(share * last as f64 + 0.5);
            ranked.get(idx.min(last)).copied().unwrap_or(0.0)
        };
        let (low, high) = (at(LOW), at(HIGH));
        let span = if high > low { high - low } else { 1.0 };
        let grey = |&v: &f32| ((v - low) / span).clamp(FLOOR, CEILING) * 2.0 - 1.0;
        Self {
            values: self.values.iter().map(grey).collect(),
            ..*self
        }
    }

    /// First column and row in the frame, in whose middle it lies; even, so that the maps fit.
    pub(crate) fn corner(&self) -> (usize, usize) {
        (
            (WIDTH.saturating_sub(self.columns)) / 4 * 2,
            (HEIGHT.saturating_sub(self.rows)) / 4 * 2,
        )
    }

    /// The network's input, (1, 6, y, x): the four pixels under each pixel of the maps, and where it lies, -1 to 1.
    pub(crate) fn channels(&self) -> Vec<f32> {
        let (left, top) = self.corner();
        let grey = |x: usize, y: usize| {
            let (x, y) = (x.checked_sub(left)?, y.checked_sub(top)?);
            if x >= self.columns {
                return None;
            }
            self.values.get(y * self.columns + x).copied()
        };
        let (width, height) = (WIDTH / 2, HEIGHT / 2);
        let mut out = Vec::with_capacity(N_CHANNELS * width * height);
        for phase in 0..4 {
            for y in 0..height {
                for x in 0..width {
                    let value = grey(2 * x + phase % 2, 2 * y + phase / 2);
                    out.push(value.unwrap_or(2.0 * FLOOR - 1.0));
                }
            }
        }
        let place = |k: usize, n: usize| (2.0 * single(k) + 1.0) / single(n) - 1.0;
        for _ in 0..height {
            out.extend((0..width).map(|x| place(x, width)));
        }
        for y in 0..height {
            out.extend((0..width).map(|_| place(y, height)));
        }
        out
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "columns and rows of the frame, small numbers"
)]
fn single(n: usize) -> f32 {
    n as f32
}

fn mean(values: impl Iterator<Item = f32>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += f64::from(value);
        n += 1.0;
    }
    sum / f64::max(n, 1.0)
}

/// First and one past the last that lies above the level; all where none does.
fn ends(means: impl Iterator<Item = f64>, level: f64) -> (usize, usize) {
    let (mut first, mut end, mut n) = (None, 0, 0);
    for (idx, mean) in means.enumerate() {
        n = idx + 1;
        if mean > level {
            first = first.or(Some(idx));
            end = n;
        }
    }
    first.map_or((0, n), |first| (first, end))
}

#[cfg(test)]
mod tests;
