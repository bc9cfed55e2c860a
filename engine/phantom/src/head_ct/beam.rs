//! What water-only beam-hardening correction leaves behind in a head: bands between the petrous bones, rims, cupping.
//!
//! Per slice on a coarse grid: path lengths through water and bone by parallel rays, their polychromatic projection
//! corrected as if all were water, minus the linear one; the rest is filtered and projected back.

use crate::num::{index_in, lerp};

/// Cells a side.
const SIDE: usize = 96;
/// Directions over half a turn.
const VIEWS: usize = 90;
/// Energies in keV 50, 60, 80, 100, 120: share of the detected energy behind 6 mm Al (unverified), attenuation of
/// water and of cortical bone of 1.92 g/cm3, per cm (NIST).
const SPECTRUM: [(f32, f32, f32); 5] = [
    (0.25, 0.2269, 0.8145),
    (0.28, 0.2059, 0.6044),
    (0.26, 0.1837, 0.4280),
    (0.15, 0.1707, 0.3562),
    (0.06, 0.1610, 0.3200),
];
/// The paths at which bone counts as the image shows it, cm.
const REFERENCE_CM: f32 = 15.0;
/// HU of bone that is all cortex.
const CORTEX_HU: f32 = 1650.0;

/// The residual of a slice, HU, on a coarse grid.
#[derive(Debug, Clone)]
pub(crate) struct Residual {
    cells: Vec<f32>,
}

/// Tables that all slices share.
#[derive(Debug, Clone)]
pub(crate) struct BeamModel {
    /// Water path in cm for projections in steps of 0.05, from 0.
    water_cm: Vec<f32>,
    /// Water-equivalent of a cm of bone.
    bone_as_water: f32,
    /// The reconstruction filter, from its middle.
    filter: Vec<f32>,
    turns: Vec<(f32, f32)>,
}

const PROJECTION_STEP: f32 = 0.05;

fn projection(water_cm: f32, bone_cm: f32) -> f32 {
    let through: f32 = SPECTRUM
        .iter()
        .map(|(share, water, bone)| share * libm::expf(-(water * water_cm + bone * bone_cm)))
        .sum();
    -libm::logf(through.max(1e-30))
}

impl BeamModel {
    /// Makes the tables.
    pub(crate) fn new() -> Self {
        let mut water_cm = Vec::new();
        let mut path = 0.0f32;
        for i in 0..360u16 {
            let wanted = f32::from(i) * PROJECTION_STEP;
            // The projection rises by 0.15 to 0.25 a cm; a few steps of Newton find the path.
            for _ in 0..4 {
                let here = projection(path, 0.0);
                let slope = (projection(path + 0.1, 0.0) - here) * 10.0;
                path += (wanted - here) / slope.max(0.05);
            }
            water_cm.push(path);
        }
        let mut model = Self {
            water_cm,
            bone_as_water: 0.0,
            filter: Vec::new(),
            turns: Vec::new(),
        };
        let bone = model.as_water(projection(REFERENCE_CM, 0.5)) - REFERENCE_CM;
        model.bone_as_water = bone * 2.0;
        model.filter = filter();
        model.turns = (0..VIEWS)
            .map(|i| libm::sincosf(i as f32 * std::f32::consts::PI / VIEWS as f32))
            .collect();
        model
    }

    /// The path through water that a projection is taken for, cm.
    fn as_water(&self, projection: f32) -> f32 {
        let t = projection / PROJECTION_STEP;
        let i = index_in(t, self.water_cm.len() - 2);
        lerp(self.water_cm[i], self.water_cm[i + 1], t - i as f32)
    }

