//! Lung tissue that fluid fills: patches of ground glass with septa and denser cores, and the consolidation of a lobe.

use overread_base::Seed;

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::grid::Grid;
use crate::chest_ct::lesion::lungs::{LungMap, NEAR_MM, Samples, Site};
use crate::chest_ct::lesion::pleura::{fall, phase};
use crate::chest_ct::params::Lobe;
use crate::num::{P3, floor_i32, p3, smooth_step, to_f32};
use crate::texture::Texture;

/// Node distance of the fields below, canonical mm.
const FIELD_MM: f32 = 4.0;

/// Node distance of the samples that shares are measured with, canonical mm.
const SAMPLE_MM: f32 = 4.5;

/// A field over the lungs with its level: score, distance to the lungs, distance to the lobe.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    field: Grid<3>,
    level: f32,
    /// `None`: patches over both lungs.
    pub(crate) lobe: Option<Lobe>,
    pub(crate) volume_ml: f32,
    /// The share of the lungs that it takes, 0 to 1.
    pub(crate) lung_share: f32,
    /// HU of the haze at its densest.
    haze_hu: f32,
    /// From this far above the level on the tissue is airless.
    core: f32,
    phase: P3,
    cells: Seed,
}

impl Filling {
    /// Patches of both lungs, most of them under the pleura, behind and below, that take `share` of the lungs.
    ///
    /// Weights after Tehran's 163 patients: peripheral 90 %, lower lobes 90 %, ground glass 94 %, consolidation 12 %.
    pub(crate) fn patches(
        anatomy: &Anatomy,
        map: &LungMap,
        share: f32,
        haze_hu: f32,
        seed: Seed,
    ) -> Self {
        let mut rng = seed.rng();
        let phase = phase(&mut rng);
        let lean = to_f32(rng.range(-0.25, 0.35));
        let texture = &anatomy.texture;
        let field = field(anatomy, map, |site| {
            let rim = fall(-site.lung.min(0.0) / 15.0);
            let behind = (site.q.y / 85.0).clamp(-1.0, 1.0);
            let low = ((-40.0 - site.q.z) / 95.0).clamp(-1.0, 1.0);
            let side = if site.is_right() { lean } else { -0.5 * lean };
            // Patches some 40 to 60 mm across, with ragged borders.
            let broad = texture.at(site.q * 0.31 + phase);
            let ragged = texture.at(p3(site.q.z, site.q.x, site.q.y) * 1.1 + phase);
            0.85 * broad + 0.16 * ragged + 1.15 * rim + 0.5 * behind + 0.5 * low + side
        });
        let all = Samples::of(anatomy, map, SAMPLE_MM, |_| true);
        let level = all.level(share, |site| field.at(site.q)[0]);
        // Most of it is ground glass; its densest parts are airless.
        let airless = share * to_f32(rng.range(0.03, 0.2));
        let dense = all.level(airless, |site| field.at(site.q)[0]) - level;
        Self {
            volume_ml: share * all.volume_ml(),
            lung_share: share,
            level,
            lobe: None,
            haze_hu,
            core: dense.max(0.2),
            field,
            phase,
            cells: seed.child("septa"),
        }
    }

    /// The consolidation of `share` of a lobe from a focus at its pleura on.
    pub(crate) fn lobar(
        anatomy: &Anatomy,
        map: &LungMap,
        lobe: Lobe,
        share: f32,
        seed: Seed,
    ) -> Option<Self> {
        let mut rng = seed.rng();
        let phase = phase(&mut rng);
        let texture = &anatomy.texture;
        let of_lobe = Samples::of(anatomy, map, SAMPLE_MM, |site| {
            site.lobe_distance(lobe) < 0.0
        });
        let rim: Vec<P3> = of_lobe
            .sites
            .iter()
            .filter(|site| site.lung > -10.0 && site.cage > -14.0)
            .map(|site| site.q)
            .collect();
        let pick = usize::try_from(rng.below(rim.len() as u64)).unwrap_or(0);
        let focus = *rim.get(pick)?;
        let field = field(anatomy, map, |site| {
            let away = site.q - focus;
            // Segments reach from the pleura to the hilum.
            let across = p3(away.x * 0.75, away.y, away.z).length();
            -across / 26.0
                + 0.34 * texture.at(site.q * 0.4 + phase)
                + 0.12 * texture.at(site.q * 1.3 + phase)
        });
        let field = with_lobe(field, anatomy, map, lobe);
        let level = of_lobe.level(share.min(1.0), |site| field.at(site.q)[0]);
        let volume_ml = share.min(1.0) * of_lobe.volume_ml();
        let all = Samples::of(anatomy, map, 2.0 * SAMPLE_MM, |_| true);
        Some(Self {
            volume_ml,
            lung_share: volume_ml / all.volume_ml().max(1.0),
            level,
            lobe: Some(lobe),
            haze_hu: -500.0,
            core: -0.02,
            field,
            phase,
            cells: seed.child("septa"),
        })
    }

    /// How far above its level the score lies at a place, and the share of the voxel in the lobe.
    fn above(&self, site: &Site) -> (f32, f32) {
        let share = self.lobe.map_or(1.0, |lobe| {
            crate::num::coverage(site.lobe_distance(lobe), 1.4)
        });
        (self.field.at(site.q)[0] - self.level, share)
    }

