//! Calcium in the coronary arteries as pieces of their middle lines, with the Agatston score of exactly these pieces.

use overread_base::{Seed, Vec3, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::grid::Voxels;
use crate::num::{P3, coverage, index_in, lerp, p3, round_cone, to_f32};
use crate::physics::kernel::{self, Kernel};

/// The grid of the score: slices of 3 mm, as the score is defined; pixels as cardiac CT has them.
const SLICE_MM: f32 = 3.0;
const PIXEL_MM: f32 = 0.5;

/// HU of blood around a deposit without contrast medium.
const BLOOD_HU: f32 = 43.0;

/// One deposit: a piece of an artery's line, patient mm.
#[derive(Debug, Clone)]
struct Deposit {
    line: Vec<P3>,
    radius: f32,
    hu: f32,
}

impl Deposit {
    fn distance(&self, at: P3) -> f32 {
        self.line
            .windows(2)
            .map(|pair| round_cone(at, pair[0], pair[1], self.radius, self.radius).0)
            .fold(f32::INFINITY, f32::min)
    }

    /// The box of its middle line.
    fn bounds(&self) -> (P3, P3) {
        let mut low = self.line.first().copied().unwrap_or_default();
        let mut high = low;
        for p in &self.line {
            low = p3(low.x.min(p.x), low.y.min(p.y), low.z.min(p.z));
            high = p3(high.x.max(p.x), high.y.max(p.y), high.z.max(p.z));
        }
        (low, high)
    }

    /// The share of a voxel that it fills: three heights in the slice.
    fn share(&self, at: P3, pixel: f32, thickness: f32) -> f32 {
        [-1.0f32 / 3.0, 0.0, 1.0 / 3.0]
            .into_iter()
            .map(|sub| {
                let d = self.distance(at + p3(0.0, 0.0, sub * thickness));
                // A deposit thinner than a pixel is drawn a pixel thick with the mass that it has.
                let wide = self.radius.max(0.5 * pixel);
                let thin = (self.radius / wide) * (self.radius / wide);
                coverage(d + self.radius - wide, pixel) * thin / 3.0
            })
            .sum()
    }

    /// The part of it that a slice can touch.
    fn near_slice(&self, z: f32) -> Option<Self> {
        let reach = self.radius + 0.5 * SLICE_MM;
        let is_near = |pair: &[P3]| {
            pair[0].z.min(pair[1].z) - reach < z && z < pair[0].z.max(pair[1].z) + reach
        };
        let first = self.line.windows(2).position(is_near)?;
        let last = self.line.windows(2).rposition(is_near)?;
        Some(Self {
            line: self.line[first..=last + 1].to_vec(),
            radius: self.radius,
            hu: self.hu,
        })
    }

    /// The score by the rule: in each slice, areas of 1 mm² or more at 130 HU or above, times a weight by their peak.
    fn score(&self) -> f32 {
        let (low, high) = self.bounds();
        let margin = self.radius + 3.0;
        let nx = index_in((high.x - low.x + 2.0 * margin) / PIXEL_MM, 400) + 1;
        let ny = index_in((high.y - low.y + 2.0 * margin) / PIXEL_MM, 400) + 1;
        // Slices stand where they stand for all deposits: at multiples of their thickness.
        let first = ((low.z - margin) / SLICE_MM).floor() * SLICE_MM;
        let nz = index_in((high.z + margin - first) / SLICE_MM, 200) + 1;
        let mut total = 0.0;
        for iz in 0..nz {
            let z = first + iz as f32 * SLICE_MM;
            let Some(here) = self.near_slice(z) else {
                continue;
            };
            let mut hu = vec![BLOOD_HU; nx * ny];
            let (a, b) = here.bounds();
            let cell = |x: f32, o: f32, n: usize| index_in((x - o + margin) / PIXEL_MM, n - 1);
            let reach = self.radius + PIXEL_MM;
            for y in cell(a.y - reach, low.y, ny)..=cell(b.y + reach, low.y, ny) {
                for x in cell(a.x - reach, low.x, nx)..=cell(b.x + reach, low.x, nx) {
                    let at = p3(
                        low.x - margin + x as f32 * PIXEL_MM,
                        low.y - margin + y as f32 * PIXEL_MM,
                        z,
                    );
                    let share = here.share(at, PIXEL_MM, SLICE_MM);
                    hu[y * nx + x] = lerp(BLOOD_HU, self.hu, share);
                }
            }
            total += areas(&blurred(&hu, nx, ny), nx, ny);
        }
        total
    }
}

/// Calcium of all arteries.
#[derive(Debug, Clone)]
pub(crate) struct Calcium {
    deposits: Vec<Deposit>,
    /// The Agatston score of the deposits without noise.
    pub(crate) agatston: f32,
    pub(crate) volume_mm3: f32,
}

impl Calcium {
    /// Deposits from the arteries' beginnings on until the score is reached; `None` if it is out of reach.
    pub(crate) fn new(anatomy: &Anatomy, agatston: f32, seed: Seed) -> Option<Self> {
        // The heavier the disease, the thicker and longer the deposits.
        let heavy = (agatston / 1200.0).clamp(0.0, 1.0);
        for attempt in 0..5u8 {
            let heavy = (heavy + 0.22 * f32::from(attempt)).min(1.6);
            if let Some(found) = Self::grown(anatomy, agatston, heavy, seed) {
                return Some(found);
            }
        }
        None
    }

    fn grown(anatomy: &Anatomy, agatston: f32, heavy: f32, seed: Seed) -> Option<Self> {
        let mut deposits: Vec<Deposit> = Vec::new();
        let mut total = 0.0;
        for candidate in candidates(anatomy, heavy, seed) {
            let near = |other: &Deposit| {
                candidate
                    .line
                    .iter()
                    .any(|&p| other.distance(p) < candidate.radius + 4.0)
            };
            if deposits.iter().any(near) {
                continue;
            }
            let score = candidate.score();
            if total + score < agatston {
                total += score;
                deposits.push(candidate);
                continue;
            }
            let (last, score) = fitted(&candidate, agatston - total);
            if score > 0.0 {
                deposits.push(last);
            }
            total += score;
            // The score jumps where a peak passes a limit of the weights: near is as good as it gets.
            if (total - agatston).abs() <= 1.0 + 0.03 * agatston {
                break;
            }
        }
        if (total - agatston).abs() > 3.0 + 0.06 * agatston {
            return None;
        }
        let volume = |d: &Deposit| {
            let length: f32 = d.line.windows(2).map(|p| (p[1] - p[0]).length()).sum();
            let r2 = d.radius * d.radius;
            std::f32::consts::PI * r2 * (length + 4.0 / 3.0 * d.radius)
        };
        Some(Self {
            agatston: total,
            volume_mm3: deposits.iter().map(volume).sum(),
            deposits,
        })
    }

    /// Draws the deposits of a slice over what is there.
    pub(crate) fn draw(&self, origin: P3, pixel: f32, side: usize, thickness: f32, hu: &mut [f32]) {
        for deposit in &self.deposits {
            let (low, high) = deposit.bounds();
            let margin = deposit.radius + pixel;
            if origin.z < low.z - margin - thickness || origin.z > high.z + margin + thickness {
                continue;
            }
            let cell = |x: f32, o: f32| index_in((x - o) / pixel, side - 1);
            for y in cell(low.y - margin, origin.y)..=cell(high.y + margin, origin.y) + 1 {
                for x in cell(low.x - margin, origin.x)..=cell(high.x + margin, origin.x) + 1 {
                    let at = p3(
                        origin.x + x as f32 * pixel,
                        origin.y + y as f32 * pixel,
                        origin.z,
                    );
                    if let Some(hu) = hu.get_mut(y * side + x) {
                        *hu = lerp(
                            *hu,
                            deposit.hu.max(*hu),
                            deposit.share(at, pixel, thickness),
                        );
                    }
                }
            }
        }
    }

    /// The voxels that deposits fill half of, and of each deposit at least the one in its middle.
    pub(crate) fn voxels(&self, geometry: &VolumeGeometry, extent: P3) -> Voxels {
        let mut out = Voxels::new(geometry);
        let [nx, ny, nz] = geometry.size.map(|n| n as usize);
        for deposit in &self.deposits {
            let (low, high) = deposit.bounds();
            let reach = p3(deposit.radius, deposit.radius, deposit.radius) + extent;
            let low = geometry.voxel_from_patient((low - reach).to_vec3());
            let high = geometry.voxel_from_patient((high + reach).to_vec3());
            let range = |low: f64, high: f64, n: usize| {
                index_in(to_f32(low.ceil()), n)..index_in(to_f32(high.floor()) + 1.0, n)
            };
            for z in range(low.z, high.z, nz) {
                for y in range(low.y, high.y, ny) {
                    for x in range(low.x, high.x, nx) {
                        let voxel = Vec3::new(x as f64, y as f64, z as f64);
                        let at = P3::from_vec3(geometry.patient_from_voxel(voxel));
                        if deposit.share(at, extent.x, extent.z) >= 0.5 {
                            out.set(x, y, z);
                        }
                    }
                }
            }
            let middle = deposit.line[deposit.line.len() / 2].to_vec3();
            if geometry.contains(middle) {
                let voxel = geometry.voxel_from_patient(middle);
                let near = |x: f64, n: usize| index_in(to_f32(x + 0.5), n - 1);
                out.set(near(voxel.x, nx), near(voxel.y, ny), near(voxel.z, nz));
            }
        }
        out
    }

    /// The middle of the deposits, patient mm.
    pub(crate) fn centre(&self) -> P3 {
        let points = || self.deposits.iter().flat_map(|d| d.line.iter());
        let sum = points().fold(P3::default(), |sum, &p| sum + p);
        sum * (1.0 / points().count().max(1) as f32)
    }
}

/// Pieces of the arteries in the order in which they calcify: the first part of the anterior descending artery first.
fn candidates(anatomy: &Anatomy, heavy: f32, seed: Seed) -> Vec<Deposit> {
    let mut out: Vec<(f32, Deposit)> = Vec::new();
    for (artery, lines) in anatomy.coronaries().iter().enumerate() {
        let mut rng = seed.child("artery").index(artery as u64).rng();
        let line = &lines.line;
        let mut at = 2 + usize::try_from(rng.below(3)).unwrap_or(0);
        while at + 2 < line.len() {
            let pieces = 1 + index_in((0.7 + 2.3 * heavy) * to_f32(rng.range(0.3, 2.2)), 9);
            let end = (at + pieces).min(line.len() - 1);
            let along = at as f32 / line.len() as f32;
            let order = along + 0.25 * artery as f32 + to_f32(rng.range(-0.3, 0.3));
            let aside = |rng: &mut overread_base::Rng| to_f32(rng.range(-0.6, 0.6));
            let aside = p3(aside(&mut rng), aside(&mut rng), 0.0);
            out.push((
                order,
                Deposit {
                    line: line[at..=end].iter().map(|&p| p + aside).collect(),
                    radius: to_f32(rng.range(0.75, 1.15)) * (1.0 + 0.8 * heavy),
                    hu: to_f32(rng.range(420.0, 760.0)) + 240.0 * heavy.min(1.0),
                },
            ));
            at = end + 3 + usize::try_from(rng.below(3)).unwrap_or(0);
        }
    }
    out.sort_by(|a, b| a.0.total_cmp(&b.0));
    out.into_iter().map(|(_, deposit)| deposit).collect()
}

/// A smaller one of the same place whose score comes closest to `wanted` from the sizes tried.
fn fitted(whole: &Deposit, wanted: f32) -> (Deposit, f32) {
    let (mut low, mut high) = (0.2f32, 1.0f32);
    let mut best = (whole.clone(), 0.0f32);
    for _ in 0..12 {
        let size = 0.5 * (low + high);
        let keep = index_in(0.999 + size * whole.line.len() as f32, whole.line.len()).max(2);
        let smaller = Deposit {
            line: whole.line.iter().take(keep).copied().collect(),
            radius: whole.radius * (0.35 + 0.65 * size),
            hu: lerp(180.0, whole.hu, size),
        };
        let score = smaller.score();
        if (score - wanted).abs() < (best.1 - wanted).abs() {
            best = (smaller, score);
        }
        if score < wanted {
            low = size;
        } else {
            high = size;
        }
    }
    best
}

/// The slice after the point spread.
fn blurred(hu: &[f32], nx: usize, ny: usize) -> Vec<f32> {
    const REACH: usize = 4;
    let weights: [f32; REACH + 1] = std::array::from_fn(|i| {
        let off = i as f32 * PIXEL_MM / kernel::psf_sigma_mm(Kernel::Standard);
        libm::expf(-0.5 * off * off)
    });
    let whole = 2.0 * weights.iter().sum::<f32>() - weights[0];
    let mut out = hu.to_vec();
    // Along x, then along y.
    for (n, lines, step, next) in [(nx, ny, 1, nx), (ny, nx, nx, 1)] {
        let source = out.clone();
        for line in 0..lines {
            for i in 0..n {
                // What lies outside is blood.
                let mut sum = whole * BLOOD_HU;
                for j in i.saturating_sub(REACH)..=(i + REACH).min(n - 1) {
                    sum += weights[i.abs_diff(j)] * (source[line * next + j * step] - BLOOD_HU);
                }
                out[line * next + i * step] = sum / whole;
            }
        }
    }
    out
}

/// The score of one slice.
fn areas(hu: &[f32], nx: usize, ny: usize) -> f32 {
    let mut seen = vec![false; hu.len()];
    let mut total = 0.0;
    for start in 0..hu.len() {
        if seen[start] || hu[start] < 130.0 {
            continue;
        }
        let (mut todo, mut pixels, mut peak) = (vec![start], 0.0f32, 0.0f32);
        seen[start] = true;
        while let Some(at) = todo.pop() {
            pixels += 1.0;
            peak = peak.max(hu[at]);
            let (x, y) = (at % nx, at / nx);
            for v in y.saturating_sub(1)..=(y + 1).min(ny - 1) {
                for u in x.saturating_sub(1)..=(x + 1).min(nx - 1) {
                    let next = v * nx + u;
                    if !seen[next] && hu[next] >= 130.0 {
                        seen[next] = true;
                        todo.push(next);
                    }
                }
            }
        }
        let area = pixels * PIXEL_MM * PIXEL_MM;
        if area >= 1.0 {
            total += area * weight(peak);
        }
    }
    total
}

/// The weight of an area by its peak, HU (Agatston 1990).
fn weight(peak: f32) -> f32 {
    match peak {
        p if p >= 400.0 => 4.0,
        p if p >= 300.0 => 3.0,
        p if p >= 200.0 => 2.0,
        _ => 1.0,
    }
}
