//! From thicknesses to stored samples: beam, scatter, noise, and what a workstation's processing makes of it.

use overread_base::Seed;

use crate::num::{floor_i32, lerp, smooth_step, to_f32};
use crate::physics::projection::{ABSORBED, QUANTA, heel, transmitted};
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::object::{Object, fine_factor};

/// The image that the detector receives, against the open beam.
#[derive(Debug, Clone)]
pub(crate) struct Signal {
    pub(crate) primary: Map,
    pub(crate) scatter: Map,
    /// Mean of primary and scatter behind the lungs.
    pub(crate) lung: f32,
}

/// What reaches the detector through an object.
pub(crate) fn expose(object: &Object, exposure: &Exposure) -> Signal {
    let mut primary = Map::like(&object.soft);
    for y in 0..primary.ny {
        let beam = heel(-primary.v(y), exposure.view.source_mm);
        for x in 0..primary.nx {
            let at = y * primary.nx + x;
            primary.cells[at] = beam
                * transmitted(
                    object.soft.cells[at].max(0.0),
                    object.fat.cells[at],
                    object.bone.cells[at].max(0.0),
                );
        }
    }
    let by = crate::num::index_in((4.0 / primary.step).max(1.0), 64);
    let mut source = primary.coarser(by);
    let thickness = object.soft.coarser(by);
    for (cell, soft) in source.cells.iter_mut().zip(&thickness.cells) {
        *cell *= soft / 200.0;
    }
    let (near, far) = (source.blurred(25.0), source.blurred(70.0));
    let mut spread = Map::like(&source);
    for ((cell, a), b) in spread.cells.iter_mut().zip(&near.cells).zip(&far.cells) {
        *cell = exposure.scatter * (0.45 * a + 0.55 * b);
    }
    let mut scatter = Map::like(&primary);
    scatter.add(&spread, 1.0);
    if exposure.motion_mm > 0.0 {
        let n = crate::num::index_in(0.5 * exposure.motion_mm / primary.step + 0.5, 64);
        // Slow at the turning points, as a breath is.
        let weights: Vec<f32> = (0..=n).map(|i| 1.0 + i as f32 / (n as f32 + 1.0)).collect();
        let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
        let weights: Vec<f32> = weights.iter().map(|w| w / total).collect();
        primary = primary.filtered_down(&weights);
    }
    let k = exposure.blur * (0.35 / primary.step) * (0.35 / primary.step);
    let primary = primary.filtered(&[1.0 - 2.0 * k.min(0.2), k.min(0.2)]);
    let (mut sum, mut n) = (0.0f64, 0.0f64);
    let deep = 0.6 * object.lung.greatest();
    for (at, lung) in object.lung.cells.iter().enumerate() {
        if *lung > deep {
            sum += f64::from(primary.cells[at] + scatter.cells[at]);
            n += 1.0;
        }
    }
    Signal {
        primary,
        scatter,
        lung: to_f32(sum / n.max(1.0)).max(1e-4),
    }
}

/// The stored samples of a signal.
pub(crate) fn present(
    signal: &Signal,
    exposure: &Exposure,
    bits: u8,
    is_inverted: bool,
) -> Vec<i16> {
    let (log, spread) = logarithm(signal, exposure);
    let grey = processed(&log, exposure);
    let top = ((1u32 << bits) - 1) as f32;
    let collimated = collimated(&grey, exposure);
    let image = samples(&grey, &spread, &collimated, exposure, top);
    if is_inverted {
        let top = i16::try_from((1u32 << bits) - 1).unwrap_or(i16::MAX);
        image.iter().map(|&s| top - s).collect()
    } else {
        image
    }
}

/// The logarithm against the lungs, denser places higher, and its noise's standard deviation in one pixel.
fn logarithm(signal: &Signal, exposure: &Exposure) -> (Map, Map) {
    let mut log = Map::like(&signal.primary);
    let mut spread = Map::like(&signal.primary);
    let area = exposure.pixel_mm.min(0.4) * exposure.pixel_mm.min(0.4);
    let quanta = QUANTA * ABSORBED * exposure.dose * area;
    // The detector's range ends at 20 times its usual signal behind the lung (unverified); all beyond is black.
    let most = 20.0 / exposure.dose_share.max(1e-3);
    let darker = (1.2 - libm::logf(most)).max(0.0);
    let least = 0.0006 / exposure.dose_share.max(1e-3);
    for (at, (p, s)) in signal
        .primary
        .cells
        .iter()
        .zip(&signal.scatter.cells)
        .enumerate()
    {
        let share = (p + s) / signal.lung;
        let seen = share.min(most) + least;
        log.cells[at] = -libm::logf(seen) - darker;
        // Quanta, and the electronics' own noise as that of 4 % of the lungs' usual dose.
        spread.cells[at] = if share < most {
            ((share + 0.012 / exposure.dose_share.max(1e-3)) / (seen * seen * quanta)).sqrt()
        } else {
            0.0
        };
    }
    (log, spread)
}