    /// How much of the air is replaced at a place, 0 to 1.
    pub(crate) fn fraction(&self, site: &Site, texture: &Texture) -> f32 {
        let (above, in_lobe) = self.above(site);
        if above < -0.06 || in_lobe <= 0.0 {
            return 0.0;
        }
        let grain = texture.at(site.q * 1.25 + self.phase);
        let inner = smooth_step(0.0, 0.5, above);
        // Aerated lung has about -865 HU, airless 40.
        let haze = (self.haze_hu + 865.0) / 905.0;
        let mut fraction = haze * (0.72 + 0.28 * inner + 0.1 * grain);
        if self.lobe.is_none() {
            // Crazy paving shows in some patches only.
            let patch = texture.at(site.q * 0.27 + p3(self.phase.y, self.phase.z, self.phase.x));
            let paved = smooth_step(0.1, 0.8, patch) * smooth_step(0.12, 0.4, above);
            if paved > 0.0 {
                let wall = septum(site.q, self.cells) - 0.25 * grain;
                fraction += 0.19 * paved * smooth_step(0.9, 0.2, wall);
            }
        }
        let clump = texture.at(p3(site.q.y, site.q.z, site.q.x) * 0.62 + self.phase);
        let rough = if self.lobe.is_none() {
            0.3 * clump
        } else {
            0.03 * clump + 0.05 * grain
        };
        let solid = smooth_step(self.core, self.core + 0.16, above + rough);
        fraction += (0.97 + 0.01 * grain - fraction) * solid;
        fraction * smooth_step(-0.06, 0.06, above) * in_lobe
    }

    /// How likely a bronchus with air in it runs where a vessel runs: in a consolidated lobe, away from the pleura.
    ///
    /// Bronchi run beside the arteries, which airless lung hides; drawing them in their place spares a second tree.
    pub(crate) fn bronchi(&self, site: &Site, texture: &Texture) -> f32 {
        if self.lobe.is_none() {
            return 0.0;
        }
        let some = texture.at(site.q * 0.33 + p3(self.phase.z, self.phase.x, self.phase.y));
        smooth_step(-0.35, 0.15, some) * smooth_step(-7.0, -16.0, site.lung)
    }

    /// The voxels that it takes half of or more.
    pub(crate) fn voxels(
        &self,
        anatomy: &Anatomy,
        geometry: &overread_base::VolumeGeometry,
    ) -> crate::chest_ct::lesion::grid::Voxels {
        self.field.paint(
            geometry,
            |p| anatomy.canonical(p),
            |a, b| a[0].max(b[0]) > self.level && a[1].min(b[1]) < 0.0 && a[2].min(b[2]) < 0.0,
            |_, n| n[0] > self.level && n[1] < 0.0 && n[2] < 0.0,
        )
    }

    /// Whether a place of the lungs is concerned.
    pub(crate) fn holds(&self, site: &Site) -> bool {
        let (above, in_lobe) = self.above(site);
        above > 0.0 && in_lobe > 0.5
    }
}

fn field(anatomy: &Anatomy, map: &LungMap, score: impl Fn(&Site) -> f32) -> Grid<3> {
    Grid::new(FIELD_MM, |q| {
        let near = map.nearest(q)[0];
        if near > 12.0 + NEAR_MM {
            return [-9.0, near, -60.0];
        }
        let n = map.at(q);
        if n[0] > 12.0 {
            return [-9.0, n[0], -60.0];
        }
        let site = Site::of_map(anatomy, anatomy.patient(q), &n);
        [score(&site), n[0], -60.0]
    })
}

fn with_lobe(field: Grid<3>, anatomy: &Anatomy, map: &LungMap, lobe: Lobe) -> Grid<3> {
    Grid::new(FIELD_MM, |q| {
        let own = field.at(q);
        let site = Site::of_map(anatomy, anatomy.patient(q), &map.at(q));
        [own[0], own[1], site.lobe_distance(lobe)]
    })
}

/// Distance to the nearest wall between the cells of a Voronoi foam 11 mm wide: the septa of secondary lobules.
fn septum(q: P3, seed: Seed) -> f32 {
    const CELL_MM: f32 = 11.0;
    let u = q * (1.0 / CELL_MM);
    let (ix, iy, iz) = (floor_i32(u.x), floor_i32(u.y), floor_i32(u.z));
    let (mut nearest, mut second) = (f32::INFINITY, f32::INFINITY);
    for z in iz - 1..=iz + 1 {
        for y in iy - 1..=iy + 1 {
            for x in ix - 1..=ix + 1 {
                let off = p3(x as f32, y as f32, z as f32) + jitter(seed, x, y, z) - u;
                let d = off.dot(off);
                if d < nearest {
                    (nearest, second) = (d, nearest);
                } else if d < second {
                    second = d;
                }
            }
        }
    }
    0.5 * (second.sqrt() - nearest.sqrt()) * CELL_MM
}

/// Where the point of a cell lies in it.
fn jitter(seed: Seed, x: i32, y: i32, z: i32) -> P3 {
    let key = |i: i32| u64::from(i.wrapping_add(512).unsigned_abs());
    let bits = seed.index(key(x) << 40 | key(y) << 20 | key(z)).0;
    let part = |shift: u32| {
        let ten = u16::try_from(bits >> shift & 1023).unwrap_or(0);
        0.1 + 0.8 * f32::from(ten) / 1023.0
    };
    p3(part(0), part(16), part(32))
}
