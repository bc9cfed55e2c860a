//! A patient who moves during a few slices: two poses seen at once.

use overread_base::Seed;

use crate::num::{index_in, lerp, to_f32};

/// The share of patients who move.
const SHARE: f64 = 0.08;

/// How the patient moved, if at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Motion {
    /// First and last place of the range of slices, as shares of all.
    range: (f32, f32),
    /// How far the second pose lies to the left and to the back, mm.
    shift_mm: (f32, f32),
    /// By how much it is turned, radians.
    turn: f32,
    /// The share of the views that see the second pose; 0 for a patient who lay still.
    weight: f32,
}

impl Motion {
    /// Most patients lie still. Poses differ by 1-3 mm and 1-2 degrees (reference 4.2: 2-6 mm, 1-3 degrees; milder
    /// here, so that the study stays of use).
    pub(crate) fn draw(seed: Seed) -> Self {
        let mut rng = seed.rng();
        let moved = rng.unit() < SHARE;
        let mut draw = |low: f64, high: f64| to_f32(rng.range(low, high));
        let first = draw(0.0, 0.8);
        Self {
            range: (first, first + draw(0.08, 0.2)),
            shift_mm: (draw(-2.5, 2.5), draw(-1.5, 1.5)),
            turn: draw(-0.03, 0.03),
            weight: if moved { draw(0.2, 0.45) } else { 0.0 },
        }
    }

    /// Blends a slice of HU with itself as the second pose shows it.
    pub(crate) fn blur(&self, z: u32, slices: u32, pixel_mm: f32, hu: &mut [f32]) {
        let place = (z as f32 + 0.5) / slices as f32;
        if self.weight <= 0.0 || place < self.range.0 || place > self.range.1 {
            return;
        }
        let side = index_in((hu.len() as f32).sqrt() + 0.5, 4096);
        let still = hu.to_vec();
        let (s, c) = libm::sincosf(self.turn);
        let middle = 0.5 * (side as f32 - 1.0);
        let last = side as f32 - 1.001;
        for y in 0..side {
            for x in 0..side {
                let u = x as f32 - middle - self.shift_mm.0 / pixel_mm;
                let v = y as f32 - middle - self.shift_mm.1 / pixel_mm;
                let (sx, sy) = (middle + u * c + v * s, middle + v * c - u * s);
                if !(0.0..last).contains(&sx) || !(0.0..last).contains(&sy) {
                    continue;
                }
                let (ix, iy) = (index_in(sx, side - 2), index_in(sy, side - 2));
                let (tx, ty) = (sx - ix as f32, sy - iy as f32);
                let i = iy * side + ix;
                let other = lerp(
                    lerp(still[i], still[i + 1], tx),
                    lerp(still[i + side], still[i + side + 1], tx),
                    ty,
                );
                let out = &mut hu[y * side + x];
                *out = lerp(*out, other, self.weight);
            }
        }
    }
}

#[cfg(test)]
mod tests;