/// Dynamic range compressed, details enhanced: still a logarithm.
fn processed(log: &Map, exposure: &Exposure) -> Map {
    let by = crate::num::index_in((3.5 / log.step).max(1.0), 64);
    // The open beam around the patient must not pull its rim down.
    let mut level = log.coarser(by);
    for cell in &mut level.cells {
        *cell = cell.max(-0.6);
    }
    let broad = level.blurred(26.0);
    let mut out = log.clone();
    out.add(&broad, -0.36);
    let mut at = out.clone();
    let mut band = at.step;
    // Bands of 0.7 to 12 mm: what is faint is raised, what is strong is left.
    let mut gains = vec![0.0f32; out.cells.len()];
    while band < 12.0 && at.nx > 16 {
        let smooth = at.filtered(&[0.375, 0.25, 0.0625]);
        let mut detail = Map::like(&at);
        let gain = if band < 0.5 { 0.25 } else { 0.5 };
        for ((cell, a), b) in detail.cells.iter_mut().zip(&at.cells).zip(&smooth.cells) {
            let x = a - b;
            *cell = x * gain / (1.0 + x.abs() / 0.05);
        }
        let mut raised = Map::like(&out);
        raised.add(&detail, 1.0);
        for (sum, cell) in gains.iter_mut().zip(&raised.cells) {
            *sum += cell;
        }
        at = smooth.coarser(2);
        band *= 2.0;
    }
    for (cell, gain) in out.cells.iter_mut().zip(&gains) {
        *cell = curve(*cell + gain, exposure);
    }
    out
}

/// Grey of what lets nothing through, before it is cut at 1.
const WHITE: f32 = 1.04;

/// The display curve: 0 black to 1 white.
fn curve(log: f32, exposure: &Exposure) -> f32 {
    let x = 3.3 * exposure.contrast * (log - 0.17 + exposure.brightness);
    // Dense places keep some contrast: the curve is flatter there.
    let x = x / (1.0 + 0.32 * x.max(0.0));
    WHITE / (1.0 + libm::expf(-x))
}

/// Steepness of the curve at a grey level.
fn slope(grey: f32, exposure: &Exposure) -> f32 {
    3.3 * exposure.contrast * grey * (1.0 - grey / WHITE)
}

/// The share of the beam that the collimator lets through, per cell.
fn collimated(grey: &Map, exposure: &Exposure) -> Map {
    let mut out = Map::like(grey);
    let half = [
        0.5 * exposure.view.size_mm[0],
        0.5 * exposure.view.size_mm[1],
    ];
    let [left, right, top, bottom] = exposure.borders;
    out.fill(|u, v| {
        let inside = (u + half[0] - left)
            .min(half[0] - right - u)
            .min(v + half[1] - top)
            .min(half[1] - bottom - v);
        smooth_step(-1.2, 1.2, inside)
    });
    out
}

/// Makes the image as fine as the detector, with its noise.
fn samples(grey: &Map, spread: &Map, field: &Map, exposure: &Exposure, top: f32) -> Vec<i16> {
    let by = fine_factor(exposure);
    let (nx, ny) = (exposure.nx as usize, exposure.ny as usize);
    let start = exposure.start();
    let mut fine = Map::new(nx, ny, exposure.pixel_mm, start);
    fine.add(grey, 1.0);
    let mut out = Vec::with_capacity(nx * ny);
    let mut rows = NoiseRows::new(exposure.noise, nx);
    for y in 0..ny {
        let noise = rows.row(y);
        let cy = (y / by).min(grey.ny - 1);
        for (x, grain) in noise.iter().enumerate() {
            let at = cy * grey.nx + (x / by).min(grey.nx - 1);
            let level = fine.cells[y * nx + x];
            let spread = exposure.noise_factor * spread.cells[at];
            let share = level + 1.2 * slope(level, exposure) * spread * grain;
            let share = lerp(0.0, share.clamp(0.0, 1.0), field.cells[at]);
            out.push(i16::try_from(floor_i32(share * top + 0.5)).unwrap_or(i16::MAX));
        }
    }
    out
}

/// Rows of noise of variance 1 before blur: three parts of five blurred as light spreads, two parts white.
struct NoiseRows {
    seed: Seed,
    nx: usize,
    kept: [(usize, Vec<f32>); 3],
    out: Vec<f32>,
}

impl NoiseRows {
    fn new(seed: Seed, nx: usize) -> Self {
        Self {
            seed,
            nx,
            kept: std::array::from_fn(|_| (usize::MAX, vec![0.0; nx])),
            out: vec![0.0; nx],
        }
    }

    /// The noise of row `y`.
    fn row(&mut self, y: usize) -> &[f32] {
        for at in [y, y + 1, y + 2] {
            let slot = &mut self.kept[at % 3];
            if slot.0 != at {
                slot.0 = at;
                white(self.seed.index(at as u64), &mut slot.1);
            }
        }
        let (a, b, c) = (
            &self.kept[y % 3].1,
            &self.kept[(y + 1) % 3].1,
            &self.kept[(y + 2) % 3].1,
        );
        for x in 0..self.nx {
            let (l, r) = (x.saturating_sub(1), (x + 1).min(self.nx - 1));
            let column = |x: usize| 0.25 * (a[x] + c[x]) + 0.5 * b[x];
            let soft = 0.25 * (column(l) + column(r)) + 0.5 * column(x);
            self.out[x] = 0.775 * soft + 0.632 * b[x];
        }
        &self.out
    }
}

/// Numbers of mean 0 and variance 1, roughly normal: sums of four uniform ones, cut at 3.5.
fn white(seed: Seed, out: &mut [f32]) {
    let mut rng = seed.rng();
    for cell in out {
        let bits = rng.next_u64();
        let part = |shift: u32| u16::try_from((bits >> shift) & 0xffff).unwrap_or(0);
        let sum =
            f32::from(part(0)) + f32::from(part(16)) + f32::from(part(32)) + f32::from(part(48));
        *cell = (sum * (1.0 / 65_536.0) - 2.0) * 1.732;
    }
}
