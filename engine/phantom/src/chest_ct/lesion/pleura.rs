//! Fluid and air in a pleural space of a patient who lies on the back. Lung tissue: `infiltrate` and `emphysema`.

use overread_base::{Laterality, Seed};

use crate::chest_ct::anatomy::Anatomy;
use crate::chest_ct::lesion::lungs::{LungMap, Samples, Site, is_on};
use crate::num::{P3, coverage, p3, smooth_step, to_f32};
use crate::texture::Texture;

/// Node distance of the samples that volumes are measured with, canonical mm: 30 mL are some 700 samples.
const SAMPLE_MM: f32 = 3.5;

/// No place is made deeper than it is by more than this, mm: crescent, fissure, base and waves together.
const MOST_RISE_MM: f32 = 40.0;

/// Fluid that fills a pleural space from the back.
#[derive(Debug, Clone)]
pub(crate) struct Effusion {
    pub(crate) side: Laterality,
    /// What the implicit function holds, mL.
    pub(crate) volume_ml: f32,
    /// Fluid lies where [`Effusion::height`] exceeds this.
    level: f32,
    pub(crate) hu: f32,
    /// How far lung is pressed airless in front of the fluid, mm.
    pressed_mm: f32,
    phase: P3,
}

impl Effusion {
    /// Finds the level for a volume; `None` if the pleural space does not hold it.
    pub(crate) fn new(
        anatomy: &Anatomy,
        map: &LungMap,
        side: Laterality,
        volume_ml: f32,
        seed: Seed,
    ) -> Option<Self> {
        let mut rng = seed.rng();
        // Transudate 5.0 ± 3.4 HU, exudate 15.1 ± 5.1 HU (Gümüş 2024).
        let hu = if rng.unit() < 0.5 {
            rng.normal_within_2sd(5.0, 3.4)
        } else {
            rng.normal_within_2sd(15.1, 5.1)
        };
        let mut effusion = Self {
            side,
            volume_ml,
            level: f32::INFINITY,
            hu: to_f32(hu),
            pressed_mm: 4.0 + 0.022 * volume_ml.min(900.0),
            phase: phase(&mut rng),
        };
        let samples = Samples::of(anatomy, map, SAMPLE_MM, |site| is_on(side, site.q));
        let share = volume_ml / samples.volume_ml().max(1.0);
        if share > 0.75 {
            return None;
        }
        effusion.level = samples.level(share, |site| effusion.height(site, &anatomy.texture));
        Some(effusion)
    }

    /// How deep a place lies, mm to the back: fluid creeps up the wall and into the fissure.
    fn height(&self, site: &Site, texture: &Texture) -> f32 {
        let crescent = 11.0 * fall(-site.lung.min(0.0) / 6.0);
        let fissure = 13.0 * fall(site.major.abs() / 2.2);
        // The bases lie deeper than the plane of a still fluid would: the lung floats up in front.
        let base = 0.05 * (-40.0 - site.q.z).clamp(-60.0, 120.0);
        site.at.y + crescent + fissure + base + 1.6 * texture.at(site.q * 0.11 + self.phase)
    }

    /// The share of a voxel that is fluid, and how airless the lung is there.
    pub(crate) fn shares(&self, site: &Site, width: f32, texture: &Texture) -> (f32, f32) {
        let far = 2.0 * self.pressed_mm + 8.0;
        if !is_on(self.side, site.q) || site.at.y + MOST_RISE_MM + far < self.level {
            return (0.0, 0.0);
        }
        let above = self.level - self.height(site, texture);
        if above > far {
            return (0.0, 0.0);
        }
        let ragged = above + 4.0 * texture.at(site.q * 0.4 + self.phase);
        let lower = smooth_step(4.0, -2.0, site.major);
        let reach = self.pressed_mm * (0.35 + 0.65 * lower);
        (
            coverage(above, width.max(1.4)),
            0.93 * smooth_step(1.5 * reach, 0.55 * reach, ragged),
        )
    }

    pub(crate) fn holds(&self, site: &Site, texture: &Texture) -> bool {
        site.lung < 0.0 && is_on(self.side, site.q) && self.height(site, texture) > self.level
    }
}

/// Air in a pleural space: in front and at the base.
#[derive(Debug, Clone)]
pub(crate) struct Pneumothorax {
    pub(crate) side: Laterality,
    /// Greatest distance from the wall to the lung, mm.
    rim_mm: f32,
    pub(crate) volume_ml: f32,
    phase: P3,
}

impl Pneumothorax {
    /// Air up to `rim_mm` thick.
    pub(crate) fn new(
        anatomy: &Anatomy,
        map: &LungMap,
        side: Laterality,
        rim_mm: f32,
        seed: Seed,
    ) -> Option<Self> {
        let mut out = Self {
            side,
            rim_mm,
            volume_ml: 0.0,
            phase: phase(&mut seed.rng()),
        };
        let samples = Samples::of(anatomy, map, SAMPLE_MM, |site| is_on(side, site.q));
        // The wanted rim is reached where the wall is furthest in front.
        let widest = samples
            .sites
            .iter()
            .filter(|site| site.cage > -8.0)
            .map(|site| out.thickness(site, &anatomy.texture))
            .fold(0.0f32, f32::max);
        if widest < 1.0 {
            return None;
        }
        out.rim_mm *= rim_mm / widest;
        let inside = samples
            .sites
            .iter()
            .filter(|site| out.holds(site, &anatomy.texture))
            .count();
        out.volume_ml = inside as f32 * samples.part_ml;
        (inside > 0).then_some(out)
    }

    /// Thickness of the layer of air at the wall near a place, mm.
    fn thickness(&self, site: &Site, texture: &Texture) -> f32 {
        let front = smooth_step(35.0, -62.0, site.q.y + 0.12 * site.q.x.abs());
        let base = 0.72 + 0.28 * smooth_step(40.0, -90.0, site.q.z);
        let wave = 1.0 + 0.07 * texture.at(site.q * 0.13 + self.phase);
        self.rim_mm * front * base * wave
    }

    /// How much of the air of the fallen lung is gone.
    pub(crate) fn collapse(&self) -> f32 {
        (0.004 * self.rim_mm).min(0.16)
    }

    /// Distance from the lung's own surface, negative in the air; infinite on the other side.
    pub(crate) fn distance(&self, site: &Site, texture: &Texture) -> f32 {
        if !is_on(self.side, site.q) {
            return f32::INFINITY;
        }
        let depth = -site.cage - 1.5;
        if depth > 1.5 * self.rim_mm {
            return depth - self.rim_mm;
        }
        let thickness = self.thickness(site, texture);
        // Where the layer runs out lung touches the wall: no crack is left between them.
        let closed = 3.0 * smooth_step(4.0, 0.5, thickness);
        (depth.max(0.0) + closed - thickness) * 0.9
    }

    pub(crate) fn holds(&self, site: &Site, texture: &Texture) -> bool {
        site.lung < 0.0 && self.distance(site, texture) < 0.0
    }
}

/// Falls from 1 at 0 as exp(-x) nearly does, at a part of its cost; `x` is positive.
pub(crate) fn fall(x: f32) -> f32 {
    1.0 / (1.0 + x * (1.0 + 0.5 * x * (1.0 + x * (1.0 / 3.0))))
}

/// A place in a texture by the stream.
pub(crate) fn phase(rng: &mut overread_base::Rng) -> P3 {
    let mut draw = || to_f32(rng.range(0.0, 64.0));
    p3(draw(), draw(), draw())
}
