//! The noise of a CT: how strong it is where, and adding it to a slice. Its spectrum: `noise_tiles`.

use overread_base::Seed;

use crate::num::{index_in, lerp, to_f32};
use crate::physics::kernel::{Kernel, relative_sigma};
use crate::physics::noise_tiles::{self, TILES};

/// Cells a side of the noise map.
const MAP: usize = 32;

/// All that the noise of a CT series depends on.
#[derive(Debug, Clone)]
pub(crate) struct CtNoise {
    /// Where the noise is drawn from.
    pub(crate) seed: Seed,
    /// Columns and rows of a slice.
    pub(crate) side: usize,
    /// Side of the field of view, mm.
    pub(crate) fov_mm: f64,
    /// Slice thickness, mm.
    pub(crate) thickness_mm: f64,
    /// From slice to slice, mm.
    pub(crate) increment_mm: f64,
    /// Tube charge, mAs.
    pub(crate) dose_mas: f64,
    /// The kernel.
    pub(crate) kernel: Kernel,
    /// What the scanner is calibrated to.
    pub(crate) anchor: NoiseAnchor,
    pub(crate) tile_side: usize,
    pub(crate) tiles: Vec<Vec<f32>>,
}

/// A measured noise from which all other settings follow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoiseAnchor {
    /// SD with the standard kernel, HU.
    pub(crate) sigma_hu: f64,
    /// The slice thickness of the measurement, mm.
    pub(crate) thickness_mm: f64,
    /// The tube charge of the measurement, mAs.
    pub(crate) dose_mas: f64,
    /// The water path of the measurement, mm.
    pub(crate) water_mm: f32,
}

impl NoiseAnchor {
    /// A chest of 270 mm water at 100 mAs in slices of 5 mm: 10 HU (unverified).
    pub(crate) const CHEST: Self = Self {
        sigma_hu: 10.0,
        thickness_mm: 5.0,
        dose_mas: 100.0,
        water_mm: 270.0,
    };

    /// A head of 170 mm water at 250 mAs in slices of 5 mm: 3.5 HU (unverified).
    pub(crate) const HEAD: Self = Self {
        sigma_hu: 3.5,
        thickness_mm: 5.0,
        dose_mas: 250.0,
        water_mm: 170.0,
    };
}

impl CtNoise {
    /// Without tiles: [`Self::ready`] makes them.
    pub(crate) fn new(seed: Seed, side: usize, kernel: Kernel, anchor: NoiseAnchor) -> Self {
        Self {
            seed,
            side,
            fov_mm: 390.0,
            thickness_mm: anchor.thickness_mm,
            increment_mm: anchor.thickness_mm,
            dose_mas: anchor.dose_mas,
            kernel,
            anchor,
            tile_side: if side > 256 { 512 } else { 128 },
            tiles: Vec::new(),
        }
    }

    /// With its tiles, ready to be added; takes a tenth of a second at 512.
    pub(crate) fn ready(self) -> Self {
        let pixel_mm = to_f32(self.fov_mm / self.side.max(1) as f64);
        let tiles = noise_tiles::tiles(self.seed, self.tile_side, pixel_mm, self.kernel);
        Self { tiles, ..self }
    }

