//! From the detector's log signal to the image that is read: even periphery, stronger detail, an S-curve, black outside.

use crate::mammography::film::{self, Path};
use crate::mammography::marker;
use crate::mammography::view::View;
use crate::num::{index_in, lerp, smooth_step};

/// The greatest stored value: 12 bits.
pub(super) const WHITE: f32 = 4095.0;

/// The stored samples of a view; `log` is its negative log signal.
pub(super) fn presented(view: &View, depths: &Depths, mut log: Vec<f32>) -> Vec<i16> {
    let (width, height) = (view.columns, view.rows);
    let fat = -libm::logf(film::reference(view, 0.0) * 1.1);
    let gland = -libm::logf(film::reference(view, 1.0) * 1.1);
    let share = view.breast.share;
    even(view, depths, fat, gland, &mut log);
    let fine = film::smoothed(&log, (width, height), 0.45 / view.pixel_mm);
    let wide = film::smoothed(&fine, (width, height), 2.6 / view.pixel_mm);
    // A fatty breast is shown with more contrast: its own range fills the greys.
    let white = lerp(0.62, 1.02, smooth_step(0.02, 0.55, share));
    let letters = marker::cover(view);
    let mut covered = vec![0.0f32; width * height];
    letters.add_to(&mut covered, width, 1.0);
    let mut samples = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let at = y * width + x;
            let depth = depths.at(x, y);
            let shown = if depth < -0.6 {
                0.0
            } else {
                let sharp = log[at] + 0.55 * (log[at] - fine[at]) + 0.5 * (fine[at] - wide[at]);
                curve(sharp, white) * smooth_step(-0.6, 0.5, depth)
            };
            let value = shown.max(0.97 * covered[at]) * WHITE;
            samples.push(i16::try_from(index_in(value + 0.5, 4095)).unwrap_or(0));
        }
    }
    samples
}

/// The S-curve of the display: fat about a quarter, dense gland about five sixths.
fn curve(x: f32, white: f32) -> f32 {
    let t = x / white;
    1.0 / (1.0 + libm::expf(-3.3 * (t - 0.37)))
}

/// Makes the log signal 0 for fat alone and 1 for gland alone, everywhere as in the middle of the breast.
fn even(view: &View, depths: &Depths, fat: f32, gland: f32, log: &mut [f32]) {
    const STEPS: usize = 256;
    let full = view.thickness_mm;
    let skin = 2.0 * view.breast.skin_mm;
    let table: Vec<f32> = (0..=STEPS)
        .map(|i| {
            let path = Path {
                fat: (full - skin) * i as f32 / STEPS as f32,
                skin,
                ..Path::default()
            };
            -libm::logf(path.transmission() * 1.1)
        })
        .collect();
    for (at, value) in log.iter_mut().enumerate() {
        let depth = depths.at(at % view.columns, at / view.columns);
        if depth < -1.0 {
            // Near the greys of the skin, so that the detail filter makes no bright rim of the edge.
            *value = -0.12;
            continue;
        }
        let (_, inner) = view.thickness(depth);
        let t = (inner / (full - skin) * STEPS as f32).clamp(0.0, STEPS as f32 - 0.001);
        let low = index_in(t, STEPS - 1);
        let expected = lerp(table[low], table[low + 1], t - low as f32);
        let strength =
            0.62 + 0.15 * smooth_step(0.0, 4.0, depth) + 0.21 * smooth_step(1.0, 24.0, depth);
        *value = (*value + strength * (fat - expected) - fat) / (gland - fat);
    }
}

/// How deep inside the skin line each pixel lies.
pub(super) struct Depths {
    width: usize,
    values: Vec<f32>,
}

impl Depths {
    pub(super) fn of(view: &View) -> Self {
        let mut values = Vec::with_capacity(view.columns * view.rows);
        for y in 0..view.rows {
            for x in 0..view.columns {
                let (a, v) = view.plane(x as f32, y as f32);
                values.push(view.outline.depth(a, v));
            }
        }
        Self {
            width: view.columns,
            values,
        }
    }

    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        self.values[y * self.width + x]
    }
}
