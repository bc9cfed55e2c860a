//! Holes of emphysema: ellipsoids with a power law of sizes, mostly in the upper lobes, until a share of the lungs is
//! reached. Their truth is measured with them.

use overread_base::{Seed, VolumeGeometry};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::grid::Voxels;
use crate::chest_ct::lesion::lungs::{LungMap, Samples, Site};
use crate::num::{P3, coverage, index_in, p3, to_f32};
use crate::texture::Texture;

/// Distance of the samples that the share is measured with, canonical mm.
const SAMPLE_MM: f32 = 3.5;

/// Side of the cells that samples are found by, patient mm.
const CELL_MM: f32 = 16.0;

/// The most holes; severe emphysema of large lungs needs some 20,000.
const MOST: u64 = 60_000;

/// How far inside a hole's border a voxel falls to -950 HU: some seven tenths of what it sees are then hole.
const EDGE_MM: f32 = 0.45;

/// HU in a hole.
pub(crate) const HOLE_HU: f32 = -986.0;

/// A hole: an ellipsoid, patient mm.
#[derive(Debug, Clone, Copy)]
struct Hole {
    centre: P3,
    half: P3,
    /// Whether all of it lies in the lung.
    is_deep: bool,
}

impl Hole {
    /// Distance, patient mm, negative inside.
    fn distance(&self, at: P3, texture: &Texture) -> f32 {
        let smooth = crate::num::ellipsoid(at - self.centre, self.half);
        let least = self.half.x.min(self.half.y);
        if smooth.abs() > 0.8 * least {
            return smooth;
        }
        // Holes are not smooth: lobules give way at different rates. The texture has SD 1.
        smooth + 0.26 * least * texture.at(at * 1.15)
    }

    fn reach(&self) -> f32 {
        1.3 * self.half.x.max(self.half.y).max(self.half.z)
    }
}

/// Emphysema of both lungs.
#[derive(Debug, Clone)]
pub(crate) struct Emphysema {
    holes: Vec<Hole>,
    /// The share of the lungs at or below -950 HU, 0 to 1.
    pub(crate) share: f32,
    pub(crate) volume_ml: f32,
}

impl Emphysema {
    /// Draws holes until `share` of the lungs is at or below -950 HU; `None` if that is not reached.
    pub(crate) fn new(anatomy: &Anatomy, map: &LungMap, share: f32, seed: Seed) -> Option<Self> {
        let samples = Samples::of(anatomy, map, SAMPLE_MM, |_| true);
        if samples.sites.is_empty() {
            return None;
        }
        let cells = Cells::of(&samples.sites);
        let mut taken = vec![false; samples.sites.len()];
        let wanted = share * samples.sites.len() as f32;
        let mut rng = seed.rng();
        // The exponent of the cumulative sizes falls as disease grows (Mishima 1999); half of it, as radii are drawn.
        let exponent = 2.0 * (1.75 - 1.1 * share);
        let smallest = 1.7 + 1.6 * share;
        let largest = 4.5 + 22.0 * share;
        let lower = rng.unit() < 0.12;
        let (mut holes, mut found) = (Vec::new(), 0.0f32);
        for _ in 0..MOST * 8 {
            if found >= wanted {
                break;
            }
            if holes.len() as u64 >= MOST {
                return None;
            }
            let pick = usize::try_from(rng.below(samples.sites.len() as u64)).unwrap_or(0);
            let site = &samples.sites[pick];
            // Where a hole is already a further one changes little.
            if taken[pick] && rng.unit() < 0.85 {
                continue;
            }
            if rng.unit() > f64::from(weight(anatomy, site, lower)) {
                continue;
            }
            let u = to_f32(rng.unit()).max(1e-4);
            let radius = smallest * libm::powf(u, -1.0 / exponent);
            let radius = radius.min(largest).min(1.2 - 0.9 * site.lung);
            let mut half = || radius * to_f32(rng.range(0.8, 1.22));
            let half = p3(half(), half(), half());
            let mut aside = || to_f32(rng.range(-3.5, 3.5));
            let centre = site.at + p3(aside(), aside(), aside());
            let mut hole = Hole {
                centre,
                half,
                is_deep: false,
            };
            hole.is_deep = site.lung < -(hole.reach() + 4.0);
            cells.near(&hole, |idx| {
                if !taken[idx] && hole.distance(samples.sites[idx].at, &anatomy.texture) < -EDGE_MM
                {
                    taken[idx] = true;
                    found += 1.0;
                }
            });
            holes.push(hole);
        }
        (found >= wanted).then(|| Self {
            share: found / samples.sites.len() as f32,
            volume_ml: found * samples.part_ml,
            holes,
        })
    }

    /// The share of each pixel of a slice that is hole.
    pub(crate) fn draw(
        &self,
        (origin, pixel, side): (P3, f32, usize),
        thickness: f32,
        texture: &Texture,
    ) -> Vec<f32> {
        let mut out = vec![0.0f32; side * side];
        for sub in [-1.0f32 / 3.0, 0.0, 1.0 / 3.0] {
            let z = origin.z + sub * thickness;
            let mut one = vec![0.0f32; side * side];
            for hole in &self.holes {
                let reach = hole.reach();
                if (hole.centre.z - z).abs() > reach {
                    continue;
                }
                let first = |c: f32, o: f32| index_in((c - reach - o) / pixel, side - 1);
                let last = |c: f32, o: f32| index_in((c + reach - o) / pixel + 1.0, side - 1);
                for y in first(hole.centre.y, origin.y)..=last(hole.centre.y, origin.y) {
                    for x in first(hole.centre.x, origin.x)..=last(hole.centre.x, origin.x) {
                        let at = p3(origin.x + x as f32 * pixel, origin.y + y as f32 * pixel, z);
                        let share = coverage(hole.distance(at, texture), pixel.max(1.0));
                        let cell = &mut one[y * side + x];
                        *cell = cell.max(share);
                    }
                }
            }
            for (sum, one) in out.iter_mut().zip(one) {
                *sum += one / 3.0;
            }
        }
        out
    }