    /// SD of the noise in HU on a coarse grid: where rays are weakened most, noise is strongest.
    pub(crate) fn map(&self, hu: &[f32]) -> Vec<f32> {
        const DIRECTIONS: u8 = 12;
        const MU_WATER_PER_MM: f32 = 0.019;
        let side = self.side;
        let mut density = vec![(0.0f32, 0.0f32); MAP * MAP];
        let stride = (side / 256).max(1);
        for y in (0..side).step_by(stride) {
            for x in (0..side).step_by(stride) {
                let cell = &mut density[(y * MAP / side) * MAP + x * MAP / side];
                *cell = (
                    cell.0 + (1.0 + hu[y * side + x] * 0.001).max(0.0),
                    cell.1 + 1.0,
                );
            }
        }
        let density: Vec<f32> = density.iter().map(|&(sum, n)| sum / n.max(1.0)).collect();
        let directions: Vec<(f32, f32)> = (0..DIRECTIONS)
            .map(|direction| {
                let angle = f32::from(direction) * (std::f32::consts::PI / f32::from(DIRECTIONS));
                (libm::sinf(angle), libm::cosf(angle))
            })
            .collect();
        let cell_mm = to_f32(self.fov_mm) / MAP as f32;
        let at = |x: f32, y: f32| {
            let inside = (0.0..MAP as f32).contains(&x) && (0.0..MAP as f32).contains(&y);
            if !inside {
                return 0.0;
            }
            density[index_in(y, MAP - 1) * MAP + index_in(x, MAP - 1)]
        };
        let anchor = self.anchor;
        let sigma = anchor.sigma_hu
            * relative_sigma(self.kernel)
            * (anchor.dose_mas / self.dose_mas * anchor.thickness_mm / self.thickness_mm).sqrt();
        let base = to_f32(sigma);
        let mut map = Vec::with_capacity(MAP * MAP);
        for y in 0..MAP {
            for x in 0..MAP {
                let mut sum = 0.0;
                for &(s, c) in &directions {
                    let mut path = 0.0;
                    for step in -32i8..=32 {
                        let t = f32::from(step);
                        path += at(x as f32 + 0.5 + t * c, y as f32 + 0.5 + t * s);
                    }
                    sum += libm::expf((path * cell_mm - anchor.water_mm) * MU_WATER_PER_MM);
                }
                map.push(base * (sum / f32::from(DIRECTIONS)).sqrt().clamp(0.35, 2.2));
            }
        }
        map
    }

    /// Adds the slice's noise: three tiles mixed, so that neighbouring slices share some of it when they overlap.
    pub(crate) fn add(&self, z: u32, map: &[f32], hu: &mut [f32]) {
        if self.tiles.is_empty() {
            return;
        }
        let side = self.side;
        let tile = self.tile_side;
        // The slice profile reaches into the neighbours where slices lie closer than they are thick.
        let overlap = (self.thickness_mm / self.increment_mm).min(3.0);
        let aside = to_f32(0.22 * smoothed(overlap));
        let middle = (1.0 - 2.0 * aside * aside).sqrt();
        let sources = [(0i64, aside), (1, middle), (2, aside)].map(|(off, weight)| {
            let mut rng = self
                .seed
                .child("slice")
                .index(u64::from(z) + off.unsigned_abs())
                .rng();
            let mut draw = |n: usize| usize::try_from(rng.below(n as u64)).unwrap_or(0);
            (&self.tiles[draw(TILES)], draw(tile), draw(tile), weight)
        });
        for y in 0..side {
            let fy =
                ((y as f32 + 0.5) * MAP as f32 / side as f32 - 0.5).clamp(0.0, MAP as f32 - 1.001);
            let iy = index_in(fy, MAP - 2);
            let ty = fy - iy as f32;
            for x in 0..side {
                let fx = ((x as f32 + 0.5) * MAP as f32 / side as f32 - 0.5)
                    .clamp(0.0, MAP as f32 - 1.001);
                let ix = index_in(fx, MAP - 2);
                let tx = fx - ix as f32;
                let row = |iy: usize| lerp(map[iy * MAP + ix], map[iy * MAP + ix + 1], tx);
                let sigma = lerp(row(iy), row(iy + 1), ty);
                let mut value = 0.0;
                for &(values, dx, dy, weight) in &sources {
                    value +=
                        weight * values[((y + dy) & (tile - 1)) * tile + ((x + dx) & (tile - 1))];
                }
                hu[y * side + x] += sigma * value;
            }
        }
    }
}

/// 0 for slices apart, 1 for slices that touch, a little more for slices that overlap.
fn smoothed(overlap: f64) -> f64 {
    if overlap < 0.5 { 0.0 } else { overlap.min(2.0) }
}
