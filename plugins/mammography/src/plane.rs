//! Images in the guest's memory: planes of numbers, their quantiles, blocks and connected parts. Knows no breast.

/// A plane of numbers, rows one after the other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) values: Vec<f32>,
}

impl Plane {
    pub(crate) fn filled(width: usize, height: usize, value: f32) -> Self {
        Self {
            width,
            height,
            values: vec![value; width * height],
        }
    }

    pub(crate) fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }

    /// The mean over blocks of `step` x `step`; what is left over at the ends is cut off.
    pub(crate) fn reduced(&self, step: usize) -> Self {
        let (width, height) = (self.width / step, self.height / step);
        let mut values = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sum = 0.0;
                for row in y * step..(y + 1) * step {
                    let start = row * self.width + x * step;
                    sum += self.values[start..start + step].iter().sum::<f32>();
                }
                values.push(sum / (step * step) as f32);
            }
        }
        Self {
            width,
            height,
            values,
        }
    }

    /// Left and right exchanged.
    pub(crate) fn mirrored(mut self) -> Self {
        if self.width > 0 {
            self.values
                .chunks_exact_mut(self.width)
                .for_each(<[f32]>::reverse);
        }
        self
    }

    pub(crate) fn map(&self, change: impl Fn(f32) -> f32) -> Self {
        Self {
            values: self.values.iter().map(|&v| change(v)).collect(),
            ..*self
        }
    }

    /// The mean over the square of `2 reach + 1` pixels a side, as much of it as lies inside.
    pub(crate) fn local_mean(&self, reach: usize) -> Self {
        let (w, h) = (self.width, self.height);
        let mut sums = vec![0.0_f64; (w + 1) * (h + 1)];
        for y in 0..h {
            let mut row = 0.0;
            for x in 0..w {
                row += f64::from(self.at(x, y));
                sums[(y + 1) * (w + 1) + x + 1] = sums[y * (w + 1) + x + 1] + row;
            }
        }
        let mut values = Vec::with_capacity(w * h);
        for y in 0..h {
            let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(h));
            for x in 0..w {
                let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(w));
                let sum = sums[bottom * (w + 1) + right]
                    - sums[top * (w + 1) + right]
                    - sums[bottom * (w + 1) + left]
                    + sums[top * (w + 1) + left];
                let n = ((bottom - top) * (right - left)) as f64;
                values.push(crate::num::single(sum / n));
            }
        }
        Self {
            width: w,
            height: h,
            values,
        }
    }
}

/// The value that the share `q` of the values lies below; `None` of no values.
pub(crate) fn quantile(mut values: Vec<f32>, q: f64) -> Option<f32> {
    let last = values.len().checked_sub(1)?;
    let at = crate::num::index(q * last as f64, values.len());
    let (_, value, _) = values.select_nth_unstable_by(at, f32::total_cmp);
    Some(*value)
}

/// The connected parts (edges and corners touch) of what is set, as indices into the plane; the largest first.
pub(crate) fn parts(is_set: &[bool], width: usize) -> Vec<Vec<usize>> {
    let mut open = is_set.to_vec();
    let height = open.len() / width.max(1);
    let mut found = Vec::new();
    for seed in 0..open.len() {
        if !std::mem::take(&mut open[seed]) {
            continue;
        }
        let mut part = vec![seed];
        let mut next = 0;
        while let Some(&idx) = part.get(next) {
            next += 1;
            let (x, y) = (idx % width, idx / width);
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let near = ny * width + nx;
                    if std::mem::take(&mut open[near]) {
                        part.push(near);
                    }
                }
            }
        }
        found.push(part);
    }
    // Stable: of equal ones the first stays first.
    found.sort_by_key(|part| std::cmp::Reverse(part.len()));
    found
}

/// What lies within `reach` pixels along both axes of what is set.
pub(crate) fn widened(is_set: &[bool], width: usize, reach: usize) -> Vec<bool> {
    let height = is_set.len() / width.max(1);
    let mut rows = vec![false; is_set.len()];
    for (idx, _) in is_set.iter().enumerate().filter(|(_, set)| **set) {
        let (x, y) = (idx % width, idx / width);
        let (first, last) = (x.saturating_sub(reach), (x + reach).min(width - 1));
        rows[y * width + first..=y * width + last].fill(true);
    }
    let mut all = vec![false; is_set.len()];
    for (idx, _) in rows.iter().enumerate().filter(|(_, set)| **set) {
        let (x, y) = (idx % width, idx / width);
        for row in y.saturating_sub(reach)..=(y + reach).min(height - 1) {
            all[row * width + x] = true;
        }
    }
    all
}

#[cfg(test)]
mod tests;