    /// The voxels at or below -950 HU.
    pub(crate) fn voxels(
        &self,
        anatomy: &Anatomy,
        map: &LungMap,
        geometry: &VolumeGeometry,
    ) -> Voxels {
        let mut out = Voxels::new(geometry);
        let zero = overread_base::Vec3::new(0.0, 0.0, 0.0);
        let origin = P3::from_vec3(geometry.patient_from_voxel(zero));
        let spacing = P3::from_vec3(geometry.spacing);
        for hole in &self.holes {
            let reach = hole.reach();
            let reach = p3(reach, reach, reach);
            let low = geometry.voxel_from_patient((hole.centre - reach).to_vec3());
            let high = geometry.voxel_from_patient((hole.centre + reach).to_vec3());
            let range = |low: f64, high: f64, n: u32| {
                let n = n as usize;
                let first = index_in(to_f32(low.ceil()), n);
                // Nothing where the range ends before the first voxel.
                let past = index_in(to_f32(high.floor()) + 1.0, n);
                first..past
            };
            let [nx, ny, nz] = geometry.size;
            for z in range(low.z, high.z, nz) {
                for y in range(low.y, high.y, ny) {
                    for x in range(low.x, high.x, nx) {
                        if out.has(x, y, z) {
                            continue;
                        }
                        let at = origin + p3(x as f32, y as f32, z as f32).scaled(spacing);
                        if hole.distance(at, &anatomy.texture) < -EDGE_MM
                            && (hole.is_deep || map.at(anatomy.canonical(at))[0] < 0.0)
                        {
                            out.set(x, y, z);
                        }
                    }
                }
            }
        }
        out
    }
}

/// How likely a hole starts at a place: centrilobular disease prefers the upper lobes, panlobular the lower ones.
fn weight(anatomy: &Anatomy, site: &Site, lower: bool) -> f32 {
    let up = ((site.q.z + 110.0) / 190.0).clamp(0.0, 1.0);
    let up = if lower { 1.0 - up } else { up };
    let patch = 0.5 + 0.32 * anatomy.texture.at(site.q * 0.3 + p3(11.0, 47.0, 3.0));
    (0.06 + 0.94 * up * up) * patch.clamp(0.04, 1.0)
}

/// Samples by the cell they lie in.
struct Cells<'a> {
    sites: &'a [Site],
    low: P3,
    size: [usize; 3],
    starts: Vec<usize>,
    order: Vec<usize>,
}

impl<'a> Cells<'a> {
    fn of(sites: &'a [Site]) -> Self {
        let (mut low, mut high) = (sites[0].at, sites[0].at);
        for site in sites {
            low = p3(
                low.x.min(site.at.x),
                low.y.min(site.at.y),
                low.z.min(site.at.z),
            );
            high = p3(
                high.x.max(site.at.x),
                high.y.max(site.at.y),
                high.z.max(site.at.z),
            );
        }
        let n = |low: f32, high: f32| index_in((high - low) / CELL_MM, 200) + 1;
        let size = [n(low.x, high.x), n(low.y, high.y), n(low.z, high.z)];
        let mut cells = Self {
            sites,
            low,
            size,
            starts: vec![0; size[0] * size[1] * size[2] + 1],
            order: vec![0; sites.len()],
        };
        for site in sites {
            let cell = cells.cell(site.at);
            cells.starts[cell + 1] += 1;
        }
        for i in 1..cells.starts.len() {
            cells.starts[i] += cells.starts[i - 1];
        }
        let mut next = cells.starts.clone();
        for (idx, site) in sites.iter().enumerate() {
            let cell = cells.cell(site.at);
            cells.order[next[cell]] = idx;
            next[cell] += 1;
        }
        cells
    }

    fn axes(&self, at: P3) -> [usize; 3] {
        let i = |x: f32, low: f32, n: usize| index_in((x - low) / CELL_MM, n - 1);
        [
            i(at.x, self.low.x, self.size[0]),
            i(at.y, self.low.y, self.size[1]),
            i(at.z, self.low.z, self.size[2]),
        ]
    }

    fn cell(&self, at: P3) -> usize {
        let [x, y, z] = self.axes(at);
        (z * self.size[1] + y) * self.size[0] + x
    }

    /// Calls `each` with the samples of the box around a hole.
    fn near(&self, hole: &Hole, mut each: impl FnMut(usize)) {
        let reach = hole.reach();
        let reach = p3(reach, reach, reach);
        let [x0, y0, z0] = self.axes(hole.centre - reach);
        let [x1, y1, z1] = self.axes(hole.centre + reach);
        for z in z0..=z1 {
            for y in y0..=y1 {
                let row = (z * self.size[1] + y) * self.size[0];
                let (from, to) = (self.starts[row + x0], self.starts[row + x1 + 1]);
                for &idx in &self.order[from..to] {
                    let off = self.sites[idx].at - hole.centre;
                    if off.x.abs() < reach.x && off.y.abs() < reach.y && off.z.abs() < reach.z {
                        each(idx);
                    }
                }
            }
        }
    }
}
