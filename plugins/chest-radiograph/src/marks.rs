//! Where a map shows something: connected parts, grouped as the finding wants. No scores, no patient space.

use crate::target::Grouping;

/// Pixels at or above this share of the map's peak belong to a part; and at this value all do.
const SHARE_OF_PEAK: f32 = 0.5;
const SURE: f32 = 0.5;
/// Parts whose peak is below this share of the highest are left out.
const LEAST_PEAK: f32 = 0.6;

/// One map, by rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) values: Vec<f32>,
}

/// A place of the map: indices of its pixels, the peak first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub(crate) pixels: Vec<usize>,
    pub(crate) peak: f32,
    /// The peak as a share of the highest of the map.
    pub(crate) share: f64,
}

impl Map {
    /// The part of a larger map that starts at a corner.
    pub(crate) fn cut(
        all: &[f32],
        width: usize,
        corner: (usize, usize),
        size: (usize, usize),
    ) -> Self {
        let (columns, rows) = size;
        let values = (0..rows).flat_map(|y| {
            let start = (corner.1 + y) * width + corner.0;
            all.get(start..start + columns)
                .unwrap_or(&[])
                .iter()
                .copied()
        });
        Self {
            columns,
            rows,
            values: values.collect(),
        }
    }

    /// Column and row of a pixel.
    pub(crate) fn at(&self, pixel: usize) -> (usize, usize) {
        (pixel % self.columns.max(1), pixel / self.columns.max(1))
    }

    /// What the map shows, the strongest first; columns below `middle` are one side. Empty only for an empty map.
    pub(crate) fn places(&self, grouping: Grouping, middle: usize) -> Vec<Place> {
        let highest = self.values.iter().copied().fold(0.0, f32::max);
        let limit = SURE.min(SHARE_OF_PEAK * highest);
        let mut parts = self.parts(limit);
        parts.retain(|part| part.1 >= LEAST_PEAK * highest);
        let side = |part: &(Vec<usize>, f32)| match part.0.first() {
            Some(&peak) => self.at(peak).0 >= middle,
            None => false,
        };
        let groups: Vec<(Vec<usize>, f32)> = match grouping {
            Grouping::Each(most) => parts.into_iter().take(most).collect(),
            Grouping::One => joined(parts).into_iter().collect(),
            Grouping::Side => {
                let (right, left): (Vec<_>, Vec<_>) =
                    parts.into_iter().partition(|part| !side(part));
                let mut both: Vec<_> = joined(right).into_iter().chain(joined(left)).collect();
                both.sort_by(|a, b| b.1.total_cmp(&a.1));
                both
            }
        };
        let place = |(pixels, peak): (Vec<usize>, f32)| Place {
            pixels,
            peak,
            share: f64::from(peak) / f64::from(highest.max(1e-6)),
        };
        groups.into_iter().map(place).collect()
    }

    /// Connected pixels (edges and corners touch) at or above the limit with their peak, which is the first of them;
    /// the strongest first.
    fn parts(&self, limit: f32) -> Vec<(Vec<usize>, f32)> {
        let mut is_open: Vec<bool> = self.values.iter().map(|&v| v > 0.0 && v >= limit).collect();
        let mut parts = Vec::new();
        for seed in 0..is_open.len() {
            if is_open.get(seed).copied().unwrap_or(false) {
                let mut pixels = self.flood(seed, &mut is_open);
                let value = |pixel: usize| self.values.get(pixel).copied().unwrap_or(0.0);
                let best = pixels.iter().enumerate().fold(
                    (0, f32::NEG_INFINITY),
                    |best, (idx, &pixel)| {
                        if value(pixel) > best.1 {
                            (idx, value(pixel))
                        } else {
                            best
                        }
                    },
                );
                pixels.swap(0, best.0);
                parts.push((pixels, best.1));
            }
        }
        parts.sort_by(|a, b| b.1.total_cmp(&a.1));
        parts
    }

    fn flood(&self, seed: usize, is_open: &mut [bool]) -> Vec<usize> {
        let mut pixels = Vec::new();
        let mut waiting = vec![seed];
        while let Some(pixel) = waiting.pop() {
            let Some(open @ true) = is_open.get_mut(pixel) else {
                continue;
            };
            *open = false;
            pixels.push(pixel);
            let (x, y) = self.at(pixel);
            for row in y.saturating_sub(1)..(y + 2).min(self.rows) {
                for column in x.saturating_sub(1)..(x + 2).min(self.columns) {
                    waiting.push(row * self.columns + column);
                }
            }
        }
        pixels
    }
}

fn joined(parts: Vec<(Vec<usize>, f32)>) -> Option<(Vec<usize>, f32)> {
    parts.into_iter().reduce(|mut all, part| {
        all.0.extend(part.0);
        all
    })
}

#[cfg(test)]
mod tests;