    /// The residual of a noise-free slice of `side` x `side` pixels of `pixel_mm`.
    pub(crate) fn residual(&self, hu: &[f32], side: usize, pixel_mm: f32) -> Residual {
        let (water, bone) = paths(hu, side);
        let cell_cm = pixel_mm * side as f32 / SIDE as f32 * 0.1;
        let mut cells = vec![0.0f32; SIDE * SIDE];
        let middle = 0.5 * (SIDE as f32 - 1.0);
        let scale = std::f32::consts::PI / VIEWS as f32 / cell_cm * 1000.0;
        for &(s, c) in &self.turns {
            let mut line = [0.0f32; SIDE];
            for (ray, out) in line.iter_mut().enumerate() {
                let off = ray as f32 - middle;
                let (mut tw, mut tb) = (0.0f32, 0.0f32);
                for step in 0..SIDE {
                    let along = step as f32 - middle;
                    let x = middle + off * c - along * s;
                    let y = middle + off * s + along * c;
                    if let Some((i, fx, fy)) = cell(x, y) {
                        let take = |map: &[f32]| {
                            lerp(
                                lerp(map[i], map[i + 1], fx),
                                lerp(map[i + SIDE], map[i + SIDE + 1], fx),
                                fy,
                            )
                        };
                        tw += take(&water);
                        tb += take(&bone);
                    }
                }
                let (tw, tb) = (tw * cell_cm, tb * cell_cm);
                let linear = tw + tb * self.bone_as_water;
                *out = self.as_water(projection(tw, tb)) - linear;
            }
            let filtered = self.filtered(&line);
            for y in 0..SIDE {
                let v = y as f32 - middle;
                for x in 0..SIDE {
                    let at = middle + (x as f32 - middle) * c + v * s;
                    if at < 0.0 || at >= SIDE as f32 - 1.0 {
                        continue;
                    }
                    let i = index_in(at, SIDE - 2);
                    cells[y * SIDE + x] +=
                        scale * lerp(filtered[i], filtered[i + 1], at - i as f32);
                }
            }
        }
        Residual { cells }
    }

    fn filtered(&self, line: &[f32; SIDE]) -> [f32; SIDE] {
        let mut out = [0.0f32; SIDE];
        for (i, o) in out.iter_mut().enumerate() {
            *o = line
                .iter()
                .enumerate()
                .map(|(j, v)| v * self.filter[i.abs_diff(j)])
                .sum();
        }
        out
    }
}

impl Residual {
    /// HU to add at a pixel of a slice of `side` pixels.
    pub(crate) fn at(&self, x: usize, y: usize, side: usize) -> f32 {
        let place = |v: usize| (v as f32 + 0.5) * SIDE as f32 / side as f32 - 0.5;
        match cell(place(x), place(y)) {
            Some((i, fx, fy)) => lerp(
                lerp(self.cells[i], self.cells[i + 1], fx),
                lerp(self.cells[i + SIDE], self.cells[i + SIDE + 1], fx),
                fy,
            ),
            None => 0.0,
        }
    }
}

/// First of the four cells about a place, and how far between them it lies.
fn cell(x: f32, y: f32) -> Option<(usize, f32, f32)> {
    let last = SIDE as f32 - 1.001;
    if !(0.0..last).contains(&x) || !(0.0..last).contains(&y) {
        return None;
    }
    let (ix, iy) = (index_in(x, SIDE - 2), index_in(y, SIDE - 2));
    Some((iy * SIDE + ix, x - ix as f32, y - iy as f32))
}

/// How much of a cell is water, and how much is cortical bone.
fn paths(hu: &[f32], side: usize) -> (Vec<f32>, Vec<f32>) {
    let mut sums = vec![(0.0f32, 0.0f32, 0.0f32); SIDE * SIDE];
    let stride = (side / 192).max(1);
    for y in (0..side).step_by(stride) {
        for x in (0..side).step_by(stride) {
            let value = hu[y * side + x];
            let bone = ((value - 120.0) / CORTEX_HU).clamp(0.0, 1.3);
            let water = if bone > 0.0 {
                (1.0 - bone).max(0.0)
            } else {
                (1.0 + 0.001 * value).clamp(0.0, 1.1)
            };
            let sum = &mut sums[(y * SIDE / side) * SIDE + x * SIDE / side];
            *sum = (sum.0 + water, sum.1 + bone, sum.2 + 1.0);
        }
    }
    let mut water = Vec::with_capacity(sums.len());
    let mut bone = Vec::with_capacity(sums.len());
    for (w, b, n) in sums {
        water.push(w / n.max(1.0));
        bone.push(b / n.max(1.0));
    }
    (water, bone)
}

/// The ramp (Ramachandran and Lakshminarayanan) smoothed by (1 2 1)/4 twice, as cos² in frequency does, of cells.
fn filter() -> Vec<f32> {
    let ramp = |i: i32| -> f32 {
        if i == 0 {
            0.25
        } else if i % 2 == 0 {
            0.0
        } else {
            let n = i as f32;
            -1.0 / (std::f32::consts::PI * std::f32::consts::PI * n * n)
        }
    };
    let smooth = |f: &dyn Fn(i32) -> f32, i: i32| 0.25 * f(i - 1) + 0.5 * f(i) + 0.25 * f(i + 1);
    let once = |i: i32| smooth(&ramp, i);
    (0..200i32).map(|i| smooth(&once, i)).collect()
}
